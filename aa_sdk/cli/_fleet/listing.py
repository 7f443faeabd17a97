"""Fleets swept: results written as they come, and at the end what became of each scope."""

from collections.abc import Callable, Sequence
from contextlib import aclosing
from datetime import datetime
from itertools import chain
from typing import Any, TypeVar

from aa_sdk.cli._bars import LateBar
from aa_sdk.cli._findings.listing import Selection
from aa_sdk.cli._findings.rows import ShortIds, Summary
from aa_sdk.cli._fleet.choosing import FLEET_OPTIONS
from aa_sdk.cli._fleet.outcome import Swept, tell
from aa_sdk.cli._fleet.portions import portions
from aa_sdk.cli._fleet.rows import FleetRow, analyzer_rows, analyzers_sheet, findings_sheet
from aa_sdk.cli._options import Format
from aa_sdk.cli._tables.writers import Writer, writer_of
from aa_sdk.cli._terminal import note
from aa_sdk.cli.running import CommandError, by_option
from aa_sdk.errors import InvalidRequestError
from aa_sdk.workflows import Fleet, FleetFinding, ScopeResult, Sweep

T = TypeVar("T")


async def list_fleet_findings(
    fleet: Fleet,
    selection: Selection,
    output: Format,
    *,
    regions: Sequence[str] = (),
    dedupe: bool = True,
    wide: bool = False,
    columns: str | None = None,
) -> int | None:
    """Write the findings of a fleet that match, and what became of its scopes.

    Args:
        fleet: The fleet.
        selection: Which findings.
        output: The format.
        regions: Its Regions; none where they are not known before.
        dedupe: Whether what several Regions tell alike stands once.
        wide: Whether a table has all columns.
        columns: Names of the columns of a table, with commas.

    Returns:
        The code to end with.

    Raises:
        CommandError: The options do not suit each other, or the credentials.
        AccessAnalyzerError: Every scope would meet it.
    """
    sheet = findings_sheet(regions, selection.where.to_criteria())
    writer = writer_of(sheet, output, wide=wide, columns=columns)
    summary, most, now = Summary(), selection.most(output), selection.now
    # Which ids are taken has to be known for as long as the listing is, so only where they show.
    short = ShortIds() if output is Format.TABLE else str

    def rows(found: Sequence[FleetFinding]) -> tuple[Sequence[FleetRow], bool]:
        kept = found if most is None else found[: most - summary.count]
        made = [
            FleetRow(
                a.analyzer, a.finding, short(a.finding.id), now, account=a.account, region=a.region
            )
            for a in kept
        ]
        for row in made:
            summary.add(row)
        return made, len(kept) < len(found)

    def sweep(bar: LateBar) -> Sweep[FleetFinding]:
        return fleet.findings(filter=selection.where, dedupe=dedupe, on_progress=bar)

    swept = await _written(fleet, sweep, rows, writer)
    if swept.is_more and output is Format.TABLE:
        note(f"… more than {summary.count:,}: --limit 0 shows all")
    if summary.count and output is Format.TABLE:
        note(str(summary))
    return tell(swept)


async def list_fleet_analyzers(
    fleet: Fleet,
    output: Format,
    now: datetime,
    *,
    regions: Sequence[str] = (),
    wide: bool = False,
    columns: str | None = None,
) -> int | None:
    """Write the analyzers of a fleet, and what became of its scopes; see `list_fleet_findings`."""
    writer = writer_of(analyzers_sheet(regions), output, wide=wide, columns=columns)

    def rows(scopes: Sequence[ScopeResult]) -> tuple[Sequence[Any], bool]:
        return [*chain.from_iterable(analyzer_rows(scope, now) for scope in scopes)], False

    def sweep(bar: LateBar) -> Sweep[ScopeResult]:
        return fleet.analyzers(on_progress=bar)

    return tell(await _written(fleet, sweep, rows, writer))


async def _written(
    fleet: Fleet,
    sweep: Callable[[LateBar], Sweep[T]],
    rows: Callable[[Sequence[T]], tuple[Sequence[Any], bool]],
    writer: Writer,
) -> Swept:
    """Write what a sweep gives.

    Args:
        fleet: What is swept.
        sweep: Makes the sweep, which tells a bar how far it has come.
        rows: Makes rows of results, and says whether there is more than is wanted.
        writer: Writes the rows.

    Raises:
        CommandError: The options do not suit the credentials.
        AccessAnalyzerError: Every scope would meet it.
    """
    is_more = False
    try:
        with LateBar() as bar:
            async with fleet, aclosing(portions(sweep(bar))) as listed:
                async for portion in listed:
                    made, is_more = rows(portion)
                    with bar.away():
                        writer.add(made)
                    if is_more:
                        break
                outcome = fleet.outcome
    except InvalidRequestError as error:
        raise CommandError(by_option(error, FLEET_OPTIONS)) from error
    writer.end()
    return Swept(outcome, is_more)
