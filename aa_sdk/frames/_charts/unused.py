"""Services that roles and users may use and do not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from aa_sdk.frames._charts.columns import Frame, as_moment, as_text, frame_in, need
from aa_sdk.frames._sources import AnyFinding, findings_in
from aa_sdk.models import FindingSummaryV2, GetFindingV2Response, UnusedPermissionDetails

_HAVE_IT = (
    "the frames and tables of details_table and unused_actions_table have: make one of findings "
    "that were read with aa_sdk.workflows.hydrate, for summaries do not name services"
)
_DETAILS_NEEDED = (
    "unused_services_heatmap needs to know which services are not used, and summaries do not say "
    "it: read the findings with aa_sdk.workflows.hydrate, and pass what that returns"
)
_NEEDED = ("resource", "service_namespace", "last_accessed")


class Unused(NamedTuple):
    """A service that is not used, by whom."""

    who: str
    """ARN of the role or user."""
    service: str
    """The service as IAM names it."""
    last_used: datetime | None
    """When it was last used; None for never."""
    actions: int
    """How many of its actions are known not to be used."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is not used, and what was left out."""

    unused: Sequence[Unused]
    """One for each role or user and service."""
    given: int = 0
    """How many findings there were, of whatever kind; 0 for a frame without rows."""
    resolved: int = 0
    """How many were left out, because what they were about is used now, or gone."""
    unread: int = 0
    """How many have no details."""


def unused_in(source: object) -> Found:
    """Read what is not used, from whole findings or from a frame with a row for each service.

    Raises:
        TypeError: There is something else in it.
        ValueError: A column is missing; or there are summaries, and no details at all.
    """
    frame = frame_in(source)
    found = _of_findings([*findings_in(source)]) if frame is None else _of_frame(frame)
    if found.unread and not found.unused:
        raise ValueError(_DETAILS_NEEDED)
    return found


def _of_findings(findings: Sequence[AnyFinding]) -> Found:
    about = [each for each in findings if each.about in {"UnusedPermission", "Unknown"}]
    open_now = [each for each in about if each.status != "RESOLVED"]
    resolved = sum(each.status == "RESOLVED" and not each.error for each in about)
    unread = sum(isinstance(each, FindingSummaryV2) and not each.error for each in open_now)
    unused = (
        _unused(each.resource_text, detail)
        for each in open_now
        if isinstance(each, GetFindingV2Response)
        for detail in each.details(UnusedPermissionDetails)
    )
    return Found(_merged(unused), len(findings), resolved, unread)


def _unused(who: str, detail: UnusedPermissionDetails) -> Unused:
    return Unused(who, detail.service_namespace, detail.last_accessed, len(detail.actions))


def _of_frame(frame: Frame) -> Found:
    need(frame, "unused_services_heatmap", _NEEDED, _HAVE_IT)
    there = set(frame.names)
    read = frame.columns([name for name in _COLUMNS if name in there])
    number = len(read["resource"])
    columns = [read.get(name, [None] * number) for name in _COLUMNS]
    # A row is a service, or one of its actions; these tell of their own last use, and of its.
    column = _OF_SERVICE if _OF_SERVICE in there else "last_accessed"
    unused, resolved = list[Unused](), set[object]()
    for row, values in enumerate(zip(*columns, strict=True)):
        who, service, used, service_used, action, status, finding = values
        if not service:  # details about something else, and findings without any
            continue
        if status == "RESOLVED":
            resolved.add(finding or row)
            continue
        last_used = as_moment(service_used if column == _OF_SERVICE else used, column)
        unused.append(Unused(as_text(who), as_text(service), last_used, int(bool(action))))
    return Found(_merged(unused), number, len(resolved))


_OF_SERVICE = "service_last_accessed"
_COLUMNS = (*_NEEDED, _OF_SERVICE, "action", "status", "finding_id")


def _merged(found: Iterable[Unused]) -> list[Unused]:
    """Bring together what several rows or findings say of the same service."""
    together: dict[tuple[str, str], Unused] = {}
    for one in found:
        before = together.setdefault((one.who, one.service), one)
        if before is not one:
            used = [each.last_used for each in (before, one) if each.last_used]
            actions = before.actions + one.actions
            merged = before._replace(last_used=max(used, default=None), actions=actions)
            together[one.who, one.service] = merged
    return [*together.values()]
