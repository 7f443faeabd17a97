"""Every event answers the same questions, so that nobody has to ask first what it is."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from aa_sdk.events import ExternalAccessEvent, parse_event
from aa_sdk.events._families import Envelope
from aa_sdk.models import FindingSummaryV2
from tests.effort import examples
from tests.events.samples import ANALYZER, BUCKET, EXTERNAL, QUEUE, ROLE, TABLE, event
from tests.events.strategies import finding_events, known_events, other_events

FACE = (
    "finding_id",
    "analyzer_arn",
    "finding_type",
    "resource",
    "resource_type",
    "resource_owner_account",
    "status",
    "previous_status",
    "is_deleted",
    "is_known_public",
)
OF_QUEUE = (QUEUE, "AWS::SQS::Queue", "111122223333")
NOTHING = (None, None, None, None, None, None, None, None, False, False)
SENT: dict[str, tuple[dict[str, Any], tuple[Any, ...]]] = {
    "external": (
        event("external"),
        (EXTERNAL["id"], ANALYZER, "ExternalAccess", *OF_QUEUE, "ACTIVE", None, False, False),
    ),
    "public, and gone": (
        event("external", isPublic=True, isDeleted=True, status="RESOLVED"),
        (EXTERNAL["id"], ANALYZER, "ExternalAccess", *OF_QUEUE, "RESOLVED", None, True, True),
    ),
    "internal": (
        event("internal", previousStatus="ACTIVE"),
        (
            "facade00-1234-4abc-8def-0123456789ab",
            ANALYZER,
            "InternalAccess",
            TABLE,
            "AWS::DynamoDB::Table",
            "111122223333",
            "ARCHIVED",
            "ACTIVE",
            False,
            False,
        ),
    ),
    "unused, and new": (
        event("unused"),
        (
            "decade00-aaaa-4bbb-8ccc-ddddeeeeffff",
            ANALYZER,
            "UnusedPermission",
            ROLE,
            "AWS::IAM::Role",
            "444455556666",
            "ACTIVE",
            None,
            False,
            False,
        ),
    ),
    "preview": (
        event("preview"),
        (None, ANALYZER, None, BUCKET, None, None, "FAILED", "CREATING", False, False),
    ),
    "preview of several": (
        event("preview", configuredResources=[BUCKET, QUEUE], previousStatus=None),
        (None, ANALYZER, None, None, None, None, "FAILED", None, False, False),
    ),
    "preview of nothing": (
        event("preview", configuredResources=[], status="CREATING"),
        (None, ANALYZER, None, None, None, None, "CREATING", "CREATING", False, False),
    ),
    "another kind": ({**event("call"), "resources": []}, NOTHING),
    "another kind with an id": (
        {**event("call", id="1", findingId="2", status=3, resource="r"), "resources": ["arn:x"]},
        (None, None, None, "r", None, None, None, None, False, False),
    ),
    "another form": (
        event("external", createdAt=None, isPublic=True, isDeleted=True, previousStatus=""),
        (EXTERNAL["id"], ANALYZER, None, *OF_QUEUE, "ACTIVE", None, True, True),
    ),
    "unused, in another form": (
        event("unused", status=[], isDeleted="true", id="no", previousStatus="ACTIVE"),
        (
            "decade00-aaaa-4bbb-8ccc-ddddeeeeffff",
            ANALYZER,
            "UnusedPermission",
            ROLE,
            "AWS::IAM::Role",
            "444455556666",
            None,
            "ACTIVE",
            False,
            False,
        ),
    ),
}


@pytest.mark.parametrize(("payload", "expected"), SENT.values(), ids=SENT)
def test_an_event_says_what_it_is_about(payload: dict[str, Any], expected: tuple[Any, ...]) -> None:
    parsed = parse_event(payload)
    assert tuple(getattr(parsed, name) for name in FACE) == expected


@given(known_events | other_events)
@settings(max_examples=examples(300))
def test_every_event_answers_every_question(payload: dict[str, Any]) -> None:
    parsed = parse_event(payload)
    answers = {name: getattr(parsed, name) for name in FACE}
    for name, answer in answers.items():
        kind = bool if name.startswith("is_") else str | None
        assert isinstance(answer, kind), name
    assert (parsed.summary() is not None) <= (parsed.finding_id is not None)


@given(finding_events)
@settings(max_examples=examples(200))
def test_a_summary_is_the_finding_as_a_listing_has_it(payload: dict[str, Any]) -> None:
    parsed = parse_event(payload)
    summary = parsed.summary()
    assert summary is not None
    assert (summary.id, summary.finding_type) == (parsed.finding_id, parsed.finding_type)
    listed = FindingSummaryV2.from_wire(json.dumps(summary.to_wire()))
    assert listed == summary
    assert summary.error == payload["detail"].get("error")


def test_the_times_of_a_summary_are_those_of_a_listing() -> None:
    summary = parse_event(event("internal")).summary()
    assert summary is not None
    assert summary.created_at == datetime(2026, 2, 5, 10, 11, 12, 123456, tzinfo=UTC)
    times = (summary.created_at, summary.analyzed_at, summary.updated_at)
    assert {type(moment) for moment in times} == {datetime}
    assert summary.to_wire()["updatedAt"] == "2026-02-05T10:12:13.987654Z"


@pytest.mark.parametrize("kind", ["preview", "call"])
def test_what_is_about_no_finding_has_no_summary(kind: str) -> None:
    assert parse_event(event(kind)).summary() is None


def test_a_name_that_no_event_has_is_an_attribute_error_with_the_nearest() -> None:
    parsed: Any = parse_event(event("external"))
    with pytest.raises(AttributeError, match="did you mean 'finding_id'"):
        _ = parsed.findingId
    with pytest.raises(TypeError, match=r"write \.detail"):
        _ = parsed["detail"]


def test_an_envelope_alone_is_about_nothing() -> None:
    members = {name: value for name, value in event("call").items() if name != "detail"}
    bare = Envelope.model_validate({**members, "resources": []}, by_alias=True, by_name=False)
    assert tuple(getattr(bare, name) for name in FACE) == NOTHING
    assert bare.summary() is None
    assert str(bare) == repr(bare)


def test_the_schema_of_an_event_names_what_json_has() -> None:
    members = ExternalAccessEvent.model_json_schema(by_alias=True)["$defs"]
    detail = members["ExternalAccessEventDetail"]["properties"]
    assert detail["createdAt"] == {"format": "date-time", "title": "Createdat", "type": "string"}
    assert detail["action"]["items"] == {"type": "string"}
    assert detail["principal"]["additionalProperties"] == {"type": "string"}
