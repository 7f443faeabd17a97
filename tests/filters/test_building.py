"""Filters as they are built: values, immutability, equality, and the filters for one purpose."""
# ruff: noqa: FBT003 (a filter asks for a bool by giving it)

import copy
import pickle
from collections.abc import Callable
from enum import Enum, StrEnum
from typing import Any

import pytest

from aa_sdk.errors import InvalidRequestError
from aa_sdk.filters import (
    FILTER_KEYS,
    ArchiveRuleFilter,
    ExternalFindingFilter,
    Filter,
    FindingFilter,
    InternalFindingFilter,
    UnusedFindingFilter,
)
from aa_sdk.models import (
    CreateArchiveRuleRequest,
    Criterion,
    InlineArchiveRule,
    ListAccessPreviewFindingsRequest,
    ListFindingsRequest,
    ListFindingsV2Request,
    UpdateArchiveRuleRequest,
)

F = FindingFilter
FIVE = (
    F()
    .status.eq("ACTIVE")
    .resource_type.eq("AWS::S3::Bucket", "AWS::IAM::Role")
    .is_public.eq(True)
    .principal.aws.contains("111122223333")
    .error.exists(False)
)
VARIANTS: dict[Any, Any] = {
    ExternalFindingFilter: F.for_external,
    InternalFindingFilter: F.for_internal,
    UnusedFindingFilter: F.for_unused,
    ArchiveRuleFilter: F.for_archive_rule,
}


def reached(finding_filter: Any, name: str) -> Any:
    """Return the operators that the documented code for a key reaches."""
    return eval(f"finding_filter.{FILTER_KEYS[name].attribute}", {"finding_filter": finding_filter})  # noqa: S307 (our own table)


def test_criteria_are_what_was_asked() -> None:
    assert FIVE.to_criteria() == {
        "status": Criterion(eq=["ACTIVE"]),
        "resourceType": Criterion(eq=["AWS::S3::Bucket", "AWS::IAM::Role"]),
        "isPublic": Criterion(eq=["true"]),
        "principal.AWS": Criterion(contains=["111122223333"]),
        "error": Criterion(exists=False),
    }


def test_every_documented_key_has_an_attribute() -> None:
    for name in FILTER_KEYS:
        finding_filter = reached(F(), name).exists()
        assert finding_filter.to_criteria() == {name: Criterion(exists=True)}


def test_every_operator_is_sent_under_its_name() -> None:
    for name, key in FILTER_KEYS.items():
        value, sent = (True, "true") if key.kind == "boolean" else ("x", "x")
        for operator in key.operators - {"exists"}:
            finding_filter = getattr(reached(F(), name), operator)(value)
            assert finding_filter.to_criteria() == {
                name: Criterion.model_validate({operator: (sent,)})
            }


def test_operators_say_whose_they_are() -> None:
    assert repr(F().condition("aws:SourceVpc")) == "<operators of 'condition.aws:SourceVpc'>"


def test_booleans_have_no_contains() -> None:
    assert not hasattr(F().is_public, "contains")


def test_values_of_a_key_used_twice_are_put_in_one_list() -> None:
    finding_filter = F().status.eq("ACTIVE").resource.contains("a").status.eq("ARCHIVED", "ACTIVE")
    assert finding_filter.to_criteria() == {
        "status": Criterion(eq=["ACTIVE", "ARCHIVED"]),
        "resource": Criterion(contains=["a"]),
    }


def test_a_value_given_twice_is_sent_once() -> None:
    finding_filter = F().status.eq("ACTIVE", "ACTIVE").is_public.neq(True, True)
    assert finding_filter.to_criteria() == {
        "status": Criterion(eq=["ACTIVE"]),
        "isPublic": Criterion(neq=["true"]),
    }


def test_operators_of_one_key_make_one_criterion() -> None:
    finding_filter = F().resource.contains("a").resource.neq("b").resource.exists()
    assert finding_filter.to_criteria() == {
        "resource": Criterion(contains=["a"], neq=["b"], exists=True),
    }


def test_a_filter_that_is_built_on_stays_as_it_was() -> None:
    start = F().status.eq("ACTIVE")
    start.status.eq("ARCHIVED")
    start.resource.contains("a")
    start.to_criteria().clear()
    _ = start & F().error.exists()
    assert start.to_criteria() == {"status": Criterion(eq=["ACTIVE"])}


def test_attributes_cannot_be_set() -> None:
    finding_filter: Any = F()
    for name in ("status", "resource", "anything"):
        with pytest.raises(AttributeError):
            setattr(finding_filter, name, 1)


