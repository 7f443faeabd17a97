"""Findings archived, and made active again: those that are named, or those that match."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, NamedTuple

import typer

from aa_sdk._display.layout import Span
from aa_sdk.cli._bars import LateBar
from aa_sdk.cli._findings.choosing import chosen_analyzers, ids_of
from aa_sdk.cli._options import Format
from aa_sdk.cli._tables.sheet import Sheet
from aa_sdk.cli._tables.writers import writer_of
from aa_sdk.cli._terminal import EXIT_PARTLY, say, say_spans, show
from aa_sdk.cli.running import CommandError
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import AccessAnalyzerError
from aa_sdk.filters import FindingFilter
from aa_sdk.models import AnalyzerSummary, Criterion, FindingStatusUpdate
from aa_sdk.workflows import ArchivingReport, ChosenFindings, archive, unarchive
from aa_sdk.workflows._fleet.listing import fitting

_DO = {"ARCHIVED": archive, "ACTIVE": unarchive}
_BEFORE: dict[FindingStatusUpdate, FindingStatusUpdate] = {
    "ARCHIVED": "ACTIVE",
    "ACTIVE": "ARCHIVED",
}


@dataclass(frozen=True)
class Chosen:
    """Which findings are to get a status."""

    status: FindingStatusUpdate
    ids: Sequence[str]
    where: FindingFilter
    analyzers: Sequence[str] | None
    dry_run: bool = False

    def check(self) -> None:
        """Check that it says which findings are meant, before anything is asked or done.

        Raises:
            typer.BadParameter: It does not, or they cannot get the status.
        """
        criteria, before = self.where.to_criteria(), _BEFORE[self.status]
        asked = criteria.pop("status", Criterion())
        if bool(self.ids) == bool(criteria or asked != Criterion()):
            raise typer.BadParameter("say which findings: either by ids or by --where")
        if "" in self.ids:  # as of a variable that is not set: every id begins so
            raise typer.BadParameter("an ID is empty")
        if not FindingFilter.from_criteria({"status": asked}).matches({"status": before}):
            reason = f"asks for other findings than {before} ones, and only those can be changed"
            raise typer.BadParameter(reason, param_hint="--where")
        if not self.ids and not criteria and before == "ACTIVE":
            reason = "would archive every active finding: say which, as with resourceType=…"
            raise typer.BadParameter(reason, param_hint="--where")


class Outcome(NamedTuple):
    """What came of the findings of an analyzer."""

    analyzer: AnalyzerSummary
    report: ArchivingReport

    @property
    def is_partial(self) -> bool:
        """Whether some of them did not get the status."""
        return bool(self.report.failures or self.report.resolved or self.report.gone)

    def record(self) -> dict[str, Any]:
        """Return what there is to know."""
        report = self.report
        return {
            "analyzerArn": self.analyzer.arn,
            "status": report.status,
            "dryRun": report.dry_run,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "resolved": report.resolved,
            "gone": report.gone,
            "failures": [{"id": one.id, "error": str(one.error)} for one in report.failures],
        }


async def set_status(client: AccessAnalyzerClient, chosen: Chosen, output: Format) -> int | None:
    """Give findings a status, and write what came of them.

    Raises:
        CommandError: They cannot be found, or something went wrong on the way.
    """
    analyzers = await chosen_analyzers(client, chosen.analyzers)
    named = await ids_of(client, analyzers, chosen.ids)
    write = _shown if output is Format.TABLE else _writer(output)
    count, is_partial = 0, False
    async with aclosing(_outcomes(client, analyzers, chosen, named)) as outcomes:
        try:
            async for outcome in outcomes:
                count += 1
                is_partial |= outcome.is_partial
                write(outcome)
        except AccessAnalyzerError as error:
            notes: list[str] = getattr(error, "__notes__", [])
            raise CommandError("; ".join([str(error), *notes])) from error
        finally:
            write(None)
    if not count:
        say(f"no {_BEFORE[chosen.status]} finding matches {chosen.where}", err=True)
    return EXIT_PARTLY if is_partial else None


async def _outcomes(
    client: AccessAnalyzerClient,
    analyzers: Sequence[AnalyzerSummary],
    chosen: Chosen,
    named: Mapping[str, list[str]],
) -> AsyncGenerator[Outcome]:
    """Work through the analyzers that have some of the findings."""
    for analyzer in analyzers:
        findings: ChosenFindings | None = named.get(analyzer.arn)
        if not chosen.ids:
            findings = _matching(client, analyzer, chosen)
        if findings is None:
            continue
        report = await _DO[chosen.status](
            client, analyzer.arn, findings, dry_run=chosen.dry_run, on_progress=LateBar()
        )
        outcome = Outcome(analyzer, report)
        if report.changed or report.unchanged or outcome.is_partial:
            yield outcome


def _matching(
    client: AccessAnalyzerClient, analyzer: AnalyzerSummary, chosen: Chosen
) -> ChosenFindings | None:
    """Return those of an analyzer that match; None where none of them can."""
    criteria = fitting(chosen.where.to_criteria(), analyzer.type)
    if criteria is None:
        return None
    if criteria.keys() - {"status"}:
        return FindingFilter.from_criteria(criteria)
    # All that it has: such an analyzer's findings match whatever they have no value for.
    narrowed = FindingFilter().status.eq(_BEFORE[chosen.status])
    return client.paced().list_findings_v2(analyzer.arn, filter=narrowed, max_results=100)


def _shown(outcome: Outcome | None) -> None:
    if outcome is not None:
        say_spans([Span(outcome.analyzer.name, "strong")])
        report: Any = outcome.report
        show(report._terminal_face())  # noqa: SLF001 (as all that is shown has one)


def _writer(output: Format) -> Any:
    writer = writer_of(Sheet("report", (), (), Outcome.record), output)

    def write(outcome: Outcome | None) -> None:
        if outcome is None:
            writer.end()
        else:
            writer.add([outcome])

    return write
