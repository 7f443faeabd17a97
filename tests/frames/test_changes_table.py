"""What became of findings as a table, and what a store has as the table of findings."""

from collections.abc import Callable
from pathlib import Path
from threading import get_ident
from typing import Any

import pytest

from aa_sdk import AccessAnalyzerClient, FindingFilter, InvalidRequestError, Listing
from aa_sdk.emulator import Emulator
from aa_sdk.frames import (
    changes_table,
    collect_findings_table,
    details_table,
    exposure_report,
    findings_table,
    table_of,
)
from aa_sdk.frames._tables.collecting import collect
from aa_sdk.models import GetFindingV2Response
from aa_sdk.progress import Progress
from aa_sdk.workflows import FindingStore, StoredFindings, find_analyzer, sync_findings
from tests.conftest import Run
from tests.workflows.changing import (
    ARN,
    ID,
    NOW,
    access,
    ago,
    change,
    changes_of,
    event,
    facts,
    store_in,
    summary,
    told,
    whole,
)

pytest.importorskip("nanoarrow")

COLUMNS = {
    "number": "int64",
    "kind": "string",
    "finding_id": "string",
    "happened_at": "timestamp[us, UTC]",
    "noticed_at": "timestamp[us, UTC]",
    "run": "int64",
    "analyzer_arn": "string",
    "status_before": "string",
    "status_after": "string",
    "members": "list<string>",
    "finding_type": "string",
    "resource": "string",
    "resource_type": "string",
    "resource_owner_account": "string",
    "is_public": "bool",
    "error": "string",
    "created_at": "timestamp[us, UTC]",
    "updated_at": "timestamp[us, UTC]",
}
SAME = {
    "number": 1,
    "finding_id": ID,
    "noticed_at": NOW,
    "run": 3,
    "analyzer_arn": ARN,
    "finding_type": "ExternalAccess",
    "resource": "arn:aws:s3:::orders",
    "resource_type": "AWS::S3::Bucket",
    "resource_owner_account": "111122223333",
    "error": None,
    "created_at": ago(20),
    "updated_at": ago(10),
}
CHANGES = [
    change("new", after=summary(), run=None),
    change("changed", whole(), whole(access(is_public=False), error="ACCESS_DENIED")),
    change("archived", whole(), summary(status="ARCHIVED")),
    change("deleted", whole(access(is_public=None))),
]


def test_a_row_says_what_became_of_which_finding() -> None:
    rows = changes_table(CHANGES).to_dicts()
    new, changed, archived, deleted = ({**SAME, **row} for row in rows)
    assert rows == [new, changed, archived, deleted]
    differing = {name: new[name] for name in new if new[name] != SAME.get(name, ...)}
    assert differing == {
        "kind": "new",
        "happened_at": ago(20),
        "run": None,
        "status_before": None,
        "status_after": "ACTIVE",
        "members": None,
        "is_public": None,
    }
    assert (changed["members"], changed["is_public"]) == (["error", "is_public"], False)
    assert (changed["status_before"], changed["status_after"]) == ("ACTIVE", "ACTIVE")
    assert changed["error"] == "ACCESS_DENIED"
    assert (archived["kind"], archived["members"]) == ("archived", ["status"])
    assert archived["is_public"] is True
    assert (archived["status_before"], archived["status_after"]) == ("ACTIVE", "ARCHIVED")
    assert (archived["happened_at"], deleted["happened_at"]) == (ago(10), NOW)
    assert (deleted["status_before"], deleted["status_after"]) == ("ACTIVE", None)
    assert deleted["is_public"] is None


def test_the_columns_are_the_same_whatever_came() -> None:
    for source in ([], CHANGES, CHANGES[:1], changes_of([]), changes_of(CHANGES)):
        assert changes_table(source).schema == COLUMNS


