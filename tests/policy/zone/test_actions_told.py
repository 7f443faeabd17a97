"""What those who are outside may do, by which statements, and a request that shows it."""

from typing import Any

import pytest

from aa_sdk.models.finding_details import FindingSource
from aa_sdk.policy import ActionCatalogue, StatementReference, external_access
from tests.policy.statements import policy
from tests.policy.validation.small_catalogue import write
from tests.policy.zone.external import (
    BUCKET,
    NOBODY,
    OPEN,
    OTHER,
    OWNER,
    PARTNER,
    ROLE,
    Cases,
    Told,
    all_but,
    anyone,
    judge,
    never,
    to,
    told,
)

TRUST = "AWS::IAM::Role"
READ, WRITE = "s3:GetObject", "s3:PutObject"
VPC = {"aws:SourceVpc": "vpc-1"}
DENIED = {"Effect": "Deny", "Condition": {"StringNotEquals": VPC}}
VPCE = {"aws:SourceVpce": "vpce-1"}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> ActionCatalogue:
    """A catalogue of a few services."""
    return ActionCatalogue.from_folder(write(tmp_path_factory.mktemp("release")))


def test_actions_are_those_of_the_service_as_written() -> None:
    cases: Cases = {
        "Of another service: nothing.": ([anyone("ec2:*")], NOBODY),
        "Its name may be longer.": ([anyone("s3express:CreateSession")], NOBODY),
        "Sorted, without the others.": (
            [to({"AWS": PARTNER}, ["S3:PutObject", "ec2:*", "s3:Get*"])],
            [Told(PARTNER, ("S3:PutObject", "s3:Get*"))],
        ),
        "Everything.": ([to({"AWS": PARTNER}, "*")], [Told(PARTNER, ("*",))]),
        "Everything, and a name.": (
            [to({"AWS": PARTNER}, ["s3:GetObject", "*:*"])],
            [Told(PARTNER, ("*:*", "s3:GetObject"))],
        ),
        "All but some.": ([all_actions_but("s3:Put*")], [Told("*", ("s3:*",), is_public=True)]),
        "All but some, less what is denied.": (
            [all_actions_but("s3:Put*"), never("s3:Get*")],
            [Told("*", ("s3:*",), is_public=True)],
        ),
        "All but some, where the others are denied to all but some callers.": (
            [
                all_actions_but("s3:Put*"),
                {**all_actions_but("s3:Put*"), **DENIED},
            ],
            [Told("*", ("s3:*",), VPC)],
        ),
        "All but all.": ([all_actions_but("s3:*")], NOBODY),
        "All but all that is not denied.": ([all_actions_but("s3:Put*"), never("s3:*")], NOBODY),
    }
    judge(cases)


def all_actions_but(*actions: str) -> dict[str, Any]:
    rest = {name: part for name, part in anyone().items() if name != "Action"}
    return {**rest, "NotAction": list(actions)}


def test_of_a_type_that_is_not_known_every_action_counts() -> None:
    assert told(anyone(["ec2:*", "s3:Get*"]), of="Custom::Thing")[0].actions == ("ec2:*", "s3:Get*")
    assert told(all_actions_but("ec2:*"), of="Custom::Thing")[0].actions == ("*",)
    assert told(anyone("ec2:*"), never("ec2:*"), of="Custom::Thing") == NOBODY


def test_a_deny_of_some_actions_parts_what_is_told() -> None:
    both = anyone([WRITE, READ])
    cases: Cases = {
        "One is denied.": ([both, never(WRITE)], OPEN),
        "One is denied to all but some.": (
            [both, never(WRITE, StringNotEquals=VPCE)],
            [Told("*", (WRITE,), VPCE), Told("*", (READ,), is_public=True)],
        ),
        "Both are, each to others.": (
            [both, never(WRITE, StringNotEquals=VPCE), never(READ, StringNotEquals=VPC)],
            [Told("*", (WRITE,), VPCE), Told("*", (READ,), VPC)],
        ),
        "Both are, to the same.": (
            [both, never(StringNotEquals=VPCE)],
            [Told("*", (READ, WRITE), VPCE)],
        ),
        "One is denied to somebody.": (
            [to({"AWS": [PARTNER, OTHER]}, [READ, WRITE]), never(WRITE, {"AWS": OTHER})],
            [Told(PARTNER, (READ, WRITE)), Told(OTHER, (READ,))],
        ),
        "A pattern stays, as long as something of it is left.": (
            [anyone("s3:*Object"), never(WRITE)],
            [Told("*", ("s3:*Object",), is_public=True)],
        ),
    }
    judge(cases)


def test_with_a_catalogue_each_action_has_its_name(catalogue: ActionCatalogue) -> None:
    """Those that can be about the resource."""

    def actions(*statements: dict[str, Any], of: str = BUCKET) -> list[tuple[str, ...]]:
        return [tuple(one.actions) for one in told(*statements, of=of, catalogue=catalogue)]

    both = ("s3:GetObject", "s3:ListBucket")
    assert actions(anyone("s3:*")) == [both]
    assert actions(anyone("*")) == [both]
    assert actions(anyone(["S3:getobject", "s3:List*"])) == [both]
    assert actions(anyone(["s3:CreateJob", "s3:ListAllMyBuckets", "s3:PutObject"])) == []
    assert actions(anyone("sqs:*")) == []
    assert actions(all_actions_but("s3:Get*")) == [("s3:ListBucket",)]
    assert actions(all_actions_but("ec2:*")) == [both]
    assert actions(anyone("s3:*"), never("s3:Get*")) == [("s3:ListBucket",)]
    assert actions(anyone("s3:*"), never("s3:Get*", StringNotEquals=VPC)) == [
        ("s3:GetObject",),
        ("s3:ListBucket",),
    ]
    assert actions(anyone("kms:*"), of="AWS::KMS::Key") == [("kms:Decrypt",)]
    assert actions(anyone("sts:*"), of=TRUST) == [
        ("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:TagSession")
    ]


