"""ValidatePolicy finds what is wrong with the form of a policy, and where it stands."""

import json
from typing import Any

import pytest

from aa_sdk.models import ValidatePolicyResponse
from aa_sdk.policy._language.json_positions import LocatedJson
from tests.emulator.direct_calls import Direct

GOOD: dict[str, Any] = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}


def validate(direct: Direct, document: object, **more: Any) -> list[dict[str, Any]]:
    text = document if isinstance(document, str) else json.dumps(document)
    params = {"policyType": "IDENTITY_POLICY", **more}
    body = direct.ok("ValidatePolicy", policyDocument=text, **params)
    ValidatePolicyResponse.model_validate(body, extra="forbid")
    findings: list[dict[str, Any]] = body["findings"]
    return findings


def codes(direct: Direct, statement: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    document = {"Version": "2012-10-17", "Statement": [statement]}
    findings = validate(direct, document, **more)
    return [(finding["findingType"], finding["issueCode"]) for finding in findings]


def test_a_good_policy_has_no_findings(direct: Direct) -> None:
    assert codes(direct, GOOD) == []


@pytest.mark.parametrize(
    ("change", "issue"),
    [
        ({"Effect": "allow"}, ("ERROR", "INVALID_EFFECT")),
        ({"Effect": {}}, ("ERROR", "INVALID_EFFECT")),
        ({"Effect": ["Allow"]}, ("ERROR", "INVALID_EFFECT")),
        ({"Effect": None}, ("ERROR", "MISSING_EFFECT")),
        ({"Action": None}, ("ERROR", "MISSING_ACTION")),
        ({"Resource": None}, ("ERROR", "MISSING_RESOURCE")),
        ({"NotAction": "s3:*"}, ("ERROR", "UNSUPPORTED_ELEMENT_COMBINATION")),
        ({"Principal": "*"}, ("ERROR", "UNSUPPORTED_PRINCIPAL")),
        ({"Colour": "red"}, ("ERROR", "INVALID_POLICY_ELEMENT")),
        ({"Sid": ""}, ("SUGGESTION", "EMPTY_SID_VALUE")),
        ({"Sid": "a b"}, ("ERROR", "UNSUPPORTED_SID")),
        ({"Action": []}, ("SUGGESTION", "EMPTY_ARRAY_ACTION")),
        ({"Resource": []}, ("SUGGESTION", "EMPTY_ARRAY_RESOURCE")),
        ({"Condition": {}}, ("SUGGESTION", "EMPTY_OBJECT_CONDITION")),
    ],
)
def test_a_statement_of_the_wrong_form_has_a_finding(
    direct: Direct, change: dict[str, Any], issue: tuple[str, str]
) -> None:
    changed = {name: value for name, value in {**GOOD, **change}.items() if value is not None}
    assert codes(direct, changed) == [issue]


def test_resource_policies_name_their_principals(direct: Direct) -> None:
    more = {"policyType": "RESOURCE_POLICY"}
    assert codes(direct, GOOD, **more) == [("ERROR", "MISSING_PRINCIPAL")]
    negated = {**GOOD, "NotPrincipal": {"AWS": "111122223333"}}
    assert codes(direct, negated, **more) == [("SECURITY_WARNING", "ALLOW_WITH_NOT_PRINCIPAL")]


def test_trust_policies_have_no_resource(direct: Direct) -> None:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "111122223333"}}
    more = {"policyType": "RESOURCE_POLICY"}
    assert codes(direct, trust, **more) == [("ERROR", "MISSING_RESOURCE")]
    more["validatePolicyResourceType"] = "AWS::IAM::AssumeRolePolicyDocument"
    assert codes(direct, trust, **more) == []


