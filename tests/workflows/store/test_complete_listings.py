"""What is missing from a complete listing is gone, and nothing else is."""

from pathlib import Path

import pytest

from aa_sdk import (
    AccessDeniedException,
    ExpiredTokenException,
    PaginationError,
    ResourceNotFoundException,
    ThrottlingException,
)
from aa_sdk.workflows import Deleted, Expired, New
from tests.conftest import Run
from tests.fake_service import Reply, error_reply
from tests.workflows.store.listed import LISTED, NOT_THERE, Listed
from tests.workflows.store.world import (
    DAY,
    EXTERNAL,
    client_of,
    emulator_of,
    find,
    held,
    set_status,
    statuses,
    store_at,
    sync,
    told,
)

IDS = [f"f-{number:02}" for number in range(12)]


def test_a_listing_that_fails_on_its_last_page_deletes_nothing(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of(*IDS, scan_limit=4)
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            await sync(client, store)
            emulator.delete_finding("f-00")
            find(emulator, "new")
            emulator.faults.fail("ListFindingsV2", status=403, code="AccessDeniedException", nth=4)
            with pytest.raises(AccessDeniedException):
                await sync(client, store)
            assert set(await statuses(store)) == set(IDS)
            emulator.faults.clear()
            changes = await sync(client, store)
            assert told(one for one in changes if one.run == 2) == ["deleted f-00", "new new"]

    run(main)


def test_a_listing_that_is_throttled_all_along_raises_and_deletes_nothing(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        emulator = emulator_of(*IDS)
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            await sync(client, store)
            emulator.delete_finding("f-00")
            emulator.faults.throttle("ListFindingsV2")
            with pytest.raises(ThrottlingException):
                await sync(client.with_options(retries=0), store)
            assert len(await held(store)) == len(IDS)

    run(main)


def test_a_token_that_repeats_raises_and_deletes_nothing(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        service = Listed(*IDS)
        async with service.client(pace=None) as client, store_at(tmp_path) as store:
            await sync(client, store, LISTED)
            service.instead = {"page 1": Reply({"findings": [], "nextToken": "1"})}
            with pytest.raises(PaginationError):
                await sync(client, store, LISTED)
            assert len(await held(store)) == len(IDS)

    run(main)


def test_an_analyzer_that_is_gone_raises_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of(*IDS)
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            await store.acknowledge(await sync(client, store))
            await client.delete_analyzer(analyzer_name="account-external")
            with pytest.raises(ResourceNotFoundException):
                await sync(client, store)
            assert len(await held(store)) == len(IDS)
            assert not await store.changes(EXTERNAL)

    run(main)


def test_credentials_that_expire_raise_and_what_was_read_until_then_is_kept(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        emulator = emulator_of(*IDS)
        emulator.faults.fail("GetFindingV2", status=403, code="ExpiredTokenException", nth=5)
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            with pytest.raises(ExpiredTokenException):
                await sync(client, store, concurrency=1)
            assert len(await held(store)) == 4
            reads = len(emulator.calls.of("GetFindingV2"))
            assert len(await sync(client, store)) == len(IDS)
            assert len(emulator.calls.of("GetFindingV2")) == reads + len(IDS) - 4

    run(main)


def test_an_analyzer_that_goes_while_findings_are_read_raises_and_deletes_nothing(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        service = Listed(*IDS)
        gone = error_reply(
            "ResourceNotFoundException", 404, resourceId=LISTED, resourceType="Analyzer"
        )
        async with service.client(pace=None) as client, store_at(tmp_path) as store:
            await store.acknowledge(await sync(client, store, LISTED))
            service.facts = {one: {"updatedAt": "2026-02-01T00:00:00Z"} for one in IDS}
            service.instead = dict.fromkeys(IDS, gone)
            with pytest.raises(ResourceNotFoundException):
                await sync(client, store, LISTED)
            assert len(await held(store)) == len(IDS)
            assert not await store.changes(LISTED)

    run(main)


def test_findings_that_may_not_be_read_are_failures_and_read_the_next_time(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        emulator = emulator_of(*IDS)
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            await store.acknowledge(await sync(client, store))
            await set_status(client, "ARCHIVED", "f-01", "f-02")
            find(emulator, "new")
            emulator.faults.fail("GetFindingV2", status=403, code="AccessDeniedException", times=3)
            changes = await sync(client, store)
            assert not changes
            assert {one.id for one in changes.failures} == {"f-01", "f-02", "new"}
            assert all(isinstance(one.error, AccessDeniedException) for one in changes.failures)
            assert set((await statuses(store)).values()) == {"ACTIVE"}
            changes = await sync(client, store)
            assert told(changes) == ["archived f-01", "archived f-02", "new new"]
            assert not changes.failures

    run(main)


def test_a_finding_that_goes_between_listing_and_reading_is_deleted(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        service = Listed("f-0", "f-1", "f-2")
        async with service.client(pace=None) as client, store_at(tmp_path) as store:
            await store.acknowledge(await sync(client, store, LISTED))
            service.facts = {"f-1": {"updatedAt": "2026-02-01T00:00:00Z"}}
            service.findings.append("f-never")
            service.instead = {"f-1": NOT_THERE, "f-never": NOT_THERE}
            changes = await sync(client, store, LISTED)
            assert told(changes) == ["deleted f-1"]
            assert set(await held(store)) == {"f-0", "f-2"}

    run(main)


def test_a_finding_that_a_listing_has_twice_is_read_and_told_once(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        service = Listed(*IDS[:6], "f-01", "f-00")
        async with service.client(pace=None) as client, store_at(tmp_path) as store:
            assert len(await sync(client, store, LISTED)) == 6
            assert sorted(service.read) == IDS[:6]
            assert len(await sync(client, store, LISTED)) == 6

    run(main)


def test_a_finding_that_comes_back_is_new_again(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        service = Listed("f-0", "f-1")
        async with service.client(pace=None) as client, store_at(tmp_path) as store:
            await sync(client, store, LISTED)
            service.findings = ["f-0"]
            await sync(client, store, LISTED)
            service.findings = ["f-0", "f-1"]
            changes = await sync(client, store, LISTED)
            back = [type(one) for one in changes if one.finding_id == "f-1"]
            assert back == [New, Deleted, New]
            assert set(await held(store)) == {"f-0", "f-1"}

    run(main)


def test_an_analyzer_without_findings_has_no_changes(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of()
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            changes = await sync(client, store)
            assert (len(changes), list(changes), changes.counts) == (0, [], {})
            assert await held(store) == {}

    run(main)


def test_when_all_findings_are_gone_all_are_deleted(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        service = Listed(*(f"f-{number}" for number in range(1200)), page=100)
        async with service.client(pace=None) as client, store_at(tmp_path) as store:
            await store.acknowledge(await sync(client, store, LISTED))
            service.findings = []
            assert (await sync(client, store, LISTED)).counts == {Deleted: 1200}
            assert await held(store) == {}

    run(main)


def test_a_status_that_changes_without_its_time_is_noticed(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        service = Listed("f-0", "f-1")
        async with service.client(pace=None) as client, store_at(tmp_path) as store:
            await store.acknowledge(await sync(client, store, LISTED))
            service.facts = {"f-1": {"status": "ARCHIVED"}}
            assert told(await sync(client, store, LISTED)) == ["archived f-1"]

    run(main)


def test_what_expires_is_told_by_the_clock_of_the_service(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of("early", "late")
        async with client_of(emulator) as client, store_at(tmp_path) as store:
            emulator.resolve_finding("late")
            emulator.resolve_finding("early")
            await store.acknowledge(await sync(client, store))
            emulator.delete_finding("early")
            assert (await sync(client, store)).counts == {Deleted: 1}
            emulator.advance(91 * DAY)
            assert (await sync(client, store)).counts == {Deleted: 1, Expired: 1}

    run(main)
