"""What is particular to each kind of job."""

from datetime import UTC, datetime
from typing import Any

import anyio
import pytest

from aa_sdk import (
    AccessAnalyzerClient,
    ConflictException,
    JobFailedError,
    ResourceNotFoundException,
    ValidationException,
)
from aa_sdk.emulator import Emulator
from aa_sdk.models import UnusedAction, UnusedPermissionDetails
from aa_sdk.workflows import (
    AccessPreviewJob,
    AnalyzerJob,
    Job,
    PolicyGenerationJob,
    RecommendationJob,
    ResourceScanJob,
    preview_configuration,
)
from tests.conftest import Run
from tests.fake_service import FakeService, Reply, error_reply
from tests.workflows.conftest import RunJob
from tests.workflows.job_kinds import (
    EXTERNAL,
    FINDING,
    KINDS,
    QUEUE,
    ROLE,
    TRAILS,
    UNUSED,
    Kind,
    steady,
)

NOT_FOUND = error_reply("ResourceNotFoundException", 404, resourceId="x", resourceType="y")
NAMED = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/audit"


def test_a_job_shows_how_it_is_taken_up() -> None:
    client = AccessAnalyzerClient("eu-west-1")
    started_at = datetime(2026, 1, 2, tzinfo=UTC)
    scan = ResourceScanJob(client, NAMED, QUEUE, started_at=started_at)
    assert [repr(AnalyzerJob(client, "audit")), repr(PolicyGenerationJob(client, "id"))] == [
        "AnalyzerJob(client, 'audit')",
        "PolicyGenerationJob(client, 'id')",
    ]
    assert (
        repr(AccessPreviewJob(client, NAMED, "id")) == f"AccessPreviewJob(client, '{NAMED}', 'id')"
    )
    assert (
        repr(RecommendationJob(client, NAMED, "id"))
        == f"RecommendationJob(client, '{NAMED}', 'id')"
    )
    generation = PolicyGenerationJob(
        client, "id", include_resource_placeholders=True, include_service_level_template=False
    )
    assert repr(generation) == (
        "PolicyGenerationJob(client, 'id', include_resource_placeholders=True, "
        "include_service_level_template=False)"
    )
    assert repr(scan).startswith(f"ResourceScanJob(client, {NAMED!r}, {QUEUE!r}, started_at=date")
    assert eval(repr(scan)).started_at == started_at  # noqa: S307 (what a user would write)


def test_a_generation_that_is_cancelled_fails_as_such(run_job: RunJob) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job: Any = await KINDS["generation"].start(client)
        await job.cancel()
        with pytest.raises(JobFailedError, match=f"job {job.id}: CANCELED") as caught:
            await job
        assert (caught.value.reason, caught.value.code) == ("CANCELED", "CANCELED")
        assert await job.status() == "CANCELED"
        assert emulator.calls.count_of("CancelPolicyGeneration") == 1

    run_job(program)


def test_a_generation_that_is_over_is_not_cancelled(run_job: RunJob) -> None:
    async def program(client: AccessAnalyzerClient, _: Emulator) -> None:
        job: Any = await KINDS["generation"].start(client)
        await job
        with pytest.raises(ValidationException):
            await job.cancel()

    run_job(program)


def test_an_incomplete_policy_is_a_result_and_options_are_passed_on(run_job: RunJob) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        emulator.add_activity(ROLE, ["sqs"])
        job = await PolicyGenerationJob.start(
            client,
            policy_generation_details={"principal_arn": ROLE},
            cloud_trail_details=TRAILS,
            include_resource_placeholders=True,
            include_service_level_template=True,
        )
        result = await job
        assert result.properties.is_complete is False
        assert result.generated_policies
        asked = emulator.calls.of("GetGeneratedPolicy")[-1].params
        assert asked["includeResourcePlaceholders"] is True
        assert asked["includeServiceLevelTemplate"] is True

    run_job(program)


def test_starting_again_with_a_token_gives_the_same_job(run_job: RunJob) -> None:
    async def program(client: AccessAnalyzerClient, _: Emulator) -> None:
        start = KINDS["generation"].start
        first = await start(client, client_token="a-token-of-ours")
        assert (await start(client, client_token="a-token-of-ours")).id == first.id

    run_job(program)


