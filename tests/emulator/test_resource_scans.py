"""A scan takes its time; what it sees is there for whoever looks later."""

from datetime import timedelta
from typing import Any

import pytest

from aa_sdk.emulator import Durations, Emulator
from aa_sdk.models import ExternalAccessDetails, GetAnalyzedResourceResponse
from tests.emulator.direct_calls import Direct
from tests.emulator.previews import BUCKET, PARTNER, QUEUE

SHARED = ExternalAccessDetails(is_public=False, principal={"AWS": PARTNER}, condition={})
SECOND = timedelta(seconds=1)


@pytest.fixture
def direct() -> Direct:
    """Calls of an emulator whose scans take a minute."""
    return Direct(Emulator(durations=Durations(resource_scan=timedelta(minutes=1))))


@pytest.fixture
def arn(direct: Direct) -> str:
    created: str = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    direct.emulator.add_finding(created, QUEUE, "AWS::SQS::Queue", SHARED)
    return created


def scan(direct: Direct, arn: str, resource: str = QUEUE) -> None:
    assert direct.ok("StartResourceScan", analyzerArn=arn, resourceArn=resource) == {}


def seen(direct: Direct, arn: str) -> Any:
    body = direct.ok("GetAnalyzedResource", analyzerArn=arn, resourceArn=QUEUE)
    GetAnalyzedResourceResponse.model_validate(body, extra="forbid")
    return body["resource"]


def failed(direct: Direct, arn: str) -> list[Any]:
    criteria = {"error": {"exists": True}}
    listed: list[Any] = direct.ok("ListFindingsV2", analyzerArn=arn, filter=criteria)["findings"]
    return listed


def test_a_scan_takes_two_seconds_unless_it_is_said() -> None:
    assert Durations().resource_scan == 2 * SECOND


def test_times_of_analysis_change_when_the_scan_is_done_and_not_before(
    direct: Direct, arn: str
) -> None:
    before = seen(direct, arn)["analyzedAt"]
    scan(direct, arn)
    direct.emulator.advance(57 * SECOND)
    assert seen(direct, arn)["analyzedAt"] == before
    assert seen(direct, arn)["analyzedAt"] == before
    assert seen(direct, arn)["analyzedAt"] == "2026-01-01T00:01:03Z"
    (finding,) = direct.ok("ListFindings", analyzerArn=arn)["findings"]
    assert (finding["analyzedAt"], finding["updatedAt"]) == ("2026-01-01T00:01:03Z", before)
    analyzer = direct.ok("GetAnalyzer", analyzerName="audit")["analyzer"]
    assert analyzer["lastResourceAnalyzed"] == QUEUE
    assert analyzer["lastResourceAnalyzedAt"] == "2026-01-01T00:01:03Z"


def test_whoever_looks_late_sees_when_it_was_done(direct: Direct, arn: str) -> None:
    scan(direct, arn)
    direct.emulator.advance(timedelta(days=3))
    assert seen(direct, arn)["analyzedAt"] == "2026-01-01T00:01:02Z"


def test_each_of_several_scans_of_one_resource_is_done_in_its_time(
    direct: Direct, arn: str
) -> None:
    for _ in range(3):
        scan(direct, arn)
        direct.emulator.advance(20 * SECOND)
    times = list[str]()
    for _ in range(4):
        times.append(seen(direct, arn)["analyzedAt"])
        direct.emulator.advance(19 * SECOND)
    assert times == [
        "2026-01-01T00:01:02Z",
        "2026-01-01T00:01:23Z",
        "2026-01-01T00:01:44Z",
        "2026-01-01T00:01:44Z",
    ]


def test_a_scan_ends_with_its_analyzer_or_its_resource(direct: Direct, arn: str) -> None:
    scan(direct, arn)
    direct.ok("DeleteAnalyzer", analyzerName="audit")
    direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")
    direct.emulator.add_resource(arn, QUEUE, "AWS::SQS::Queue")
    before = seen(direct, arn)
    scan(direct, arn)
    analyzer = direct.emulator.world.find_analyzer(arn)
    gone = analyzer.store.resources.pop(QUEUE)
    direct.emulator.advance(timedelta(hours=1))
    assert len(direct.emulator.events) == 2  # of the first analyzer: its finding came and went
    assert analyzer.scans == []
    analyzer.store.resources[QUEUE] = gone
    assert seen(direct, arn) == before