class Status(StrEnum):
    """A user's own enum."""

    ACTIVE = "ACTIVE"


class NamedStatus(str, Enum):  # noqa: UP042 (its own text is its name, which is the test)
    """A user's own enum from before `StrEnum`."""

    ACTIVE = "ACTIVE"


class Text(str):
    """A user's own kind of string."""

    __slots__ = ()


@pytest.mark.parametrize("given", [Status.ACTIVE, NamedStatus.ACTIVE, Text("ACTIVE")])
def test_any_kind_of_string_is_sent_as_a_plain_one(given: str) -> None:
    values: Any = F().key("status").eq(given).to_criteria()["status"].eq
    assert values == ("ACTIVE",)
    assert type(values[0]) is str


WRONG: list[tuple[Callable[[Any], object], str]] = [
    (lambda f: f.resource_owner_account.eq("1", 111122223333), "resourceOwnerAccount.eq[1]"),
    (lambda f: f.resource_type.neq(["AWS::S3::Bucket"]), "resourceType.neq[0]"),
    (lambda f: f.principal.aws.contains(None), "principal.AWS.contains[0]"),
    (lambda f: f.status.eq(True), "status.eq[0]"),
    (lambda f: f.is_public.eq("true"), "isPublic.eq[0]"),
    (lambda f: f.is_public.neq(1), "isPublic.neq[0]"),
    (lambda f: f.error.exists("false"), "error.exists"),
    (lambda f: f.error.exists(0), "error.exists"),
]


