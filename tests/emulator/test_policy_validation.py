"""ValidatePolicy answers with what `aa_sdk.policy.validate` finds, a page at a time."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from aa_sdk.models import ValidatePolicyResponse
from aa_sdk.policy import validate
from tests.emulator.direct_calls import Direct
from tests.policy.validation.any_json import DOCUMENTS

GOOD: dict[str, Any] = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
TRUST: dict[str, Any] = {
    "Effect": "Allow",
    "Action": "sts:AssumeRole",
    "Principal": {"AWS": "111122223333"},
}


def answer(direct: Direct, document: object, **more: Any) -> list[dict[str, Any]]:
    text = document if isinstance(document, str) else json.dumps(document)
    params = {"policyType": "IDENTITY_POLICY", **more}
    body = direct.ok("ValidatePolicy", policyDocument=text, **params)
    ValidatePolicyResponse.model_validate(body, extra="forbid")
    findings: list[dict[str, Any]] = body["findings"]
    return findings


def codes(direct: Direct, document: object, **more: Any) -> list[tuple[str, str]]:
    findings = answer(direct, document, **more)
    return [(finding["findingType"], finding["issueCode"]) for finding in findings]


def policy(*statements: object) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def test_a_good_policy_has_no_findings(direct: Direct) -> None:
    assert codes(direct, policy(GOOD)) == []


@pytest.mark.parametrize(
    ("statement", "finding_type", "code"),
    [
        ({**GOOD, "Effect": "allow"}, "ERROR", "INVALID_EFFECT"),
        ({**GOOD, "Effect": {}}, "ERROR", "DATA_TYPE_MISMATCH"),
        ({**GOOD, "Effect": []}, "ERROR", "DATA_TYPE_MISMATCH"),
        ({**GOOD, "Action": {}}, "ERROR", "DATA_TYPE_MISMATCH"),
        ({**GOOD, "Sid": ""}, "SUGGESTION", "EMPTY_SID_VALUE"),
        ({**GOOD, "Action": "iam:PassRole"}, "SECURITY_WARNING", "PASS_ROLE_WITH_STAR_IN_RESOURCE"),
    ],
)
def test_findings_have_their_type_and_code(
    direct: Direct, statement: dict[str, Any], finding_type: str, code: str
) -> None:
    assert codes(direct, policy(statement)) == [(finding_type, code)]


def test_the_type_of_a_policy_and_of_its_resource_matter(direct: Direct) -> None:
    of_resource = {"policyType": "RESOURCE_POLICY"}
    assert codes(direct, policy(GOOD), **of_resource) == [("ERROR", "MISSING_PRINCIPAL")]
    of_role = {**of_resource, "validatePolicyResourceType": "AWS::IAM::AssumeRolePolicyDocument"}
    assert codes(direct, policy(TRUST), **of_role) == []
    of_bucket = {**of_resource, "validatePolicyResourceType": "AWS::S3::Bucket"}
    assert ("ERROR", "MISSING_RESOURCE") in codes(direct, policy(TRUST), **of_bucket)


def test_a_finding_says_where_it_stands(direct: Direct) -> None:
    text = '{\n  "Version": "2012-10-17",\n  "Statement": {\n    "Sid": ""\n  }\n}'
    findings = answer(direct, text)
    (sid,) = [item for item in findings if item["issueCode"] == "EMPTY_SID_VALUE"]
    assert sid["locations"] == [
        {
            "path": [{"value": "Statement"}, {"value": "Sid"}],
            "span": {
                "start": {"line": 4, "column": 11, "offset": 57},
                "end": {"line": 4, "column": 13, "offset": 59},
            },
        }
    ]


@pytest.mark.parametrize("text", ["", "{", "[" * 5000, "[NaN]", '{"a": 1, "a": 2}', "null", "[]"])
def test_any_text_is_answered(direct: Direct, text: str) -> None:
    (finding,) = answer(direct, text)
    assert finding["findingType"] == "ERROR"


@given(document=DOCUMENTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_answer_is_that_of_the_offline_validation(direct: Direct, document: Any) -> None:
    text = json.dumps(document)
    expected = validate(text).findings
    assert ValidatePolicyResponse.model_validate({"findings": answer(direct, text)}) == (
        ValidatePolicyResponse(findings=expected)
    )


def test_findings_are_paged(direct: Direct) -> None:
    text = json.dumps({"Statement": [{}, {}]})
    findings = direct.every(
        "ValidatePolicy",
        "findings",
        policyDocument=text,
        policyType="IDENTITY_POLICY",
        maxResults=2,
    )
    assert findings == answer(direct, text)
    assert len(findings) > 2


def test_resource_types_are_for_resource_policies(direct: Direct) -> None:
    reply = direct.call(
        "ValidatePolicy",
        policyDocument="{}",
        policyType="IDENTITY_POLICY",
        validatePolicyResourceType="AWS::S3::Bucket",
    )
    assert reply.fields() == ["validatePolicyResourceType"]
