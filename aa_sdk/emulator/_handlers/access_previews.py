"""Operations on access previews."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from aa_sdk import policy
from aa_sdk._arns import Arn
from aa_sdk.emulator._account.due import start_preview
from aa_sdk.emulator._account.entities import AccessPreview, Analyzer
from aa_sdk.emulator._account.failures import taken
from aa_sdk.emulator._account.given_access import GivenAccess, Owner, whose
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
        failure=taken(call.world.failures.previews) or failure,
        findings=findings,
    )
    start_preview(call.world, analyzer, preview)
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
    owner = Owner(call.scope.account_id, call.world.canonical_id(call.scope.account_id))
    try:
        proposed = proposed_access(kind, content, owner)
    except (InvalidConfigurationError, policy.PolicyError) as error:
        return _reason(error), ()
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
    rules = [read_filter(rule.filter) for rule in analyzer.rules.values()]

    def opened_as(members: Mapping[str, Any]) -> str:
        is_archived = any(rule.matches({**shared, **members}) for rule in rules)
        return "ARCHIVED" if is_archived else "ACTIVE"

    compared = _unchanged(present) if proposed is None else _compared(proposed, present, opened_as)
    return None, [{"id": call.world.ids.new(), **shared, **change} for change in compared]


def _reason(error: Exception) -> str:
    """Return the reason code of a preview that fails."""
    # What cannot be read has a place in the document; what takes too much work has none.
    too_much = isinstance(error, policy.UnsupportedPolicyError) and not error.path
    return "INTERNAL_ERROR" if too_much else "INVALID_CONFIGURATION"


def _unchanged(present: Sequence[FindingRecord]) -> Iterator[dict[str, Any]]:
    for record in present:
        yield {**_details(record), **_existing(record, "UNCHANGED", record.facts.status)}


def _compared(
    proposed: Sequence[GivenAccess],
    present: Sequence[FindingRecord],
    opened_as: Callable[[Mapping[str, Any]], str],
) -> Iterator[dict[str, Any]]:
    """Set proposed access against the findings that are there.

    A finding is about one principal and one condition on one resource. So access that goes on in
    another form is a change of its finding, and findings that no proposed access explains are going
    to be resolved.

    The status is the one that there will be. A finding that stays as it is keeps its own, for rules
    leave alone what exists. In another form it is a finding of its own, which opens as `opened_as`
    tells, whatever became of the one before.
    """
    found = _found(proposed, present)
    for place, access in enumerate(proposed):
        members, record = access.members(), found.get(place)
        if record is None:
            yield {**members, "changeType": "NEW", "status": opened_as(members)}
        elif _is_as_before(access, record):
            yield {**members, **_existing(record, "UNCHANGED", record.facts.status)}
        else:
            yield {**members, **_existing(record, "CHANGED", opened_as(members))}
    explained = {record.id for record in found.values()}
    for record in present:
        if record.id not in explained:
            yield {**_details(record), **_existing(record, "CHANGED", "RESOLVED")}


def _found(
    proposed: Sequence[GivenAccess], present: Sequence[FindingRecord]
) -> dict[int, FindingRecord]:
    """Find the finding that each proposed access is about, by its place.

    That is one with the same principal and condition, or else one that is left with the principal.
    """
    found: dict[int, FindingRecord] = {}
    for key_of in (_whole, _principal):
        taken = {record.id for record in found.values()}
        left: dict[object, list[FindingRecord]] = {}
        for record in present:
            if record.id not in taken:
                key = key_of(record.principal.members, record.condition.members)
                left.setdefault(key, []).append(record)
        for place, access in enumerate(proposed):
            same = left.get(key_of(access.principal, access.condition))
            if same and place not in found:
                found[place] = same.pop(0)
    return found


def _whole(principal: Mapping[str, str], condition: Mapping[str, str]) -> object:
    return whose(principal), frozenset(condition.items())


def _principal(principal: Mapping[str, str], _condition: Mapping[str, str]) -> object:
    return whose(principal)


def _is_as_before(access: GivenAccess, record: FindingRecord) -> bool:
    return (
        record.condition.members == access.condition
        and record.facts.is_public == access.is_public
        and _details(record).get("action") == list(access.actions)
    )


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
