"""Whom a policy lets in from outside: asked through a client, of previews and of findings."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import anyio
import pytest

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.models import AccessPreviewFinding, FindingSummary

OWNER, PARTNER = "111122223333", "444455556666"
ROLE = f"arn:aws:iam::{PARTNER}:role/app"
Statement = dict[str, Any]


class Resource(NamedTuple):
    """A resource, and how a configuration of it is proposed."""

    arn: str
    type: str
    member: str

    def proposal(self, document: str) -> dict[str, Any]:
        if self.member == "kmsKey":
            return {self.arn: {"kmsKey": {"keyPolicies": {"default": document}}}}
        names = {"s3Bucket": "bucketPolicy", "sqsQueue": "queuePolicy", "snsTopic": "topicPolicy"}
        name = names.get(self.member, "trustPolicy")
        return {self.arn: {self.member: {name: document}}}


BUCKET = Resource("arn:aws:s3:::ledger", "AWS::S3::Bucket", "s3Bucket")
KEY = Resource(f"arn:aws:kms:us-east-1:{OWNER}:key/a", "AWS::KMS::Key", "kmsKey")
QUEUE = Resource(f"arn:aws:sqs:us-east-1:{OWNER}:inbox", "AWS::SQS::Queue", "sqsQueue")
TOPIC = Resource(f"arn:aws:sns:us-east-1:{OWNER}:news", "AWS::SNS::Topic", "snsTopic")
TRUST = Resource(f"arn:aws:iam::{OWNER}:role/app", "AWS::IAM::Role", "iamRole")


class Told(NamedTuple):
    """What a finding tells, for short."""

    principal: dict[str, str]
    actions: tuple[str, ...]
    condition: Mapping[str, str] = {}
    is_public: bool = False


def statement(principal: Any, action: Any = "s3:GetObject", **condition: Any) -> Statement:
    """An Allow for somebody, if a condition holds."""
    plain = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*"}
    return {**plain, "Condition": condition} if condition else plain


def all_but(principal: Any, action: Any) -> Statement:
    rest = statement("*", action)
    del rest["Principal"]
    return {**rest, "NotPrincipal": principal}


def deny(action: str, **condition: Any) -> Statement:
    return {**statement("*", action, **condition), "Effect": "Deny"}


def in_short(finding: AccessPreviewFinding | FindingSummary) -> Told:
    principal, condition = dict(finding.principal), dict(finding.condition)
    return Told(principal, tuple(finding.action), condition, bool(finding.is_public))


def told(resource: Resource, *statements: Statement) -> list[Told]:
    """What is told of a policy: by a preview, and once it is there by findings and a preview."""
    emulator = Emulator()
    document = json.dumps({"Version": "2012-10-17", "Statement": [*statements]})

    async def main() -> list[Told]:
        async with AccessAnalyzerClient(session=emulator.session()) as aws:
            arn = (await aws.create_analyzer("audit", type="ACCOUNT")).arn
            assert arn is not None
            new = await previewed(emulator, aws, arn, resource.proposal(document))
            assert {finding.change_type for finding in new} <= {"NEW"}
            emulator.add_resource(arn, resource.arn, resource.type, document)
            found = await aws.list_findings(analyzer_arn=arn).collect()
            same = await previewed(emulator, aws, arn, resource.proposal(document))
            assert {finding.change_type for finding in same} <= {"UNCHANGED"}
        expected = [in_short(finding) for finding in found]
        for previews in (new, same):
            assert [in_short(finding) for finding in previews] == expected
            assert [one.sources for one in previews] == [one.sources for one in found]
        return expected

    return anyio.run(main)


async def previewed(
    emulator: Emulator, aws: AccessAnalyzerClient, arn: str, configurations: dict[str, Any]
) -> list[AccessPreviewFinding]:
    preview = await aws.create_access_preview(arn, configurations=configurations)
    emulator.advance(timedelta(seconds=5))
    return await aws.list_access_preview_findings(arn, preview.id).collect()


EVERYONE = {"AWS": "*"}
READ = ("s3:GetObject",)
OWN = {"StringEquals": {"aws:PrincipalAccount": OWNER}}
NOT_OWN = {"StringNotEquals": {"aws:PrincipalAccount": OWNER}}


@pytest.mark.parametrize("key", ["aws:SourceOwner", "aws:SourceAccount"])
def test_the_policy_that_a_topic_or_queue_starts_with_lets_nobody_in(key: str) -> None:
    mine = {"StringEquals": {key: OWNER}}
    publish = ["SNS:Publish", "SNS:Subscribe", "SNS:GetTopicAttributes"]
    assert told(TOPIC, statement({"AWS": "*"}, publish, **mine)) == []
    assert told(QUEUE, statement("*", "SQS:SendMessage", **mine)) == []
    theirs = {"StringEquals": {key: PARTNER}}
    assert told(QUEUE, statement("*", "SQS:SendMessage", **theirs)) == [
        Told(EVERYONE, ("SQS:SendMessage",), {key: PARTNER})
    ]


def test_the_policy_of_a_key_that_aws_manages_lets_nobody_in() -> None:
    via = "sqs.us-east-1.amazonaws.com"
    mine = {"StringEquals": {"kms:CallerAccount": OWNER, "kms:ViaService": via}}
    assert told(KEY, statement({"AWS": "*"}, ["kms:Decrypt", "kms:Encrypt"], **mine)) == []
    theirs = {"StringEquals": {"kms:CallerAccount": PARTNER, "kms:ViaService": via}}
    assert told(KEY, statement("*", "kms:Decrypt", **theirs)) == [
        Told(EVERYONE, ("kms:Decrypt",), {"kms:CallerAccount": PARTNER})
    ]


def test_what_is_denied_is_not_given() -> None:
    to_partner = statement({"AWS": PARTNER})
    assert told(BUCKET, to_partner, deny("s3:*", **NOT_OWN)) == []
    assert told(BUCKET, to_partner, deny("s3:*")) == []
    assert told(BUCKET, to_partner, deny("s3:Put*")) == [Told({"AWS": PARTNER}, READ)]
    assert told(BUCKET, deny("s3:*")) == []


def test_a_deny_for_all_but_an_organization_is_its_condition() -> None:
    outside = {"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    assert told(BUCKET, statement("*"), deny("s3:*", **outside)) == [
        Told(EVERYONE, READ, {"aws:PrincipalOrgID": "o-a1b2c3d4e5"})
    ]


def test_an_allow_for_all_but_somebody_is_public() -> None:
    assert told(BUCKET, all_but({"AWS": ROLE}, "s3:GetObject")) == [
        Told(EVERYONE, READ, is_public=True)
    ]


def test_what_a_caller_can_say_of_itself_restricts_nobody() -> None:
    for condition in (
        {"StringEquals": {"aws:UserAgent": "audit"}},
        {"Bool": {"aws:SecureTransport": "true"}},
    ):
        assert told(QUEUE, statement("*", "sqs:SendMessage", **condition)) == [
            Told(EVERYONE, ("sqs:SendMessage",), is_public=True)
        ], condition


def test_a_network_that_is_all_addresses_is_public() -> None:
    everywhere = {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}
    (only,) = told(QUEUE, statement("*", "sqs:SendMessage", **everywhere))
    assert (only.principal, only.is_public) == (EVERYONE, True)


def test_a_network_of_somebody_is_a_condition() -> None:
    office = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    assert told(QUEUE, statement("*", "sqs:SendMessage", **office)) == [
        Told(EVERYONE, ("sqs:SendMessage",), {"aws:SourceIp": "203.0.113.0/24"})
    ]


def test_a_bucket_that_leaves_access_to_its_own_access_points_lets_nobody_in() -> None:
    through = {"StringEquals": {"s3:DataAccessPointAccount": OWNER}}
    assert told(BUCKET, statement("*", "s3:*", **through)) == []


def test_actions_of_another_service_give_nothing() -> None:
    assert told(BUCKET, statement("*", "sqs:SendMessage")) == []
    assert told(QUEUE, statement({"AWS": PARTNER}, ["s3:GetObject", "sns:*"])) == []
    mixed = statement({"AWS": PARTNER}, ["s3:GetObject", "sqs:SendMessage"])
    assert told(QUEUE, mixed) == [Told({"AWS": PARTNER}, ("sqs:SendMessage",))]


def test_callers_that_are_pinned_to_the_owner_are_inside() -> None:
    assert told(BUCKET, statement("*", **OWN)) == []
    assert told(BUCKET, statement({"AWS": [OWNER, f"arn:aws:iam::{OWNER}:role/app"]})) == []
    assert told(TRUST, statement({"Service": "ec2.amazonaws.com"}, "sts:AssumeRole")) == []


def test_one_principal_under_two_conditions_is_two_findings() -> None:
    vpc = {"StringEquals": {"aws:SourceVpc": "vpc-1"}}
    statements = (
        statement({"AWS": ROLE}, **vpc),
        statement({"AWS": ROLE}, "s3:PutObject"),
        statement({"AWS": ROLE}, "s3:DeleteObject"),
    )
    assert told(BUCKET, *statements) == [
        Told({"AWS": ROLE}, READ, {"aws:SourceVpc": "vpc-1"}),
        Told({"AWS": ROLE}, ("s3:DeleteObject", "s3:PutObject")),
    ]


def test_a_role_is_assumed_by_whom_its_trust_policy_names() -> None:
    google = {"Federated": "accounts.google.com"}
    audience = {"StringEquals": {"accounts.google.com:aud": "66677788899900pro0"}}
    statements = (
        statement({"AWS": PARTNER}, "sts:AssumeRole"),
        statement(google, "sts:AssumeRoleWithWebIdentity", **audience),
    )
    assert told(TRUST, *statements) == [
        Told({"AWS": PARTNER}, ("sts:AssumeRole",)),
        Told(google, ("sts:AssumeRoleWithWebIdentity",), dict(audience["StringEquals"])),
    ]
