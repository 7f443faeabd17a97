"""Jobs of many calls that go by a pace, against the emulator's limits, in virtual time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import anyio

from aa_sdk.emulator import Faults
from aa_sdk.pace import Pace

OPERATION = "GetFindingV2"


@dataclass(frozen=True)
class Limit:
    """What the service allows, and how it says so."""

    per_second: float
    burst: int
    retry_after: Any = "needed"
    refused_attempts_cost: bool = False
    latency: float = 0.0
    """Seconds between a request and its answer."""
    changes: Sequence[tuple[float, float]] = ()
    """Seconds from the beginning, and the rate from then on."""

    def optimum(self, calls: int) -> float:
        """The seconds that so many calls take at least."""
        left, now, rate = float(calls - self.burst), 0.0, self.per_second
        for moment, changed in self.changes:
            if left <= rate * (moment - now):
                break
            left, now, rate = left - rate * (moment - now), moment, changed
        return now + max(0.0, left) / rate + self.latency


class Job:
    """A job of many calls, which several workers do."""

    def __init__(self, calls: int, limit: Limit, pace: Pace | None = None) -> None:
        self.calls = calls
        self.limit = limit
        self.pace = pace or Pace()
        self.seconds = 0.0
        self.attempts = 0
        self.answered: list[int] = []
        self._left = iter(range(calls))
        self._faults = Faults(timer=anyio.current_time)

    @property
    def wasted(self) -> float:
        """The part of the attempts that was refused."""
        return 1 - len(self.answered) / self.attempts

    @property
    def efficiency(self) -> float:
        """The seconds that it would have taken at least, as a part of those that it took."""
        return self.limit.optimum(self.calls) / self.seconds

    async def do(self, workers: int = 32) -> "Job":
        """Do it, on the event loop that runs."""
        start = anyio.current_time()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._limit, start)
            for _ in range(workers):
                tasks.start_soon(self._work)
        self.seconds = anyio.current_time() - start
        return self

    async def _limit(self, start: float) -> None:
        limit = self.limit
        allowed = self._faults.limit_rate(
            limit.per_second,
            limit.burst,
            retry_after=limit.retry_after,
            refused_attempts_cost=limit.refused_attempts_cost,
        )
        for moment, per_second in limit.changes:
            await anyio.sleep_until(start + moment)
            allowed.per_second = per_second

    async def _work(self) -> None:
        for call in self._left:
            while not await self._attempt():
                pass
            self.answered.append(call)

    async def _attempt(self) -> bool:
        turn = await self.pace.turn(OPERATION)
        assert turn is not None
        self.attempts += 1
        await anyio.sleep(self.limit.latency / 2)
        refusal = self._faults.draw(OPERATION, "111122223333", "us-east-1").limit
        await anyio.sleep(self.limit.latency / 2)
        if refusal is None:
            turn.passed()
            return True
        said = refusal.headers.get("Retry-After")
        turn.refused(None if said is None else float(said))
        return False


def calls_in(seconds: float, limit: Limit) -> int:
    """How many calls such a limit lets through in so many seconds, its burst among them."""
    total, now, rate = float(limit.burst), 0.0, limit.per_second
    for moment, changed in limit.changes:
        if moment < seconds:
            total, now, rate = total + rate * (moment - now), moment, changed
    return math.floor(total + rate * (seconds - now))
