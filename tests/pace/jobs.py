"""Jobs of many calls that go by a pace, against the emulator's limits, in virtual time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import anyio

from aa_sdk.emulator import Faults, RateLimit
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

    def service(self) -> "Service":
        """A service that has this limit from now on; its changes are left to a job."""
        faults = Faults(timer=anyio.current_time)
        allowed = faults.limit_rate(
            self.per_second,
            self.burst,
            retry_after=self.retry_after,
            refused_attempts_cost=self.refused_attempts_cost,
        )
        return Service(faults, allowed)


class Service(NamedTuple):
    """The emulator's answer to whether a call passes, and its limit."""

    faults: Faults
    allowed: RateLimit


class Job:
    """A job of many calls, which several workers do.

    Args:
        calls: How many.
        limit: What the service allows.
        pace: What the calls go by; one that knows nothing by default.
        service: One that others call too; by default one of its own.
    """

    def __init__(
        self, calls: int, limit: Limit, pace: Pace | None = None, service: Service | None = None
    ) -> None:
        self.calls = calls
        self.limit = limit
        self.pace = pace or Pace()
        self.seconds = 0.0
        self.attempts = 0
        self.answered: list[int] = []
        self._left = iter(range(calls))
        self._service = service or limit.service()

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
            tasks.start_soon(self._change, start)
            for _ in range(workers):
                tasks.start_soon(self._work)
        self.seconds = anyio.current_time() - start
        return self

    async def _change(self, start: float) -> None:
        for moment, per_second in self.limit.changes:
            await anyio.sleep_until(start + moment)
            self._service.allowed.per_second = per_second

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
        refusal = self._service.faults.draw(OPERATION, "111122223333", "us-east-1").limit
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
