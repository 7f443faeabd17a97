"""Analyzers through the client: created, read, changed, deleted."""

import pytest

from aa_sdk import (
    AccessAnalyzerClient,
    AnalyzerType,
    ConflictException,
    ResourceNotFoundException,
    UnusedAccessConfiguration,
)


async def test_an_analyzer_is_created_read_and_deleted(client: AccessAnalyzerClient) -> None:
    configuration = UnusedAccessConfiguration(unused_access_age=90)
    arns = {one.arn async for one in client.list_analyzers(type="ORGANIZATION_UNUSED_ACCESS")}
    created = await client.create_analyzer(
        analyzer_name="second",
        type="ORGANIZATION_UNUSED_ACCESS",
        configuration=configuration,
        tags={"team": "blue"},
    )
    assert created.arn not in arns
    analyzer = (await client.get_analyzer(analyzer_name="second")).analyzer
    assert (analyzer.arn, analyzer.name, analyzer.tags) == (created.arn, "second", {"team": "blue"})
    assert analyzer.configuration == configuration
    await client.delete_analyzer(analyzer_name="second")
    with pytest.raises(ResourceNotFoundException):
        await client.get_analyzer(analyzer_name="second")


async def test_a_name_is_taken_once(client: AccessAnalyzerClient) -> None:
    (analyzer, *_) = await client.list_analyzers().collect()
    with pytest.raises(ConflictException) as caught:
        await client.create_analyzer(analyzer_name=analyzer.name, type="ACCOUNT")
    assert caught.value.resource_id


async def test_analyzers_of_one_type_are_listed(client: AccessAnalyzerClient) -> None:
    everything = await client.list_analyzers().collect()
    kinds: set[AnalyzerType] = {analyzer.type for analyzer in everything}
    for kind in kinds:
        listed = await client.list_analyzers(type=kind).collect()
        assert listed == [analyzer for analyzer in everything if analyzer.type == kind]
