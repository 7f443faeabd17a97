"""Events have the members and values of their family, as EventBridge delivers them."""

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from aa_sdk import FindingFilter
from aa_sdk.emulator import Emulator
from aa_sdk.models import (
    ExternalAccessDetails,
    InternalAccessDetails,
    UnusedAction,
    UnusedIamUserPasswordDetails,
    UnusedPermissionDetails,
)
from tests.emulator.direct_calls import Direct
from tests.emulator.event_forms import (
    DETAILS,
    EXTERNAL,
    INTERNAL,
    PREVIEW,
    UNUSED,
    check_event,
    variant_of,
)
from tests.emulator.previews import BUCKET, PARTNER, QUEUE, policy

TABLE, ROLE = "arn:aws:dynamodb:us-east-1:111122223333:table/t", "arn:aws:iam::111122223333:role/r"
MOMENT = datetime(2025, 12, 24, 1, 2, 3, 45_000, tzinfo=UTC)
ANALYZERS = ("ACCOUNT", "ACCOUNT_INTERNAL_ACCESS", "ACCOUNT_UNUSED_ACCESS")
SHARED = ExternalAccessDetails(
    is_public=False,
    principal={"AWS": PARTNER},
    action=["sqs:SendMessage"],
    condition={"aws:SourceVpc": "vpc-1"},
)
INSIDE = InternalAccessDetails(
    principal={"AWS": ROLE},
    action=["dynamodb:GetItem"],
    condition={},
    access_type="INTRA_ORG",
    principal_type="IAM_ROLE",
    principal_owner_account=PARTNER,
    resource_control_policy_restriction="APPLICABLE",
    service_control_policy_restriction="APPLIED",
)


def action(name: str) -> UnusedAction:
    return UnusedAction(action=name)


@pytest.fixture
def direct() -> Direct:
    direct = Direct(Emulator())
    for kind in ANALYZERS:
        direct.ok("CreateAnalyzer", analyzerName=kind, type=kind)
    return direct


def last(direct: Direct) -> Mapping[str, Any]:
    event = direct.emulator.events[-1]
    check_event(event)
    return event


def every_change(direct: Direct) -> Iterator[Mapping[str, Any]]:
    """Let everything happen that an event tells of, to findings of every kind, and give it."""
    emulator = direct.emulator
    populated = emulator.populate(findings=300)
    arn = populated.external
    for name in populated.analyzers.values():
        ids = [item["id"] for item in direct.every("ListFindingsV2", "findings", analyzerArn=name)]
        for status in ("ARCHIVED", "ACTIVE"):
            direct.ok("UpdateFindings", analyzerArn=name, ids=ids, status=status)
        for finding_id in ids[::2]:
            emulator.resolve_finding(finding_id)
        emulator.delete_finding(ids[1])
    emulator.add_resource(arn, QUEUE, "AWS::SQS::Queue", policy(PARTNER, "*"))
    for kind in ("sqsQueue", "s3Bucket"):
        direct.ok("CreateAccessPreview", analyzerArn=arn, configurations={QUEUE: {kind: {}}})
    emulator.advance(timedelta(days=91))
    direct.ok("DeleteAnalyzer", analyzerName="account-external")
    yield from emulator.events


def test_every_event_looks_like_its_family() -> None:
    seen = set[tuple[str, str]]()
    for event in every_change(Direct(Emulator())):
        check_event(event)
        seen.add(variant_of(event))
    assert seen == DETAILS.keys()


BREAKS: list[Callable[[dict[str, Any]], object]] = [
    lambda event: event["detail"].pop("status"),
    lambda event: event["detail"].update(findingType="ExternalAccess"),
    lambda event: event["detail"].update(isDeleted="false"),
    lambda event: event["detail"].update(createdAt="2026-01-01T00:00:00.000Z"),
    lambda event: event["detail"].update(action="sqs:SendMessage"),
    lambda event: event["detail"].update(principal={"AWS": 1}),
    lambda event: event.update(version=0),
    lambda event: event.update(resources=["arn:aws:sqs:us-east-1:111122223333:q"]),
]


