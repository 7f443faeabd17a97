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


NO_ARNS = [
    "fakeArn",
    "arn",
    "ARN:aws:s3:::amber",
    " arn:aws:s3:::amber",
    "amber*",
    "s3:::amber/${aws:username}",
]
ARNS = [
    "arn:aws:s3:::amber/*",
    "arn:aws:s3",
    "arn::lambda:::function:x",
    "*",
    "*amber",
    "?rn:aws:s3:::amber",
    "ar*:amber",
    "${aws:PrincipalTag/arn}",
]


def answers(direct: Direct, kind: str, **statement: Any) -> list[str]:
    """What every check of a kind of policy says of a statement: an error code, or `decided`."""
    whole = {"Effect": "Allow", "Action": "s3:GetObject", **statement}
    document = json.dumps({"Version": "2012-10-17", "Statement": [whole]})
    good = OPEN if kind == "RESOURCE_POLICY" else WIDE
    typed = {"policyType": kind}
    calls: list[tuple[str, dict[str, Any]]] = [
        (
            "CheckNoNewAccess",
            {"newPolicyDocument": document, "existingPolicyDocument": good, **typed},
        ),
        (
            "CheckNoNewAccess",
            {"newPolicyDocument": good, "existingPolicyDocument": document, **typed},
        ),
        (
            "CheckAccessNotGranted",
            {"policyDocument": document, "access": [{"actions": ["s3:*"]}], **typed},
        ),
    ]
    if kind == "RESOURCE_POLICY":
        params = {"policyDocument": document, "resourceType": "AWS::S3::Bucket"}
        calls.append(("CheckNoPublicAccess", params))
    replies = [direct.call(operation, **params) for operation, params in calls]
    for (_, params), reply in zip(calls, replies, strict=True):
        if reply.error == "ValidationException":
            assert {params[name] for name in reply.fields()} == {document}
            assert reply.body["reason"] == "fieldValidationFailed"
    return sorted({reply.error or "decided" for reply in replies})


@pytest.mark.parametrize("kind", ["IDENTITY_POLICY", "RESOURCE_POLICY"])
def test_a_resource_that_is_no_arn_is_a_field_at_fault(direct: Direct, kind: str) -> None:
    principal = {"Principal": {"AWS": "111122223333"}} if kind == "RESOURCE_POLICY" else {}
    for element in ("Resource", "NotResource"):
        for text in ARNS:
            assert answers(direct, kind, **principal, **{element: text}) == ["decided"], text
        for text in NO_ARNS:
            for value in (text, ["arn:aws:s3:::amber", text]):
                told = answers(direct, kind, **principal, **{element: value})
                assert told == ["ValidationException"], value


def test_only_the_policy_of_a_resource_knows_a_short_form(direct: Direct) -> None:
    short = {"Resource": "execute-api:/prod/*"}
    assert answers(direct, "RESOURCE_POLICY", Principal="*", **short) == ["decided"]
    assert answers(direct, "IDENTITY_POLICY", **short) == ["ValidationException"]


def test_a_resource_policy_says_for_whom_it_is(direct: Direct) -> None:
    assert answers(direct, "RESOURCE_POLICY", Resource="*") == ["ValidationException"]
    assert answers(direct, "RESOURCE_POLICY") == ["ValidationException"]
    partner = {"AWS": "444455556666"}
    for element in ("Principal", "NotPrincipal"):
        assert answers(direct, "RESOURCE_POLICY", **{element: partner}) == ["decided"]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ({"Resource": "*", "Principal": "*"}, "InvalidParameterException"),
        ({}, "InvalidParameterException"),
        ({"Resource": ""}, "InvalidParameterException"),
        ({"Resource": {"a": "fakeArn"}}, "InvalidParameterException"),
        ({"Resource": "fakeArn", "Principal": "*"}, "ValidationException"),
        ({"Resource": "fakeArn", "Effect": "Deny"}, "ValidationException"),
        ({"Resource": "fakeArn", "Effect": "Grant"}, "InvalidParameterException"),
        ({"Resource": "fakeArn", "Action": "*:Get"}, "UnprocessableEntityException"),
    ],
)
def test_what_cannot_be_read_comes_first_and_only_denying_last(
    direct: Direct, statement: dict[str, Any], code: str
) -> None:
    assert answers(direct, "IDENTITY_POLICY", **statement) == [code]


def test_each_statement_at_fault_is_named(direct: Direct) -> None:
    statements = [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
        json.loads(OPEN)["Statement"][0],
        {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "fakeArn"},
    ]
    reply = direct.call(
        "CheckNoPublicAccess",
        policyDocument=json.dumps({"Statement": statements}),
        resourceType="AWS::S3::Bucket",
    )
    told = [fault["message"] for fault in reply.body["fieldList"]]
    assert [message.rpartition(" ")[2] for message in told] == [
        "Statement[0]",
        "Statement[2]",
        "Statement[2]",
    ]


def test_recorded_answers_about_resources_that_are_none_of_the_type(direct: Direct) -> None:
    """Resources of a function and a table bucket as no real one has them pass."""
    for kind, resource in (
        ("AWS::Lambda::Function", "arn::lambda:::function:x"),
        ("AWS::S3Tables::TableBucket", "arn:aws:s3tables:us-east-1::bucket/lake"),
    ):
        for named, result in ((resource, "PASS"), ("*", "FAIL")):
            document = policy("*", Principal="*", Resource=named)
            verdict = direct.ok("CheckNoPublicAccess", policyDocument=document, resourceType=kind)
            assert verdict["result"] == result
