"""What type checkers make of events. Read by them, never run."""

from typing import Any, assert_never, assert_type

from aa_sdk import FindingFilter
from aa_sdk.events import (
    AccessAnalyzerEvent,
    AccessPreviewStateChange,
    ExternalAccessEvent,
    FindingEvent,
    InternalAccessEvent,
    UnknownEvent,
    UnusedAccessEvent,
    parse_event,
)
from aa_sdk.models import FindingStatus, FindingSummaryV2, FindingType, ResourceType


def reading(payload: dict[str, Any], text: str, body: bytes) -> None:
    assert_type(parse_event(payload), AccessAnalyzerEvent)
    parse_event(text)
    parse_event(body)
    parse_event(bytearray(body))
    parse_event(memoryview(body))


def every_family(event: AccessAnalyzerEvent) -> str:
    match event:
        case ExternalAccessEvent(detail=detail):
            return ", ".join(detail.action)
        case InternalAccessEvent():
            return event.detail.access_type or ""
        case UnusedAccessEvent():
            return str(event.detail.number_of_unused_actions)
        case AccessPreviewStateChange():
            return event.detail.access_preview_id
        case UnknownEvent(problem=str(problem)):
            return problem
        case UnknownEvent():
            return event.detail_type
        case _:
            assert_never(event)


def one_face(event: AccessAnalyzerEvent) -> None:
    assert_type(event.finding_id, str | None)
    assert_type(event.analyzer_arn, str | None)
    assert_type(event.resource, str | None)
    assert_type(event.resource_owner_account, str | None)
    assert_type(event.is_deleted, bool)
    assert_type(event.is_known_public, bool)
    assert_type(event.summary(), FindingSummaryV2 | None)
    texts: list[str | None] = [event.finding_type, event.resource_type, event.status]
    texts.append(event.previous_status)


def of_findings(event: FindingEvent) -> None:
    assert_type(event.finding_id, str)
    assert_type(event.analyzer_arn, str)
    assert_type(event.resource, str)
    assert_type(event.resource_owner_account, str)
    assert_type(event.summary(), FindingSummaryV2)
    kind: FindingType = event.finding_type
    resource_type: ResourceType = event.resource_type
    status: FindingStatus = event.status
    previous: FindingStatus | None = event.previous_status
    del kind, resource_type, status, previous


def filtered(event: AccessAnalyzerEvent, finding: FindingEvent) -> None:
    assert_type(FindingFilter().matches(event), bool)
    assert_type(FindingFilter().matches(finding.detail), bool)
    assert_type(bool(FindingFilter().explain(event)), bool)
