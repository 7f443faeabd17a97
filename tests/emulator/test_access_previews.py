"""Access previews: created, completed or failed, and compared with what is there."""

import json
from datetime import timedelta
from typing import Any

import pytest

from aa_sdk.emulator import Emulator, Quotas
from aa_sdk.models import (
    ExternalAccessDetails,
    GetAccessPreviewResponse,
    ListAccessPreviewFindingsResponse,
)
from tests.emulator.direct_calls import Direct

BUCKET = "arn:aws:s3:::ledger"
QUEUE = "arn:aws:sqs:us-east-1:111122223333:inbox"
PARTNER, OTHER = "444455556666", "777788889999"


@pytest.fixture
def arn(direct: Direct) -> str:
    created: str = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    return created


def policy(*principals: str, action: str = "sqs:SendMessage", **more: Any) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": list(principals)},
        "Action": action,
        "Resource": "*",
        **more,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def preview(direct: Direct, arn: str, resource: str, configuration: dict[str, Any]) -> str:
    created = direct.ok(
        "CreateAccessPreview", analyzerArn=arn, configurations={resource: configuration}
    )
    direct.emulator.advance(timedelta(seconds=5))
    preview_id: str = created["id"]
    return preview_id


def findings(direct: Direct, arn: str, preview_id: str, **more: Any) -> list[dict[str, Any]]:
    params = {"analyzerArn": arn, "accessPreviewId": preview_id, **more}
    body = direct.ok("ListAccessPreviewFindings", **params)
    ListAccessPreviewFindingsResponse.model_validate(body, extra="forbid")
    previewed: list[dict[str, Any]] = body["findings"]
    return previewed


def proposed(direct: Direct, arn: str, resource: str, configuration: dict[str, Any]) -> list[Any]:
    return [
        (next(iter(finding["principal"].values())), finding["isPublic"], finding["changeType"])
        for finding in findings(direct, arn, preview(direct, arn, resource, configuration))
    ]


def test_a_preview_is_being_created_before_it_is_complete(direct: Direct, arn: str) -> None:
    configurations = {QUEUE: {"sqsQueue": {"queuePolicy": policy(PARTNER)}}}
    params = {"analyzerArn": arn}
    created = direct.ok("CreateAccessPreview", **params, configurations=configurations)
    params["accessPreviewId"] = created["id"]
    body = direct.ok("GetAccessPreview", **params)
    GetAccessPreviewResponse.model_validate(body, extra="forbid")
    assert body["accessPreview"]["status"] == "CREATING"
    assert body["accessPreview"]["configurations"] == configurations
    direct.emulator.advance(timedelta(seconds=5))
    assert direct.ok("GetAccessPreview", **params)["accessPreview"]["status"] == "COMPLETED"


def test_findings_of_a_preview_in_creation_are_in_conflict(direct: Direct, arn: str) -> None:
    created = direct.ok(
        "CreateAccessPreview",
        analyzerArn=arn,
        configurations={QUEUE: {"sqsQueue": {"queuePolicy": policy(PARTNER)}}},
    )
    refused = direct.call(
        "ListAccessPreviewFindings", analyzerArn=arn, accessPreviewId=created["id"]
    )
    assert (refused.status, refused.error) == (409, "ConflictException")


def test_findings_are_new_unchanged_changed_or_going_away(direct: Direct, arn: str) -> None:
    third = "123412341234"
    (same, wider, gone) = direct.emulator.add_resource(
        arn, QUEUE, "AWS::SQS::Queue", policy(PARTNER, OTHER, third)
    )
    statements = [
        json.loads(policy(PARTNER))["Statement"][0],
        json.loads(policy(OTHER, action="sqs:*"))["Statement"][0],
        json.loads(policy("*"))["Statement"][0],
    ]
    text = json.dumps({"Statement": statements})
    previewed = findings(
        direct, arn, preview(direct, arn, QUEUE, {"sqsQueue": {"queuePolicy": text}})
    )
    shown = [
        (item["changeType"], item["status"], item.get("existingFindingId")) for item in previewed
    ]
    assert shown == [
        ("UNCHANGED", "ACTIVE", same),
        ("CHANGED", "ACTIVE", wider),
        ("NEW", "ACTIVE", None),
        ("CHANGED", "RESOLVED", gone),
    ]
    assert previewed[2]["isPublic"] is True


