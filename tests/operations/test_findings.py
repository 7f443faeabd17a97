"""Findings through the client: listed, sorted, read with details, archived."""

from aa_sdk import AccessAnalyzerClient, FindingFilter, SortCriteria
from aa_sdk.emulator import Population


async def test_both_versions_list_the_same_findings(
    client: AccessAnalyzerClient, population: Population
) -> None:
    arn = population.external
    first = {one.id async for one in client.list_findings(analyzer_arn=arn, max_results=7)}
    second = {one.id async for one in client.list_findings_v2(analyzer_arn=arn, max_results=9)}
    assert first == second != set()


async def test_a_finding_is_the_same_in_the_list_and_by_itself(
    client: AccessAnalyzerClient, population: Population
) -> None:
    for arn in (population.external, population.unused):
        async for listed in client.list_findings_v2(analyzer_arn=arn):
            found = await client.get_finding_v2(analyzer_arn=arn, id=listed.id)
            assert (found.id, found.status, found.resource) == (
                listed.id,
                listed.status,
                listed.resource,
            )
            assert found.finding_type == listed.finding_type
            details = client.get_finding_v2(analyzer_arn=arn, id=listed.id)
            assert await details.collect() == list(found.finding_details)


async def test_findings_come_in_the_order_asked_for(
    client: AccessAnalyzerClient, population: Population
) -> None:
    listing = client.list_findings_v2(
        analyzer_arn=population.external,
        sort=SortCriteria(attribute_name="createdAt", order_by="DESC"),
    )
    moments = [finding.created_at async for finding in listing]
    assert moments == sorted(moments, reverse=True)


async def test_findings_are_archived_by_id(
    client: AccessAnalyzerClient, population: Population
) -> None:
    arn = population.external
    active = FindingFilter().status.eq("ACTIVE")
    before = await client.list_findings_v2(analyzer_arn=arn, filter=active).collect()
    ids = [finding.id for finding in before[:3]]
    await client.update_findings(analyzer_arn=arn, status="ARCHIVED", ids=ids)
    after = await client.list_findings_v2(analyzer_arn=arn, filter=active).collect()
    assert {one.id for one in after} == {one.id for one in before} - set(ids)
