"""External access in words: who gets in, to do what, and under which condition."""

from collections.abc import Sequence
from typing import NamedTuple

from aa_sdk._display import escape
from aa_sdk._display.layout import Card, Face, Note, Span
from aa_sdk._display.limits import MOST_BYTES, MOST_ROWS, lines_text, rest_note
from aa_sdk._display.words import shorten

NOTHING = "No access from outside the zone of trust."
_LENGTHS = (2_000, 400, 60)
_PUBLIC = "**PUBLIC**"


class AccessWords(NamedTuple):
    """The access of one principal in words."""

    is_public: bool
    """Whether it is open to everyone."""
    who: str
    """The principal."""
    what: str
    """The actions."""
    when: str
    """The condition; empty if there is none."""
    source: str
    """The statements."""
    example: str
    """A request; empty if there is none."""
    exact: bool
    """False where there may be less than is told."""

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What is to be said, each with a name."""
        rows = [
            ("who", self.who),
            ("may", self.what),
            ("if", self.when or "no trusted condition"),
            ("from", self.source),
            ("e.g.", self.example),
            ("note", "" if self.exact else "there may be less than this"),
        ]
        return [(name, text) for name, text in rows if text]

    def __str__(self) -> str:
        condition = f" if {self.when}" if self.when else ""
        label = "PUBLIC " if self.is_public else ""
        return f"{label}{self.who} may {self.what}{condition} ({self.source})"


def as_text(accesses: Sequence[AccessWords]) -> str:
    """Write a line for each."""
    if not accesses:
        return NOTHING
    lines = [str(access) for access in accesses[:MOST_ROWS]]
    return lines_text([*lines, *_rest(accesses)])


def as_cards(accesses: Sequence[AccessWords]) -> Face:
    """Lay out a card for each, red where it is public."""
    if not accesses:
        return [Note([Span(NOTHING, "good")])]
    return [*map(_card, accesses[:MOST_ROWS]), *rest_note(len(accesses))]


def _card(access: AccessWords) -> Card:
    if access.is_public:
        return Card(Span("Public access", "public"), access.rows, accent="public")
    return Card("External access", access.rows)


def as_markdown(accesses: Sequence[AccessWords]) -> str:
    """Write a table with a row for each."""
    if not accesses:
        return f"**{NOTHING}**\n"
    tables = (_table(accesses, length) for length in _LENGTHS)
    *_, last = _LENGTHS
    fits = (table for table in tables if len(table.encode()) <= MOST_BYTES)
    return next(fits, None) or _table(accesses, last)


def _table(accesses: Sequence[AccessWords], length: int) -> str:
    head = ["| | who | may | if | from |", "|---|---|---|---|---|"]
    rows = [
        "| "
        + " | ".join(
            [
                _PUBLIC if c.is_public else "",
                *(_cell(shorten(text, length)) for text in (c.who, c.what, c.when, c.source)),
            ]
        )
        + " |"
        for c in accesses[:MOST_ROWS]
    ]
    rest = [f"\n{text}" for text in _rest(accesses)]
    return "\n".join([*head, *rows, *rest]) + "\n"


def _rest(accesses: Sequence[AccessWords]) -> list[str]:
    return [str(note.content) for note in rest_note(len(accesses))]


def _cell(text: str) -> str:
    # What would end the cell, begin a tag, or be set in italics: names are full of * and _.
    text = escape(text)
    for char in "\\`*_|<>[]&~":
        text = text.replace(char, f"\\{char}")
    return text
