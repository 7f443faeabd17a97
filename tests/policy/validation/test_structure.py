"""The form of a document: its elements, their names and types."""

from typing import Any

import pytest

from aa_sdk.models import PolicyType, ValidatePolicyResourceType
from aa_sdk.policy import validate
from tests.policy.validation.documents import ALLOW, changed, found, policy

GRANT: dict[str, Any] = {**ALLOW, "Principal": {"AWS": "111122223333"}}
"""A statement of a resource policy that nothing is wrong with."""
TRUST: dict[str, Any] = {
    "Effect": "Allow",
    "Action": "sts:AssumeRole",
    "Principal": {"AWS": "111122223333"},
}
"""The same for a trust policy."""


@pytest.mark.parametrize(
    ("document", "finding"),
    [
        ({"Version": "2012-10-17"}, ("MISSING_STATEMENT", "")),
        (policy(), ("MISSING_STATEMENT", "Statement")),
        ({"Statement": ALLOW}, ("MISSING_VERSION", "")),
        (policy(ALLOW, version="2020-01-01"), ("INVALID_VERSION", "Version")),
        ({**policy(ALLOW), "Version": {}}, ("DATA_TYPE_MISMATCH", "Version")),
        ({**policy(ALLOW), "Version": []}, ("DATA_TYPE_MISMATCH", "Version")),
        ({**policy(ALLOW), "Version": 20121017}, ("DATA_TYPE_MISMATCH", "Version")),
        ({**policy(ALLOW), "Id": 1}, ("DATA_TYPE_MISMATCH", "Id")),
        ({**policy(ALLOW), "Extra": 1}, ("INVALID_POLICY_ELEMENT", "<Extra>")),
        ({"Version": "2012-10-17", "Statement": 3}, ("DATA_TYPE_MISMATCH", "Statement")),
        ({"Version": "2012-10-17", "Statement": None}, ("DATA_TYPE_MISMATCH", "Statement")),
        (policy(ALLOW, 3), ("DATA_TYPE_MISMATCH", "Statement[1]")),
        (policy([ALLOW]), ("DATA_TYPE_MISMATCH", "Statement[0]")),
        (policy(changed(Colour="red")), ("INVALID_POLICY_ELEMENT", "Statement[0].<Colour>")),
        (policy(changed(effect="Allow")), ("INVALID_POLICY_ELEMENT", "Statement[0].<effect>")),
        (policy(changed(Effect="allow")), ("INVALID_EFFECT", "Statement[0].Effect")),
        (policy(changed(Effect="")), ("INVALID_EFFECT", "Statement[0].Effect")),
        (policy(changed(Effect={})), ("DATA_TYPE_MISMATCH", "Statement[0].Effect")),
        (policy(changed(Effect=[])), ("DATA_TYPE_MISMATCH", "Statement[0].Effect")),
        (policy(changed(Effect=None)), ("MISSING_EFFECT", "Statement[0]")),
        (policy(changed(Action=None)), ("MISSING_ACTION", "Statement[0]")),
        (policy(changed(Action={})), ("DATA_TYPE_MISMATCH", "Statement[0].Action")),
        (policy(changed(Action=["s3:Get*", 1])), ("DATA_TYPE_MISMATCH", "Statement[0].Action[1]")),
        (policy(changed(Resource=None)), ("MISSING_RESOURCE", "Statement[0]")),
        (policy(changed(Resource=False)), ("DATA_TYPE_MISMATCH", "Statement[0].Resource")),
        (policy(changed(Sid=1)), ("DATA_TYPE_MISMATCH", "Statement[0].Sid")),
        (policy(changed(Sid="")), ("EMPTY_SID_VALUE", "Statement[0].Sid")),
        (policy(changed(Sid="a b")), ("UNSUPPORTED_SID", "Statement[0].Sid")),
        (policy(changed(Sid="\u00e9")), ("UNSUPPORTED_SID", "Statement[0].Sid")),
        (policy(changed(Action=[])), ("EMPTY_ARRAY_ACTION", "Statement[0].Action")),
        (policy(changed(Resource=[])), ("EMPTY_ARRAY_RESOURCE", "Statement[0].Resource")),
        (policy(changed(Condition={})), ("EMPTY_OBJECT_CONDITION", "Statement[0].Condition")),
        (policy(changed(Condition=[])), ("DATA_TYPE_MISMATCH", "Statement[0].Condition")),
        (
            policy(changed(Condition={"Bool": {}})),
            ("EMPTY_OBJECT_CONDITION", "Statement[0].Condition.Bool"),
        ),
        (
            policy(changed(Condition={"Bool": "x"})),
            ("DATA_TYPE_MISMATCH", "Statement[0].Condition.Bool"),
        ),
        (
            policy(changed(Condition={"StringEquals": {"aws:username": {}}})),
            ("DATA_TYPE_MISMATCH", "Statement[0].Condition.StringEquals.aws:username"),
        ),
        (
            policy(changed(Condition={"StringEquals": {"aws:username": ["a", None]}})),
            ("DATA_TYPE_MISMATCH", "Statement[0].Condition.StringEquals.aws:username[1]"),
        ),
        (
            policy(changed(NotResource="*")),
            (
                "UNSUPPORTED_ELEMENT_COMBINATION",
                "Statement[0].<Resource>",
                "Statement[0].<NotResource>",
            ),
        ),
        (policy(changed(Principal="*")), ("UNSUPPORTED_PRINCIPAL", "Statement[0].<Principal>")),
        (
            policy(changed(Sid="a"), changed(Action="s3:Put*"), changed(Sid="a", Action="s3:*")),
            ("UNIQUE_SIDS_REQUIRED", "Statement[0].Sid", "Statement[2].Sid"),
        ),
    ],
)  # fmt: skip
def test_a_malformed_identity_policy_has_one_finding(
    document: Any, finding: tuple[str, ...]
) -> None:
    assert found(document) == [finding]


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"Statment": []}, "A policy has no element 'Statment': did you mean Statement?"),
        ({**policy(ALLOW), "Quux": 1}, "A policy has no element 'Quux'."),
        (
            policy(changed(action="s3:*")),
            "A statement has no element 'action': did you mean Action?",
        ),
        (
            policy(changed(Principals="*")),
            "A statement has no element 'Principals': did you mean Principal?",
        ),
        (
            {**policy(ALLOW), "Q" * 500: 1},
            "A policy has no element 'QQQQQQQQQQQQQ…QQQQQQQQQQQQQQQQQQQQQQQQQQ'.",
        ),
    ],
)
def test_an_element_that_there_is_not_is_named_with_the_likely_one(
    document: Any, told: str
) -> None:
    details = [
        one.finding_details
        for one in validate(document).findings
        if one.issue_code == "INVALID_POLICY_ELEMENT"
    ]
    assert details == [told]


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_policy_of_no_text_is_said_to_be_empty(text: str) -> None:
    (finding,) = validate(text).findings
    assert (finding.issue_code, finding.finding_details) == (
        "JSON_SYNTAX_ERROR",
        "The policy is empty.",
    )


