"""A store brought up to what every analyzer of a fleet finds."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from aa_sdk.workflows import (
    FindingStore,
    New,
    Resolved,
    ScopeFailed,
    StoreError,
    SyncedAnalyzer,
)
from tests.conftest import Run
from tests.workflows.fleet.world import (
    CALLER,
    DENIED,
    EXTERNAL,
    HOME,
    INTERNAL,
    ONE,
    TWO,
    UNUSED,
    WEST,
    World,
    problems,
    statuses,
)

BOTH = (HOME, WEST)


def world_of_two_hundred() -> World:
    """Two accounts in two Regions, with 200 findings that are to be read."""
    world = World(ONE)
    for account in (CALLER, ONE):
        for region in BOTH:
            world.analyzer(account, region, findings=30)
            world.analyzer(account, region, INTERNAL, findings=10)
            world.analyzer(account, region, UNUSED, findings=20)
    return world


def store_of(world: World, folder: Path) -> FindingStore:
    return FindingStore(folder / "findings.db", clock=world.emulator.now)


def counted(synced: Iterable[SyncedAnalyzer]) -> Counter[tuple[str, str, str]]:
    """How many changes there are for each analyzer."""
    told = Counter[tuple[str, str, str]]()
    for one in synced:
        told[one.account, one.region, one.analyzer.type] += len(one.changes)
    return told


def test_findings_are_read_once_and_changes_told_for_each_analyzer(
    run_in_virtual_time: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        world = world_of_two_hundred()
        options = {"accounts": [CALLER, ONE], "regions": BOTH}
        async with store_of(world, tmp_path) as store, world.fleet(**options) as fleet:
            synced = await fleet.sync(store)
            assert counted(synced) == {
                **{(a, r, EXTERNAL): 30 for a in (CALLER, ONE) for r in BOTH},
                **{(a, r, INTERNAL): 10 for a in (CALLER, ONE) for r in BOTH},
                **{(a, HOME, UNUSED): 20 for a in (CALLER, ONE)},
            }
            assert all(one.changes.counts.keys() <= {New} for one in synced)
            outcome = fleet.outcome
            assert (outcome.findings, outcome.counts) == (200, {"ok": 4})
            assert [one.elsewhere for one in outcome] == [0, 1, 0, 1]
            assert world.emulator.calls.count_of("GetFindingV2") == 200
            for one in synced:
                await store.acknowledge(one.changes)
            world.emulator.calls.clear()
            again = await fleet.sync(store, concurrency=3)
            assert (len(again), counted(again).total()) == (10, 0)
            assert fleet.outcome.findings == 200
            assert world.emulator.calls.count_of("GetFindingV2") == 0
            world.emulator.resolve_finding(f"{EXTERNAL}-{ONE}-{WEST}-7")
            changed = [one for one in await fleet.sync(store) if one.changes]
            assert counted(changed) == {(ONE, WEST, EXTERNAL): 1}
            assert changed[0].changes.counts == {Resolved: 1}
            assert world.emulator.calls.count_of("GetFindingV2") == 1
            assert len([one async for one in store.findings()]) == 200

    run_in_virtual_time(main)


def test_a_scope_that_fails_leaves_the_others_and_what_is_stored(
    run_in_virtual_time: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        world = World(ONE, TWO)
        for account in (CALLER, ONE, TWO):
            world.analyzer(account, findings=5)
        options = {"accounts": [CALLER, ONE, TWO], "regions": [HOME]}
        async with store_of(world, tmp_path) as store, world.fleet(**options) as fleet:
            await fleet.sync(store)
            faults = world.emulator.faults
            faults.fail("ListFindingsV2", **DENIED, account_ids=[ONE])
            faults.fail("ListAnalyzers", account_ids=[CALLER])
            world.find(f"arn:aws:access-analyzer:{HOME}:{TWO}:analyzer/account", range(5, 7))
            synced = await fleet.sync(store)
            assert [one.account for one in synced] == [TWO]
            assert statuses(fleet.outcome) == {
                (CALLER, HOME): "failed",
                (ONE, HOME): "denied",
                (TWO, HOME): "ok",
            }
            assert not fleet.outcome.is_complete
            # Nothing of what could not be listed is taken for gone.
            kept = [one async for one in store.findings()]
            assert len(kept) == 17
            assert {one.status for one in kept} == {"ACTIVE"}

    run_in_virtual_time(main)


@pytest.mark.parametrize("refusal", [DENIED, {}], ids=["denied", "broken"])
def test_findings_that_cannot_be_read_are_told(
    run_in_virtual_time: Run, tmp_path: Path, refusal: dict[str, Any]
) -> None:
    async def main() -> None:
        world = World(ONE)
        for account in (CALLER, ONE):
            world.analyzer(account, findings=5)
        world.emulator.faults.fail("GetFindingV2", **refusal, account_ids=[ONE])
        options = {"accounts": [CALLER, ONE], "regions": [HOME]}
        async with store_of(world, tmp_path) as store, world.fleet(**options) as fleet:
            await fleet.sync(store)
            assert statuses(fleet.outcome)[CALLER, HOME] == "ok"
            assert statuses(fleet.outcome)[ONE, HOME] in ("denied", "failed")
            assert not fleet.outcome.is_complete
            assert fleet.outcome.findings == 5

    run_in_virtual_time(main)


def test_an_analyzer_that_is_synced_elsewhere_is_a_failure_of_its_scope(
    run_in_virtual_time: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        world = World()
        arns = [world.analyzer(region=region, findings=2) for region in BOTH]
        async with store_of(world, tmp_path) as store, world.fleet(regions=BOTH) as fleet:
            async with store.run(arns[1]):
                synced = await fleet.sync(store)
            assert [one.region for one in synced] == [HOME]
            (problem,) = problems(fleet.outcome, ScopeFailed)
            assert isinstance(problem.error, StoreError)

    run_in_virtual_time(main)


def test_a_store_that_cannot_be_used_ends_the_sweep(
    run_in_virtual_time: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        world = World()
        world.analyzer(findings=2)
        async with store_of(world, tmp_path):
            pass
        read_only = FindingStore(tmp_path / "findings.db", read_only=True)
        async with read_only as store, world.fleet(regions=BOTH) as fleet:
            with pytest.raises((StoreError, RuntimeError, ValueError)):
                await fleet.sync(store)
            assert not fleet.outcome.is_complete

    run_in_virtual_time(main)
