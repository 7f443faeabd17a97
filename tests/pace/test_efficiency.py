"""How near a pace comes to the best there is, against the emulator's limits, in virtual time."""

from collections.abc import Callable

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.pace import Pace
from tests.conftest import Run
from tests.effort import examples
from tests.pace.jobs import OPERATION, Job, Limit, calls_in
from tests.virtual_time import run_on_asyncio

Made = Callable[[float, int], Limit]

KINDS: dict[str, Made] = {
    "as the service says": Limit,
    "nothing said": lambda rate, burst: Limit(rate, burst, retry_after=None),
    "another wait said": lambda rate, burst: Limit(rate, burst, retry_after=1),
    "refusals cost": lambda rate, burst: Limit(rate, burst, refused_attempts_cost=True),
    "latency": lambda rate, burst: Limit(rate, burst, latency=0.15),
}


def done(calls: int, limit: Limit, pace: Pace | None = None, run: Run = run_on_asyncio) -> Job:
    """A job that was done."""
    jobs = list[Job]()

    async def main() -> None:
        jobs.append(await Job(calls, limit, pace).do())

    run(main)
    (job,) = jobs
    assert sorted(job.answered) == list(range(calls))  # nothing is lost, and nothing done twice
    return job


def tokens(rate: float, seconds: float) -> int:
    """A burst of so many seconds."""
    return max(1, round(rate * seconds))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seconds", [1, 2, 5])
@pytest.mark.parametrize("rate", [1, 2, 5, 20, 60])
def test_a_minute_at_nine_tenths_of_the_best_rate(kind: str, rate: float, seconds: int) -> None:
    limit = KINDS[kind](rate, tokens(rate, seconds))
    job = done(calls_in(60, limit), limit)
    assert job.efficiency >= (0.9 if rate > 1 else 0.84)
    assert job.wasted <= (0.065 if rate > 2 else 0.09)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seconds", [1, 5])
@pytest.mark.parametrize("rate", [0.5, 0.7])
def test_the_slowest_limits_of_which_a_minute_tells_little(
    kind: str, rate: float, seconds: int
) -> None:
    limit = KINDS[kind](rate, tokens(rate, seconds))
    job = done(calls_in(60, limit), limit)
    assert job.efficiency >= 0.78
    assert job.wasted <= 0.2
    job = done(calls_in(300, limit), limit)
    assert job.efficiency >= 0.85
    assert job.wasted <= 0.1


@pytest.mark.parametrize("kind", KINDS)
def test_two_hundred_calls_a_second(kind: str) -> None:
    limit = KINDS[kind](200, 400)
    job = done(calls_in(60, limit), limit)
    assert job.efficiency >= 0.89
    assert job.wasted <= 0.01


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rate", [1, 5, 20, 60])
@pytest.mark.parametrize("seconds", [10, 20, 40])
def test_short_jobs_at_three_quarters(kind: str, rate: float, seconds: int) -> None:
    limit = KINDS[kind](rate, tokens(rate, 2))
    assert done(calls_in(seconds, limit), limit).efficiency >= 0.75


@pytest.mark.parametrize("rate", [2, 10, 50])
@pytest.mark.parametrize(("retry_after", "times"), [("needed", 0.5), (None, 0.5), ("needed", 2)])
def test_a_limit_that_changes_midway(rate: float, retry_after: str | None, times: float) -> None:
    changes = [(60, rate * times)]
    limit = Limit(rate, tokens(rate, 2), retry_after=retry_after, changes=changes)
    job = done(calls_in(120, limit), limit)
    assert job.efficiency >= (0.9 if times < 1 else 0.75)
    assert job.wasted <= 0.08


@pytest.mark.parametrize("rate", [2, 10, 50])
def test_a_bucket_that_holds_a_single_call(rate: float) -> None:
    limit = Limit(rate, 1)
    job = done(calls_in(120, limit), limit)
    assert job.efficiency >= 0.8
    assert job.wasted <= 0.05


@settings(max_examples=examples(60))
@given(
    kind=st.sampled_from(sorted(KINDS)),
    rate=st.floats(0.5, 60).map(lambda rate: round(rate, 2)),
    seconds=st.floats(1, 5),
    length=st.floats(60, 180),
)
def test_whatever_the_limit_is(kind: str, rate: float, seconds: float, length: float) -> None:
    limit = KINDS[kind](rate, tokens(rate, seconds))
    job = done(calls_in(length, limit), limit)
    assert job.efficiency >= (0.8 if rate > 1 else 0.72)
    assert job.wasted <= (0.08 if rate > 1 else 0.2)


@pytest.mark.parametrize("rate", [2, 20, 60])
@pytest.mark.parametrize("number", [2, 3])
def test_several_paces_share_what_one_limit_allows(rate: float, number: int) -> None:
    limit = Limit(rate, tokens(rate, 2))
    calls = calls_in(90, limit)
    jobs = list[Job]()

    async def main() -> None:
        service = limit.service()
        jobs.extend(Job(calls // number, limit, service=service) for _ in range(number))
        async with anyio.create_task_group() as tasks:
            for job in jobs:
                tasks.start_soon(job.do)

    run_on_asyncio(main)
    assert all(len(job.answered) == calls // number for job in jobs)
    assert limit.optimum(calls) / max(job.seconds for job in jobs) >= 0.5


@pytest.mark.parametrize(("every", "seconds"), [(100, 120), (50, 250)])
def test_refusals_that_no_slower_pace_would_spare_do_not_stop_it(every: int, seconds: int) -> None:
    async def main() -> None:
        pace, started = Pace(), anyio.current_time()
        for number in range(1, 1001):
            turn = await pace.turn(OPERATION)
            assert turn is not None
            if number % every:
                turn.passed()
            else:
                turn.refused()
        assert anyio.current_time() - started < seconds

    run_on_asyncio(main)


def test_trio_is_paced_as_asyncio_is(run_in_virtual_time: Run) -> None:
    limit = Limit(20, 20)
    job = done(calls_in(60, limit), limit, run=run_in_virtual_time)
    assert job.efficiency >= 0.9
    assert job.wasted <= 0.05


@pytest.mark.parametrize("workers", [1, 3, 500])
def test_however_many_wait(workers: int) -> None:
    limit, jobs = Limit(10, 10), list[Job]()

    async def main() -> None:
        jobs.append(await Job(600, limit).do(workers))

    run_on_asyncio(main)
    assert len(jobs[0].answered) == 600
    assert jobs[0].efficiency >= 0.9
