"""Policy variables: their form, and where they may stand."""

import json

import pytest

from tests.policy.validation.conditions import found
from tests.policy.validation.documents import changed, policy, when

RESOURCE = "Statement[0].Resource"


@pytest.mark.parametrize(
    ("variable", "code", "length"),
    [
        ("${aws:username", "MISSING_BRACE_IN_VARIABLE", 14),
        ("${", "MISSING_BRACE_IN_VARIABLE", 2),
        ("${*", "MISSING_BRACE_IN_VARIABLE", 3),
        ("${aws:username/${aws:userid}", "MISSING_BRACE_IN_VARIABLE", 15),
        ("${}", "EMPTY_VARIABLE", 3),
        ("${ }", "EMPTY_VARIABLE", 4),
        ("${, 'all'}", "EMPTY_VARIABLE", 10),
        ("${ aws:username}", "UNSUPPORTED_SPACE_IN_VARIABLE", 16),
        ("${aws:PrincipalTag/cost center}", "UNSUPPORTED_SPACE_IN_VARIABLE", 31),
        ("${aws:username, all}", "MISSING_QUOTE_IN_VARIABLE", 20),
        ("${aws:username, 'all}", "MISSING_QUOTE_IN_VARIABLE", 21),
        ("${aws:username, '}", "MISSING_QUOTE_IN_VARIABLE", 18),
        ("${aws:username,}", "MISSING_QUOTE_IN_VARIABLE", 16),
    ],
)
def test_a_malformed_variable_is_told_by_its_place_in_the_string(
    variable: str, code: str, length: int
) -> None:
    start = "arn:aws:s3:::bucket/"
    place = f"{{{len(start)}+{length}}}"
    assert found(policy(changed(Resource=start + variable))) == [(code, RESOURCE + place)]
    assert found(when(StringEquals={"s3:prefix": [start + variable]})) == [
        (code, f"Statement[0].Condition.StringEquals.s3:prefix[0]{place}")
    ]


def test_the_first_of_a_kind_stands_for_all_of_a_string() -> None:
    assert found(policy(changed(Resource="arn:aws:s3:::a/${}/${}/${ a}"))) == [
        ("EMPTY_VARIABLE", f"{RESOURCE}{{15+3}}"),
        ("UNSUPPORTED_SPACE_IN_VARIABLE", f"{RESOURCE}{{23+5}}"),
    ]


def test_a_variable_may_be_written_with_escapes() -> None:
    text = json.dumps(policy(changed(Resource="arn:aws:s3:::a/${}"))).replace("$", "\\u0024")
    assert found(text) == [("EMPTY_VARIABLE", f"{RESOURCE}{{15+3}}")]


@pytest.mark.parametrize(
    "text",
    [
        "${aws:username}",
        "${aws:PrincipalTag/team, 'company wide'}",
        "${aws:PrincipalTag/team,'x'}",
        "${aws:PrincipalTag/team, ''}",
        "${*}${?}${$}",
        "$DEFAULT",
        "a$",
        "{}",
        "${$}{}",
    ],
)
def test_well_formed_variables_and_what_only_looks_like_one_are_fine(text: str) -> None:
    assert found(policy(changed(Resource=f"arn:aws:s3:::a/{text}"))) == []


@pytest.mark.parametrize(
    ("elements", "place"),
    [
        ({"Action": "s3:${aws:username}"}, "Statement[0].Action{3+15}"),
        ({"Action": None, "NotAction": ["s3:${aws:username}"]}, "Statement[0].NotAction[0]{3+15}"),
        ({"Principal": {"AWS": "${aws:userid}"}}, "Statement[0].Principal.AWS{0+13}"),
    ],
)
def test_a_variable_outside_of_resources_and_conditions_is_told(
    elements: dict[str, object], place: str
) -> None:
    document = policy(changed(**elements))
    expected = ("VARIABLE_UNSUPPORTED_IN_ELEMENT", place)
    assert expected in found(document, "RESOURCE_POLICY")


def test_what_is_no_variable_may_stand_in_any_element() -> None:
    assert found(policy(changed(Action="s3:Get${*}"), {**changed(), "Action": "s3:${"})) == []


@pytest.mark.parametrize("version", ["2008-10-17", None])
def test_a_variable_in_the_old_language_is_told(version: str | None) -> None:
    condition = {"StringEquals": {"s3:prefix": ["a", "${aws:username}"]}}
    statement = changed(Resource="arn:aws:s3:::${aws:username}", Condition=condition)
    codes = found(policy(statement, version=version))
    assert [one for one in codes if one[0] != "MISSING_VERSION"] == [
        ("VARIABLE_UNSUPPORTED_IN_VERSION", RESOURCE),
        (
            "VARIABLE_UNSUPPORTED_IN_VERSION",
            "Statement[0].Condition.StringEquals.s3:prefix[1]",
        ),
    ]


def test_a_malformed_variable_in_the_old_language_is_text() -> None:
    assert found(policy(changed(Resource="arn:aws:s3:::${}${*}"), version="2008-10-17")) == []


def test_a_version_that_does_not_exist_has_neither_variables_nor_lacks_them() -> None:
    document = policy(changed(Resource="arn:aws:s3:::${}${aws:username}"), version="2030-01-01")
    assert found(document) == [("INVALID_VERSION", "Version")]


@pytest.mark.parametrize(
    "operator",
    ["NumericLessThan", "DateEquals", "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "Null"],
)
def test_a_variable_under_an_operator_that_compares_no_text_is_told_once(operator: str) -> None:
    assert found(when(**{operator: {"aws:key": "${aws:username}"}})) == [
        ("INVALID_VARIABLE_FOR_OPERATOR", f"Statement[0].Condition.{operator}.aws:key")
    ]


@pytest.mark.parametrize("operator", ["StringEquals", "StringNotLike", "ArnEqualsIfExists"])
def test_a_variable_under_an_operator_on_text_is_fine(operator: str) -> None:
    assert found(when(**{operator: {"aws:key": "${aws:username}"}})) == []


def test_under_an_operator_that_does_not_exist_the_variable_is_not_what_is_wrong() -> None:
    assert found(when(Same={"aws:key": "${aws:username}"})) == [
        ("INVALID_CONDITION_OPERATOR", "Statement[0].Condition.<Same>")
    ]
