"""Faces as text for terminals: plain, or with rich's colours."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

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
from aa_sdk._display.limits import MOST_BYTES, document_lines, few, harmless
from aa_sdk._display.words import columns_of, fitted

WIDTH = 80
"""Columns of a terminal that a grid is fitted to, as far as it says how."""

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
_MOST_ROWS = 200
_FRAME = 100
_MOST_CELL = 200
_MOST_WIDE = 1_000_000
_MOST_NARROW = 20

_Line = Sequence[Span]


def as_text(face: Face) -> str:
    """Write a face as plain lines.

    Args:
        face: What to write. Its texts are escaped here, and nowhere else.
    """
    return "\n".join("".join(span.text for span in line).rstrip() for line in _within(_lines(face)))


def as_lines(face: Face, width: int | None) -> Iterator[Sequence[Span]]:
    """Write a face as lines of pieces, for a terminal of any width.

    Args:
        face: What to write. Its texts are escaped here, and nowhere else.
        width: Columns of the terminal, where facts that are longer go on in the next line; None
            for no terminal, where they do not.
    """
    return _within(_lines(face, width))


def as_rich(face: Face) -> Any:
    """Colour a face: a `rich.text.Text`; plain text where rich is not installed.

    Args:
        face: What to write. Its texts are escaped here, and nowhere else.
    """
    try:
        text = import_module("rich.text").Text
    except ModuleNotFoundError:
        return as_text(face)
    lines = [
        text.assemble(*((s.text, _RICH[s.style]) for s in line)) for line in _within(_lines(face))
    ]
    for line in lines:
        line.rstrip()
    return text("\n").join(lines)


def _within(lines: Iterator[_Line]) -> Iterator[_Line]:
    """Leave out the lines for which there is no room, and count them."""
    left = MOST_BYTES - _FRAME
    for line in lines:
        left -= 1 + sum(len(span.text.encode()) for span in line)
        if left < 0:
            yield [Span(f"{1 + sum(1 for _ in lines):,} more lines are not shown", "muted")]
            return
        yield line


def _lines(face: Face, width: int | None = None) -> Iterator[_Line]:
    for block in face:
        yield from _block(block, width)


def _block(block: Block, width: int | None) -> Iterator[_Line]:
    match block:
        case Note(content):
            yield _joined(content)
        case Card():
            yield from _card(block, width)
        case Grid():
            yield from _grid(block, width or WIDTH)
        case Code(lines):
            yield from map(_joined, lines)
        case Document(text):
            yield from ([Span(f"{_GAP}{line}")] for line in document_lines(text))
        case _:
            for inner in block.faces:
                yield from _lines(inner, width)


def _joined(content: Content) -> list[Span]:
    """Escape the pieces, and put a blank between them."""
    pieces = [Span(harmless(span.text), span.style) for span in few(content)]
    return [part for span in pieces for part in (_BLANK, span)][1:]


def _card(card: Card, room: int | None) -> Iterator[_Line]:
    title = [Span(s.text, "strong" if s.style == "plain" else s.style) for s in _joined(card.title)]
    badge = _joined(card.badge)
    apart = Span(" " * max((room or 0) - _width(title) - _width(badge), len(_GAP)))
    yield [*title, apart, *badge] if badge else title
    names = [harmless(name, WIDTH) for name, _ in card.rows[:_MOST_ROWS]]
    width = max(map(columns_of, names), default=0)
    for name, (_, content) in zip(names, card.rows, strict=False):
        padding = " " * (width - columns_of(name))
        head = Span(f"{_GAP}{name}{padding}{_GAP}", "muted")
        yield from _wrapped(head, _joined(content), room)
    yield from _more(len(card.rows))


def _wrapped(head: Span, line: _Line, room: int | None) -> Iterator[_Line]:
    """Put a fact behind its name, on as many lines as it takes."""
    held: list[Span] = []
    left = most = max((room or _MOST_WIDE) - columns_of(head.text), _MOST_NARROW)
    for piece in _words(line) if room else line:
        needed = columns_of(piece.text)
        if held and needed > left:
            yield [head, *held]
            head, held, left = Span(" " * columns_of(head.text)), [], most
        if held or piece.text != " ":
            held.append(piece)
            left -= needed
    yield [head, *held]


def _words(line: _Line) -> Iterator[Span]:
    """Take a line apart where it may be broken."""
    for piece in line:
        for n, word in enumerate(piece.text.split(" ")):
            if n:
                yield _BLANK
            if word:
                yield Span(word, piece.style)


def _grid(grid: Grid, room: int) -> Iterator[_Line]:
    head: list[_Line] = [[Span(harmless(name, WIDTH), "muted")] for name in grid.header]
    body: list[list[_Line]] = [[_joined(cell) for cell in row] for row in grid.rows[:_MOST_ROWS]]
    table = [head, *body]
    widths = [min(max(map(_width, column)), _MOST_CELL) for column in zip(*table, strict=True)]
    shown = _fit(grid, widths, room)
    for row in table:
        line: list[Span] = []
        for n in shown:
            cell = _narrowed(row[n], widths[n])
            padding = Span(" " * (widths[n] - _width(cell)))
            line += [padding, *cell] if n in grid.right else [*cell, padding]
            line.append(Span(_GAP))
        yield line[:-1]
    yield from _more(len(grid.rows))


def _more(count: int) -> Iterator[_Line]:
    if count > _MOST_ROWS:
        yield [Span(f"{count - _MOST_ROWS:,} more are not shown", "muted")]


def _fit(grid: Grid, widths: list[int], room: int) -> list[int]:
    """Return the columns that are shown, and make those narrower that can be."""
    shown = list(range(len(widths)))

    def excess() -> int:
        return sum(widths[n] + len(_GAP) for n in shown) - len(_GAP) - room

    for n in sorted(grid.spare, reverse=True):
        if excess() > 0:
            shown.remove(n)
    for n, least in grid.elastic:
        if n in shown:
            widths[n] = max(widths[n] - max(excess(), 0), min(least, widths[n]))
    return shown


def _narrowed(cell: _Line, width: int) -> _Line:
    """Shorten the last pieces of a cell until it fits."""
    excess = _width(cell) - width
    for n in range(len(cell) - 1, -1, -1):
        if excess <= 0:
            break
        before = columns_of(cell[n].text)
        text = fitted(cell[n].text, max(before - excess, 1))
        cell = [*cell[:n], Span(text, cell[n].style), *cell[n + 1 :]]
        excess -= before - columns_of(text)
    return cell


def _width(cell: _Line) -> int:
    return sum(columns_of(span.text) for span in cell)
