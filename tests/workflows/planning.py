"""Analyzers as they are, and what a plan makes of them."""

from typing import Any

from aa_sdk import AccessAnalyzerClient, FindingFilter
from aa_sdk.workflows import AnalyzerSpec, Plan, plan_analyzer
from tests.workflows.desired import account, writes

OWN = (
    FindingFilter().resource.contains(":role/own-", ":role/my-").resource_type.eq("AWS::IAM::Role")
)
ROLES = FindingFilter().resource_type.eq("AWS::IAM::Role")
KEYS = FindingFilter().resource_type.eq("AWS::KMS::Key")
UNUSED: Any = "ORGANIZATION_UNUSED_ACCESS"


def unused(age: int | None = None, *exclusions: Any) -> Any:
    return {
        "unused_access": {"unused_access_age": age, "analysis_rule": {"exclusions": exclusions}}
    }


async def create(client: AccessAnalyzerClient, spec: AnalyzerSpec) -> None:
    """Create an analyzer by hand."""
    await client.create_analyzer(
        spec.name,
        type=spec.type,
        configuration=spec.configuration,
        tags=dict(spec.tags),
        archive_rules=[
            {"rule_name": name, "filter": rule} for name, rule in spec.archive_rules.items()
        ],
    )


async def planned(present: AnalyzerSpec, wanted: AnalyzerSpec, **options: bool) -> Plan:
    """What would have to change for what is present to be what is wanted."""
    async with account() as (emulator, client):
        await create(client, present)
        emulator.calls.clear()
        plan = await plan_analyzer(client, wanted, **options)
        assert writes(emulator) == []
        return plan


ACCOUNTS = ["222233334444", "333344445555"]
TAGGED = {"resource_tags": [{"team": "a", "stage": "b"}, {"c": ""}]}
ARNS = ["arn:aws:s3:::a", "arn:aws:s3:::b"]


def watched(*inclusions: Any) -> Any:
    return {"internal_access": {"analysis_rule": {"inclusions": inclusions}}}
