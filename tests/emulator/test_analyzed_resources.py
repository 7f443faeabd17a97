"""Resources that analyzers look at, and scans of them."""

from datetime import timedelta

import pytest

from aa_sdk.emulator import Population
from aa_sdk.models import ExternalAccessDetails, FindingSource, GetAnalyzedResourceResponse
from tests.emulator.direct_calls import Direct

BUCKET = "arn:aws:s3:::ledger"


@pytest.fixture
def arn(direct: Direct) -> str:
    created: str = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    return created


def find(direct: Direct, arn: str, *, is_public: bool, action: str) -> str:
    details = ExternalAccessDetails(
        is_public=is_public,
        principal={"AWS": "*"},
        action=[action],
        condition={},
        sources=[FindingSource(type="POLICY")],
    )
    return direct.emulator.add_finding(arn, BUCKET, "AWS::S3::Bucket", details)


def test_a_resource_sums_up_its_findings(direct: Direct, arn: str) -> None:
    find(direct, arn, is_public=False, action="s3:GetObject")
    public = find(direct, arn, is_public=True, action="s3:PutObject")
    named = {"analyzerArn": arn, "resourceArn": BUCKET}
    body = direct.ok("GetAnalyzedResource", **named)
    GetAnalyzedResourceResponse.model_validate(body, extra="forbid")
    resource = body["resource"]
    assert (resource["isPublic"], resource["status"], resource["sharedVia"]) == (
        True,
        "ACTIVE",
        ["POLICY"],
    )
    assert resource["actions"] == ["s3:GetObject", "s3:PutObject"]
    direct.emulator.resolve_finding(public)
    resource = direct.ok("GetAnalyzedResource", **named)["resource"]
    assert (resource["isPublic"], resource["actions"]) == (False, ["s3:GetObject"])


def test_a_resource_may_have_no_findings(direct: Direct, arn: str) -> None:
    direct.emulator.add_resource(arn, BUCKET, "AWS::S3::Bucket")
    resource = direct.ok("GetAnalyzedResource", analyzerArn=arn, resourceArn=BUCKET)["resource"]
    assert resource["isPublic"] is False
    assert "status" not in resource


def test_resources_are_listed_once_each_and_chosen_by_type(
    direct: Direct, populated: Population
) -> None:
    params = {"analyzerArn": populated.external, "maxResults": 7}
    listed = direct.every("ListAnalyzedResources", "analyzedResources", **params)
    arns = [resource["resourceArn"] for resource in listed]
    findings = direct.every("ListFindingsV2", "findings", analyzerArn=populated.external)
    assert len(arns) == len(set(arns))
    assert set(arns) == {finding["resource"] for finding in findings}
    chosen = direct.every(
        "ListAnalyzedResources", "analyzedResources", **params, resourceType="AWS::SQS::Queue"
    )
    assert {resource["resourceType"] for resource in chosen} == {"AWS::SQS::Queue"}


def test_a_scan_renews_the_time_of_analysis_and_nothing_else(direct: Direct, arn: str) -> None:
    finding_id = find(direct, arn, is_public=False, action="s3:GetObject")
    before = direct.ok("GetFindingV2", analyzerArn=arn, id=finding_id)
    assert direct.ok("StartResourceScan", analyzerArn=arn, resourceArn=BUCKET) == {}
    direct.emulator.advance(timedelta(seconds=2))
    after = direct.ok("GetFindingV2", analyzerArn=arn, id=finding_id)
    assert after.pop("analyzedAt") > before.pop("analyzedAt")
    assert after == before
    analyzer = direct.ok("GetAnalyzer", analyzerName="audit")["analyzer"]
    assert analyzer["lastResourceAnalyzed"] == BUCKET


def test_a_resource_that_is_not_there_is_not_found(direct: Direct, arn: str) -> None:
    for operation in ("GetAnalyzedResource", "StartResourceScan"):
        refused = direct.call(operation, analyzerArn=arn, resourceArn=BUCKET)
        assert refused.body["resourceType"] == "Resource"


def test_a_scan_for_another_owner_finds_nothing(direct: Direct, arn: str) -> None:
    direct.emulator.add_resource(arn, BUCKET, "AWS::S3::Bucket")
    scan = {"analyzerArn": arn, "resourceArn": BUCKET}
    assert (
        direct.call("StartResourceScan", **scan, resourceOwnerAccount="444455556666").status == 404
    )
    direct.ok("StartResourceScan", **scan, resourceOwnerAccount="111122223333")


def test_scans_and_single_resources_are_for_external_access(
    direct: Direct, populated: Population
) -> None:
    for operation in ("GetAnalyzedResource", "StartResourceScan"):
        refused = direct.call(operation, analyzerArn=populated.unused, resourceArn=BUCKET)
        assert refused.body["reason"] == "notSupported"