def test_empty_sids_are_not_taken_for_the_same() -> None:
    document = policy(changed(Sid=""), changed(Sid="", Action="s3:PutObject"))
    assert {code for code, *_ in found(document)} == {"EMPTY_SID_VALUE"}


def test_a_single_statement_needs_no_list() -> None:
    document = {"Version": "2012-10-17", "Statement": changed(Effect="allow")}
    assert found(document) == [("INVALID_EFFECT", "Statement.Effect")]
    assert found({"Version": "2008-10-17", "Id": "x", "Statement": ALLOW}) == []


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        (ALLOW, ("MISSING_PRINCIPAL", "Statement[0]")),
        (
            {**ALLOW, "NotPrincipal": {"AWS": "111122223333"}},
            ("ALLOW_WITH_NOT_PRINCIPAL", "Statement[0].<NotPrincipal>"),
        ),
        ({**GRANT, "Principal": {}}, ("EMPTY_OBJECT_PRINCIPAL", "Statement[0].Principal")),
        (
            {**GRANT, "Principal": {"AWS": []}},
            ("EMPTY_ARRAY_PRINCIPAL", "Statement[0].Principal.AWS"),
        ),
        ({**GRANT, "Principal": 1}, ("DATA_TYPE_MISMATCH", "Statement[0].Principal")),
        (
            {**GRANT, "Principal": {"AWS": {}}},
            ("DATA_TYPE_MISMATCH", "Statement[0].Principal.AWS"),
        ),
        (
            {**GRANT, "Principal": {"AWS": ["111122223333", 1]}},
            ("DATA_TYPE_MISMATCH", "Statement[0].Principal.AWS[1]"),
        ),
    ],
)  # fmt: skip
def test_a_malformed_resource_policy_has_one_finding(
    statement: dict[str, Any], finding: tuple[str, ...]
) -> None:
    assert found(policy(statement), "RESOURCE_POLICY") == [finding]


