"""Policies in words: whom they name, what they ask for, and what an example carries."""

from collections.abc import Mapping, Sequence
from typing import Any

from aa_sdk.policy import StatementReference
from tests.policy.views.shown import ARN, a_slice, added, an_example

Conditions = Mapping[str, Mapping[str, Sequence[str]]]
ACCOUNT = "444455556666"
KEY = "aws:SourceVpc"


def words(**members: Any) -> str:
    """What is said of a slice beside its action, its resource and its statement."""
    text = str(a_slice(**members))
    start, end = f"s3:GetObject on {ARN} ", " (statement 0)"
    assert text.startswith(start)
    assert text.endswith(end)
    return text[len(start) : -len(end)]


def asked(*values: str, by: str = "StringEquals", key: str = KEY) -> str:
    return words(conditions={by: {key: values}})


def test_a_condition_is_said_by_what_its_operator_asks() -> None:
    cases = {
        "StringEquals": "= 1",
        "StringNotEquals": "!= 1",
        "StringEqualsIgnoreCase": "= 1 in any case",
        "StringNotEqualsIgnoreCase": "!= 1 in any case",
        "StringLike": "like 1",
        "StringNotLike": "not like 1",
        "ArnEquals": "like 1",
        "ArnLike": "like 1",
        "ArnNotEquals": "not like 1",
        "ArnNotLike": "not like 1",
        "Bool": "= 1",
        "BinaryEquals": "= 1",
        "IpAddress": "in 1",
        "NotIpAddress": "not in 1",
        "NumericEquals": "= 1",
        "NumericNotEquals": "!= 1",
        "NumericLessThan": "< 1",
        "NumericLessThanEquals": "<= 1",
        "NumericGreaterThan": "> 1",
        "NumericGreaterThanEquals": ">= 1",
        "DateEquals": "= 1",
        "DateNotEquals": "!= 1",
        "DateLessThan": "< 1",
        "DateLessThanEquals": "<= 1",
        "DateGreaterThan": "> 1",
        "DateGreaterThanEquals": ">= 1",
    }
    for operator, expected in cases.items():
        assert asked("1", by=operator) == f"if {KEY} {expected}", operator
        assert asked("1", by=operator.lower()) == f"if {KEY} {expected}", operator
        assert asked("1", by=f"{operator}IfExists") == f"if {KEY} {expected} or absent", operator
        assert asked("1", by=f"ForAnyValue:{operator}") == f"if any value of {KEY} {expected}"
        assert asked("1", by=f"ForAllValues:{operator}") == f"if every value of {KEY} {expected}"
    both = "ForAnyValue:StringNotLikeIfExists"
    assert asked("1", by=both) == f"if any value of {KEY} not like 1 or absent"


def test_several_values_are_listed() -> None:
    cases = {
        "StringEquals": "in (1, 2)",
        "StringNotEquals": "not in (1, 2)",
        "StringEqualsIgnoreCase": "in (1, 2) in any case",
        "StringNotEqualsIgnoreCase": "not in (1, 2) in any case",
        "StringLike": "like any of (1, 2)",
        "StringNotLike": "like none of (1, 2)",
        "ArnLike": "like any of (1, 2)",
        "ArnNotLike": "like none of (1, 2)",
        "IpAddress": "in (1, 2)",
        "NotIpAddress": "not in (1, 2)",
        "NumericEquals": "in (1, 2)",
        "DateNotEquals": "not in (1, 2)",
        "NumericLessThan": "< (1, 2)",
    }
    for operator, expected in cases.items():
        assert asked("1", "2", by=operator) == f"if {KEY} {expected}", operator
    six, seven = ", ".join("123456"), "in (1, 2, 3, 4, 5, 6 and 1 more)"
    assert asked(*"123456") == f"if {KEY} in ({six})"
    assert asked(*"1234567") == f"if {KEY} {seven}"
    assert asked(*map(str, range(1, 2001))) == f"if {KEY} in ({six} and 1,994 more)"


def test_no_value_and_an_empty_one_are_nothing() -> None:
    assert asked() == f"if {KEY} = nothing"
    assert asked("") == f"if {KEY} = nothing"


def test_a_key_that_has_to_be_there_is_present_and_one_that_must_not_is_absent() -> None:
    assert asked("true", by="Null") == f"if {KEY} is absent"
    assert asked("True", by="null") == f"if {KEY} is absent"
    assert asked("false", by="Null") == f"if {KEY} is present"


def test_conditions_are_joined_and_what_is_excepted_comes_behind() -> None:
    conditions: Conditions = {
        "StringEquals": {KEY: ["vpc-1"], "aws:RequestedRegion": ["a", "b"]},
        "Bool": {"aws:SecureTransport": ["true"]},
    }
    said = f"{KEY} = vpc-1 and aws:RequestedRegion in (a, b) and aws:SecureTransport = true"
    assert words(conditions=conditions) == f"if {said}"
    assert words(unless=(conditions,)) == f"unless {said}"
    other: Conditions = {"Null": {KEY: ["true"]}}
    assert words(conditions=other, unless=(conditions, other)) == (
        f"if {KEY} is absent unless {said} unless {KEY} is absent"
    )


