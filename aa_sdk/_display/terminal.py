"""Faces as text for terminals: plain, or with rich's colours."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from aa_sdk._display.layout import (
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

_RICH: dict[Style, str] = {
    "plain": "",
    "muted": "dim",
    "strong": "bold",
    "badge": "bold",
    "public": "bold red",
    "good": "bold green",
    "added": "green",
    "changed": "yellow",
    "removed": "red",
    "passed": "bold green",
    "failed": "bold red",
}
_GAP = "  "
_BLANK = Span(" ")

_Line = Sequence[Span]


def as_text(face: Face) -> str:
    """Write a face as plain lines.

    Args:
        face: What to write. Its texts are escaped here, and nowhere else.
    """
    return "\n".join("".join(escape(s.text) for s in line).rstrip() for line in _lines(face))


def as_rich(face: Face) -> Any:
    """Colour a face: a `rich.text.Text`; plain text where rich is not installed.

    Args:
        face: What to write. Its texts are escaped here, and nowhere else.
    """
    try:
        text = import_module("rich.text").Text
    except ModuleNotFoundError:
        return as_text(face)
    lines = (
        text.assemble(*((escape(s.text), _RICH[s.style]) for s in line)) for line in _lines(face)
    )
    return text("\n").join(list(lines))


def _lines(face: Face) -> Iterator[_Line]:
    for block in face:
        match block:
            case Note(content):
                yield _joined(content)
            case Code(lines):
                yield from map(_joined, lines)
            case Card():
                yield from _card(block)
            case Grid():
                yield from _grid(block)
            case Columns(faces):
                for inner in faces:
                    yield from _lines(inner)


def _joined(content: Content) -> list[Span]:
    """Put a blank between the pieces."""
    pieces = [span for span in spans(content) if span.text]
    return [part for span in pieces for part in (_BLANK, span)][1:]


def _card(card: Card) -> Iterator[_Line]:
    title = [Span(s.text, "strong" if s.style == "plain" else s.style) for s in _joined(card.title)]
    badge = _joined(card.badge)
    yield [*title, Span(_GAP), *badge] if badge else title
    width = max((len(escape(name)) for name, _ in card.rows), default=0)
    for name, content in card.rows:
        label = Span(f"{_GAP}{escape(name).ljust(width)}{_GAP}", "muted")
        yield [label, *_joined(content)]


def _grid(grid: Grid) -> Iterator[_Line]:
    head: list[_Line] = [[Span(name, "muted")] for name in grid.header]
    body: list[list[_Line]] = [[_joined(cell) for cell in row] for row in grid.rows]
    widths = [max(map(_width, column)) for column in zip(head, *body, strict=True)]
    for row in [head, *body]:
        line: list[Span] = []
        for n, (cell, width) in enumerate(zip(row, widths, strict=True)):
            padding = Span(" " * (width - _width(cell)))
            line += [padding, *cell] if n in grid.right else [*cell, padding]
            line.append(Span(_GAP))
        yield line


def _width(cell: _Line) -> int:
    return sum(len(escape(span.text)) for span in cell)