@pytest.mark.parametrize("break_it", BREAKS)
def test_an_event_of_another_form_is_noticed(
    direct: Direct, break_it: Callable[[dict[str, Any]], object]
) -> None:
    direct.emulator.add_finding("ACCOUNT", QUEUE, "AWS::SQS::Queue", SHARED)
    event = copy.deepcopy(dict(last(direct)))
    break_it(event)
    with pytest.raises(AssertionError):
        check_event(event)


def test_events_are_plain_json_values() -> None:
    for event in every_change(Direct(Emulator())):
        assert json.loads(json.dumps(event)) == event


def test_an_event_of_external_access_says_who_may_do_what(direct: Direct) -> None:
    finding_id = direct.emulator.add_finding(
        *("ACCOUNT", QUEUE, "AWS::SQS::Queue", SHARED), owner=PARTNER, updated_at=MOMENT
    )
    event = last(direct)
    arn = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/ACCOUNT"
    assert {**event, "id": "", "detail": {}} == {
        "version": "0",
        "id": "",
        "detail-type": EXTERNAL,
        "source": "aws.access-analyzer",
        "account": "111122223333",
        "time": "2026-01-01T00:00:03Z",
        "region": "us-east-1",
        "resources": [arn],
        "detail": {},
    }
    assert event["detail"] == {
        "version": "1.0",
        "id": finding_id,
        "status": "ACTIVE",
        "resourceType": "AWS::SQS::Queue",
        "resource": QUEUE,
        "createdAt": "2025-12-24T01:02:03Z",
        "analyzedAt": "2025-12-24T01:02:03Z",
        "updatedAt": "2025-12-24T01:02:03Z",
        "accountId": PARTNER,
        "region": "us-east-1",
        "principal": {"AWS": PARTNER},
        "action": ["sqs:SendMessage"],
        "condition": {"aws:SourceVpc": "vpc-1"},
        "isDeleted": False,
        "isPublic": False,
    }


def test_an_event_of_internal_access_names_restrictions_its_own_way(direct: Direct) -> None:
    finding_id = direct.emulator.add_finding(
        ANALYZERS[1], TABLE, "AWS::DynamoDB::Table", INSIDE, updated_at=MOMENT
    )
    event = last(direct)
    assert event["detail-type"] == INTERNAL
    assert event["detail"] == {
        "version": "1.0",
        "id": finding_id,
        "status": "ACTIVE",
        "findingType": "InternalAccess",
        "accessType": "INTRA_ORG",
        "resource": TABLE,
        "resourceType": "AWS::DynamoDB::Table",
        "accountId": "111122223333",
        "principal": {"AWS": ROLE},
        "principalType": "IAM_ROLE",
        "principalOwnerAccount": PARTNER,
        "action": ["dynamodb:GetItem"],
        "condition": {},
        "resourceControlPolicyRestrictionType": "APPLICABLE",
        "serviceControlPolicyRestrictionType": "APPLIED",
        "createdAt": "2025-12-24T01:02:03.045000000Z",
        "analyzedAt": "2025-12-24T01:02:03.045000000Z",
        "updatedAt": "2025-12-24T01:02:03.045000000Z",
        "isDeleted": False,
    }


def test_an_event_of_unused_permissions_counts_them(direct: Direct) -> None:
    services = [
        UnusedPermissionDetails(
            service_namespace="s3", actions=[action("s3:GetObject"), action("s3:PutObject")]
        ),
        UnusedPermissionDetails(service_namespace="sqs", actions=[action("sqs:SendMessage")]),
        UnusedPermissionDetails(service_namespace="sns"),
    ]
    finding_id = direct.emulator.add_finding(
        ANALYZERS[2], ROLE, "AWS::IAM::Role", services, updated_at=MOMENT
    )
    event = last(direct)
    detail = dict(event["detail"])
    assert event["detail-type"] == UNUSED
    assert detail.pop("version") != event["id"]
    assert detail == {
        "findingId": finding_id,
        "resource": ROLE,
        "resourceType": "AWS::IAM::Role",
        "accountId": "111122223333",
        "createdAt": "2025-12-24T01:02:03.045Z",
        "updatedAt": "2025-12-24T01:02:03.045Z",
        "analyzedAt": "2025-12-24T01:02:03.045Z",
        "previousStatus": "",
        "status": "ACTIVE",
        "isDeleted": False,
        "findingType": "UnusedPermission",
        "numberOfUnusedServices": 3,
        "numberOfUnusedActions": 3,
    }


