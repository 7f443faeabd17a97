"""What became of findings as rows of a table, and as records."""

from datetime import datetime
from typing import Any, NamedTuple

from aa_sdk._display.layout import Span
from aa_sdk._display.words import moment_text, shorten
from aa_sdk.cli._tables.sheet import Column, Sheet
from aa_sdk.frames._tables.findings import is_public
from aa_sdk.models import AnalyzerSummary, GetFindingV2Response
from aa_sdk.models._faces.words import arn_span, resource_spans
from aa_sdk.workflows import FindingChange
from aa_sdk.workflows._changes.faces import news_of, style_of, what_of


class ChangeRow(NamedTuple):
    """A change of a listing, and where it stands."""

    analyzer: AnalyzerSummary
    change: FindingChange
    short_id: str
    """As much of the finding's id as tells it from those before it."""

    @property
    def kind(self) -> str:
        """What happened."""
        return type(self.change).__name__

    def record(self) -> dict[str, Any]:
        """Return what there is to know."""
        change, finding = self.change, self.change.finding
        return {
            "number": change.number,
            "kind": self.kind.lower(),
            "findingId": change.finding_id,
            "happenedAt": _moment(change.happened_at),
            "noticedAt": _moment(change.noticed_at),
            "run": change.run,
            "analyzerArn": change.analyzer_arn,
            "statusBefore": change.before.status if change.before else None,
            "statusAfter": change.after.status if change.after else None,
            "members": list(getattr(change, "members", ())),
            "findingType": finding.about,
            "resource": finding.resource,
            "resourceType": finding.resource_type,
            "resourceOwnerAccount": finding.resource_owner_account,
            "isPublic": _is_public(change),
            "error": finding.error,
            "before": change.before.to_wire() if change.before else None,
            "after": change.after.to_wire() if change.after else None,
        }


def _moment(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _is_public(change: FindingChange) -> bool | None:
    """Whether anyone has access, or had, by the last version that was read; events do not say."""
    read = [one for one in (change.after, change.before) if isinstance(one, GetFindingV2Response)]
    return is_public(read[0]) if read else None


def _resource(row: ChangeRow) -> Any:
    finding = row.change.finding
    return resource_spans(finding.resource_type, finding.resource)


def _owner(row: ChangeRow) -> Span:
    return Span(shorten(row.change.finding.resource_owner_account, 12))


CHANGES = Sheet(
    one="change",
    columns=(
        Column("change", lambda row: Span(row.kind, style_of(row.change))),
        Column("id", lambda row: Span(row.short_id, "plain", row.change.finding_id)),
        Column("what", lambda row: what_of(row.change)),
        Column("resource", _resource, least=20),
        Column("news", lambda row: Span(news_of(row.change)), least=12),
        Column("analyzer", lambda row: Span(row.analyzer.name, "muted"), rank=1),
        Column("owner", _owner, rank=2),
        Column("happened", lambda row: Span(moment_text(row.change.happened_at), "muted"), rank=3),
        Column("number", lambda row: f"{row.change.number}", right=True, rank=4),
        Column("arn", lambda row: arn_span(row.change.finding.resource or ""), rank=5),
    ),
    fields=(
        *("number", "kind", "findingId", "happenedAt", "noticedAt", "run", "analyzerArn"),
        *("statusBefore", "statusAfter", "members", "findingType", "resource", "resourceType"),
        *("resourceOwnerAccount", "isPublic", "error"),
    ),
    record=ChangeRow.record,
)
"""How changes are listed."""