def test_principals_are_said_by_what_they_are() -> None:
    role = f"arn:aws:iam::{ACCOUNT}:role/app"
    cases: list[tuple[str, str, str]] = [
        ("AWS", "*", "everyone"),
        ("AWS", ACCOUNT, f"everyone in {ACCOUNT}"),
        ("AWS", f"arn:aws:iam::{ACCOUNT}:root", f"everyone in {ACCOUNT}"),
        ("AWS", f"arn:aws-cn:iam::{ACCOUNT}:root", f"everyone in {ACCOUNT} (aws-cn)"),
        ("AWS", role, role),
        ("AWS", f"arn:aws:iam::{ACCOUNT}:user/{ACCOUNT}", f"arn:aws:iam::{ACCOUNT}:user/{ACCOUNT}"),
        ("AWS", f"arn:aws:iam::{ACCOUNT}:user/a:root", f"arn:aws:iam::{ACCOUNT}:user/a:root"),
        ("AWS", f"arn:aws:iam::{ACCOUNT}:user/a:1", f"arn:aws:iam::{ACCOUNT}:user/a:1"),
        ("Service", "sns.amazonaws.com", "the service sns.amazonaws.com"),
        ("Service", "*", "every Service principal"),
        ("Federated", "accounts.google.com", "whoever signs in with accounts.google.com"),
        ("Federated", "*", "every Federated principal"),
        ("CanonicalUser", "c" * 64, f"the canonical user {'c' * 64}"),
        ("CanonicalUser", "*", "every CanonicalUser principal"),
    ]
    for kind, name, expected in cases:
        assert words(principals={kind: (name,)}) == f"for {expected}"
        left_out = words(principals={"AWS": ("*",)}, but_not_principals={kind: (name,)})
        assert left_out == f"for everyone but not {expected}"
    several = {"AWS": (ACCOUNT, role), "Service": ("sns.amazonaws.com",)}
    assert words(principals=several) == (
        f"for everyone in {ACCOUNT}, {role}, the service sns.amazonaws.com"
    )
    many = {"AWS": tuple(f"{n:012}" for n in range(8)), "Federated": ("*",)}
    assert words(principals=many).endswith("everyone in 000000000005 and 3 more")


def test_actions_and_resources_are_listed_with_what_is_left_out() -> None:
    text = str(a_slice(actions=("s3:*", "sqs:*"), but_not_actions=("s3:Get*", "s3:Put*")))
    assert text == f"s3:*, sqs:* but not s3:Get*, s3:Put* on {ARN} (statement 0)"
    text = str(a_slice(resources=("*",), but_not_resources=(ARN,)))
    assert text == f"s3:GetObject on * but not {ARN} (statement 0)"
    many = tuple(f"s3:A{n}" for n in range(1, 10))
    named = "s3:A1, s3:A2, s3:A3, s3:A4, s3:A5, s3:A6 and 3 more"
    assert str(a_slice(actions=many, but_not_actions=many)) == (
        f"{named} but not {named} on {ARN} (statement 0)"
    )


def test_statements_are_named_by_place_sid_and_document() -> None:
    one, two = StatementReference(0, "Read"), StatementReference(3, None, "identity[1]")
    cases: list[tuple[tuple[StatementReference, ...], str]] = [
        ((one,), 'statement 0, "Read"'),
        ((two,), "statement 3 of identity[1]"),
        ((StatementReference(3, "Write", "boundary"),), 'statement 3, "Write" of boundary'),
        ((one, two), 'statements 0 "Read", 3 of identity[1]'),
        (tuple(StatementReference(n, None) for n in range(9)), "statements 0, 1, 2, 3, 4, 5 and 3"),
    ]
    for statements, expected in cases:
        assert f"on {ARN} ({expected}" in str(a_slice(statements=statements))


def test_an_example_is_who_asks_for_what_and_what_the_request_carries() -> None:
    def said(**members: Any) -> str:
        (line,) = str(added(a_slice(example=an_example(**members)))).splitlines()[1:]
        return line.removeprefix("    e.g. ")

    assert said() == "s3:GetObject on arn:aws:s3:::reports/a"
    who = f"arn:aws:iam::{ACCOUNT}:root"
    assert said(principal=who, principal_type="AWS").endswith(f"reports/a by {who}")
    context = {"aws:SourceVpc": "vpc-1", "aws:TagKeys": ("a", "b"), "aws:username": None}
    assert said(principal=who, context=context).endswith(
        f"reports/a by {who}, where aws:SourceVpc = vpc-1, aws:TagKeys = a, b, "
        "aws:username is absent"
    )


def test_a_condition_that_a_missing_key_fulfils_stands_apart_from_others() -> None:
    """In parentheses, or it would not be clear what `or` and `and` belong to."""
    both = {"StringEqualsIfExists": {KEY: ("a",)}, "Bool": {"aws:SecureTransport": ("true",)}}
    assert words(conditions=both) == f"if ({KEY} = a or absent) and aws:SecureTransport = true"
    assert asked("a", by="StringEqualsIfExists") == f"if {KEY} = a or absent"


def test_a_key_that_may_be_there_or_not_is_said_to() -> None:
    assert asked("true", "false", by="Null") == f"if {KEY} is absent or present"


def test_of_many_conditions_that_make_no_difference_a_few_are_named() -> None:
    many = tuple({"StringEquals": {f"aws:Key{n}": ("a",)}} for n in range(9))
    text = words(unless=many)
    assert text.count("unless aws:Key") == 6
    assert text.endswith("and unless 3 more")


def test_of_many_values_in_an_example_a_few_are_named() -> None:
    example = an_example(context={KEY: tuple(map(str, range(9)))})
    assert f"{KEY} = 0, 1, 2, 3, 4, 5 and 3 more" in str(added(a_slice(example=example)))
