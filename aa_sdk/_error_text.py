"""How errors tell what came from elsewhere: escaped, short, and nothing that may be a policy."""

from collections.abc import Sequence

from aa_sdk._display import escape

_SENTENCE_LENGTH = 1000
_VALUE_LENGTH = 80
_PLACES = 5


def _shortened(text: str, most: int = _VALUE_LENGTH) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def harmless(text: str, most: int = _VALUE_LENGTH) -> str:
    """Make what the other side sent fit to be printed, in at most `most` characters."""
    # Shortened first, for it may be megabytes, and again, for an escape is longer.
    return _shortened(escape(_shortened(text, most)), most)


def sentence(text: str) -> str:
    """Make a sentence of the other side's fit to be printed."""
    return harmless(text, _SENTENCE_LENGTH)


def listed(places: Sequence[str]) -> str:
    """Put places one after the other, and only count them from the sixth on."""
    more = len(places) - _PLACES
    shown = "; ".join(map(sentence, places[:_PLACES]))
    return shown + (f"; and {more} more" if more > 0 else "")


def request_named(request_id: object) -> str:
    """Name a request; nothing where its id is unknown."""
    return f"request {harmless(str(request_id))}" if request_id else ""


def in_brackets(*facts: str) -> str:
    """Put the facts that are there in brackets, to stand after a word."""
    known = ", ".join(filter(None, facts))
    return f" ({known})" if known else ""


def place(path: str, reason: str, value: object) -> str:
    """Say what is wrong at a place, with the value if that may be shown.

    Args:
        path: Where; empty for the request as a whole.
        reason: What is wrong.
        value: What stands there; `...` for nothing.
    """
    told = f"{escape(path) or 'the request'}: {escape(reason)}"
    if value is ... or _may_hold_document(value):
        return told
    return f"{told}, got {_shortened(repr(value))}"


def _may_hold_document(value: object) -> bool:
    # A policy document may stand in a wrong place: it is JSON, or what becomes JSON.
    return "{" in value if isinstance(value, str) else not isinstance(value, int | float | None)
