"""Filters on EventBridge events, whole or their detail."""
# ruff: noqa: FBT001, FBT003 (a filter asks for a bool by giving it; tables give the expected one)

from collections.abc import Mapping
from typing import Any

import pytest

from aa_sdk.errors import InvalidRequestError
from aa_sdk.filters import FindingFilter
from tests.filters.samples import TIMES

F = FindingFilter

SHARED: dict[str, Any] = {
    "status": "ACTIVE",
    "resource": "arn:aws:sqs:eu-west-1:111122223333:orders",
    "resourceType": "AWS::SQS::Queue",
    "accountId": "111122223333",
    "isDeleted": False,
    **TIMES,
}
EXTERNAL: dict[str, Any] = {
    **SHARED,
    "id": "e-1",
    "region": "eu-west-1",
    "principal": {"AWS": "444455556666"},
    "action": ["sqs:SendMessage"],
    "condition": {"aws:SourceVpc": "vpc-1"},
    "isPublic": False,
}
EXTERNAL_ERROR: dict[str, Any] = {**SHARED, "id": "e-2", "error": "INTERNAL_ERROR"}
UNUSED: dict[str, Any] = {
    **SHARED,
    "findingId": "u-1",
    "resource": "arn:aws:iam::111122223333:role/idle",
    "resourceType": "AWS::IAM::Role",
    "previousStatus": "",
    "findingType": "UnusedPermission",
    "numberOfUnusedServices": 3,
}
INTERNAL: dict[str, Any] = {
    **SHARED,
    "id": "i-1",
    "findingType": "InternalAccess",
    "principal": {"AWS": "arn:aws:iam::444455556666:role/batch"},
    "condition": {},
    "resourceControlPolicyRestrictionType": "NOT_APPLICABLE",
    "serviceControlPolicyRestrictionType": "APPLIED",
}
KINDS = {
    "external": ("Access Analyzer Finding", EXTERNAL),
    "external error": ("Access Analyzer Finding", EXTERNAL_ERROR),
    "unused": ("Unused Access Finding for IAM entities", UNUSED),
    "internal": ("Internal Access Finding", INTERNAL),
}


def event(kind: str, detail: Mapping[str, Any]) -> dict[str, Any]:
    """Return a whole event."""
    return {
        "version": "0",
        "id": "5d0f4f0e-1b7a-4a53-9d0e-6f1c2b3a4d5e",
        "detail-type": kind,
        "source": "aws.access-analyzer",
        "account": "111122223333",
        "detail": detail,
    }


TABLE: list[tuple[str, FindingFilter, bool]] = [
    ("external", F().status.eq("ACTIVE").resource_type.eq("AWS::SQS::Queue"), True),
    ("external", F().id.eq("e-1"), True),
    ("external", F().resource_owner_account.eq("111122223333"), True),
    ("external", F().finding_type.eq("ExternalAccess"), True),
    ("external", F().is_public.eq(False).principal.aws.eq("444455556666"), True),
    ("external", F().condition("aws:SourceVpc").eq("vpc-1"), True),
    ("external", F().error.exists(), False),
    ("external error", F().finding_type.eq("ExternalAccess").error.exists(), True),
    ("external error", F().is_public.exists(False).principal.aws.exists(False), True),
    ("unused", F().id.eq("u-1"), True),
    ("unused", F().finding_type.contains("Unused").resource_type.eq("AWS::IAM::Role"), True),
    ("unused", F().finding_type.eq("ExternalAccess"), False),
    ("unused", F().is_public.eq(False), False),
    ("unused", F().resource_control_policy_restriction.exists(False), True),
    ("internal", F().finding_type.eq("InternalAccess"), True),
    ("internal", F().resource_control_policy_restriction.eq("NOT_APPLICABLE"), True),
    ("internal", F().service_control_policy_restriction.eq("APPLIED"), True),
    ("internal", F().principal.aws.contains("role/batch"), True),
]


@pytest.mark.parametrize(("kind", "finding_filter", "expected"), TABLE, ids=str)
def test_an_event_is_matched_whole_and_by_its_detail(
    kind: str, finding_filter: FindingFilter, expected: bool
) -> None:
    name, detail = KINDS[kind]
    assert finding_filter.matches(event(name, detail)) is expected
    assert finding_filter.matches(detail) is expected
    assert bool(finding_filter.explain(event(name, detail))) is expected


@pytest.mark.parametrize("detail", [EXTERNAL, EXTERNAL_ERROR])
def test_a_restriction_that_external_events_may_leave_out_is_never_silently_absent(
    detail: dict[str, Any],
) -> None:
    finding_filter = F().status.eq("RESOLVED").resource_control_policy_restriction.exists(False)
    with pytest.raises(InvalidRequestError) as caught:
        finding_filter.matches(detail)
    assert [f.path for f in caught.value.fields] == ["filter.resourceControlPolicyRestriction"]
    carried = {**detail, "resourceControlPolicyRestrictionType": "APPLICABLE"}
    assert F().resource_control_policy_restriction.eq("APPLICABLE").matches(carried)
    assert F().finding_type.eq("ExternalAccess").matches(carried)


@pytest.mark.parametrize("kind", ["Access Preview State Change", "Of a Later Release", None, [], 3])
def test_an_event_about_something_else_is_refused(kind: Any) -> None:
    detail = {"accessPreviewId": "p-1", "status": "COMPLETED"}
    with pytest.raises(InvalidRequestError) as caught:
        F().status.eq("ACTIVE").matches(event(kind, detail))
    assert [field.path for field in caught.value.fields] == ["finding.detail-type"]
