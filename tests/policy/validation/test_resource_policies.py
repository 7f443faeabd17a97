"""What the policy of a type of resource may speak of."""

from typing import Any

import pytest

from aa_sdk.models import ValidatePolicyResourceType
from aa_sdk.policy import ActionCatalogue
from tests.policy.validation.documents import NOTHING_KNOWN, found, policy

BUCKET = "arn:aws:s3:::b/*"
POINT = "arn:aws:s3:eu-west-1:111122223333:accesspoint/p"
MULTI_REGION = "arn:aws:s3::111122223333:accesspoint/p.mrap/object/*"
LAMBDA = "arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/p"
TABLE = "arn:aws:dynamodb:eu-west-1:111122223333:table/t"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/k"
ARNS: dict[ValidatePolicyResourceType, str] = {
    "AWS::S3::Bucket": BUCKET,
    "AWS::S3::AccessPoint": POINT,
    "AWS::S3::MultiRegionAccessPoint": MULTI_REGION,
    "AWS::S3ObjectLambda::AccessPoint": LAMBDA,
    "AWS::DynamoDB::Table": TABLE,
}
SERVICES: dict[ValidatePolicyResourceType, str] = {
    "AWS::S3ObjectLambda::AccessPoint": "s3-object-lambda",
    "AWS::DynamoDB::Table": "dynamodb",
}


def told(
    resource_type: ValidatePolicyResourceType | None,
    action: Any,
    resource: Any,
    catalogue: ActionCatalogue = NOTHING_KNOWN,
) -> list[tuple[str, ...]]:
    """The findings about what a policy speaks of."""
    principal = {"AWS": "111122223333"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource}
    findings = found(
        policy(statement), "RESOURCE_POLICY", resource_type=resource_type, catalogue=catalogue
    )
    return [one for one in findings if one[0].startswith("UNSUPPORTED")]


@pytest.mark.parametrize("resource_type", ARNS)
def test_the_policy_of_a_resource_speaks_of_the_resource(
    resource_type: ValidatePolicyResourceType,
) -> None:
    action = f"{SERVICES.get(resource_type, 's3')}:Get*"
    arns = [*dict.fromkeys(ARNS.values()), KEY]
    for index, arn in enumerate(arns):
        own = arn == ARNS[resource_type]
        place = ("UNSUPPORTED_RESOURCE_ARN_IN_POLICY", f"Statement[0].Resource[{index}]")
        assert (place in told(resource_type, action, arns)) == (not own), arn


@pytest.mark.parametrize(
    ("resource_type", "resource", "findings"),
    [
        ("AWS::S3::Bucket", "*", 1),
        ("AWS::S3::Bucket", "arn:aws:s3:::*", 0),
        ("AWS::S3::AccessPoint", BUCKET, 1),
        ("AWS::S3::AccessPoint", f"{POINT}/object/*", 0),
        ("AWS::S3::AccessPoint", "arn:aws:s3:*:*:*", 0),
        ("AWS::DynamoDB::Table", "*", 0),
        ("AWS::DynamoDB::Table", f"{TABLE}/index/i", 0),
        ("AWS::S3::Bucket", "**", 0),
        ("AWS::S3::Bucket", "fakeArn", 0),
        ("AWS::S3::Bucket", "*:aws:kms:::k", 0),
    ],
)
def test_wildcards_stand_for_the_resource_where_they_can(
    resource_type: ValidatePolicyResourceType, resource: str, findings: int
) -> None:
    action = f"{SERVICES.get(resource_type, 's3')}:Get*"
    place = ("UNSUPPORTED_RESOURCE_ARN_IN_POLICY", "Statement[0].Resource")
    assert told(resource_type, action, resource) == findings * [place]


def test_the_policy_of_a_resource_speaks_of_actions_of_its_service() -> None:
    actions = ["s3:GetObject", "kms:Decrypt", "*", "GetObject"]
    assert told("AWS::S3::Bucket", actions, BUCKET) == [
        ("UNSUPPORTED_ACTION_IN_POLICY", "Statement[0].Action[1]")
    ]


def test_the_actions_of_a_policy_have_to_be_about_the_resource(
    catalogue: ActionCatalogue,
) -> None:
    actions = ["s3:GetObject", "s3:ListAllMyBuckets", "s3:ListBucket", "s3:*", "s3:Nothing"]
    assert told("AWS::S3::Bucket", actions, BUCKET, catalogue) == [
        ("UNSUPPORTED_ACTION_IN_POLICY", "Statement[0].Action[1]")
    ]
    assert told("AWS::S3::AccessPoint", actions, POINT, catalogue) == [
        ("UNSUPPORTED_ACTION_IN_POLICY", "Statement[0].Action[1]"),
        ("UNSUPPORTED_ACTION_IN_POLICY", "Statement[0].Action[2]"),
    ]


def test_the_policy_of_anything_may_speak_of_anything(catalogue: ActionCatalogue) -> None:
    assert told(None, ["s3:ListAllMyBuckets", "kms:Decrypt"], [KEY, "*"], catalogue) == []
