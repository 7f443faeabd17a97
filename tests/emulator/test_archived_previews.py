"""Archive rules act on what a preview finds, as they will on what comes of it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk.emulator import Emulator
from tests.emulator.direct_calls import Direct
from tests.emulator.previews import BUCKET, OTHER, PARTNER, QUEUE, findings, policy, preview

TRUSTED = {"principal.AWS": {"eq": [PARTNER]}}
NARROW = {"StringEquals": {"aws:SourceVpc": "vpc-1"}}
PINNED = {"condition.aws:SourceVpc": {"exists": True}}


@pytest.fixture
def arn(direct: Direct) -> str:
    created: str = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    return created


def add_rule(direct: Direct, criteria: dict[str, Any], name: str = "accepted") -> None:
    direct.ok("CreateArchiveRule", analyzerName="audit", ruleName=name, filter=criteria)


def changes(direct: Direct, arn: str, document: str) -> list[tuple[str, str]]:
    proposal = {"sqsQueue": {"queuePolicy": document}}
    found = findings(direct, arn, preview(direct, arn, QUEUE, proposal))
    return [(finding["changeType"], finding["status"]) for finding in found]


def test_a_new_finding_that_a_rule_matches_is_archived(direct: Direct, arn: str) -> None:
    add_rule(direct, TRUSTED)
    add_rule(direct, {"isPublic": {"eq": ["true"]}, "resource": {"contains": ["inbox"]}}, "open")
    document = policy(PARTNER, OTHER, "*")
    archived, active = ("NEW", "ARCHIVED"), ("NEW", "ACTIVE")
    assert changes(direct, arn, document) == [archived, active, archived]
    proposal = {"sqsQueue": {"queuePolicy": document}}
    preview_id = preview(direct, arn, QUEUE, proposal)
    shown = findings(direct, arn, preview_id, filter={"status": {"eq": ["ARCHIVED"]}})
    assert [finding["principal"]["AWS"] for finding in shown] == [PARTNER, "*"]


@pytest.mark.parametrize(
    ("criteria", "status"),
    [
        ({"findingType": {"eq": ["ExternalAccess"]}}, "ARCHIVED"),
        ({"resourceType": {"eq": ["AWS::S3::Bucket"]}, "error": {"exists": False}}, "ARCHIVED"),
        ({"resourceOwnerAccount": {"eq": ["111122223333"]}}, "ARCHIVED"),
        ({"principal.CanonicalUser": {"eq": ["a1b2"]}}, "ARCHIVED"),
        ({"principal.AWS": {"exists": True}}, "ACTIVE"),
        ({"resourceType": {"neq": ["AWS::S3::Bucket"]}}, "ACTIVE"),
    ],
)
def test_a_rule_may_go_by_every_criterion_of_its_analyzer(
    direct: Direct, arn: str, criteria: dict[str, Any], status: str
) -> None:
    add_rule(direct, criteria)
    grant = {"permission": "READ", "grantee": {"id": "a1b2"}}
    proposal = {"s3Bucket": {"bucketAclGrants": [grant]}}
    (finding,) = findings(direct, arn, preview(direct, arn, BUCKET, proposal))
    assert finding["status"] == status


def test_a_rule_of_another_analyzer_and_one_that_is_gone_archive_nothing(
    direct: Direct, arn: str
) -> None:
    elsewhere = Direct(direct.emulator, region="eu-west-1")
    elsewhere.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")
    add_rule(elsewhere, TRUSTED)
    add_rule(direct, TRUSTED)
    direct.ok("DeleteArchiveRule", analyzerName="audit", ruleName="accepted")
    assert changes(direct, arn, policy(PARTNER)) == [("NEW", "ACTIVE")]


def test_a_finding_that_stays_as_it_is_keeps_its_status(direct: Direct, arn: str) -> None:
    """Rules are not tried on what exists, and what somebody archived stays so without any."""
    (_, accepted) = direct.emulator.add_resource(
        arn, QUEUE, "AWS::SQS::Queue", policy(PARTNER, OTHER)
    )
    direct.ok("UpdateFindings", analyzerArn=arn, status="ARCHIVED", ids=[accepted])
    add_rule(direct, TRUSTED)
    assert changes(direct, arn, policy(PARTNER, OTHER)) == [
        ("UNCHANGED", "ACTIVE"),
        ("UNCHANGED", "ARCHIVED"),
    ]


def test_a_finding_that_changes_is_tried_in_its_new_form(direct: Direct, arn: str) -> None:
    wide, narrow = policy(PARTNER), policy(PARTNER, Condition=NARROW)
    (known,) = direct.emulator.add_resource(arn, QUEUE, "AWS::SQS::Queue", wide)
    add_rule(direct, PINNED)
    assert changes(direct, arn, narrow) == [("CHANGED", "ARCHIVED")]
    direct.ok("UpdateFindings", analyzerArn=arn, status="ARCHIVED", ids=[known])
    assert changes(direct, arn, policy(PARTNER, action="sqs:*")) == [("CHANGED", "ACTIVE")]


def test_what_goes_away_is_resolved_whatever_a_rule_says(direct: Direct, arn: str) -> None:
    direct.emulator.add_resource(arn, QUEUE, "AWS::SQS::Queue", policy(PARTNER))
    add_rule(direct, TRUSTED)
    assert changes(direct, arn, "") == [("CHANGED", "RESOLVED")]


STATEMENTS = st.lists(
    st.tuples(
        st.sampled_from([PARTNER, OTHER, "*"]),
        st.sampled_from(["sqs:SendMessage", "sqs:*"]),
        st.sampled_from([{}, NARROW]),
    ),
    max_size=3,
    unique_by=lambda one: one[0],
)
RULES = st.lists(
    st.sampled_from([TRUSTED, PINNED, {"isPublic": {"eq": ["true"]}}]), max_size=2, unique_by=str
)


def document_of(statements: list[tuple[str, str, dict[str, Any]]]) -> str:
    read = [
        json.loads(policy(who, action=action, Condition=condition))["Statement"][0]
        for who, action, condition in statements
    ]
    deny = json.loads(policy("*", Effect="Deny", action="sqs:AddPermission"))["Statement"]
    return json.dumps({"Statement": [*read, *deny]})


@given(before=STATEMENTS, after=STATEMENTS, rules=RULES, archived=st.booleans())
def test_the_status_in_a_preview_is_what_comes_of_the_proposal(
    before: Any, after: Any, rules: list[dict[str, Any]], *, archived: bool
) -> None:
    direct = Direct(Emulator())
    arn = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    known = direct.emulator.add_resource(arn, QUEUE, "AWS::SQS::Queue", document_of(before))
    if archived and known:
        direct.ok("UpdateFindings", analyzerArn=arn, status="ARCHIVED", ids=known)
    for number, criteria in enumerate(rules):
        add_rule(direct, criteria, f"rule{number}")
    proposal = {"sqsQueue": {"queuePolicy": document_of(after)}}
    foreseen = findings(direct, arn, preview(direct, arn, QUEUE, proposal))
    direct.emulator.add_resource(arn, QUEUE, "AWS::SQS::Queue", document_of(after))
    come = direct.ok("ListFindings", analyzerArn=arn)["findings"]
    assert statuses(foreseen) == statuses(come)


def statuses(listed: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return sorted(
        (str(one["principal"]), str(one["condition"]), one["status"])
        for one in listed
        if one["status"] != "RESOLVED"
    )
