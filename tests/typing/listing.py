"""What type checkers make of what was collected. Nothing here runs."""

from datetime import datetime
from typing import Any, assert_type

from aa_sdk import AccessAnalyzerClient, FindingDetails, FindingSummaryV2, Listing
from aa_sdk.listing import Counts
from aa_sdk.progress import Progress, tqdm_progress


async def collecting(client: AccessAnalyzerClient) -> None:
    """A listing of the items of its paginator."""
    findings = await client.list_findings_v2("a").collect()
    assert_type(findings, Listing[FindingSummaryV2])
    assert_type(await client.get_finding_v2("a", "b").collect(3), Listing[FindingDetails])
    plain: list[FindingSummaryV2] = findings
    assert_type(plain[0], FindingSummaryV2)


async def telling(client: AccessAnalyzerClient) -> None:
    """Whatever takes a progress is told of it."""
    told: list[Progress] = []
    await client.list_analyzers().collect(on_progress=told.append)
    await client.list_analyzers().collect(5, tqdm_progress())
    await client.list_analyzers().collect(on_progress=print)


def using(findings: Listing[FindingSummaryV2]) -> None:
    """It is a list, and what comes of it is typed too."""
    assert_type(findings[0], FindingSummaryV2)
    assert_type(findings[:3], Listing[FindingSummaryV2])
    assert_type(findings.copy(), Listing[FindingSummaryV2])
    assert_type(findings + findings, Listing[FindingSummaryV2])
    assert_type(findings + [1], Listing[FindingSummaryV2 | int])  # noqa: RUF005 (the sum is the test)
    assert_type(findings.collected_at, datetime)
    assert_type(findings.item_type, type[Any] | None)
    assert_type(findings.count_by("status", "about"), Counts)
    assert_type(findings.count_by("status")["ACTIVE"], int)
    assert_type(findings.to_dicts(), list[dict[str, Any]])
    assert_type(Listing([1, 2]), Listing[int])
    assert_type([finding.id for finding in findings], list[str])
