"""What access a proposed configuration gives, kind by kind, and what cannot be proposed."""

import json
from typing import Any

import pytest

from aa_sdk.emulator import Emulator
from tests.emulator.direct_calls import Direct
from tests.emulator.previews import (
    BUCKET,
    PARTNER,
    QUEUE,
    findings,
    policy,
    preview,
    proposed,
)

POINT = "arn:aws:s3:us-east-1:111122223333:accesspoint/reports"
ACCESS_POINTS = {POINT: {"accessPointPolicy": "{"}}
EVERYBODY = {"uri": "http://acs.amazonaws.com/groups/global/AllUsers"}
OPEN, CLOSED = (
    {"ignorePublicAcls": blocked, "restrictPublicBuckets": blocked} for blocked in (False, True)
)


@pytest.fixture
def arn(direct: Direct) -> str:
    created: str = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    return created


def test_blocks_of_public_access_count_for_buckets(direct: Direct, arn: str) -> None:
    bucket = {
        "bucketPolicy": policy("*", PARTNER, action="s3:GetObject"),
        "bucketAclGrants": [{"permission": "READ", "grantee": EVERYBODY}],
    }
    public, named, listed = ("*", True, "NEW"), (PARTNER, False, "NEW"), "s3:ListBucket"
    for block, expected, actions in (
        (OPEN, [public, named], ["s3:GetObject", listed]),
        ({**OPEN, "ignorePublicAcls": True}, [public, named], ["s3:GetObject"]),
        ({**OPEN, "restrictPublicBuckets": True}, [named, public], ["s3:GetObject"]),
        (CLOSED, [named], ["s3:GetObject"]),
    ):
        configuration = {"s3Bucket": {**bucket, "bucketPublicAccessBlock": block}}
        shown = findings(direct, arn, preview(direct, arn, BUCKET, configuration))
        assert [
            (item["principal"]["AWS"], item["isPublic"], item["changeType"]) for item in shown
        ] == expected, block
        assert shown[0]["action"] == actions, block
    assert proposed(direct, arn, BUCKET, {"s3Bucket": bucket}) == [public, named]


def test_public_access_is_blocked_at_an_access_point_unless_it_is_said_otherwise(
    direct: Direct, arn: str
) -> None:
    point = {"accessPointPolicy": policy("*", PARTNER, action="s3:GetObject")}
    public, named = ("*", True, "NEW"), (PARTNER, False, "NEW")
    for own, of_bucket, expected in (
        (None, None, [named]),
        (CLOSED, OPEN, [named]),
        ({**OPEN, "ignorePublicAcls": True}, None, [public, named]),
        (OPEN, OPEN, [public, named]),
        (OPEN, CLOSED, [named]),
    ):
        points = {POINT: {**point, "publicAccessBlock": own}}
        bucket = {"accessPoints": points, "bucketPublicAccessBlock": of_bucket}
        assert proposed(direct, arn, BUCKET, {"s3Bucket": bucket}) == expected, (own, of_bucket)


def test_what_several_sources_give_to_one_principal_is_one_finding(
    direct: Direct, arn: str
) -> None:
    root = f"arn:aws:iam::{PARTNER}:root"
    bucket = {
        "bucketPolicy": policy("*", PARTNER, action="s3:GetObject"),
        "bucketAclGrants": [{"permission": "READ", "grantee": EVERYBODY}],
        "accessPoints": {
            POINT: {"accessPointPolicy": policy(root, action="s3:PutObject")},
            f"{POINT}-2": {"accessPointPolicy": policy(PARTNER, action="s3:GetObject")},
            f"{POINT}-3": {"accessPointPolicy": ""},
        },
    }
    everybody, partner = findings(direct, arn, preview(direct, arn, BUCKET, {"s3Bucket": bucket}))
    assert everybody["action"] == ["s3:GetObject", "s3:ListBucket"]
    assert everybody["isPublic"] is True
    assert everybody["sources"] == [{"type": "POLICY"}, {"type": "BUCKET_ACL"}]
    assert (partner["principal"], partner["isPublic"]) == ({"AWS": PARTNER}, False)
    assert partner["action"] == ["s3:GetObject", "s3:PutObject"]
    assert partner["sources"] == [
        {"type": "POLICY"},
        {"type": "S3_ACCESS_POINT", "detail": {"accessPointArn": POINT}},
        {"type": "S3_ACCESS_POINT", "detail": {"accessPointArn": f"{POINT}-2"}},
    ]
    assert Emulator.restore(direct.emulator.snapshot()).snapshot() == direct.emulator.snapshot()


@pytest.mark.parametrize(
    ("resource", "configuration", "principal"),
    [
        (
            "arn:aws:ec2:us-east-1::snapshot/snap-1",
            {"ebsSnapshot": {"userIds": [PARTNER]}},
            PARTNER,
        ),
        ("arn:aws:ec2:us-east-1::snapshot/snap-1", {"ebsSnapshot": {"groups": ["all"]}}, "*"),
        (
            "arn:aws:rds:us-east-1:111122223333:snapshot:a",
            {"rdsDbSnapshot": {"attributes": {"restore": {"accountIds": ["all"]}}}},
            "*",
        ),
        (
            "arn:aws:kms:us-east-1:111122223333:key/a",
            {
                "kmsKey": {
                    "grants": [
                        {
                            "operations": ["Decrypt"],
                            "granteePrincipal": f"arn:aws:iam::{PARTNER}:role/a",
                            "issuingAccount": "111122223333",
                        }
                    ]
                }
            },
            f"arn:aws:iam::{PARTNER}:role/a",
        ),
        (
            "arn:aws:iam::111122223333:role/a",
            {"iamRole": {"trustPolicy": policy(PARTNER, action="sts:AssumeRole")}},
            PARTNER,
        ),
        (
            "arn:aws:s3:::ledger",
            {
                "s3Bucket": {
                    "accessPoints": {
                        "arn:aws:s3:us-east-1:111122223333:accesspoint/a": {
                            "accessPointPolicy": policy(PARTNER, action="s3:GetObject")
                        }
                    }
                }
            },
            PARTNER,
        ),
    ],
)
def test_every_kind_of_configuration_is_read(
    direct: Direct, arn: str, resource: str, configuration: dict[str, Any], principal: str
) -> None:
    shown = proposed(direct, arn, resource, configuration)
    assert shown == [(principal, principal == "*", "NEW")]