def test_what_a_catalogue_does_not_know_is_as_written(catalogue: ActionCatalogue) -> None:
    for of, action in (("Custom::Thing", "s3:*"), ("AWS::ECR::Repository", "ecr:Get*")):
        assert told(anyone(action), of=of, catalogue=catalogue)[0].actions == (action,)
        empty = ActionCatalogue.empty()
        assert told(anyone(action), of=of, catalogue=empty)[0].actions == (action,)


def test_all_actions_of_some_services_are_about_the_resource() -> None:
    installed = ActionCatalogue.installed()
    assert installed is not None
    (access,) = told(anyone("*"), of="AWS::ApiGateway::RestApi", catalogue=installed)
    assert "execute-api:Invoke" in access.actions


# The rest of it.


def test_what_several_statements_give_one_principal_is_told_once() -> None:
    root = f"arn:aws:iam::{PARTNER}:root"
    document = policy(
        {**to({"AWS": [PARTNER, OWNER]}, "s3:Put*"), "Sid": "Write"},
        never("s3:Delete*"),
        {**to({"AWS": root}, ["s3:Get*", "s3:Put*"]), "Sid": "Read"},
        to({"AWS": PARTNER}, "s3:List*", StringEquals=VPC),
    )
    together, pinned_one = external_access(document, BUCKET, OWNER)
    assert together.principal == pinned_one.principal == {"AWS": PARTNER}
    assert together.actions == ("s3:Get*", "s3:Put*")
    statements = (StatementReference(0, "Write"), StatementReference(2, "Read"))
    assert together.statements == statements
    assert together.condition == {}
    assert together.example is not None
    assert together.example.allowed_by == (0, "Write")
    assert (pinned_one.actions, pinned_one.condition) == (("s3:List*",), VPC)
    assert pinned_one.statements == (StatementReference(3, None),)


def test_everyone_and_all_but_some_are_one_principal() -> None:
    statements = anyone(), all_but({"AWS": OWNER}, anyone(WRITE))
    assert told(*statements) == [Told("*", (READ, WRITE), is_public=True)]


def test_a_statement_is_named_once_however_its_actions_are_parted() -> None:
    document = policy(anyone([READ, WRITE]), never("s3:DeleteObject"))
    (access,) = external_access(document, BUCKET, OWNER)
    assert access.statements == (StatementReference(0, None),)


def test_the_source_is_told_for_buckets_alone() -> None:
    document = policy(anyone(["s3:GetObject", "sqs:SendMessage"]))
    (access,) = external_access(document, BUCKET, OWNER)
    assert access.sources == (FindingSource(type="POLICY"),)
    (access,) = external_access(document, "AWS::SQS::Queue", OWNER)
    assert access.sources == ()


def test_the_example_is_a_request_of_the_one_who_is_told() -> None:
    document = policy(to({"AWS": ROLE}, "s3:Get*", StringEquals={"aws:PrincipalAccount": PARTNER}))
    (access,) = external_access(document, BUCKET, OWNER)
    example = access.example
    assert example is not None
    assert (example.principal_type, example.principal) == ("AWS", ROLE)
    assert example.action.startswith("s3:get")
    assert example.context == {"aws:PrincipalAccount": PARTNER}


def test_what_is_public_and_what_is_pinned_by_either_of_two_keys_stay_apart() -> None:
    """No key surely pins the one action, and yet a stranger cannot do it."""
    either = {"aws:SourceVpc": "vpc-1", "aws:SourceVpce": "vpce-1"}
    assert told(anyone([READ, WRITE]), never(WRITE, StringNotEquals=either)) == [
        Told("*", (READ,), is_public=True),
        Told("*", (WRITE,)),
    ]


def test_all_actions_but_some_are_told_without_those_that_are_denied(
    catalogue: ActionCatalogue,
) -> None:
    all_but_some = {**anyone(), "NotAction": "s3:Put*"}
    del all_but_some["Action"]
    (before,) = told(all_but_some, catalogue=catalogue)
    (after,) = told(all_but_some, never("s3:List*"), catalogue=catalogue)
    assert before.actions == (READ, "s3:ListBucket")
    assert after.actions == (READ,)


def test_a_session_is_of_the_role_that_it_names() -> None:
    """The key with the caller's ARN has the role, with a path that the session does not tell."""
    session = {"AWS": f"arn:aws:sts::{PARTNER}:assumed-role/app/one"}
    for role, lets_in in (("app", True), ("path/app", True), ("other", False)):
        key = {"aws:PrincipalArn": f"arn:aws:iam::{PARTNER}:role/{role}"}
        assert bool(told(to(session, ArnEquals=key))) is lets_in, role
