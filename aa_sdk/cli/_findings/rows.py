"""Findings as rows of a table, and as records."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from aa_sdk._arns import Arn
from aa_sdk._display.layout import Content, Span
from aa_sdk._display.words import columns_of, count_text, moment_text, shorten
from aa_sdk.cli._tables.sheet import Column, Sheet
from aa_sdk.models import (
    AnalyzerSummary,
    Criterion,
    FindingSummary,
    FindingSummaryV2,
    GetFindingV2Response,
)
from aa_sdk.models._faces.words import (
    age_span,
    arn_span,
    pairs,
    resource_spans,
    status_span,
    what_spans,
    what_text,
)
from aa_sdk.workflows._fleet.listing import fitting

_SHORT_ID = 8
_LONGEST_STATUS = "ARCHIVED"
_LONGEST_WHAT = what_text("UnusedPermission")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding of a listing, and where it stands."""

    analyzer: AnalyzerSummary
    finding: FindingSummary | FindingSummaryV2
    short_id: str
    """As much of its id as tells it from those before it."""
    now: datetime
    """When it was listed."""
    whole: GetFindingV2Response | None = None
    """The finding with its details, where they were asked for and it is still there."""

    @property
    def is_public(self) -> bool | None:
        """Whether anyone has access; None where the question does not arise."""
        return getattr(self.finding, "is_public", None)

    def record(self) -> dict[str, Any]:
        """Return the finding as the service has it, with its type and its analyzer's ARN."""
        details = {} if self.whole is None else self.whole.to_wire()
        about = {"analyzerArn": self.analyzer.arn, "findingType": self.finding.about}
        return {**about, **self.finding.to_wire(), **details}

    def json(self) -> str | None:
        """Return the record as JSON; None where it takes more than to write the finding."""
        finding = self.finding
        if self.whole is not None or not finding.model_fields_set or finding.model_extra:
            return None
        told = {"analyzerArn": self.analyzer.arn}
        if "finding_type" not in finding.model_fields_set:
            told["findingType"] = finding.about
        try:
            text = finding.model_dump_json(by_alias=True, exclude_unset=True)
        except ValueError:  # half a character, which UTF-8 cannot say and JSON can
            return None
        return f"{json.dumps(told)[:-1]}, {text[1:]}"


class ShortIds:
    """Shortens ids, each to what tells it from those before it."""

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}

    def __call__(self, id: str) -> str:
        """Shorten an id."""
        length = _SHORT_ID
        while self._seen.setdefault(id[:length], id) != id and length < len(id):
            length += 4
        return id[:length]


def _resource(row: FindingRow) -> Content:
    finding = row.finding
    return resource_spans(finding.resource_type, finding.resource)


def _id(row: FindingRow) -> Content:
    return Span(row.short_id, "plain", row.finding.id)


def _principal(row: FindingRow) -> Content:
    principal = getattr(row.finding, "principal", None)
    if not principal:
        return ""
    if row.is_public:
        return "anyone"
    return pairs(principal, " ", 2)


def _region(row: FindingRow) -> Content:
    arn = Arn.parse(row.analyzer.arn)
    return arn.region if arn else ""


def _moment(moment: datetime) -> Content:
    return Span(moment_text(moment), "muted")


def _details(row: FindingRow) -> Content:
    details = row.whole.finding_details if row.whole else ()
    kinds = Counter(type(one).__name__ for one in details)
    return ", ".join(f"{count:,} {kind}" for kind, count in kinds.items())


FINDINGS = Sheet(
    one="finding",
    columns=(
        Column("id", _id),
        Column("status", lambda row: status_span(row.finding.status)),
        Column("what", lambda row: what_spans(row.finding)),
        Column("resource", _resource, least=16),
        Column("owner", lambda row: Span(shorten(row.finding.resource_owner_account, 12))),
        Column("age", lambda row: age_span(row.finding.created_at, row.now), right=True),
        Column("analyzer", lambda row: Span(row.analyzer.name, "muted", row.analyzer.name), rank=1),
        Column("principal", _principal, least=12, rank=2),
        Column("region", _region, rank=3),
        Column("updated", lambda row: _moment(row.finding.updated_at), rank=4),
        Column("type", lambda row: Span(row.finding.resource_type, "muted"), rank=5),
        Column("arn", lambda row: arn_span(row.finding.resource or ""), rank=6),
        Column("details", _details, rank=7),
        Column("error", lambda row: row.finding.error or "", rank=8),
    ),
    fields=(
        *("id", "findingType", "status", "resourceType", "resource", "resourceOwnerAccount"),
        *("isPublic", "principal", "action", "condition", "error"),
        *("createdAt", "updatedAt", "analyzedAt", "analyzerArn", "findingDetails"),
    ),
    record=FindingRow.record,
    json=FindingRow.json,
)
"""How findings are listed."""


def findings_sheet(
    analyzers: Sequence[AnalyzerSummary], criteria: Mapping[str, Criterion]
) -> Sheet:
    """Return how findings are listed, with columns as wide as later pages may need them.

    Args:
        analyzers: Whose findings.
        criteria: Which of them.
    """
    asked = [one for one in analyzers if fitting(criteria, one.type) is not None]
    longest = max((columns_of(one.name) for one in asked), default=0)
    usual = {**usual_widths({one.type for one in asked}, criteria), "analyzer": longest}
    columns = [replace(one, usual=usual.get(one.name, 0)) for one in FINDINGS.columns]
    return replace(FINDINGS, columns=columns)


def usual_widths(
    analyzer_types: Collection[str], criteria: Mapping[str, Criterion]
) -> dict[str, int]:
    """Return how wide the columns have to be whose words are known, by name.

    Args:
        analyzer_types: The types of the analyzers whose findings may come.
        criteria: Which of them.
    """
    status = criteria.get("status")
    asked = (kind for kind in analyzer_types if fitting(criteria, kind) is not None)
    has_unused = any("UNUSED" in kind for kind in asked)
    return {
        "status": max(map(len, (status and status.eq) or [_LONGEST_STATUS])),
        "what": len(_LONGEST_WHAT) if has_unused else 0,
    }


class Summary:
    """Counts findings, for a line below them."""

    def __init__(self) -> None:
        self.count = 0
        self._analyzers = set[str]()
        self._kinds = Counter[str]()
        self._public = 0

    def add(self, row: FindingRow) -> None:
        """Count a finding."""
        self.count += 1
        self._analyzers.add(row.analyzer.arn)
        self._kinds[what_text(row.finding.about).partition(" ")[0]] += 1
        self._public += row.finding.is_known_public

    def __str__(self) -> str:
        kinds = ", ".join(map(self._kind, sorted(self._kinds)))
        analyzers = count_text(len(self._analyzers), "analyzer")
        return f"{count_text(self.count, 'finding')} in {analyzers}: {kinds}"

    def _kind(self, kind: str) -> str:
        public = f" ({self._public:,} public)" if self._public and kind == "external" else ""
        return f"{self._kinds[kind]:,} {kind}{public}"
