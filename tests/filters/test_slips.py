"""Values that are nearly known ones, and the way out for those that are meant."""

import copy
import pickle
from typing import Any

import pytest

from aa_sdk.errors import InvalidRequestError
from aa_sdk.filters import FILTER_KEYS, FindingFilter, check_criteria
from aa_sdk.models import Criterion, ListFindingsV2Request
from tests.filters.samples import SUMMARY

F: Any = FindingFilter  # checkers refuse most of this

SLIPS = [
    ("status", "ACTVE", "ACTIVE"),
    ("status", "active", "ACTIVE"),
    ("status", "ACITVE", "ACTIVE"),
    ("status", "ARCHIVE", "ARCHIVED"),
    ("status", "RESOVLED", "RESOLVED"),
    ("existingFindingStatus", "Archived", "ARCHIVED"),
    ("changeType", "UNCHAGED", "UNCHANGED"),
    ("findingType", "External_Access", "ExternalAccess"),
    ("resourceType", "AWS::IAM:Role", "AWS::IAM::Role"),
    ("resourceType", "AWS::S3::Buckett", "AWS::S3::Bucket"),
    ("resourceControlPolicyRestriction", "APPLICABEL", "APPLICABLE"),
    ("serviceControlPolicyRestriction", "NOT-APPLICABLE", "NOT_APPLICABLE"),
    ("error", "ACCES_DENIED", "ACCESS_DENIED"),
]
# Near enough to look at twice, and no slip of the pen.
NEW = [
    ("status", "INACTIVE"),
    ("status", "SNOOZED"),
    ("status", ""),
    ("findingType", "UnusedAccess"),
    ("changeType", "DELETED"),
    ("resourceType", "AWS::IAM::Group"),
    ("resourceType", "AWS::EC2::Instance"),
    ("resourceType", "Bucket"),
    ("error", "A_NEW_ERROR"),
]


def of(key: str) -> Any:
    """Return the operators that the attribute of a key has."""
    return getattr(F(), FILTER_KEYS[key].attribute)


def unsendable(finding_filter: FindingFilter) -> list[str]:
    """Return what a request with this filter is refused for."""
    request = ListFindingsV2Request(analyzer_arn="a", filter=finding_filter)
    return [field.path for field in check_criteria(request.model_dump(by_alias=True)["filter"])]


@pytest.mark.parametrize(("key", "value", "meant"), SLIPS)
def test_a_slip_of_the_pen_is_refused_when_the_filter_is_built(
    key: str, value: str, meant: str
) -> None:
    for operator in ("eq", "neq"):
        with pytest.raises(InvalidRequestError) as caught:
            getattr(of(key), operator)(meant, value)
        (field,) = caught.value.fields
        assert field.path == f"filter.{key}.{operator}[1]"
        assert f"did you mean {meant!r}?" in field.reason
        assert f".key({key!r})" in field.reason
    assert of(key).contains(value).to_criteria() == {key: Criterion(contains=[value])}


@pytest.mark.parametrize(("key", "value"), NEW)
def test_a_value_that_is_like_none_may_be_one_of_tomorrow(key: str, value: str) -> None:
    assert of(key).eq(value).to_criteria() == {key: Criterion(eq=[value])}


def test_every_known_value_can_be_asked_for() -> None:
    for key in FILTER_KEYS.values():
        if key.values and key.kind != "boolean":
            assert unsendable(of(key.name).eq(*key.values[:20])) == []


@pytest.mark.parametrize(("key", "value"), [*((k, v) for k, v, _ in SLIPS), *NEW])
def test_a_key_by_its_name_takes_any_text_and_what_it_makes_can_be_sent(
    key: str, value: str
) -> None:
    for operator in ("eq", "neq", "contains"):
        built = getattr(F().key(key), operator)(value)
        assert built.to_criteria() == {key: Criterion.model_validate({operator: [value]})}
        parts = [*built.split()]
        pickled = pickle.loads(pickle.dumps(built))  # noqa: S301 (our own)
        again = eval(repr(built), {"FindingFilter": F})  # noqa: S307 (it is the promise)
        joined = F().id.eq("a") & built & F().key(key).exists()
        made = F.from_criteria(built.to_criteria())
        for one in (built, *parts, pickled, copy.deepcopy(built), again, joined, made):
            assert unsendable(one) == []


def test_what_is_marked_is_text_like_any_other() -> None:
    built = F().key("status").eq("SNOOZED")
    assert built == F().status.eq("SNOOZED")
    assert hash(built) == hash(F().status.eq("SNOOZED"))
    assert built.matches({**SUMMARY, "status": "SNOOZED"})
    assert str(built) == "status = SNOOZED"
    assert built.to_criteria()["status"].to_wire() == {"eq": ["SNOOZED"]}


def test_a_value_of_tomorrow_passes_in_a_typed_attribute_too() -> None:
    for built in (F().status.eq("SNOOZED"), F().status.neq("SNOOZED", "ACTIVE")):
        assert unsendable(built) == []
        assert repr(built).startswith("FindingFilter().status.")
        assert eval(repr(built), {"FindingFilter": F}) == built  # noqa: S307 (it is the promise)


def test_a_value_of_tomorrow_in_a_mapping_is_told_of_the_way_out_before_sending() -> None:
    (field,) = check_criteria({"status": {"eq": ["SNOOZED"]}})
    assert "known are ACTIVE, ARCHIVED, RESOLVED" in field.reason
    assert "FindingFilter().key('status')" in field.reason


def test_a_filter_of_criteria_with_a_slip_says_how_it_could_be_built() -> None:
    given = F.from_criteria({"status": {"eq": ["ACTVE"]}})
    assert repr(given) == "FindingFilter().key('status').eq('ACTVE')"
    assert eval(repr(given), {"FindingFilter": F}) == given  # noqa: S307 (it is the promise)


def test_a_key_by_its_name_is_no_way_round_the_types() -> None:
    for wrong in (5, None, ["ACTIVE"]):
        with pytest.raises(InvalidRequestError):
            F().key("status").eq(wrong)
