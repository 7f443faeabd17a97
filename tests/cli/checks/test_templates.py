"""What a template says of its policies counts, and what it does not say never passes."""

import json
from dataclasses import replace

import pytest

from aa_sdk.cli._checks.asked import Asked, Outside, Public
from aa_sdk.cli._checks.comparisons import Earlier
from aa_sdk.cli._checks.refusals import in_options
from aa_sdk.cli._checks.verdict_making import VerdictMaker
from aa_sdk.cli._checks.verdicts import CheckName, Report, State
from aa_sdk.cli.running import CommandError
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.models import ValidatePolicyFinding
from aa_sdk.policy import Account
from aa_sdk.policy._validation.places import Place
from aa_sdk.workflows import ValidationVerdict
from tests.cli.checks.shell import ERROR, FAIL, NARROW, PASS, PASSING_ROLES, PUBLIC, WIDE
from tests.cli.checks.templates import FIRST_LINE, found, report_on, unresolved

PUT = ("s3:PutObject",)


def told(report: Report) -> list[tuple[str | None, CheckName, State]]:
    return [(one.address, one.check, one.state) for one in report.verdicts]


async def test_the_resource_that_a_template_names_decides_what_is_public() -> None:
    text = json.dumps(PUBLIC)
    bucket = found("Bucket", text, "RESOURCE_POLICY", "AWS::S3::Bucket")
    queue = found("Queue", text, "RESOURCE_POLICY", "AWS::SQS::Queue")
    role = found("Role", json.dumps(NARROW), "IDENTITY_POLICY")
    plain = found("Other", text)
    report = await report_on(bucket, queue, role, plain, public=Public.NAMED)
    assert told(report) == [
        ("Bucket", "no-public-access", "fail"),
        ("Queue", "no-public-access", "pass"),
        ("Role", "read", "skipped"),
        ("Other", "no-public-access", "skipped"),
    ]
    queues = await report_on(bucket, public=Public.NAMED, resource_type="AWS::SQS::Queue")
    assert told(queues) == [("Bucket", "no-public-access", "fail")]


async def test_policies_of_resources_are_told_by_their_principals() -> None:
    bucket = found("Bucket", json.dumps(PUBLIC))
    broken = found("Broken", "{")
    typed = found("Typed", json.dumps(PUBLIC), "RESOURCE_POLICY")
    report = await report_on(bucket, broken, typed, public=Public.RESOURCES)
    assert told(report) == [
        ("Bucket", "no-public-access", "fail"),
        ("Broken", "read", "skipped"),
        ("Typed", "no-public-access", "fail"),
    ]


async def test_validation_goes_by_the_resource_that_is_named() -> None:
    text = json.dumps(PUBLIC).replace("s3:GetObject", "sts:AssumeRole")
    trust = found("Role", text, "RESOURCE_POLICY", "AWS::IAM::AssumeRolePolicyDocument")
    report = await report_on(trust, validate=True)
    codes = {issue.code for issue in report.verdicts[0].issues}
    assert any("TRUST" in code for code in codes)


async def test_policies_of_organizations_are_validated_alone_and_that_is_said() -> None:
    policy = found("Scp", json.dumps(NARROW), "SERVICE_CONTROL_POLICY")
    report = await report_on(
        policy,
        validate=True,
        public=Public.ALL,
        outside=Outside(owner="111122223333", zone=Account()),
        earlier=Earlier("old.json", one=json.dumps(NARROW)),
        actions=PUT,
    )
    assert told(report) == [
        ("Scp", "validate", "pass"),
        ("Scp", "no-new-access", "skipped"),
        ("Scp", "access-not-granted", "skipped"),
        ("Scp", "no-public-access", "skipped"),
        ("Scp", "external-access", "skipped"),
    ]
    assert report.code == PASS
    alone = await report_on(policy, actions=PUT)
    assert told(alone) == [("Scp", "access-not-granted", "skipped")]