def test_the_findings_of_a_preview_are_filtered_and_paged(direct: Direct, arn: str) -> None:
    preview_id = preview(
        direct, arn, QUEUE, {"sqsQueue": {"queuePolicy": policy(PARTNER, OTHER, "*")}}
    )
    public = findings(direct, arn, preview_id, filter={"isPublic": {"eq": ["true"]}})
    assert [item["principal"] for item in public] == [{"AWS": "*"}]
    new = findings(direct, arn, preview_id, filter={"changeType": {"neq": ["NEW"]}})
    assert new == []
    paged = direct.every(
        "ListAccessPreviewFindings",
        "findings",
        analyzerArn=arn,
        accessPreviewId=preview_id,
        maxResults=1,
    )
    assert len(paged) == 3


def test_an_empty_policy_proposes_its_removal(direct: Direct, arn: str) -> None:
    direct.emulator.add_resource(arn, QUEUE, "AWS::SQS::Queue", policy(PARTNER))
    preview_id = preview(direct, arn, QUEUE, {"sqsQueue": {"queuePolicy": ""}})
    (finding,) = findings(direct, arn, preview_id)
    assert (finding["changeType"], finding["status"]) == ("CHANGED", "RESOLVED")


def test_an_empty_configuration_proposes_nothing(direct: Direct, arn: str) -> None:
    direct.emulator.add_resource(arn, QUEUE, "AWS::SQS::Queue", policy(PARTNER))
    (finding,) = findings(direct, arn, preview(direct, arn, QUEUE, {"sqsQueue": {}}))
    assert finding["changeType"] == "UNCHANGED"


def test_a_finding_is_matched_by_its_condition_before_its_principal(
    direct: Direct, arn: str
) -> None:
    """What is left over with the same principal has changed its condition."""

    def queue_policy(*networks: str) -> str:
        statements = [
            json.loads(policy(PARTNER, Condition={"StringEquals": {"aws:SourceVpc": network}}))
            for network in networks
        ]
        return json.dumps({"Statement": [one["Statement"][0] for one in statements]})

    (first, second, third) = direct.emulator.add_resource(
        arn, QUEUE, "AWS::SQS::Queue", queue_policy("vpc-1", "vpc-2", "vpc-3")
    )

    def change(*networks: str) -> list[tuple[str, str, str | None]]:
        after = {"sqsQueue": {"queuePolicy": queue_policy(*networks)}}
        return [
            (item["condition"]["aws:SourceVpc"], item["changeType"], item.get("existingFindingId"))
            for item in findings(direct, arn, preview(direct, arn, QUEUE, after))
        ]

    assert change("vpc-4", "vpc-1", "vpc-3", "vpc-5", "vpc-6") == [
        ("vpc-4", "CHANGED", second),
        ("vpc-1", "UNCHANGED", first),
        ("vpc-3", "UNCHANGED", third),
        ("vpc-5", "NEW", None),
        ("vpc-6", "NEW", None),
    ]
    assert change("vpc-4", "vpc-3") == [
        ("vpc-4", "CHANGED", first),
        ("vpc-3", "UNCHANGED", third),
        ("vpc-2", "CHANGED", second),
    ]


def test_an_account_is_the_same_whichever_way_it_is_written(direct: Direct, arn: str) -> None:
    (known,) = direct.emulator.add_resource(arn, QUEUE, "AWS::SQS::Queue", policy(PARTNER))
    root = {"sqsQueue": {"queuePolicy": policy(f"arn:aws:iam::{PARTNER}:root")}}
    (finding,) = findings(direct, arn, preview(direct, arn, QUEUE, root))
    assert (finding["changeType"], finding["existingFindingId"]) == ("UNCHANGED", known)


def test_access_that_becomes_public_has_changed(direct: Direct, arn: str) -> None:
    known = ExternalAccessDetails(
        is_public=False, principal={"AWS": "*"}, action=["sqs:SendMessage"], condition={}
    )
    for before, change in ((False, "CHANGED"), (True, "UNCHANGED")):
        queue = f"{QUEUE}-{change}"
        details = known.model_copy(update={"is_public": before})
        direct.emulator.add_finding(arn, queue, "AWS::SQS::Queue", details)
        proposal = {"sqsQueue": {"queuePolicy": policy("*")}}
        (finding,) = findings(direct, arn, preview(direct, arn, queue, proposal))
        assert finding["changeType"] == change


def test_a_policy_that_only_denies_gives_nothing(direct: Direct, arn: str) -> None:
    document = policy("*", Effect="Deny")
    assert proposed(direct, arn, QUEUE, {"sqsQueue": {"queuePolicy": document}}) == []


