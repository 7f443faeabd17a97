"""How a response travels where that is not as HTTP has it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Delivery:
    """The lies about one response, as `Faults` tells them; by default none.

    The HTTP server puts them on the wire as they are. Where there is no wire, `seconds` pass before
    the whole response comes, `received` tells what a client would have got, and the rest makes no
    difference.
    """

    framing: Literal["length", "chunked", "close"] = "length"
    """How the client learns where the body ends: from `Content-Length`, from chunks, or from the
    end of the connection."""
    length_error: int = 0
    """By how many bytes `Content-Length` is too large; negative where it is too small."""
    old_version: bool = False
    """Whether it is a response of HTTP/1.0."""
    seconds: float = 0.0
    """How long the body takes, in real seconds."""
    reset_after: float | None = None
    """The share of the body after which the connection is reset, from 0 to 1; None for never."""

    def received(self, body: bytes) -> bytes | None:
        """Return what a client takes for the body; None if it waits for more in vain.

        Args:
            body: The whole body.
        """
        if self.reset_after is not None:
            is_whole = self.framing == "length" and self.sent(body) == body
            return body if is_whole else None
        if self.framing != "length" or not self.length_error:
            return body
        return None if self.length_error > 0 else body[: self.stated_length(body)]

    def sent(self, body: bytes) -> bytes:
        """Return what is sent of a body.

        Args:
            body: The whole body.
        """
        share = self.reset_after
        return body if share is None else body[: int(len(body) * share)]

    def stated_length(self, body: bytes) -> int:
        """Return what `Content-Length` says of a body, never less than nothing.

        Args:
            body: The whole body.
        """
        return max(0, len(body) + self.length_error)


PLAIN = Delivery()
"""As HTTP has it."""