def test_one_change_a_list_and_all_of_a_store_make_the_same_rows() -> None:
    expected = changes_table(CHANGES[:1]).to_dicts()
    assert changes_table(CHANGES[0]).to_dicts() == expected
    assert changes_table(changes_of(CHANGES[:1])).to_dicts() == expected
    assert table_of(CHANGES[:1]).to_dicts() == expected
    assert changes_table(changes_of(CHANGES))["number"] == [1, 2, 3, 4]


def test_what_is_no_change_is_refused_with_what_to_pass() -> None:
    for wrong in (whole(), [whole()], None):
        with pytest.raises(TypeError, match="sync_findings"):
            changes_table(wrong)  # type: ignore[arg-type]  # to be refused


def test_a_change_counts_among_findings_as_it_is_or_as_it_was() -> None:
    finding = whole(access(is_public=False), error="ACCESS_DENIED")
    assert findings_table(CHANGES[1]).to_dicts() == findings_table(finding).to_dicts()
    table = findings_table(changes_of(CHANGES))
    assert table["status"] == ["ACTIVE", "ACTIVE", "ARCHIVED", "ACTIVE"]
    assert table["hydrated"] == [False, True, False, True]
    assert details_table([CHANGES[1], CHANGES[3]])["finding_id"] == [ID, ID]
    assert exposure_report(changes_of(CHANGES[1:2])) is not None


def test_findings_of_a_store_go_into_a_table_as_those_of_a_listing(
    run: Run, tmp_path: Path
) -> None:
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
            findings = await store.findings().collect()
            table = await collect_findings_table(store.findings())
            assert table.to_dicts() == findings_table(findings).to_dicts()
            by_id = {row["id"]: row for row in table.to_dicts()}
            assert by_id == {row["id"]: row for row in findings_table(changes).to_dicts()}
            assert set(table["hydrated"]) == {True}
            public = await collect_findings_table(
                store.findings(FindingFilter().is_public.eq(True))  # noqa: FBT003 (a filter asks for a bool by giving it)
            )
            assert set(public["is_public"]) == {True}
            assert findings.to_polars().height == len(findings)

    run(main)


@pytest.mark.parametrize("rows", [1, 3, 100, 10_000])
def test_chunks_of_any_size_have_every_finding_of_a_store(
    rows: int, run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        async with store_in(tmp_path) as store:
            await told(store, map(event, range(205)))
            seen: list[Progress] = []
            table = await collect(store.findings(), seen.append, rows=rows)
            assert table["id"] == [f"f-{n:04}" for n in range(205)]
            assert (seen[0].done, seen[-1].done, seen[-1].remaining) == (0, 205, 0)

    run(main)


def test_columns_are_made_in_another_thread_than_that_of_the_event_loop(run: Run) -> None:
    threads: list[int] = []

    class Watched(GetFindingV2Response, frozen=True):
        @property
        def about(self) -> str:
            threads.append(get_ident())
            return "ExternalAccess"

    watched = Watched(**facts(), finding_details=())

    async def read(behind: Any) -> Any:
        return ([watched] * 5, behind._replace(id="1")) if not behind.id else ([], None)

    async def main() -> None:
        table = await collect(StoredFindings(read, "some", lambda: NOW), None, rows=2)
        assert len(table) == 5
        assert threads
        assert get_ident() not in threads

    run(main)


def test_an_empty_store_makes_an_empty_table(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        async with store_in(tmp_path) as store:
            table = await collect_findings_table(store.findings())
            assert (len(table), table.schema) == (0, findings_table([]).schema)
            listing = await store.findings().collect()
            assert listing == Listing([])
            assert table_of(listing, listing.item_type).schema == table.schema

    run(main)


def test_findings_that_are_not_read_are_refused_with_what_to_write(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        async with store_in(tmp_path) as store:
            makes: list[Callable[[Any], object]] = [findings_table, exposure_report, details_table]
            for make in makes:
                with pytest.raises(TypeError, match=r"await ….collect\(\)"):
                    make(store.findings())
            with pytest.raises(InvalidRequestError, match=r"store.findings"):
                await collect_findings_table(store)  # type: ignore[arg-type]  # to be refused

    run(main)
