"""The listings: which calls they make, and in which order."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import anyio
import typer

from aa_sdk.cli._terminal import say
from aa_sdk.cli.output import FindingRow, write_analyzers, write_findings
from aa_sdk.cli.running import CommandError
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import InvalidRequestError, ResourceNotFoundException
from aa_sdk.filters import FILTER_KEYS, FindingFilter
from aa_sdk.models import AnalyzerSummary, Criterion, FindingSummaryV2, GetFindingV2Response

_DETAILS_AT_ONCE = 8


@dataclass(frozen=True)
class Selection:
    """Which findings to list."""

    analyzers: tuple[str, ...]
    where: FindingFilter
    details: bool
    limit: int | None


def parse_filter(where: Sequence[str]) -> FindingFilter:
    """Read the `--where` options.

    Raises:
        typer.BadParameter: One of them cannot be read; the message says which, and where.
    """
    try:
        return FindingFilter.parse(*where)
    except InvalidRequestError as error:
        raise typer.BadParameter(str(error), param_hint="--where") from error


async def list_analyzers(client: AccessAnalyzerClient, output: str) -> None:
    """Write the analyzers of the Region."""
    write_analyzers(await _analyzers(client), output)


async def list_findings(client: AccessAnalyzerClient, selection: Selection, output: str) -> None:
    """Write the findings that match, and what they amount to."""
    analyzers = _chosen(await _analyzers(client), selection.analyzers)
    if output == "table":
        write_analyzers(analyzers, output)
    count = await write_findings(
        _rows(client, analyzers, selection), output, details=selection.details
    )
    if count == 0:
        condition = f" {selection.where}" if selection.where.to_criteria() else ""
        say(f"no finding matches{condition}", err=True)


async def _analyzers(client: AccessAnalyzerClient) -> list[AnalyzerSummary]:
    analyzers = await client.list_analyzers().collect()
    if not analyzers:
        raise CommandError(f"no analyzer in this region ({client.region_name})")
    return analyzers


def _chosen(analyzers: Sequence[AnalyzerSummary], named: Sequence[str]) -> list[AnalyzerSummary]:
    """Return the named analyzers, or every active one."""
    known = {analyzer.arn: analyzer for analyzer in analyzers}
    if missing := [arn for arn in named if arn not in known]:
        raise CommandError(f"no such analyzer in this region: {', '.join(missing)}")
    candidates = [known[arn] for arn in dict.fromkeys(named)] or list(analyzers)
    active = [analyzer for analyzer in candidates if analyzer.status == "ACTIVE"]
    if not active or (named and len(active) < len(candidates)):
        states = ", ".join(f"{a.name} is {a.status}" for a in candidates if a.status != "ACTIVE")
        raise CommandError(f"analyzer not ACTIVE: {states}")
    return active


async def _rows(
    client: AccessAnalyzerClient, analyzers: Sequence[AnalyzerSummary], selection: Selection
) -> AsyncIterator[FindingRow]:
    left = selection.limit
    for analyzer in analyzers:
        if not _can_match(analyzer, selection.where):
            continue
        public = await _public_ids(client, analyzer, selection.where)
        async for page in client.list_findings_v2(
            analyzer_arn=analyzer.arn, filter=selection.where
        ).pages():
            findings = page.findings[:left]
            details = await _details(client, analyzer.arn, findings) if selection.details else {}
            for finding in findings:
                is_public = None if public is None else finding.id in public
                yield FindingRow(analyzer, finding, is_public, details.get(finding.id))
            if left is not None:
                left -= len(findings)
                if left == 0:
                    return


def _can_match(analyzer: AnalyzerSummary, where: FindingFilter) -> bool:
    """Say whether an analyzer's findings have what the filter asks for.

    The service is not asked about the public ones among unused roles.
    """
    documented = [FILTER_KEYS[key] for key in where.to_criteria() if key in FILTER_KEYS]
    return all(_kind(analyzer) in key.analyzers for key in documented)


def _kind(analyzer: AnalyzerSummary) -> str:
    kinds = {"UNUSED_ACCESS": "unused", "INTERNAL_ACCESS": "internal"}
    return kinds.get(analyzer.type.partition("_")[2], "external")


async def _public_ids(
    client: AccessAnalyzerClient, analyzer: AnalyzerSummary, where: FindingFilter
) -> set[str] | None:
    """Return the ids of the public ones among the matching findings.

    A summary does not say whether its finding is public, but the service can filter by it:
    one more listing instead of one call for each finding. None for analyzers whose findings
    are within the organization anyway.
    """
    if _kind(analyzer) != "external":
        return None
    criteria = {**where.to_criteria(), "isPublic": Criterion(eq=["true"])}
    listing = client.list_findings_v2(analyzer_arn=analyzer.arn, filter=criteria)
    return {finding.id async for finding in listing}


async def _details(
    client: AccessAnalyzerClient, analyzer_arn: str, findings: Sequence[FindingSummaryV2]
) -> dict[str, GetFindingV2Response]:
    """Fetch the details of a page of findings, a few at a time."""
    by_id: dict[str, GetFindingV2Response] = {}
    limiter = anyio.CapacityLimiter(_DETAILS_AT_ONCE)

    async def fetch(id_: str) -> None:
        async with limiter:
            # A finding may be gone by now; it is listed without details.
            try:
                by_id[id_] = await client.get_finding_v2(analyzer_arn=analyzer_arn, id=id_)
            except ResourceNotFoundException:
                return

    try:
        async with anyio.create_task_group() as tasks:
            for finding in findings:
                tasks.start_soon(fetch, finding.id)
    except ExceptionGroup as group:
        raise group.exceptions[0] from None
    return by_id
