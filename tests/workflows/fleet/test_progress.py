"""What is told of the progress of a sweep: scopes, and how many calls came too fast."""

import io
from collections.abc import Callable
from typing import Any

import anyio
import pytest
import rich.console

from aa_sdk import ServiceError
from aa_sdk.progress import Progress, ProgressBar, rich_progress, tqdm_progress
from aa_sdk.workflows import Fleet, organization_accounts
from tests.conftest import Run
from tests.workflows.fleet.world import CALLER, DENIED, HOME, ONE, TWO, WEST, World

REGIONS = (HOME, WEST, "us-west-2")
ACCOUNTS = (CALLER, ONE, TWO)
GOVERNMENT = "us-gov-west-1"
"""A Region of a partition that has few."""


def world_of_nine() -> World:
    world = World(ONE, TWO)
    for account in ACCOUNTS:
        for region in REGIONS[:2]:
            world.analyzer(account, region, findings=3)
    return world


@pytest.mark.parametrize("sweep", ["analyzers", "findings"])
def test_scopes_are_counted_and_their_number_is_known_from_the_beginning(
    run_in_virtual_time: Run, sweep: str
) -> None:
    async def main() -> None:
        world, told = world_of_nine(), list[Progress]()
        world.emulator.faults.delay(1)
        world.emulator.faults.fail("ListAnalyzers", **DENIED, account_ids=[TWO])
        async with world.fleet(accounts=ACCOUNTS, regions=REGIONS, concurrency=2) as fleet:
            await getattr(fleet, sweep)(on_progress=told.append)
        assert (told[0].done, told[0].remaining) == (0, 9)
        assert all(one.done + one.failed + (one.remaining or 0) == 9 for one in told)
        end = told[-1]
        assert (end.done, end.failed, end.gone, end.remaining) == (6, 3, 0, 0)
        assert [one.remaining for one in told].count(0) == 1
        assert len(told) > 4
        assert told[-2].rate > 0

    run_in_virtual_time(main)


@pytest.mark.parametrize(
    "options",
    [{"accounts": organization_accounts()}, {"region_name": GOVERNMENT, "regions": "enabled"}],
    ids=["organization", "enabled Regions"],
)
def test_what_remains_is_known_once_all_accounts_were_entered(
    run_in_virtual_time: Run, options: dict[str, Any]
) -> None:
    async def main() -> None:
        world, told = world_of_nine(), list[Progress]()
        world.emulator.faults.delay(1)
        async with world.fleet(**{"accounts": [CALLER], "regions": REGIONS, **options}) as fleet:
            await fleet.analyzers(on_progress=told.append)
            scopes = len(fleet.outcome)
        assert told[0].remaining is None
        assert (told[-1].done, told[-1].remaining) == (scopes, 0)

    run_in_virtual_time(main)


def test_nobody_has_to_be_told(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world_of_nine().fleet(accounts=ACCOUNTS, regions=REGIONS) as fleet:
            assert len(await fleet.findings(on_progress=None)) == 18

    run_in_virtual_time(main)


def test_attempts_that_came_too_fast_are_counted(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world, told = world_of_nine(), list[Progress]()
        fault = world.emulator.faults.throttle("ListAnalyzers", "ListFindings", rate=0.5)
        async with world.fleet(accounts=ACCOUNTS, regions=REGIONS) as fleet:
            await fleet.findings(on_progress=told.append)
        assert told[-1].throttled == fault.strikes > 0

    run_in_virtual_time(main)


class Bar(ProgressBar):
    """A bar that knows how often it was opened and closed."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = self.closed = 0

    def _opened(self) -> object:
        self.opened += 1
        return object()

    def _show(self, bar: Any, progress: Progress, finished: int, total: int | None) -> None:
        pass

    def _end(self, bar: Any) -> None:
        self.closed += bar is not None


async def to_the_end(fleet: Fleet, bar: ProgressBar) -> None:
    await fleet.findings(on_progress=bar)


async def left(fleet: Fleet, bar: ProgressBar) -> None:
    async for _ in fleet.findings(on_progress=bar):
        return


async def cancelled(fleet: Fleet, bar: ProgressBar) -> None:
    with anyio.move_on_after(2.5):
        await fleet.findings(on_progress=bar)


async def followed_by_another(fleet: Fleet, bar: ProgressBar) -> None:
    async for _ in fleet.findings(on_progress=bar):
        break
    await fleet.analyzers()


@pytest.mark.parametrize("use", [to_the_end, left, cancelled, followed_by_another])
def test_a_bar_is_closed_however_the_sweep_ends(
    run_in_virtual_time: Run, use: Callable[[Fleet, ProgressBar], Any]
) -> None:
    async def main() -> None:
        world, bar = world_of_nine(), Bar()
        world.emulator.faults.delay(1)
        async with world.fleet(accounts=ACCOUNTS, regions=REGIONS) as fleet:
            await use(fleet, bar)
        assert bar.opened == bar.closed == 1

    run_in_virtual_time(main)


def test_a_bar_is_closed_where_the_sweep_fails(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world, bar = world_of_nine(), Bar()
        world.emulator.faults.fail("ListAccounts", **DENIED)
        with pytest.raises(ServiceError):
            async with world.fleet(accounts=organization_accounts(), regions=REGIONS) as fleet:
                await fleet.findings(on_progress=bar)
        assert bar.opened == bar.closed == 1

    run_in_virtual_time(main)


def test_bars_of_tqdm_and_rich_show_the_scopes(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world, written = world_of_nine(), (io.StringIO(), io.StringIO())
        console = rich.console.Console(file=written[1], force_terminal=True, width=100)
        bars = tqdm_progress(file=written[0], ascii=True), rich_progress(console=console)
        async with world.fleet(accounts=ACCOUNTS, regions=REGIONS) as fleet:
            for bar in bars:
                await fleet.analyzers(on_progress=bar)
        assert "9/9" in written[0].getvalue()
        assert written[0].getvalue().endswith("\n")
        assert "9 done, 0 failed" in written[1].getvalue()
        assert written[1].getvalue().rstrip("\x1b[?25h").endswith("\n")

    run_in_virtual_time(main)
