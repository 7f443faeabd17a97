"""What the examples of operations begin with; `docs/reference/operations.md` says it to readers."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from aa_sdk import AccessAnalyzerClient, FindingFilter
from aa_sdk.emulator import Clock, Emulator, Quotas
from tests.docstrings import names_of

ROLE = "arn:aws:iam::111122223333:role/reader"
TRAIL = "arn:aws:cloudtrail:us-east-1:111122223333:trail/all"
BUCKET = "arn:aws:s3:::reports"
OPEN = {
    "Statement": {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"{BUCKET}/*",
    }
}


@asynccontextmanager
async def given() -> AsyncGenerator[tuple[Emulator, dict[str, Any]]]:
    """An emulator that has something of everything, and the names that there are."""
    quotas = Quotas(concurrent_generations=2)
    emulator = Emulator(clock=Clock(datetime.now(UTC)), quotas=quotas)
    emulator.populate(findings=40)
    emulator.add_service_linked_analyzer()
    async with AccessAnalyzerClient("us-east-1", session=emulator.session()) as client:
        arns = {analyzer.name: analyzer.arn async for analyzer in client.list_analyzers()}
        arn, unused_arn = arns["account-external"], arns["account-unused"]
        own = FindingFilter().principal.aws.contains("111122223333")
        await client.create_archive_rule("account-external", "own-accounts", filter=own)
        preview = await client.create_access_preview(
            arn, configurations={BUCKET: {"s3_bucket": {"bucket_policy": OPEN}}}
        )
        job_id = await _generation(client)
        emulator.advance(timedelta(minutes=1))
        await _generation(client)  # one that still runs
        finding_ids = [finding.id async for finding in client.list_findings_v2(arn)]
        unused = FindingFilter().finding_type.eq("UnusedPermission")
        unused_ids = [one.id async for one in client.list_findings_v2(unused_arn, filter=unused)]
        resources = await client.list_analyzed_resources(arn).collect()
        yield (
            emulator,
            {
                **names_of("aa_sdk.models"),
                **names_of("aa_sdk"),
                "UTC": UTC,
                "datetime": datetime,
                "timedelta": timedelta,
                "client": client,
                "arn": arn,
                "unused_arn": unused_arn,
                "finding_id": finding_ids[0],
                "unused_id": unused_ids[0],
                "bucket_arn": resources[0].resource_arn,
                "job_id": job_id,
                "preview_id": preview.id,
                "trail_arn": TRAIL,
            },
        )


async def _generation(client: AccessAnalyzerClient) -> str:
    started = await client.start_policy_generation(
        policy_generation_details={"principal_arn": ROLE},
        cloud_trail_details={
            "trails": [{"cloud_trail_arn": TRAIL, "all_regions": True}],
            "access_role": "arn:aws:iam::111122223333:role/analysis",
            "start_time": datetime.now(UTC) - timedelta(days=30),
        },
    )
    return started.job_id
