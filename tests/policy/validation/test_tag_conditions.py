"""Conditions on tags that services do not know."""

from typing import Any

import pytest

from aa_sdk.policy import ActionCatalogue
from tests.policy.validation.documents import found, policy

ACTION = "Statement[0].Action"
KEY = "aws:ResourceTag/team"


def told(
    catalogue: ActionCatalogue,
    effect: str,
    operator: str = "StringEquals",
    key: str = KEY,
    **actions: Any,
) -> list[tuple[str, ...]]:
    """The findings about tags of a statement."""
    condition = {operator: {key: "a"}}
    statement = {"Effect": effect, **actions, "Resource": "*", "Condition": condition}
    findings = found(policy(statement), catalogue=catalogue)
    return [one for one in findings if "TAG" in one[0]]


@pytest.mark.parametrize("effect", ["Allow", "Deny"])
class TestEffects:
    def test_the_actions_that_do_not_know_the_key_are_named(
        self, catalogue: ActionCatalogue, effect: str
    ) -> None:
        code = f"{effect.upper()}_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"
        actions = ["iam:GetRole", "s3:GetObject", "sqs:SendMessage", "sqs:*", "iam:Get*"]
        places = (f"{ACTION}[1]", f"{ACTION}[3]")
        assert told(catalogue, effect, Action=actions) == [
            (code, *places, f"Statement[0].Condition.StringEquals.{KEY}")
        ]

    def test_leaving_actions_out_leaves_it_open(
        self, catalogue: ActionCatalogue, effect: str
    ) -> None:
        code = f"{effect.upper()}_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"
        assert told(catalogue, effect, NotAction="iam:GetRole") == [
            (code, "Statement[0].NotAction", f"Statement[0].Condition.StringEquals.{KEY}")
        ]

    @pytest.mark.parametrize(
        "key", ["aws:RequestTag/team", "aws:TagKeys", "aws:PrincipalTag/team", "aws:ResourceTag"]
    )
    def test_keys_about_other_tags_are_not_looked_at(
        self, catalogue: ActionCatalogue, effect: str, key: str
    ) -> None:
        told_of = told(catalogue, effect, "ForAnyValue:StringEquals", key, Action="s3:GetObject")
        assert [one for one in told_of if "UNSUPPORTED" in one[0]] == []

    @pytest.mark.parametrize(
        "operator",
        [
            "Null",
            "StringEqualsIfExists",
            "StringNotEquals",
            "ForAllValues:StringEquals",
            "ForAllValues:StringNotEquals",
            "Nothing",
        ],
    )
    def test_an_operator_that_holds_without_the_key_is_fine(
        self, catalogue: ActionCatalogue, effect: str, operator: str
    ) -> None:
        assert told(catalogue, effect, operator, Action="s3:GetObject") == []

    def test_a_set_of_values_fails_without_the_key(
        self, catalogue: ActionCatalogue, effect: str
    ) -> None:
        for operator in ("ForAnyValue:StringEquals", "ForAnyValue:StringNotEquals"):
            assert len(told(catalogue, effect, operator, Action="s3:GetObject")) == 1

    @pytest.mark.parametrize(
        "action",
        # What is made with tags, what nobody knows, and everything.
        ["s3:CreateJob", "s3:Nothing", "deepracer:Get", "nothing:Get", "*", "iam:*Role"],
    )
    def test_other_actions_are_fine(
        self, catalogue: ActionCatalogue, effect: str, action: str
    ) -> None:
        assert told(catalogue, effect, Action=action) == []


def test_without_an_effect_nothing_is_said(catalogue: ActionCatalogue) -> None:
    assert told(catalogue, "allow", Action="s3:GetObject") == []
