"""Every kind of job, and what a test has to know of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Durations, Emulator, LoopClock, Quotas
from aa_sdk.models import (
    AccessPreview,
    AnalyzedResource,
    AnalyzerSummary,
    GeneratedPolicyResult,
    GetFindingRecommendationResponse,
    UnusedPermissionDetails,
)
from aa_sdk.workflows import (
    AccessPreviewJob,
    AnalyzerJob,
    Job,
    PolicyGenerationJob,
    Polling,
    RecommendationJob,
    ResourceScanJob,
    preview_configuration,
)

ACCOUNT = "111122223333"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/reader"
QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:inbox"
EXTERNAL = f"arn:aws:access-analyzer:us-east-1:{ACCOUNT}:analyzer/external"
UNUSED = f"arn:aws:access-analyzer:us-east-1:{ACCOUNT}:analyzer/unused"
FINDING = "finding-1"
TRAILS: Any = {
    "trails": [{"cloud_trail_arn": f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/all"}],
    "access_role": f"arn:aws:iam::{ACCOUNT}:role/trail",
    "start_time": datetime(2025, 12, 1, tzinfo=UTC),
}

AnyJob = Job[Any]


@dataclass(frozen=True)
class Kind:
    """A kind of job."""

    start: Callable[..., Awaitable[AnyJob]]
    """Starts one."""
    take_up: Callable[[AccessAnalyzerClient, Any], AnyJob]
    """Takes up what another object stands for."""
    polls: str
    """The operation that it is asked for with."""
    duration: str
    """What its time is called in the emulator."""
    fail: Callable[[Emulator], None]
    """Lets the next one fail."""
    reason: str
    """Why it does."""
    result: type
    """What comes of it."""
    underway: str = "IN_PROGRESS"
    done: str = "SUCCEEDED"
    failed: str = "FAILED"


async def _start_generation(client: AccessAnalyzerClient, **more: Any) -> AnyJob:
    return await PolicyGenerationJob.start(
        client,
        policy_generation_details={"principal_arn": ROLE},
        cloud_trail_details=TRAILS,
        **more,
    )


async def _start_preview(client: AccessAnalyzerClient, **more: Any) -> AnyJob:
    proposed = preview_configuration(QUEUE, "")
    return await AccessPreviewJob.start(client, EXTERNAL, configurations=proposed, **more)


async def _start_recommendation(client: AccessAnalyzerClient, **more: Any) -> AnyJob:
    return await RecommendationJob.start(client, UNUSED, FINDING, **more)


async def _start_scan(client: AccessAnalyzerClient, **more: Any) -> AnyJob:
    return await ResourceScanJob.start(client, EXTERNAL, resource_arn=QUEUE, **more)


async def _start_analyzer(client: AccessAnalyzerClient, **more: Any) -> AnyJob:
    return await AnalyzerJob.start(client, "organization", type="ORGANIZATION", **more)


def _fail_generation(emulator: Emulator) -> None:
    emulator.fail_policy_generation(code="AUTHORIZATION_ERROR", message="may not read")


def _fail_recommendation(emulator: Emulator) -> None:
    emulator.fail_recommendation(code="USER_IN_GROUP", message="is in a group")


KINDS = {
    "generation": Kind(
        start=_start_generation,
        take_up=lambda client, job: PolicyGenerationJob(client, job.id),
        polls="GetGeneratedPolicy",
        duration="policy_generation",
        fail=_fail_generation,
        reason="AUTHORIZATION_ERROR: may not read",
        result=GeneratedPolicyResult,
    ),
    "preview": Kind(
        start=_start_preview,
        take_up=lambda client, job: AccessPreviewJob(client, EXTERNAL, job.id),
        polls="GetAccessPreview",
        duration="access_preview",
        fail=lambda emulator: emulator.fail_access_preview(code="INVALID_CONFIGURATION"),
        reason="INVALID_CONFIGURATION",
        result=AccessPreview,
        underway="CREATING",
        done="COMPLETED",
    ),
    "recommendation": Kind(
        start=_start_recommendation,
        take_up=lambda client, job: RecommendationJob(client, UNUSED, job.id),
        polls="GetFindingRecommendation",
        duration="recommendation",
        fail=_fail_recommendation,
        reason="USER_IN_GROUP: is in a group",
        result=GetFindingRecommendationResponse,
    ),
    "scan": Kind(
        start=_start_scan,
        take_up=lambda client, job: ResourceScanJob(
            client, EXTERNAL, job.id, started_at=job.started_at
        ),
        polls="GetAnalyzedResource",
        duration="resource_scan",
        fail=lambda emulator: emulator.fail_resource_scan(code="ACCESS_DENIED"),
        reason="ACCESS_DENIED",
        result=AnalyzedResource,
    ),
    "analyzer": Kind(
        start=_start_analyzer,
        take_up=lambda client, job: AnalyzerJob(client, job.id),
        polls="GetAnalyzer",
        duration="organization_analyzer",
        fail=lambda emulator: emulator.fail_analyzer_creation(reason="ORGANIZATION_DELETED"),
        reason="ORGANIZATION_DELETED",
        result=AnalyzerSummary,
        underway="CREATING",
        done="ACTIVE",
    ),
}


async def prepared(client: AccessAnalyzerClient, emulator: Emulator) -> None:
    """Create what jobs are about."""
    await client.create_analyzer("external", type="ACCOUNT")
    await client.create_analyzer("unused", type="ACCOUNT_UNUSED_ACCESS")
    emulator.add_resource("external", QUEUE, "AWS::SQS::Queue")
    details = UnusedPermissionDetails(service_namespace="s3")
    emulator.add_finding("unused", ROLE, "AWS::IAM::Role", details, finding_id=FINDING)
    emulator.calls.clear()


def emulator_of(kind: Kind | None = None, seconds: float = 2) -> Emulator:
    """Return an emulator that follows the event loop, where jobs of a kind take that long."""
    durations = Durations()
    if kind is not None:
        setattr(durations, kind.duration, timedelta(seconds=seconds))
    quotas = Quotas(organization_analyzers=20)
    return Emulator(clock=LoopClock(), durations=durations, quotas=quotas)


def steady(seconds: float) -> Polling:
    """Poll at the same intervals, without any chance."""
    return Polling(first=seconds, growth=1, longest=seconds, random=lambda: 0)
