"""Writing listings as tables, JSON or CSV."""

import csv
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from aa_sdk.models import AnalyzerSummary, FindingSummaryV2, GetFindingV2Response

_ANALYZER_COLUMNS = ("name", "type", "status", "createdAt", "arn")
_FINDING_COLUMNS = (
    *("id", "findingType", "status", "resourceType", "resource", "resourceOwnerAccount"),
    *("isPublic", "error", "createdAt", "updatedAt", "analyzedAt", "analyzerArn"),
)
_PIPE_WIDTH = 240
# A spreadsheet takes text that starts with one of these for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


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
    wire = [analyzer.to_wire() for analyzer in analyzers]
    if output == "json":
        _write_json(wire)
    elif output == "csv":
        _write_csv(_ANALYZER_COLUMNS, wire)
    else:
        table = Table("Name", "Type", "Status", "ARN", title="Analyzers", title_justify="left")
        for analyzer in analyzers:
            table.add_row(analyzer.name, analyzer.type, analyzer.status, analyzer.arn)
        _console().print(table)


async def write_findings(rows: AsyncIterator[FindingRow], output: str, *, details: bool) -> int:
    """Write findings in the given format, JSON and CSV as they come.

    Returns:
        How many there were.
    """
    if output == "table":
        return _write_table([row async for row in rows], details=details)
    write = _JsonArray() if output == "json" else _CsvRows(details=details)
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
    table = Table(
        *columns, *(["Details"] if details else []), title="Findings", title_justify="left"
    )
    for row in rows:
        finding = row.finding
        cells = (finding.status, finding.finding_type or "", finding.resource_type)
        resource = finding.resource or f"error {finding.error}"
        table.add_row(
            *cells,
            resource,
            finding.resource_owner_account,
            _public(row.is_public),
            *([_details(row.whole)] if details else []),
        )
    console = _console()
    console.print(table)
    _write_summary(console, rows)
    return len(rows)


def _write_summary(console: Console, rows: Sequence[FindingRow]) -> None:
    console.print(f"{len(rows)} findings")
    for title, values in (
        ("By finding type", (row.finding.finding_type or "unknown" for row in rows)),
        ("By resource type", (row.finding.resource_type for row in rows)),
        ("Public", (_public(row.is_public) for row in rows)),
    ):
        table = Table(title, "Findings")
        table.columns[1].justify = "right"
        for value, count in Counter(values).most_common():
            table.add_row(value, str(count))
        console.print(table)


def _public(is_public: bool | None) -> str:  # noqa: FBT001 (the value itself)
    return {True: "public", False: "not public", None: "not applicable"}[is_public]


def _details(finding: GetFindingV2Response | None) -> str:
    if finding is None:
        return "gone"
    return json.dumps(finding.to_wire().get("findingDetails", []), indent=None)


def _console() -> Console:
    # Piped into a file there is no width to fit, so nothing is cut. An ARN is no markup,
    # and the `:secret:` in one no emoji.
    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    return Console(width=width, markup=False, emoji=False, highlight=False)


def _write_json(wire: Iterable[dict[str, Any]]) -> None:
    array = _JsonArray()
    for element in wire:
        array.add(element)
    array.end()


def _write_csv(columns: Sequence[str], wire: Iterable[dict[str, Any]]) -> None:
    rows = _CsvRows(columns)
    for element in wire:
        rows.add(element)
    rows.end()


class _JsonArray:
    """Writes a JSON array element by element."""

    def __init__(self) -> None:
        self._before = "[\n"

    def add(self, element: dict[str, Any]) -> None:
        sys.stdout.write(self._before + json.dumps(element, ensure_ascii=False))
        self._before = ",\n"

    def end(self) -> None:
        sys.stdout.write("[]\n" if self._before == "[\n" else "\n]\n")


class _CsvRows:
    """Writes CSV row by row."""

    def __init__(self, columns: Sequence[str] = _FINDING_COLUMNS, *, details: bool = False) -> None:
        self._columns = [*columns, *(["findingDetails"] if details else [])]
        self._writer = csv.writer(sys.stdout, lineterminator="\n")
        self._writer.writerow(self._columns)

    def add(self, element: dict[str, Any]) -> None:
        self._writer.writerow([_cell(element.get(column)) for column in self._columns])

    def end(self) -> None:
        """Have nothing to close: every row stands on its own."""


def _cell(value: object) -> str:
    """Return a cell as text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
