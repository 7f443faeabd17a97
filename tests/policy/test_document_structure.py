"""What is wrong with the form of a policy, by the codes of the service."""

import json
from typing import Any

import pytest

from aa_sdk.policy._language.json_positions import LocatedJson
from aa_sdk.policy._validation.document_structure import check_structure, syntax_issue

GOOD: dict[str, Any] = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
TRUST: dict[str, Any] = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"}


def codes(
    document: object, policy_type: str = "IDENTITY_POLICY", resource_type: str | None = None
) -> list[tuple[str, str]]:
    issues = check_structure(document, policy_type, resource_type)
    return [(issue.finding_type, issue.code) for issue in issues]


def policy(*statements: object) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def changed(**elements: Any) -> dict[str, Any]:
    """A good statement with other elements, or without those that are None."""
    return {name: value for name, value in {**GOOD, **elements}.items() if value is not None}


def test_a_good_policy_has_no_issues() -> None:
    assert codes(policy(GOOD)) == []
    assert codes({"Version": "2008-10-17", "Id": "x", "Statement": GOOD}) == []
    assert codes(policy({**GOOD, "Sid": "One"}, {**GOOD, "Sid": "Two"})) == []


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ([], "DATA_TYPE_MISMATCH"),
        ({"Version": "2012-10-17"}, "MISSING_STATEMENT"),
        ({"Version": "2012-10-17", "Statement": 3}, "DATA_TYPE_MISMATCH"),
        (policy(3), "DATA_TYPE_MISMATCH"),
        ({"Version": "2020-01-01", "Statement": GOOD}, "INVALID_VERSION"),
        ({"Version": {}, "Statement": GOOD}, "INVALID_VERSION"),
        ({**policy(GOOD), "Extra": 1}, "INVALID_POLICY_ELEMENT"),
        (policy(changed(Effect="allow")), "INVALID_EFFECT"),
        (policy(changed(Effect=None)), "MISSING_EFFECT"),
        (policy(changed(Action=None)), "MISSING_ACTION"),
        (policy(changed(Resource=None)), "MISSING_RESOURCE"),
        (policy(changed(NotResource="*")), "UNSUPPORTED_ELEMENT_COMBINATION"),
        (policy(changed(Principal="*")), "UNSUPPORTED_PRINCIPAL"),
        (policy(changed(Colour="red")), "INVALID_POLICY_ELEMENT"),
        (policy(changed(Sid="a b")), "UNSUPPORTED_SID"),
        (policy({**GOOD, "Sid": "a"}, {**GOOD, "Sid": "a"}), "UNIQUE_SIDS_REQUIRED"),
    ],
)
def test_what_the_service_does_not_take_is_an_error(document: object, code: str) -> None:
    assert codes(document) == [("ERROR", code)]


@pytest.mark.parametrize(
    ("document", "issue"),
    [
        ({"Statement": GOOD}, ("WARNING", "MISSING_VERSION")),
        (policy(changed(Sid="")), ("SUGGESTION", "EMPTY_SID_VALUE")),
        (policy(changed(Action=[])), ("SUGGESTION", "EMPTY_ARRAY_ACTION")),
        (policy(changed(Resource=[])), ("SUGGESTION", "EMPTY_ARRAY_RESOURCE")),
        (policy(changed(Condition={})), ("SUGGESTION", "EMPTY_OBJECT_CONDITION")),
    ],
)
def test_what_it_takes_may_be_better_said(document: object, issue: tuple[str, str]) -> None:
    assert codes(document) == [issue]


def test_resource_policies_name_their_principals() -> None:
    policy_type = "RESOURCE_POLICY"
    assert codes(policy(GOOD), policy_type) == [("ERROR", "MISSING_PRINCIPAL")]
    but = {"NotPrincipal": {"AWS": "111122223333"}}
    warned = [("SECURITY_WARNING", "ALLOW_WITH_NOT_PRINCIPAL")]
    assert codes(policy({**GOOD, **but}), policy_type) == warned
    assert codes(policy({**GOOD, **but, "Effect": "Deny"}), policy_type) == []
    empty = [("SUGGESTION", "EMPTY_OBJECT_PRINCIPAL")]
    assert codes(policy({**GOOD, "Principal": {}}), policy_type) == empty


def test_other_policies_may_have_principals_or_not() -> None:
    for statement in (GOOD, {**GOOD, "Principal": "*"}):
        assert codes(policy(statement), "SERVICE_CONTROL_POLICY") == []


def test_trust_policies_need_no_resource() -> None:
    policy_type = "RESOURCE_POLICY"
    assert codes(policy(TRUST), policy_type) == [("ERROR", "MISSING_RESOURCE")]
    assert codes(policy(TRUST), policy_type, "AWS::S3::Bucket") == [("ERROR", "MISSING_RESOURCE")]
    assert codes(policy(TRUST), policy_type, "AWS::IAM::AssumeRolePolicyDocument") == []


def test_resource_policies_may_use_a_sid_twice_and_with_any_characters() -> None:
    twice = policy(*[{**GOOD, "Principal": "*", "Sid": "a b"}] * 2)
    assert codes(twice, "RESOURCE_POLICY") == [("WARNING", "UNIQUE_SIDS_RECOMMENDED")]


def test_a_sid_that_is_no_text_is_not_looked_at() -> None:
    assert codes(policy(*[changed(Sid=5)] * 2)) == []


def test_an_issue_points_to_its_element_and_to_the_page_about_it() -> None:
    for statements, path in (
        ({**GOOD, "Sid": ""}, [{"value": "Statement"}, {"value": "Sid"}]),
        ([{**GOOD, "Sid": ""}], [{"value": "Statement"}, {"index": 0}, {"value": "Sid"}]),
    ):
        text = json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=1)
        located = LocatedJson.parse(text)
        (issue,) = check_structure(located.value, "IDENTITY_POLICY", None)
        finding = issue.wire(located)
        (location,) = finding["locations"]
        start, end = (location["span"][name]["offset"] for name in ("start", "end"))
        assert (location["path"], text[start:end]) == (path, '""')
        assert finding["learnMoreLink"].endswith("-suggestion-empty-sid-value")
        assert (finding["findingType"], finding["issueCode"]) == ("SUGGESTION", "EMPTY_SID_VALUE")


def test_a_text_that_is_not_json_has_one_issue_where_it_could_not_be_read_on() -> None:
    text = '{\n "Version": tru}'
    with pytest.raises(json.JSONDecodeError) as caught:
        LocatedJson.parse(text)
    finding = syntax_issue(text, caught.value)
    assert finding["issueCode"] == "JSON_SYNTAX_ERROR"
    (location,) = finding["locations"]
    place = {"line": 2, "column": 12, "offset": 14}
    assert location == {"path": [], "span": {"start": place, "end": place}}
