"""Archive rules act on what comes after them; on what is there, only when they are applied."""

from typing import Any

import pytest

from aa_sdk.emulator import Emulator, Quotas
from aa_sdk.models import ExternalAccessDetails, UnusedIamRoleDetails
from tests.emulator.direct_calls import Direct

PUBLIC = {"isPublic": {"eq": ["true"]}}
QUEUE = "arn:aws:sqs:us-east-1:111122223333:inbox"
OPEN = ExternalAccessDetails(is_public=True, principal={"AWS": "*"}, condition={})
SHARED = ExternalAccessDetails(
    is_public=False, principal={"AWS": "444455556666"}, condition={"aws:SourceIp": "203.0.113.7/32"}
)


@pytest.fixture
def arn(direct: Direct) -> str:
    arn: str = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    return arn


def status_of(direct: Direct, arn: str, finding_id: str) -> str:
    status: str = direct.ok("GetFindingV2", analyzerArn=arn, id=finding_id)["status"]
    return status


def find(direct: Direct, arn: str, details: ExternalAccessDetails = OPEN) -> str:
    return direct.emulator.add_finding(arn, QUEUE, "AWS::SQS::Queue", details)


def add_rule(direct: Direct, criteria: dict[str, Any] = PUBLIC, name: str = "accepted") -> None:
    direct.ok("CreateArchiveRule", analyzerName="audit", ruleName=name, filter=criteria)


def test_a_rule_archives_matching_findings_that_come_after_it(direct: Direct, arn: str) -> None:
    before = find(direct, arn)
    add_rule(direct)
    after, other = find(direct, arn), find(direct, arn, SHARED)
    statuses = [status_of(direct, arn, finding_id) for finding_id in (before, after, other)]
    assert statuses == ["ACTIVE", "ARCHIVED", "ACTIVE"]


@pytest.mark.parametrize(
    "criteria",
    [
        {"principal.AWS": {"contains": ["4444"]}},
        {"condition.aws:SourceIp": {"exists": True}},
        {"resource": {"contains": ["inbox"]}, "isPublic": {"eq": ["false"]}},
    ],
)
def test_a_rule_looks_at_the_details(direct: Direct, arn: str, criteria: dict[str, Any]) -> None:
    add_rule(direct, criteria)
    assert status_of(direct, arn, find(direct, arn, SHARED)) == "ARCHIVED"
    assert status_of(direct, arn, find(direct, arn, OPEN)) == "ACTIVE"


def test_a_rule_leaves_resolved_findings_alone(direct: Direct, arn: str) -> None:
    add_rule(direct)
    finding_id = direct.emulator.add_finding(arn, QUEUE, "AWS::SQS::Queue", OPEN, status="RESOLVED")
    assert status_of(direct, arn, finding_id) == "RESOLVED"


def test_of_several_rules_one_is_enough(direct: Direct, arn: str) -> None:
    add_rule(direct, {"resource": {"eq": ["arn:aws:s3:::no"]}}, "first")
    add_rule(direct, PUBLIC, "second")
    assert status_of(direct, arn, find(direct, arn)) == "ARCHIVED"


def test_rules_given_with_a_new_analyzer_act_at_once(direct: Direct) -> None:
    rules = [{"ruleName": "accepted", "filter": PUBLIC}]
    created = direct.ok("CreateAnalyzer", analyzerName="a", type="ACCOUNT", archiveRules=rules)
    assert status_of(direct, created["arn"], find(direct, created["arn"])) == "ARCHIVED"


def test_updating_or_deleting_a_rule_changes_no_finding(direct: Direct, arn: str) -> None:
    shared = find(direct, arn, SHARED)
    add_rule(direct)
    archived = find(direct, arn)
    wider = {"resourceType": {"eq": ["AWS::SQS::Queue"]}}
    direct.ok("UpdateArchiveRule", analyzerName="audit", ruleName="accepted", filter=wider)
    assert status_of(direct, arn, shared) == "ACTIVE"
    direct.ok("DeleteArchiveRule", analyzerName="audit", ruleName="accepted")
    assert status_of(direct, arn, archived) == "ARCHIVED"
    assert status_of(direct, arn, find(direct, arn)) == "ACTIVE"


def test_applying_a_rule_archives_what_is_active_and_matches(direct: Direct, arn: str) -> None:
    active, other, resolved = find(direct, arn), find(direct, arn, SHARED), find(direct, arn)
    direct.emulator.resolve_finding(resolved)
    add_rule(direct)
    direct.ok("ApplyArchiveRule", analyzerArn=arn, ruleName="accepted")
    statuses = [status_of(direct, arn, finding_id) for finding_id in (active, other, resolved)]
    assert statuses == ["ARCHIVED", "ACTIVE", "RESOLVED"]


