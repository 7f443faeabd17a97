"""Tags through the client."""

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Population


async def test_tags_are_added_changed_and_taken_off(
    client: AccessAnalyzerClient, population: Population
) -> None:
    arn = population.external
    before = (await client.list_tags_for_resource(resource_arn=arn)).tags or {}
    await client.tag_resource(resource_arn=arn, tags={"colour": "blue", "a key/with:signs": "x"})
    await client.tag_resource(resource_arn=arn, tags={"colour": "red"})
    tags = (await client.list_tags_for_resource(resource_arn=arn)).tags
    assert tags == {**before, "colour": "red", "a key/with:signs": "x"}
    await client.untag_resource(resource_arn=arn, tag_keys=["colour", "a key/with:signs"])
    assert ((await client.list_tags_for_resource(resource_arn=arn)).tags or {}) == before
