"""A clock that follows an event loop: asking takes no time, and sleeping does."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen

import anyio
import anyio.to_thread
import pytest
import trio
from hypothesis import given
from hypothesis import strategies as st
from trio.testing import MockClock

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator, LoopClock
from aa_sdk.emulator._account.world import timer_of
from aa_sdk.emulator.clock import Clock
from tests.conftest import Run
from tests.emulator.direct_calls import Direct, signature
from tests.emulator.lived import start_generation
from tests.virtual_time import run_on_asyncio, run_on_trio

START = datetime(2026, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def in_another_thread(ask: Callable[[], Any]) -> Any:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(ask).result()


def ask_over_http(url: str) -> None:
    with urlopen(Request(f"{url}/analyzer", headers={"Authorization": signature()})):  # noqa: S310
        pass


def asked_in_a_loop_of_its_own(clock: LoopClock) -> datetime:
    async def ask() -> datetime:
        return clock.now()

    return asyncio.run(ask())


@pytest.fixture(params=[run_on_asyncio, run_on_trio], ids=["asyncio", "trio"])
def virtual(request: pytest.FixtureRequest) -> Run:
    """Runs a program in a loop that jumps to its next timer."""
    chosen: Run = request.param
    return chosen


def test_who_polls_without_sleeping_never_comes_to_the_end_of_a_job(virtual: Run) -> None:
    statuses = list[str]()

    async def main() -> None:
        emulator = Emulator(clock=LoopClock())
        job = start_generation(Direct(emulator))
        async with AccessAnalyzerClient(session=emulator.session()) as client:
            for _ in range(30):
                got = await client.get_generated_policy(job_id=job)
                statuses.append(got.job_details.status)
            await anyio.sleep(5.5)
            statuses.append((await client.get_generated_policy(job_id=job)).job_details.status)
            await anyio.sleep(0.5)
            statuses.append((await client.get_generated_policy(job_id=job)).job_details.status)

    virtual(main)
    assert statuses == ["IN_PROGRESS"] * 31 + ["SUCCEEDED"]


def test_it_starts_when_it_is_told_to_and_moves_as_the_loop_does(virtual: Run) -> None:
    async def main() -> None:
        clock = LoopClock(datetime(2027, 5, 1, 2, tzinfo=UTC))
        assert clock.now() == datetime(2027, 5, 1, 2, tzinfo=UTC)
        await anyio.sleep(2.25)
        clock.tick()
        assert clock.now() == datetime(2027, 5, 1, 2, 0, 2, 250_000, tzinfo=UTC)
        clock.advance(timedelta(days=1))
        assert clock.now() == datetime(2027, 5, 2, 2, 0, 2, 250_000, tzinfo=UTC)
        assert clock.seconds() == pytest.approx(24 * 60 * 60 + 2.25)

    virtual(main)


def test_elsewhere_it_tells_the_time_of_the_loop_it_follows(virtual: Run) -> None:
    clock = LoopClock()

    async def main() -> None:
        clock.now()
        await anyio.sleep(3)
        assert in_another_thread(clock.now) == START + 3 * SECOND
        assert in_another_thread(lambda: asked_in_a_loop_of_its_own(clock)) == START + 3 * SECOND
        await anyio.sleep(1)
        assert await anyio.to_thread.run_sync(clock.now) == START + 4 * SECOND

    virtual(main)
    assert clock.now() >= START + 4 * SECOND


def test_it_stands_still_before_it_was_asked_in_a_loop() -> None:
    clock = LoopClock()
    assert [clock.now() for _ in range(3)] == [START] * 3
    assert clock.seconds() == 0
    assert asked_in_a_loop_of_its_own(clock) == START


def test_it_follows_the_next_loop_once_the_first_is_over() -> None:
    clock = LoopClock()
    shown = list[datetime]()

    async def main() -> None:
        shown.append(clock.now())
        await anyio.sleep(10)
        shown.append(clock.now())

    for virtual in (run_on_asyncio, run_on_trio, run_on_trio, run_on_asyncio):
        virtual(main)
    assert shown == [START + count * SECOND for count in (0, 10, 10, 20, 20, 30, 30, 40)]


def test_a_second_loop_is_not_followed_while_the_first_is_open() -> None:
    clock = LoopClock()
    first = asyncio.new_event_loop()

    async def ask() -> None:
        clock.now()

    async def sleep_and_ask() -> None:
        await anyio.sleep(100)
        shown.append(clock.now())

    shown = list[datetime]()
    first.run_until_complete(ask())
    run_on_asyncio(sleep_and_ask)
    # The first loop's time is the machine's, of which next to nothing has passed.
    assert shown[0] < START + 60 * SECOND
    first.close()
    run_on_asyncio(lambda: _ask_sleep_and_ask(clock, shown))
    assert shown[2] - shown[1] == 100 * SECOND
    assert shown == sorted(shown)


async def _ask_sleep_and_ask(clock: LoopClock, shown: list[datetime]) -> None:
    shown.append(clock.now())
    await anyio.sleep(100)
    shown.append(clock.now())


def test_trio_goes_first_where_it_runs_on_top_of_asyncio() -> None:
    shown = list[datetime]()

    async def guest() -> None:
        clock = LoopClock()
        shown.append(clock.now())
        await trio.sleep(50)
        shown.append(clock.now())

    async def host() -> None:
        done = asyncio.Event()
        loop = asyncio.get_running_loop()
        trio.lowlevel.start_guest_run(
            guest,
            run_sync_soon_threadsafe=loop.call_soon_threadsafe,
            done_callback=lambda _: done.set(),
            clock=MockClock(autojump_threshold=0),
        )
        await asyncio.wait_for(done.wait(), 30)

    asyncio.run(host())
    assert shown == [START, START + 50 * SECOND]


def test_a_timer_is_followed_instead_of_any_loop(virtual: Run) -> None:
    told = [100.0]
    clock = LoopClock(timer=lambda: told[0])

    async def main() -> None:
        await anyio.sleep(7)
        assert clock.now() == START

    virtual(main)
    told[0] += 1.5
    assert clock.now() == START + 1.5 * SECOND
    assert in_another_thread(clock.seconds) == 1.5


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(0, 1e6))))
def test_its_time_never_goes_back(steps: list[tuple[float, float]]) -> None:
    told = [0.0]
    clock = LoopClock(timer=lambda: told[0])
    before, highest, ahead = clock.now(), 0.0, timedelta()
    for step, by in steps:
        told[0] += step
        clock.advance(timedelta(seconds=by))
        highest, ahead = max(highest, told[0]), ahead + timedelta(seconds=by)
        assert clock.now() >= before
        before = clock.now()
        assert before == START + ahead + timedelta(seconds=highest)
        assert clock.seconds() == pytest.approx((before - START).total_seconds(), abs=1e-5)


def test_its_time_cannot_be_moved_back_or_start_nowhere() -> None:
    with pytest.raises(ValueError, match="back"):
        LoopClock().advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="time zone"):
        LoopClock(START.replace(tzinfo=None))


def test_who_serves_from_a_loop_is_followed_and_not_the_server() -> None:
    """The server has a loop of its own, in which the emulator is asked first of all."""

    async def main() -> None:
        emulator = Emulator(clock=LoopClock())
        with emulator.serve() as url:
            await anyio.to_thread.run_sync(ask_over_http, url)
            await anyio.sleep(3600)
            await anyio.to_thread.run_sync(ask_over_http, url)
        first, second = (call.time for call in emulator.calls)
        assert second - first == timedelta(hours=1)

    run_on_asyncio(main)


def test_a_restored_emulator_goes_on_with_it_where_it_was(virtual: Run) -> None:
    saved = Direct(Emulator())
    saved.ok("ListAnalyzers")
    snapshot = saved.emulator.snapshot()

    async def main() -> None:
        twin = Emulator.restore(snapshot, clock=LoopClock())
        assert twin.world.clock.now() == START + SECOND
        await anyio.sleep(1)
        assert twin.world.clock.now() == START + 2 * SECOND

    virtual(main)


def test_limits_of_a_rate_go_by_its_seconds(virtual: Run) -> None:
    async def main() -> None:
        emulator = Emulator(clock=LoopClock())
        emulator.faults.limit_rate(1, 1, timer=timer_of(emulator.world.clock))
        direct = Direct(emulator)
        statuses = [direct.call("ListAnalyzers").status for _ in range(2)]
        await anyio.sleep(1)
        statuses += [direct.call("ListAnalyzers").status for _ in range(2)]
        assert statuses == [200, 429, 200, 429]

    virtual(main)


def test_limits_of_a_rate_go_by_the_machine_beside_other_clocks() -> None:
    clock = Clock()
    timer = timer_of(clock)
    before = timer()
    clock.advance(timedelta(days=1))
    assert timer() - before < 24 * 60 * 60


def test_many_threads_may_ask_it_at_once() -> None:
    clock = LoopClock()
    ahead = threading.Barrier(8, timeout=10)

    def ask(_thread: int) -> list[datetime]:
        async def often() -> list[datetime]:
            ahead.wait()
            return [clock.now() for _ in range(200)]

        return asyncio.run(often())

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(ask, range(8)))
    for times in told:
        assert times == sorted(times)
