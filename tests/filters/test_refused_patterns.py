"""Filters that no rule of EventBridge can be made of: what is said, and the way out."""
# ruff: noqa: FBT003 (a filter asks for a bool by giving it)

import json
from typing import Any

import pytest

from aa_sdk.errors import InvalidRequestError
from aa_sdk.filters import FindingFilter
from aa_sdk.models import Criterion

F = FindingFilter


def refused(finding_filter: FindingFilter, **options: Any) -> dict[str, str]:
    with pytest.raises(InvalidRequestError) as caught:
        finding_filter.to_event_patterns(**options)
    return {field.path: field.reason for field in caught.value.fields}


NO_FAMILY = "no event about external, internal or unused access can match: "


@pytest.mark.parametrize(
    ("finding_filter", "reasons"),
    [
        (
            F().change_type.eq("NEW"),
            {"changeType": f"{NO_FAMILY}they do not have it; leave it out of the rule"},
        ),
        (
            F().key("status.code").eq("a"),
            {"status.code": f"{NO_FAMILY}they do not have it; leave it out of the rule"},
        ),
        (
            F().is_public.eq(True).finding_type.eq("InternalAccess"),
            {
                "findingType": "no event about external access can match: their type is"
                " ExternalAccess",
                "isPublic": "no event about internal or unused access can match: they do not"
                " have it; leave it out of the rule",
            },
        ),
        (
            F().status.eq("ACTIVE").status.neq("ACTIVE"),
            {"status": f"{NO_FAMILY}what is asked leaves no value"},
        ),
        (
            F.from_criteria({"resource": Criterion(eq=())}),
            {"resource": f"{NO_FAMILY}what is asked leaves no value"},
        ),
        (
            F.from_criteria({"resource": Criterion(contains=())}),
            {"resource": f"{NO_FAMILY}what is asked leaves no value"},
        ),
        (
            F().status.exists(False),
            {"status": f"{NO_FAMILY}those without it are refused by matches()"},
        ),
        (
            F().key("note").eq("a").key("note.text").eq("a"),
            {"note.text": f"{NO_FAMILY}'note' cannot be text and have entries too"},
        ),
    ],
    ids=str,
)
def test_a_filter_that_no_event_can_match_is_refused_with_the_reason_for_each_family(
    finding_filter: FindingFilter, reasons: dict[str, str]
) -> None:
    assert refused(finding_filter) == {f"filter.{key}": why for key, why in reasons.items()}


@pytest.mark.parametrize(
    ("finding_filter", "path", "reason"),
    [
        (F().resource.contains("a").resource.neq("b", "xa"), "resource.neq", "'xa'"),
        (
            F().condition("aws:SourceVpc").contains("a").condition("AWS:SOURCEVPC").contains("b"),
            "condition.AWS:SOURCEVPC.contains",
            "a part of one list and a part of another",
        ),
        (F().key("action").neq("s3:*"), "action.neq", "other than neq"),
        (F().key("action").eq("a").key("action").contains("b"), "action.eq", "one operator"),
        (F().key("principal").eq("1"), "principal.eq", "principal.…"),
        (
            F().key("principal").contains("1").principal.aws.eq("1"),
            "principal.contains",
            "principal.…",
        ),
        (F().key("numberOfUnusedActions").contains("1"), "numberOfUnusedActions.contains", "part"),
        (F().key("any.thing").neq("a"), "any.thing.neq", "add .exists()"),
        (F().key("any.thing").exists(False), "any.thing.exists", "'any'"),
    ],
    ids=str,
)
def test_what_a_rule_cannot_ask_is_refused_with_the_way_out(
    finding_filter: FindingFilter, path: str, reason: str
) -> None:
    ((where, why),) = refused(finding_filter).items()
    assert where == f"filter.{path}"
    assert reason in why
    assert "decide with matches()" in why


def test_what_a_rule_cannot_ask_of_a_family_that_cannot_match_does_not_matter() -> None:
    asked = F().resource.contains("a").resource.neq("ab").resource.exists(False)
    assert set(refused(asked).values()) == {f"{NO_FAMILY}what is asked leaves no value"}
    unused = F().key("action").neq("a").key("previousStatus").eq("ACTIVE")
    assert set(refused(unused)) == {"filter.previousStatus", "filter.action"}


def test_a_slip_and_an_unknown_operator_are_refused_before_anything_else() -> None:
    asked = (
        F()
        .key("stauts")
        .eq("ACTIVE")
        .with_criterion("status", Criterion.model_validate({"startsWith": "A"}))
    )
    reasons = refused(asked)
    assert reasons["filter.stauts"] == "is no filter key; did you mean 'status'?"
    assert "cannot ask of events" in reasons["filter.status.startsWith"]


def test_a_pattern_that_is_too_large_is_refused_and_parts_of_a_split_are_not() -> None:
    many = F().id.eq(*(f"{number:036}" for number in range(60)))
    assert "split()" in refused(many)["filter"]
    for part in many.split():
        (size,) = {len(json.dumps(pattern)) for pattern in part.to_event_patterns()[:1]}
        assert size < 2_048
    assert len(many.to_event_patterns(max_characters=4_096)) == 3


def test_a_pattern_fits_to_the_character() -> None:
    (pattern,) = F().is_public.eq(True).resource.eq("é").to_event_patterns()
    size = len(json.dumps(pattern))
    asked = F().is_public.eq(True).resource.eq("é")
    assert asked.to_event_patterns(max_characters=size) == (pattern,)
    reason = refused(asked, max_characters=size - 1)["filter"]
    assert f"{size} characters" in reason
    assert "split()" not in reason


@pytest.mark.parametrize("size", [0, 4_097])
def test_a_size_that_eventbridge_never_takes_is_refused(size: int) -> None:
    assert "4,096" in refused(F(), max_characters=size)["max_characters"]


def test_a_long_value_is_not_repeated_in_full() -> None:
    asked = F().resource.contains("x").resource.neq("x" * 5_000)
    assert len(refused(asked)["filter.resource.neq"]) < 400


def test_a_filter_for_one_purpose_says_how_it_becomes_patterns() -> None:
    unused: Any = F.for_unused().status.eq("ACTIVE")
    with pytest.raises(AttributeError, match=r"FindingFilter\(\) & "):
        unused.to_event_patterns()
    assert len((F() & unused).to_event_patterns()) == 3


def test_a_key_without_its_operator_says_what_it_needs() -> None:
    unfinished: Any = F().status
    with pytest.raises(AttributeError, match="unfinished"):
        unfinished.to_event_patterns()
