"""What the emulator puts on the bus reads, and says what the service says when it is asked."""

from datetime import timedelta
from typing import Any

import pytest

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.events import (
    AccessAnalyzerEvent,
    AccessPreviewStateChange,
    ExternalAccessEvent,
    InternalAccessEvent,
    UnusedAccessEvent,
    parse_event,
)
from aa_sdk.models import SqsQueueConfiguration

QUEUE = "arn:aws:sqs:us-east-1:111122223333:orders"


def parsed(emulator: Emulator) -> list[AccessAnalyzerEvent]:
    """Read all events there were, and forget them."""
    events = [*emulator.events]
    emulator.events.clear()
    read = [parse_event(event) for event in events]
    assert [event.to_wire() for event in read] == events
    return read


@pytest.fixture
async def client() -> Any:
    emulator = Emulator()
    async with AccessAnalyzerClient("us-east-1", session=emulator.session()) as client:
        yield emulator, client


async def test_every_event_of_a_finding_agrees_with_the_finding(client: Any) -> None:
    emulator: Emulator = client[0]
    asked: AccessAnalyzerClient = client[1]
    analyzers = emulator.populate(findings=40).analyzers.values()
    met = set[type[AccessAnalyzerEvent]]()
    for arn in analyzers:
        listed = {finding.id: finding async for finding in asked.list_findings_v2(analyzer_arn=arn)}
        archived = [id_ for id_, finding in listed.items() if finding.status == "ACTIVE"]
        await asked.update_findings(analyzer_arn=arn, ids=archived, status="ARCHIVED")
        for event in parsed(emulator):
            assert event.analyzer_arn == arn
            finding = await asked.get_finding_v2(analyzer_arn=arn, id=event.finding_id or "")
            _compare(event, finding)
            assert event.is_known_public is finding.is_known_public
            met.add(type(event))
    assert met == {ExternalAccessEvent, InternalAccessEvent, UnusedAccessEvent}


def _compare(event: AccessAnalyzerEvent, finding: Any) -> None:
    assert (event.finding_type, event.resource) == (finding.about, finding.resource)
    assert (event.resource_type, event.status) == (finding.resource_type, finding.status)
    assert event.resource_owner_account == finding.resource_owner_account
    assert not event.is_deleted
    summary = event.summary()
    assert summary is not None
    assert (summary.id, summary.error) == (finding.id, finding.error)
    for name in ("created_at", "analyzed_at", "updated_at"):
        # External access counts whole seconds.
        apart = getattr(finding, name) - getattr(summary, name)
        assert timedelta() <= apart < timedelta(seconds=1)


async def test_a_finding_that_ages_out_is_deleted_as_it_was(client: Any) -> None:
    emulator: Emulator = client[0]
    unused = emulator.populate(findings=100).unused
    finding = await client[1].list_findings_v2(analyzer_arn=unused).first()
    emulator.resolve_finding(finding.id)
    emulator.advance(timedelta(days=91))
    deleted = [event for event in parsed(emulator) if event.is_deleted]
    mine = [event for event in deleted if event.finding_id == finding.id]
    assert [event.status for event in mine] == ["RESOLVED"]


async def test_a_preview_that_begins_and_ends_reads(client: Any) -> None:
    emulator: Emulator = client[0]
    asked: AccessAnalyzerClient = client[1]
    analyzer = await asked.create_analyzer(analyzer_name="audit", type="ACCOUNT")
    created = await asked.create_access_preview(
        analyzer_arn=str(analyzer.arn),
        configurations={QUEUE: SqsQueueConfiguration()},
    )
    emulator.advance(timedelta(hours=1))
    first, last = parsed(emulator)
    assert isinstance(first, AccessPreviewStateChange)
    assert isinstance(last, AccessPreviewStateChange)
    assert first.detail.access_preview_id == last.detail.access_preview_id == created.id
    assert (first.status, first.previous_status) == ("CREATING", None)
    assert (last.status, last.previous_status) == ("COMPLETED", "CREATING")
    assert last.resource == QUEUE
