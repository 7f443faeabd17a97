"""Writing listings as tables, JSON or CSV."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from aa_sdk._display import json_text
from aa_sdk.cli._terminal import CsvRows, JsonArray, say, show_table
from aa_sdk.models import AnalyzerSummary, FindingSummaryV2, GetFindingV2Response

_ANALYZER_COLUMNS = ("name", "type", "status", "createdAt", "arn")
_FINDING_COLUMNS = (
    *("id", "findingType", "status", "resourceType", "resource", "resourceOwnerAccount"),
    *("isPublic", "error", "createdAt", "updatedAt", "analyzedAt", "analyzerArn"),
)


@dataclass(frozen=True)
class FindingRow:
    """A finding of a listing, and what the command knows about it."""

    analyzer: AnalyzerSummary
    finding: FindingSummaryV2
    is_public: bool | None
    """None where the question does not arise, or the answer is not known."""
    whole: GetFindingV2Response | None = None

    def wire(self) -> dict[str, Any]:
        """Return the finding as the service has it, with the analyzer's ARN."""
        finding = self.whole or self.finding
        public = {} if self.is_public is None else {"isPublic": self.is_public}
        return {"analyzerArn": self.analyzer.arn, **public, **finding.to_wire()}


def write_analyzers(analyzers: Sequence[AnalyzerSummary], output: str) -> None:
    """Write analyzers in the given format."""
    if output == "table":
        rows = [(a.name, a.type, a.status, a.arn) for a in analyzers]
        show_table(("Name", "Type", "Status", "ARN"), rows, title="Analyzers")
        return
    write = JsonArray() if output == "json" else CsvRows(_ANALYZER_COLUMNS)
    for analyzer in analyzers:
        write.add(analyzer.to_wire())
    write.end()


async def write_findings(rows: AsyncIterator[FindingRow], output: str, *, details: bool) -> int:
    """Write findings in the given format, JSON and CSV as they come.

    Returns:
        How many there were.
    """
    if output == "table":
        return _write_table([row async for row in rows], details=details)
    columns = [*_FINDING_COLUMNS, *(["findingDetails"] if details else [])]
    write = JsonArray() if output == "json" else CsvRows(columns)
    count = 0
    async for row in rows:
        write.add(row.wire())
        count += 1
    write.end()
    return count


def _write_table(rows: Sequence[FindingRow], *, details: bool) -> int:
    if not rows:
        return 0
    columns = ["Status", "Finding", "Resource type", "Resource", "Account", "Public"]
    cells = [_cells(row) for row in rows]
    if details:
        columns.append("Details")
        cells = [(*known, _details(row.whole)) for known, row in zip(cells, rows, strict=True)]
    show_table(columns, cells, title="Findings")
    _write_summary(rows)
    return len(rows)


def _cells(row: FindingRow) -> tuple[str, ...]:
    finding = row.finding
    return (
        finding.status,
        finding.about,
        finding.resource_type,
        finding.resource or f"error {finding.error}",
        finding.resource_owner_account,
        _public(row.is_public),
    )


def _write_summary(rows: Sequence[FindingRow]) -> None:
    say(f"{len(rows)} findings")
    for title, values in (
        ("By finding type", (row.finding.about for row in rows)),
        ("By resource type", (row.finding.resource_type for row in rows)),
        ("Public", (_public(row.is_public) for row in rows)),
    ):
        counts = [(value, str(count)) for value, count in Counter(values).most_common()]
        show_table((title, "Findings"), counts, right=[1])


def _public(is_public: bool | None) -> str:  # noqa: FBT001 (the value itself)
    return {True: "public", False: "not public", None: "not applicable"}[is_public]


def _details(finding: GetFindingV2Response | None) -> str:
    return "gone" if finding is None else json_text(finding.to_wire().get("findingDetails", []))
