"""How fast calls may come: each attempt waits for its turn, and a refused one has another."""

import asyncio
import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import anyio

from aa_sdk._event_loops import current_loop
from aa_sdk._lazy import hide_imports
from aa_sdk._rate import Rate
from aa_sdk.errors import InvalidField, InvalidRequestError

__all__ = ("Pace", "Turn")
hide_imports(__name__)


class _Lane(NamedTuple):
    """The calls of one operation on one event loop."""

    rate: Rate
    clock: Callable[[], float]
    door: anyio.Lock
    """Behind which one call waits for its turn, and before which the others stand in line."""


class Turn:
    """The turn of one attempt, which is to be told how the attempt ended.

    Where nobody knows how it ended, such as with a lost connection, nothing is to be told.
    """

    __slots__ = ("_has_waited", "_lane", "_longest_wait", "_moment", "is_in_vain")

    def __init__(
        self, lane: _Lane, moment: float, longest_wait: float, *, has_waited: bool
    ) -> None:
        """Take the turn; `Pace.turn` does."""
        self._lane = lane
        self._longest_wait = longest_wait
        self._moment = moment
        self._has_waited = has_waited
        self.is_in_vain: bool = False
        """Whether the service asks to wait for as long as patience lasts, or longer."""

    def passed(self) -> None:
        """Take note that the attempt was answered, and with no refusal for coming too fast."""
        self._lane.rate.passed(self._lane.clock(), has_waited=self._has_waited)

    def refused(self, wait: float | None = None) -> None:
        """Take note that the attempt came too fast.

        Args:
            wait: Seconds that the service asks to wait, which all calls of the operation do, up
                to the pace's patience. Default: it does not say.
        """
        if wait is not None and wait >= self._longest_wait:
            self.is_in_vain, wait = True, self._longest_wait
        self._lane.rate.refused(self._moment, self._lane.clock(), wait)


class Pace:
    """The pace of one account's calls in one Region, at which none is lost to throttling.

    The service limits the rate of calls, for each operation, and tells nobody how. A pace finds
    out: it goes faster until an attempt is refused, then stays just below the rate at which that
    happened, and tries from time to time whether more is allowed by now. What was refused is sent
    again when its turn comes, and counts neither as a repeat nor for the quota of them.

    ```python
    async with AccessAnalyzerClient("eu-west-1", pace=Pace()) as client:
        ...
    ```

    Clients of the same account and Region may share one. Calls have their turns in the order in
    which they came. Each event loop has turns of its own; one that comes later starts with what
    was learnt.
    """

    def __init__(self, *, patience: float = 600) -> None:
        """Set up a pace, which knows nothing yet.

        Args:
            patience: Seconds above 0 for which refused calls of an operation are sent again while
                none of them goes well. After that they raise the service's `ThrottlingException`.

        Raises:
            InvalidRequestError: `patience` is no positive number.
        """
        self._patience = _checked(patience)
        self._lanes: WeakKeyDictionary[Any, dict[str, _Lane]] = WeakKeyDictionary()
        self._latest: dict[str, Rate] = {}

    @property
    def rates(self) -> Mapping[str, float]:
        """Calls a second that may come now, by operation, of those that were called."""
        return {operation: rate.per_second for operation, rate in tuple(self._latest.items())}

    def __repr__(self) -> str:
        rates = ", ".join(f"{name}: {rate:.3g}/s" for name, rate in sorted(self.rates.items()))
        return f"<Pace {rates or 'of no call yet'}>"

    async def turn(self, operation: str, since: float | None = None) -> Turn | None:
        """Wait for the turn of an attempt.

        Args:
            operation: The API's name of the operation.
            since: When the call began, on the event loop's clock, if an attempt of it was refused
                before.

        Returns:
            The turn; None for a call that was refused before, when patience is over.
        """
        lane = self._lane(operation)
        rate, has_waited = lane.rate, False
        async with lane.door:
            while True:
                now = lane.clock()
                if since is not None and rate.failing(since, now) >= self._patience:
                    return None
                delay = rate.delay(now)
                if delay <= 0:
                    rate.take(now, has_waited=has_waited)
                    return Turn(lane, now, self._patience, has_waited=has_waited)
                has_waited = True
                await anyio.sleep(delay)

    def _lane(self, operation: str) -> _Lane:
        loop = current_loop()
        lanes = self._lanes.get(loop)
        if lanes is None:
            lanes = self._lanes[loop] = {}
        lane = lanes.get(operation)
        if lane is None:
            clock = _asyncio_time if hasattr(loop, "time") else anyio.current_time
            rate = self._latest[operation] = Rate(clock(), self._latest.get(operation))
            lane = lanes[operation] = _Lane(rate, clock, anyio.Lock(fast_acquire=True))
        return lane


def _checked(patience: Any) -> float:
    is_number = isinstance(patience, int | float) and not isinstance(patience, bool)
    if not is_number or not 0 < patience < math.inf:
        reason = "must be a number of seconds above 0"
        raise InvalidRequestError(InvalidField("patience", reason, patience))
    return float(patience)


def _asyncio_time() -> float:
    """Return the time of the loop that runs, in a fraction of what anyio takes to find it."""
    return asyncio.get_running_loop().time()
