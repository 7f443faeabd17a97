"""Who has a turn when, on one event loop and on several."""

import asyncio
import math
import threading
from typing import Any

import anyio
import pytest

from aa_sdk import InvalidRequestError
from aa_sdk.pace import Pace
from tests.conftest import Run
from tests.pace.jobs import OPERATION, Job, Limit
from tests.virtual_time import run_on_asyncio, run_on_trio


async def had(pace: Pace, operation: str = OPERATION) -> None:
    """Have a turn that goes well."""
    turn = await pace.turn(operation)
    assert turn is not None
    turn.passed()


async def taking(pace: Pace, times: int, operation: str = OPERATION) -> float:
    """The seconds that so many turns take, one after the other."""
    started = anyio.current_time()
    for _ in range(times):
        await had(pace, operation)
    return anyio.current_time() - started


def test_turns_come_at_ten_a_second_at_first_and_then_faster(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        pace = Pace()
        assert await taking(pace, 2) == pytest.approx(0.1)
        assert 1 < await taking(pace, 20) < 2
        assert await taking(pace, 20) < 1
        assert pace.rates[OPERATION] > 20

    run_in_virtual_time(main)


def test_who_asks_for_less_than_may_come_learns_nothing_from_it(run_in_virtual_time: Run) -> None:
    """Otherwise a quiet day would be followed by a flood."""

    async def main() -> None:
        pace = Pace()
        for _ in range(1000):
            await anyio.sleep(1)
            await had(pace)
        assert pace.rates == {OPERATION: 10}

    run_in_virtual_time(main)


def test_each_operation_has_a_rate_of_its_own(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        pace = Pace()
        turn = await pace.turn("GetAnalyzer")
        assert turn is not None
        turn.refused(wait=50)
        assert await taking(pace, 10, "ListAnalyzers") < 2
        assert 48 < await taking(pace, 1, "GetAnalyzer") < 50
        assert repr(pace) == (
            f"<Pace GetAnalyzer: {pace.rates['GetAnalyzer']:.3g}/s, "
            f"ListAnalyzers: {pace.rates['ListAnalyzers']:.3g}/s>"
        )

    run_in_virtual_time(main)


def test_a_pace_of_nothing_yet_says_so() -> None:
    assert repr(Pace()) == "<Pace of no call yet>"
    assert Pace().rates == {}


def test_one_waits_for_the_next_turn_and_the_others_in_line(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        pace, order = Pace(), list[int]()

        async def wait(number: int) -> None:
            await had(pace)
            order.append(number)

        async with anyio.create_task_group() as tasks:
            for number in range(40):
                tasks.start_soon(wait, number)
                await anyio.sleep(0.001)
        assert order == list(range(40))

    run_in_virtual_time(main)


@pytest.mark.parametrize("who", [0, 1, 5])
def test_who_leaves_the_line_takes_nobodys_turn(who: int, run_in_virtual_time: Run) -> None:
    async def main() -> None:
        pace, ended = Pace(), list[int]()
        await had(pace)
        scopes = [anyio.CancelScope() for _ in range(6)]

        async def wait(number: int) -> None:
            with scopes[number]:
                await had(pace)
                ended.append(number)

        async with anyio.create_task_group() as tasks:
            for number in range(6):
                tasks.start_soon(wait, number)
                await anyio.sleep(0.001)
            scopes[who].cancel()
        assert ended == [number for number in range(6) if number != who]
        assert await taking(pace, 1) <= 0.1

    run_in_virtual_time(main)


def test_several_refusals_of_what_was_under_way_are_one(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        one, many = Pace(), Pace()
        for pace, count in ((one, 1), (many, 20)):
            await taking(pace, 50)
            turns = [await pace.turn(OPERATION) for _ in range(20)]
            for turn in turns[:count]:
                assert turn is not None
                turn.refused()
        assert one.rates == many.rates

    run_in_virtual_time(main)


def test_after_patience_what_was_refused_has_no_further_turn(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        pace = Pace(patience=30)
        begun = anyio.current_time()
        refusals = 0
        while (turn := await pace.turn(OPERATION, begun)) is not None:
            turn.refused()
            refusals += 1
        assert 30 <= anyio.current_time() - begun < 40
        assert 3 < refusals < 40
        # Another call may try its luck, and once one went well there is patience again.
        await had(pace)
        assert await pace.turn(OPERATION, begun) is not None

    run_in_virtual_time(main)


def test_the_next_event_loop_starts_with_what_was_learnt() -> None:
    pace, wasted = Pace(), list[float]()

    async def main() -> None:
        limit = Limit(3, 6)
        wasted.append((await Job(200, limit, pace).do()).wasted)

    for run in (run_on_asyncio, run_on_trio, run_on_asyncio):
        run(main)
        assert 2.4 < pace.rates[OPERATION] < 3.6
    assert max(wasted[1:]) <= wasted[0]


def test_event_loops_that_run_at_once_have_turns_of_their_own() -> None:
    pace = Pace()
    together = threading.Barrier(3, timeout=10)
    failures = list[BaseException]()

    async def turns() -> None:
        together.wait()
        async with anyio.create_task_group() as tasks:
            for _ in range(10):
                tasks.start_soon(had, pace)

    def run(backend: str) -> None:
        try:
            anyio.run(turns, backend=backend)
        except BaseException as error:  # noqa: BLE001 (told to the test)
            failures.append(error)

    threads = [threading.Thread(target=run, args=[name]) for name in ("asyncio", "trio", "asyncio")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert failures == []


def test_a_pace_keeps_no_event_loop_alive() -> None:
    pace = Pace()
    for _ in range(3):
        asyncio.run(had(pace))
    lanes: Any = vars(pace)["_lanes"]
    assert len(lanes) == 0


@pytest.mark.parametrize("patience", [0, -1, math.inf, math.nan, True, "600", None])
def test_patience_is_a_positive_number_of_seconds(patience: Any) -> None:
    with pytest.raises(InvalidRequestError, match="patience: must be a number of seconds"):
        Pace(patience=patience)
