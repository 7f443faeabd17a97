"""What is found wrong with a filter before it is sent."""

from typing import Any

import pytest

from aa_sdk.errors import InvalidRequestError
from aa_sdk.filters import FILTER_KEYS, FindingFilter, check_criteria
from aa_sdk.filters._keys import OPERATIONS
from aa_sdk.models import Criterion

F = FindingFilter
VALUES = {"boolean": "true", "account": "111122223333", "text": "x"}
TWENTY = tuple(str(number) for number in range(20))


def paths(criteria: Any, operation: str | None = None) -> list[str]:
    """Return the wrong places."""
    return [problem.path for problem in check_criteria(criteria, operation)]


@pytest.mark.parametrize(
    ("criteria", "path", "said"),
    [
        ({"stauts": {"eq": ["ACTIVE"]}}, "stauts", "'status'"),
        ({"resourcetype": {"eq": ["x"]}}, "resourcetype", "'resourceType'"),
        ({"STATUS": {"eq": ["ACTIVE"]}}, "STATUS", "'status'"),
        ({"is_public": {"eq": ["true"]}}, "is_public", "'isPublic'"),
        ({"public": {"eq": ["true"]}}, "public", "'isPublic'"),
        ({"principal.aws": {"eq": ["*"]}}, "principal.aws", "'principal.AWS'"),
        ({"principal.Federate": {"eq": ["x"]}}, "principal.Federate", "'principal.Federated'"),
        ({"aws:SourceVpc": {"eq": ["x"]}}, "aws:SourceVpc", "'condition.aws:SourceVpc'"),
        (
            {"condition.aws:principalorgid": {"eq": ["x"]}},
            "condition.aws:principalorgid",
            "'condition.aws:PrincipalOrgID'",
        ),
        ({"findingType": {"eq": ["UnusedAccess"]}}, "findingType.eq[0]", "UnusedIAMRole"),
        ({"findingType": {"contains": ["Unussed"]}}, "findingType.contains[0]", "UnusedIAMRole"),
        ({"resourceType": {"eq": ["AWS::IAM:Role"]}}, "resourceType.eq[0]", "'AWS::IAM::Role'"),
        ({"resourceType": {"neq": ["AWS::S3::Buckett"]}}, "resourceType.neq[0]", "::Bucket'"),
        ({"resourceType": {"eq": ["AWS::S3::bucket"]}}, "resourceType.eq[0]", "::Bucket'"),
        ({"resourceType": {"eq": ["AWS::IAM::ROLE"]}}, "resourceType.eq[0]", "'AWS::IAM::Role'"),
        ({"error": {"neq": ["accessDenied"]}}, "error.neq[0]", "'ACCESS_DENIED'"),
        ({"status": {"eq": ["ACTIVE", "active"]}}, "status.eq[1]", "'ACTIVE'"),
        ({"isPublic": {"eq": ["True"]}}, "isPublic.eq[0]", "'true'"),
        ({"error": {"eq": ["ACCES_DENIED"]}}, "error.eq[0]", "'ACCESS_DENIED'"),
        (
            {"resourceOwnerAccount": {"eq": ["11122223333"]}},
            "resourceOwnerAccount.eq[0]",
            "'011122223333'",
        ),
        ({"resourceOwnerAccount": {"neq": ["prod"]}}, "resourceOwnerAccount.neq[0]", "12 digits"),
        ({"principal.AWS": {"eq": ["1111"]}}, "principal.AWS.eq[0]", "12 digits"),
        (
            {"resourceOwnerAccount": {"eq": [111122223333]}},
            "resourceOwnerAccount.eq[0]",
            "'111122223333'",
        ),
        ({"isPublic": {"eq": [True]}}, "isPublic.eq[0]", "'true'"),
        ({"status": {"eq": "ACTIVE"}}, "status.eq", "list"),
        ({"status": {"exists": "yes"}}, "status.exists", "bool"),
        ({"status": "ACTIVE"}, "status", "mapping"),
        ({"status": {"equals": ["ACTIVE"]}}, "status.equals", "no operator"),
        ({"isPublic": {"contains": ["t"]}}, "isPublic.contains", "true or false"),
        ({"id": {"eq": []}}, "id.eq", "no values"),
        ({"id": {"eq": [*TWENTY, "20"]}}, "id.eq", "split()"),
        ({"id": {"neq": [*TWENTY, "20"]}}, "id.neq", "at most 20"),
        ({"any.thing": {"contains": [*TWENTY, "20"]}}, "any.thing.contains", "at most 20"),
    ],
)
def test_a_mistake_is_found_where_it_stands(criteria: Any, path: str, said: str) -> None:
    (problem,) = check_criteria(criteria, "ListFindingsV2")
    assert problem.path == f"filter.{path}"
    assert said in problem.reason


