"""The form of conditions: operators, context keys, and lists of values."""

from typing import Any

import pytest

from aa_sdk.models import PolicyType
from tests.policy.validation.conditions import found
from tests.policy.validation.documents import changed, policy, when

WHERE = "Statement[0].Condition"


@pytest.mark.parametrize(
    ("operator", "code"),
    [
        ("StringEqual", "INVALID_CONDITION_OPERATOR"),
        ("ForAnyValues:StringEquals", "INVALID_CONDITION_OPERATOR"),
        ("", "INVALID_CONDITION_OPERATOR"),
        ("NullIfExists", "NULL_WITH_IF_EXISTS"),
        ("ForAllValues:Null", "NULL_WITH_QUALIFIER"),
        ("ForAnyValue:Null", "NULL_WITH_QUALIFIER"),
    ],
)
def test_an_operator_that_is_none_or_a_null_with_anything_beside_it_is_told_by_its_key(
    operator: str, code: str
) -> None:
    assert found(when(**{operator: {"aws:TokenIssueTime": "true"}})) == [
        (code, f"{WHERE}.<{operator}>")
    ]


@pytest.mark.parametrize(
    "operator",
    ["StringEquals", "stringequalsifexists", "ForAllValues:StringLikeIfExists", "Null"],
)
def test_operators_may_be_in_any_case_and_have_a_prefix_and_a_suffix(operator: str) -> None:
    assert found(when(**{operator: {"aws:TokenIssueTime": "true"}})) == []


def test_a_null_may_have_both_a_prefix_and_a_suffix_too_many() -> None:
    operator = "ForAllValues:NullIfExists"
    assert found(when(**{operator: {"aws:TokenIssueTime": "true"}})) == [
        ("NULL_WITH_IF_EXISTS", f"{WHERE}.<{operator}>"),
        ("NULL_WITH_QUALIFIER", f"{WHERE}.<{operator}>"),
    ]


def test_one_context_key_in_two_cases_is_told_with_every_place() -> None:
    condition = {
        "StringEquals": {"aws:username": "ann", "aws:UserName": "bob"},
        "Null": {"aws:username": "false", "aws:TokenIssueTime": "true"},
    }
    assert found(when(**condition)) == [
        (
            "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
            f"{WHERE}.StringEquals.<aws:username>",
            f"{WHERE}.StringEquals.<aws:UserName>",
            f"{WHERE}.Null.<aws:username>",
        )
    ]


def test_one_context_key_in_one_case_may_stand_under_several_operators() -> None:
    condition = {"StringEquals": {"aws:username": "ann"}, "Null": {"aws:username": "false"}}
    assert found(when(**condition)) == []


@pytest.mark.parametrize("key", ["username", ":username", "aws:", ""])
def test_a_context_key_has_a_prefix_and_a_name(key: str) -> None:
    assert found(when(StringEquals={key: "ann"})) == [
        ("INVALID_CONDITION_KEY_FORMAT", f"{WHERE}.StringEquals.<{key}>")
    ]


@pytest.mark.parametrize(
    "key",
    ["aws:username", "oidc.eks.eu-west-1.amazonaws.com/id/EX:sub", "ec2:ResourceTag/aws:fleet"],
)
def test_prefix_and_name_may_hold_slashes_and_further_colons(key: str) -> None:
    assert found(when(StringEquals={key: "ann"})) == []


@pytest.mark.parametrize(
    "key",
    [
        "aws:ResourceTag",
        "ec2:RequestTag/",
        "aws:principaltag",
        "s3:ExistingObjectTag/",
        "s3:RequestObjectTag",
    ],
)
def test_a_context_key_on_tags_says_which_tag(key: str) -> None:
    assert found(when(StringEquals={key: "ann"})) == [
        ("MISSING_TAG_KEY_IN_CONDITION", f"{WHERE}.StringEquals.<{key}>")
    ]