@pytest.mark.parametrize(("ask", "path"), WRONG, ids=[path for _, path in WRONG])
def test_values_of_another_type_are_refused_where_they_stand(
    ask: Callable[[Any], object], path: str
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        ask(F())
    assert [field.path for field in caught.value.fields] == [f"filter.{path}"]


def test_asking_for_both_presence_and_absence_is_refused() -> None:
    with pytest.raises(InvalidRequestError) as caught:
        F().error.exists().error.exists(False)
    assert [field.path for field in caught.value.fields] == ["filter.error.exists"]
    with pytest.raises(InvalidRequestError):
        _ = F().error.exists() & F().error.exists(False)


def test_or_and_not_are_refused_with_the_way_out() -> None:
    finding_filter: Any = F().status.eq("ACTIVE")
    with pytest.raises(TypeError, match=r"no OR across keys.*two queries"):
        _ = finding_filter | F()
    with pytest.raises(TypeError, match=r"no OR across keys.*two queries"):
        _ = {} | finding_filter
    with pytest.raises(TypeError, match=r"use neq.*two queries"):
        _ = ~finding_filter


def test_only_filters_are_joined() -> None:
    other: Any = {"status": {"eq": ["ACTIVE"]}}
    with pytest.raises(TypeError, match="from_criteria"):
        _ = F() & other


def test_equality_is_by_meaning() -> None:
    one = F().status.eq("ACTIVE", "ARCHIVED").error.exists()
    same = F().error.exists().status.eq("ARCHIVED").status.eq("ACTIVE")
    assert one == same
    assert hash(one) == hash(same)
    assert one == F.from_criteria({**one.to_criteria(), "resource": Criterion()})
    repeated = Criterion(eq=["ACTIVE", "ARCHIVED", "ACTIVE"])
    assert one == F.from_criteria({**one.to_criteria(), "status": repeated})


@pytest.mark.parametrize(
    "other",
    [
        F(),
        F().status.eq("ACTIVE"),
        F().status.neq("ACTIVE", "ARCHIVED"),
        F().status.contains("ACTIVE", "ARCHIVED"),
        F().existing_finding_status.eq("ACTIVE", "ARCHIVED"),
        F().status.eq("ACTIVE", "ARCHIVED").status.exists(),
        F().status.eq(),
        {"status": Criterion(eq=["ACTIVE", "ARCHIVED"])},
    ],
    ids=repr,
)
def test_what_asks_something_else_is_not_equal(other: object) -> None:
    assert F().status.eq("ACTIVE", "ARCHIVED") != other


def test_a_filter_survives_pickling_and_copying() -> None:
    finding_filter = FIVE
    finding_filter.matches(
        {"status": "ARCHIVED", "condition": {}}
    )  # what is compiled is not carried
    for start in (F(), finding_filter, F.for_unused().id.eq("a"), F.for_archive_rule()):
        for twin in (pickle.loads(pickle.dumps(start)), copy.copy(start), copy.deepcopy(start)):  # noqa: S301 (our own)
            assert type(twin) is type(start)
            assert twin == start
            assert twin.to_criteria() == start.to_criteria()
            assert repr(twin) == repr(start)


@pytest.mark.parametrize("kind", VARIANTS, ids=lambda kind: kind.__name__)
def test_a_filter_for_one_purpose_has_its_keys_and_no_other(kind: type[Filter]) -> None:
    finding_filter = VARIANTS[kind]()
    assert type(finding_filter) is kind
    for name in FILTER_KEYS.keys() - kind.unavailable:
        assert reached(finding_filter, name).exists().to_criteria() == {
            name: Criterion(exists=True)
        }
    for name in kind.unavailable:
        with pytest.raises((InvalidRequestError, AttributeError)):
            reached(finding_filter, name).exists()
        with pytest.raises(InvalidRequestError):
            finding_filter.key(name).exists()
        with pytest.raises(InvalidRequestError):
            kind.from_criteria({name: {"exists": True}})


def test_the_filters_for_one_purpose_lack_what_is_documented_to_be_lacking() -> None:
    counts = {kind: len(FILTER_KEYS) - len(kind.unavailable) for kind in VARIANTS}
    assert counts == {
        ExternalFindingFilter: 29,
        InternalFindingFilter: 12,
        UnusedFindingFilter: 6,
        ArchiveRuleFilter: 25,
    }


@pytest.mark.parametrize("name", ["is_public", "error", "principal", "condition"])
def test_an_attribute_of_other_findings_says_why_it_is_not_there(name: str) -> None:
    finding_filter: Any = F.for_unused()
    assert not hasattr(finding_filter, name)
    with pytest.raises(InvalidRequestError, match="for_unused"):
        getattr(finding_filter, name)


def test_a_misspelt_attribute_names_the_right_one() -> None:
    finding_filter: Any = F()
    with pytest.raises(AttributeError, match="'status'"):
        finding_filter.stauts  # noqa: B018 (asking is the test)


def test_keys_this_release_does_not_know_are_taken_by_every_filter() -> None:
    for start in (F(), *(make() for make in VARIANTS.values())):
        assert start.key("any.thing").eq("x").to_criteria() == {"any.thing": Criterion(eq=["x"])}


def test_joining_keeps_the_kind_of_the_first() -> None:
    unused = F.for_unused().status.eq("ACTIVE")
    assert type(F() & unused) is FindingFilter
    assert type(unused & F.for_unused().id.eq("a")) is UnusedFindingFilter
    everything: Any = F().is_public.eq(True)
    with pytest.raises(InvalidRequestError):
        _ = unused & everything


@pytest.mark.parametrize("finding_filter", [FIVE, F.for_external().is_public.eq(True)], ids=str)
def test_requests_take_filters_and_keep_their_criteria(finding_filter: Filter) -> None:
    criteria = finding_filter.to_criteria()
    arn = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/a"
    requests: list[Any] = [
        ListFindingsRequest(analyzer_arn=arn, filter=finding_filter),
        ListFindingsV2Request(analyzer_arn=arn, filter=finding_filter),
        ListAccessPreviewFindingsRequest(
            access_preview_id="p", analyzer_arn=arn, filter=finding_filter
        ),
        InlineArchiveRule(rule_name="r", filter=finding_filter),
        CreateArchiveRuleRequest(analyzer_name="a", rule_name="r", filter=finding_filter),
        UpdateArchiveRuleRequest(analyzer_name="a", rule_name="r", filter=finding_filter),
    ]
    for request in requests:
        assert request.filter == criteria


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"status": {"eq": [1]}}, "status.eq[0]"),
        ({"status": {"eq": "ACTIVE"}}, "status.eq"),
        ({"status": {"exists": "true"}}, "status.exists"),
        ({"status": ["ACTIVE"]}, "status"),
        ({"resourceOwnerAccount": {"neq": ["a", 111122223333]}}, "resourceOwnerAccount.neq[1]"),
    ],
)
def test_criteria_of_the_wrong_type_are_refused_where_they_stand(given: Any, path: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        F.from_criteria(given)
    assert [field.path for field in caught.value.fields] == [f"filter.{path}"]


def test_a_filter_is_made_of_another() -> None:
    rule = ArchiveRuleFilter.from_criteria(F().is_public.eq(True))
    assert type(rule) is ArchiveRuleFilter
    assert rule.to_criteria() == {"isPublic": Criterion(eq=["true"])}
