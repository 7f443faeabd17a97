"""How errors tell what came from elsewhere: escaped, short, and nothing that may be a policy."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from aa_sdk._display import escape

TEXT_LENGTH = 1000
"""Characters that are shown of a sentence."""

_VALUE_LENGTH = 80
_PLACES = 5
_RENEWAL = "; sign in again ('aws sso login'), or renew the session token with its access key"


def shortened(text: str, most: int = _VALUE_LENGTH) -> str:
    """Cut a text to `most` characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def harmless(text: str, most: int = _VALUE_LENGTH) -> str:
    """Make what the other side sent fit to be printed, in at most `most` characters."""
    # Shortened first, for it may be megabytes, and again, for an escape is longer.
    return shortened(escape(shortened(text, most)), most)


def first_of(places: Sequence[str]) -> str:
    """List the first of some places, each with what is wrong there."""
    more = len(places) - _PLACES
    shown = [harmless(place, TEXT_LENGTH) for place in places[:_PLACES]]
    return "; ".join(shown) + (f"; and {more} more" if more > 0 else "")


def request_named(request_id: object) -> str:
    """Name a request; nothing where its id is unknown."""
    return f"request {harmless(str(request_id))}" if request_id else ""


def in_brackets(*facts: str) -> str:
    """Put the facts that are there in brackets, to stand after a word."""
    known = ", ".join(filter(None, facts))
    return f" ({known})" if known else ""


def way_out(code: str) -> str:
    """Say what to do about an error code, as a clause; nothing where its message says enough."""
    return _RENEWAL if code in {"ExpiredToken", "ExpiredTokenException"} else ""


def may_hold_document(value: object) -> bool:
    """Say whether a policy document may stand here, in a wrong place or as what becomes JSON."""
    return "{" in value if isinstance(value, str) else not isinstance(value, int | float | None)


@dataclass(frozen=True, slots=True)
class InvalidField:
    """One place in a request that is wrong."""

    path: str
    """Where, in the caller's words: `configuration.unused_access.unused_access_age`.

    Empty for the request as a whole.
    """
    reason: str
    """What the value breaks, with the limit: `at most 365`."""
    value: object = field(default=..., repr=False)
    """The value. `...` where there is none, and for policy documents, which no error repeats."""

    def __str__(self) -> str:
        fault = f"{escape(self.path) or 'the request'}: {escape(self.reason)}"
        if self.value is ... or may_hold_document(self.value):
            return fault
        shown = shortened(repr(self.value))
        is_told = isinstance(self.value, str) and shown in self.reason
        if is_told:
            return fault
        return f"{fault} (got {shown})" if fault.endswith("?") else f"{fault}, got {shown}"
