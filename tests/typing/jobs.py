"""What type checkers make of jobs. Nothing here runs."""

from datetime import UTC, datetime
from pathlib import Path
from typing import assert_type

from aa_sdk import AccessAnalyzerClient, JobFailedError, JobTimeoutError, Paginator
from aa_sdk.models import (
    AccessPreview,
    AccessPreviewFinding,
    AccessPreviewStatus,
    AnalyzedResource,
    AnalyzerStatus,
    AnalyzerSummary,
    Configuration,
    GeneratedPolicyResult,
    GetFindingRecommendationResponse,
    JobStatus,
    ListAccessPreviewFindingsResponse,
    Response,
    Status,
)
from aa_sdk.workflows import (
    AccessPreviewJob,
    AnalyzerJob,
    Job,
    PolicyGenerationJob,
    Polling,
    RecommendationJob,
    ResourceScanJob,
    ScanStatus,
    preview_configuration,
)

ARN = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/audit"
QUEUE = "arn:aws:sqs:eu-west-1:111122223333:inbox"


async def generation(client: AccessAnalyzerClient) -> None:
    job = await PolicyGenerationJob.start(
        client,
        policy_generation_details={"principal_arn": "role"},
        cloud_trail_details={
            "trails": [{"cloud_trail_arn": "trail", "all_regions": True}],
            "access_role": "role",
            "start_time": datetime(2026, 1, 1, tzinfo=UTC),
        },
        polling=Polling(first=1, growth=2, longest=3),
    )
    assert_type(job, PolicyGenerationJob)
    assert_type(job.id, str)
    assert_type(await job, GeneratedPolicyResult)
    assert_type(await job.wait(timeout=5), GeneratedPolicyResult)
    assert_type(await job.status(), JobStatus)
    await job.cancel()
    assert_type(await PolicyGenerationJob(client, "id"), GeneratedPolicyResult)


async def preview(client: AccessAnalyzerClient) -> None:
    proposed = preview_configuration(QUEUE, {"Version": "2012-10-17", "Statement": []})
    assert_type(proposed, dict[str, Configuration])
    job = await AccessPreviewJob.start(client, ARN, configurations=proposed)
    assert_type(job, AccessPreviewJob)
    assert_type(await job, AccessPreview)
    assert_type(await job.status(), AccessPreviewStatus)
    assert_type(
        job.findings(filter={"isPublic": {"eq": ["true"]}}),
        Paginator[AccessPreviewFinding, ListAccessPreviewFindingsResponse],
    )
    assert_type(await AccessPreviewJob(client, ARN, "id"), AccessPreview)
    preview_configuration(QUEUE, Path("policy.json"))
    preview_configuration(QUEUE, user_ids={"111122223333"}, groups=("all",))


async def recommendation(client: AccessAnalyzerClient) -> None:
    job = await RecommendationJob.start(client, ARN, "id")
    assert_type(job, RecommendationJob)
    assert_type(await job, GetFindingRecommendationResponse)
    assert_type(await job.status(), Status)
    assert_type(await RecommendationJob(client, ARN, "id"), GetFindingRecommendationResponse)


async def scan(client: AccessAnalyzerClient) -> None:
    job = await ResourceScanJob.start(client, ARN, resource_arn=QUEUE)
    assert_type(job, ResourceScanJob)
    assert_type(job.started_at, datetime)
    assert_type(await job, AnalyzedResource)
    assert_type(await job.status(), ScanStatus)
    again = ResourceScanJob(client, ARN, QUEUE, started_at=job.started_at)
    assert_type(await again, AnalyzedResource)


async def analyzer(client: AccessAnalyzerClient) -> None:
    job = await AnalyzerJob.start(client, "audit", type="ACCOUNT")
    assert_type(job, AnalyzerJob)
    assert_type(await job, AnalyzerSummary)
    assert_type(await job.status(), AnalyzerStatus)
    assert_type(await AnalyzerJob(client, "audit"), AnalyzerSummary)


async def any_job(job: Job[AnalyzerSummary]) -> AnalyzerSummary:
    assert_type(await job.status(), str)
    return await job


def errors(failed: JobFailedError, late: JobTimeoutError) -> None:
    assert_type(failed.reason, str)
    assert_type(failed.code, str)
    assert_type(failed.last, Response | None)
    assert_type(late.last, Response | None)


async def wrong_calls(client: AccessAnalyzerClient) -> None:
    # Each ignore below is itself checked: one that ignores nothing is an error.
    await AnalyzerJob.start(client, "audit", type="ACCOUNTS")  # type: ignore[arg-type]  # misspelt  # pyright: ignore[reportArgumentType] # misspelt
    ResourceScanJob(client, ARN, QUEUE)  # type: ignore[call-arg]  # required  # pyright: ignore[reportCallIssue] # required
    preview_configuration(QUEUE, user_ids="111122223333")  # type: ignore[arg-type]  # no list  # pyright: ignore[reportArgumentType] # no list
