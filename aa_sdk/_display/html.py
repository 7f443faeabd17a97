"""Faces as HTML for notebooks: inline CSS for light and dark, no script, nothing from elsewhere."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape as html_escape
from itertools import takewhile

from aa_sdk._display.layout import (
    Block,
    Card,
    Code,
    Content,
    Document,
    Face,
    Grid,
    Note,
    Span,
    Style,
)
from aa_sdk._display.limits import document_lines, few, harmless

_FONT = (
    "font-family:system-ui,sans-serif;font-size:13px;line-height:1.45;text-align:left;"
    "font-variant-numeric:tabular-nums"
)
_RED, _GREEN, _GREY = "218,54,51", "46,160,67", "128,128,128"
_EDGES: dict[Style, str] = {
    "public": _RED,
    "removed": _RED,
    "failed": _RED,
    "good": _GREEN,
    "added": _GREEN,
    "passed": _GREEN,
}
# Colours that are read on white and on black.
_STYLES: dict[Style, str] = {
    "plain": "",
    "muted": "opacity:.65",
    "strong": "font-weight:600",
    "badge": "padding:.05em .55em;border-radius:.7em;background:rgba(128,128,128,.2);"
    "font-size:.85em;letter-spacing:.02em",
    "public": "color:#e5484d;font-weight:600",
    "good": "color:#2a9d4a;font-weight:600",
    "added": "color:#2a9d4a",
    "changed": "color:#a86f00",
    "removed": "color:#e5484d",
    "passed": "color:#2a9d4a;font-weight:700;font-size:1.5em;margin-right:.3em",
    "failed": "color:#e5484d;font-weight:700;font-size:1.5em;margin-right:.3em",
}
_CODE = (
    "margin:.3em 0;padding:0;border:0;background:none;color:inherit;white-space:pre-wrap;"
    "overflow-wrap:anywhere;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:inherit"
)
_CELL = "padding:.15em .9em .15em 0;vertical-align:top;border:0;background:none"
# Pages of Material for MkDocs lay out all tables that have no class.
_TABLE = (
    '<table class="aa-sdk" style="border-collapse:collapse;border:0;margin:.2em 0;'
    'font-size:inherit;color:inherit;display:table;width:auto">'
)
_LARGE = ";font-size:1.35em"
_MOST_TITLE = 300
_SHORT_TEXT = 20  # as long as a moment
_LONG_WORD = 40
_FRAME = 400
# More than a piece of text takes when it is all quotation marks.
_MOST_CONTENT = 8_000
_MOST_BYTES = 50_000


class _Room:
    """The bytes that are left; what finds no room is counted, and left out."""

    def __init__(self, size: int) -> None:
        self._left = size

    def take(self, size: int) -> bool:
        """Take so many bytes, and say whether there were so many left."""
        self._left -= size
        return self._left >= 0

    def fill(self, parts: Iterable[str], total: int) -> tuple[str, int]:
        """Return the first of `total` parts that find room, and how many do not."""
        taken = list(takewhile(lambda part: self.take(len(part.encode())), parts))
        return "".join(taken), total - len(taken)


def as_html(face: Face) -> str:
    """Draw a face, in less than 60 kB.

    Args:
        face: What to draw. Its texts are escaped here, and nowhere else.
    """
    return f'<div style="{_FONT}">{_blocks(face, _Room(_MOST_BYTES))}</div>'


def _blocks(face: Face, room: _Room) -> str:
    # A block pays for its frame here, and for its rows where they are drawn.
    drawn = [_block(block, room) for block in takewhile(lambda _: room.take(_FRAME), face)]
    rest = len(face) - len(drawn)
    more = [_left_out(f"{rest:,} more parts are not shown")] if rest else []
    return "".join(drawn + more)


def _left_out(text: str) -> str:
    return f'<div style="margin:.3em 0;opacity:.65">{_text(text)}</div>'


def _block(block: Block, room: _Room) -> str:
    match block:
        case Note(content):
            note = _content(content)
            room.take(len(note.encode()))
            return f'<div style="margin:.3em 0">{note}</div>'
        case Card():
            return _card(block, room)
        case Grid():
            return _grid(block, room)
        case Code(lines):
            return _code(lines, room)
        case Document(text):
            return _document(text, room)
        case _:
            style = "flex:1;min-width:20em"
            faces = [f'<div style="{style}">{_blocks(face, room)}</div>' for face in block.faces]
            return f'<div style="display:flex;flex-wrap:wrap;gap:.5em 2em">{"".join(faces)}</div>'


def _code(lines: Sequence[Content], room: _Room) -> str:
    drawn, rest = room.fill((f"{_content(line)}\n" for line in lines), len(lines))
    more = _left_out(f"{rest:,} more lines are not shown") if rest else ""
    return f'<pre style="{_CODE}">{drawn[:-1]}</pre>{more}'


def _document(text: str, room: _Room) -> str:
    lines = html_escape("\n".join(document_lines(text)), quote=False)
    if not room.take(len(lines.encode())):
        return _left_out(f"a text of {len(text):,} characters is not shown")
    return (
        '<pre style="margin:.4em 0;padding:.5em .8em;max-height:24em;overflow:auto;'
        "background:rgba(128,128,128,.1);color:inherit;font-size:12px;line-height:1.4;"
        f'border:0;white-space:pre-wrap;text-align:left">{lines}</pre>'
    )


def _card(card: Card, room: _Room) -> str:
    edge = _EDGES.get(card.accent, _GREY)
    title = _content(card.title)
    if card.badge:
        title = f'<span style="float:right">{_content(card.badge)}</span>{title}'
    size = _LARGE if card.is_verdict else ""
    room.take(len(title.encode()))
    rows, rest = room.fill(_facts(card), len(card.rows))
    table = f"{_TABLE}{rows}</table>" if rows else ""
    more = _left_out(f"{rest:,} more members are not shown") if rest else ""
    return (
        f'<div style="margin:.4em 0;padding:.45em .9em;border-left:3px solid rgb({edge});'
        f'border-radius:0 .3em .3em 0;background:rgba({edge},.08);max-width:60em">'
        f'<div style="font-weight:600{size}">{title}</div>{table}{more}</div>'
    )


def _facts(card: Card) -> Iterator[str]:
    for name, content in card.rows:
        yield (
            f'<tr style="background:none"><td style="{_CELL};text-align:left;opacity:.65;'
            f'white-space:nowrap">{_text(name)}</td><td style="{_CELL};text-align:left;'
            f'overflow-wrap:anywhere">{_content(content)}</td></tr>'
        )


def _grid(grid: Grid, room: _Room) -> str:
    sides = ["right" if n in grid.right else "left" for n in range(len(grid.header))]
    head = "".join(
        f'<th style="{_CELL};text-align:{side};font-weight:600;font-size:.85em;opacity:.65">'
        f"{_text(name)}</th>"
        for name, side in zip(grid.header, sides, strict=True)
    )
    body, rest = room.fill((_row(row, sides) for row in grid.rows), len(grid.rows))
    more = _left_out(f"{rest:,} more rows are not shown") if rest else ""
    return (
        f'<div style="overflow-x:auto">{_TABLE}<thead><tr style="background:none">{head}</tr>'
        f"</thead><tbody>{body}</tbody></table></div>{more}"
    )


def _row(row: Iterable[Content], sides: Iterable[str]) -> str:
    cells = "".join(
        f'<td style="{_CELL};text-align:{side}{_wrap(cell)}">{_content(cell)}</td>'
        for cell, side in zip(row, sides, strict=True)
    )
    return f'<tr style="background:none;border-top:1px solid rgba(128,128,128,.2)">{cells}</tr>'


def _wrap(cell: Content) -> str:
    """Keep a short text, such as a moment, in one line, and a long word from widening the table."""
    text = " ".join(span.text[:_FRAME] for span in few(cell))
    if len(text) <= _SHORT_TEXT:
        return ";white-space:nowrap"
    is_wide = any(len(word) > _LONG_WORD for word in text.split())
    return ";overflow-wrap:anywhere" if is_wide else ""


def _content(content: Content) -> str:
    pieces = [f" {_span(span)}" for span in few(content)]
    drawn, rest = _Room(_MOST_CONTENT).fill(pieces, len(pieces))
    return drawn[1:] + (" …" if rest else "")


def _span(span: Span) -> str:
    style = f' style="{_STYLES[span.style]}"' if _STYLES[span.style] else ""
    title = f' title="{_text(span.title, _MOST_TITLE)}"' if span.title else ""
    return f"<span{style}{title}>{_text(span.text)}</span>" if style or title else _text(span.text)


def _text(text: str, most: int = 1_000) -> str:
    return html_escape(harmless(text, most), quote=True)
