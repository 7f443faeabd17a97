"""How much of a text is drawn at most, whoever forgot to shorten it."""

from collections.abc import Sequence

from aa_sdk._display.layout import Content, Span, spans
from aa_sdk._display.text import escape
from aa_sdk._display.words import shorten

_MOST_TEXT = 500
_MOST_SPANS = 60
_MOST_DOCUMENT = 4000


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