def test_a_scan_that_fails_leaves_a_finding_until_one_succeeds(direct: Direct, arn: str) -> None:
    scan(direct, arn)
    direct.emulator.fail_resource_scan(QUEUE, "ACCESS_DENIED")
    before = seen(direct, arn)
    assert "error" not in before
    direct.emulator.advance(timedelta(hours=1))
    resource = seen(direct, arn)
    assert resource["error"] == "ACCESS_DENIED"
    (finding,) = failed(direct, arn)
    assert (finding["error"], finding["status"]) == ("ACCESS_DENIED", "ACTIVE")
    assert finding["createdAt"] == "2026-01-01T00:01:02Z"
    details = direct.ok("GetFindingV2", analyzerArn=arn, id=finding["id"])["findingDetails"]
    assert details == [{"externalAccessDetails": {}}]
    scan(direct, arn)
    assert seen(direct, arn)["error"] == "ACCESS_DENIED"
    direct.emulator.advance(timedelta(hours=1))
    assert "error" not in seen(direct, arn)
    assert failed(direct, arn) == []
    gone = direct.emulator.events[-1]["detail"]
    assert (gone["id"], gone["isDeleted"]) == (finding["id"], True)


def test_a_failure_that_goes_on_is_one_finding_and_another_failure_another(
    direct: Direct, arn: str
) -> None:
    ids, times = list[str](), list[str]()
    for code in ("INTERNAL_ERROR", "INTERNAL_ERROR", "ACCESS_DENIED"):
        direct.emulator.fail_resource_scan(code=code)
        scan(direct, arn)
        direct.emulator.advance(timedelta(hours=1))
        (finding,) = failed(direct, arn)
        assert finding["error"] == code
        ids.append(finding["id"])
        times.append(seen(direct, arn)["analyzedAt"])
    assert ids[0] == ids[1] != ids[2]
    assert len(set(times)) == 3  # whoever waits for a scan sees that each was done


def test_all_scans_of_a_resource_that_are_in_progress_fail_and_no_other(
    direct: Direct, arn: str
) -> None:
    direct.emulator.add_resource(arn, BUCKET, "AWS::S3::Bucket")
    for resource in (QUEUE, BUCKET, QUEUE):
        scan(direct, arn, resource)
    direct.emulator.fail_resource_scan(QUEUE)
    direct.emulator.advance(timedelta(hours=1))
    (finding,) = failed(direct, arn)
    assert (finding["resource"], finding["analyzedAt"]) == (QUEUE, "2026-01-01T00:01:02Z")
    assert seen(direct, arn)["error"] == "INTERNAL_ERROR"


def test_pending_scans_are_part_of_a_snapshot(direct: Direct, arn: str) -> None:
    scan(direct, arn)
    direct.emulator.fail_resource_scan(QUEUE)
    scan(direct, arn)
    twin = Direct(Emulator.restore(direct.emulator.snapshot()))
    for each in (direct, twin):
        each.emulator.advance(58 * SECOND)
        assert seen(each, arn)["error"] == "INTERNAL_ERROR"
        assert "error" not in seen(each, arn)
    assert twin.emulator.snapshot()["scopes"] == direct.emulator.snapshot()["scopes"]


def test_a_snapshot_of_a_version_without_scans_can_be_loaded(direct: Direct, arn: str) -> None:
    saved = direct.emulator.snapshot()
    del saved["announced"], saved["durations"]["resource_scan"]
    for member in ("scans", "failure"):
        del saved["scopes"][0]["analyzers"][0][member]
    twin = Direct(Emulator.restore(saved))
    assert twin.emulator.world.durations.resource_scan == 2 * SECOND
    scan(twin, arn)
    twin.emulator.advance(SECOND)
    assert seen(twin, arn)["analyzedAt"] == "2026-01-01T00:00:04Z"


def test_a_scan_is_for_a_resource_that_is_known(direct: Direct, arn: str) -> None:
    assert direct.call("StartResourceScan", analyzerArn=arn, resourceArn=BUCKET).status == 404
    with pytest.raises(LookupError, match=BUCKET):
        direct.emulator.fail_resource_scan(BUCKET)
