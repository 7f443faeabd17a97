"""Labelled pairs on conditions: every operator, set operators, and keys that are missing."""

from typing import Any

import pytest

from aa_sdk.policy import UnsupportedPolicyError, check_no_new_access
from tests.policy.statements import allow, judge, policy, when

TAG = "aws:ResourceTag/team"
TAGS = "aws:TagKeys"
AGE = "aws:MultiFactorAuthAge"
NOW = "aws:CurrentTime"
IP = "aws:SourceIp"
WHO = "aws:PrincipalArn"

# What is checked, what it is compared with, and whether it adds nothing.
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "a condition more": (when("StringEquals", TAG, "a"), allow(), True),
    "a condition less": (allow(), when("StringEquals", TAG, "a"), False),
    "one value of two": (
        when("StringEquals", TAG, "a"),
        when("StringEquals", TAG, ["a", "b"]),
        True,
    ),
    "two values of one": (
        when("StringEquals", TAG, ["a", "b"]),
        when("StringEquals", TAG, "a"),
        False,
    ),
    "the key of a condition in other case": (
        when("StringEquals", TAG.upper(), "a"),
        when("StringEquals", TAG, "a"),
        True,
    ),
    "a star that StringEquals takes literally": (
        when("StringEquals", TAG, "abc"),
        when("StringEquals", TAG, "a*"),
        False,
    ),
    "the literal star is matched by the wildcard": (
        when("StringEquals", TAG, "a*"),
        when("StringLike", TAG, "a*"),
        True,
    ),
    "an escaped star": (when("StringLike", TAG, "a${*}"), when("StringEquals", TAG, "a*"), True),
    "an escaped star in the old language": (
        when("StringEquals", TAG, "a*"),
        {**when("StringLike", TAG, "a${*}"), "old": True},
        False,
    ),
    "case that is ignored": (
        when("StringEquals", TAG, "Blue"),
        when("StringEqualsIgnoreCase", TAG, "bLUE"),
        True,
    ),
    "case that is not": (
        when("StringEqualsIgnoreCase", TAG, "blue"),
        when("StringEquals", TAG, "blue"),
        False,
    ),
    "a negated operator holds without the key": (
        when("StringNotEquals", TAG, "a"),
        when("StringNotEquals", TAG, "a", Null={TAG: "false"}),
        False,
    ),
    "the key, present": (when("StringLike", TAG, "a*"), when("Null", TAG, "false"), True),
    "the key, absent": (when("Null", TAG, "true"), when("StringNotLike", TAG, "a*"), True),
    "present or not": (when("Null", TAG, ["true", "false"]), allow(), True),
    "everything is present or not": (allow(), when("Null", TAG, ["true", False]), True),
    "only if it is there": (
        when("StringEqualsIfExists", TAG, "a"),
        when("StringEquals", TAG, "a"),
        False,
    ),
    "there, and then so": (
        when("StringEqualsIfExists", TAG, "a", Null={TAG: "false"}),
        when("StringEquals", TAG, "a"),
        True,
    ),
    "the empty text": (when("StringEquals", TAG, ""), when("StringLike", TAG, "*"), True),
    "a letter beyond ASCII": (
        when("StringEquals", TAG, "\u00e9"),
        when("StringLike", TAG, "?"),
        True,
    ),
    "unlike each of no numbers": (
        when("NumericNotEquals", AGE, [], Null={AGE: "false"}),
        when("Null", AGE, "true"),
        False,
    ),
    "numbers in order": (
        when("NumericLessThan", AGE, "300"),
        when("NumericLessThanEquals", AGE, 300),
        True,
    ),
    "a number that is not whole": (
        when("NumericLessThan", AGE, 301),
        when("NumericLessThanEquals", AGE, 300),
        False,
    ),
    "numbers written otherwise": (
        when("NumericEquals", AGE, "1e2"),
        when("NumericEquals", AGE, ["100.0"]),
        True,
    ),
    "between is not outside": (
        when("NumericGreaterThan", AGE, 1, NumericLessThan={AGE: 2}),
        when("NumericNotEquals", AGE, [1, 2]),
        True,
    ),
    "an hour in another zone": (
        when("DateGreaterThan", NOW, "2031-05-01T12:00:00+02:00"),
        when("DateGreaterThan", NOW, "2031-05-01T10:00:00Z"),
        True,
    ),
    "the same hour the other way round": (
        when("DateGreaterThan", NOW, "2031-05-01T10:00:00Z"),
        when("DateGreaterThan", NOW, "2031-05-01T12:00:00+02:00"),
        True,
    ),
    "a time without a zone": (
        when("DateEquals", NOW, "2031-05-01T10:00:00"),
        when("DateEquals", NOW, "2031-05-01T10:00Z"),
        True,
    ),
    "a day and its seconds": (
        when("DateEquals", NOW, "2031-05-01"),
        when("DateLessThanEquals", NOW, "1935360000"),
        True,
    ),
    "a second too late": (
        when("DateLessThan", NOW, "2031-05-01T00:00:01Z"),
        when("DateLessThanEquals", NOW, "2031-05-01"),
        False,
    ),
    "less than a microsecond": (
        when("DateGreaterThan", NOW, "1935360000.0000001"),
        when("DateGreaterThan", NOW, "1935360000.0000002"),
        False,
    ),
    "seconds after the last year": (
        when("DateGreaterThan", NOW, "1000000000000000"),
        when("DateGreaterThan", NOW, "1000000000000001"),
        False,
    ),
    "a block inside a block": (
        when("IpAddress", IP, "198.51.100.64/26"),
        when("IpAddress", IP, "198.51.100.0/24"),
        True,
    ),
    "two halves of a block": (
        when("IpAddress", IP, "198.51.100.0/24"),
        when("IpAddress", IP, ["198.51.100.0/25", "198.51.100.128/25"]),
        True,
    ),
    "a block but for one address": (
        when("IpAddress", IP, "198.51.100.0/24"),
        when("IpAddress", IP, "198.51.100.0/24", NotIpAddress={IP: "198.51.100.7"}),
        False,
    ),
    "all of version 4 is not all": (
        when("Null", IP, "false"),
        when("IpAddress", IP, "0.0.0.0/0"),
        False,
    ),
    "all of both versions is all": (
        when("Null", IP, "false"),
        when("IpAddress", IP, ["0.0.0.0/0", "::/0"]),
        True,
    ),
    "version 6": (
        when("IpAddress", IP, "2001:DB8:1::/48"),
        when("IpAddress", IP, "2001:db8::/32"),
        True,
    ),
    "true is not false": (
        when("Bool", "aws:SecureTransport", value=True),
        when("BoolIfExists", "aws:SecureTransport", "TRUE"),
        True,
    ),
    "not false is not true": (
        when("BoolIfExists", "aws:SecureTransport", "true"),
        when("Bool", "aws:SecureTransport", "true"),
        False,
    ),
    "a truth value as text": (
        when("Bool", "aws:SecureTransport", "true"),
        when("StringEquals", "aws:SecureTransport", "true"),
        True,
    ),
    "bytes": (
        when("BinaryEquals", "kms:Blob", "QmluYXJ5"),
        when("BinaryEquals", "kms:Blob", ["QmluYXJ5", "QUJD"]),
        True,
    ),
    "an ARN part by part": (
        when("ArnEquals", WHO, "arn:aws:iam::111122223333:role/ci-*"),
        when("ArnLike", WHO, "arn:aws:iam::*:role/*"),
        True,
    ),
    "an ARN as text": (
        when("StringLike", WHO, "arn:aws:iam::*:role/x"),
        when("ArnLike", WHO, "arn:aws:iam::*:role/x"),
        False,
    ),
    "each tag of a list": (
        when("ForAllValues:StringEquals", TAGS, ["a"]),
        when("ForAllValues:StringEquals", TAGS, ["a", "b"]),
        True,
    ),
    "each of none": (
        when("ForAllValues:StringEquals", TAGS, ["a"]),
        when("ForAnyValue:StringEquals", TAGS, ["a"]),
        False,
    ),
    "each of some": (
        when("ForAllValues:StringEquals", TAGS, ["a"], Null={TAGS: "false"}),
        when("ForAnyValue:StringEquals", TAGS, ["a"]),
        True,
    ),
    "one of several": (
        when("ForAnyValue:StringEquals", TAGS, ["a"]),
        when("ForAllValues:StringEquals", TAGS, ["a"]),
        False,
    ),
    "one that is not": (
        when("ForAnyValue:StringNotEquals", TAGS, "a"),
        when("Null", TAGS, "false"),
        True,
    ),
    "none of several": (
        when("ForAllValues:StringNotLike", TAGS, "a*"),
        when("ForAllValues:StringNotEquals", TAGS, ["ab", "ac"]),
        True,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_condition_is_decided_as_labelled(case: str) -> None:
    """PASS for what adds nothing; a FAIL comes with a request that the new policy alone allows."""
    new, existing, adds_nothing = CASES[case]
    assert judge(new, existing) is adds_nothing


def test_one_key_cannot_be_tested_as_text_and_as_a_number() -> None:
    """How such a value would be read is not known, so nothing is guessed."""
    mixed = policy(when("NumericLessThan", AGE, 1), when("StringLike", AGE, "1*"))
    with pytest.raises(UnsupportedPolicyError) as caught:
        check_no_new_access(mixed, policy(allow()))
    assert caught.value.path == AGE
