"""Statistics through the client."""

from aa_sdk import AccessAnalyzerClient, FindingFilter
from aa_sdk.emulator import Population
from aa_sdk.models import ExternalAccessFindingsStatistics


async def test_the_statistics_count_what_is_listed(
    client: AccessAnalyzerClient, population: Population
) -> None:
    arn = population.external
    response = await client.get_findings_statistics(analyzer_arn=arn)
    assert response.findings_statistics
    (statistics,) = response.findings_statistics
    assert isinstance(statistics, ExternalAccessFindingsStatistics)
    active = FindingFilter().status.eq("ACTIVE")
    listed = await client.list_findings_v2(analyzer_arn=arn, filter=active).collect()
    assert statistics.total_active_findings == len(listed)
