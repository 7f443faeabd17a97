"""Service control and resource control policies."""

from typing import Any

import pytest

from tests.policy.validation.documents import changed, found, policy

NO_ORG = {"aws:PrincipalOrgID": "o-1234567890"}
NO_SOURCE = {"aws:SourceOrgID": "o-1234567890"}
IS_NO_SERVICE = {"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}
IS_SERVICE = {"Bool": {"aws:PrincipalIsAWSService": "true"}}
HAS_ACCOUNT = {"Null": {"aws:SourceAccount": "false"}}


def scp(**elements: Any) -> list[tuple[str, ...]]:
    return found(policy(changed(**{"Effect": "Deny", **elements})), "SERVICE_CONTROL_POLICY")


def rcp(**elements: Any) -> list[tuple[str, ...]]:
    ordinary = {"Effect": "Deny", "Principal": "*", "Action": "s3:*"}
    return found(policy(changed(**{**ordinary, **elements})), "RESOURCE_CONTROL_POLICY")


def denied(**operators: Any) -> list[tuple[str, ...]]:
    return rcp(Condition=operators)


@pytest.mark.parametrize(
    "elements",
    [
        {"Effect": "Allow", "Action": "*"},
        {"Action": ["iam:*", "ec2:Describe*"]},
        {"Action": None, "NotAction": ["iam:*", "support:*"]},
        {"Effect": "Allow", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}},
        {"Resource": "arn:aws:ec2:*:*:instance/*"},
        {"Resource": None, "NotResource": "arn:aws:s3:::a-bucket"},
    ],
)
def test_nothing_is_wrong_with_ordinary_service_control_policies(elements: dict[str, Any]) -> None:
    assert scp(**elements) == []


def test_a_service_control_policy_has_no_principal() -> None:
    assert scp(Principal="*") == [("SCP_SYNTAX_ERROR_PRINCIPAL", "Statement[0].<Principal>")]
    assert scp(NotPrincipal={"AWS": "111122223333"}) == [
        ("SCP_SYNTAX_ERROR_PRINCIPAL", "Statement[0].<NotPrincipal>")
    ]


@pytest.mark.parametrize("action", ["iam:*Role", "*:Get", "ec2:*Instance*"])
def test_an_action_of_a_service_control_policy_has_its_wildcard_at_the_end(action: str) -> None:
    code = "SCP_SYNTAX_ERROR_ACTION_WILDCARD"
    assert scp(Action=["iam:Get*", action]) == [(code, "Statement[0].Action[1]")]
    assert scp(Action=None, NotAction=action) == [(code, "Statement[0].NotAction")]


@pytest.mark.parametrize(
    "elements",
    [
        {"Effect": "Allow", "Action": "*"},
        {"Effect": "Allow", "Action": "*", "Resource": ["*", "arn:aws:s3:::a-bucket"]},
        {"Action": ["S3:Get*", "sts:AssumeRole", "cognito-idp:DeleteUserPool"]},
        {"Resource": None, "NotResource": "arn:aws:s3:::a-bucket"},
        {"Condition": {"BoolIfExists": {"aws:SecureTransport": "false"}}},
        {"Condition": {"StringNotEqualsIfExists": NO_ORG, **IS_NO_SERVICE}},
        {"Condition": {"StringNotEqualsIfExists": NO_SOURCE, **HAS_ACCOUNT, **IS_SERVICE}},
        {"Condition": {"StringEquals": {"aws:PrincipalTag/team": "a", **NO_SOURCE}}},
        {"Condition": {"Null": {"aws:PrincipalArn": "true", "aws:SourceArn": "true"}}},
    ],
)
def test_nothing_is_wrong_with_ordinary_resource_control_policies(elements: dict[str, Any]) -> None:
    assert rcp(**elements) == []


@pytest.mark.parametrize("principal", [{"AWS": "*"}, {"AWS": "111122223333"}, "somebody"])
def test_a_resource_control_policy_is_for_all_principals(principal: object) -> None:
    assert rcp(Principal=principal) == [("RCP_SYNTAX_ERROR_PRINCIPAL", "Statement[0].Principal")]


