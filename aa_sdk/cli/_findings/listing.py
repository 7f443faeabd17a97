"""Findings listed: page by page, none held longer than it takes to write it."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from aa_sdk.cli._bars import LateBar
from aa_sdk.cli._findings.choosing import chosen_analyzers
from aa_sdk.cli._findings.rows import FINDINGS, FindingRow, ShortIds, Summary
from aa_sdk.cli._options import Format
from aa_sdk.cli._tables.writers import writer_of
from aa_sdk.cli._terminal import note, say
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.filters import FindingFilter
from aa_sdk.models import AnalyzerSummary
from aa_sdk.workflows import hydrate
from aa_sdk.workflows._fleet.listing import pages_of

MOST_IN_TABLE = 1000
"""How many findings a table has where nothing else is said."""


@dataclass(frozen=True)
class Selection:
    """Which findings to list."""

    analyzers: Sequence[str] | None
    where: FindingFilter
    limit: int | None = None
    """How many at most; 0 for all; None for all but in a table."""
    details: bool = False

    def most(self, output: Format) -> int | None:
        """Return how many to list at most; None for all."""
        if self.limit is None:
            return MOST_IN_TABLE if output is Format.TABLE else None
        return self.limit or None


async def list_findings(
    client: AccessAnalyzerClient,
    selection: Selection,
    output: Format,
    *,
    wide: bool = False,
    columns: str | None = None,
) -> None:
    """Write the findings that match, and a line of what they are."""
    writer = writer_of(FINDINGS, output, wide=wide, columns=columns)
    analyzers = await chosen_analyzers(client, selection.analyzers)
    summary, most = Summary(), selection.most(output)
    is_more = False
    # Which ids are taken has to be known for as long as the listing is, so only where they show.
    short = ShortIds() if output is Format.TABLE else str
    async with aclosing(pages(client, analyzers, selection, short)) as listed:
        async for page in listed:
            kept = page if most is None else page[: most - summary.count]
            for row in kept:
                summary.add(row)
            writer.add(kept)
            if is_more := len(kept) < len(page):
                break
    writer.end()
    if is_more and output is Format.TABLE:
        note(f"… more than {summary.count:,}: --limit 0 shows all")
    if not summary.count:
        condition = f" {selection.where}" if selection.where.to_criteria() else ""
        say(f"no finding matches{condition}", err=True)
    elif output is Format.TABLE:
        note(str(summary))


async def pages(
    client: AccessAnalyzerClient,
    analyzers: Sequence[AnalyzerSummary],
    selection: Selection,
    short: Callable[[str], str] = str,
) -> AsyncGenerator[list[FindingRow]]:
    """List the findings of some analyzers, a page at a time.

    Args:
        client: The client.
        analyzers: Whose findings.
        selection: Which of them.
        short: Shortens an id. Default: none is.
    """
    criteria, now = selection.where.to_criteria(), datetime.now(UTC)
    for analyzer in analyzers:
        async with aclosing(pages_of(client, analyzer, criteria)) as listed:
            async for page in listed:
                rows = [FindingRow(analyzer, one, short(one.id), now) for one in page]
                yield await _whole(client, analyzer.arn, rows) if selection.details else rows


async def _whole(
    client: AccessAnalyzerClient, analyzer_arn: str, rows: list[FindingRow]
) -> list[FindingRow]:
    """Read a page of findings whole; one that is gone by now stays without details."""
    ids = [row.finding.id for row in rows]
    found = hydrate(client, analyzer_arn=analyzer_arn, findings=ids, on_progress=LateBar())
    report = await found.collect()
    for failure in report.failures:
        raise failure.error
    whole = {one.id: one for one in report.findings}
    return [replace(row, whole=whole.get(row.finding.id)) for row in rows]