EVERYBODY = {"uri": "http://acs.amazonaws.com/groups/global/AllUsers"}
OPEN, CLOSED = (
    {"ignorePublicAcls": blocked, "restrictPublicBuckets": blocked} for blocked in (False, True)
)


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


POINT = "arn:aws:s3:us-east-1:111122223333:accesspoint/reports"


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


def test_a_grant_of_an_access_control_list_names_whom_it_is_for(direct: Direct, arn: str) -> None:
    grants = [
        {"permission": "READ", "grantee": {"id": "79a5"}},
        {"permission": "WRITE", "grantee": {"uri": "http://example.com/groups/partners"}},
    ]
    assert proposed(direct, arn, BUCKET, {"s3Bucket": {"bucketAclGrants": grants}}) == [
        ("79a5", False, "NEW"),
        ("http://example.com/groups/partners", False, "NEW"),
    ]


def test_preview_findings_are_filtered_by_conditions_of_any_name(direct: Direct, arn: str) -> None:
    condition = {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    configuration = {"sqsQueue": {"queuePolicy": policy(PARTNER, Condition=condition)}}
    preview_id = preview(direct, arn, QUEUE, configuration)
    wanted = {"condition.aws:PrincipalOrgID": {"contains": ["a1b2"]}}
    assert len(findings(direct, arn, preview_id, filter=wanted)) == 1
    refused = direct.call(
        "ListAccessPreviewFindings",
        analyzerArn=arn,
        accessPreviewId=preview_id,
        filter={"colour": {"eq": ["red"]}},
    )
    assert refused.fields() == ["filter.colour"]


ACCESS_POINTS = {POINT: {"accessPointPolicy": "{"}}


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


def test_a_preview_has_one_configuration(direct: Direct, arn: str) -> None:
    two: dict[str, Any] = {QUEUE: {"sqsQueue": {}}, QUEUE + "2": {"sqsQueue": {}}}
    for configurations in ({}, two):
        refused = direct.call("CreateAccessPreview", analyzerArn=arn, configurations=configurations)
        assert refused.fields() == ["configurations"]


def test_previews_are_listed_for_an_hour_and_kept_for_a_day(direct: Direct, arn: str) -> None:
    old = preview(direct, arn, QUEUE, {"sqsQueue": {}})
    direct.emulator.advance(timedelta(minutes=59))
    new = preview(direct, arn, QUEUE, {"sqsQueue": {}})
    listing = ("ListAccessPreviews", "accessPreviews")
    listed = direct.every(*listing, analyzerArn=arn, maxResults=1)
    assert [item["id"] for item in listed] == [new, old]
    direct.emulator.advance(timedelta(minutes=1))
    assert [item["id"] for item in direct.every(*listing, analyzerArn=arn)] == [new]
    params = {"analyzerArn": arn, "accessPreviewId": old}
    assert direct.ok("GetAccessPreview", **params)
    direct.emulator.advance(timedelta(days=1))
    assert direct.call("GetAccessPreview", **params).body["resourceType"] == "AccessPreview"
    latest = preview(direct, arn, QUEUE, {"sqsQueue": {}})
    assert set(direct.emulator.world.find_analyzer(arn).previews) == {latest}


def test_previews_are_for_external_analyzers_of_an_account(direct: Direct) -> None:
    populated = direct.emulator.populate(findings=20)
    for arn in (populated.organization, populated.unused):
        refused = direct.call(
            "CreateAccessPreview", analyzerArn=arn, configurations={QUEUE: {"sqsQueue": {}}}
        )
        assert refused.body["reason"] == "notSupported"


def test_an_analyzer_has_to_be_active_for_previews(direct: Direct, arn: str) -> None:
    direct.emulator.set_analyzer_status(arn, "CREATING")
    refused = direct.call(
        "CreateAccessPreview", analyzerArn=arn, configurations={QUEUE: {"sqsQueue": {}}}
    )
    assert refused.error == "ConflictException"


def test_there_is_a_quota_of_previews_an_hour() -> None:
    direct = Direct(Emulator(quotas=Quotas(access_previews_per_hour=1)))
    arn = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    preview(direct, arn, QUEUE, {"sqsQueue": {}})
    again: dict[str, Any] = {"analyzerArn": arn, "configurations": {QUEUE: {"sqsQueue": {}}}}
    assert direct.call("CreateAccessPreview", **again).status == 402
    direct.emulator.advance(timedelta(hours=1))
    direct.ok("CreateAccessPreview", **again)
