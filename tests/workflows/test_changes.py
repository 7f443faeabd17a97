"""Changes stay in the store, are counted at once, and are read some at a time, as they were."""

import copy
import pickle
import weakref
from datetime import timedelta
from pathlib import Path
from typing import Any, assert_never

import anyio
import pytest

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.workflows import (
    Archived,
    Changed,
    Deleted,
    Expired,
    FindingChange,
    FindingStore,
    New,
    Reopened,
    Resolved,
    find_analyzer,
    sync_findings,
)
from aa_sdk.workflows._store.reading import BATCH
from tests.conftest import Run
from tests.workflows.changing import (
    ARN,
    KINDS,
    NOW,
    Kept,
    ago,
    change,
    changes_of,
    event,
    store_in,
    summary,
    told,
    whole,
)

BEFORE = whole(status="RESOLVED", updated_at=ago(95))
ONE_OF_EACH: list[FindingChange] = [
    change("new", after=whole()),
    change("changed", BEFORE, whole(status="RESOLVED", error="ACCESS_DENIED")),
    change("resolved", whole(), whole(status="RESOLVED")),
    change("archived", whole(), whole(status="ARCHIVED")),
    change("reopened", BEFORE, whole()),
    change("deleted", whole()),
    change("expired", BEFORE),
]


def named(change: FindingChange) -> str:
    """What became of a finding, told apart as a program does."""
    match change:
        case New(before=None, after=after):
            return f"new {after.status}"
        case Changed(members=members):
            return f"changed {members}"
        case Resolved(before=before) | Archived(before=before) | Reopened(before=before):
            return f"was {before.status}"
        case Deleted(before=before, after=None) | Expired(before=before, after=None):
            return f"gone {before.status}"
        case _:
            assert_never(change)


def test_what_became_of_a_finding_is_told_apart_by_its_class() -> None:
    assert [named(each) for each in ONE_OF_EACH] == [
        "new ACTIVE",
        "changed ('error',)",
        "was ACTIVE",
        "was ACTIVE",
        "was RESOLVED",
        "gone ACTIVE",
        "gone RESOLVED",
    ]


def test_it_happened_when_the_service_says_and_else_when_it_was_noticed() -> None:
    finding = whole()
    happened = {type(each): each.happened_at for each in ONE_OF_EACH}
    assert happened[New] == finding.created_at
    for altered in (Changed, Resolved, Archived, Reopened):
        assert happened[altered] == finding.updated_at
    for gone in (Deleted, Expired):
        assert happened[gone] == NOW
    assert all(moment.utcoffset() == timedelta(0) for moment in happened.values())


def test_the_finding_of_a_change_is_what_it_is_or_what_it_was() -> None:
    for each in ONE_OF_EACH:
        assert each.finding is (each.before if each.after is None else each.after)


@pytest.mark.parametrize("one", ONE_OF_EACH, ids=KINDS)
def test_a_change_is_copied_and_pickled(one: FindingChange) -> None:
    again = pickle.loads(pickle.dumps(one))  # noqa: S301 (our own)
    assert again == copy.deepcopy(one) == copy.copy(one) == one
    assert hasattr(one, "__slots__")
    with pytest.raises(AttributeError):
        one.number = 7  # type: ignore[misc]  # to be refused


def test_changes_are_counted_by_class_in_a_fixed_order() -> None:
    changes = changes_of([*ONE_OF_EACH, *ONE_OF_EACH[2:3]][::-1])
    assert list(changes.counts.items()) == [
        (kind, 2 if kind is Resolved else 1) for kind in KINDS.values()
    ]
    assert len(changes) == 8
    assert changes
    nothing = changes_of([])
    assert (len(nothing), dict(nothing.counts), bool(nothing), [*nothing]) == (0, {}, False, [])


@pytest.mark.parametrize("number", [1, BATCH - 1, BATCH, BATCH + 1, 3 * BATCH])
def test_any_number_of_changes_comes_once_and_in_order_each_time(number: int, run: Run) -> None:
    changes = changes_of([ONE_OF_EACH[0]] * number)
    expected = list(range(1, number + 1))
    assert [each.number for each in changes] == expected
    assert [each.number for each in changes] == expected

    async def main() -> None:
        assert [each.number async for each in changes] == expected

    run(main)


def test_few_changes_are_read_once_and_many_some_at_a_time() -> None:
    few = Kept(ONE_OF_EACH)
    changes = few.changes()
    assert [*changes] == [*changes]
    assert few.reads == 1
    many = Kept([ONE_OF_EACH[0]] * (2 * BATCH + 1))
    iterator = iter(many.changes())
    next(iterator)
    assert many.reads == 1
    assert len([*iterator]) == 2 * BATCH
    assert many.reads == 3


