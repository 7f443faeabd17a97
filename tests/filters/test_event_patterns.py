"""What stands in the patterns of filters, and which filters have none."""
# ruff: noqa: FBT003 (a filter asks for a bool by giving it)

import json
from typing import Any

import pytest

from aa_sdk.errors import InvalidRequestError
from aa_sdk.events import (
    ExternalAccessEventDetail,
    InternalAccessEventDetail,
    UnusedAccessEventDetail,
)
from aa_sdk.filters import FILTER_KEYS, FindingFilter
from aa_sdk.filters._event_patterns.families import FAMILIES
from aa_sdk.models import Criterion, Model
from tests.filters import bus
from tests.filters.test_events import EXTERNAL, KINDS, event

F = FindingFilter

EXTERNAL_TYPE, INTERNAL_TYPE, UNUSED_TYPE = (family.detail_type for family in FAMILIES)
ABSENT = {"exists": False}


def details(finding_filter: FindingFilter) -> dict[str, Any]:
    """Return what the patterns ask of the detail, by `detail-type`; none where that is nothing."""
    patterns = finding_filter.to_event_patterns()
    return {pattern["detail-type"][0]: pattern.get("detail") for pattern in patterns}


def everywhere(detail: dict[str, Any] | None) -> dict[str, Any]:
    return dict.fromkeys((EXTERNAL_TYPE, INTERNAL_TYPE, UNUSED_TYPE), detail)


def test_a_pattern_names_source_family_and_what_is_asked() -> None:
    assert F().status.eq("ACTIVE").is_public.eq(True).to_event_patterns() == (
        {
            "source": ["aws.access-analyzer"],
            "detail-type": ["Access Analyzer Finding"],
            "detail": {"status": ["ACTIVE"], "isPublic": [True]},
        },
    )


def test_a_filter_that_asks_nothing_has_a_pattern_without_detail_for_each_family() -> None:
    assert details(F()) == everywhere(None)
    assert all("detail" not in pattern for pattern in F().to_event_patterns())


OF_TEXT: list[tuple[str, FindingFilter, list[Any]]] = [
    ("eq", F().resource.eq("b", "a", "b"), ["b", "a"]),
    ("eq, neq", F().resource.eq("a", "b").resource.neq("b"), ["a"]),
    ("eq, contains", F().resource.eq("ab", "ac", "d").resource.contains("b", "d"), ["ab", "d"]),
    ("eq, exists", F().resource.eq("a").resource.exists(), ["a"]),
    ("neq", F().resource.neq("b", "a"), [{"anything-but": ["b", "a"]}, ABSENT]),
    ("neq, exists", F().resource.neq("a").resource.exists(), [{"anything-but": ["a"]}]),
    ("neq, absent", F().resource.neq("a").resource.exists(False), [ABSENT]),
    ("exists", F().resource.exists(), [{"exists": True}]),
    ("absent", F().resource.exists(False), [ABSENT]),
    ("contains", F().resource.contains("b", "a"), [{"wildcard": "*b*"}, {"wildcard": "*a*"}]),
    ("contains, exists", F().resource.contains("a").resource.exists(), [{"wildcard": "*a*"}]),
    ("contains, neq", F().resource.contains("a").resource.neq("b"), [{"wildcard": "*a*"}]),
    ("a part of another", F().resource.contains("xax", "a", "a"), [{"wildcard": "*a*"}]),
    ("any part", F().resource.contains("", "a"), [{"exists": True}]),
    ("any part, neq", F().resource.contains("").resource.neq("a"), [{"anything-but": ["a"]}]),
    ("asterisks", F().resource.contains("*", "**"), [{"wildcard": r"*\**"}]),
    ("backslashes", F().resource.contains("a\\*b"), [{"wildcard": r"*a\\\*b*"}]),
    ("what never is absent", F().key("status").neq("ACTIVE"), [{"anything-but": ["ACTIVE"]}]),
]


@pytest.mark.parametrize(
    ("finding_filter", "entries"), [row[1:] for row in OF_TEXT], ids=[row[0] for row in OF_TEXT]
)
def test_the_operators_of_a_key_become_one_list(
    finding_filter: FindingFilter, entries: list[Any]
) -> None:
    (key,) = finding_filter.to_criteria()
    assert details(finding_filter) == everywhere({key: entries})


