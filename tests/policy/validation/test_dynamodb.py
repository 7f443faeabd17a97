"""Fine-grained access to DynamoDB."""

from typing import Any

import pytest

from tests.policy.validation.conditions import found
from tests.policy.validation.documents import changed, policy, when

WHERE = "Statement[0].Condition"
ATTRIBUTES = {"ForAllValues:StringEquals": {"dynamodb:Attributes": ["Name"]}}
ATTRIBUTES_PLACE = f"{WHERE}.ForAllValues:StringEquals.dynamodb:Attributes"
NARROW_SELECT = {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}
NARROW_RETURN = {"dynamodb:ReturnValues": ["NONE", "UPDATED_OLD", "UPDATED_NEW"]}


def _found(actions: Any, *conditions: Any, effect: str = "Allow") -> list[tuple[str, ...]]:
    merged = {operator: keys for one in conditions for operator, keys in one.items()}
    return found(policy(changed(Effect=effect, Action=actions, Condition=merged)))


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("dynamodb:Select", "EVERYTHING", "DYNAMODB_INVALID_SELECT_VALUE"),
        ("dynamodb:Select", "count", "DYNAMODB_INVALID_SELECT_VALUE"),
        ("dynamodb:ReturnValues", "all", "DYNAMODB_INVALID_RETURN_VALUES"),
        (
            "dynamodb:ReturnConsumedCapacity",
            "INDEXES",
            "DYNAMODB_INVALID_RETURN_CONSUMED_CAPACITY",
        ),
    ],
)
def test_a_value_that_requests_cannot_have_is_told(key: str, value: str, code: str) -> None:
    for operator in ("StringEquals", "StringNotLikeIfExists"):
        assert found(when(**{operator: {key: ["NONE", "COUNT", value]}}))[-1] == (
            code,
            f"{WHERE}.{operator}.{key}[2]",
        )


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        (
            "StringEquals",
            "dynamodb:Select",
            ["ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT"],
        ),
        (
            "StringEquals",
            "dynamodb:ReturnValues",
            ["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"],
        ),
        ("StringEqualsIgnoreCase", "dynamodb:Select", "specific_attributes"),
        ("StringLike", "dynamodb:ReturnValues", "UPDATED_*"),
        ("StringEquals", "dynamodb:ReturnValues", "${aws:PrincipalTag/returns}"),
        ("StringEquals", "dynamodb:ReturnConsumedCapacity", ["TOTAL", "NONE"]),
        ("Null", "dynamodb:ReturnConsumedCapacity", "true"),
    ],
)
def test_a_value_that_requests_can_have_is_fine(operator: str, key: str, value: Any) -> None:
    assert found(when(**{operator: {key: value}})) == []


def test_an_action_that_replaces_items_is_told_where_attributes_are_limited() -> None:
    actions = ["dynamodb:UpdateItem", "dynamodb:putitem", "dynamodb:BatchWriteItem"]
    condition = {**ATTRIBUTES, "StringEqualsIfExists": NARROW_RETURN}
    code = "DYNAMODB_REPLACE_OPERATION_WITH_ATTRIBUTES"
    assert _found(actions, condition) == [
        (code, "Statement[0].Action[1]", ATTRIBUTES_PLACE),
        (code, "Statement[0].Action[2]", ATTRIBUTES_PLACE),
    ]
    assert _found(actions, ATTRIBUTES, effect="Deny") == []
    assert _found(actions, {"Null": {"dynamodb:Attributes": "false"}}) == []
    assert _found(actions[0], condition) == []
    assert _found("s3:GetObject", ATTRIBUTES) == []


@pytest.mark.parametrize("action", ["dynamodb:scan", "dynamodb:*", "*", "dynamodb:S?an"])
def test_a_scan_is_told_where_leading_keys_are_limited(action: str) -> None:
    condition = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": "${aws:username}"}}
    code = "DYNAMODB_SCAN_BYPASSES_LEADING_KEYS"
    place = f"{WHERE}.ForAllValues:StringEquals.dynamodb:LeadingKeys"
    assert _found(["dynamodb:Query", action], condition) == [
        (code, "Statement[0].Action[1]", place)
    ]
    assert _found(["dynamodb:Query", action], condition, effect="Deny") == []


