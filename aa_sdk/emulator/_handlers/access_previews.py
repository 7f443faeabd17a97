"""Operations on access previews."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from aa_sdk._arns import Arn
from aa_sdk.emulator._account.entities import AccessPreview, Analyzer
from aa_sdk.emulator._account.external_access import ExternalAccess
from aa_sdk.emulator._findings.filter_keys import check_preview_keys
from aa_sdk.emulator._findings.filtering import read_filter
from aa_sdk.emulator._findings.records import EXTERNAL_TAG, FindingRecord
from aa_sdk.emulator._handlers.call import Call, Output
from aa_sdk.emulator._handlers.findings import external_analyzer
from aa_sdk.emulator._handlers.resource_configurations import (
    KINDS,
    InvalidConfigurationError,
    proposed_access,
)
from aa_sdk.emulator._protocol.errors import (
    conflict,
    invalid_field,
    not_found,
    not_supported,
    quota_exceeded,
)
from aa_sdk.emulator._protocol.timestamps import iso_text, milliseconds_in

_LISTED = milliseconds_in(timedelta(hours=1))
_KEPT = milliseconds_in(timedelta(hours=24))
_FAR_AWAY = 10**15


def create_access_preview(call: Call) -> Output:
    """Preview the findings that a proposed configuration of one resource would give."""
    analyzer = external_analyzer(call)
    if analyzer.type != "ACCOUNT":
        raise not_supported("Access previews need an analyzer of type ACCOUNT")
    if analyzer.status_at(call.now) != "ACTIVE":
        raise conflict("The analyzer is not active", analyzer.arn, "Analyzer")
    configurations: Mapping[str, Any] = call.params["configurations"]
    if len(configurations) != 1:
        raise invalid_field("configurations", "must have exactly 1 entries")
    _check_quota(call, analyzer)
    ((arn, union),) = configurations.items()
    ((kind, content),) = ((name, value) for name, value in union.items() if value is not None)
    failure, findings = _preview(call, analyzer, arn, kind, content)
    preview = AccessPreview(
        id=call.world.ids.new(),
        configurations=configurations,
        created_at=call.now,
        ready_at=call.after(call.world.durations.access_preview),
        failure=failure,
        findings=findings,
    )
    analyzer.previews[preview.id] = preview
    return {"id": preview.id}


def _check_quota(call: Call, analyzer: Analyzer) -> None:
    # The moment to forget old previews: their number grows here and nowhere else.
    for preview in list(analyzer.previews.values()):
        if preview.created_at + _KEPT <= call.now:
            del analyzer.previews[preview.id]
    allowed = call.world.quotas.access_previews_per_hour
    if len(_listed(analyzer, call.now)) >= allowed:
        raise quota_exceeded(
            f"The analyzer has had {allowed} access previews within the hour",
            analyzer.arn,
            "AccessPreview",
        )


def _preview(
    call: Call, analyzer: Analyzer, arn: str, kind: str, content: Mapping[str, Any]
) -> tuple[str | None, Sequence[Mapping[str, Any]]]:
    """Return why a preview fails, or the findings it has."""
    parsed = Arn.parse(arn)
    if parsed is None or parsed.service != KINDS[kind].arn_service:
        return "INVALID_CONFIGURATION", ()
    try:
        proposed = proposed_access(kind, content, call.scope.account_id)
    except InvalidConfigurationError:
        return "INVALID_CONFIGURATION", ()
    existing = analyzer.store.resources.get(arn)
    present = [
        record
        for record in (existing.findings if existing else ())
        if record.facts.status != "RESOLVED" and record.facts.error is None
    ]
    shared = {
        "resource": arn,
        "resourceType": KINDS[kind].resource_type,
        "resourceOwnerAccount": existing.owner if existing else call.scope.account_id,
        "createdAt": iso_text(call.now),
    }
    compared = _unchanged(present) if proposed is None else _compared(proposed, present)
    return None, [{"id": call.world.ids.new(), **shared, **change} for change in compared]


def _unchanged(present: Sequence[FindingRecord]) -> Iterator[dict[str, Any]]:
    for record in present:
        yield {**_details(record), **_existing(record, "UNCHANGED", record.facts.status)}


def _compared(
    proposed: Sequence[ExternalAccess], present: Sequence[FindingRecord]
) -> Iterator[dict[str, Any]]:
    """Set proposed access against what is there, principal by principal.

    A finding is about one principal on one resource. So access that goes on in another form is a
    change of its finding, and findings that no proposed access explains are going to be resolved.
    """
    left = list(present)
    for access in proposed:
        members = access.members()
        same = (record for record in left if _details(record)["principal"] == members["principal"])
        record = next(same, None)
        if record is None:
            yield {**members, "changeType": "NEW", "status": "ACTIVE"}
            continue
        left.remove(record)
        before = _details(record)
        keys = ("action", "condition", "isPublic")
        is_same = all(before.get(key) == members[key] for key in keys)
        change = "UNCHANGED" if is_same else "CHANGED"
        yield {**members, **_existing(record, change, record.facts.status)}
    for record in left:
        yield {**_details(record), **_existing(record, "CHANGED", "RESOLVED")}


def _details(record: FindingRecord) -> dict[str, Any]:
    details: dict[str, Any] = record.detail_list()[0][EXTERNAL_TAG]
    return details


def _existing(record: FindingRecord, change: str, status: str) -> dict[str, Any]:
    return {
        "changeType": change,
        "status": status,
        "existingFindingId": record.id,
        "existingFindingStatus": record.facts.status,
    }


def get_access_preview(call: Call) -> Output:
    """Return a preview with the configuration it was made for."""
    analyzer = external_analyzer(call)
    preview = _preview_named(call, analyzer)
    summary = _summary(analyzer, preview, call.now)
    return {"accessPreview": {**summary, "configurations": preview.configurations}}


def list_access_previews(call: Call) -> Output:
    """Return a page of the previews of the last hour, the newest first."""
    analyzer, paging = external_analyzer(call), call.paging()
    newest = sorted(_listed(analyzer, call.now), key=_newest_first)
    page, more = paging.cut(newest, _newest_first)
    return {"accessPreviews": [_summary(analyzer, item, call.now) for item in page], **more}


def _newest_first(preview: AccessPreview) -> str:
    """Return a key that falls as time goes on: pages are cut in ascending order of a key."""
    return f"{_FAR_AWAY - preview.created_at:016d} {preview.id}"


def list_access_preview_findings(call: Call) -> Output:
    """Return a page of the findings of a completed preview."""
    analyzer, paging = external_analyzer(call), call.paging()
    preview = _preview_named(call, analyzer)
    criteria: Mapping[str, Any] = call.params.get("filter") or {}
    check_preview_keys(criteria)
    status = preview.status_at(call.now)
    if status != "COMPLETED":
        raise conflict(f"The access preview is {status}", preview.id, "AccessPreview")
    wanted = read_filter(criteria) if criteria else None
    findings = [
        finding for finding in preview.findings if wanted is None or wanted.matches(finding)
    ]
    page, more = paging.cut_numbered(findings)
    return {"findings": page, **more}


def _preview_named(call: Call, analyzer: Analyzer) -> AccessPreview:
    preview_id: str = call.params["accessPreviewId"]
    preview = analyzer.previews.get(preview_id)
    if preview is None or preview.created_at + _KEPT <= call.now:
        raise not_found(preview_id, "AccessPreview")
    return preview


def _listed(analyzer: Analyzer, now: int) -> list[AccessPreview]:
    return [item for item in analyzer.previews.values() if item.created_at + _LISTED > now]


def _summary(analyzer: Analyzer, preview: AccessPreview, now: int) -> dict[str, Any]:
    status = preview.status_at(now)
    summary: dict[str, Any] = {
        "id": preview.id,
        "analyzerArn": analyzer.arn,
        "createdAt": iso_text(preview.created_at),
        "status": status,
    }
    if status == "FAILED":
        summary["statusReason"] = {"code": preview.failure}
    return summary
