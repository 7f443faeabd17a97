"""Ids drawn from a seed, so that a run can be repeated and its output compared."""

from collections.abc import Sequence
from random import Random
from typing import Any
from uuid import UUID

ACCOUNT_ID = "[0-9]{12}"
"""The form of an account's id."""
CANONICAL_ID = "[0-9a-f]{64}"
"""The form of a canonical user id."""

_UUID_BITS = 128


def uuid_from(source: Random) -> str:
    """Return the next UUID of a source of numbers."""
    return str(UUID(int=source.getrandbits(_UUID_BITS), version=4))


class Identifiers:
    """Two independent sequences: ids of what is in the state, and ids of requests.

    Emulators with the same seed give out the same ids. Were there one sequence, a retried request
    would change the ids of all that comes after it.
    """

    def __init__(self, seed: int) -> None:
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
