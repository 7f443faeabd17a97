"""What passes a filter: every operator on every kind of value, in every form of finding."""
# ruff: noqa: FBT003 (a filter asks for a bool by giving it; tables give the expected one)

import pytest

from aa_sdk.filters import FindingFilter, FindingLike
from tests.filters.samples import (
    bare_forms,
    external_forms,
    internal_forms,
)

F = FindingFilter
CONDITION = "aws:PrincipalOrgID"

# For each kind of value: what the sample finding has, and what it says to each operator.
PRESENT: list[tuple[FindingFilter, bool]] = [
    # text
    (F().resource.eq("arn:aws:s3:::prod-data"), True),
    (F().resource.eq("arn:aws:s3:::prod"), False),
    (F().resource.eq("x", "arn:aws:s3:::prod-data"), True),
    (F().resource.eq("arn:aws:s3:::PROD-data"), False),
    (F().resource.neq("arn:aws:s3:::prod-data"), False),
    (F().resource.neq("x"), True),
    (F().resource.neq("x", "arn:aws:s3:::prod-data"), False),
    (F().resource.contains("prod"), True),
    (F().resource.contains("PROD"), False),
    (F().resource.contains("x", "data"), True),
    (F().resource.contains("x", "y"), False),
    (F().resource.contains(""), True),
    (F().resource.exists(), True),
    (F().resource.exists(False), False),
    # id
    (F().id.eq("f-1"), True),
    (F().id.neq("f-1"), False),
    (F().id.contains("f-"), True),
    (F().id.exists(), True),
    # account
    (F().resource_owner_account.eq("111122223333"), True),
    (F().resource_owner_account.eq("444455556666"), False),
    (F().resource_owner_account.neq("444455556666"), True),
    (F().resource_owner_account.contains("2222"), True),
    (F().resource_owner_account.exists(False), False),
    # enums
    (F().status.eq("ACTIVE", "ARCHIVED"), True),
    (F().status.eq("RESOLVED"), False),
    (F().status.neq("ACTIVE"), False),
    (F().status.neq("ARCHIVED", "RESOLVED"), True),
    (F().status.contains("ACT"), True),
    (F().status.contains("act"), False),
    (F().status.exists(), True),
    (F().resource_type.eq("AWS::S3::Bucket"), True),
    (F().resource_type.neq("AWS::S3::Bucket", "AWS::KMS::Key"), False),
    (F().resource_type.contains("AWS::S3"), True),
    (F().resource_type.exists(False), False),
    (F().finding_type.eq("ExternalAccess"), True),
    (F().finding_type.eq("InternalAccess"), False),
    (F().finding_type.neq("ExternalAccess"), False),
    (F().finding_type.contains("Access"), True),
    (F().finding_type.exists(), True),
    (F().resource_control_policy_restriction.eq("NOT_APPLICABLE"), True),
    (F().resource_control_policy_restriction.neq("NOT_APPLICABLE"), False),
    (F().resource_control_policy_restriction.contains("APPLICABLE"), True),
    (F().resource_control_policy_restriction.exists(), True),
    # booleans
    (F().is_public.eq(False), True),
    (F().is_public.eq(True), False),
    (F().is_public.eq(True, False), True),
    (F().is_public.neq(False), False),
    (F().is_public.neq(True), True),
    (F().is_public.exists(), True),
    (F().is_public.exists(False), False),
    # entries of mappings
    (F().principal.aws.eq("444455556666"), True),
    (F().principal.aws.neq("444455556666"), False),
    (F().principal.aws.contains("5555"), True),
    (F().principal.aws.exists(), True),
    (F().principal.federated.eq("idp.example.com"), True),
    (F().principal.federated.neq("x"), True),
    (F().principal.federated.contains("example"), True),
    (F().principal.federated.exists(False), False),
    (F().condition(CONDITION).eq("o-abc123"), True),
    (F().condition(CONDITION).eq("o-abc"), False),
    (F().condition(CONDITION).neq("o-abc123"), False),
    (F().condition(CONDITION).contains("abc"), True),
    (F().condition(CONDITION).exists(), True),
    (F().condition("AWS:principalorgid").eq("o-abc123"), True),
    (F().condition("aws:SourceVpc").eq("VPC-0A1B"), False),
    # several values, by a key of no documented kind
    (F().key("action").eq("s3:GetObject"), True),
    (F().key("action").eq("s3:PutObject"), False),
    (F().key("action").neq("s3:ListBucket"), False),
    (F().key("action").neq("s3:PutObject"), True),
    (F().key("action").contains("List"), True),
    (F().key("action").exists(), True),
    (F().key("action").exists(False), False),
]

