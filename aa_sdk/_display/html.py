"""Faces as HTML for notebooks: inline CSS for light and dark, no script, nothing from elsewhere."""

from html import escape as html_escape

from aa_sdk._display.layout import (
    Block,
    Card,
    Code,
    Columns,
    Content,
    Face,
    Grid,
    Note,
    Span,
    Style,
    spans,
)
from aa_sdk._display.text import escape

_FONT = "font-family:system-ui,sans-serif;font-size:13px;line-height:1.45;text-align:left"
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
    "badge": "padding:0 .5em;border-radius:.7em;background:rgba(128,128,128,.2);font-size:.9em",
    "public": "color:#e5484d;font-weight:600",
    "good": "color:#2a9d4a;font-weight:600",
    "added": "color:#2a9d4a",
    "changed": "color:#a86f00",
    "removed": "color:#e5484d",
    "passed": "color:#2a9d4a;font-weight:700;font-size:1.5em;margin-right:.3em",
    "failed": "color:#e5484d;font-weight:700;font-size:1.5em;margin-right:.3em",
}
_CELL = "padding:.15em .9em .15em 0;vertical-align:top;border:0;background:none"
_CODE = (
    "margin:.3em 0;padding:0;border:0;background:none;color:inherit;white-space:pre-wrap;"
    "overflow-wrap:anywhere;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:inherit"
)
_MOST_TITLE = 300


def as_html(face: Face) -> str:
    """Draw a face.

    Args:
        face: What to draw. Its texts are escaped here, and nowhere else.
    """
    return f'<div style="{_FONT}">{_blocks(face)}</div>'


def _blocks(face: Face) -> str:
    return "".join(map(_block, face))


def _block(block: Block) -> str:
    match block:
        case Note(content):
            return f'<div style="margin:.3em 0">{_content(content)}</div>'
        case Card():
            return _card(block)
        case Grid():
            return _grid(block)
        case Code(lines):
            return f'<pre style="{_CODE}">{chr(10).join(map(_content, lines))}</pre>'
        case Columns(faces):
            style = "flex:1;min-width:20em"
            columns = "".join(f'<div style="{style}">{_blocks(face)}</div>' for face in faces)
            return f'<div style="display:flex;flex-wrap:wrap;gap:.5em 2em">{columns}</div>'


def _card(card: Card) -> str:
    edge = _EDGES.get(card.accent, _GREY)
    badge = f'<span style="float:right">{_content(card.badge)}</span>' if card.badge else ""
    rows = "".join(
        f'<tr style="background:none"><td style="{_CELL};text-align:left;opacity:.65">'
        f'{_text(name)}</td><td style="{_CELL};text-align:left">{_content(content)}</td></tr>'
        for name, content in card.rows
    )
    table = f"{_TABLE}{rows}</table>" if rows else ""
    return (
        f'<div style="margin:.4em 0;padding:.4em .9em;border-left:3px solid rgb({edge});'
        f'background:rgba({edge},.08);max-width:60em">'
        f'<div style="font-weight:600">{badge}{_content(card.title)}</div>{table}</div>'
    )


_TABLE = (
    '<table style="border-collapse:collapse;border:0;margin:.2em 0;font-size:inherit;'
    'color:inherit;display:table;width:auto">'
)


def _grid(grid: Grid) -> str:
    sides = ["right" if n in grid.right else "left" for n in range(len(grid.header))]
    head = "".join(
        f'<th style="{_CELL};text-align:{side};font-weight:600;opacity:.65">{_text(name)}</th>'
        for name, side in zip(grid.header, sides, strict=True)
    )
    body = "".join(
        '<tr style="background:none;border-top:1px solid rgba(128,128,128,.2)">'
        + "".join(
            f'<td style="{_CELL};text-align:{side}">{_content(cell)}</td>'
            for cell, side in zip(row, sides, strict=True)
        )
        + "</tr>"
        for row in grid.rows
    )
    return (
        f'<div style="overflow-x:auto">{_TABLE}<thead><tr style="background:none">{head}</tr>'
        f"</thead><tbody>{body}</tbody></table></div>"
    )


def _content(content: Content) -> str:
    return " ".join(map(_span, spans(content)))


def _span(span: Span) -> str:
    style = f' style="{_STYLES[span.style]}"' if _STYLES[span.style] else ""
    title = f' title="{_text(span.title[:_MOST_TITLE])}"' if span.title else ""
    return f"<span{style}{title}>{_text(span.text)}</span>" if style or title else _text(span.text)


def _text(text: str) -> str:
    return html_escape(escape(text), quote=True)