def test_a_resource_control_policy_says_for_whom_it_is() -> None:
    assert rcp(Principal=None) == [("MISSING_PRINCIPAL", "Statement[0]")]
    assert rcp(Principal=None, NotPrincipal="*") == [
        ("RCP_SYNTAX_ERROR_PRINCIPAL", "Statement[0].<NotPrincipal>")
    ]


@pytest.mark.parametrize(
    ("elements", "places"),
    [
        ({"Resource": "arn:aws:s3:::a"}, ["Resource"]),
        ({"Resource": ["arn:aws:s3:::a", "arn:aws:s3:::b"]}, ["Resource[0]", "Resource[1]"]),
        ({"Resource": None, "NotResource": "arn:aws:s3:::a"}, ["<NotResource>"]),
        ({"Condition": {"Bool": {"aws:SecureTransport": "true"}}}, ["<Condition>"]),
    ],
)
def test_a_resource_control_policy_allows_everything_or_nothing(
    elements: dict[str, Any], places: list[str]
) -> None:
    told = [f"Statement[0].{place}" for place in places]
    assert rcp(Effect="Allow", **elements) == [("RCP_SYNTAX_ERROR_ALLOW", *told)]


def test_who_allows_something_to_somebody_gets_told_both() -> None:
    place = "Statement[0].Principal"
    assert sorted(rcp(Effect="Allow", Principal={"AWS": "111122223333"})) == [
        ("RCP_SYNTAX_ERROR_ALLOW", place),
        ("RCP_SYNTAX_ERROR_PRINCIPAL", place),
    ]


def test_a_resource_control_policy_names_actions() -> None:
    assert rcp(Action=None, NotAction="s3:*") == [
        ("RCP_SYNTAX_ERROR_NOTACTION", "Statement[0].<NotAction>")
    ]


@pytest.mark.parametrize("action", ["*", "ec2:*", "s*:Get*", "cognito-sync:*", "*:Put*"])
def test_resource_control_policies_reach_some_services_only(action: str) -> None:
    assert rcp(Action=["sqs:*", action]) == [("RCP_SYNTAX_ERROR_ACTION", "Statement[0].Action[1]")]


def test_what_is_no_action_at_all_names_no_service() -> None:
    assert rcp(Action="Everything") == []


@pytest.mark.parametrize(
    "key",
    [
        "aws:PrincipalAccount",
        "aws:PrincipalArn",
        "aws:PrincipalOrgID",
        "aws:PrincipalOrgPaths",
        "aws:PrincipalTag/team",
        "aws:PrincipalType",
        "aws:userid",
        "aws:username",
    ],
)
@pytest.mark.parametrize(
    "operator", ["StringNotLike", "StringEqualsIfExists", "ForAllValues:StringLike"]
)
def test_who_asks_for_principals_does_not_mean_services(operator: str, key: str) -> None:
    assert denied(**{operator: {key: "a"}}) == [
        (
            "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY",
            f"Statement[0].Condition.{operator}.{key}",
        )
    ]
    assert denied(**{operator: {key: "a"}}, **IS_NO_SERVICE) == []


@pytest.mark.parametrize(
    "key", ["aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:SourceOrgPaths"]
)
def test_who_asks_for_sources_means_services_that_tell_theirs(key: str) -> None:
    place = f"Statement[0].Condition.StringNotEquals.{key}"
    principal = ("RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY", place)
    null = ("RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK", place)
    condition = {"StringNotEquals": {key: "a"}}
    assert denied(**condition) == [principal, null]
    assert denied(**condition, **IS_SERVICE) == [null]
    assert denied(**condition, **HAS_ACCOUNT) == [principal]
    assert denied(**condition, Null={"aws:SourceArn": "true"}, **IS_SERVICE) == [null]
    assert denied(**condition, Null={"aws:SourceVpc": "false"}, **IS_SERVICE) == [null]


@pytest.mark.parametrize("key", ["aws:PrincipalServiceName", "aws:PrincipalServiceNamesList"])
def test_the_name_of_a_service_is_no_source(key: str) -> None:
    assert denied(StringNotEquals={key: "s3.amazonaws.com"}) == [
        (
            "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY",
            f"Statement[0].Condition.StringNotEquals.{key}",
        )
    ]