# The same operators on a finding that does not have the key.
ABSENT: list[tuple[FindingFilter, bool]] = [
    (finding_filter, expected)
    for key in (
        "resource",
        "error",
        "isPublic",
        "resourceControlPolicyRestriction",
        "serviceControlPolicyRestriction",
        "principal.AWS",
        "principal.Federated",
        f"condition.{CONDITION}",
        "existingFindingId",
        "existingFindingStatus",
    )
    for finding_filter, expected in (
        (F().key(key).eq("x", "false", ""), False),
        (F().key(key).neq("x", "false", ""), True),
        (F().key(key).contains(""), False),
        (F().key(key).exists(), False),
        (F().key(key).exists(False), True),
    )
]


INTERNAL: list[tuple[FindingFilter, bool]] = [
    (F().finding_type.eq("InternalAccess"), True),
    (F().service_control_policy_restriction.eq("APPLIED"), True),
    (F().service_control_policy_restriction.neq("APPLIED"), False),
    (F().service_control_policy_restriction.contains("APPL"), True),
    (F().service_control_policy_restriction.exists(), True),
    (F().resource_control_policy_restriction.eq("APPLICABLE"), True),
    (F().principal.aws.contains("role/batch"), True),
    (F().condition("aws:VpceOrgID").eq("o-abc123"), True),
    (F().is_public.exists(), False),
    (F().key("accessType").eq("INTRA_ORG"), True),
]

OF_PREVIEWS: list[tuple[FindingFilter, bool]] = [
    (F().change_type.eq("CHANGED"), True),
    (F().change_type.neq("CHANGED", "NEW"), False),
    (F().change_type.contains("CHANG"), True),
    (F().change_type.exists(), True),
    (F().existing_finding_id.eq("e-1"), True),
    (F().existing_finding_id.neq("e-1"), False),
    (F().existing_finding_id.contains("e"), True),
    (F().existing_finding_id.exists(False), False),
    (F().existing_finding_status.eq("ARCHIVED"), True),
    (F().existing_finding_status.neq("ACTIVE"), True),
]


def wrong_answers(table: list[tuple[FindingFilter, bool]], finding: FindingLike) -> list[str]:
    """The filters that do not say of a finding what the table does."""
    return [
        str(finding_filter)
        for finding_filter, expected in table
        if finding_filter.matches(finding) is not expected
    ]


@pytest.mark.parametrize("form", external_forms())
def test_each_operator_says_what_its_kind_of_value_has(form: str) -> None:
    assert wrong_answers(PRESENT, external_forms()[form]) == []


@pytest.mark.parametrize("form", bare_forms())
def test_without_the_key_only_neq_and_exists_false_pass(form: str) -> None:
    assert wrong_answers(ABSENT, bare_forms()[form]) == []


@pytest.mark.parametrize("form", internal_forms())
def test_internal_details_are_looked_into(form: str) -> None:
    assert wrong_answers(INTERNAL, internal_forms()[form]) == []


@pytest.mark.parametrize("form", ["preview", "preview mapping"])
def test_previews_have_keys_of_their_own(form: str) -> None:
    assert wrong_answers(OF_PREVIEWS, external_forms()[form]) == []
