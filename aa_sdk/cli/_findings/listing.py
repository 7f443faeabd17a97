"""Findings listed: page by page, none held longer than it takes to write it."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime

from aa_sdk.cli._bars import LateBar
from aa_sdk.cli._findings.choosing import chosen_analyzers
from aa_sdk.cli._findings.rows import FINDINGS, FindingRow, ShortIds, Summary, findings_sheet
from aa_sdk.cli._options import Format
from aa_sdk.cli._tables.writers import named_columns, writer_of
from aa_sdk.cli._terminal import may_be_seen, note, say
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.filters import FindingFilter
from aa_sdk.models import AnalyzerSummary
from aa_sdk.workflows import hydrate
from aa_sdk.workflows._fleet.listing import pages_of
from aa_sdk.workflows._meter import Meter

MOST_IN_TABLE = 1000
"""How many findings a table has where nothing else is said."""


@dataclass(frozen=True)
class Selection:
    """Which findings to list."""

    analyzers: Sequence[str] | None
    where: FindingFilter
    now: datetime
    """The moment to which ages are counted."""
    limit: int | None = None
    """How many at most; 0 for all; None for all but in a table."""
    details: bool = False

    def most(self, output: Format) -> int | None:
        """Return how many to list at most; None for all."""
        if self.limit is None:
            return MOST_IN_TABLE if output is Format.TABLE else None
        return self.limit or None

    def say_nothing_matches(self) -> None:
        """Say on stderr that there is no such finding."""
        condition = f" {self.where}" if self.where.to_criteria() else ""
        say(f"no finding matches{condition}", err=True)


async def list_findings(
    client: AccessAnalyzerClient,
    selection: Selection,
    output: Format,
    *,
    wide: bool = False,
    columns: str | None = None,
) -> None:
    """Write the findings that match, and a line of what they are."""
    named_columns(FINDINGS, columns)  # a name that is wrong is told before anything is asked
    analyzers = await chosen_analyzers(client, selection.analyzers)
    sheet = findings_sheet(analyzers, selection.where.to_criteria())
    writer = writer_of(sheet, output, wide=wide, columns=columns)
    summary, most = Summary(), selection.most(output)
    is_more = False
    # Which ids are taken has to be known for as long as the listing is, so only where they show.
    short = ShortIds() if output is Format.TABLE else str
    listing = pages(client, analyzers, selection, short, is_seen=may_be_seen())
    async with aclosing(listing) as listed:
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
        selection.say_nothing_matches()
    elif output is Format.TABLE:
        note(str(summary))


async def pages(
    client: AccessAnalyzerClient,
    analyzers: Sequence[AnalyzerSummary],
    selection: Selection,
    short: Callable[[str], str] = str,
    *,
    is_seen: bool,
) -> AsyncGenerator[list[FindingRow]]:
    """List the findings of some analyzers, a page at a time.

    Args:
        client: The client.
        analyzers: Whose findings.
        selection: Which of them.
        short: Shortens an id. Default: none is.
        is_seen: Whether rows are seen as they come, so that no bar may stand among them; then
            there is one only while the details of a page are read.
    """
    criteria, now = selection.where.to_criteria(), selection.now
    with LateBar() as bar:
        meter = Meter(None if is_seen else bar)
        counted = client.with_options(on_call=meter.count_call)
        for analyzer in analyzers:
            async with aclosing(pages_of(counted, analyzer, criteria)) as listed:
                async for page in listed:
                    rows = [FindingRow(analyzer, one, short(one.id), now) for one in page]
                    if selection.details:
                        own = LateBar() if is_seen else None
                        rows = await _whole(counted, analyzer.arn, rows, own)
                    meter.done += len(rows)
                    meter.update()
                    yield rows


async def _whole(
    client: AccessAnalyzerClient, analyzer_arn: str, rows: list[FindingRow], bar: LateBar | None
) -> list[FindingRow]:
    """Read a page of findings whole; one that is gone by now stays without details."""
    ids = [row.finding.id for row in rows]
    found = hydrate(client, analyzer_arn=analyzer_arn, findings=ids, on_progress=bar)
    report = await found.collect()
    for failure in report.failures:
        raise failure.error
    whole = {one.id: one for one in report.findings}
    return [replace(row, whole=whole.get(row.finding.id)) for row in rows]
