"""Findings and analyzers of a fleet as rows of a table, and as records."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from aa_sdk._display.layout import Content, Span
from aa_sdk._display.words import moment_text
from aa_sdk.cli._findings.rows import FINDINGS, FindingRow, usual_widths
from aa_sdk.cli._tables.sheet import Column, Sheet
from aa_sdk.models import AnalyzerSummary, Criterion
from aa_sdk.models._faces.words import age_span, arn_span, status_span
from aa_sdk.workflows import ScopeResult
from aa_sdk.workflows._fleet.problems import cause_of, status_of

_LONGEST_REGION = len("ap-southeast-1")
_SPARE = ("id", "age", "owner", "analyzer", "principal", "updated", "type", "arn", "error")
"""The columns that a narrow terminal does without, the first of them last."""


@dataclass(frozen=True, slots=True)
class FleetRow(FindingRow):
    """A finding of a fleet, and where it was found."""

    account: str = field(kw_only=True)
    region: str = field(kw_only=True)

    def record(self) -> dict[str, Any]:
        """Return the finding as the service has it, with account, Region and analyzer."""
        return {**self._place(), **FindingRow.record(self)}

    def json(self) -> str | None:
        """Return the record as JSON; None where it takes more than to write the finding."""
        text = FindingRow.json(self)
        return None if text is None else f"{json.dumps(self._place())[:-1]}, {text[1:]}"

    def _place(self) -> dict[str, Any]:
        return {"account": self.account, "region": self.region}


@dataclass(frozen=True, slots=True)
class AnalyzerRow:
    """An analyzer of a fleet; or an account and Region that has none, or none that is known."""

    scope: ScopeResult
    analyzer: AnalyzerSummary | None
    now: datetime

    @property
    def account(self) -> str:
        """The account's 12 digits."""
        return self.scope.account

    @property
    def region(self) -> str:
        """The Region."""
        return self.scope.region

    def record(self) -> dict[str, Any]:
        """Return the analyzer as the service has it, with account, Region and what is wrong."""
        problem = self.scope.problem
        return {
            "account": self.account,
            "region": self.region,
            "problem": None if problem is None else status_of(problem),
            "reason": None if problem is None else str(problem),
            **({} if self.analyzer is None else self.analyzer.to_wire()),
        }

    def cell(self, name: str) -> Any:
        """Return what the analyzer has under a name; nothing where there is none."""
        return "" if self.analyzer is None else getattr(self.analyzer, name)


def analyzer_rows(scope: ScopeResult, now: datetime) -> Iterator[AnalyzerRow]:
    """Return a row for each analyzer of a scope; one in any case."""
    for analyzer in scope.analyzers or (None,):
        yield AnalyzerRow(scope, analyzer, now)


def _status(row: AnalyzerRow) -> Content:
    if row.analyzer is not None:
        return status_span(row.analyzer.status)
    status = status_of(row.scope.problem)
    is_grave = status in {"denied", "failed", "not_active"}
    return Span(status.replace("_", " "), "public" if is_grave else "muted")


def _age(row: AnalyzerRow) -> Content:
    return "" if row.analyzer is None else age_span(row.analyzer.created_at, row.now)


def _last(row: AnalyzerRow) -> Content:
    return moment_text(row.cell("last_resource_analyzed_at") or None)


def _why(row: AnalyzerRow) -> Content:
    if row.scope.problem is None or row.cell("status") == "ACTIVE":
        return ""
    return Span(cause_of(row.scope.problem), "muted")


def _place(regions: Sequence[str]) -> Sequence[Column]:
    """Return the columns that say where something is.

    Args:
        regions: The Regions that there may be; none where they are not known.
    """
    longest = max(map(len, regions), default=_LONGEST_REGION)
    return (
        Column("account", lambda row: row.account),
        Column("region", lambda row: row.region, usual=longest),
    )


def findings_sheet(regions: Sequence[str], criteria: Mapping[str, Criterion]) -> Sheet:
    """Return how findings of a fleet are listed.

    Args:
        regions: The Regions that there may be; none where they are not known.
        criteria: Which findings.
    """
    known = {column.name: column for column in FINDINGS.columns}
    usual = usual_widths(["ACCOUNT_UNUSED_ACCESS"], criteria)  # which has the longest words
    columns = (
        replace(known["status"], usual=usual["status"]),
        replace(known["what"], usual=usual["what"]),
        known["resource"],
        *(replace(known[name], rank=rank) for rank, name in enumerate(_SPARE, 1)),
    )
    places = [*known]
    return Sheet(
        one="finding",
        columns=(*_place(regions), *sorted(columns, key=lambda one: places.index(one.name))),
        fields=("account", "region", *FINDINGS.fields),
        record=FleetRow.record,
        json=FleetRow.json,
    )


def analyzers_sheet(regions: Sequence[str]) -> Sheet:
    """Return how analyzers of a fleet are listed.

    Args:
        regions: The Regions that there may be; none where they are not known.
    """
    return Sheet(
        one="analyzer",
        columns=(
            *_place(regions),
            Column("name", lambda row: Span(row.cell("name"), "strong"), least=12, usual=16),
            Column("status", _status, usual=len("not active")),
            Column("type", lambda row: row.cell("type"), least=12, usual=21),
            Column("age", _age, right=True, rank=1),
            Column("why", _why, least=20, rank=2),
            Column("last look", _last, rank=3),
            Column("arn", lambda row: arn_span(row.cell("arn")), rank=4),
        ),
        fields=(
            *("account", "region", "name", "type", "status", "createdAt", "arn"),
            *("problem", "reason"),
        ),
        record=AnalyzerRow.record,
    )
