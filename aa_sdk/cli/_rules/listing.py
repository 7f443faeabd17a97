"""Archive rules listed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from aa_sdk._display.layout import Span
from aa_sdk._display.words import count_text
from aa_sdk.cli._findings.choosing import chosen_analyzers
from aa_sdk.cli._options import Format
from aa_sdk.cli._tables.sheet import Column, Sheet
from aa_sdk.cli._tables.writers import writer_of
from aa_sdk.cli._terminal import note, say
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.filters import FindingFilter
from aa_sdk.models import AnalyzerSummary, ArchiveRuleSummary
from aa_sdk.models._faces.words import age_span, moment_span


class RuleRow(NamedTuple):
    """An archive rule of a listing, and where it stands."""

    analyzer: AnalyzerSummary
    rule: ArchiveRuleSummary

    def record(self) -> dict[str, Any]:
        """Return the rule as the service has it, with its analyzer's ARN."""
        return {"analyzerArn": self.analyzer.arn, **self.rule.to_wire()}

    @property
    def asks(self) -> str:
        """What it archives."""
        return str(FindingFilter.from_criteria(self.rule.filter))


def _sheet(now: datetime) -> Sheet:
    return Sheet(
        one="rule",
        columns=(
            Column("name", lambda row: Span(row.rule.rule_name, "strong"), least=16),
            Column("analyzer", lambda row: Span(row.analyzer.name, "muted"), least=12),
            Column("archives", lambda row: row.asks, least=24),
            Column("age", lambda row: age_span(row.rule.created_at, now), right=True),
            Column("updated", lambda row: moment_span(row.rule.updated_at), rank=1),
        ),
        fields=("ruleName", "filter", "createdAt", "updatedAt", "analyzerArn"),
        record=RuleRow.record,
    )


async def list_rules(
    client: AccessAnalyzerClient,
    named: Sequence[str] | None,
    output: Format,
    now: datetime,
    *,
    wide: bool,
    columns: str | None,
) -> None:
    """Write the archive rules of analyzers."""
    writer = writer_of(_sheet(now), output, wide=wide, columns=columns)
    analyzers, count = await chosen_analyzers(client, named), 0
    for analyzer in analyzers:
        async for page in client.list_archive_rules(analyzer.name).pages():
            writer.add([RuleRow(analyzer, rule) for rule in page.archive_rules])
            count += len(page.archive_rules)
    writer.end()
    where = count_text(len(analyzers), "analyzer")
    if not count:
        say(f"no archive rule in {where}", err=True)
    elif output is Format.TABLE:
        note(f"{count_text(count, 'archive rule')} in {where}")
