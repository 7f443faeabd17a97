"""Analyzers listed."""

from datetime import datetime

from aa_sdk._display.layout import Span
from aa_sdk._display.words import moment_text
from aa_sdk.cli._findings.choosing import all_analyzers
from aa_sdk.cli._options import Format
from aa_sdk.cli._tables.sheet import Column, Sheet
from aa_sdk.cli._tables.writers import writer_of
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.models import AnalyzerSummary
from aa_sdk.models._faces.words import age_span, arn_span, status_span


def analyzers_sheet(now: datetime) -> Sheet:
    """Return how analyzers are listed.

    Args:
        now: When they are, which their ages are counted to.
    """
    return Sheet(
        one="analyzer",
        columns=(
            Column("name", lambda one: Span(one.name, "strong"), least=20),
            Column("status", lambda one: status_span(one.status)),
            Column("type", lambda one: one.type),
            Column("age", lambda one: age_span(one.created_at, now), right=True),
            Column("last look", lambda one: moment_text(one.last_resource_analyzed_at), rank=1),
            Column("arn", lambda one: arn_span(one.arn), rank=2),
        ),
        fields=("name", "type", "status", "createdAt", "arn"),
        record=AnalyzerSummary.to_wire,
    )


async def list_analyzers(
    client: AccessAnalyzerClient,
    output: Format,
    now: datetime,
    *,
    wide: bool,
    columns: str | None,
) -> None:
    """Write the analyzers of the Region."""
    writer = writer_of(analyzers_sheet(now), output, wide=wide, columns=columns)
    writer.add(await all_analyzers(client))
    writer.end()
