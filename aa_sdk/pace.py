"""How fast calls may come: learnt from what the service refuses."""

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import anyio

from aa_sdk._event_loops import current_loop
from aa_sdk._lazy import hide_imports
from aa_sdk._rate import Rate
from aa_sdk.errors import InvalidField, InvalidRequestError

__all__ = ("Pace",)
hide_imports(__name__)


class _Lane(NamedTuple):
    """The calls of one operation on one event loop."""

    rate: Rate
    clock: Callable[[], float]
    door: anyio.Lock
    """Behind which one call at a time waits for its turn, and the others in line for it."""


class Pace:
    """The pace of one account's calls in one Region: a turn for each attempt, and none is lost.

    The service limits the rate of calls, by operation, and tells nobody how. A pace finds out: it
    goes faster until an attempt is refused, remembers how fast that was, and stays just below. What
    was refused is sent again when its turn comes, and counts for nothing else.

    ```python
    async with AccessAnalyzerClient("eu-west-1", pace=Pace()) as client:
        ...
    ```

    Clients of the same account and Region may share one. Each event loop has its own turns.
    """

    def __init__(self, *, patience: float = 600) -> None:
        """Set up a pace, which knows nothing yet.

        Args:
            patience: Seconds for which calls of an operation are repeated although none of them
                goes well; above 0. After that the service's `ThrottlingException` is raised.

        Raises:
            InvalidRequestError: `patience` is no positive number.
        """
        if isinstance(patience, bool) or not 0 < patience < math.inf:
            reason = "must be a number of seconds above 0"
            raise InvalidRequestError(InvalidField("patience", reason, patience))
        self._patience = patience
        self._lanes: WeakKeyDictionary[Any, dict[str, _Lane]] = WeakKeyDictionary()

    @property
    def rates(self) -> Mapping[str, float]:
        """Calls a second that it lets through now, by operation, of those called on this loop."""
        return {name: lane.rate.per_second for name, lane in self._lanes_here().items()}

    async def turn(self, operation: str, since: float | None = None) -> float | None:
        """Wait for the turn of an attempt.

        Args:
            operation: The API's name of the operation.
            since: When a call began that was refused before; None where none was.

        Returns:
            When the turn was, for `passed` and `refused`; None where a call that was refused
            before is not to be repeated.
        """
        lane = self._lane(operation)
        async with lane.door:
            while True:
                now = lane.clock()
                if since is not None and lane.rate.failing_since(since) + self._patience <= now:
                    return None
                delay = lane.rate.delay(now)
                if delay <= 0:
                    lane.rate.take(now)
                    return now
                await anyio.sleep(delay)

    def passed(self, operation: str, turn: float) -> None:
        """Take note that the attempt that had its turn then was answered."""
        lane = self._lane(operation)
        lane.rate.passed(turn, lane.clock())

    def refused(self, operation: str, turn: float, wait: float | None = None) -> None:
        """Take note that an attempt came too fast.

        Args:
            operation: The API's name of the operation.
            turn: When it had its turn.
            wait: Seconds that the service asks to wait, if it does.
        """
        lane = self._lane(operation)
        lane.rate.refused(turn, lane.clock(), wait)

    def _lanes_here(self) -> dict[str, _Lane]:
        return self._lanes.setdefault(current_loop(), {})

    def _lane(self, operation: str) -> _Lane:
        lanes = self._lanes_here()
        lane = lanes.get(operation)
        if lane is None:
            clock = getattr(current_loop(), "time", anyio.current_time)
            lane = lanes[operation] = _Lane(Rate(clock()), clock, anyio.Lock(fast_acquire=True))
        return lane