def test_two_go_through_the_same_changes_and_each_gets_all(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        async with store_in(tmp_path) as store:
            await told(store, map(event, range(2 * BATCH + 5)))
            changes = await store.changes(ARN)
            got: list[list[int]] = [[], [], []]

            async def go(mine: list[int]) -> None:
                async for each in changes:
                    mine.append(each.number)
                    await anyio.lowlevel.checkpoint()

            async with anyio.create_task_group() as group:
                for mine in got:
                    group.start_soon(go, mine)
            one, other = iter(changes), iter(changes)
            together = list(zip(one, other, strict=True))
            assert all(first == second for first, second in together)
            assert got == [[first.number for first, _ in together]] * 3

    run(main)


def test_what_is_acknowledged_or_told_meanwhile_changes_nothing(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        async with store_in(tmp_path) as store:
            await told(store, map(event, range(2 * BATCH + 5)))
            changes = await store.changes(ARN)
            numbers: list[int] = []
            async for each in changes:
                numbers.append(each.number)
                if each.number == 7:
                    await store.acknowledge(changes)
                    later = {"status": "ARCHIVED", "updatedAt": "2026-01-21T00:00:00Z"}
                    await told(store, (event(n, **later) for n in range(2 * BATCH, 2 * BATCH + 9)))
            assert numbers == [*range(1, 2 * BATCH + 6)]
            assert len(changes) == len([*changes]) == len(numbers)
            assert {each.finding.status for each in changes} == {"ACTIVE"}
            fresh = await store.changes(ARN)
            assert dict(fresh.counts) == {New: 4, Archived: 5}
            assert [type(each) for each in fresh] == [Archived] * 5 + [New] * 4

    run(main)


def test_no_more_than_two_batches_are_held_however_many_there_are(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        async with store_in(tmp_path) as store:
            await told(store, map(event, range(4 * BATCH)))
            changes = await store.changes(ARN)
            for ways in ("for", "async for"):
                seen: list[weakref.ref[Any]] = []
                most = 0
                iterator = aiter(changes) if ways == "async for" else None
                plain = iter(changes)
                while True:
                    each = await anext(iterator, None) if iterator else next(plain, None)
                    if each is None:
                        break
                    seen.append(weakref.ref(each.finding))
                    del each
                    if len(seen) % 100 == 0:
                        most = max(most, sum(one() is not None for one in seen))
                assert len(seen) == 4 * BATCH
                assert most <= 2 * BATCH  # the first ones, and those that are looked at

    run(main)


def test_few_changes_are_there_when_the_store_is_closed(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        async with store_in(tmp_path) as store:
            await told(store, map(event, range(3)))
            changes = await store.changes(ARN)
        assert [each.finding_id for each in changes] == ["f-0000", "f-0001", "f-0002"]
        assert [each.number async for each in changes] == [1, 2, 3]

    run(main)


def test_changes_of_a_run_are_those_of_the_service(run: Run, tmp_path: Path) -> None:
    emulator = Emulator()
    emulator.populate(findings=60)

    async def main() -> None:
        session = emulator.session()
        async with (
            AccessAnalyzerClient("us-east-1", session=session) as client,
            FindingStore(tmp_path / "findings.db", clock=emulator.now) as store,
        ):
            arn = (await find_analyzer(client, "ACCOUNT")).arn
            changes = await sync_findings(client, analyzer_arn=arn, store=store)
            assert dict(changes.counts) == {New: 21}
            await store.acknowledge(changes)
            emulator.advance(timedelta(days=1))
            active = [
                each.id
                for each in await client.list_findings_v2(arn).collect()
                if each.status == "ACTIVE"
            ]
            emulator.resolve_finding(active[0])
            emulator.delete_finding(active[1])
            await client.update_findings(analyzer_arn=arn, ids=[active[2]], status="ARCHIVED")
            changes = await sync_findings(client, analyzer_arn=arn, store=store)
            assert {type(each): each.finding_id for each in changes} == {
                Resolved: active[0],
                Deleted: active[1],
                Archived: active[2],
            }
            assert {each.run for each in changes} == {2}

    run(main)


def test_an_event_tells_a_change_of_no_run(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        async with store_in(tmp_path) as store:
            change = await store.apply(event())
            assert isinstance(change, New)
            assert change.run is None
            assert change.after == summary(
                id="f-0000",
                resource="arn:aws:s3:::bucket-0",
                **dict.fromkeys(("created_at", "updated_at", "analyzed_at"), ago(10)),
            )

    run(main)