@pytest.mark.parametrize("key", ["aws:ResourceTag/owner", "aws:ResourceTag//", "aws:TagKeys"])
def test_a_context_key_with_a_tag_or_on_none_is_complete(key: str) -> None:
    assert found(when(StringEquals={key: "ann"})) == []


@pytest.mark.parametrize(
    ("policy_type", "code"),
    [
        ("IDENTITY_POLICY", "DEPRECATED_GLOBAL_CONDITION_KEY"),
        ("SERVICE_CONTROL_POLICY", "DEPRECATED_GLOBAL_CONDITION_KEY"),
        ("RESOURCE_POLICY", "UNSUPPORTED_GLOBAL_CONDITION_KEY"),
        ("RESOURCE_CONTROL_POLICY", "UNSUPPORTED_GLOBAL_CONDITION_KEY"),
    ],
)
def test_the_old_key_for_arns_is_worse_where_it_could_mean_the_arn_of_a_source(
    policy_type: PolicyType, code: str
) -> None:
    codes = [
        one
        for one in found(when(ArnLike={"AWS:ARN": "arn:aws:iam::*:role/a"}), policy_type)
        if "GLOBAL_CONDITION_KEY" in one[0]
    ]
    assert codes == [(code, f"{WHERE}.ArnLike.<AWS:ARN>")]


@pytest.mark.parametrize("values", [["a", 1], ["true", True], [1, False], ["a", 1, [], {}]])
def test_the_values_of_a_key_have_one_json_type(values: list[Any]) -> None:
    assert ("INVALID_CONDITION_DATA_TYPE", f"{WHERE}.StringEquals.aws:username") in found(
        when(StringEquals={"aws:username": values})
    )


@pytest.mark.parametrize("values", ["a", ["a", "b"], [1, 1.5], [True]])
def test_values_of_one_json_type_are_fine(values: object) -> None:
    assert found(when(StringEquals={"aws:username": values})) == []


@pytest.mark.parametrize("operator", ["Bool", "BoolIfExists", "Null"])
def test_there_is_one_truth_value(operator: str) -> None:
    assert found(when(**{operator: {"aws:SecureTransport": ["true", "false"]}})) == [
        ("INVALID_CONDITION_MULTIPLE_BOOLEAN", f"{WHERE}.{operator}.aws:SecureTransport")
    ]


@pytest.mark.parametrize(
    ("operator", "value"),
    [("Bool", "true"), ("Bool", ["true"]), ("ForAnyValue:Bool", ["true", "false"])],
)
def test_a_list_of_one_truth_value_and_several_of_a_list_of_them_are_fine(
    operator: str, value: object
) -> None:
    assert found(when(**{operator: {"aws:SecureTransport": value}})) == []


@pytest.mark.parametrize(
    ("operator", "code"),
    [
        ("StringEquals", "EMPTY_ARRAY_CONDITION"),
        ("StringEqualsIfExists", "EMPTY_ARRAY_CONDITION_IFEXISTS"),
        ("ForAllValues:StringEquals", "EMPTY_ARRAY_CONDITION_FORALLVALUES"),
        ("ForAllValues:StringEqualsIfExists", "EMPTY_ARRAY_CONDITION_FORALLVALUES"),
        ("ForAnyValue:StringEquals", "EMPTY_ARRAY_CONDITION_FORANYVALUE"),
        ("ForAnyValue:StringEqualsIfExists", "EMPTY_ARRAY_CONDITION_IFEXISTS"),
    ],
)
def test_an_empty_list_is_told_by_what_the_operator_makes_of_it(operator: str, code: str) -> None:
    assert found(when(**{operator: {"aws:TagKeys": []}})) == [
        (code, f"{WHERE}.{operator}.aws:TagKeys")
    ]


@pytest.mark.parametrize("condition", [None, [], "a", {"StringEquals": "a"}])
def test_what_is_no_condition_is_passed_over(condition: object) -> None:
    document = policy({**changed(), "Condition": condition})
    assert {code for code, *_ in found(document)} == {"DATA_TYPE_MISMATCH"}
