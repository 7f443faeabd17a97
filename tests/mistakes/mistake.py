"""One mistake that users make, and what they are told."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mistake:
    """A row of the table. The titles stand on the troubleshooting page, word for word."""

    title: str
    """What was written, as the page shows it: "an argument in camelCase"."""
    make: Callable[[Any], Awaitable[object] | object]
    """Makes the mistake with a client; what can be awaited is awaited.

    Any client to checkers, for they would refuse most mistakes.
    """
    error: type[Exception]
    """What is raised."""
    names: tuple[str, ...]
    """Fragments that say what is wrong, and where."""
    way_out: tuple[str, ...]
    """Fragments that say what to write instead."""
