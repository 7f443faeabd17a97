"""How a sweep ends before its time: left, cut off, failed, or used in a way it is not made for."""

import asyncio
import gc
import signal
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from aa_sdk.workflows import Fleet
from tests.conftest import Run
from tests.workflows.fleet.world import (
    CALLER,
    HOME,
    INTERNAL,
    ONE,
    TWO,
    WEST,
    World,
    ids,
    statuses,
)

ACCOUNTS, REGIONS = (CALLER, ONE, TWO), (HOME, WEST)


class MineError(Exception):
    """An error of the caller's."""


def world_of_six(findings: int = 150) -> World:
    """Six scopes, each with some pages of findings."""
    world = World(ONE, TWO)
    for account in ACCOUNTS:
        for region in REGIONS:
            world.analyzer(account, region, findings=findings)
            world.analyzer(account, region, INTERNAL, findings=2)
    return world


def fleet_of(world: World, **options: Any) -> Fleet:
    return world.fleet(accounts=ACCOUNTS, regions=REGIONS, **options)


async def check_that_nothing_is_left(world: World, before: int) -> None:
    """No task goes on, no call is made, and a new fleet works."""
    assert len(anyio.get_running_tasks()) == before
    called = world.emulator.calls.total
    await anyio.sleep(1000)
    assert world.emulator.calls.total == called
    gc.collect()  # what is dropped open warns, and warnings are errors
    async with fleet_of(world) as fleet:
        assert len(await fleet.analyzers()) == 6


