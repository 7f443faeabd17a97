"""Validation answers any document, as text, mapping or file, with findings and their places."""

import json
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aa_sdk.models import PolicyType, ValidatePolicyResourceType
from aa_sdk.policy import InvalidPolicyError, UnsupportedPolicyError, validate
from aa_sdk.policy._validation.table import CODES, PROSE, RULES
from tests.policy.validation.any_json import DOCUMENTS, JSON, POLICY_LIKE
from tests.policy.validation.documents import ALLOW, NOTHING_KNOWN, changed, found, policy

POLICY_TYPES: tuple[PolicyType, ...] = get_args(get_args(PolicyType)[0])
RESOURCE_TYPES = get_args(get_args(ValidatePolicyResourceType)[0])


def test_a_good_policy_has_no_findings() -> None:
    assert found(policy(ALLOW)) == []


def test_the_places_are_those_of_the_text() -> None:
    text = '{\n  "Version": "2012-10-17",\n  "Statement": {"Effect": "allow"}\n}'
    finding = next(f for f in validate(text).findings if f.issue_code == "INVALID_EFFECT")
    span = finding.locations[0].span
    assert text[span.start.offset : span.end.offset] == '"allow"'
    assert (span.start.line, span.start.column) == (3, 26)
    assert (span.end.line, span.end.column) == (3, 33)


def test_the_places_of_a_mapping_are_those_of_its_json() -> None:
    document = policy(changed(Sid="\u00e9"))
    text = json.dumps(document)
    assert validate(document) == validate(text)
    span = validate(document).findings[0].locations[0].span
    assert text[span.start.offset : span.end.offset] == '"\\u00e9"'


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(policy(changed(Effect="allow"))))
    assert found(path) == [("INVALID_EFFECT", "Statement[0].Effect")]


def test_the_name_of_a_file_is_told_from_a_policy() -> None:
    (finding,) = validate("policies/reader.json").findings
    assert finding.issue_code == "JSON_SYNTAX_ERROR"
    assert "pathlib.Path" in finding.finding_details


def test_a_file_that_is_not_utf_8_has_a_finding_where_it_ends_to_be(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_bytes(b'{\n "\xff": 1}')
    finding = validate(path).findings[0]
    assert finding.issue_code == "JSON_SYNTAX_ERROR"
    start = finding.locations[0].span.start
    assert (start.line, start.column, start.offset) == (2, 2, 4)


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidPolicyError, match=r"missing\.json"):
        validate(tmp_path / "missing.json")


@pytest.mark.parametrize("make", [lambda: "x" * (1 << 20), lambda: "\u00e9" * (1 << 19)])
@pytest.mark.parametrize(
    ("policy_type", "code"),
    [
        ("IDENTITY_POLICY", "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA"),
        ("RESOURCE_POLICY", "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA"),
        ("SERVICE_CONTROL_POLICY", "POLICY_SIZE_EXCEEDS_SCP_QUOTA"),
        ("RESOURCE_CONTROL_POLICY", "POLICY_SIZE_EXCEEDS_RCP_QUOTA"),
    ],
)
def test_of_more_than_a_mebibyte_only_that_is_said(
    make: Callable[[], str], policy_type: PolicyType, code: str
) -> None:
    assert found(make() + "x", policy_type) == [(code, "")]


def test_what_is_too_large_stands_at_the_start_of_the_text() -> None:
    (finding,) = validate(" " * ((1 << 20) + 1)).findings
    (location,) = finding.locations
    start = location.span.start
    assert (start.line, start.column, start.offset) == (1, 0, 0)
    assert location.span.end == start


def test_what_is_not_json_is_told_with_its_line() -> None:
    text = '{\n  "Version": oldest\n}'
    (finding,) = validate(text).findings
    start = finding.locations[0].span.start
    assert (start.line, start.column, start.offset) == (2, 13, text.index("oldest"))
    assert "line 2" in finding.finding_details


def test_a_file_of_more_than_a_mebibyte_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_bytes(b" " * ((1 << 20) + 1))
    assert found(path) == [("POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", "")]


@pytest.mark.parametrize("text", ["[" * 5000, '{"Statement":' * 5000, "[" * 5000 + "]" * 5000])
def test_nested_brackets_are_answered(text: str) -> None:
    assert found(text) == [("JSON_SYNTAX_ERROR", "")]


def test_a_mapping_that_is_nested_too_deeply_is_answered() -> None:
    document: dict[str, Any] = {}
    for _ in range(100_000):
        document = {"Statement": document}
    assert found(document) == [("JSON_SYNTAX_ERROR", "")]


@pytest.mark.parametrize("value", [{1}, b"x", float("nan"), object()])
def test_what_json_cannot_express_is_an_error(value: object) -> None:
    with pytest.raises(InvalidPolicyError, match="JSON"):
        validate({"Statement": value})


def test_any_mapping_is_taken() -> None:
    frozen = MappingProxyType({"Version": "2012-10-17", "Statement": MappingProxyType(ALLOW)})
    assert found(frozen) == []


