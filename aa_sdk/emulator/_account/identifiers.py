"""Ids drawn from a seed, so that a run can be repeated and its output compared."""

from collections.abc import Sequence
from hashlib import sha256
from random import Random
from typing import Any
from uuid import UUID

ACCOUNT_ID = "[0-9]{12}"
"""The form of an account's id."""
CANONICAL_ID = "[0-9a-f]{64}"
"""The form of a canonical user id."""

_UUID_BITS = 128
_UUID_BYTES = _UUID_BITS // 8


def uuid_from(source: Random) -> str:
    """Return the next UUID of a source of numbers."""
    return str(UUID(int=source.getrandbits(_UUID_BITS), version=4))


class Identifiers:
    """Independent sequences: ids of what is in the state, ids of requests, and ids of events.

    Emulators with the same seed give out the same ids. Were there one sequence, a retried request
    would change the ids of all that comes after it. Ids of events go by their numbers, since most
    are never read, and the others are read in any order.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._things = Random(f"things {seed}")  # noqa: S311 (ids are to repeat, not to be secret)
        self._requests = Random(f"requests {seed}")  # noqa: S311 (the same)
        self.secret: bytes = f"tokens {seed}".encode()

    def save(self) -> list[Any]:
        """Return where both sequences stand, as plain JSON values."""
        return [source.getstate() for source in (self._things, self._requests)]

    def load(self, saved: Sequence[Any]) -> None:
        """Go on from where sequences stood; see `save`."""
        for source, (version, numbers, gauss) in zip(
            (self._things, self._requests), saved, strict=True
        ):
            source.setstate((version, tuple(numbers), gauss))

    def new(self) -> str:
        """Return an id for a finding, preview, job or the like."""
        return uuid_from(self._things)

    def request(self) -> str:
        """Return the id of a request."""
        return uuid_from(self._requests)

    def of_event(self, number: int, kind: str = "event") -> str:
        """Return an id that goes by the number of an event.

        Args:
            number: Which event of the emulator it is.
            kind: What of the event the id is for.
        """
        text = f"{kind} {number} {self._seed}"
        return str(UUID(bytes=sha256(text.encode()).digest()[:_UUID_BYTES], version=4))