def test_what_always_holds_is_left_out() -> None:
    assert details(F.from_criteria({"resource": Criterion(neq=())})) == everywhere(None)
    assert details(F.from_criteria({"resource": Criterion()})) == everywhere(None)
    assert details(F().change_type.neq("NEW").finding_type.exists()) == everywhere(None)
    assert details(F().key("isPublic").neq("perhaps")) == everywhere(None)


@pytest.mark.parametrize(
    ("finding_filter", "entries"),
    [
        (F().is_public.eq(True), [True]),
        (F().is_public.eq(True, False), [{"exists": True}]),
        (F().is_public.neq(True), [False, ABSENT]),
        (F().is_public.exists(False), [ABSENT]),
        (F().key("isPublic").contains("ru"), [True]),
        (F().is_public.neq(True).is_public.exists(), [False]),
    ],
    ids=str,
)
def test_booleans_are_those_of_json(finding_filter: FindingFilter, entries: list[Any]) -> None:
    assert details(finding_filter)[EXTERNAL_TYPE] == {"isPublic": entries}


def test_members_have_the_names_of_their_family() -> None:
    asked = F().id.eq("1").resource_owner_account.eq("111122223333")
    assert details(asked) == {
        EXTERNAL_TYPE: {"id": ["1"], "accountId": ["111122223333"]},
        INTERNAL_TYPE: {"id": ["1"], "accountId": ["111122223333"]},
        UNUSED_TYPE: {"findingId": ["1"], "accountId": ["111122223333"]},
    }
    scp = F().service_control_policy_restriction.eq("APPLIED")
    assert details(scp) == {INTERNAL_TYPE: {"serviceControlPolicyRestrictionType": ["APPLIED"]}}


def test_a_restriction_that_external_events_may_leave_out_has_to_be_there() -> None:
    name, entry = "resourceControlPolicyRestrictionType", {"anything-but": ["APPLIED"]}
    assert details(F().resource_control_policy_restriction.neq("APPLIED")) == {
        EXTERNAL_TYPE: {name: [entry]},
        INTERNAL_TYPE: {name: [entry, ABSENT]},
        UNUSED_TYPE: None,
    }
    absent = details(F().resource_control_policy_restriction.exists(False))
    assert absent == {INTERNAL_TYPE: {name: [ABSENT]}, UNUSED_TYPE: None}


@pytest.mark.parametrize(
    ("finding_filter", "expected"),
    [
        (F().finding_type.eq("ExternalAccess"), {EXTERNAL_TYPE: None}),
        (
            F().finding_type.eq("InternalAccess", "UnusedPermission"),
            {
                INTERNAL_TYPE: {"findingType": ["InternalAccess"]},
                UNUSED_TYPE: {"findingType": ["UnusedPermission"]},
            },
        ),
        (F().finding_type.neq("ExternalAccess"), {INTERNAL_TYPE: None, UNUSED_TYPE: None}),
        (
            F().finding_type.neq("UnusedPermission"),
            {
                EXTERNAL_TYPE: None,
                INTERNAL_TYPE: None,
                UNUSED_TYPE: {"findingType": [{"anything-but": ["UnusedPermission"]}]},
            },
        ),
        (
            F().finding_type.contains("Unused"),
            {UNUSED_TYPE: {"findingType": [{"wildcard": "*Unused*"}]}},
        ),
        (
            F().key("findingType").eq("OfALaterRelease"),
            {
                INTERNAL_TYPE: {"findingType": ["OfALaterRelease"]},
                UNUSED_TYPE: {"findingType": ["OfALaterRelease"]},
            },
        ),
        (
            # Of the types that are known, those with this part are of unused access.
            F().key("findingType").eq("LaterPermission").key("findingType").contains("Permission"),
            {
                INTERNAL_TYPE: {"findingType": ["LaterPermission"]},
                UNUSED_TYPE: {"findingType": ["LaterPermission"]},
            },
        ),
        (
            F().key("findingType").contains("Later"),
            {
                INTERNAL_TYPE: {"findingType": [{"wildcard": "*Later*"}]},
                UNUSED_TYPE: {"findingType": [{"wildcard": "*Later*"}]},
            },
        ),
    ],
    ids=str,
)
def test_a_finding_type_is_asked_of_the_families_that_may_have_it(
    finding_filter: FindingFilter, expected: dict[str, Any]
) -> None:
    assert details(finding_filter) == expected


def test_principals_and_conditions_are_asked_below_each_other() -> None:
    asked = F().principal.aws.eq("1").principal.federated.exists(False).condition("x:Own").eq("a")
    detail = {"principal": {"AWS": ["1"], "Federated": [ABSENT]}, "condition": {"x:Own": ["a"]}}
    assert details(asked) == {EXTERNAL_TYPE: detail, INTERNAL_TYPE: detail}


