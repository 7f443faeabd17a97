"""Policy generation through the client: started, read, cancelled."""

from datetime import UTC, datetime, timedelta

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.models import CloudTrailDetails, PolicyGenerationDetails, Trail

ROLE = "arn:aws:iam::111122223333:role/reader"
TRAIL = "arn:aws:cloudtrail:us-east-1:111122223333:trail/all"


async def started(client: AccessAnalyzerClient) -> str:
    response = await client.start_policy_generation(
        policy_generation_details=PolicyGenerationDetails(principal_arn=ROLE),
        cloud_trail_details=CloudTrailDetails(
            trails=[Trail(cloud_trail_arn=TRAIL, all_regions=True)],
            access_role="arn:aws:iam::111122223333:role/analysis",
            start_time=datetime(2025, 12, 1, tzinfo=UTC),
            end_time=datetime(2025, 12, 31, tzinfo=UTC),
        ),
    )
    return response.job_id


async def test_a_job_ends_with_policies(client: AccessAnalyzerClient, emulator: Emulator) -> None:
    emulator.add_activity(ROLE, "s3:GetObject", at=datetime(2025, 12, 24, tzinfo=UTC))
    job_id = await started(client)
    emulator.advance(timedelta(minutes=1))
    done = await client.get_generated_policy(job_id=job_id, include_resource_placeholders=True)
    assert done.job_details.status == "SUCCEEDED"
    assert done.generated_policy_result.generated_policies
    listed = client.list_policy_generations(principal_arn=ROLE)
    assert job_id in {one.job_id async for one in listed}


async def test_a_job_that_is_cancelled_says_so(client: AccessAnalyzerClient) -> None:
    job_id = await started(client)
    await client.cancel_policy_generation(job_id=job_id)
    generated = await client.get_generated_policy(job_id=job_id)
    assert generated.job_details.status == "CANCELED"
