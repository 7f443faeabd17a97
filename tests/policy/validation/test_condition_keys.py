"""Context keys that protect less than they seem to."""

from typing import Any

import pytest

from aa_sdk.models import ValidatePolicyResourceType
from tests.policy.validation.conditions import found
from tests.policy.validation.documents import changed, policy, when

WHERE = "Statement[0].Condition"


@pytest.mark.parametrize("key", ["aws:Referer", "aws:UserAgent"])
@pytest.mark.parametrize("operator", ["StringEquals", "StringNotLike"])
def test_a_key_that_callers_write_themselves_is_told(operator: str, key: str) -> None:
    assert found(when(**{operator: {key: "a"}})) == [
        ("UNTRUSTWORTHY_CONDITION_KEY", f"{WHERE}.{operator}.{key}")
    ]


def test_to_ask_whether_such_a_key_is_there_is_fine() -> None:
    assert found(when(Null={"aws:Referer": "true"})) == []


@pytest.mark.parametrize(
    ("key", "companion"),
    [
        ("aws:VpcSourceIp", "aws:SourceVpc"),
        ("aws:VpcSourceIp", "aws:SourceVpce"),
        ("aws:Ec2InstanceSourcePrivateIPv4", "aws:ec2instancesourcevpc"),
    ],
)
def test_an_address_in_a_network_wants_the_network(key: str, companion: str) -> None:
    alone = {"IpAddress": {key: "10.0.0.1"}}
    assert found(when(**alone)) == [("MISSING_PAIRED_CONDITION_KEYS", f"{WHERE}.IpAddress.{key}")]
    assert found(when(**alone, StringEquals={companion: ["vpc-12345678"]})) in (
        [],
        [("INVALID_VPCE_FORMAT", f"{WHERE}.StringEquals.{companion}[0]")],
    )
    assert found(policy(changed(Effect="Deny", Condition=alone))) == []


def test_an_address_in_a_network_wants_the_right_companion() -> None:
    condition = {
        "IpAddress": {"aws:VpcSourceIp": "10.0.0.1"},
        "StringEquals": {"aws:Ec2InstanceSourceVpc": "vpc-12345678"},
    }
    assert found(when(**condition)) == [
        ("MISSING_PAIRED_CONDITION_KEYS", f"{WHERE}.IpAddress.aws:VpcSourceIp")
    ]


@pytest.mark.parametrize(
    ("key", "action"),
    [("sts:SourceIdentity", "sts:SetSourceIdentity"), ("sts:TransitiveTagKeys", "sts:TagSession")],
)
def test_a_value_that_nobody_may_set_is_told(key: str, action: str) -> None:
    condition = {"ForAnyValue:StringEquals": {key: "a"}}
    alone = changed(Action=["sts:AssumeRole"], Condition=condition)
    assert found(policy(alone)) == [
        ("MISSING_ACTION_FOR_CONDITION_KEY", f"{WHERE}.ForAnyValue:StringEquals.{key}")
    ]
    assert found(policy({**alone, "Action": ["sts:assumeRole", action]})) == []
    assert found(policy({**alone, "Action": action})) == []
    assert found(policy({**alone, "Effect": "Deny"})) == []


@pytest.mark.parametrize("key", ["aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"])
@pytest.mark.parametrize(
    ("elements", "is_told"),
    [
        ({"Action": "s3:GetObject"}, False),
        ({"Action": ["S3:*", "kms:Decrypt", "iam:GetRole"]}, False),
        ({"Action": ["s3:*", "sqs:*"]}, True),
        ({"Action": "*"}, True),
        ({"Action": "iam:PassRole"}, True),
        ({"Action": None, "NotAction": "s3:*"}, True),
    ],
)
def test_the_owner_of_an_endpoint_is_known_to_some_services_only(
    *, key: str, elements: dict[str, Any], is_told: bool
) -> None:
    operator = "ForAnyValue:StringNotEquals"
    document = policy(changed(Effect="Deny", Condition={operator: {key: "a"}}, **elements))
    code = "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES"
    assert (code, f"{WHERE}.{operator}.{key}") in found(document) or not is_told
    assert is_told == (code in {one[0] for one in found(document)})


@pytest.mark.parametrize(
    ("resource_type", "key", "is_told"),
    [
        ("AWS::S3::Bucket", "s3:ResourceAccount", True),
        ("AWS::S3::AccessPoint", "s3:ResourceAccount", True),
        ("AWS::S3::Bucket", "aws:ResourceAccount", False),
        ("AWS::DynamoDB::Table", "s3:ResourceAccount", False),
        (None, "s3:ResourceAccount", False),
    ],
)
def test_the_owner_of_the_bucket_is_no_question_for_its_own_policy(
    *, resource_type: ValidatePolicyResourceType | None, key: str, is_told: bool
) -> None:
    condition = {"StringEquals": {key: "111122223333"}}
    document = policy(changed(Principal="*", Condition=condition))
    findings = found(document, "RESOURCE_POLICY", resource_type=resource_type)
    expected = ("IRRELEVANT_CONDITION_KEY_IN_POLICY", f"{WHERE}.StringEquals.{key}")
    assert (expected in findings) == is_told
    assert is_told == any(code == expected[0] for code, *_ in findings)
