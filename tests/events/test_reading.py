"""Events are told apart by their kind, and none that EventBridge delivers is an error."""

import json
import subprocess
import sys
from collections import UserDict
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings

from aa_sdk.events import (
    AccessPreviewStateChange,
    ExternalAccessEvent,
    ExternalAccessEventDetail,
    InternalAccessEvent,
    UnknownEvent,
    UnusedAccessEvent,
    parse_event,
)
from tests.effort import examples
from tests.events.samples import EXTERNAL, KINDS, event
from tests.events.strategies import other_events

FAMILIES: dict[str, type[object]] = {
    "external": ExternalAccessEvent,
    "external error": ExternalAccessEvent,
    "internal": InternalAccessEvent,
    "unused": UnusedAccessEvent,
    "preview": AccessPreviewStateChange,
    "call": UnknownEvent,
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_detail_type_tells_the_family(kind: str) -> None:
    assert type(parse_event(event(kind))) is FAMILIES[kind]


def test_an_event_of_another_kind_is_no_problem() -> None:
    parsed = parse_event(event("call"))
    assert isinstance(parsed, UnknownEvent)
    assert parsed.problem is None
    assert parsed.detail == {"eventName": "CreateAnalyzer"}


@pytest.mark.parametrize("source", ["aws.access-analyzer", "my.tests", ""])
def test_who_sent_it_does_not_count(source: str) -> None:
    assert type(parse_event({**event("external"), "source": source})) is ExternalAccessEvent
    assert type(parse_event({**event("call"), "source": source})) is UnknownEvent


def test_any_mapping_is_read_as_a_dictionary_is() -> None:
    expected = parse_event(event("external"))
    for payload in (MappingProxyType(event("external")), UserDict(event("external"))):
        assert parse_event(payload) == expected


def test_text_in_any_encoding_of_json_is_read_with_a_mark_of_its_byte_order_or_without() -> None:
    text = json.dumps(event("external", region="été"), ensure_ascii=False)
    expected = parse_event(text)
    assert parse_event(f"\ufeff{text}") == expected
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32-be"):
        assert parse_event(text.encode(encoding)) == expected


def test_no_event_needs_the_resource_configurations_of_previews() -> None:
    program = (
        "import sys, aa_sdk.events as events; assert events.AccessPreviewStateChangeDetail\n"
        "print([name for name in sys.modules if 'resource_config' in name or 'client' in name])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "[]\n"


def test_the_version_of_the_envelope_may_be_missing() -> None:
    payload = event("unused")
    del payload["version"]
    parsed = parse_event(payload)
    assert parsed.version == "0"
    assert parsed.to_wire() == payload


def test_new_statuses_and_types_pass() -> None:
    parsed = parse_event(event("unused", status="MUTED", findingType="UnusedByNobody"))
    assert type(parsed) is UnusedAccessEvent
    assert (parsed.status, parsed.finding_type) == ("MUTED", "UnusedByNobody")


PROBLEMS: dict[str, tuple[str, dict[str, Any], str]] = {
    "one is null": ("external", {"status": None}, "detail.status is no text"),
    "a flag": ("external", {"isPublic": "yes"}, "detail.isPublic is neither true nor false"),
    "a number": (
        "unused",
        {"numberOfUnusedServices": True},
        "detail.numberOfUnusedServices is no whole number",
    ),
    "a list": ("internal", {"action": "s3:*"}, "detail.action is no list"),
    "in a list": ("internal", {"action": ["s3:*", 3]}, "detail.action[1] is no text"),
    "a map": ("internal", {"principal": ["*"]}, "detail.principal is no object"),
    "in a map": ("internal", {"principal": {"hidden": 3}}, "detail.principal[…] is no text"),
    "a time": ("external", {"createdAt": "yesterday"}, "detail.createdAt is no ISO 8601 time"),
    "seconds": ("external", {"createdAt": 1770106530}, "detail.createdAt is no ISO 8601 time"),
    "too early": (
        "external",
        {"createdAt": "0001-01-01T00:00:00+01:00"},
        "detail.createdAt is no ISO 8601 time",
    ),
    "a structure": ("preview", {"statusReason": "x"}, "detail.statusReason is no object"),
    "in a structure": ("preview", {"statusReason": {}}, "detail.statusReason.code is missing"),
    "several": (
        "external",
        {"isDeleted": 0, "updatedAt": "", "error": []},
        "detail.updatedAt is no ISO 8601 time, detail.isDeleted is neither true nor false "
        "and detail.error is no text",
    ),
}


@pytest.mark.parametrize(("kind", "changes", "problem"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_known_kind_in_another_form_says_which_member_is_wrong(
    kind: str, changes: dict[str, Any], problem: str
) -> None:
    parsed = parse_event(event(kind, **changes))
    assert isinstance(parsed, UnknownEvent)
    assert parsed.problem == problem
    assert parsed.detail == event(kind, **changes)["detail"]


def test_members_that_are_missing_are_named_before_those_that_are_wrong() -> None:
    payload = event("external", isPublic=1)
    del payload["detail"]["id"], payload["detail"]["status"]
    parsed = parse_event(payload)
    assert isinstance(parsed, UnknownEvent)
    assert parsed.problem == (
        "detail.status and detail.id are missing and detail.isPublic is neither true nor false"
    )


def test_of_very_many_problems_the_first_are_told() -> None:
    parsed = parse_event(event("external", action=[1] * 5000))
    assert isinstance(parsed, UnknownEvent)
    assert str(parsed.problem).startswith("detail.action[0] is no text, detail.action[1] is no")
    assert str(parsed.problem).endswith("and 4,992 more")


@pytest.mark.parametrize("resources", [[], None, ["arn:aws:s3:::a"]])
def test_an_event_of_no_analyzer_is_none_of_a_family(resources: list[str] | None) -> None:
    for kind in ("external", "internal", "unused", "preview"):
        parsed = parse_event({**event(kind), "resources": resources})
        assert isinstance(parsed, UnknownEvent)
        assert parsed.problem == "resources names no analyzer"
        assert parsed.analyzer_arn is None


def test_the_analyzer_is_found_among_other_resources() -> None:
    payload = event("external")
    payload["resources"] = ["arn:aws:s3:::a", *payload["resources"]]
    assert parse_event(payload).analyzer_arn == event("external")["resources"][0]


@given(other_events)
@settings(max_examples=examples(200))
def test_a_problem_repeats_nothing_of_what_came(payload: dict[str, Any]) -> None:
    payload["detail"] = {**payload["detail"], "status": {"hidden": "s3cr3t"}, "action": ["s3cr3t"]}
    parsed = parse_event(payload)
    assert isinstance(parsed, UnknownEvent)
    known = payload["detail-type"] in {name for name, _ in KINDS.values()} - {KINDS["call"][0]}
    assert (parsed.problem is not None) == known
    assert not any(text in str(parsed.problem) for text in ("s3cr3t", "hidden"))
    assert "s3cr3t" not in repr(parsed) + str(parsed)


def test_events_made_by_hand_take_the_names_of_python_and_no_others() -> None:
    made = UnknownEvent(
        id="1",
        detail_type="x",
        source="tests",
        account="111122223333",
        time=datetime(2026, 2, 3, 8, 21, tzinfo=UTC),
        region="eu-west-1",
        resources=[],
        detail={"any": {"thing": 1}},
    )
    assert made.problem is None
    assert made.to_wire()["detail"] == {"any": {"thing": 1}}
    unknown: dict[str, Any] = {**EXTERNAL, "no_such": 1}
    with pytest.raises(ValueError, match="no_such"):
        ExternalAccessEventDetail(**unknown)
