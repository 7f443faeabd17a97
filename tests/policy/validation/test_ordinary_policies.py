"""Policies as people write them: nothing is to be said of them."""

from typing import Any

import pytest

from aa_sdk.models import PolicyType, ValidatePolicyResourceType
from tests.policy.validation.documents import found, policy

ACCOUNT = "111122223333"
ROOT = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
ROLE: ValidatePolicyResourceType = "AWS::IAM::AssumeRolePolicyDocument"
NOT_OURS = {
    "StringNotEqualsIfExists": {
        "aws:PrincipalOrgID": "o-1234567890",
        "aws:PrincipalAccount": ["444455556666"],
    },
    "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
}
NOT_FOR_US = {
    "StringNotEqualsIfExists": {"aws:SourceOrgID": "o-1234567890"},
    "Null": {"aws:SourceAccount": "false"},
    "Bool": {"aws:PrincipalIsAWSService": "true"},
}


def allow(principal: object, action: object, resource: str, **condition: Any) -> dict[str, Any]:
    more = {"Condition": condition} if condition else {}
    head = {"Effect": "Allow", "Principal": principal, "Action": action}
    return {**head, "Resource": resource, **more}


def deny(**elements: Any) -> dict[str, Any]:
    return {"Effect": "Deny", **elements}


@pytest.mark.parametrize(
    "statement",
    [
        allow(
            {"Service": "cloudfront.amazonaws.com"},
            "s3:GetObject",
            "arn:aws:s3:::a-bucket/*",
            StringEquals={"AWS:SourceArn": f"arn:aws:cloudfront::{ACCOUNT}:distribution/E1"},
        ),
        deny(
            Principal="*",
            Action="s3:*",
            Resource=["arn:aws:s3:::a-bucket", "arn:aws:s3:::a-bucket/*"],
            Condition={"Bool": {"aws:SecureTransport": "false"}},
        ),
        allow(
            {"Service": "sns.amazonaws.com"},
            "sqs:SendMessage",
            f"arn:aws:sqs:eu-west-1:{ACCOUNT}:a-queue",
            ArnEquals={"aws:SourceArn": f"arn:aws:sns:eu-west-1:{ACCOUNT}:a-topic"},
        ),
        allow(
            {"Service": ["s3.amazonaws.com", "s3.ap-east-1.amazonaws.com"]},
            "sns:Publish",
            f"arn:aws:sns:eu-west-1:{ACCOUNT}:a-topic",
            ArnLike={"aws:SourceArn": "arn:aws:s3:::a-bucket"},
            StringEquals={"aws:SourceAccount": ACCOUNT},
        ),
        allow(ROOT, "kms:*", "*"),
        allow(
            {"AWS": f"arn:aws:iam::{ACCOUNT}:role/an-application"},
            ["kms:Decrypt", "kms:GenerateDataKey"],
            "*",
            StringEquals={"kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com"},
        ),
        allow(
            {"Service": "events.amazonaws.com"},
            "lambda:InvokeFunction",
            f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:a-function",
            ArnLike={"AWS:SourceArn": f"arn:aws:events:eu-west-1:{ACCOUNT}:rule/a-rule"},
        ),
        allow(
            {"Service": "alexa-appkit.amazon.com"},
            "lambda:InvokeFunction",
            f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:a-skill",
            StringEquals={"lambda:EventSourceToken": "amzn1.ask.skill.1"},
        ),
        allow("*", "sts:AssumeRole", "*", StringEquals={"aws:PrincipalOrgID": "o-1234567890"}),
    ],
    ids=range(9),
)
def test_policies_of_resources(statement: dict[str, Any]) -> None:
    assert found(policy(statement), "RESOURCE_POLICY") == []


@pytest.mark.parametrize(
    "statement",
    [
        {
            "Effect": "Allow",
            "Principal": ROOT,
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": "an-id"}},
        },
        deny(
            Principal={"AWS": "*"},
            Action=["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"],
            Condition=NOT_OURS,
        ),
        {
            "Effect": "Allow",
            "Principal": {"Service": "rolesanywhere.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
            "Condition": {"StringEquals": {"aws:PrincipalTag/x509Subject/CN": "a-host"}},
        },
    ],
    ids=range(3),
)
def test_policies_of_roles(statement: dict[str, Any]) -> None:
    assert found(policy(statement), "RESOURCE_POLICY", resource_type=ROLE) == []


@pytest.mark.parametrize(
    ("policy_type", "statement"),
    [
        (
            "SERVICE_CONTROL_POLICY",
            deny(
                NotAction=["iam:*", "s3:GetAccountPublic*", "sts:*"],
                Resource="*",
                Condition={
                    "StringNotEquals": {"aws:RequestedRegion": ["eu-west-1"]},
                    "ArnNotLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/an-admin"},
                },
            ),
        ),
        (
            "RESOURCE_CONTROL_POLICY",
            deny(Principal="*", Action=["s3:*", "sqs:*"], Resource="*", Condition=NOT_OURS),
        ),
        (
            "RESOURCE_CONTROL_POLICY",
            deny(Principal="*", Action=["kms:*", "sts:*"], Resource="*", Condition=NOT_FOR_US),
        ),
        (
            "RESOURCE_CONTROL_POLICY",
            deny(
                Principal="*",
                Action="sts:AssumeRoleWithWebIdentity",
                Resource="*",
                Condition={
                    "StringNotLikeIfExists": {"gitlab.com:sub": "project_path:a-group/*"},
                    "Null": {"gitlab.com:sub": "false"},
                },
            ),
        ),
    ],
    ids=range(4),
)
def test_policies_of_organizations(policy_type: PolicyType, statement: dict[str, Any]) -> None:
    assert found(policy(statement), policy_type) == []
