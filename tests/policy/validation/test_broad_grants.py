"""Roles that are handed on to everything: passing them, and creating service-linked ones."""

from typing import Any

import pytest

from tests.policy.validation.documents import changed, found, policy

ACTION = "Statement[0].Action"
RESOURCE = "Statement[0].Resource"
NOT_RESOURCE = "Statement[0].NotResource"
BUCKET = "arn:aws:s3:::b"


def codes(**elements: Any) -> list[tuple[str, ...]]:
    """The findings about roles of a statement that allows."""
    told = found(policy({"Effect": "Allow", **elements}))
    return [one for one in told if one[0].startswith(("PASS_ROLE", "CREATE_SLR"))]


@pytest.mark.parametrize(
    ("power", "prefix"),
    [("iam:PassRole", "PASS_ROLE"), ("iam:CreateServiceLinkedRole", "CREATE_SLR")],
)
class TestOneAction:
    def test_on_every_resource(self, power: str, prefix: str) -> None:
        code = f"{prefix}_WITH_STAR_IN_RESOURCE"
        assert codes(Action=power, Resource="*") == [(code, ACTION, RESOURCE)]
        assert codes(Action=power.lower(), Resource="*") == [(code, ACTION, RESOURCE)]
        places = (f"{ACTION}[1]", f"{RESOURCE}[1]")
        listed = codes(Action=["s3:GetObject", power], Resource=[BUCKET, "*"])
        assert listed == [(code, *places)]

    def test_by_a_wildcard_on_every_resource(self, power: str, prefix: str) -> None:
        code = f"{prefix}_WITH_STAR_IN_ACTION_AND_RESOURCE"
        for action in (power[:-1] + "*", power[:-1] + "?", "iam:*" + power[-8:]):
            assert codes(Action=action, Resource="*") == [(code, ACTION, RESOURCE)]

    def test_on_everything_but_some(self, power: str, prefix: str) -> None:
        named = f"{prefix}_WITH_NOT_RESOURCE"
        assert codes(Action=power, NotResource=BUCKET) == [(named, ACTION, NOT_RESOURCE)]
        wild = f"{prefix}_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE"
        assert codes(Action=power[:-1] + "*", NotResource=[BUCKET]) == [
            (wild, ACTION, NOT_RESOURCE)
        ]

    def test_a_narrower_resource_is_none_of_this(self, power: str, prefix: str) -> None:
        del prefix
        narrow: list[Any] = ["arn:aws:iam::*:role/*", "arn:aws:iam::111122223333:role/*", "**", []]
        for resource in narrow:
            assert codes(Action=power, Resource=resource) == []

    def test_a_deny_grants_nothing(self, power: str, prefix: str) -> None:
        del prefix
        assert found(policy(changed(Effect="Deny", Action=power))) == []

    def test_only_identity_policies_hand_on_roles(self, power: str, prefix: str) -> None:
        told = found(policy(changed(Action=power)), "SERVICE_CONTROL_POLICY")
        assert not [code for code, *_ in told if code.startswith(prefix)]


def test_everything_but_some_actions_may_hand_on_roles() -> None:
    place = "Statement[0].NotAction"
    assert codes(NotAction="s3:*", Resource="*") == [
        ("PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", place, RESOURCE),
        ("CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", place, RESOURCE),
    ]
    assert codes(NotAction=["s3:*", "iam:p*"], NotResource=BUCKET) == [
        ("CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE", place, NOT_RESOURCE),
    ]
    assert codes(NotAction=["iam:CreateServiceLinkedRole"], NotResource=BUCKET) == [
        ("PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE", place, NOT_RESOURCE),
    ]
    assert codes(NotAction="IAM:*", Resource="*") == []


def test_an_administrator_hands_on_both() -> None:
    assert [code for code, *_ in codes(Action="*", Resource="*")] == [
        "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
        "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
    ]


def test_several_actions_stand_in_one_finding() -> None:
    assert codes(Action=["iam:Pass*", "s3:*", "iam:P*"], Resource="*") == [
        (
            "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
            f"{ACTION}[0]",
            f"{ACTION}[2]",
            RESOURCE,
        )
    ]


@pytest.mark.parametrize("value", ["lambda.amazonaws.com", ["*"]])
def test_passing_to_some_services_is_narrow(value: Any) -> None:
    condition = {"StringLike": {"iam:passedToService": value}}
    assert codes(Action="iam:PassRole", Resource="*", Condition=condition) == []


def test_another_key_does_not_narrow() -> None:
    condition = {"StringEquals": {"iam:AWSServiceName": "lambda.amazonaws.com"}}
    assert codes(Action="iam:PassRole", Resource="*", Condition=condition) == [
        ("PASS_ROLE_WITH_STAR_IN_RESOURCE", ACTION, RESOURCE)
    ]


@pytest.mark.parametrize(
    ("value", "is_narrow"),
    [
        ("lambda.amazonaws.com", True),
        (["lambda.amazonaws.com", "ecs.amazonaws.com"], True),
        ("*.amazonaws.com", False),
        (["lambda.amazonaws.com", "e?s.amazonaws.com"], False),
    ],
)
def test_creating_roles_of_named_services_is_narrow(value: Any, *, is_narrow: bool) -> None:
    condition = {"StringLike": {"iam:AWSServiceName": value}}
    told = codes(Action="iam:CreateServiceLinkedRole", Resource="*", Condition=condition)
    assert (not told) == is_narrow