def test_a_job_nobody_started_is_no_job(run_job: RunJob) -> None:
    async def program(client: AccessAnalyzerClient, _: Emulator) -> None:
        with pytest.raises(ValidationException):
            await PolicyGenerationJob(client, "11111111-2222-3333-4444-555555555555")
        absent = AccessPreviewJob(client, EXTERNAL, "11111111-2222-3333-4444-555555555555")
        began = anyio.current_time()
        for job in (absent, AnalyzerJob(client, "absent")):
            with pytest.raises(ResourceNotFoundException):
                await job
        assert anyio.current_time() - began < 1

    run_job(program)


def test_a_preview_lists_its_findings_once_it_was_awaited(run_job: RunJob) -> None:
    allow = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": QUEUE}
    policy = {"Version": "2012-10-17", "Statement": [allow]}

    async def program(client: AccessAnalyzerClient, _: Emulator) -> None:
        job = await AccessPreviewJob.start(
            client, EXTERNAL, configurations=preview_configuration(QUEUE, policy)
        )
        with pytest.raises(ConflictException):
            await job.findings().collect()
        preview = await job
        assert preview.id == job.id
        (finding,) = await job.findings(filter={"isPublic": {"eq": ["true"]}}).collect()
        assert finding.change_type == "NEW"
        assert await job.findings(filter={"isPublic": {"eq": ["false"]}}).collect() == []

    run_job(program)


def test_a_recommendation_has_the_steps_of_all_pages(run_job: RunJob) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        for number in range(120):
            allow = {
                "Effect": "Allow",
                "Action": ["s3:GetObject", "s3:ListBucket"],
                "Resource": "*",
            }
            policy = {"Version": "2012-10-17", "Statement": [allow]}
            emulator.attach_policy(ROLE, policy, name=f"policy-{number}")
        details = UnusedPermissionDetails(
            service_namespace="s3", actions=[UnusedAction(action="s3:GetObject")]
        )
        emulator.add_finding(UNUSED, ROLE, "AWS::IAM::Role", details, finding_id="many")
        job = await RecommendationJob.start(client, UNUSED, "many", polling=steady(10))
        recommendation = await job
        assert len(recommendation.recommended_steps) == 240
        assert recommendation.next_token is None
        calls = emulator.calls.of("GetFindingRecommendation")
        assert len(calls) > 2
        # The pages are fetched at the end alone.
        assert sum("nextToken" not in call.params for call in calls) == 2

    run_job(program)


