"""How much is shown: so many rows, and texts only so long that the whole stays small."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from aa_sdk._display.layout import Block, Card, Code, Columns, Content, Face, Grid, Note, spans
from aa_sdk._display.text import escape
from aa_sdk._display.words import shorten

MOST_ROWS = 20
"""How many things of a kind are shown before the rest is counted."""
MOST_BYTES = 60_000
"""How large a drawing may be."""

_LONGEST = 2_000
_SHORTER = (400, 100, 30)
_FEW = 6

DrawnT = TypeVar("DrawnT")


def rest_note(number: int, shown: int = MOST_ROWS, what: str = "") -> list[Note]:
    """Return a note that counts what is not shown; none where all is.

    Args:
        number: How many there are.
        shown: How many of them are shown at most.
        what: What they are, where that is not plain from what stands above.
    """
    return [Note(f"… {number - shown:,} more{f' {what}' if what else ''}")] * (number > shown)


def fitting(draw: Callable[[Face], DrawnT], face: Face) -> DrawnT:
    """Draw a face with its texts cut as little as keeps the drawing within `MOST_BYTES`.

    The texts of ordinary faces are not cut at all. Where cutting is not enough, the last blocks are
    left out, and counted.

    Args:
        draw: Draws; `str` of what it returns is the drawing.
        face: What to draw.
    """
    drawn = _small(lambda length: draw(_cut(face, length)), (_LONGEST, *_SHORTER))
    if len(str(drawn).encode()) <= MOST_BYTES:
        return drawn
    return draw(_cut(_first_of(face), _SHORTER[-1]))


def _first_of(face: Face) -> Face:
    """Leave out the last blocks, of each column too, and count them."""
    first: list[Block] = [
        Columns([*map(_first_of, block.faces)]) if isinstance(block, Columns) else block
        for block in face[:_FEW]
    ]
    return [*first, *rest_note(len(face), _FEW, "parts")]


def lines_text(lines: Sequence[str], longest: int = _LONGEST) -> str:
    """Put lines in one text, cut as little as keeps that within `MOST_BYTES`.

    Args:
        lines: The lines, of which none is left out.
        longest: Characters that a line may have in any case.
    """
    return _small(
        lambda length: "\n".join(escape(shorten(line, length)) for line in lines),
        (longest, *_SHORTER),
    )


def _small(draw: Callable[[int], DrawnT], lengths: Sequence[int]) -> DrawnT:
    drawn = draw(lengths[0])
    for length in lengths[1:]:
        if len(str(drawn).encode()) <= MOST_BYTES:
            break
        drawn = draw(length)
    return drawn


def _cut(face: Face, length: int) -> Face:
    return [_block(block, length) for block in face]


def _block(block: Block, length: int) -> Block:
    match block:
        case Note(content):
            return Note(_content(content, length))
        case Code(lines):
            return Code([_content(line, length) for line in lines])
        case Card():
            rows = [(name, _content(content, length)) for name, content in block.rows]
            title, badge = _content(block.title, length), _content(block.badge, length)
            return replace(block, title=title, rows=rows, badge=badge)
        case Grid():
            return replace(block, rows=[[_content(cell, length) for cell in r] for r in block.rows])
        case Columns(faces):
            return Columns([_cut(face, length) for face in faces])


def _content(content: Content, length: int) -> Content:
    return [
        span._replace(text=shorten(span.text, length), title=shorten(span.title, length))
        for span in spans(content)
    ]
