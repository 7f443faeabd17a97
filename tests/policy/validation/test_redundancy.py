"""What is said twice: actions, resources and statements."""

from typing import Any

import pytest

from aa_sdk.policy import validate
from tests.policy.validation.documents import ALLOW, changed, found, policy


def places(element: str, *positions: int) -> tuple[str, ...]:
    return tuple(f"Statement[0].{element}[{position}]" for position in positions)


@pytest.mark.parametrize(
    ("actions", "findings"),
    [
        (["iam:Get*", "iam:List*", "iam:GetCredentialReport"], [(0, 2)]),
        (["iam:GetRole", "iam:Get*", "iam:GetUser"], [(0, 1, 2)]),
        (["s3:GetObject", "S3:getobject"], [(0, 1)]),
        (["s3:GetObject", "s3:PutObject", "s3:GetObject", "s3:GetObject"], [(0, 2, 3)]),
        (["iam:*", "iam:Get*", "iam:GetUser"], [(0, 1, 2)]),
        (["iam:Get*", "iam:*Role", "iam:GetRole"], [(0, 2), (1, 2)]),
        (["iam:Get*", "iam:*CredentialReport"], []),
        (["iam:Get*", "iam:get**"], [(0, 1)]),
        (["iam:get**", "iam:Get*"], [(0, 1)]),
        (["iam:Get?ole", "iam:GetRole"], [(0, 1)]),
        (["iam:Get?ole", "iam:Get*ole"], [(0, 1)]),
        (["*", "iam:Get*", "iam:GetRole"], []),
        (["iam:GetRole", "iam:GetUser"], []),
        (["iam:Get*", "sts:GetRole"], []),
        (["*:*", "iam:Get*"], [(0, 1)]),
    ],
)
def test_an_action_that_another_covers_is_redundant(
    actions: list[str], findings: list[tuple[int, ...]]
) -> None:
    expected = [("REDUNDANT_ACTION", *places("Action", *positions)) for positions in findings]
    told = [one for one in found(policy(changed(Action=actions))) if one[0] == "REDUNDANT_ACTION"]
    assert told == expected


def test_actions_of_a_not_action_may_be_redundant_too() -> None:
    document = policy({"Effect": "Deny", "NotAction": ["s3:*", "s3:Get*"], "Resource": "*"})
    assert found(document) == [("REDUNDANT_ACTION", *places("NotAction", 0, 1))]


ROLE = "arn:aws:iam::111122223333:role/"


@pytest.mark.parametrize(
    ("resources", "findings"),
    [
        ([f"{ROLE}jane-admin", f"{ROLE}jane-s3only", f"{ROLE}jane*"], [(0, 1, 2)]),
        (["arn:aws:s3:::b*", "arn:aws:s3:::b*/*"], [(0, 1)]),
        (["arn:aws:ec2:*:*:*", "arn:aws:ec2:*:*:instance/*"], [(0, 1)]),
        (["arn:aws:s3:::b", "arn:aws:s3:::b/*"], []),
        (["arn:aws:s3:::B*", "arn:aws:s3:::bc"], []),
        (["arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::b/*"], [(0, 1)]),
        (["arn:aws:s3:::b", "arn:aws:s3:::b"], [(0, 1)]),
        (["*", "arn:aws:s3:::b", "arn:aws:s3:::b"], []),
    ],
)
def test_a_resource_that_another_covers_is_redundant(
    resources: list[str], findings: list[tuple[int, ...]]
) -> None:
    expected = [("REDUNDANT_RESOURCE", *places("Resource", *positions)) for positions in findings]
    assert found(policy(changed(Resource=resources))) == expected


def test_each_statement_is_looked_at_for_itself() -> None:
    first = changed(Action="s3:Get*")
    assert found(policy(first, changed(Action="s3:GetObject"))) == []


SAME = changed(
    Action=["s3:GetObject", "s3:PutObject"], Resource=["arn:aws:s3:::a", "arn:aws:s3:::b"]
)


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (SAME, True),
        ({**SAME, "Sid": "Other"}, True),
        ({**SAME, "Action": ["S3:putobject", "s3:GetObject"]}, True),
        ({**SAME, "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::a"]}, True),
        ({**SAME, "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::A"]}, False),
        ({**SAME, "Effect": "Deny"}, False),
        ({**SAME, "Action": "s3:GetObject"}, False),
        ({**SAME, "Condition": {"Bool": {"aws:SecureTransport": "true"}}}, False),
    ],
)  # fmt: skip
def test_statements_that_say_the_same_are_redundant(
    other: dict[str, Any], *, is_same: bool
) -> None:
    between = changed(Action="sqs:SendMessage")
    told = found(policy(SAME, between, other))
    assert told == [("REDUNDANT_STATEMENT", "Statement[0]", "Statement[2]")] * is_same


def test_conditions_are_the_same_whatever_their_case_and_order() -> None:
    first = {"StringEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-west-2"]}}
    second = {"stringequals": {"AWS:requestedregion": ["eu-west-2", "eu-west-1"]}}
    document = policy(changed(Condition=first), changed(Condition=second))
    assert ("REDUNDANT_STATEMENT", "Statement[0]", "Statement[1]") in found(document)


def test_what_a_statement_is_not_about_may_stand_in_any_order() -> None:
    first = {"Effect": "Deny", "NotAction": ["s3:*", "sqs:*"], "NotResource": ["a:b", "c:d"]}
    second = {**first, "NotAction": ["SQS:*", "s3:*"], "NotResource": ["c:d", "a:b"]}
    assert ("REDUNDANT_STATEMENT", "Statement[0]", "Statement[1]") in found(policy(first, second))


def test_malformed_statements_may_be_the_same() -> None:
    odd = {"Condition": {"Bool": [1]}}
    assert ("REDUNDANT_STATEMENT", "Statement[0]", "Statement[1]") in found(policy(odd, odd))


def test_how_many_there_are_is_said() -> None:
    (finding,) = validate(policy(changed(Action=["s3:Get*", "s3:GetObject"]))).findings
    assert "2 actions" in finding.finding_details


def test_one_statement_alone_is_not_redundant() -> None:
    assert found(policy(ALLOW)) == []
