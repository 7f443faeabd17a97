"""What type checkers refuse of events: every line with an ignore, and no other.

Both complain about an ignore that nothing needs, as in `filters_errors`. The codes are mypy's.
Nothing here is ever run.
"""
# pyright: reportUnnecessaryTypeIgnoreComment=true

from pathlib import Path
from typing import Any, assert_never

from aa_sdk import FindingFilter
from aa_sdk.events import (
    AccessAnalyzerEvent,
    ExternalAccessEvent,
    FindingEvent,
    InternalAccessEvent,
    parse_event,
)


def what_is_no_event(records: list[dict[str, Any]]) -> None:
    parse_event(records)  # type: ignore[arg-type]
    parse_event(Path("event.json"))  # type: ignore[arg-type]
    parse_event(None)  # type: ignore[arg-type]
    FindingFilter().matches(records)  # type: ignore[arg-type]


def an_event_may_be_about_no_finding(event: AccessAnalyzerEvent) -> None:
    event.finding_id.upper()  # type: ignore[union-attr]
    event.summary().id  # type: ignore[union-attr] # noqa: B018 (only its type counts)
    event.detail.action  # type: ignore[union-attr] # noqa: B018 (only its type counts)


def an_event_never_changes(event: ExternalAccessEvent) -> None:
    event.region = "eu-west-1"  # type: ignore[misc]
    event.status = "ARCHIVED"  # type: ignore[misc]


def a_family_is_forgotten(event: FindingEvent) -> None:
    match event:
        case ExternalAccessEvent() | InternalAccessEvent():
            return
        case _:
            assert_never(event)  # type: ignore[arg-type]
