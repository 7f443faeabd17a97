"""What type checkers make of what became of findings. Read by them, never run."""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never, assert_type

from aa_sdk import AccessAnalyzerClient, FindingFilter, FindingSummaryV2, GetFindingV2Response
from aa_sdk.frames import Table, changes_table, charts, collect_findings_table, findings_table
from aa_sdk.listing import Listing
from aa_sdk.models import ArchiveRuleSummary
from aa_sdk.workflows import (
    Archived,
    Changed,
    Changes,
    Deleted,
    Expired,
    FindingChange,
    FindingStore,
    New,
    Reopened,
    Resolved,
    StoredFindings,
    sync_findings,
)

Stored = GetFindingV2Response | FindingSummaryV2


def what_became_of_a_finding_can_be_told_apart(change: FindingChange) -> str:
    assert_type(change.happened_at, datetime)
    assert_type(change.finding, Stored)
    assert_type(change.run, int | None)
    match change:
        case New(before=before, after=finding):
            assert_type(before, None)
            assert_type(finding, Stored)
        case Changed(before=was, after=finding, members=members):
            assert_type(was, Stored)
            assert_type(finding, Stored)
            assert_type(members, tuple[str, ...])
        case Resolved(after=finding) | Archived(after=finding) | Reopened(after=finding):
            assert_type(finding, Stored)
        case Deleted(before=was, after=gone) | Expired(before=was, after=gone):
            assert_type(was, Stored)
            assert_type(gone, None)
        case _:
            assert_never(change)
    return change.finding_id


async def changes_are_gone_through(client: AccessAnalyzerClient, store: FindingStore) -> None:
    changes = await sync_findings(client, analyzer_arn="a", store=store)
    assert_type(changes, Changes)
    assert_type(changes.counts, Mapping[type[FindingChange], int])
    assert_type(changes.counts.get(New, 0), int)
    for change in changes:
        assert_type(change, FindingChange)
    async for change in changes:
        assert_type(change, FindingChange)


async def findings_of_a_store_are_read_in_every_way(
    store: FindingStore, rule: ArchiveRuleSummary
) -> None:
    findings = store.findings(FindingFilter().status.eq("ACTIVE"))
    assert_type(findings, StoredFindings)
    async for finding in findings:
        assert_type(finding, Stored)
    async for batch in findings.batches():
        for finding in batch:
            assert_type(finding, Stored)
    assert_type(await findings.collect(limit=7), Listing[Stored])
    assert_type(await findings.first(), Stored | None)
    store.findings(rule.filter)
    store.findings({"status": {"eq": ["ACTIVE"]}}, analyzer_arn="a")


async def tables_and_charts_take_them(store: FindingStore, changes: Changes) -> None:
    change = next(iter(changes))
    assert_type(changes_table(changes), Table)
    changes_table(change)
    changes_table([change])
    findings_table(changes)
    findings_table(change)
    findings_table(await store.findings().collect())
    assert_type(await collect_findings_table(store.findings()), Table)
    charts.timeline(changes)
