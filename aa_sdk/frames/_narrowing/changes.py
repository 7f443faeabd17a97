"""Changes of a text as a unified diff, worked out from the changes and not by comparing texts."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from aa_sdk.frames._narrowing.editing import Change, changed

_CONTEXT = 3
_BEFORE, _AFTER = "policy", "smaller policy"
_NO_LINE_END = "\n\\ No newline at end of file\n"


class _Lines(NamedTuple):
    """A text in lines."""

    text: str
    """The text."""
    lines: list[str]
    """Its lines, each with its end."""
    starts: list[int]
    """The offset of each line, and that of the end."""


class _Block(NamedTuple):
    """Lines that give way to others."""

    start: int
    """The first of the lines, from 0."""
    end: int
    """The line after the last one."""
    lines: tuple[str, ...]
    """What comes in their place."""


def unified_diff(text: str, changes: Sequence[Change]) -> Iterator[str]:
    """Write a diff, line by line, each with its end; nothing where nothing changes.

    Args:
        text: The text as it was.
        changes: How it changes, in the order of the text.
    """
    if not changes:
        return
    lines = _lines(text)
    old_text = _Lines(text, lines, [0, *accumulate(map(len, lines))])
    yield from (f"--- {_BEFORE}\n", f"+++ {_AFTER}\n")
    shift = 0
    for hunk in _hunks(list(_blocks(old_text, changes))):
        first = max(hunk[0].start - _CONTEXT, 0)
        last = min(hunk[-1].end + _CONTEXT, len(lines))
        growth = sum(len(block.lines) - (block.end - block.start) for block in hunk)
        old, new = last - first, last - first + growth
        yield f"@@ -{_range(first, old)} +{_range(first + shift, new)} @@\n"
        shift += growth
        at = first
        for block in hunk:
            yield from _signed(" ", lines[at : block.start])
            yield from _signed("-", lines[block.start : block.end])
            yield from _signed("+", block.lines)
            at = block.end
        yield from _signed(" ", lines[at:last])


def _range(first: int, count: int) -> str:
    start = first + 1 if count else first
    return f"{start}" if count == 1 else f"{start},{count}"


def _signed(sign: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}{_NO_LINE_END}"


def _lines(text: str) -> list[str]:
    """Part a text at its line feeds alone: there are other ends of lines inside strings."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _blocks(old: _Lines, changes: Sequence[Change]) -> Iterator[_Block]:
    """Put changes together that are about the same lines."""
    group: list[Change] = []
    first = end = 0
    for change in changes:
        start, stop = _lines_of(change, old.starts)
        if group and start >= end:
            yield _block(old, group, first, end)
            group = []
        first, end = (first, max(end, stop)) if group else (start, stop)
        group.append(change)
    yield _block(old, group, first, end)


def _lines_of(change: Change, starts: Sequence[int]) -> tuple[int, int]:
    start = bisect_right(starts, change.start) - 1
    end = bisect_right(starts, change.end) - 1
    goes_in_lines = not change.text and starts[start] == change.start and starts[end] == change.end
    return (start, end) if goes_in_lines else (start, min(end + 1, len(starts) - 1))


def _block(old: _Lines, changes: Sequence[Change], start: int, end: int) -> _Block:
    offset, lines = old.starts[start], old.lines
    part = old.text[offset : old.starts[end]]
    new = _lines(changed(part, (Change(s - offset, e - offset, t) for s, e, t in changes)))
    while new and start < end and lines[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return _Block(start, end, tuple(new))


def _hunks(blocks: Sequence[_Block]) -> Iterator[list[_Block]]:
    """Put blocks together whose context would overlap."""
    hunk = [blocks[0]]
    for block in blocks[1:]:
        if block.start - hunk[-1].end > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(block)
    yield hunk