@pytest.mark.parametrize("text", ["[]", "null", "1", '"x"'])
def test_a_document_that_is_no_object_is_of_the_wrong_type(text: str) -> None:
    assert found(text) == [("DATA_TYPE_MISMATCH", "")]


def test_findings_come_in_the_order_of_the_document() -> None:
    last = {"Resource": "*", "Sid": "", "Effect": "x", "Action": 1}
    codes = [code for code, *_ in found({"Statement": [ALLOW, last], "Version": "1"})]
    assert codes == ["EMPTY_SID_VALUE", "INVALID_EFFECT", "DATA_TYPE_MISMATCH", "INVALID_VERSION"]


def test_a_finding_says_what_it_is_and_where_to_read_on() -> None:
    finding = validate(policy(changed(Sid=""))).findings[0]
    assert finding.finding_type == "SUGGESTION"
    assert finding.learn_more_link == (
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
        "access-analyzer-reference-policy-checks.html"
        "#access-analyzer-reference-policy-checks-suggestion-empty-sid-value"
    )


@pytest.mark.parametrize("text", ["{", "[]", " " * (1 << 20) + "{}"])
def test_of_what_is_no_document_nothing_else_was_checked(text: str) -> None:
    validation = validate(text)
    (finding,) = validation.findings
    assert validation.not_checked == CODES - {finding.issue_code}


def test_what_a_policy_type_or_a_resource_type_must_be_is_said() -> None:
    with pytest.raises(UnsupportedPolicyError, match="policy_type"):
        validate(policy(ALLOW), "IDENTITY")  # type: ignore[arg-type]  # what this is about
    with pytest.raises(UnsupportedPolicyError, match="resource_type"):
        validate(policy(ALLOW), "RESOURCE_POLICY", resource_type="s3")  # type: ignore[arg-type]
    with pytest.raises(UnsupportedPolicyError, match="RESOURCE_POLICY"):
        validate(policy(ALLOW), resource_type="AWS::S3::Bucket")


def test_codes_that_need_a_catalogue_are_not_checked_without_one() -> None:
    needed = {rule.code for rule in RULES if rule.needs_catalogue}
    unchecked = validate(policy(ALLOW), catalogue=NOTHING_KNOWN).not_checked
    assert unchecked == needed | PROSE


@given(
    document=JSON | POLICY_LIKE | DOCUMENTS,
    policy_type=st.sampled_from(POLICY_TYPES),
    resource_type=st.none() | st.sampled_from(RESOURCE_TYPES),
)
@example({"Statement": {"Effect": {}}}, "IDENTITY_POLICY", None)
@example({"Statement": {"Effect": []}}, "IDENTITY_POLICY", None)
@example({"Version": []}, "IDENTITY_POLICY", None)
def test_any_json_is_answered(
    document: Any, policy_type: PolicyType, resource_type: ValidatePolicyResourceType | None
) -> None:
    text = json.dumps(document)
    of_resource = resource_type if policy_type == "RESOURCE_POLICY" else None
    validation = validate(text, policy_type, resource_type=of_resource)
    offsets = [finding.locations[0].span.start.offset for finding in validation.findings]
    assert offsets == sorted(offsets)
    for finding in validation.findings:
        assert finding.finding_details
        for location in finding.locations:
            start, end = location.span.start.offset, location.span.end.offset
            assert 0 <= start <= end <= len(text)


@given(text=st.text() | st.text(alphabet='{}[]",:\\ \n0a'))
def test_any_text_is_answered(text: str) -> None:
    assert isinstance(validate(text).findings, tuple)


@pytest.mark.parametrize(
    "document",
    [
        policy(changed(Action=[f"a{n}*" for n in range(4000)])),
        policy(changed(Action=[f"*{n}*" for n in range(3500)])),
        policy(changed(Resource=[f"*{n}?*" for n in range(3000)])),
        policy(changed(Action=["*a" * 500, "a" * 1000] * 9)),
        policy(*[changed(Action=[f"*{n}" for n in range(40)])] * 90),
        policy(changed(Condition={"StringLike": {f"a:{n}": "${*" * 5 for n in range(1200)}})),
        policy(changed(Resource=["${" * 8000])),
        policy(changed(Resource=["arn:" * 4000, "arn:" * 4000 + "*"])),
        policy(*[dict[str, Any]()] * 8_000),
    ],
    ids=range(9),
)
def test_a_hostile_document_of_32_kib_is_answered(document: dict[str, Any]) -> None:
    assert validate(document)  # without the bounds of the rules it would take minutes


def test_a_rule_ends_when_it_has_said_the_same_very_often() -> None:
    validation = validate(policy(*[dict[str, Any]()] * 2_500))
    codes = [finding.issue_code for finding in validation.findings]
    assert codes.count("MISSING_EFFECT") == 2_000
    assert "MISSING_EFFECT" in validation.not_checked
    assert "MISSING_EFFECT" not in validate(policy(*[dict[str, Any]()] * 2_000)).not_checked


def test_what_was_given_up_is_not_checked() -> None:
    validation = validate(policy(changed(Action=[f"*{n}*" for n in range(3500)])))
    assert "REDUNDANT_ACTION" in validation.not_checked
    assert "REDUNDANT_RESOURCE" not in validation.not_checked
