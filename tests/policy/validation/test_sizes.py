"""A policy has a largest size, white space not counted."""

import json

import pytest

from aa_sdk.models import PolicyType, ValidatePolicyResourceType
from tests.policy.validation.documents import changed, found, policy

BUCKET: ValidatePolicyResourceType = "AWS::S3::Bucket"
TRUST: ValidatePolicyResourceType = "AWS::IAM::AssumeRolePolicyDocument"


def sized(size: int, *, spaces: int = 0) -> str:
    """A document of so many characters that are no white space, and some that are."""
    text = json.dumps(policy(changed(Effect="Deny")), separators=(",", ":"))
    name = "x" * (size - len(text))
    long = text.replace("s3:GetObject", f"s3:GetObject{name}")
    assert len(long) == size
    return long.replace(",", "," + " \n\t\r"[spaces % 4] * spaces)


@pytest.mark.parametrize(
    ("policy_type", "resource_type", "quota", "code"),
    [
        ("IDENTITY_POLICY", None, 10_240, "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA"),
        ("SERVICE_CONTROL_POLICY", None, 5_120, "POLICY_SIZE_EXCEEDS_SCP_QUOTA"),
        ("RESOURCE_CONTROL_POLICY", None, 5_120, "POLICY_SIZE_EXCEEDS_RCP_QUOTA"),
        ("RESOURCE_POLICY", TRUST, 2_048, "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA"),
        ("RESOURCE_POLICY", BUCKET, 20_480, "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA"),
        ("RESOURCE_POLICY", None, 32_768, "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA"),
        *(
            ("RESOURCE_POLICY", kind, 20_480, "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA")
            for kind in (
                "AWS::S3::AccessPoint",
                "AWS::S3::MultiRegionAccessPoint",
                "AWS::S3ObjectLambda::AccessPoint",
                "AWS::DynamoDB::Table",
            )
        ),
    ],
)
def test_one_character_more_than_the_quota_is_too_many(
    policy_type: PolicyType,
    resource_type: ValidatePolicyResourceType | None,
    quota: int,
    code: str,
) -> None:
    for size, spaces, is_told in ((quota, 5, False), (quota + 1, 0, True), (quota + 1, 7, True)):
        told = found(sized(size, spaces=spaces), policy_type, resource_type=resource_type)
        assert ((code, "") in told) == is_told
