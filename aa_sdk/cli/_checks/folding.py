"""Lines that are longer than a terminal is wide."""

import textwrap
from collections.abc import Iterator, Sequence

from aa_sdk._display.layout import Span

_LEAST = 40

Line = Sequence[Span]


def folded(line: Line, columns: int, indent: str) -> Iterator[Line]:
    """Fold a line between words; a word that is wider is left whole, so that it can be copied.

    Args:
        line: The line, of which all pieces but the last have to be short.
        columns: How wide the terminal is.
        indent: What stands before what is left of the line.
    """
    *head, last = line
    prefix = "".join(one.text for one in head)
    first, *rest = textwrap.wrap(
        prefix + last.text,
        max(columns, _LEAST),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    if first.startswith(prefix):
        yield [*head, Span(first[len(prefix) :], last.style)]
    else:
        yield [Span(first, last.style)]
    yield from ([Span(one, last.style)] for one in rest)
