"""How results are taken, and a run ends: shared, slowly, broken off, cancelled anywhere."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import chain
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from aa_sdk.workflows import Gone, HydrationStream, hydrate
from aa_sdk.workflows._hydration.run import Run as Work
from aa_sdk.workflows._hydration.source import Item, id_of
from aa_sdk.workflows._hydration.source import Source as Findings
from aa_sdk.workflows._meter import Meter
from tests.conftest import Run
from tests.fake_service import Reply
from tests.workflows.hydrating import ARN, Service, everything, ids, opened


class MineError(Exception):
    """An error of the caller's."""


def running() -> int:
    return len(anyio.get_running_tasks())


@pytest.mark.parametrize("ordered", [False, True])
def test_breaking_off_ends_everything_at_once(run_in_virtual_time: Run, *, ordered: bool) -> None:
    async def main() -> None:
        service = Service(1500, page=100, seconds=1)
        async with opened(service) as client:
            before = running()
            came: list[str] = []
            async with hydrate(
                client, analyzer_arn=ARN, findings=service.listing(client), ordered=ordered
            ) as results:
                async for result in results:
                    came.append(result.id)
                    if len(came) == 50:
                        break
            assert len(service.read) <= 50 + 32
            assert service.under_way == 0
            assert running() == before
            assert await everything(client, ["f-1"]) == ["f-1 read"]

    run_in_virtual_time(main)


@pytest.mark.parametrize("error", [MineError(), KeyboardInterrupt(), GeneratorExit()])
def test_an_error_in_the_block_comes_out_as_it_is(
    run_in_virtual_time: Run, error: BaseException
) -> None:
    async def main() -> None:
        service = Service(50, seconds=1)
        async with opened(service) as client:

            async def fail() -> None:
                async with hydrate(
                    client, analyzer_arn=ARN, findings=service.listing(client)
                ) as results:
                    await anext(results)
                    raise error

            with pytest.raises(type(error)) as caught:
                await fail()
            assert caught.value is error
            assert error.__context__ is None
            assert service.under_way == 0

    run_in_virtual_time(main)