@pytest.mark.parametrize("action", ["dynamodb:Query", "dynamodb:Get*", "dynamodb:Scan?"])
def test_other_actions_keep_to_leading_keys(action: str) -> None:
    condition = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": "${aws:username}"}}
    assert _found(action, condition) == []


def test_actions_that_are_excepted_are_not_looked_at() -> None:
    condition = {
        "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": "a", "dynamodb:Attributes": "b"}
    }
    statement = changed(Action=None, NotAction="dynamodb:Scan", Condition=condition)
    assert found(policy(statement)) == []


@pytest.mark.parametrize(
    ("action", "key", "value"),
    [
        ("dynamodb:PutItem", "dynamodb:Select", "COUNT"),
        ("dynamodb:BatchWriteItem", "dynamodb:Select", "COUNT"),
        ("dynamodb:DeleteItem", "dynamodb:Select", "COUNT"),
        ("dynamodb:PartiQLInsert", "dynamodb:Select", "COUNT"),
        ("dynamodb:Query", "dynamodb:ReturnValues", "NONE"),
        ("dynamodb:BatchGetItem", "dynamodb:ReturnValues", "NONE"),
        ("dynamodb:PartiQLSelect", "dynamodb:ReturnValues", "NONE"),
    ],
)
@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_a_parameter_of_other_actions_is_told(
    action: str, key: str, value: str, effect: str
) -> None:
    for operator in ("StringEquals", "StringEqualsIfExists"):
        assert _found(action, {operator: {key: value}}, effect=effect) == [
            (
                "DYNAMODB_WRONG_CONDITION_FOR_ACTION",
                "Statement[0].Action",
                f"{WHERE}.{operator}.{key}",
            )
        ]


def test_with_if_exists_one_statement_may_hold_both_kinds_of_actions() -> None:
    actions = ["dynamodb:GetItem", "dynamodb:UpdateItem"]
    both = {**NARROW_SELECT, **NARROW_RETURN}
    assert _found(actions, {"StringEqualsIfExists": both}) == []
    assert len(_found(actions, {"StringEquals": both})) == 2


@pytest.mark.parametrize("action", ["dynamodb:GetItem", "dynamodb:Q*", "*"])
@pytest.mark.parametrize(
    ("operator", "select"),
    [
        ("StringEquals", None),
        ("StringEquals", "ALL_ATTRIBUTES"),
        ("StringEquals", []),
        ("StringLike", "SPECIFIC_*"),
        ("StringNotEquals", "COUNT"),
        ("NumericEquals", "1"),
    ],
)
def test_reading_whole_items_is_told_where_attributes_are_limited(
    action: str, operator: str, select: str | list[str] | None
) -> None:
    others = {} if select is None else {operator: {"dynamodb:Select": select}}
    findings = _found(["dynamodb:DescribeTable", action], ATTRIBUTES, others)
    assert ("DYNAMODB_ATTRIBUTES_WITHOUT_SELECT", ATTRIBUTES_PLACE) in findings


@pytest.mark.parametrize(
    ("operator", "select"),
    [
        ("StringEquals", "SPECIFIC_ATTRIBUTES"),
        ("StringEqualsIfExists", ["SPECIFIC_ATTRIBUTES", "COUNT"]),
        ("StringEqualsIgnoreCase", "specific_attributes"),
        ("StringNotEquals", ["ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"]),
    ],
)
def test_reading_with_a_projection_is_fine(operator: str, select: Any) -> None:
    assert _found("dynamodb:Query", ATTRIBUTES, {operator: {"dynamodb:Select": select}}) == []


def test_writing_that_gives_back_whole_items_is_told_where_attributes_are_limited() -> None:
    code = "DYNAMODB_ATTRIBUTES_WITHOUT_RETURN_VALUES"
    action = "dynamodb:UpdateItem"
    assert _found(action, ATTRIBUTES) == [(code, ATTRIBUTES_PLACE)]
    wide = {"dynamodb:ReturnValues": ["NONE", "ALL_OLD"]}
    assert _found(action, ATTRIBUTES, {"StringEquals": wide}) == [(code, ATTRIBUTES_PLACE)]
    assert _found(action, ATTRIBUTES, {"StringEquals": NARROW_RETURN}) == []
    assert _found(action, ATTRIBUTES, effect="Deny") == []
