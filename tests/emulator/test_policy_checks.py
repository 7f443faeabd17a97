"""The custom checks answer what `aa_sdk.policy` decides, and nothing they made up."""

import json
from typing import Any

import pytest

from aa_sdk.models import CheckNoPublicAccessResponse
from tests.emulator.direct_calls import Direct


def policy(action: str, **more: Any) -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*", **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


NARROW, WIDE = policy("s3:GetObject"), policy("s3:*")
OPEN = policy("s3:GetObject", Principal="*")


@pytest.mark.parametrize(
    ("new", "existing", "result"), [(NARROW, WIDE, "PASS"), (WIDE, NARROW, "FAIL")]
)
def test_new_access_is_told(direct: Direct, new: str, existing: str, result: str) -> None:
    verdict = direct.ok(
        "CheckNoNewAccess",
        newPolicyDocument=new,
        existingPolicyDocument=existing,
        policyType="IDENTITY_POLICY",
    )
    assert verdict["result"] == result
    assert ("reasons" in verdict) is (result == "FAIL")


@pytest.mark.parametrize(("action", "result"), [("s3:PutObject", "FAIL"), ("sqs:*", "PASS")])
def test_granted_access_is_told(direct: Direct, action: str, result: str) -> None:
    verdict = direct.ok(
        "CheckAccessNotGranted",
        policyDocument=WIDE,
        access=[{"actions": [action]}],
        policyType="IDENTITY_POLICY",
    )
    assert verdict["result"] == result


def test_public_access_is_told(direct: Direct) -> None:
    verdict = direct.ok("CheckNoPublicAccess", policyDocument=OPEN, resourceType="AWS::S3::Bucket")
    CheckNoPublicAccessResponse.model_validate(verdict, extra="forbid")
    assert verdict["result"] == "FAIL"
    assert verdict["reasons"][0]["statementIndex"] == 0


def test_a_document_that_is_no_policy_is_an_invalid_parameter(direct: Direct) -> None:
    reply = direct.call("CheckNoPublicAccess", policyDocument="{", resourceType="AWS::S3::Bucket")
    assert (reply.status, reply.error) == (400, "InvalidParameterException")


DENYING = policy("s3:GetObject", Effect="Deny")
DENYING_ALL = policy("s3:GetObject", Effect="Deny", Principal="*")


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("CheckNoNewAccess", {"newPolicyDocument": DENYING, "existingPolicyDocument": WIDE}),
        ("CheckNoNewAccess", {"newPolicyDocument": WIDE, "existingPolicyDocument": DENYING}),
        ("CheckAccessNotGranted", {"policyDocument": DENYING, "access": [{"actions": ["*"]}]}),
        ("CheckNoPublicAccess", {"policyDocument": DENYING_ALL}),
    ],
)
def test_a_policy_that_only_denies_is_an_invalid_parameter(
    direct: Direct, operation: str, params: dict[str, Any]
) -> None:
    """As the service has it, though the offline checks decide such a policy."""
    public = operation == "CheckNoPublicAccess"
    kind = {"resourceType": "AWS::S3::Bucket"} if public else {"policyType": "IDENTITY_POLICY"}
    reply = direct.call(operation, **params, **kind)
    assert (reply.status, reply.error) == (400, "InvalidParameterException")


def test_what_is_not_decided_cannot_be_processed(direct: Direct) -> None:
    wildcard = policy("s3:GetObject", Principal={"AWS": "arn:aws:iam::*:role/a"})
    reply = direct.call(
        "CheckNoPublicAccess", policyDocument=wildcard, resourceType="AWS::S3::Bucket"
    )
    assert (reply.status, reply.error) == (422, "UnprocessableEntityException")


MALFORMED: list[tuple[list[Any], str]] = [
    ([], "access"),
    ([{"actions": ["a:b"]}] * 2, "access"),
    ([{}], "access[0]"),
    ([{"actions": ["a:b"] * 101}], "access[0].actions"),
]


@pytest.mark.parametrize(("access", "field"), MALFORMED)
def test_access_is_one_object_that_says_something(
    direct: Direct, access: list[Any], field: str
) -> None:
    reply = direct.call(
        "CheckAccessNotGranted", policyDocument=WIDE, access=access, policyType="IDENTITY_POLICY"
    )
    assert reply.fields() == [field]
