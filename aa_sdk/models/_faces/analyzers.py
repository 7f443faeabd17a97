"""Analyzers, their archive rules, what they looked at, and their previews, as cards."""

from collections.abc import Iterator
from typing import Any

from aa_sdk._display.layout import Card, Content, Face, Span
from aa_sdk._display.words import moment_text, shorten
from aa_sdk.models._faces.findings import resource_title
from aa_sdk.models._faces.lines import criteria_text, short_id
from aa_sdk.models._faces.members import content_of
from aa_sdk.models._faces.words import arn_span, moment_span, pairs, several, status_span

_MOST = 100
_MOST_CRITERIA = 500
_KINDS = {
    "ACCOUNT": "external access, of the account",
    "ORGANIZATION": "external access, of the organization",
    "ACCOUNT_UNUSED_ACCESS": "unused access, of the account",
    "ORGANIZATION_UNUSED_ACCESS": "unused access, of the organization",
    "ACCOUNT_INTERNAL_ACCESS": "internal access, of the account",
    "ORGANIZATION_INTERNAL_ACCESS": "internal access, of the organization",
}


def analyzer_face(analyzer: Any) -> Face:
    """Show an analyzer."""
    is_bad = analyzer.status == "FAILED"
    title = (Span("Analyzer"), Span(shorten(analyzer.name, _MOST), "strong"))
    rows = list(_analyzer_rows(analyzer))
    return (Card(title, rows, status_span(analyzer.status), "public" if is_bad else "plain"),)


def _analyzer_rows(analyzer: Any) -> Iterator[tuple[str, Content]]:
    kind = shorten(analyzer.type, _MOST)
    yield "watches", (Span(_KINDS.get(analyzer.type, "")), Span(kind, "muted"))
    if analyzer.status_reason:
        yield "why", Span(shorten(analyzer.status_reason.code, _MOST), "public")
    if analyzer.configuration is not None:
        yield "set up", content_of(analyzer.configuration)
    if analyzer.last_resource_analyzed:
        at = moment_text(analyzer.last_resource_analyzed_at)
        yield "last look", (arn_span(analyzer.last_resource_analyzed), Span(at, "muted"))
    if analyzer.managed_by:
        yield "managed by", Span(shorten(analyzer.managed_by, _MOST))
    if analyzer.tags:
        yield "tags", pairs(analyzer.tags, " = ")
    yield "since", moment_span(analyzer.created_at)
    yield "ARN", arn_span(analyzer.arn)


def archive_rule_face(rule: Any) -> Face:
    """Show an archive rule."""
    rows = [
        ("if", Span(shorten(criteria_text(rule.filter), _MOST_CRITERIA))),
        ("since", moment_span(rule.created_at)),
        ("changed", moment_span(rule.updated_at)),
    ]
    return (Card((Span("Archive rule"), Span(shorten(rule.rule_name, _MOST), "strong")), rows),)


def resource_face(resource: Any) -> Face:
    """Show a resource that was looked at."""
    is_public = getattr(resource, "is_public", False)
    rows: list[tuple[str, Content]] = []
    if getattr(resource, "error", None):
        rows.append(("error", Span(shorten(resource.error, _MOST), "public")))
    if is_public:
        rows.append(("public", Span("anyone is let in", "public")))
    if getattr(resource, "actions", ()):
        rows.append(("may", several(resource.actions)))
    if getattr(resource, "shared_via", ()):
        rows.append(("through", several(resource.shared_via)))
    rows.append(("resource", arn_span(resource.resource_arn)))
    rows.append(("owner", Span(shorten(resource.resource_owner_account, _MOST))))
    if looked := getattr(resource, "analyzed_at", None):
        rows.append(("looked at", moment_span(looked)))
    title = resource_title(resource.resource_type, resource.resource_arn)
    status = getattr(resource, "status", None)
    badge = status_span(status) if status else ""
    return (Card(title, rows, badge, "public" if is_public else "plain"),)


def preview_face(preview: Any) -> Face:
    """Show an access preview."""
    rows: list[tuple[str, Content]] = [("analyzer", arn_span(preview.analyzer_arn))]
    if preview.status_reason:
        rows.append(("why", Span(shorten(preview.status_reason.code, _MOST), "public")))
    for arn, configuration in list(getattr(preview, "configurations", {}).items())[:3]:
        rows.append(("of", (arn_span(arn), Span(type(configuration).__name__, "muted"))))
    rows.append(("created", moment_span(preview.created_at)))
    rows.append(("id", Span(shorten(preview.id, _MOST))))
    title = (Span("Access preview"), Span(short_id(preview.id), "strong"))
    is_bad = preview.status == "FAILED"
    return (Card(title, rows, status_span(preview.status), "public" if is_bad else "plain"),)