def test_sids_are_used_once(direct: Direct) -> None:
    document = {"Version": "2012-10-17", "Statement": [{**GOOD, "Sid": "a"}] * 2}
    (finding,) = validate(direct, document)
    assert finding["issueCode"] == "UNIQUE_SIDS_REQUIRED"
    assert finding["locations"][0]["path"] == [
        {"value": "Statement"},
        {"index": 1},
        {"value": "Sid"},
    ]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ([], "DATA_TYPE_MISMATCH"),
        ({"Version": "2012-10-17"}, "MISSING_STATEMENT"),
        ({"Version": "2012-10-17", "Statement": [3]}, "DATA_TYPE_MISMATCH"),
        ({"Version": "2020-01-01", "Statement": GOOD}, "INVALID_VERSION"),
        ({"Version": {}, "Statement": GOOD}, "INVALID_VERSION"),
        ({"Version": ["2012-10-17"], "Statement": GOOD}, "INVALID_VERSION"),
        ({"Statement": GOOD}, "MISSING_VERSION"),
        ({"Version": "2012-10-17", "Statement": GOOD, "Extra": 1}, "INVALID_POLICY_ELEMENT"),
    ],
)
def test_a_document_of_the_wrong_form_has_a_finding(
    direct: Direct, document: object, code: str
) -> None:
    assert [finding["issueCode"] for finding in validate(direct, document)] == [code]


def test_a_finding_says_where_it_stands(direct: Direct) -> None:
    text = '{\n  "Version": "2012-10-17",\n  "Statement": {\n    "Sid": ""\n  }\n}'
    findings = validate(direct, text)
    (sid,) = [item for item in findings if item["issueCode"] == "EMPTY_SID_VALUE"]
    (location,) = sid["locations"]
    span = location["span"]
    assert location["path"] == [{"value": "Statement"}, {"value": "Sid"}]
    assert (span["start"]["line"], span["start"]["column"]) == (4, 11)
    assert text[span["start"]["offset"] : span["end"]["offset"]] == '""'
    assert sid["learnMoreLink"].endswith("-suggestion-empty-sid-value")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{" + "[" * 100_000,
        '{"a" 1}',
        '{"a": 1,}',
        "[1,]",
        "{1: 2}",
        "{} {}",
        "[" * 5000,
        '{"a": tru}',
    ],
)
def test_what_is_not_json_has_a_finding_of_its_own(direct: Direct, text: str) -> None:
    (finding,) = validate(direct, text)
    assert finding["issueCode"] == "JSON_SYNTAX_ERROR"


def test_a_number_of_any_length_is_a_value(direct: Direct) -> None:
    digits = "9" * 5000
    text = f'{{"Version": {digits}, "Statement": -{digits}}}'
    findings = validate(direct, text)
    assert [issue["issueCode"] for issue in findings] == ["INVALID_VERSION", "DATA_TYPE_MISMATCH"]


VALUES: list[Any] = [
    *(None, True, 1.5, "a\nb", [], {}),
    [1, [2, {"a": []}]],
    {"a": {"b": [None]}, "c": '"{'},
]


@pytest.mark.parametrize("value", VALUES)
def test_every_value_is_found_at_its_span(value: object) -> None:
    for indent in (None, 2):
        text = json.dumps(value, indent=indent)
        located = LocatedJson.parse(f" {text}\n")
        assert located.value == value
        for path, (start, end) in located.spans.items():
            inner: Any = value
            for step in path:
                inner = inner[step]
            assert json.loads(located.text[start:end]) == inner


def test_findings_are_paged(direct: Direct) -> None:
    text = json.dumps({"Statement": [{}, {}]})
    findings = direct.every(
        "ValidatePolicy",
        "findings",
        policyDocument=text,
        policyType="IDENTITY_POLICY",
        maxResults=2,
    )
    assert findings == validate(direct, text)
    assert len(findings) == 7


def test_resource_types_are_for_resource_policies(direct: Direct) -> None:
    reply = direct.call(
        "ValidatePolicy",
        policyDocument="{}",
        policyType="IDENTITY_POLICY",
        validatePolicyResourceType="AWS::S3::Bucket",
    )
    assert reply.fields() == ["validatePolicyResourceType"]