async def test_what_is_not_known_of_a_type_is_asked_of_no_other() -> None:
    known = found("Bucket", json.dumps(PUBLIC), "RESOURCE_POLICY", "AWS::S3::Bucket")
    other = replace(found("Other", json.dumps(PUBLIC)), resource="AWS::New::Thing")
    report = await report_on(known, other, public=Public.RESOURCES)
    assert told(report) == [
        ("Bucket", "no-public-access", "fail"),
        ("Other", "no-public-access", "undecided"),
    ]
    assert told(await report_on(other, public=Public.NAMED)) == [("Other", "read", "skipped")]
    asked = Outside(owner="111122223333", zone=Account())
    assert told(await report_on(other, outside=asked)) == [
        ("Other", "external-access", "undecided")
    ]


async def test_identity_policies_of_a_template_are_not_asked_who_gets_in() -> None:
    role = found("Role", json.dumps(NARROW), "IDENTITY_POLICY")
    report = await report_on(role, public=Public.ALL)
    assert told(report) == [("Role", "no-public-access", "skipped")]


async def test_what_is_not_resolved_never_passes() -> None:
    good = found("Role", json.dumps(NARROW), "IDENTITY_POLICY")
    report = await report_on(good, unresolved("Team"), actions=PUT)
    assert told(report) == [("Role", "access-not-granted", "pass"), ("Team", "read", "unresolved")]
    assert report.code == ERROR
    assert report.summary == "2 policies: 1 pass, 1 unresolved"
    assert report.verdicts[1].way_out == "--parameter NAME=VALUE says it"
    of_another = unresolved("Team", 'it depends on the attribute Arn of "Team"')
    assert "deployed" in (await report_on(of_another, actions=PUT)).verdicts[0].way_out
    bad = found("Wide", json.dumps(WIDE), "IDENTITY_POLICY")
    assert (await report_on(bad, unresolved("Team"), actions=PUT)).code == FAIL


async def test_statements_stand_in_the_lines_of_the_template() -> None:
    text = json.dumps({**WIDE, "Statement": [*WIDE["Statement"], WIDE["Statement"][1]]})
    report = await report_on(found("Wide", text), validate=True, actions=PUT)
    validation, check = report.verdicts
    places = [reason.place and reason.place.line for reason in check.reasons]
    assert places == [FIRST_LINE, FIRST_LINE + 20]  # the second one is not found: the policy
    assert {issue.place and issue.place.line for issue in validation.issues} <= {
        FIRST_LINE,
        FIRST_LINE + 20,
    }


async def test_policies_are_compared_by_name_and_each_says_with_what() -> None:
    text = json.dumps(NARROW)
    names = ("Same", "New", "Broken", "Malformed")
    policies = [found(one, text) for one in names]
    earlier = Earlier(
        "its version in main",
        by_name={policies[0].name: text, policies[3].name: '{"Statement": [{}]}'},
        unreadable={policies[2].name: "it depends on AWS::Region"},
    )
    report = await report_on(*policies, earlier=earlier)
    assert [one.state for one in report.verdicts] == ["pass", "new", "error", "error"]
    assert report.verdicts[2].message == "its version in main: it depends on AWS::Region"
    assert report.verdicts[3].message.startswith("its version in main: Statement[0]")


async def test_the_only_statement_may_stand_without_a_list() -> None:
    text = json.dumps({"Version": "2012-10-17", "Statement": PASSING_ROLES["Statement"][0]})
    report = await report_on(found("Role", text), validate=True)
    (issue,) = report.verdicts[0].issues
    assert issue.place == Place(FIRST_LINE, 7, FIRST_LINE + 8, 12)
    assert issue.identity == "Pass"


def test_a_finding_without_a_place_is_about_the_policy() -> None:
    finding = ValidatePolicyFinding(
        finding_details="x", finding_type="ERROR", issue_code="X", learn_more_link="", locations=()
    )
    maker = VerdictMaker(found("Role", json.dumps(NARROW)))
    verdict = maker.of_outcome("validation", ValidationVerdict((finding,), frozenset()))
    assert verdict.issues[0].place == Place(FIRST_LINE, 3, FIRST_LINE + 30, 9)


def test_what_has_no_option_is_told_as_it_is() -> None:
    field = InvalidField("concurrency", "at least 1")
    with pytest.raises(CommandError, match="concurrency: at least 1"), in_options(Asked(), None):
        raise InvalidRequestError(field)