def test_access_that_stays_in_the_account_is_none(direct: Direct, arn: str) -> None:
    own = "111122223333"
    grant = {"operations": ["Decrypt"], "issuingAccount": own}
    role = f"arn:aws:iam::{own}:role/a"
    key, snapshot = f"arn:aws:kms:us-east-1:{own}:key/a", f"arn:aws:rds:us-east-1:{own}:snapshot:a"
    configurations: dict[str, dict[str, Any]] = {
        key: {"kmsKey": {"grants": [{**grant, "granteePrincipal": who} for who in (role, own)]}},
        snapshot: {"rdsDbSnapshot": {"attributes": {"restore": {"accountIds": [own]}}}},
        "arn:aws:ec2:us-east-1::snapshot/snap-1": {"ebsSnapshot": {"userIds": [own]}},
    }
    for resource, configuration in configurations.items():
        assert proposed(direct, arn, resource, configuration) == [], resource


def test_a_bucket_that_leaves_it_to_access_points_of_the_account_is_open_to_nobody(
    direct: Direct, arn: str
) -> None:
    for account, shown in (("111122223333", []), (PARTNER, [("*", False, "NEW")])):
        pinned = {"StringEquals": {"s3:DataAccessPointAccount": account}}
        document = policy("*", action="*", Condition=pinned)
        assert proposed(direct, arn, BUCKET, {"s3Bucket": {"bucketPolicy": document}}) == shown


def test_a_grant_of_an_access_control_list_names_whom_it_is_for(direct: Direct, arn: str) -> None:
    grants = [
        {"permission": "READ", "grantee": {"id": "79a5"}},
        {"permission": "WRITE", "grantee": {"uri": "http://example.com/groups/partners"}},
    ]
    assert proposed(direct, arn, BUCKET, {"s3Bucket": {"bucketAclGrants": grants}}) == [
        ("79a5", False, "NEW"),
        ("http://example.com/groups/partners", False, "NEW"),
    ]


@pytest.mark.parametrize(
    ("resource", "configuration"),
    [
        (QUEUE, {"sqsQueue": {"queuePolicy": "{"}}),
        (QUEUE, {"sqsQueue": {"queuePolicy": '{"Statement": [1]}'}}),
        (QUEUE, {"sqsQueue": {"queuePolicy": policy(PARTNER, Resource={"arn": QUEUE})}}),
        (QUEUE, {"sqsQueue": {"queuePolicy": policy(PARTNER, Action=[{"sqs": "*"}])}}),
        (QUEUE, {"sqsQueue": {"queuePolicy": policy("AIDAQ3EXAMPLEEXAMPLE1")}}),
        (QUEUE, {"snsTopic": {"topicPolicy": policy(PARTNER)}}),
        (BUCKET, {"s3Bucket": {"accessPoints": ACCESS_POINTS}}),
        ("arn:aws:iam::111122223333:role/a", {"iamRole": {"trustPolicy": ""}}),
        ("arn:aws:kms:us-east-1:111122223333:key/a", {"kmsKey": {"keyPolicies": {"default": ""}}}),
        ("arn:aws:kms:us-east-1:111122223333:key/a", {"kmsKey": {"keyPolicies": {"default": "{"}}}),
    ],
)
def test_a_configuration_that_cannot_be_fails(
    direct: Direct, arn: str, resource: str, configuration: dict[str, Any]
) -> None:
    preview_id = preview(direct, arn, resource, configuration)
    assert failure(direct, arn, preview_id) == "INVALID_CONFIGURATION"
    params = {"analyzerArn": arn, "accessPreviewId": preview_id}
    assert direct.call("ListAccessPreviewFindings", **params).error == "ConflictException"


def failure(direct: Direct, arn: str, preview_id: str) -> str:
    """The code with which a preview has failed."""
    params = {"analyzerArn": arn, "accessPreviewId": preview_id}
    failed = direct.ok("GetAccessPreview", **params)["accessPreview"]
    assert failed["status"] == "FAILED"
    code: str = failed["statusReason"]["code"]
    assert failed["statusReason"] == {"code": code}
    return code


def test_a_policy_that_takes_too_much_work_fails_as_the_service_would(
    direct: Direct, arn: str
) -> None:
    variables = [f"{QUEUE}/${{aws:v{number}}}" for number in range(40)]
    allow = json.loads(policy("*", Resource=variables))
    deny = json.loads(policy("*", Effect="Deny", Resource=[f"{one}/" for one in variables]))
    document = json.dumps({**allow, "Statement": [*allow["Statement"], *deny["Statement"]]})
    preview_id = preview(direct, arn, QUEUE, {"sqsQueue": {"queuePolicy": document}})
    assert failure(direct, arn, preview_id) == "INTERNAL_ERROR"