def test_a_principal_that_is_a_list_is_empty_or_of_the_wrong_type() -> None:
    codes = {code for code, *_ in found(policy({**GRANT, "Principal": []}), "RESOURCE_POLICY")}
    assert {"EMPTY_ARRAY_PRINCIPAL", "DATA_TYPE_MISMATCH"} <= codes


def test_deny_with_not_principal_is_no_grant() -> None:
    deny = {**ALLOW, "Effect": "Deny", "NotPrincipal": {"AWS": "111122223333"}}
    assert found(policy(deny), "RESOURCE_POLICY") == []


@pytest.mark.parametrize(
    ("policy_type", "code"),
    [
        ("RESOURCE_POLICY", "UNIQUE_SIDS_RECOMMENDED"),
        ("SERVICE_CONTROL_POLICY", "UNIQUE_SIDS_RECOMMENDED"),
    ],
)
def test_elsewhere_sids_should_be_unique_and_may_be_anything(
    policy_type: PolicyType, code: str
) -> None:
    first = GRANT if policy_type == "RESOURCE_POLICY" else {**ALLOW, "Effect": "Deny"}
    second = {**first, "Action": "s3:PutObject"}
    document = policy({**first, "Sid": "a b"}, {**second, "Sid": "a b"})
    assert found(document, policy_type) == [(code, "Statement[0].Sid", "Statement[1].Sid")]


def test_a_trust_policy_has_no_resource() -> None:
    role: ValidatePolicyResourceType = "AWS::IAM::AssumeRolePolicyDocument"
    assert found(policy(TRUST), "RESOURCE_POLICY", resource_type=role) == []
    assert found(policy(TRUST), "RESOURCE_POLICY") == [("MISSING_RESOURCE", "Statement[0]")]


def test_a_policy_that_lets_identity_providers_assume_a_role_is_taken_for_a_trust_policy() -> None:
    principal = {"Federated": "arn:aws:iam::111122223333:saml-provider/a"}
    trust = {**TRUST, "Principal": principal, "Action": "sts:AssumeRoleWithSAML"}
    assert found(policy(trust), "RESOURCE_POLICY") == []
    missing = ("MISSING_RESOURCE", "Statement[0]")
    assert missing in found(policy({**trust, "Action": "s3:GetObject"}), "RESOURCE_POLICY")
    assert missing in found(policy(trust, {**trust, "Resource": "*"}), "RESOURCE_POLICY")
    assert missing in found(policy({**trust, "Action": []}), "RESOURCE_POLICY")
    bucket = found(policy(trust), "RESOURCE_POLICY", resource_type="AWS::S3::Bucket")
    assert missing in bucket
