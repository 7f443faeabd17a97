"""Archive rules through the client: with a filter object, with a plain mapping."""

from aa_sdk import AccessAnalyzerClient, Criterion, FindingFilter
from aa_sdk.emulator import Population


async def test_a_rule_keeps_the_filter_it_was_given(
    client: AccessAnalyzerClient, population: Population
) -> None:
    name = population.external.rpartition("/")[2]
    rule = FindingFilter().is_public.eq(True).resource_type.eq("AWS::S3::Bucket")  # noqa: FBT003 (the value asked for)
    await client.create_archive_rule(analyzer_name=name, rule_name="public", filter=rule)
    response = (await client.get_archive_rule(analyzer_name=name, rule_name="public")).archive_rule
    assert response.filter == rule.to_criteria()
    await client.update_archive_rule(
        analyzer_name=name, rule_name="public", filter={"isPublic": {"eq": ["false"]}}
    )
    rules = await client.list_archive_rules(analyzer_name=name).collect()
    changed = {one.rule_name: one.filter for one in rules}
    assert changed["public"] == {"isPublic": Criterion(eq=["false"])}
    await client.delete_archive_rule(analyzer_name=name, rule_name="public")
    rules = await client.list_archive_rules(analyzer_name=name).collect()
    assert "public" not in {one.rule_name for one in rules}


async def test_a_rule_that_is_applied_archives_what_is_there(
    client: AccessAnalyzerClient, population: Population
) -> None:
    arn = population.external
    name = arn.rpartition("/")[2]
    listing = client.list_findings(
        analyzer_arn=arn,
        filter=FindingFilter().status.eq("ACTIVE").resource.exists(True),  # noqa: FBT003 (the value asked for)
    )
    active = await listing.first()
    assert active is not None
    assert active.resource is not None
    rule = FindingFilter().resource.eq(active.resource)
    await client.create_archive_rule(analyzer_name=name, rule_name="one", filter=rule)
    await client.apply_archive_rule(analyzer_arn=arn, rule_name="one")
    after = (await client.get_finding(analyzer_arn=arn, id=active.id)).finding
    assert after is not None
    assert after.status == "ARCHIVED"
