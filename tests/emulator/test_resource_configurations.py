"""What a proposed configuration gives to others, each kind read in its own way."""

import json
from typing import Any

import pytest

from aa_sdk.emulator._account.given_access import GivenAccess, Owner
from aa_sdk.emulator._handlers.resource_configurations import (
    KINDS,
    InvalidConfigurationError,
    proposed_access,
)
from aa_sdk.emulator._protocol.service_model import load_service_model

OWN, PARTNER = "111122223333", "444455556666"
CANONICAL = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
OWNER = Owner(OWN, CANONICAL)
LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery"


def principals(kind: str, configuration: dict[str, Any]) -> list[tuple[str, str]]:
    proposed = proposed_access(kind, configuration, OWNER)
    assert proposed is not None
    return [pair for access in proposed for pair in access.principal.items()]


def allowing(*actions: str) -> str:
    statement = {"Effect": "Allow", "Principal": {"AWS": PARTNER}, "Action": [*actions]}
    return json.dumps({"Statement": {**statement, "Resource": "*"}})


@pytest.mark.parametrize("grantee", [{"id": "a1b2c3"}, {"uri": LOG_DELIVERY}])
def test_a_grant_on_a_bucket_names_who_gets_it(grantee: dict[str, str]) -> None:
    grants = [{"permission": "WRITE", "grantee": grantee}]
    (named,) = grantee.values()
    assert principals("s3Bucket", {"bucketAclGrants": grants}) == [("CanonicalUser", named)]


def test_a_grant_on_a_bucket_to_its_owner_is_none_to_others() -> None:
    grants = [
        {"permission": "FULL_CONTROL", "grantee": {"id": who}} for who in (CANONICAL, "a1b2c3")
    ]
    assert principals("s3Bucket", {"bucketAclGrants": grants}) == [("CanonicalUser", "a1b2c3")]
    allow = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    named = {"Principal": {"CanonicalUser": [CANONICAL, "a1b2c3"]}}
    policy = json.dumps({"Statement": {**allow, **named}})
    point = {"arn:aws:s3:us-east-1:111122223333:accesspoint/a": {"accessPointPolicy": policy}}
    for configuration in ({"bucketPolicy": policy}, {"accessPoints": point}):
        assert principals("s3Bucket", configuration) == [("CanonicalUser", "a1b2c3")]


@pytest.mark.parametrize("grantee", [{"id": ""}, {"uri": ""}, {"id": "", "uri": None}])
def test_a_grant_on_a_bucket_is_for_somebody(grantee: dict[str, str]) -> None:
    grants = [{"permission": "WRITE", "grantee": grantee}]
    with pytest.raises(InvalidConfigurationError):
        principals("s3Bucket", {"bucketAclGrants": grants})


@pytest.mark.parametrize("granted", [OWN, f"arn:aws:iam::{OWN}:role/a"])
def test_a_grant_on_a_key_to_the_own_account_is_none_to_others(granted: str) -> None:
    grant = {"operations": ["Encrypt", "Decrypt"], "issuingAccount": OWN}
    grants = [{**grant, "granteePrincipal": principal} for principal in (granted, PARTNER)]
    assert principals("kmsKey", {"grants": grants}) == [("AWS", PARTNER)]


def test_a_snapshot_shared_with_the_own_account_is_shared_with_nobody() -> None:
    accounts = [OWN, PARTNER]
    assert principals("ebsSnapshot", {"userIds": accounts}) == [("AWS", PARTNER)]
    attributes = {"restore": {"accountIds": accounts}}
    for kind in ("rdsDbSnapshot", "rdsDbClusterSnapshot"):
        assert principals(kind, {"attributes": attributes}) == [("AWS", PARTNER)]


def test_a_policy_is_that_of_a_resource_of_its_kind() -> None:
    """Actions of another service give nothing, so that each kind has to be known by its type."""
    for kind, action in (
        ("dynamodbStream", "dynamodb:GetRecords"),
        ("dynamodbTable", "dynamodb:GetItem"),
        ("ecrRepository", "ecr:BatchGetImage"),
        ("efsFileSystem", "elasticfilesystem:ClientMount"),
        ("iamRole", "sts:AssumeRole"),
        ("s3ExpressDirectoryBucket", "s3express:CreateSession"),
        ("secretsManagerSecret", "secretsmanager:GetSecretValue"),
        ("snsTopic", "sns:Publish"),
        ("sqsQueue", "sqs:SendMessage"),
    ):
        member = KINDS[kind].policy
        assert member is not None
        for allowed, expected in ((action, [("AWS", PARTNER)]), ("ec2:RunInstances", [])):
            assert principals(kind, {member: allowing(allowed)}) == expected, kind


def test_the_policy_of_a_key_and_its_grants_come_to_one_list() -> None:
    grant = {"issuingAccount": OWN, "granteePrincipal": PARTNER, "operations": ["Sign", "Decrypt"]}
    policies = {"default": allowing("kms:Decrypt", "kms:Verify")}
    assert proposed_access("kmsKey", {"keyPolicies": policies, "grants": [grant]}, OWNER) == [
        GivenAccess({"AWS": PARTNER}, ("kms:Decrypt", "kms:Sign", "kms:Verify"))
    ]


def test_a_policy_that_is_not_proposed_stays() -> None:
    assert proposed_access("sqsQueue", {"queuePolicy": None}, OWNER) is None
    assert principals("sqsQueue", {"queuePolicy": ""}) == []


def test_every_member_of_the_union_is_a_kind_whose_policy_is_where_the_model_says() -> None:
    shapes = load_service_model().shapes
    members = shapes["Configuration"]["members"]
    assert KINDS.keys() == members.keys()
    for name, kind in KINDS.items():
        assert kind.policy in {None, *shapes[members[name]["shape"]]["members"]}, name
    assert {kind.resource_type for kind in KINDS.values()} < set(shapes["ResourceType"]["enum"])
