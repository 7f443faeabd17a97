"""Lines of a difference: what is added and what is removed."""

from collections.abc import Callable, Sequence
from html import escape as html_escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rich.text import Text

MOST_LINES = 20
"""How many lines of a kind are shown before the rest is counted."""
NOTHING = "The policies allow the same."
_WIDEST = (44, 60, 40)
_STYLE = "display:flex;gap:2em;flex-wrap:wrap;font-family:system-ui,sans-serif;font-size:.92em"
_SIDES = (("added", "+", "46,160,67"), ("removed", "−", "218,54,51"))  # noqa: RUF001 (a minus)


class Line(NamedTuple):
    """One slice in words."""

    what: str
    """The actions."""
    where: str
    """The resources."""
    who: str
    """The principals; empty for an identity policy."""
    when: str
    """The conditions; empty if there are none."""
    source: str
    """The statements."""
    example: str
    """A request; empty if there is none."""

    @property
    def columns(self) -> tuple[str, str, str, str, str]:
        """What stands beside each other."""
        return (
            self.what,
            f"on {self.where}",
            f"for {self.who}" if self.who else "",
            self.when,
            f"({self.source})",
        )

    def __str__(self) -> str:
        return " ".join(column for column in self.columns if column)


def as_text(added: Sequence[Line], removed: Sequence[Line]) -> str:
    """Lay lines out in columns, with a sign before each and an example below."""
    lines = _signed(added, removed, _aligned(added, removed))
    return "\n".join(text for _, text in lines)


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


def as_rich(added: Sequence[Line], removed: Sequence[Line]) -> "Text":
    """Colour the lines by their sign."""
    from rich.text import Text  # noqa: PLC0415 (rich is there where this is called)

    styles = {"+": "green", "-": "red", "": "dim"}
    lines = [Text(text, styles[sign]) for sign, text in _signed(added, removed, str)]
    return Text("\n").join(lines)


def as_html(added: Sequence[Line], removed: Sequence[Line]) -> str:
    """Set what is added beside what is removed."""
    if not added and not removed:
        return f"<div>{NOTHING}</div>"
    columns = (
        _column(title, sign, colour, side)
        for (title, sign, colour), side in zip(_SIDES, (added, removed), strict=True)
    )
    return f'<div style="{_STYLE}">{"".join(columns)}</div>'


def _column(title: str, sign: str, colour: str, lines: Sequence[Line]) -> str:
    entries = "".join(_entry(sign, colour, line) for line in lines[:MOST_LINES])
    rest = len(lines) - MOST_LINES
    more = f"<div>{rest:,} more</div>" if rest > 0 else ""
    nothing = "" if lines else '<div style="opacity:.6">nothing</div>'
    content = f"<b>{len(lines)} {title}</b>{entries}{more}{nothing}"
    return f'<div style="flex:1;min-width:20em">{content}</div>'


def _entry(sign: str, colour: str, line: Line) -> str:
    what, *rest = map(html_escape, line.columns)
    example = f"e.g. {html_escape(line.example)}" if line.example else ""
    return (
        f'<div style="margin:.4em 0;padding:.2em .6em;border-left:3px solid rgb({colour});'
        f'background:rgba({colour},.08)"><code>{sign} {what}</code><div>'
        f"{' '.join(column for column in rest if column)}</div>"
        f'<div style="opacity:.7">{example}</div></div>'
    )
