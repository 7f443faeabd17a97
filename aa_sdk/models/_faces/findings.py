"""Findings as cards, and what their details say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from aa_sdk._display.layout import Card, Content, Face, Span
from aa_sdk._display.words import age_text, listed, moment_text, shorten
from aa_sdk.models._faces.lines import kinds_of
from aa_sdk.models._faces.words import (
    arn_span,
    kind_text,
    name_of,
    pairs,
    several,
    status_span,
)

Rows = Sequence[tuple[str, Content]]

_MOST_NAME = 80
_MOST_DETAILS = 15

_TITLES = {
    "ExternalAccess": "External access to",
    "InternalAccess": "Internal access to",
    "UnusedIAMRole": "Nobody uses",
    "UnusedIAMUserAccessKey": "Unused access key of",
    "UnusedIAMUserPassword": "Unused password of",
    "UnusedPermission": "Unused permissions of",
}
_THROUGH = {
    "POLICY": "its policy",
    "BUCKET_ACL": "its access control list",
    "S3_ACCESS_POINT": "an access point",
    "S3_ACCESS_POINT_ACCOUNT": "another account's access point",
}
_RESTRICTED = {
    "APPLICABLE": "there are some, which are not taken into account and may block it",
    "APPLIED": "taken into account",
    "NOT_APPLICABLE": "none concerns it",
    "FAILED_TO_EVALUATE_RCP": "could not be evaluated",
    "FAILED_TO_EVALUATE_SCP": "could not be evaluated",
}


def finding_face(finding: Any) -> Face:
    """Show a finding, in any of its forms."""
    is_bad = finding.is_known_public or bool(finding.error)
    return (
        Card(
            _title(finding),
            [*_facts(finding), *_identity(finding)],
            status_span(finding.status),
            "public" if is_bad else "plain",
        ),
    )


def _title(finding: Any) -> Content:
    what = what_title(finding.about, finding.is_known_public)
    return (what, *resource_title(finding.resource_type, finding.resource))


def what_title(about: str, is_public: object) -> Span:
    """Begin a headline with what there is to see, before the resource is named."""
    if is_public:
        return Span("Public access to", "public")
    return Span(_TITLES.get(about, f"{shorten(about, _MOST_NAME)} of"), "strong")


def resource_title(resource_type: str, arn: str | None) -> Sequence[Span]:
    """Name a resource in a headline: its kind, and the end of its name."""
    name = shorten(_last(name_of(arn)), _MOST_NAME) if arn else "without a name"
    return (Span(shorten(kind_text(resource_type), _MOST_NAME)), Span(name, "strong", arn or ""))


def _last(name: str) -> str:
    """Return `media-exports` for `role/teams/media-exports`, and all where there is no path."""
    return name.rpartition("/")[2] or name


def _facts(finding: Any) -> Iterator[tuple[str, Content]]:
    """What access there is, or what is unused, as far as this form says."""
    if finding.error:
        yield "error", (Span(shorten(finding.error, _MOST_NAME), "public"),)
    if getattr(finding, "change_type", None):
        yield "change", _change(finding)
    if hasattr(finding, "finding_details"):
        details = finding.finding_details
        for detail in details[:_MOST_DETAILS]:
            yield from detail_rows(detail)
        if len(details) > _MOST_DETAILS:
            yield "", Span(f"and {len(details) - _MOST_DETAILS:,} more details", "muted")
        if finding.next_token:
            yield "", Span("there are more details on the next page", "muted")
    elif hasattr(finding, "principal") and not finding.error:
        yield from access_rows(finding)


def _change(finding: Any) -> Sequence[Span]:
    before = finding.existing_finding_status
    was = f"it is {before} today" if before else "there is none today"
    return (Span(shorten(finding.change_type, _MOST_NAME), "strong"), Span(was, "muted"))


def _identity(finding: Any) -> Iterator[tuple[str, Content]]:
    if finding.resource:
        yield "resource", arn_span(finding.resource)
    yield "owner", Span(shorten(finding.resource_owner_account, _MOST_NAME))
    created = moment_text(finding.created_at)
    since = [Span(created)]
    if looked := getattr(finding, "analyzed_at", None):
        # Counted to the moment when it was known, for the same finding is to show the same.
        age = age_text(finding.created_at, looked)
        known = f"{age} old when it was looked at on {looked:%Y-%m-%d}"
        since = [Span(f"{created},"), Span(known, "muted")]
    yield "since", since
    yield "id", Span(shorten(finding.id, _MOST_NAME))


def detail_face(detail: Any) -> Face:
    """Show the details of a finding by themselves."""
    is_public = getattr(detail, "is_public", None) is True
    rows = list(detail_rows(detail))
    return (Card(type(detail).__name__, rows, accent="public" if is_public else "plain"),)


def detail_rows(detail: Any) -> Rows:
    """Return what the details of a finding say, whatever they are about."""
    for kind in kinds_of(detail):
        if kind in _DETAILS:
            return list(_DETAILS[kind](detail))
    return unknown_rows(detail)


def unknown_rows(member: Any) -> Rows:
    """Return what can be said of a union's member that is new: not its payload."""
    if not getattr(member, "tag", ""):
        return [("", Span("no details", "muted"))]
    names = list(cast("Mapping[str, object]", member.value)) if _is_mapping(member.value) else []
    inside = f"with {listed(names)}" if names else ""
    what = (Span(shorten(member.tag, _MOST_NAME), "strong"), Span(shorten(inside, 200), "muted"))
    return [("new", (*what, Span("this release has no class for it", "muted")))]


