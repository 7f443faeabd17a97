"""What a sync costs and tells, beside what it finds."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from aa_sdk import InvalidRequestError
from aa_sdk.models import UnusedAction, UnusedPermissionDetails
from aa_sdk.progress import Progress
from aa_sdk.workflows import FindingStore, New, StoreError, StoreInUseError, sync_findings
from tests.conftest import Run
from tests.fake_service import Reply
from tests.workflows.store.listed import LISTED, Listed
from tests.workflows.store.world import (
    EXTERNAL,
    UNUSED,
    client_of,
    emulator_of,
    find,
    held,
    rows,
    set_status,
    store_at,
    sync,
    told,
)

IDS = [f"f-{number:03}" for number in range(200)]


def test_the_first_sync_reads_every_finding_and_one_without_changes_lists_alone(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        emulator = emulator_of(*IDS)
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            changes = await sync(client, store)
            assert changes.counts == {New: 200}
            assert len(emulator.calls) == 2 + 200
            await store.acknowledge(changes)
            emulator.calls.clear()
            assert not await sync(client, store)
            assert len(emulator.calls) == 2
            await set_status(client, "ARCHIVED", *IDS[:3])
            emulator.calls.clear()
            assert len(await sync(client, store)) == 3
            assert len(emulator.calls) == 2 + 3

    run(main)


def test_findings_are_kept_as_they_were_read(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        service = Listed("a", "b")
        service.facts = {"a": {"novelty": {"deep": [1, None, "é"]}, "status": "UNHEARD_OF"}}
        async with service.client(pace=None) as client, store_at(tmp_path) as store:
            await sync(client, store, LISTED)
            for finding_id, finding in (await held(store)).items():
                assert finding == await client.get_finding_v2(LISTED, finding_id)

    run(main)


def test_details_of_several_pages_are_all_kept(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of()
        details = [
            UnusedPermissionDetails(service_namespace=f"s{i}", actions=[UnusedAction(action="x:Y")])
            for i in range(250)
        ]
        emulator.add_finding(
            UNUSED, "arn:aws:iam::111122223333:role/r", "AWS::IAM::Role", details, finding_id="a"
        )
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            await sync(client, store, UNUSED)
            assert len(emulator.calls.of("GetFindingV2")) > 1
            assert len((await held(store))["a"].finding_details) == 250

    run(main)


def test_changes_come_again_until_they_are_acknowledged(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of("a", "b")
        async with client_of(emulator) as client:
            async with store_at(tmp_path, emulator) as store:
                first = await sync(client, store)
            async with store_at(tmp_path, emulator) as store:
                emulator.resolve_finding("a")
                assert told(await sync(client, store)) == ["new a", "resolved a", "new b"]
                await store.acknowledge(first)
                assert told(await sync(client, store)) == ["resolved a"]
                await store.acknowledge(await store.changes(EXTERNAL))
                assert not await sync(client, store)
                await store.acknowledge(first)  # what is acknowledged stays so
                assert not await store.changes(EXTERNAL)
                kept = await store.changes(EXTERNAL, acknowledged=True)
                assert told(kept) == ["new a", "resolved a", "new b"]

    run(main)


def test_runs_of_an_analyzer_are_numbered(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of("a")
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            assert [one.run for one in await sync(client, store)] == [1]
            find(emulator, "b")
            assert [one.run for one in await sync(client, store)] == [1, 2]
            find(emulator, "c", arn=UNUSED)
            assert [one.run for one in await sync(client, store, UNUSED)] == [1]

    run(main)


def test_progress_counts_the_findings_that_are_known_and_those_that_are_read(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        emulator = emulator_of(*IDS[:6])
        seen: list[Progress] = []
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            await sync(client, store)
            find(emulator, "new", "hidden")
            emulator.faults.fail("GetFindingV2", status=403, code="AccessDeniedException", nth=1)
            await sync(client, store, on_progress=seen.append, concurrency=1)
        last = dataclasses.replace(seen[-1], rate=0)
        assert last == Progress(done=7, failed=1, gone=0, throttled=0, rate=0, remaining=0)
        assert seen[0].remaining is None

    run(main)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"analyzer_arn": "account-external"}, "analyzer_arn"),
        ({"store": "findings.db"}, "store"),
        ({"concurrency": 0}, "concurrency"),
        ({"on_progress": "loud"}, "on_progress"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_is_sent_or_written(
    run: Run, tmp_path: Path, wrong: dict[str, Any], named: str
) -> None:
    async def main() -> None:
        service = Listed()
        async with service.client(pace=None) as client, store_at(tmp_path) as store:
            arguments: dict[str, Any] = {"analyzer_arn": LISTED, "store": store, **wrong}
            with pytest.raises(InvalidRequestError) as caught:
                await sync_findings(client, **arguments)
            assert [field.path for field in caught.value.fields] == [named]
        assert not service.requests
        assert not rows(tmp_path / "findings.db", "SELECT * FROM analyzers")

    run(main)


def test_two_syncs_of_an_analyzer_at_once_are_refused_and_of_two_analyzers_are_not(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        emulator = emulator_of("a")
        find(emulator, "b", arn=UNUSED)
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            async with store.run(EXTERNAL):
                with pytest.raises(StoreInUseError, match=EXTERNAL):
                    await sync(client, store)
                assert told(await sync(client, store, UNUSED)) == ["new b"]
            assert told(await sync(client, store)) == ["new a"]

    run(main)


def test_a_store_that_is_read_only_refuses_a_sync_before_anything_is_sent(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        service = Listed("a")
        async with store_at(tmp_path):
            pass
        async with (
            service.client(pace=None) as client,
            FindingStore(tmp_path / "findings.db", read_only=True) as store,
        ):
            with pytest.raises(StoreError, match="read_only"):
                await sync(client, store, LISTED)
        assert not service.requests

    run(main)


@pytest.mark.parametrize(
    "date", [None, "yesterday", "Wed, 21 Oct 2026 07:28:00 -0000"], ids=["none", "no date", "naive"]
)
def test_a_service_that_does_not_say_what_time_it_is_has_that_of_the_store(
    run: Run, tmp_path: Path, date: str | None
) -> None:
    async def main() -> None:
        service = Listed("a")
        headers = {} if date is None else {"date": date}
        service.instead = {"page 0": Reply({"findings": []}, headers=headers)}
        async with service.client(pace=None) as client, store_at(tmp_path) as store:
            await sync(client, store, LISTED)
        assert rows(tmp_path / "findings.db", "SELECT asked_at = synced_at FROM analyzers") == [
            (1,)
        ]

    run(main)
