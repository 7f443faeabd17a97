"""How near a pace comes to the best there is, against the emulator's limits."""

from collections.abc import Callable

import pytest

from aa_sdk.pace import Pace
from tests.pace.jobs import Job, Limit, calls_in
from tests.virtual_time import run_on_asyncio

KINDS: dict[str, Callable[[float, int], Limit]] = {
    "retry-after": lambda rate, burst: Limit(rate, burst),
    "none": lambda rate, burst: Limit(rate, burst, retry_after=None),
    "refusals cost": lambda rate, burst: Limit(rate, burst, refused_attempts_cost=True),
    "latency": lambda rate, burst: Limit(rate, burst, latency=0.15),
}


def done(seconds: float, limit: Limit, pace: Pace | None = None) -> Job:
    """A job that takes so many seconds at best, and is done."""
    job = list[Job]()

    async def main() -> None:
        job.append(await Job(calls_in(seconds, limit), limit, pace).do())

    run_on_asyncio(main)
    assert sorted(job[0].answered) == list(range(job[0].calls)), "something was lost"
    return job[0]


@pytest.mark.parametrize("seconds", [12, 60, 200])
@pytest.mark.parametrize("times", [1, 2, 5])
@pytest.mark.parametrize("rate", [0.5, 0.7, 1, 1.5, 2, 3, 5, 10, 20, 50, 200])
@pytest.mark.parametrize("kind", KINDS)
def test_x(kind: str, rate: float, times: int, seconds: float) -> None:
    job = done(seconds, KINDS[kind](rate, max(1, round(times * rate))))
    print("RES", kind, rate, times, seconds, round(job.efficiency, 3), round(job.wasted, 3))