@pytest.mark.parametrize(
    "criteria",
    [
        {"status": {}},
        {"status": Criterion()},
        {"status": {"eq": None}},
        {},
        {"status": {"eq": ["ACTIVE", "ARCHIVED", "RESOLVED"]}},
        {"status": Criterion(exists=True)},
        {"findingType": {"contains": ["Unused"]}},
        {"resourceType": {"contains": ["S3"]}},
        {"resourceType": {"eq": ["AWS::New::Kind"]}},
        {"resourceType": {"eq": ["AWS::IAM::Group"]}},
        {"error": {"eq": ["A_NEW_ERROR"]}},
        {"error": {"contains": ["LIMIT"], "exists": True}},
        {"resourceOwnerAccount": {"contains": ["1111"]}},
        {"principal.AWS": {"eq": ["*", "111122223333", "arn:aws:iam::111122223333:root"]}},
        {"principal.CanonicalUser": {"eq": ["x"]}},
        {"principal.Service": {"eq": ["x"]}},
        {"condition.aws:SourceVpce": {"eq": ["x"]}},
        {"condition.aws:SourceArn": {"eq": ["x"]}},
        {"accessType": {"eq": ["INTRA_ORG"]}},
        {"principalType": {"eq": ["IAM_ROLE"]}},
        {"principalOwnerAccount": {"eq": ["111122223333"]}},
        {"sources": {"exists": True}},
        {"createdAt": {"exists": True}},
        {"any.thing": {"neq": ["x"]}},
        {"id": {"eq": TWENTY}},
    ],
)
def test_what_may_be_right_goes_through(criteria: Any) -> None:
    assert paths(criteria, "ListFindingsV2") == []


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_an_operation_takes_its_keys_and_no_other_documented_ones(operation: str) -> None:
    for name, key in FILTER_KEYS.items():
        value = key.values[0] if key.values else VALUES[key.kind]
        expected = [] if operation in key.operations else [f"filter.{name}"]
        assert paths({name: Criterion(eq=[value])}, operation) == expected, name
        assert paths({name: {"eq": [value]}}, operation) == expected, name


def test_keys_are_not_asked_after_for_an_operation_without_filters() -> None:
    assert paths({"changeType": {"eq": ["NEW"]}}) == []
    assert paths({"changeType": {"eq": ["NEW"]}}, "NewOperation") == []


def test_a_filter_within_a_rule_is_named_by_its_place() -> None:
    criteria = F().status.eq("ACTIVE").to_criteria()
    (problem,) = check_criteria(criteria, "CreateAnalyzer", "archive_rules[1].filter")
    assert problem.path == "archive_rules[1].filter.status"


def test_every_mistake_is_found_at_once() -> None:
    criteria: dict[str, Any] = {
        "stauts": {"eq": []},
        "findingType": {"eq": ["UnusedAccess", "UnusedIAMRole"], "equals": ["x"]},
        "changeType": {"eq": ["NEW"]},
    }
    assert paths(criteria, "ListFindingsV2") == [
        "filter.stauts",
        "filter.stauts.eq",
        "filter.findingType.eq[0]",
        "filter.findingType.equals",
        "filter.changeType",
    ]


def test_a_built_filter_is_checked_like_any_other() -> None:
    finding_filter = F().id.eq(*TWENTY, "20").is_public.eq().key("stauts").eq("x")
    assert paths(finding_filter.to_criteria()) == [
        "filter.id.eq",
        "filter.isPublic.eq",
        "filter.stauts",
    ]
    parts = [part.to_criteria() for part in F().id.eq(*TWENTY, "20").split()]
    assert [paths(part) for part in parts] == [[], []]


def test_a_short_filter_is_its_only_part() -> None:
    finding_filter = F().id.eq(*TWENTY).status.neq("ACTIVE")
    assert list(finding_filter.split()) == [finding_filter]
    assert list(F().split()) == [F()]


def test_values_that_stand_twice_in_a_short_list_stay_as_they_were_given() -> None:
    given = {"id": Criterion(eq=[*TWENTY, "20"]), "status": Criterion(eq=["ACTIVE", "ACTIVE"])}
    parts = [part.to_criteria() for part in F.from_criteria(given).split()]
    assert [part["status"] for part in parts] == [given["status"]] * 2


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("serviceControlPolicyRestriction", "external access only"),
        ("changeType", "only ListAccessPreviewFindings"),
    ],
)
def test_a_listing_says_why_it_does_not_take_a_key(key: str, said: str) -> None:
    (problem,) = check_criteria({key: {"exists": True}}, "ListFindings")
    assert said in problem.reason


def test_parts_are_of_the_same_kind_and_keep_the_rest() -> None:
    finding_filter = F.for_unused().status.eq("ACTIVE").id.contains(*TWENTY, "20").id.neq("x")
    parts = list(finding_filter.split())
    assert [repr(part).startswith("FindingFilter.for_unused()") for part in parts] == [True, True]
    assert parts[1].to_criteria() == {
        "status": Criterion(eq=["ACTIVE"]),
        "id": Criterion(contains=["20"], neq=["x"]),
    }


@pytest.mark.parametrize(
    ("finding_filter", "refused"),
    [
        (F().id.neq(*TWENTY, "20"), ["id.neq"]),
        (F().id.neq(*TWENTY, "20").resource.eq(*TWENTY, "20"), ["id.neq"]),
        (F().id.eq(*TWENTY, "20").resource.eq(*TWENTY, "20"), ["id.eq", "resource.eq"]),
        (F().id.eq(*TWENTY, "20").id.contains(*TWENTY, "20"), ["id.eq", "id.contains"]),
    ],
    ids=["neq", "neq and eq", "two keys", "two operators"],
)
def test_what_cannot_be_split_is_refused_at_once_with_the_reason(
    finding_filter: FindingFilter, refused: list[str]
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        finding_filter.split()
    assert [field.path for field in caught.value.fields] == [f"filter.{path}" for path in refused]


def test_repeated_values_of_neq_do_not_count() -> None:
    finding_filter = F.from_criteria({"id": Criterion(neq=[*TWENTY, *TWENTY])})
    (part,) = finding_filter.split()
    assert part.to_criteria() == {"id": Criterion(neq=TWENTY)}
