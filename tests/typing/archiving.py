"""What type checkers accept of what findings to archive are named by. Nothing here runs."""

from collections.abc import AsyncIterator, Iterator
from typing import assert_type

from aa_sdk import AccessAnalyzerClient, FindingFilter
from aa_sdk.errors import AccessAnalyzerError
from aa_sdk.models import Finding, FindingSummary, FindingSummaryV2, GetFindingV2Response
from aa_sdk.progress import Progress
from aa_sdk.workflows import (
    ArchivingReport,
    ChosenFindings,
    RuleEffect,
    archive,
    rule_effect,
    unarchive,
)


async def by_listings(client: AccessAnalyzerClient) -> None:
    listing = client.list_findings_v2("a")
    assert_type(await archive(client, "a", listing), ArchivingReport)
    assert_type(await unarchive(client, "a", client.list_findings("a")), ArchivingReport)
    await archive(client, "a", await listing.collect())
    await archive(client, "a", (await listing).findings)
    await archive(client, "a", (each async for each in listing if each.error))
    await archive(client, "a", (each.id async for each in listing))


async def by_findings(
    client: AccessAnalyzerClient,
    v1: list[FindingSummary],
    v2: tuple[FindingSummaryV2, ...],
    whole: dict[str, GetFindingV2Response],
    found: set[Finding],
) -> None:
    await archive(client, "a", v1)
    await archive(client, "a", v2)
    await archive(client, "a", whole.values())
    await archive(client, "a", found)


async def by_both(
    client: AccessAnalyzerClient,
    v1: list[FindingSummary],
    mixed: list[FindingSummaryV2 | str],
    streamed: AsyncIterator[FindingSummaryV2],
) -> None:
    await archive(client, "a", (v1[0], "f-1"))
    await archive(client, "a", iter(mixed))
    await archive(client, "a", (*mixed, *v1))
    await archive(client, "a", streamed)


async def by_ids(
    client: AccessAnalyzerClient, ids: list[str], statuses: dict[str, str], texts: Iterator[str]
) -> None:
    await archive(client, "a", ["f-1", "f-2"])
    await archive(client, "a", ("f-1",))
    await archive(client, "a", {"f-1"})
    await archive(client, "a", ids)
    await archive(client, "a", statuses.keys())
    await archive(client, "a", texts)
    await archive(client, "a", (each for each in ids if each))


async def by_filters(client: AccessAnalyzerClient) -> None:
    await archive(client, "a", FindingFilter().is_public.eq(False))  # noqa: FBT003 (reads as it is)
    await archive(client, "a", FindingFilter.for_unused().resource.eq("r"))
    await archive(client, "a", {"isPublic": {"eq": ["false"]}, "error": {"exists": True}})
    chosen: ChosenFindings = {"isPublic": {"eq": ["false"]}}
    await archive(client, "a", chosen, dry_run=True)


async def reports(client: AccessAnalyzerClient, told: list[Progress]) -> None:
    report = await archive(client, "a", [], on_progress=told.append)
    assert_type(report.changed, tuple[str, ...])
    for finding_id, error in report.failures:
        assert_type(finding_id, str)
        assert_type(error, AccessAnalyzerError)


async def effects(client: AccessAnalyzerClient) -> None:
    effect = await rule_effect(client, "a", {"resource": {"contains": ["x"]}}, examples=3)
    assert_type(effect, RuleEffect)
    assert_type(effect.examples, tuple[FindingSummaryV2, ...])
    assert_type(effect.by_finding_type["ExternalAccess"], int)
    await rule_effect(client, "a", FindingFilter.for_archive_rule().resource.contains("x"))
