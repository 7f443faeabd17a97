"""Analyzed resources through the client."""

import pytest

from aa_sdk import AccessAnalyzerClient, ResourceNotFoundException
from aa_sdk.emulator import Population


async def test_a_listed_resource_can_be_read(
    client: AccessAnalyzerClient, population: Population
) -> None:
    arn = population.external
    listed = await client.list_analyzed_resources(analyzer_arn=arn).collect(limit=3)
    assert len(listed) == 3
    for resource in listed:
        response = await client.get_analyzed_resource(
            analyzer_arn=arn, resource_arn=resource.resource_arn
        )
        assert response.resource is not None
        assert response.resource.resource_arn == resource.resource_arn
        assert response.resource.resource_type == resource.resource_type


async def test_a_resource_that_was_never_seen_is_not_found(
    client: AccessAnalyzerClient, population: Population
) -> None:
    with pytest.raises(ResourceNotFoundException):
        await client.get_analyzed_resource(
            analyzer_arn=population.external, resource_arn="arn:aws:s3:::never-seen"
        )
