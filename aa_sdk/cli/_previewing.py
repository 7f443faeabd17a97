"""Policies previewed: which findings they would cause, keep or resolve."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from aa_sdk._display.layout import Content, Span
from aa_sdk._display.words import count_text, listed
from aa_sdk.cli._checks.samples import PREVIEWED, PREVIEWED_POLICY
from aa_sdk.cli._findings.choosing import chosen_analyzers
from aa_sdk.cli._options import Format
from aa_sdk.cli._sources.finding import find_policy
from aa_sdk.cli._tables.sheet import Column, Sheet
from aa_sdk.cli._tables.writers import writer_of
from aa_sdk.cli._terminal import EXIT_FAIL, note
from aa_sdk.cli._waiting import told_late
from aa_sdk.cli.running import CommandError, interruptible
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters import FindingFilter
from aa_sdk.models import AccessPreviewFinding, AnalyzerSummary, Configuration
from aa_sdk.models._faces.words import pairs, resource_spans, several, status_span, what_spans
from aa_sdk.workflows import AccessPreviewJob, preview_configuration

_NAMES = {"arn": "ARN", "policy": "POLICY"}


class Proposal(NamedTuple):
    """What is to be previewed."""

    arn: str | None
    """The resource; None for a sample."""
    policy: str | None
    """The file of its policy; None for a sample."""
    analyzer: str | None
    """By which analyzer; None for the only one that can."""
    where: FindingFilter
    """Which findings are told."""


async def preview_policy(
    client: AccessAnalyzerClient,
    proposal: Proposal,
    output: Format,
    *,
    is_asked: bool,
    wide: bool,
    columns: str | None,
) -> int | None:
    """Write the findings of a preview, and a line of what they are.

    Args:
        client: The client.
        proposal: What is previewed.
        output: How it is written.
        is_asked: Whether the code to end with says that a finding would become active.
        wide: As for a listing.
        columns: As for a listing.

    Raises:
        CommandError: The resource or the policy is wrong, or there is no analyzer for previews.
    """
    writer = writer_of(PREVIEW, output, wide=wide, columns=columns)
    arn = PREVIEWED if proposal.arn is None else proposal.arn
    configurations = interruptible(_configurations, arn, proposal.policy)
    analyzer = await _analyzer(client, proposal.analyzer)
    job = await AccessPreviewJob.start(client, analyzer.arn, configurations=configurations)
    await told_late("waiting for the preview", job.wait)
    findings = await job.findings(filter=proposal.where.to_criteria() or None).collect()
    writer.add(findings)
    writer.end()
    if output is Format.TABLE or not findings:
        note(_summary(findings, proposal.where))
    return EXIT_FAIL if is_asked and any(map(_opens, findings)) else None


def _configurations(arn: str, file: str | None) -> dict[str, Configuration]:
    policy = PREVIEWED_POLICY if file is None else find_policy(file).text
    try:
        return preview_configuration(arn, policy)
    except InvalidRequestError as error:
        raise CommandError("; ".join(map(_told, error.fields))) from error


def _told(field: InvalidField) -> str:
    reason = field.reason
    if field.path == "policy":  # what to give instead is for those who write Python
        reason, _, _ = reason.partition(": give ")
    reason, _, _ = reason.partition(", and access_points=")
    return f"{_NAMES[field.path]}: {reason}"


async def _analyzer(client: AccessAnalyzerClient, named: str | None) -> AnalyzerSummary:
    """Choose an analyzer that makes previews."""
    active = await chosen_analyzers(client, None if named is None else [named])
    able = [one for one in active if one.type == "ACCOUNT"]
    if not able:
        told = f"{named} is of type {active[0].type}" if named else "there is none in this region"
        raise CommandError(
            f"--analyzer: previews need an active analyzer of type ACCOUNT, and {told}"
        )
    if len(able) > 1:
        raise CommandError(
            f"--analyzer has to say which is meant: {listed(one.name for one in able)}"
        )
    return able[0]


def _opens(finding: AccessPreviewFinding) -> bool:
    """Tell whether it is active, and would not be so without the policy."""
    return finding.status == "ACTIVE" and finding.change_type != "UNCHANGED"


def _summary(findings: Sequence[AccessPreviewFinding], where: FindingFilter) -> str:
    if not findings:
        is_all = not where.to_criteria()
        told = ": nobody from outside would get in" if is_all else f" matches {where}"
        return f"no finding{told}"
    kinds = Counter(map(_kind, findings))
    told = ", ".join(f"{kinds[kind]:,} {kind}" for kind in sorted(kinds))
    public = sum(one.is_known_public and _opens(one) for one in findings)
    opened = f"; {public:,} would open it to everyone" if public else ""
    return f"{count_text(len(findings), 'finding')}: {told}{opened}"


def _kind(finding: AccessPreviewFinding) -> str:
    is_gone = finding.status == "RESOLVED" and finding.change_type != "UNCHANGED"
    return "resolved" if is_gone else finding.change_type.lower()


def _principal(finding: AccessPreviewFinding) -> Content:
    return "anyone" if finding.is_known_public else pairs(finding.principal, " ", 2)


def _actions(finding: AccessPreviewFinding) -> Content:
    first, *others = finding.action or ("—",)
    return Span(
        f"{first} +{len(others):,}" if others else first, "plain", ", ".join(finding.action)
    )


PREVIEW = Sheet(
    one="finding",
    columns=(
        Column("what", what_spans),
        Column("status", lambda one: status_span(one.status)),
        Column("was", lambda one: Span(one.existing_finding_status or "—", "muted")),
        Column("principal", _principal, least=16),
        Column("actions", _actions, least=16),
        Column("condition", lambda one: pairs(one.condition, " = ", 2), least=12, rank=1),
        Column("through", lambda one: several(source.type for source in one.sources), rank=2),
        Column("finding today", lambda one: Span(one.existing_finding_id or "—", "muted"), rank=3),
        Column("resource", lambda one: resource_spans(one.resource_type, one.resource), rank=4),
        Column("error", lambda one: one.error or "", rank=5),
    ),
    fields=(
        *("changeType", "status", "existingFindingId", "existingFindingStatus"),
        *("resourceType", "resource", "resourceOwnerAccount", "isPublic", "principal", "action"),
        *("condition", "sources", "error", "createdAt", "id"),
    ),
    record=AccessPreviewFinding.to_wire,
)
"""How the findings of a preview are listed."""