def test_a_condition_key_is_written_as_documented_whatever_its_case() -> None:
    asked = F().condition("AWS:sourcevpc").eq("a", "b").condition("aws:SourceVpc").neq("b")
    assert details(asked)[EXTERNAL_TYPE] == {"condition": {"aws:SourceVpc": ["a"]}}


def test_two_keys_for_one_member_ask_for_both() -> None:
    name = "resourceControlPolicyRestrictionType"
    asked = F().resource_control_policy_restriction.neq("APPLIED").key(name).neq("APPLICABLE")
    turned = F().key(name).neq("APPLIED").resource_control_policy_restriction.neq("APPLICABLE")
    wanted = {name: [{"anything-but": ["APPLIED", "APPLICABLE"]}]}
    assert details(asked) == details(turned) == {EXTERNAL_TYPE: wanted, INTERNAL_TYPE: wanted}


def test_members_that_filters_do_not_document_are_asked_of_events_that_have_them() -> None:
    later = F().key("isDeleted").eq("false").key("previousStatus").neq("")
    wanted = {"isDeleted": [False], "previousStatus": [{"anything-but": [""]}]}
    assert details(later) == {UNUSED_TYPE: wanted}
    name = "numberOfUnusedServices"
    counted = F().key(name).eq("3", "03", "many")
    assert details(counted) == {UNUSED_TYPE: {name: [3]}}
    assert details(F().key(name).eq("0", "-1", "1000000000", "1.0")) == {
        UNUSED_TYPE: {name: [0, -1, 1_000_000_000]}
    }
    assert details(F().key(name).neq("3", "many")) == {UNUSED_TYPE: {name: [{"anything-but": [3]}]}}
    actions = details(F().key("action").contains("s3:").key("action").exists())
    assert actions[EXTERNAL_TYPE] == {"action": [{"wildcard": "*s3:*"}]}


def test_a_key_that_nobody_knows_is_text_and_has_to_be_there() -> None:
    assert details(F().key("note").neq("a")) == everywhere({"note": [{"anything-but": ["a"]}]})
    assert details(F().key("any.thing").eq("a")) == everywhere({"any": {"thing": ["a"]}})
    present = F().key("any.thing").neq("a").key("any.thing").exists()
    assert details(present) == everywhere({"any": {"thing": [{"anything-but": ["a"]}]}})


def test_patterns_belong_to_the_caller_and_are_the_same_each_time() -> None:
    asked = F().resource.neq("a").error.exists(False).status.eq("ACTIVE")
    first = asked.to_event_patterns()
    text = json.dumps(first)
    for pattern in first:
        pattern["resources"] = ["arn"]
        for entries in pattern["detail"].values():
            entries[-1:] = []
    assert json.dumps(asked.to_event_patterns()) == text


def test_values_are_plain_text_even_where_the_filter_marks_them() -> None:
    (pattern, *_) = F().key("status").eq("SNOOZED").to_event_patterns()
    assert type(pattern["detail"]["status"][0]) is str


@pytest.mark.parametrize("key", FILTER_KEYS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_documented_key_is_found_where_matches_finds_it(key: str, kind: str) -> None:
    happened = event(*KINDS[kind])
    found = 0
    for operators in ({"exists": True}, {"exists": False}, {"neq": ("x",)}):
        asked = F.from_criteria({key: operators})
        try:
            patterns = asked.to_event_patterns()
        except InvalidRequestError:
            patterns = ()
        assert bus.passing(patterns, happened) == bus.matches(asked, happened)
        found += bool(patterns)
    assert found


def test_families_have_the_members_of_their_models() -> None:
    models: list[type[Model]] = [
        ExternalAccessEventDetail,
        InternalAccessEventDetail,
        UnusedAccessEventDetail,
    ]
    for family, model in zip(FAMILIES, models, strict=True):
        names = {field.alias for field in model.model_fields.values()}
        # The models have it in common; only events of unused access are documented to have it.
        assert family.members.keys() | {"previousStatus"} == names


def test_an_event_about_something_else_passes_no_pattern() -> None:
    patterns = F().to_event_patterns()
    assert not bus.passing(patterns, event("Access Preview State Change", EXTERNAL))
    assert not bus.passing(patterns, {**event(EXTERNAL_TYPE, EXTERNAL), "source": "my.own"})