def test_an_error_in_a_block_that_is_cancelled_comes_out_too(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = Service(50, seconds=1)
        async with opened(service) as client:

            async def fail_at_the_end() -> None:
                async with hydrate(client, analyzer_arn=ARN, findings=ids(50), concurrency=1):
                    try:
                        await anyio.sleep(30)
                    finally:
                        raise MineError

            with pytest.raises(MineError), anyio.move_on_after(5):
                await fail_at_the_end()
            await anyio.sleep(1)  # nothing is left of the cancellation
            assert service.under_way == 0

    run_in_virtual_time(main)


def test_many_results_that_are_ready_are_taken_as_fast_as_few(run: Run) -> None:
    async def main() -> None:
        count = 20_000
        source = Findings(ids(count), (), ARN)

        async def read(item: Item) -> Gone:
            return Gone(id_of(item))

        work = Work(read, source, Meter(None), concurrency=3 * count, ordered=False)
        await work()
        started = time.process_time()
        assert sum(work.take() is not None for _ in range(count)) == count
        assert time.process_time() - started < 1  # looking through all for each takes many seconds

    run(main)


def test_time_that_is_up_ends_it_cleanly(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = Service(1500, seconds=1)
        async with opened(service) as client:
            before = running()
            with pytest.raises(TimeoutError):
                with anyio.fail_after(2.5):
                    await everything(client, service.listing(client), concurrency=2)
            assert len(service.read) == 6
            assert service.under_way == 0
            assert running() == before

    run_in_virtual_time(main)


def test_asyncio_may_cancel_it_in_its_own_way() -> None:
    async def main() -> None:
        service = Service(50)

        async def forever() -> Reply:
            await anyio.sleep_forever()
            raise AssertionError

        service.instead = dict.fromkeys(ids(50), forever)
        async with opened(service) as client:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await everything(client, service.findings)
            task = asyncio.create_task(everything(client, service.findings))
            await anyio.wait_all_tasks_blocked()
            assert service.under_way
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert service.under_way == 0
            assert running() == 1

    asyncio.run(main())


class Source:
    """Generators of ids that know how many of them are open."""

    def __init__(self) -> None:
        self.open = 0

    async def __aiter__(self) -> AsyncIterator[str]:
        self.open += 1
        try:
            for one in ids(6):
                await anyio.lowlevel.checkpoint()
                yield one
        finally:
            self.open -= 1


async def cut_off(steps: int, work: Callable[[], Awaitable[object]]) -> bool:
    """Cancel work after so many steps of the event loop; whether it was done before."""
    is_done = False

    async def to_the_end() -> None:
        nonlocal is_done
        await work()
        is_done = True

    with anyio.fail_after(20):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(to_the_end)
            for _ in range(steps):
                await anyio.lowlevel.checkpoint()
            tasks.cancel_scope.cancel()
    return is_done


@pytest.mark.parametrize("ordered", [False, True])
@pytest.mark.parametrize("listed", [False, True], ids=["a generator", "a listing"])
def test_it_may_be_cancelled_at_any_step(run: Run, *, listed: bool, ordered: bool) -> None:
    async def main() -> None:
        service, source, steps = Service(6, page=2), Source(), 0
        async with opened(service) as client:
            await everything(client, ["f-1"])

            async def work() -> None:
                findings: Any = service.listing(client) if listed else source
                told = await everything(client, findings, ordered=ordered, concurrency=2)
                assert len(told) == 6

            before = running()
            while not await cut_off(steps, work):
                assert (service.under_way, source.open, running()) == (0, 0, before)
                steps += 1
            assert steps > 10
            assert len(await everything(client, service.listing(client))) == 6
        gc.collect()  # what was left behind would warn now

    run(main)


@pytest.mark.parametrize("ordered", [False, True])
def test_a_slow_consumer_gets_everything(run_in_virtual_time: Run, *, ordered: bool) -> None:
    async def main() -> None:
        service = Service(30)
        async with opened(service) as client:
            came: list[str] = []
            async with hydrate(
                client,
                analyzer_arn=ARN,
                findings=service.listing(client),
                ordered=ordered,
                concurrency=4,
            ) as results:
                async for result in results:
                    came.append(result.id)
                    await anyio.sleep(60)
                    assert len(service.read) <= len(came) + 4
            assert sorted(came) == sorted(ids(30))

    run_in_virtual_time(main)


def test_a_step_that_is_given_up_loses_nothing(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        came: list[str] = []
        async with opened(Service(20, seconds=1)) as client:
            run = hydrate(client, analyzer_arn=ARN, findings=ids(20), concurrency=3)
            async with run as results:
                while len(came) < 20:
                    with anyio.move_on_after(0.3):
                        came.append((await anext(results)).id)
        assert sorted(came) == sorted(ids(20))

    run_in_virtual_time(main)


def test_several_tasks_may_share_the_results(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        came: list[list[str]] = [[], [], []]

        async def share(results: HydrationStream, into: list[str]) -> None:
            async for result in results:
                into.append(result.id)
                await anyio.sleep(1)

        async with (
            opened(Service(30, seconds=1)) as client,
            hydrate(client, analyzer_arn=ARN, findings=ids(30)) as results,
            anyio.create_task_group() as tasks,
        ):
            for into in came:
                tasks.start_soon(share, results, into)
        assert sorted(chain(*came)) == sorted(ids(30))
        assert min(map(len, came)) > 5

    run_in_virtual_time(main)


def test_who_still_waits_when_the_block_is_left_is_told(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        told: list[str] = []

        async def wait(results: Any) -> None:
            try:
                await anext(results)
            except RuntimeError as error:
                told.append(str(error))

        async with (
            opened(Service(seconds=100)) as client,
            anyio.create_task_group() as tasks,
            hydrate(client, analyzer_arn=ARN, findings=ids(3)) as results,
        ):
            tasks.start_soon(wait, results)
            await anyio.sleep(1)
        assert len(told) == 1
        assert "block of this run is over" in told[0]

    run_in_virtual_time(main)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_run_may_be_made_before_there_is_an_event_loop(backend: str) -> None:
    service = Service()
    client = service.client(pace=None)
    run = hydrate(client, analyzer_arn=ARN, findings=ids(5))

    async def main() -> None:
        async with client:
            assert len((await run.collect()).findings) == 5

    anyio.run(main, backend=backend)


def test_what_is_used_otherwise_says_what_to_write(run: Run) -> None:
    async def main() -> None:
        async with opened(Service(2)) as client:
            untyped: Any = hydrate(client, analyzer_arn=ARN, findings=ids(2))
            assert "not started" in repr(untyped)
            with pytest.raises(TypeError, match="write `async with hydrate"):
                async for _ in untyped:
                    pass
            with pytest.raises(TypeError, match=r"write `await hydrate\(…\).collect\(\)`"):
                await untyped
            with pytest.raises(TypeError, match="write `async with hydrate"), untyped:
                pass
            async with untyped as results:
                assert "async for" in repr(results)
                with pytest.raises(RuntimeError, match=r"call hydrate\(…\) again"):
                    async with untyped:
                        pass
                assert len([result async for result in results]) == 2
                assert [result async for result in results] == []
            assert "used" in repr(untyped)
            with pytest.raises(RuntimeError, match=r"call hydrate\(…\) again"):
                await untyped.collect()
            with pytest.raises(RuntimeError, match="inside of `async with"):
                await anext(results)

    run(main)
