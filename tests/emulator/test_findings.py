"""Findings: listed in both versions, sorted, read with their details, archived, resolved, gone."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from aa_sdk.emulator import Population
from aa_sdk.models import (
    ExternalAccessDetails,
    GetFindingV2Response,
    ListFindingsResponse,
    ListFindingsV2Response,
    UnusedPermissionDetails,
)
from tests.emulator.direct_calls import Direct

QUEUE = "arn:aws:sqs:us-east-1:111122223333:inbox"
SHARED = ExternalAccessDetails(
    is_public=False, principal={"AWS": "444455556666"}, action=["sqs:SendMessage"], condition={}
)


@pytest.fixture
def arn(direct: Direct) -> str:
    created: str = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    return created


def find(direct: Direct, arn: str, resource: str = QUEUE) -> str:
    return direct.emulator.add_finding(arn, resource, "AWS::SQS::Queue", SHARED)


def test_v2_gives_a_summary_and_the_details_one_by_one(direct: Direct, arn: str) -> None:
    finding_id = find(direct, arn)
    (summary,) = direct.ok("ListFindingsV2", analyzerArn=arn)["findings"]
    assert summary["id"] == finding_id
    assert summary["findingType"] == "ExternalAccess"
    assert "findingDetails" not in summary
    whole = direct.ok("GetFindingV2", analyzerArn=arn, id=finding_id)
    assert whole.pop("findingDetails") == [{"externalAccessDetails": SHARED.to_wire()}]
    assert whole == summary


def test_v1_gives_the_details_in_the_summary(direct: Direct, arn: str) -> None:
    finding_id = find(direct, arn)
    (summary,) = direct.ok("ListFindings", analyzerArn=arn)["findings"]
    assert summary["principal"] == {"AWS": "444455556666"}
    assert "findingType" not in summary
    assert direct.ok("GetFinding", analyzerArn=arn, id=finding_id) == {"finding": summary}


def test_v1_is_for_external_access_only(direct: Direct, populated: Population) -> None:
    for arn in (populated.unused, populated.internal):
        listed = direct.call("ListFindings", analyzerArn=arn)
        assert (listed.error, listed.body["reason"]) == ("ValidationException", "notSupported")
        assert direct.call("GetFinding", analyzerArn=arn, id="a").body["reason"] == "notSupported"


def test_every_page_of_every_analyzer_reads_as_the_models_say(
    direct: Direct, populated: Population
) -> None:
    for arn in populated.analyzers.values():
        body = direct.ok("ListFindingsV2", analyzerArn=arn, maxResults=1000)
        page = ListFindingsV2Response.model_validate(body, extra="forbid")
        for summary in page.findings:
            whole = direct.ok("GetFindingV2", analyzerArn=arn, id=summary.id)
            GetFindingV2Response.model_validate(whole, extra="forbid")
    body = direct.ok("ListFindings", analyzerArn=populated.external)
    ListFindingsResponse.model_validate(body, extra="forbid")


def test_findings_come_in_the_order_they_were_found(direct: Direct, arn: str) -> None:
    ids = [find(direct, arn) for _ in range(7)]
    listed = direct.every("ListFindingsV2", "findings", analyzerArn=arn, maxResults=2)
    assert [finding["id"] for finding in listed] == ids


ATTRIBUTES = (
    *("id", "resource", "resourceType", "resourceOwnerAccount", "status", "findingType"),
    *("createdAt", "updatedAt", "analyzedAt"),
)


def test_findings_are_sorted_by_any_attribute_of_the_summary(direct: Direct) -> None:
    populated = direct.emulator.populate(findings=60, only="organization-external")
    for attribute, order in product(ATTRIBUTES, ("ASC", "DESC")):
        listed = direct.every(
            "ListFindingsV2",
            "findings",
            analyzerArn=populated.organization,
            sort={"attributeName": attribute, "orderBy": order},
            maxResults=9,
        )
        values = [finding[attribute] for finding in listed]
        assert values == sorted(values, reverse=order == "DESC"), (attribute, order)
        assert len({finding["id"] for finding in listed}) == len(listed) == 60, (attribute, order)


def test_nothing_else_is_sorted_by(direct: Direct, arn: str) -> None:
    refused = direct.call("ListFindingsV2", analyzerArn=arn, sort={"attributeName": "color"})
    assert refused.fields() == ["sort.attributeName"]


def test_a_finding_that_is_not_there_is_not_found(direct: Direct, arn: str) -> None:
    for operation in ("GetFinding", "GetFindingV2"):
        refused = direct.call(operation, analyzerArn=arn, id="a")
        assert (refused.status, refused.body["resourceType"]) == (404, "Finding")


def test_details_of_unused_permissions_are_paged(direct: Direct) -> None:
    created = direct.ok("CreateAnalyzer", analyzerName="idle", type="ACCOUNT_UNUSED_ACCESS")
    services = [f"service{number:02}" for number in range(7)]
    details = [UnusedPermissionDetails(service_namespace=name) for name in services]
    role = "arn:aws:iam::111122223333:role/a"
    finding_id = direct.emulator.add_finding(created["arn"], role, "AWS::IAM::Role", details)
    details_of_pages = direct.every(
        "GetFindingV2", "findingDetails", analyzerArn=created["arn"], id=finding_id, maxResults=3
    )
    names = [detail["unusedPermissionDetails"]["serviceNamespace"] for detail in details_of_pages]
    assert names == services


@pytest.mark.parametrize("error", ["ACCESS_DENIED", "INTERNAL_ERROR"])
def test_a_failed_analysis_has_no_details(direct: Direct, arn: str, error: str) -> None:
    finding_id = direct.emulator.add_finding(
        arn, QUEUE, "AWS::SQS::Queue", finding_type="ExternalAccess", error=error
    )
    whole = direct.ok("GetFindingV2", analyzerArn=arn, id=finding_id)
    assert (whole["error"], whole["findingDetails"]) == (error, [{"externalAccessDetails": {}}])
    old = direct.ok("GetFinding", analyzerArn=arn, id=finding_id)["finding"]
    assert (old["error"], old["condition"]) == (error, {})


def test_what_was_resolved_and_vanished_is_not_removed_again(direct: Direct, arn: str) -> None:
    finding_id = direct.emulator.add_finding(
        arn,
        QUEUE,
        "AWS::SQS::Queue",
        finding_type="ExternalAccess",
        error="ACCESS_DENIED",
        status="RESOLVED",
    )
    direct.emulator.resolve_finding(finding_id)
    direct.emulator.advance(timedelta(days=91))
    assert direct.ok("ListFindingsV2", analyzerArn=arn) == {"findings": []}


def test_a_failed_analysis_vanishes_once_it_works(direct: Direct, arn: str) -> None:
    finding_id = direct.emulator.add_finding(
        arn, QUEUE, "AWS::SQS::Queue", finding_type="ExternalAccess", error="ACCESS_DENIED"
    )
    direct.emulator.resolve_finding(finding_id)
    assert direct.call("GetFindingV2", analyzerArn=arn, id=finding_id).status == 404


def test_findings_are_archived_and_made_active_again_by_id(direct: Direct, arn: str) -> None:
    first, second = find(direct, arn), find(direct, arn)
    for status in ("ARCHIVED", "ACTIVE"):
        direct.ok("UpdateFindings", analyzerArn=arn, ids=[first], status=status)
        one = direct.ok("GetFindingV2", analyzerArn=arn, id=first)
        assert one["status"] == status
        assert one["updatedAt"] > one["createdAt"]
    assert direct.ok("GetFindingV2", analyzerArn=arn, id=second)["status"] == "ACTIVE"


def test_findings_are_archived_by_resource(direct: Direct, arn: str) -> None:
    first, second = find(direct, arn), find(direct, arn)
    other = find(direct, arn, QUEUE + "-2")
    direct.ok("UpdateFindings", analyzerArn=arn, resourceArn=QUEUE, status="ARCHIVED")
    archived = {"status": {"eq": ["ARCHIVED"]}}
    listed = direct.ok("ListFindingsV2", analyzerArn=arn, filter=archived)["findings"]
    assert [finding["id"] for finding in listed] == [first, second]
    assert direct.ok("GetFindingV2", analyzerArn=arn, id=other)["status"] == "ACTIVE"


def test_a_resource_narrows_down_the_findings_that_ids_name(direct: Direct, arn: str) -> None:
    first, other = find(direct, arn), find(direct, arn, QUEUE + "-2")
    update = {"analyzerArn": arn, "ids": [first, other], "status": "ARCHIVED"}
    direct.ok("UpdateFindings", **update, resourceArn=QUEUE)
    statuses = [
        direct.ok("GetFindingV2", analyzerArn=arn, id=finding_id)["status"]
        for finding_id in (first, other)
    ]
    assert statuses == ["ARCHIVED", "ACTIVE"]


def test_an_update_of_an_unknown_resource_is_refused(direct: Direct, arn: str) -> None:
    refused = direct.call("UpdateFindings", analyzerArn=arn, resourceArn=QUEUE, status="ARCHIVED")
    assert (refused.status, refused.body["resourceType"]) == (404, "Resource")


def test_an_update_of_nothing_is_refused(direct: Direct, arn: str) -> None:
    refused = direct.call("UpdateFindings", analyzerArn=arn, status="ARCHIVED")
    assert refused.fields() == ["ids"]


def test_an_update_with_an_unknown_id_changes_nothing(direct: Direct, arn: str) -> None:
    finding_id = find(direct, arn)
    update = {"analyzerArn": arn, "ids": [finding_id, "missing"], "status": "ARCHIVED"}
    assert direct.call("UpdateFindings", **update).status == 404
    assert direct.ok("GetFindingV2", analyzerArn=arn, id=finding_id)["status"] == "ACTIVE"


def test_nobody_but_the_service_resolves_findings(direct: Direct, arn: str) -> None:
    finding_id = find(direct, arn)
    refused = direct.call("UpdateFindings", analyzerArn=arn, ids=[finding_id], status="RESOLVED")
    assert refused.fields() == ["status"]
    direct.emulator.resolve_finding(finding_id)
    direct.ok("UpdateFindings", analyzerArn=arn, ids=[finding_id], status="ACTIVE")
    assert direct.ok("GetFindingV2", analyzerArn=arn, id=finding_id)["status"] == "RESOLVED"


def test_resolved_findings_stay_for_ninety_days(direct: Direct, arn: str) -> None:
    finding_id, other = find(direct, arn), find(direct, arn)
    direct.emulator.resolve_finding(finding_id)
    direct.emulator.advance(timedelta(days=89))
    assert direct.ok("GetFindingV2", analyzerArn=arn, id=finding_id)["status"] == "RESOLVED"
    direct.emulator.advance(timedelta(days=1))
    listed = direct.ok("ListFindingsV2", analyzerArn=arn)["findings"]
    assert [finding["id"] for finding in listed] == [other]


@pytest.mark.parametrize(
    ("criteria", "field"),
    [
        ({"color": {"eq": ["a"]}}, "filter.color"),
        ({"existingFindingId": {"exists": True}}, "filter.existingFindingId"),
        (
            {"serviceControlPolicyRestriction": {"exists": True}},
            "filter.serviceControlPolicyRestriction",
        ),
        ({"status": {"eq": ["a"] * 21}}, "filter.status.eq"),
        ({"status": {"eq": "ACTIVE"}}, "filter.status.eq"),
    ],
)
def test_filters_are_checked(
    direct: Direct, arn: str, criteria: dict[str, Any], field: str
) -> None:
    refused = direct.call("ListFindingsV2", analyzerArn=arn, filter=criteria)
    assert (refused.error, refused.fields()) == ("ValidationException", [field])
