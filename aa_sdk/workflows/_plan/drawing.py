"""Lines of a plan, drawn: in one text, and in colour."""

import re
from collections.abc import Sequence
from typing import Final

from aa_sdk._display.layout import Code, Content, Face, Span, Style
from aa_sdk._display.limits import lines_text

_LONGEST: Final = 20_000
_MOST_LINES: Final = 150
_STYLES: Final[dict[str, Style]] = {
    "+": "added",
    "~": "changed",
    "-": "removed",
    "-/+": "removed",
    "!": "public",
}
_SIGN = re.compile(r"( *)(\+|~|-/\+|-|!) ")


def whole_text(lines: Sequence[str]) -> str:
    """Put lines in one text: all of them, for who applies a plan has to see the whole of it.

    Args:
        lines: The lines. Where all of them take more than 60 kB, long ones are shortened.
    """
    return lines_text(lines, _LONGEST)


def as_face(lines: Sequence[str]) -> Face:
    """Colour lines by the signs that they begin with.

    Args:
        lines: The lines. Of very many the first are shown, and the last, which counts.
    """
    if len(lines) > _MOST_LINES:
        more = f"… {len(lines) - _MOST_LINES:,} more lines; print it to see them"
        lines = [*lines[: _MOST_LINES - 1], more, "", lines[-1]]
    return [Code([*map(coloured, lines)])]


def coloured(line: str) -> Content:
    """Colour a line by the sign that it begins with."""
    sign = _SIGN.match(line)
    return Span(line, _STYLES[sign[2]]) if sign else line
