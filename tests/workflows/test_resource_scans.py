"""Scans of resources, which have no id and do not say when they end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import pytest

from aa_sdk import (
    AccessAnalyzerClient,
    AccessDeniedException,
    InvalidRequestError,
    JobTimeoutError,
    ResourceNotFoundException,
)
from aa_sdk.emulator import Emulator
from aa_sdk.workflows import ResourceScanJob
from tests.conftest import Run
from tests.fake_service import FakeService, Reply, error_reply
from tests.workflows.conftest import RunJob
from tests.workflows.job_kinds import ACCOUNT, EXTERNAL, QUEUE

SECOND = timedelta(seconds=1)
NOT_FOUND = error_reply("ResourceNotFoundException", 404, resourceId="x", resourceType="y")
NAMED = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/audit"


def test_a_scan_is_over_when_the_resource_was_analyzed_later_than_before(run_job: RunJob) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        before = emulator.now()
        await anyio.sleep(100)
        job = await ResourceScanJob.start(
            client, EXTERNAL, resource_arn=QUEUE, resource_owner_account=ACCOUNT
        )
        assert job.started_at == before
        resource = await job
        assert resource.analyzed_at == before + 102 * SECOND
        again = await ResourceScanJob.start(client, EXTERNAL, resource_arn=QUEUE)
        assert again.started_at == resource.analyzed_at
        assert (await again).analyzed_at > resource.analyzed_at
        asked = emulator.calls.of("StartResourceScan")
        assert asked[0].params["resourceOwnerAccount"] == ACCOUNT

    run_job(program)


def _resource(analyzed_at: str) -> Reply:
    resource = {
        "resourceArn": QUEUE,
        "resourceType": "AWS::SQS::Queue",
        "createdAt": "2020-01-01T00:00:00Z",
        "analyzedAt": analyzed_at,
        "updatedAt": "2020-01-01T00:00:00Z",
        "isPublic": False,
        "resourceOwnerAccount": ACCOUNT,
    }
    return Reply({"resource": resource})


@pytest.mark.parametrize("unknown", [NOT_FOUND, Reply({})], ids=["not found", "left out"])
def test_the_first_scan_of_a_resource_is_over_when_it_was_analyzed_at_all(
    run_in_virtual_time: Run, unknown: Reply
) -> None:
    """Whatever this machine's clock says: the service's is years behind."""

    async def main() -> None:
        service = FakeService(
            unknown, Reply({}), *[unknown] * 30, _resource("2020-01-01T00:00:00Z")
        )
        client = service.client()
        job = await ResourceScanJob.start(client, NAMED, resource_arn=QUEUE)
        assert job.started_at.tzinfo is UTC
        assert await job.status() == "IN_PROGRESS"
        assert (await job).resource_arn == QUEUE
        await client.aclose()

    run_in_virtual_time(main)


def test_a_resource_that_is_never_found_is_not_waited_for_without_end(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        client = FakeService(NOT_FOUND).client()
        job = ResourceScanJob(client, NAMED, QUEUE, started_at=datetime(2020, 1, 1, tzinfo=UTC))
        began = anyio.current_time()
        with pytest.raises(ResourceNotFoundException):
            await job
        assert 600 <= anyio.current_time() - began < 620
        await client.aclose()

    run_in_virtual_time(main)


def test_a_scan_that_is_never_carried_out_is_not_waited_for_without_end(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        client = FakeService(_resource("2020-01-01T00:00:00Z")).client()
        job = ResourceScanJob(client, NAMED, QUEUE, started_at=datetime(2020, 1, 1, tzinfo=UTC))
        for _ in range(2):
            began = anyio.current_time()
            with pytest.raises(JobTimeoutError, match="not done within 3600 s") as caught:
                await job
            assert 3600 <= anyio.current_time() - began < 3620
            assert caught.value.last is not None
        began = anyio.current_time()
        with pytest.raises(JobTimeoutError, match="not done within 8000 s"):
            await job.wait(timeout=8000)
        assert anyio.current_time() - began == pytest.approx(8000, abs=5.1)
        await client.aclose()

    run_in_virtual_time(main)


@pytest.mark.parametrize("moment", [datetime(2026, 1, 1), "2026-01-01T00:00:00Z", None])  # noqa: DTZ001 (the point)
def test_a_scan_is_taken_up_from_a_moment_alone(moment: Any) -> None:
    client = AccessAnalyzerClient("eu-west-1")
    with pytest.raises(InvalidRequestError, match=r"started_at: .* time zone"):
        ResourceScanJob(client, NAMED, QUEUE, started_at=moment)


def test_nothing_is_scanned_where_the_last_analysis_cannot_be_read(run_job: RunJob) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        emulator.faults.fail("GetAnalyzedResource", status=403, code="AccessDeniedException")
        with pytest.raises(AccessDeniedException):
            await ResourceScanJob.start(client, EXTERNAL, resource_arn=QUEUE)
        assert emulator.calls.count_of("StartResourceScan") == 0

    run_job(program)