def _is_mapping(value: object) -> bool:
    return isinstance(value, Mapping)


def access_rows(access: Any) -> Iterator[tuple[str, Content]]:
    """Say who has which access, through what, and on which conditions."""
    if access.is_public:
        yield "anyone may", several(access.action) or Span("—", "muted")
    else:
        yield "who", pairs(access.principal, " ") or Span("—", "muted")
        yield "may", several(access.action) or Span("—", "muted")
    yield from _circumstances(access)


def _internal(access: Any) -> Iterator[tuple[str, Content]]:
    kind = (
        [Span(shorten(access.principal_type, _MOST_NAME), "muted")] if access.principal_type else []
    )
    yield "who", [*kind, *pairs(access.principal, " ")] or Span("—", "muted")
    if access.principal_owner_account or access.access_type:
        yield (
            "of",
            (Span(access.principal_owner_account or ""), Span(access.access_type or "", "muted")),
        )
    yield "may", several(access.action) or Span("—", "muted")
    yield from _circumstances(access)
    if restriction := access.service_control_policy_restriction:
        yield "SCPs", Span(_told(restriction), "muted")


def _circumstances(access: Any) -> Iterator[tuple[str, Content]]:
    if access.sources:
        yield "through", several(map(_source, access.sources))
    yield "if", pairs(access.condition, " = ") or Span("no condition", "muted")
    if restriction := access.resource_control_policy_restriction:
        yield "RCPs", Span(_told(restriction), "muted")


def _told(restriction: str) -> str:
    return _RESTRICTED.get(restriction, restriction)


def _source(source: Any) -> str:
    detail = source.detail
    point = detail.access_point_arn if detail else None
    account = detail.access_point_account if detail else None
    through: str = _THROUGH.get(source.type) or source.type
    through = f"{through} {point}" if point else through
    return f"{through} of {account}" if account else through


def _permission(detail: Any) -> Iterator[tuple[str, Content]]:
    used = Span(_used(detail.last_accessed), "muted")
    actions = several((_action(action) for action in detail.actions), 8)
    yield shorten(detail.service_namespace, 40), [*actions, used]


def _action(action: Any) -> str:
    moment = action.last_accessed
    return f"{action.action} (used {moment:%Y-%m-%d})" if moment else str(action.action)


def _key(detail: Any) -> Iterator[tuple[str, Content]]:
    yield "access key", Span(shorten(detail.access_key_id, _MOST_NAME))
    yield from _unused(detail)


def _unused(detail: Any) -> Iterator[tuple[str, Content]]:
    yield "last used", Span(moment_text(detail.last_accessed) or "never")


def _used(moment: Any) -> str:
    return f"last used {moment:%Y-%m-%d}" if moment else "never used"


_DETAILS = {
    "ExternalAccessDetails": access_rows,
    "InternalAccessDetails": _internal,
    "UnusedPermissionDetails": _permission,
    "UnusedIamUserAccessKeyDetails": _key,
    "UnusedIamRoleDetails": _unused,
    "UnusedIamUserPasswordDetails": _unused,
}
