"""Access previews: created, completed or failed, and compared with what is there."""

import json
from datetime import timedelta
from typing import Any

import pytest

from aa_sdk.emulator import Emulator, Quotas
from aa_sdk.models import (
    ExternalAccessDetails,
    GetAccessPreviewResponse,
)
from tests.emulator.direct_calls import Direct
from tests.emulator.previews import (
    OTHER,
    PARTNER,
    QUEUE,
    findings,
    policy,
    preview,
    proposed,
)


@pytest.fixture
def arn(direct: Direct) -> str:
    created: str = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    return created


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
