"""The values of conditions: whether they are what operator and key want."""

from typing import Any

import pytest

from aa_sdk.policy import validate
from tests.policy.validation.conditions import found
from tests.policy.validation.documents import when

WHERE = "Statement[0].Condition"


@pytest.mark.parametrize(
    ("operator", "value", "code"),
    [
        ("Bool", "yes", "TYPE_MISMATCH_BOOLEAN"),
        ("Bool", 1, "TYPE_MISMATCH_BOOLEAN"),
        ("Null", "", "TYPE_MISMATCH_BOOLEAN"),
        ("DateLessThan", "tomorrow", "TYPE_MISMATCH_DATE"),
        ("DateLessThan", "2020-13-01", "TYPE_MISMATCH_DATE"),
        ("DateLessThan", True, "TYPE_MISMATCH_DATE"),
        ("NumericEquals", "ten", "TYPE_MISMATCH_NUMBER"),
        ("NumericEquals", True, "TYPE_MISMATCH_NUMBER"),
        ("BinaryEquals", "?", "TYPE_MISMATCH_STRING"),
        ("BinaryEquals", "QQ", "TYPE_MISMATCH_STRING"),
        ("DateLessThan", "1577836800", "INVALID_DATE_VALUE"),
        ("DateLessThan", 1577836800, "INVALID_DATE_VALUE"),
        ("DateLessThan", "-1", "INVALID_DATE_VALUE"),
    ],
)
def test_a_value_that_its_operator_does_not_take_as_meant_is_told(
    operator: str, value: object, code: str
) -> None:
    expected = [(code, f"{WHERE}.{operator}.aws:key")]
    assert found(when(**{operator: {"aws:key": value}})) == expected


def test_each_such_value_of_a_list_is_told() -> None:
    assert found(when(NumericEquals={"aws:key": ["1", "one", "2", "two"]})) == [
        ("TYPE_MISMATCH_NUMBER", f"{WHERE}.NumericEquals.aws:key[1]"),
        ("TYPE_MISMATCH_NUMBER", f"{WHERE}.NumericEquals.aws:key[3]"),
    ]


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("Bool", "True"),
        ("Null", False),
        ("DateLessThan", "2020"),
        ("DateLessThan", "2020-01"),
        ("DateLessThan", "2020-01-01"),
        ("DateLessThan", "2020-01-01T00:00:00Z"),
        ("DateLessThan", "1997-07-16T19:20:30+01:00"),
        ("NumericEquals", "-1.5"),
        ("NumericEquals", 10),
        ("NumericEquals", "1" * 500),
        ("BinaryEquals", "QQ=="),
        ("StringEquals", "anything"),
    ],
)
def test_a_value_that_its_operator_takes_is_fine(operator: str, value: object) -> None:
    assert found(when(**{operator: {"aws:key": value}})) == []


ACCOUNT_KEY = "arn:aws:kms:eu-west-1:111122223333:key/0123"
ENCRYPTION_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id"


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("aws:SourceVpc", "vpc-1234567", "INVALID_VPC_FORMAT"),
        ("aws:SourceVpc", "vpc-123456789", "INVALID_VPC_FORMAT"),
        ("aws:SourceVpc", "VPC-12345678", "INVALID_VPC_FORMAT"),
        ("aws:sourcevpc", "vpce-12345678", "INVALID_VPC_FORMAT"),
        ("aws:SourceVpce", "vpc-12345678", "INVALID_VPCE_FORMAT"),
        ("aws:SourceVpce", "vpce-1234567_", "INVALID_VPCE_FORMAT"),
        (ENCRYPTION_KEY, "0123", "INVALID_KMS_KEY_VALUE"),
        (ENCRYPTION_KEY, ACCOUNT_KEY.replace("key/0123", "alias/a"), "INVALID_KMS_KEY_VALUE"),
        (ENCRYPTION_KEY, ACCOUNT_KEY.replace("111122223333", ""), "INVALID_KMS_KEY_VALUE"),
    ],
)
def test_an_identifier_has_the_form_that_its_key_wants(key: str, value: str, code: str) -> None:
    assert found(when(StringEquals={key: [value]})) == [(code, f"{WHERE}.StringEquals.{key}[0]")]


def test_an_identifier_may_be_compared_as_an_arn_too() -> None:
    assert found(when(ArnEquals={ENCRYPTION_KEY: "0123"})) == [
        ("INVALID_KMS_KEY_VALUE", f"{WHERE}.ArnEquals.{ENCRYPTION_KEY}")
    ]


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("StringEquals", "aws:SourceVpc", "vpc-12345678"),
        ("StringNotEquals", "aws:SourceVpc", "vpc-11223344556677889"),
        ("StringEquals", "aws:SourceVpc", "${aws:Ec2InstanceSourceVpc}"),
        ("StringEquals", "aws:SourceVpce", "vpce-1a2b3c4d"),
        ("StringEquals", "aws:Ec2InstanceSourceVpc", "vpc-1"),
        ("Null", "aws:SourceVpc", "true"),
        ("ArnEquals", ENCRYPTION_KEY, ACCOUNT_KEY),
        ("ArnLike", ENCRYPTION_KEY, "arn:aws:kms:*:111122223333:key/*"),
        ("StringEquals", ENCRYPTION_KEY, "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-1"),
    ],
)
def test_well_formed_identifiers_and_those_with_other_text_in_them_are_fine(
    operator: str, key: str, value: str
) -> None:
    assert found(when(**{operator: {key: value}})) == []


@pytest.mark.parametrize(
    "operator", ["NumericLessThan", "NumericLessThanEquals", "NumericGreaterThanIfExists"]
)
def test_one_of_several_bounds_decides(operator: str) -> None:
    assert found(when(**{operator: {"aws:MultiFactorAuthAge": ["2700", "3600"]}})) == [
        ("REDUNDANT_CONDITION_VALUE_NUM", f"{WHERE}.{operator}.aws:MultiFactorAuthAge")
    ]


@pytest.mark.parametrize(
    ("operator", "which"), [("NumericLessThan", "greatest"), ("NumericGreaterThan", "least")]
)
def test_the_finding_says_which_bound_decides(operator: str, which: str) -> None:
    document = when(**{operator: {"aws:MultiFactorAuthAge": ["2700", "3600"]}})
    details = [finding.finding_details for finding in validate(document).findings]
    assert any(which in text for text in details)


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("NumericLessThan", "2700"),
        ("NumericLessThan", ["2700"]),
        ("NumericEquals", ["2700", "3600"]),
        ("NumericNotEquals", ["2700", "3600"]),
    ],
)
def test_one_bound_and_several_numbers_are_fine(operator: str, value: Any) -> None:
    assert found(when(**{operator: {"aws:MultiFactorAuthAge": value}})) == []


def test_bounds_that_are_no_numbers_are_not_compared() -> None:
    assert found(when(NumericLessThan={"aws:MultiFactorAuthAge": ["2700", "an hour"]})) == [
        ("TYPE_MISMATCH_NUMBER", f"{WHERE}.NumericLessThan.aws:MultiFactorAuthAge[1]")
    ]
