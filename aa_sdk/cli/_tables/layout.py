"""Which columns of a table are shown, and how wide: settled by its first rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from aa_sdk._display.layout import Content, Span, spans
from aa_sdk._display.text import escape
from aa_sdk._display.words import columns_of, fitted
from aa_sdk.cli._tables.sheet import Column, whole

_GAP = 2
_MOST_CELL = 200

Line = list[Span]


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table and their widths; no width is None, and nothing is cut then."""

    columns: Sequence[Column]
    widths: Sequence[int]
    is_cut: bool

    def header(self) -> Line:
        """Return the line of names."""
        names = [[Span(column.name.upper(), "muted")] for column in self.columns]
        return self._line(names)

    def lines(self, rows: Iterable[Any]) -> Iterator[Line]:
        """Return a line for each row."""
        for row in rows:
            yield self._line(
                [_pieces(column.cell(row), cut=self.is_cut) for column in self.columns]
            )

    def _line(self, cells: Sequence[Line]) -> Line:
        line: Line = []
        for column, cell, width in zip(self.columns, cells, self.widths, strict=True):
            shown = _narrowed(cell, width) if self.is_cut else cell
            padding = Span(" " * (width - _width(shown)))
            between = Span(" " * _GAP if line else " ")
            line += [between, padding, *shown] if column.right else [between, *shown, padding]
        return line


def layout_of(
    columns: Sequence[Column], rows: Sequence[Any], room: int | None, *, everything: bool
) -> Layout:
    """Settle a table.

    Args:
        columns: Its columns.
        rows: Its first rows.
        room: How many columns the terminal has; None for as many as it takes.
        everything: Whether all columns are shown, however much room there is.
    """
    cut = room is not None
    cells = [[_pieces(column.cell(row), cut=cut) for row in rows] for column in columns]
    widths = [
        max(
            [
                columns_of(column.name),
                column.usual,
                *(min(_width(cell), _MOST_CELL) for cell in held),
            ]
        )
        for column, held in zip(columns, cells, strict=True)
    ]
    if room is None:
        return Layout(columns, widths, is_cut=False)
    shown = [n for n, column in enumerate(columns) if everything or not column.rank]
    spare = [] if everything else sorted(_ranked(columns), key=lambda n: columns[n].rank)
    # One long cell leaves no column out: what may be shortened makes room for others.
    fair = [min(width, 2 * one.least or width) for one, width in zip(columns, widths, strict=True)]
    for n in spare:
        if _needed(fair, [*shown, n]) > room:
            break
        shown.append(n)
    shown.sort()
    if not everything:
        _narrow(columns, widths, shown, room)
    return Layout([columns[n] for n in shown], [widths[n] for n in shown], is_cut=True)


def _ranked(columns: Sequence[Column]) -> list[int]:
    return [n for n, column in enumerate(columns) if column.rank]


def _needed(widths: Sequence[int], shown: Sequence[int]) -> int:
    return sum(widths[n] + _GAP for n in shown) - 1


def _narrow(columns: Sequence[Column], widths: list[int], shown: list[int], room: int) -> None:
    """Make those columns narrower that can be, the widest first, until the lines fit."""
    while (excess := _needed(widths, shown) - room) > 0:
        loose = [n for n in shown if 0 < columns[n].least < widths[n]]
        if not loose:
            return
        widest = max(loose, key=lambda n: widths[n])
        widths[widest] = max(widths[widest] - excess, columns[widest].least)


def _pieces(content: Content, *, cut: bool) -> Line:
    """Return the pieces of a cell with blanks between, escaped; whole where nothing is cut."""
    if not cut:
        return [Span(escape(whole(content)))]
    pieces = [Span(escape(one.text), one.style) for one in spans(content) if one.text]
    return [part for piece in pieces for part in (Span(" "), piece)][1:]


def _width(cell: Line) -> int:
    return sum(columns_of(piece.text) for piece in cell)


def _narrowed(cell: Line, width: int) -> Line:
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
