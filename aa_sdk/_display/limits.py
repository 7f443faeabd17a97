"""How much is shown: so many rows, and of a text so much, whoever forgot to shorten it."""

from collections.abc import Sequence

from aa_sdk._display.layout import Content, Note, Span, spans
from aa_sdk._display.text import escape
from aa_sdk._display.words import shorten

MOST_ROWS = 20
"""How many things of a kind are shown before the rest is counted."""
MOST_BYTES = 60_000
"""How large a drawing may be."""

_MOST_TEXT = 1_000
_MOST_LINE = 2_000
_SHORTER = (400, 100, 30)
_MOST_SPANS = 60
_MOST_DOCUMENT = 4000


def rest_note(number: int, shown: int = MOST_ROWS, what: str = "") -> list[Note]:
    """Return a note that counts what is not shown; none where all is.

    Args:
        number: How many there are.
        shown: How many of them are shown at most.
        what: What they are, where that is not plain from what stands above.
    """
    return [Note(f"… {number - shown:,} more{f' {what}' if what else ''}")] * (number > shown)


def lines_text(lines: Sequence[str], longest: int = _MOST_LINE) -> str:
    """Put lines in one text, cut as little as keeps that within `MOST_BYTES`.

    Args:
        lines: The lines, of which none is left out.
        longest: Characters that a line may have in any case.
    """
    lengths = iter((longest, *_SHORTER))
    text = _cut_to(lines, next(lengths))
    for length in lengths:
        if len(text.encode()) <= MOST_BYTES:
            break
        text = _cut_to(lines, length)
    return text


def _cut_to(lines: Sequence[str], length: int) -> str:
    return "\n".join(escape(shorten(line, length)) for line in lines)


def harmless(text: str, most: int = _MOST_TEXT) -> str:
    """Make a text fit to be drawn: short, and nothing hidden in it."""
    # Shortened first, for it may be megabytes, and again, for an escape is longer.
    return shorten(escape(shorten(text, most)), most)


def few(content: Content) -> Sequence[Span]:
    """Return the pieces that are drawn of a content, those that are empty left out."""
    given = spans(content)
    pieces = [span for span in given[:_MOST_SPANS] if span.text]
    rest = len(given) - _MOST_SPANS
    return [*pieces, Span(f"and {rest:,} more", "muted")] if rest > 0 else pieces


def document_lines(text: str) -> Sequence[str]:
    """Return the lines of a document, escaped, and say where its end was cut off."""
    part = text[:_MOST_DOCUMENT].replace("\r\n", "\n").expandtabs(4)
    told = "\n".join(map(escape, part.split("\n")))
    lines = told[:_MOST_DOCUMENT].split("\n")
    is_cut = len(text) > _MOST_DOCUMENT or len(told) > _MOST_DOCUMENT
    return [*lines, f"… of {len(text):,} characters"] if is_cut else lines