def test_a_rule_is_read_back_as_it_was_written(direct: Direct, arn: str) -> None:
    assert arn
    add_rule(direct)
    rule = direct.ok("GetArchiveRule", analyzerName="audit", ruleName="accepted")["archiveRule"]
    assert (rule["ruleName"], rule["filter"]) == ("accepted", PUBLIC)
    wider = {"resource": {"contains": ["inbox"]}}
    direct.ok("UpdateArchiveRule", analyzerName="audit", ruleName="accepted", filter=wider)
    updated = direct.ok("GetArchiveRule", analyzerName="audit", ruleName="accepted")["archiveRule"]
    assert (updated["filter"], updated["createdAt"]) == (wider, rule["createdAt"])
    assert updated["updatedAt"] > rule["updatedAt"]


def test_rules_are_listed_by_name(direct: Direct, arn: str) -> None:
    assert arn
    for name in ("c", "a", "b"):
        add_rule(direct, PUBLIC, name)
    listed = direct.every("ListArchiveRules", "archiveRules", analyzerName="audit", maxResults=2)
    assert [rule["ruleName"] for rule in listed] == ["a", "b", "c"]


def test_an_analyzer_that_is_not_there_has_no_rules(direct: Direct) -> None:
    assert direct.ok("ListArchiveRules", analyzerName="audit") == {"archiveRules": []}


def test_a_rule_that_is_not_there_is_not_found(direct: Direct, arn: str) -> None:
    named = {"analyzerName": "audit", "ruleName": "accepted"}
    replies = [
        direct.call("GetArchiveRule", **named),
        direct.call("UpdateArchiveRule", **named, filter=PUBLIC),
        direct.call("DeleteArchiveRule", **named),
        direct.call("ApplyArchiveRule", analyzerArn=arn, ruleName="accepted"),
    ]
    assert [reply.error for reply in replies] == ["ResourceNotFoundException"] * 4
    assert replies[0].body["resourceType"] == "ArchiveRule"


def test_a_rules_name_is_used_once(direct: Direct, arn: str) -> None:
    assert arn
    add_rule(direct)
    again = direct.call(
        "CreateArchiveRule", analyzerName="audit", ruleName="accepted", filter=PUBLIC
    )
    assert (again.status, again.error) == (409, "ConflictException")


def test_there_is_a_quota_of_rules() -> None:
    direct = Direct(Emulator(quotas=Quotas(archive_rules=1)))
    direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")
    add_rule(direct)
    reply = direct.call("CreateArchiveRule", analyzerName="audit", ruleName="b", filter=PUBLIC)
    assert (reply.status, reply.error) == (402, "ServiceQuotaExceededException")


def test_the_quota_holds_for_rules_that_come_with_the_analyzer_too() -> None:
    direct = Direct(Emulator(quotas=Quotas(archive_rules=1)))
    rules = [{"ruleName": name, "filter": PUBLIC} for name in "ab"]
    made: dict[str, Any] = {"analyzerName": "audit", "type": "ACCOUNT"}
    reply = direct.call("CreateAnalyzer", **made, archiveRules=rules)
    assert (reply.status, reply.error) == (402, "ServiceQuotaExceededException")
    direct.ok("CreateAnalyzer", **made, archiveRules=rules[:1])


@pytest.mark.parametrize(
    ("criteria", "field"),
    [
        ({}, "filter"),
        ({"status": {"eq": ["ACTIVE"]}}, "filter.status"),
        ({"id": {"eq": ["a"]}}, "filter.id"),
        ({"changeType": {"eq": ["NEW"]}}, "filter.changeType"),
        ({"resurce": {"eq": ["a"]}}, "filter.resurce"),
        ({"resource": {"eq": []}}, "filter.resource.eq"),
        ({"resource": {"eq": ["a"] * 21}}, "filter.resource.eq"),
    ],
)
def test_a_filter_that_no_rule_may_have_is_invalid(
    direct: Direct, arn: str, criteria: dict[str, Any], field: str
) -> None:
    assert arn
    reply = direct.call("CreateArchiveRule", analyzerName="audit", ruleName="r", filter=criteria)
    assert (reply.error, reply.fields()) == ("ValidationException", [field])


def test_rules_of_unused_access_know_fewer_keys(direct: Direct) -> None:
    created = direct.ok("CreateAnalyzer", analyzerName="idle", type="ACCOUNT_UNUSED_ACCESS")
    rule = {"analyzerName": "idle", "ruleName": "r"}
    assert direct.call("CreateArchiveRule", **rule, filter=PUBLIC).fields() == ["filter.isPublic"]
    direct.ok("CreateArchiveRule", **rule, filter={"findingType": {"eq": ["UnusedIAMRole"]}})
    role = "arn:aws:iam::111122223333:role/a"
    finding_id = direct.emulator.add_finding(
        created["arn"], role, "AWS::IAM::Role", UnusedIamRoleDetails()
    )
    assert status_of(direct, created["arn"], finding_id) == "ARCHIVED"
