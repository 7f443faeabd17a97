"""Workflows over real sockets, in real time, with each HTTP library on each event loop."""

from datetime import UTC, datetime

import pytest

from aa_sdk import FindingFilter
from aa_sdk.emulator import Emulator
from aa_sdk.workflows import (
    AnalyzerSpec,
    PolicyGenerationJob,
    Polling,
    archive,
    ensure_analyzer,
    find_analyzer,
    hydrate,
    rule_effect,
)
from tests.client.conftest import LIBRARIES, Library
from tests.fake_service import REGION

ROLE = "arn:aws:iam::111122223333:role/reader"
TRAIL = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/all"


@pytest.fixture(params=LIBRARIES, ids=" on ".join)
def http(request: pytest.FixtureRequest) -> Library:
    found: Library = request.param
    return found


def test_throttled_findings_all_arrive(http: Library) -> None:
    emulator = Emulator(region_name=REGION)
    arn = emulator.populate(findings=100).external
    limit = emulator.faults.limit_rate(8, 2, "GetFindingV2")

    async def main() -> None:
        async with http.client(url) as client:
            listing = await client.list_findings_v2(arn).collect(limit=12)
            report = await hydrate(client, analyzer_arn=arn, findings=listing).collect()
            assert {one.id for one in report.findings} == {one.id for one in listing}
            assert (report.failures, report.gone) == ((), ())
            assert report.attempts == limit.passed + limit.refused
            assert report.throttled == limit.refused > 0

    with emulator.serve() as url:
        http.run(main)


def test_an_analyzer_is_made_a_job_awaited_and_findings_archived(http: Library) -> None:
    emulator = Emulator(region_name=REGION)

    async def main() -> None:
        async with http.client(url) as client:
            spec = AnalyzerSpec("audit", "ACCOUNT", tags={"team": "security"})
            applied = await ensure_analyzer(client, spec)
            assert await find_analyzer(client, "ACCOUNT") == applied.analyzer
            assert (await ensure_analyzer(client, spec)).changes == ()
            job = await PolicyGenerationJob.start(
                client,
                policy_generation_details={"principal_arn": ROLE},
                cloud_trail_details={
                    "trails": [{"cloud_trail_arn": TRAIL, "all_regions": True}],
                    "access_role": ROLE,
                    "start_time": datetime(2026, 1, 1, tzinfo=UTC),
                },
                polling=Polling(first=0.01, growth=1, longest=0.01),
            )
            assert (await job.wait(timeout=20)).properties.principal_arn == ROLE
            emulator.populate(findings=40)
            arn = (await find_analyzer(client, "ACCOUNT_UNUSED_ACCESS")).arn
            roles = FindingFilter().resource_type.eq("AWS::IAM::Role")
            effect = await rule_effect(client, arn, roles)
            report = await archive(client, arn, roles)
            assert len(report.changed) == effect.would_hide > 0

    with emulator.serve() as url:
        http.run(main)