def test_a_recommendation_is_not_there_yet_for_a_minute(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(*[NOT_FOUND] * 4, Reply(_recommendation("SUCCEEDED")))
        client = service.client()
        job = RecommendationJob(client, NAMED, FINDING)
        assert await job.status() == "IN_PROGRESS"
        assert (await job).status == "SUCCEEDED"
        service.replies = [NOT_FOUND]
        other = RecommendationJob(client, NAMED, FINDING)
        began = anyio.current_time()
        with pytest.raises(ResourceNotFoundException):
            await other
        assert 60 <= anyio.current_time() - began < 80
        with pytest.raises(ResourceNotFoundException):
            await other.status()
        await client.aclose()

    run_in_virtual_time(main)


def _recommendation(status: str, **more: Any) -> dict[str, Any]:
    return {
        "startedAt": "2026-01-01T00:00:00Z",
        "resourceArn": ROLE,
        "recommendationType": "UnusedPermissionRecommendation",
        "status": status,
        **more,
    }


def _generation(status: str) -> dict[str, Any]:
    details = {"jobId": "id", "status": status, "startedOn": "2026-01-01T00:00:00Z"}
    return {
        "jobDetails": details,
        "generatedPolicyResult": {"properties": {"principalArn": ROLE}},
    }


def _preview(status: str) -> dict[str, Any]:
    preview: dict[str, Any] = {
        "id": "11111111-2222-3333-4444-555555555555",
        "analyzerArn": NAMED,
        "configurations": {},
        "createdAt": "2026-01-01T00:00:00Z",
        "status": status,
    }
    return {"accessPreview": preview}


def _analyzer(status: str) -> dict[str, Any]:
    analyzer = {
        "arn": NAMED,
        "name": "audit",
        "type": "ACCOUNT",
        "createdAt": "2026-01-01T00:00:00Z",
        "status": status,
    }
    return {"analyzer": analyzer}


def _job_of(client: AccessAnalyzerClient, name: str) -> Job[Any]:
    jobs: dict[str, Job[Any]] = {
        "generation": PolicyGenerationJob(client, "id"),
        "preview": AccessPreviewJob(client, NAMED, "11111111-2222-3333-4444-555555555555"),
        "recommendation": RecommendationJob(client, NAMED, FINDING),
        "analyzer": AnalyzerJob(client, "audit"),
    }
    return jobs[name]


ANSWERS: dict[str, tuple[Any, str]] = {
    "generation": (_generation, "SUCCEEDED"),
    "preview": (_preview, "COMPLETED"),
    "recommendation": (_recommendation, "SUCCEEDED"),
    "analyzer": (_analyzer, "ACTIVE"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_status_that_nobody_knows_yet_is_no_end(run_in_virtual_time: Run, name: str) -> None:
    answer, done = ANSWERS[name]

    async def main() -> None:
        service = FakeService(Reply(answer("IN_A_QUEUE")), Reply(answer(done)))
        client = service.client()
        job = _job_of(client, name)
        assert await job.status() == "IN_A_QUEUE"
        await job
        assert len(service.requests) == 2
        await client.aclose()

    run_in_virtual_time(main)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_failure_without_a_code_has_its_status_for_a_reason(
    run_in_virtual_time: Run, name: str
) -> None:
    answer, _ = ANSWERS[name]

    async def main() -> None:
        client = FakeService(Reply(answer("FAILED"))).client()
        with pytest.raises(JobFailedError) as caught:
            await _job_of(client, name)
        assert caught.value.reason == "FAILED"
        await client.aclose()

    run_in_virtual_time(main)


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_gone_while_it_is_waited_for_has_failed(
    run_in_virtual_time: Run, name: str
) -> None:
    answer, _ = ANSWERS[name]

    async def main() -> None:
        service = FakeService(Reply(answer("CREATING")), NOT_FOUND)
        client = service.client()
        job = _job_of(client, name)
        asked = list[int]()
        for _ in range(2):
            with pytest.raises(JobFailedError) as caught:
                await job
            assert caught.value.code == "ResourceNotFoundException"
            assert caught.value.last is not None
            assert isinstance(caught.value.__cause__, ResourceNotFoundException)
            asked.append(len(service.requests))
        assert asked[0] == asked[1]
        with pytest.raises(ResourceNotFoundException):
            await job.status()
        await client.aclose()

    run_in_virtual_time(main)


def test_an_analyzer_that_is_deleted_or_disabled_while_it_is_waited_for_has_failed(
    run_job: RunJob,
) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await KINDS["analyzer"].start(client)
        emulator.set_analyzer_status(job.id, "DISABLED", "AWS_SERVICE_ACCESS_DISABLED")
        with pytest.raises(JobFailedError, match="AWS_SERVICE_ACCESS_DISABLED"):
            await job
        other = AnalyzerJob(client, job.id)
        emulator.set_analyzer_status(job.id, "CREATING")
        assert await other.status() == "CREATING"
        await client.delete_analyzer(job.id)
        with pytest.raises(JobFailedError, match="ResourceNotFoundException"):
            await other

    run_job(program, KINDS["analyzer"], 1000)


def test_what_was_just_created_is_not_there_yet_for_some_seconds(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = FakeService(
            Reply({"arn": NAMED}), NOT_FOUND, NOT_FOUND, Reply(_analyzer("ACTIVE"))
        )
        client = service.client()
        job = await AnalyzerJob.start(client, "audit", type="ACCOUNT")
        assert await job.status() == "CREATING"
        assert (await job).arn == NAMED
        await client.aclose()

    run_in_virtual_time(main)


def test_jobs_go_by_no_pace_where_it_is_turned_off(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, _: Emulator) -> None:
        job = await kind.start(client.with_options(pace=None))
        assert type(await job) is kind.result
        assert client.pace is None

    run_job(program)


def test_a_job_follows_its_client_to_the_next_event_loop(run_in_virtual_time: Run) -> None:
    service = FakeService(Reply(_analyzer("CREATING")))
    client = service.client()
    job = AnalyzerJob(client, "audit")
    seen = list[str]()

    async def look() -> None:
        await anyio.sleep(50)
        seen.append(await job.status())
        with pytest.raises(Exception, match="not done within 5 s"):
            await job.wait(timeout=5)

    async def finish() -> None:
        service.replies = [Reply(_analyzer("ACTIVE"))]
        began = anyio.current_time()
        seen.append((await job).status)
        assert anyio.current_time() - began < 1
        await client.aclose()

    run_in_virtual_time(look)
    run_in_virtual_time(finish)
    assert seen == ["CREATING", "ACTIVE"]
