"""Recommendations through the client: no steps at first, then steps."""

from datetime import timedelta

from aa_sdk import AccessAnalyzerClient, FindingFilter
from aa_sdk.emulator import Emulator, Population
from aa_sdk.models import UnusedPermissionsRecommendedStep


async def test_the_steps_are_there_once_the_job_is_done(
    client: AccessAnalyzerClient, emulator: Emulator, population: Population
) -> None:
    arn = population.unused
    unused = FindingFilter().finding_type.eq("UnusedPermission")
    listing = client.list_findings_v2(analyzer_arn=arn, filter=unused)
    (finding, *_) = [one async for one in listing if one.error is None]
    await client.generate_finding_recommendation(analyzer_arn=arn, id=finding.id)
    recommendation = client.get_finding_recommendation(analyzer_arn=arn, id=finding.id)
    early = await recommendation
    assert (early.status, early.recommended_steps) == ("IN_PROGRESS", ())
    assert await recommendation.collect() == []
    emulator.advance(timedelta(seconds=10))
    done = await recommendation
    steps = await recommendation.collect()
    assert (done.status, done.recommended_steps) == ("SUCCEEDED", tuple(steps))
    assert all(isinstance(step, UnusedPermissionsRecommendedStep) for step in steps)
    assert steps
