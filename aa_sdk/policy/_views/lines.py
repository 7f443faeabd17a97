"""Lines of a difference: what is added and what is removed."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from aa_sdk._display.layout import Card, Code, Columns, Face, Note, Span, Style
from aa_sdk._display.limits import MOST_ROWS as MOST_LINES
from aa_sdk._display.limits import lines_text, rest_note

NOTHING = "The policies allow the same."
_WIDEST = (44, 60, 40)
_SIDES: tuple[tuple[str, str, Style], ...] = (
    ("added", "+", "added"),
    ("removed", "−", "removed"),  # noqa: RUF001 (a minus)
)
_STYLES: dict[str, Style] = {"+": "added", "-": "removed", "": "muted"}


class Line(NamedTuple):
    """One slice in words."""

    what: str
    """The actions."""
    where: str
    """The resources."""
    who: str
    """The principals; empty for an identity policy."""
    conditions: Sequence[tuple[str, str]]
    """The conditions, each after `if`, `unless` or `and`; empty if there are none."""
    source: str
    """The statements."""
    example: str
    """A request; empty if there is none."""
    exact: bool
    """False where there may be nothing in it."""

    @property
    def columns(self) -> tuple[str, str, str, str, str]:
        """What stands beside each other."""
        return (
            self.what,
            f"on {self.where}",
            f"for {self.who}" if self.who else "",
            " ".join(f"{word} {text}" for word, text in self.conditions),
            f"({self.source})",
        )

    def __str__(self) -> str:
        return " ".join(column for column in self.columns if column)


def as_text(added: Sequence[Line], removed: Sequence[Line]) -> str:
    """Lay lines out in columns, with a sign before each and an example below."""
    lines = _signed(added, removed, _aligned(added, removed))
    return lines_text([text for _, text in lines])


def _aligned(added: Sequence[Line], removed: Sequence[Line]) -> Callable[[Line], str]:
    """How to write a line so that its columns stand below those of the others."""
    lines = [*added[:MOST_LINES], *removed[:MOST_LINES]]
    widths = [
        min(most, max((len(line.columns[n]) for line in lines), default=0))
        for n, most in enumerate(_WIDEST)
    ]

    def write(line: Line) -> str:
        columns = zip(line.columns, [*widths, 0, 0], strict=True)
        padded = (column.ljust(width) for column, width in columns)
        return "  ".join(column for column in padded if column.strip()).rstrip()

    return write


def _signed(
    added: Sequence[Line], removed: Sequence[Line], write: Callable[[Line], str]
) -> list[tuple[str, str]]:
    """The lines of text, each with its sign; the sign of an example is empty."""
    signed: list[tuple[str, str]] = []
    for sign, side in (("+", added), ("-", removed)):
        for line in side[:MOST_LINES]:
            signed.append((sign, f"{sign} {write(line)}"))
            if line.example:
                signed.append(("", f"    e.g. {line.example}"))
        rest = len(side) - MOST_LINES
        if rest > 0:
            signed.append((sign, f"{sign} … {rest:,} more"))
    return signed or [("", NOTHING)]


def as_markdown(added: Sequence[Line], removed: Sequence[Line]) -> str:
    """Write a summary, and the lines in a block that shows what is added and what is removed."""
    if not added and not removed:
        return f"**{NOTHING}**\n"
    text = as_text(added, removed)
    fence = "```"
    while fence in text:
        fence += "`"
    return f"**{len(added)} added, {len(removed)} removed**\n\n{fence}diff\n{text}\n{fence}\n"


def in_a_terminal(added: Sequence[Line], removed: Sequence[Line]) -> Face:
    """Lay out the lines without columns, which a narrow terminal would break."""
    return [_code(_signed(added, removed, str))]


def side_by_side(added: Sequence[Line], removed: Sequence[Line]) -> Face:
    """Lay out cards: what is added beside what is removed."""
    if not added and not removed:
        return [Note(NOTHING)]
    return [Columns([_column(*side) for side in zip(_SIDES, (added, removed), strict=True)])]


def card(line: Line, sign: str = "", accent: Style = "plain") -> Card:
    """Lay out one line as a card."""
    rows = [
        ("on", line.where),
        ("for", line.who),
        *((word, text) for word, text in line.conditions),
        ("from", line.source),
        ("e.g.", line.example),
        ("note", "" if line.exact else "there may be nothing in this"),
    ]
    title = Span(f"{sign} {line.what}".strip(), accent)
    return Card(title, [row for row in rows if row[1]], accent=accent)


def _column(side: tuple[str, str, Style], lines: Sequence[Line]) -> Face:
    title, sign, style = side
    shown = [card(line, sign, style) for line in lines[:MOST_LINES]]
    head = Note(Span(f"{len(lines):,} {title}", "strong"))
    nothing = [] if lines else [Note(Span("nothing", "muted"))]
    return [head, *shown, *rest_note(len(lines), MOST_LINES), *nothing]


def _code(lines: Sequence[tuple[str, str]]) -> Code:
    return Code([Span(text, _STYLES[sign]) for sign, text in lines])
