"""Cards of external access: who gets in, to do what, and under which condition."""

from collections.abc import Sequence
from html import escape as html_escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rich.text import Text

MOST_CARDS = 20
"""How many are shown before the rest is counted."""
NOTHING = "No access from outside the zone of trust."
_PUBLIC_COLOUR = "218,54,51"
_COLOUR = "128,128,128"
_NAME_STYLE = "opacity:.6;padding:0 1em 0 0;vertical-align:top;text-align:left"


class Card(NamedTuple):
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
    def title(self) -> str:
        """What kind of access it is."""
        return "Public access" if self.is_public else "External access"

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


def as_text(cards: Sequence[Card]) -> str:
    """Write a line for each."""
    return "\n".join([*map(str, cards[:MOST_CARDS]), *_rest(cards)]) if cards else NOTHING


def as_markdown(cards: Sequence[Card]) -> str:
    """Write a table with a row for each."""
    if not cards:
        return f"**{NOTHING}**\n"
    head = ["| | who | may | if | from |", "|---|---|---|---|---|"]
    rows = [
        "| "
        + " | ".join(
            _cell(text)
            for text in ("**PUBLIC**" if c.is_public else "", c.who, c.what, c.when, c.source)
        )
        + " |"
        for c in cards[:MOST_CARDS]
    ]
    rest = [f"\n{text}" for text in _rest(cards)]
    return "\n".join([*head, *rows, *rest]) + "\n"


def _cell(text: str) -> str:
    # What would end the cell, begin a tag, or be set in italics: names are full of * and _.
    if text == "**PUBLIC**":
        return text
    for char in "\\`*_|<>[]&~":
        text = text.replace(char, f"\\{char}")
    return text


def as_rich(cards: Sequence[Card]) -> "Text":
    """Write a card for each, red where it is public."""
    from rich.text import Text  # noqa: PLC0415 (rich is there where this is called)

    parts: list[Text] = []
    for card in cards[:MOST_CARDS]:
        parts.append(Text(card.title, "bold red" if card.is_public else "bold"))
        parts += [Text.assemble((f"  {name:<5}", "dim"), text) for name, text in card.rows]
    parts += [Text(text) for text in _rest(cards)]
    return Text("\n").join(parts) if parts else Text(NOTHING)


def as_html(cards: Sequence[Card]) -> str:
    """Write a card for each."""
    if not cards:
        return f"<div>{NOTHING}</div>"
    rest = "".join(f"<div>{text}</div>" for text in _rest(cards))
    style = "font-family:system-ui,sans-serif;font-size:.92em"
    return f'<div style="{style}">{"".join(map(_card, cards[:MOST_CARDS]))}{rest}</div>'


def _card(card: Card) -> str:
    colour = _PUBLIC_COLOUR if card.is_public else _COLOUR
    title = f' style="color:rgb({colour})"' if card.is_public else ""
    rows = "".join(
        f'<tr><td style="{_NAME_STYLE}">{name}</td>'
        f'<td style="text-align:left">{html_escape(text)}</td></tr>'
        for name, text in card.rows
    )
    return (
        f'<div style="margin:.4em 0;padding:.3em .8em;border-left:3px solid rgb({colour});'
        f'background:rgba({colour},.08)"><b{title}>{card.title}</b>'
        f'<table style="font-size:inherit;color:inherit">{rows}</table></div>'
    )


def _rest(cards: Sequence[Card]) -> list[str]:
    rest = len(cards) - MOST_CARDS
    return [f"… {rest:,} more"] if rest > 0 else []
