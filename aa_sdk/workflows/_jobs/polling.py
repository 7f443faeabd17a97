"""When to ask how far a job is."""

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from aa_sdk.errors import InvalidField, InvalidRequestError

_JITTER: Final = 0.25
"""The share of an interval that may be taken off it."""


@dataclass(frozen=True, slots=True)
class Polling:
    """When to ask how far a job is: soon at first, then less and less often.

    ```python
    job = PolicyGenerationJob(client, job_id, polling=Polling(first=30, growth=1, longest=30))
    ```

    Each interval is shortened at random by up to a quarter, so that jobs which were started
    together are not asked for together; it is never lengthened. So whoever waits knows of the end
    at most one interval after it.
    """

    first: float
    """Seconds to the first poll of a job that was just started; above 0."""
    growth: float
    """By what each interval is longer than the one before; from 1 up."""
    longest: float
    """Seconds that no interval exceeds; from `first` up."""
    random: Callable[[], float] = field(default=random.random, repr=False)
    """Gives numbers from 0 to 1, which decide by how much intervals are shortened."""

    def __post_init__(self) -> None:
        """Check the numbers.

        Raises:
            InvalidRequestError: One of them is out of its range.
        """
        _check("first", self.first, 0, "must be a number of seconds above 0")
        _check("growth", self.growth, 1, "must be a number from 1 up", is_included=True)
        reason = "must be a number of seconds from first up"
        _check("longest", self.longest, self.first, reason, is_included=True)

    def delays(self) -> Iterator[float]:
        """Give the seconds to wait before each poll, without end."""
        interval = self.first
        while True:
            yield interval * (1 - _JITTER * self.random())
            interval = min(interval * self.growth, self.longest)


def chosen(polling: Any, usual: Polling) -> Polling:
    """Return when to ask: as the caller has chosen, or as is usual.

    Raises:
        InvalidRequestError: It is something else.
    """
    if polling is None:
        return usual
    if isinstance(polling, Polling):
        return polling
    words = "must be a Polling, such as Polling(first=5, growth=1.3, longest=30)"
    raise InvalidRequestError(InvalidField("polling", words, polling))


def _check(path: str, value: Any, least: float, reason: str, *, is_included: bool = False) -> None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and (least < value < math.inf or (is_included and value == least)):
        return
    raise InvalidRequestError(InvalidField(path, reason, value))
