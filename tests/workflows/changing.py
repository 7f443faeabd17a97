"""Findings that change, changes of them, and a store that was told of some."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from aa_sdk import FindingSummaryV2, GetFindingV2Response
from aa_sdk.events import AccessAnalyzerEvent, parse_event
from aa_sdk.models import ExternalAccessDetails, FindingDetails
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
    StoredFinding,
)
from aa_sdk.workflows._store.reading import BATCH, ChangeRow, Span
from aa_sdk.workflows._store.rules import Kind

T = TypeVar("T", GetFindingV2Response, FindingSummaryV2)

ARN = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/audit"
ID = "222891f6-be16-41cf-bc57-21c2cd2a67a8"
NOW = datetime(2026, 1, 30, 12, tzinfo=UTC)
KINDS: dict[str, type[FindingChange]] = {
    each.__name__.lower(): each
    for each in (New, Changed, Resolved, Archived, Reopened, Deleted, Expired)
}
_PUBLIC = ExternalAccessDetails(condition={}, is_public=True, action=("s3:GetObject",))


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def facts(**changed: Any) -> dict[str, Any]:
    return {
        "id": ID,
        "status": "ACTIVE",
        "finding_type": "ExternalAccess",
        "resource": "arn:aws:s3:::orders",
        "resource_type": "AWS::S3::Bucket",
        "resource_owner_account": "111122223333",
        "created_at": ago(20),
        "updated_at": ago(10),
        "analyzed_at": ago(1),
    } | changed


def whole(*details: FindingDetails, **changed: Any) -> GetFindingV2Response:
    """A finding that was read; of public access if nothing else is said."""
    return GetFindingV2Response(**facts(**changed), finding_details=details or (_PUBLIC,))


def access(**changed: Any) -> ExternalAccessDetails:
    return _PUBLIC.model_copy(update=changed)


def summary(**changed: Any) -> FindingSummaryV2:
    return FindingSummaryV2(**facts(**changed))


def knowing(finding: T, **members: Any) -> T:
    """The same finding as it came, with members that may be new to this release."""
    return type(finding).from_wire(json.dumps(finding.to_wire() | members).encode())


def change(
    kind: str,
    before: StoredFinding | None = None,
    after: StoredFinding | None = None,
    *,
    number: int = 1,
    run: int | None = 3,
) -> Any:
    found = after or before
    assert found is not None
    make: Any = KINDS[kind]
    return make(number, ARN, found.id, NOW, run, before, after)


class Kept:
    """Rows as a store has them, which count how often they are read."""

    def __init__(self, changes: Sequence[FindingChange]) -> None:
        self.rows = [
            ChangeRow(
                number,
                Kind(type(each).__name__.lower()),
                each.finding_id,
                each.run,
                each.noticed_at,
                each.before,
                each.after,
            )
            for number, each in enumerate(changes, start=1)
        ]
        self.reads = 0

    def read(self, span: Span) -> list[ChangeRow]:
        self.reads += 1
        return [row for row in self.rows if span.after < row.number <= span.up_to][:BATCH]

    def changes(self, **given: Any) -> Changes:
        counts = {kind: sum(row.kind is kind for row in self.rows) for kind in Kind}
        there = {kind: number for kind, number in counts.items() if number}
        return Changes(Span(ARN, 0, len(self.rows), "store"), there, self.read, **given)


def changes_of(changes: Sequence[FindingChange], **given: Any) -> Changes:
    return Kept(changes).changes(**given)


def event(number: int = 0, *, analyzer_arn: str = ARN, **changed: Any) -> AccessAnalyzerEvent:
    """An event about a finding of external access."""
    moment = "2026-01-20T12:00:00Z"
    return parse_event(
        {
            "version": "0",
            "id": "e",
            "detail-type": "Access Analyzer Finding",
            "source": "aws.access-analyzer",
            "account": "111122223333",
            "time": moment,
            "region": "eu-west-1",
            "resources": [analyzer_arn],
            "detail": {
                "version": "1.0",
                "id": f"f-{number:04}",
                "status": "ACTIVE",
                "resourceType": "AWS::S3::Bucket",
                "resource": f"arn:aws:s3:::bucket-{number}",
                "createdAt": moment,
                "analyzedAt": moment,
                "updatedAt": moment,
                "accountId": "111122223333",
                "region": "eu-west-1",
                "principal": {"AWS": "444455556666"},
                "action": ["s3:GetObject"],
                "condition": {},
                "isDeleted": False,
                "isPublic": False,
            }
            | changed,
        }
    )


def store_in(folder: Path, clock: Callable[[], datetime] = lambda: NOW) -> FindingStore:
    return FindingStore(folder / "findings.db", clock=clock)


async def told(store: FindingStore, events: Iterable[AccessAnalyzerEvent]) -> None:
    for each in events:
        await store.apply(each)
