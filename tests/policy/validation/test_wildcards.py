"""Wildcards in the values of conditions, and variables that come to the same."""

from typing import Any

import pytest

from tests.policy.validation.conditions import found
from tests.policy.validation.documents import changed, policy, when

WHERE = "Statement[0].Condition"
_OWNERS = ("Account", "OrgID")


@pytest.mark.parametrize(
    "operator",
    ["StringEquals", "StringNotEqualsIfExists", "ForAnyValue:StringEqualsIgnoreCase"],
)
def test_a_wildcard_that_is_compared_as_it_stands_is_told(operator: str) -> None:
    assert found(when(**{operator: {"aws:TagKeys": ["a", "glue-*", "b?"]}})) == [
        ("WILDCARD_WITHOUT_LIKE_OPERATOR", f"{WHERE}.{operator}.aws:TagKeys[1]"),
        ("WILDCARD_WITHOUT_LIKE_OPERATOR", f"{WHERE}.{operator}.aws:TagKeys[2]"),
    ]


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("StringEquals", "${*}${?}"),
        ("StringEquals", "plain"),
        ("StringLike", "glue-*"),
        ("ArnEquals", "arn:aws:glue:*:*:table/?"),
    ],
)
def test_a_wildcard_under_an_operator_that_knows_it_is_fine(operator: str, value: str) -> None:
    assert found(when(**{operator: {"glue:Name": value}})) == []


@pytest.mark.parametrize(
    ("operator", "code"),
    [
        ("StringLike", "EQUIVALENT_TO_NULL_FALSE"),
        ("ArnLike", "EQUIVALENT_TO_NULL_FALSE"),
        ("ArnEquals", "EQUIVALENT_TO_NULL_FALSE"),
        ("ForAnyValue:StringLike", "EQUIVALENT_TO_NULL_FALSE"),
        ("StringNotLike", "EQUIVALENT_TO_NULL_TRUE"),
        ("StringNotLikeIfExists", "EQUIVALENT_TO_NULL_TRUE"),
        ("ForAllValues:StringNotLike", "EQUIVALENT_TO_NULL_TRUE"),
        ("ForAnyValue:ArnNotLikeIfExists", "EQUIVALENT_TO_NULL_TRUE"),
        ("StringLikeIfExists", "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION"),
        ("ForAllValues:StringLike", "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION"),
        ("ForAnyValue:StringLikeIfExists", "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION"),
        ("ForAnyValue:StringNotLike", "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION"),
    ],
)
def test_a_star_alone_is_told_by_what_the_operator_makes_of_it(operator: str, code: str) -> None:
    for value, place in (("*", ""), (["a", "**", "*"], "[1]")):
        assert found(when(**{operator: {"aws:RequestTag/team": value}})) == [
            (code, f"{WHERE}.{operator}.aws:RequestTag/team{place}")
        ]


@pytest.mark.parametrize("value", ["", "?*", "a*", "${*}", "${aws:username}*", []])
def test_what_some_text_does_not_match_is_no_star_alone(value: Any) -> None:
    codes = {code for code, *_ in found(when(StringLike={"aws:RequestTag/team": value}))}
    assert codes <= {"EMPTY_ARRAY_CONDITION"}


@pytest.mark.parametrize("operator", ["StringLike", "StringNotLikeIfExists", "ForAnyValue:ArnLike"])
@pytest.mark.parametrize(
    ("key", "value"), [("aws:PrincipalOrgID", "o-*"), ("aws:sourceaccount", "11112222333?")]
)
def test_a_pattern_of_a_sensitive_key_is_told(operator: str, key: str, value: str) -> None:
    assert found(when(**{operator: {key: ["o-1", value]}})) == [
        ("WILDCARD_USAGE_TOO_PERMISSIVE", f"{WHERE}.{operator}.{key}[1]")
    ]


@pytest.mark.parametrize(
    "key",
    [
        *(f"aws:{of}{what}" for of in ("Principal", "Resource", "Source") for what in _OWNERS),
        "aws:SourceVpc",
        "aws:SourceVpce",
        "aws:VpceAccount",
        "aws:VpceOrgID",
    ],
)
def test_accounts_organizations_and_networks_are_sensitive(key: str) -> None:
    assert found(when(StringLike={key: "a*"})) == [
        ("WILDCARD_USAGE_TOO_PERMISSIVE", f"{WHERE}.StringLike.{key}")
    ]


def test_a_variable_that_callers_choose_is_told_where_its_value_would_be_a_pattern() -> None:
    assert found(when(StringLike={"aws:PrincipalOrgID": "${aws:PrincipalTag/org}"})) == [
        ("VARIABLE_USAGE_TOO_PERMISSIVE", f"{WHERE}.StringLike.aws:PrincipalOrgID")
    ]


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("StringEquals", "aws:PrincipalOrgID", "${aws:PrincipalTag/org}"),
        ("StringLikeIfExists", "aws:ResourceAccount", "${aws:PrincipalAccount}"),
        ("StringLike", "aws:PrincipalOrgID", "o-1"),
        ("StringLike", "aws:PrincipalOrgPaths", "o-1/*"),
        ("StringLike", "aws:PrincipalTag/team", "${aws:username}"),
    ],
)
def test_whole_values_of_sensitive_keys_and_patterns_of_others_are_fine(
    operator: str, key: str, value: str
) -> None:
    assert found(when(**{operator: {key: value}})) == []


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("a*", "WILDCARD_USAGE_TOO_PERMISSIVE"),
        ("AIDA?", "WILDCARD_USAGE_TOO_PERMISSIVE"),
        ("AROA*:me", "WILDCARD_USAGE_TOO_PERMISSIVE"),
        ("${aws:userid}", "VARIABLE_USAGE_TOO_PERMISSIVE"),
        ("AROA${aws:username}:me", "VARIABLE_USAGE_TOO_PERMISSIVE"),
    ],
)
@pytest.mark.parametrize(
    ("effect", "operator"), [("Allow", "StringLike"), ("Deny", "StringNotLike")]
)
def test_a_pattern_of_user_ids_that_leaves_the_id_open_is_told(
    effect: str, operator: str, value: str, code: str
) -> None:
    document = policy(changed(Effect=effect, Condition={operator: {"aws:userId": value}}))
    assert found(document) == [(code, f"{WHERE}.{operator}.aws:userId")]


@pytest.mark.parametrize(
    ("effect", "operator", "value"),
    [
        ("Allow", "StringLike", "AROA1234:*"),
        ("Allow", "StringLike", "*:me"),
        ("Allow", "StringLike", "*:*"),
        ("Allow", "StringLike", "${aws:userid}:*"),
        ("Allow", "StringLike", "AIDA1234:${aws:username}"),
        ("Allow", "StringLike", "${*}"),
        ("Allow", "StringLike", "AIDA1234"),
        ("Allow", "StringEquals", "${aws:userid}"),
        ("Allow", "StringNotLike", "AROA*"),
        ("Deny", "StringLike", "AROA*"),
    ],
)
def test_a_pattern_of_user_ids_that_is_narrow_or_narrows_is_fine(
    effect: str, operator: str, value: str
) -> None:
    document = policy(changed(Effect=effect, Condition={operator: {"aws:userid": value}}))
    assert found(document) == []