def test_unused_access_has_the_status_before_and_another_version_each_time(
    direct: Direct,
) -> None:
    arn = direct.emulator.world.find_analyzer(ANALYZERS[2]).arn
    details = UnusedIamUserPasswordDetails()
    finding_id = direct.emulator.add_finding(arn, ROLE, "AWS::IAM::User", details)
    for status in ("ARCHIVED", "ACTIVE"):
        direct.ok("UpdateFindings", analyzerArn=arn, ids=[finding_id], status=status)
    direct.emulator.resolve_finding(finding_id)
    direct.emulator.delete_finding(finding_id)
    events = direct.emulator.events.of(UNUSED)
    for event in events:
        check_event(event)
    told = [(event["detail"]["previousStatus"], event["detail"]["status"]) for event in events]
    assert told == [
        ("", "ACTIVE"),
        ("ACTIVE", "ARCHIVED"),
        ("ARCHIVED", "ACTIVE"),
        ("ACTIVE", "RESOLVED"),
        ("RESOLVED", "RESOLVED"),
    ]
    assert [event["detail"]["isDeleted"] for event in events] == [False] * 4 + [True]
    assert len({event["detail"]["version"] for event in events}) == len(events)


@pytest.mark.parametrize(
    ("analyzer", "finding_type", "resource_type"),
    [
        (ANALYZERS[0], "ExternalAccess", "AWS::SQS::Queue"),
        (ANALYZERS[1], "InternalAccess", "AWS::DynamoDB::Table"),
        (ANALYZERS[2], "UnusedPermission", "AWS::IAM::Role"),
        (ANALYZERS[2], "UnusedIAMRole", "AWS::IAM::Role"),
    ],
)
def test_an_event_about_a_failed_analysis_has_an_error_and_no_details(
    direct: Direct, analyzer: str, finding_type: str, resource_type: str
) -> None:
    direct.emulator.add_finding(
        *(analyzer, QUEUE, resource_type), finding_type=finding_type, error="ACCESS_DENIED"
    )
    event = last(direct)
    assert variant_of(event)[1] == "error"
    assert event["detail"]["error"] == "ACCESS_DENIED"


def test_details_that_were_left_out_are_empty(direct: Direct) -> None:
    bare = ExternalAccessDetails(condition={})
    direct.emulator.add_finding("ACCOUNT", BUCKET, "AWS::S3::Bucket", bare)
    detail = last(direct)["detail"]
    assert (detail["principal"], detail["action"], detail["isPublic"]) == ({}, [], False)


def test_a_preview_tells_of_its_beginning_and_its_end(direct: Direct) -> None:
    arn = direct.emulator.world.find_analyzer("ACCOUNT").arn
    direct.emulator.advance(timedelta(milliseconds=40))
    created = direct.ok(
        "CreateAccessPreview", analyzerArn=arn, configurations={BUCKET: {"s3Bucket": {}}}
    )
    direct.emulator.advance(timedelta(seconds=30))
    beginning, end = direct.emulator.events.of(PREVIEW)
    shared = {
        "version": "1.0",
        "accessPreviewId": created["id"],
        "configuredResources": [BUCKET],
        "createdAt": "2026-01-01T00:00:04.040Z",
        "region": "us-east-1",
    }
    assert beginning["detail"] == {**shared, "status": "CREATING"}
    assert end["detail"] == {**shared, "status": "COMPLETED", "previousStatus": "CREATING"}
    assert (beginning["time"], end["time"]) == ("2026-01-01T00:00:04Z", "2026-01-01T00:00:06Z")


def test_a_filter_reads_the_events(direct: Direct) -> None:
    wanted = FindingFilter().resource_type.eq("AWS::SQS::Queue").status.eq("ACTIVE")
    direct.emulator.add_finding("ACCOUNT", QUEUE, "AWS::SQS::Queue", SHARED)
    direct.emulator.add_finding("ACCOUNT", BUCKET, "AWS::S3::Bucket", SHARED)
    assert [wanted.matches(dict(event)) for event in direct.emulator.events] == [True, False]