def test_breaking_off_ends_everything_at_once(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = world_of_six()
        world.emulator.faults.delay(1)
        before = len(anyio.get_running_tasks())
        async with fleet_of(world) as fleet:
            async for _ in fleet.findings():
                break
        outcome = fleet.outcome
        assert outcome.pending
        assert len(outcome.pending) + len(outcome) == 6
        assert not outcome.is_complete
        assert not outcome.is_over
        await check_that_nothing_is_left(world, before)

    run_in_virtual_time(main)


@pytest.mark.parametrize("error", [MineError(), KeyboardInterrupt(), SystemExit(), GeneratorExit()])
def test_an_error_in_the_loop_comes_out_as_it_is(
    run_in_virtual_time: Run, error: BaseException
) -> None:
    async def main() -> None:
        world = world_of_six()
        world.emulator.faults.delay(1)
        before = len(anyio.get_running_tasks())

        async def fail() -> None:
            async with fleet_of(world) as fleet:
                async for _ in fleet.findings():
                    raise error

        with pytest.raises(type(error)) as caught:
            await fail()
        assert caught.value is error
        assert error.__context__ is None
        await check_that_nothing_is_left(world, before)

    run_in_virtual_time(main)


def test_it_can_be_cancelled_at_any_moment(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = world_of_six()
        world.emulator.faults.delay(0.25)
        before, moments, finished = len(anyio.get_running_tasks()), 0, False
        while not finished:
            with anyio.CancelScope() as scope:
                async with fleet_of(world, pace=False) as fleet:
                    await fleet.analyzers()  # and connect, in threads, for which no clock waits
                    scope.deadline = anyio.current_time() + 0.13 * moments
                    found = await fleet.findings()
                    finished = True
                    assert len(found) == 6 * 152
            assert len(anyio.get_running_tasks()) == before
            moments += 1
        assert moments > 8
        await check_that_nothing_is_left(world, before)

    run_in_virtual_time(main)


def test_it_can_be_cancelled_after_any_number_of_steps(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = world_of_six(findings=2)
        before = len(anyio.get_running_tasks())
        for steps in range(1, 160, 9):
            entered = anyio.Event()

            async def sweep() -> None:
                async with fleet_of(world) as fleet:
                    entered.set()  # noqa: B023 (it is over before the next)
                    await fleet.findings()

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(sweep)
                await entered.wait()
                for _ in range(steps):
                    await anyio.lowlevel.checkpoint()
                tasks.cancel_scope.cancel()
            assert len(anyio.get_running_tasks()) == before
        await check_that_nothing_is_left(world, before)

    run_in_virtual_time(main)


def test_waiting_for_a_result_no_longer_loses_none(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = world_of_six(findings=3)
        world.emulator.faults.delay(0.35)
        found, waits = list[Any](), 0
        async with fleet_of(world) as fleet:
            sweep = fleet.findings()
            while True:
                try:
                    with anyio.fail_after(0.1):
                        found.append(await anext(sweep))
                except TimeoutError:
                    waits += 1
                except StopAsyncIteration:
                    break
            assert waits > 3
            assert len(set(ids(found))) == len(found) == fleet.outcome.findings == 6 * 5
            assert fleet.outcome.is_complete

    run_in_virtual_time(main)


def test_tasks_may_share_the_results_of_a_sweep(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = world_of_six()
        found = list[Any]()
        async with fleet_of(world) as fleet:
            sweep = fleet.findings()

            async def take() -> None:
                async for one in sweep:
                    found.append(one)
                    await anyio.lowlevel.checkpoint()

            async with anyio.create_task_group() as tasks:
                for _ in range(5):
                    tasks.start_soon(take)
        assert len(set(ids(found))) == len(found) == 6 * 152

    run_in_virtual_time(main)


def test_a_second_sweep_leaves_the_first(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = world_of_six()
        world.emulator.faults.delay(1)
        before = len(anyio.get_running_tasks())
        async with fleet_of(world) as fleet:
            first = fleet.findings()
            await anext(first)
            second = fleet.analyzers()
            await anext(second)
            with pytest.raises(RuntimeError, match="left"):
                await first.collect()
            assert len(await second.collect()) == 6 - 1
            assert set(statuses(fleet.outcome).values()) == {"ok"}
            # Nor does the one that was asked for first matter, but the one that was begun.
            later, sooner = fleet.findings(), fleet.analyzers()
            assert (len(await sooner), len(await later)) == (6, 6 * 152)
            assert fleet.outcome.findings == 6 * 152
        await check_that_nothing_is_left(world, before)

    run_in_virtual_time(main)


def test_a_sweep_runs_once(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = world_of_six(findings=1)
        async with fleet_of(world) as fleet:
            sweep = fleet.analyzers()
            assert "not begun" in repr(sweep)
            assert len(await sweep) == 6
            assert "6 ok" in repr(sweep)
            with pytest.raises(RuntimeError, match="runs once"):
                await sweep

    run_in_virtual_time(main)


def test_it_is_used_inside_of_its_block_and_once(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = world_of_six(findings=1)
        fleet = fleet_of(world)
        with pytest.raises(RuntimeError, match="async with"):
            await fleet.analyzers()
        async with fleet:
            begun = fleet.findings()
            await anext(begun)
            with pytest.raises(RuntimeError, match="entered before"):
                await fleet.__aenter__()
        outcome = fleet.outcome
        for sweep in (begun, fleet.analyzers()):
            with pytest.raises(RuntimeError, match=r"left|closed"):
                await sweep.collect()
        assert fleet.outcome == outcome  # which is still that of what was swept
        with pytest.raises(RuntimeError, match="another one"):
            await fleet.__aenter__()
        await fleet_of(world).__aexit__(None, None, None)  # there is nothing to leave

    run_in_virtual_time(main)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_from_the_keyboard_comes_out_and_leaves_nothing(
    run_in_virtual_time: Run,
) -> None:
    world = world_of_six()

    async def main() -> None:
        world.emulator.faults.delay(1)
        async with fleet_of(world) as fleet:
            async for _ in fleet.findings():
                signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        run_in_virtual_time(main)
    called = world.emulator.calls.total
    gc.collect()
    assert world.emulator.calls.total == called


def test_what_a_task_of_a_sweep_raises_comes_out_as_it_is(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        error = MineError()
        world = world_of_six()
        session = world.session()

        def fail(**_: Any) -> None:
            raise error

        session.get_component("event_emitter").register_last("before-call.accessanalyzer", fail)
        before = len(anyio.get_running_tasks())

        async def sweep() -> None:
            async with fleet_of(world, session=session) as fleet:
                await fleet.findings()

        with pytest.raises(MineError) as caught:
            await sweep()
        assert caught.value is error
        await check_that_nothing_is_left(world, before)

    run_in_virtual_time(main)


def test_cancelling_a_task_of_asyncio_ends_the_sweep() -> None:
    async def main() -> None:
        world = world_of_six()
        taken = asyncio.Event()

        async def sweep() -> None:
            async with fleet_of(world) as fleet:
                async for _ in fleet.findings():
                    taken.set()
                    await asyncio.sleep(1000)

        task = asyncio.create_task(sweep())
        await taken.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(main())
