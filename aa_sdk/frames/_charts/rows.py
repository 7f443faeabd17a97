"""What the charts count: one row a finding, from findings or from a frame of them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import repeat
from typing import Any, Literal, NamedTuple, TypeAlias

from aa_sdk.frames._charts.columns import (
    Frame,
    as_account,
    as_moment,
    as_text,
    as_texts,
    as_truth,
    frame_in,
    need,
)
from aa_sdk.frames._sources import AnyFinding, findings_in
from aa_sdk.models import (
    ExternalAccessDetails,
    FindingSummaryV2,
    GetFindingV2Response,
)

Exposure: TypeAlias = Literal["public", "cross-account", "rest", "unread"]
"""Who has access: anyone; somebody outside, as the service's statistics count it; the rest, which
is about something else or could not be analyzed. Unread is what nobody can tell without details.
"""

_HAVE_IT = "the frames and tables of findings_table have"
_MAY_BE_EXTERNAL = {"ExternalAccess", "Unknown", ""}
_LAST = datetime.max.replace(tzinfo=UTC)


class Row(NamedTuple):
    """What a chart looks at in a finding; text is empty where a frame has no such column."""

    exposure: Exposure
    about: str
    status: str
    resource: str
    resource_type: str
    account: str
    created_at: datetime | None
    actions: Sequence[str]


def rows_in(
    source: object, chart: str, needed: Sequence[str], *, with_actions: bool = False
) -> list[Row]:
    """Read rows, the oldest finding first.

    Args:
        source: Findings, or a frame of them.
        chart: What asks, for the text of an error.
        needed: The columns that a frame has to have.
        with_actions: Whether to read the actions of a frame too, which takes long.

    Raises:
        TypeError: There is something else in it.
        ValueError: A column is missing, or has something in it that cannot be read.
    """
    frame = frame_in(source)
    if frame is None:
        rows = [_row(finding) for finding in findings_in(source)]
    else:
        need(frame, chart, needed, _HAVE_IT)
        rows = list(_rows_of(frame, with_actions=with_actions))
    return sorted(rows, key=_age_then_name)


def _age_then_name(row: Row) -> tuple[datetime, str]:
    return row.created_at or _LAST, row.resource


def _row(finding: AnyFinding) -> Row:
    is_public, actions = _access(finding)
    is_settled = finding.error is not None or not isinstance(finding, FindingSummaryV2)
    return Row(
        _exposure(finding.about, is_public=is_public, is_settled=is_settled),
        finding.about,
        finding.status,
        finding.resource_text,
        finding.resource_type,
        finding.resource_owner_account,
        finding.created_at,
        actions,
    )


def _access(finding: AnyFinding) -> tuple[bool | None, Sequence[str]]:
    """Return whether anyone has access, None where it is not said, and to what."""
    match finding:
        case FindingSummaryV2():
            return None, ()
        case GetFindingV2Response():
            details = finding.details(ExternalAccessDetails)
            said = {each.is_public for each in details}
            is_public = True if True in said else None if None in said or not said else False
            return is_public, [action for each in details for action in each.action]
        case _:
            return finding.is_public, finding.action


def _exposure(about: str, *, is_public: bool | None, is_settled: bool) -> Exposure:
    if is_public:
        return "public"
    if about not in _MAY_BE_EXTERNAL:
        return "rest"
    if is_public is False:
        return "cross-account"
    return "rest" if is_settled else "unread"


def _rows_of(frame: Frame, *, with_actions: bool) -> Iterable[Row]:
    there = set(frame.names) - (set() if with_actions else {"action"})
    read = frame.columns([name for name in _COLUMNS if name in there])
    absent = repeat(None)
    columns: list[Iterable[Any]] = [read.get(name, absent) for name in _COLUMNS]
    for row in zip(*columns, strict=False):  # columns that are absent have no end
        public, about, error, hydrated, status, resource, kind, account, created, action = row
        about, kind, account = as_text(about), as_text(kind), as_account(account)
        exposure = _exposure(
            about,
            is_public=as_truth(public, "is_public"),
            is_settled=as_text(error) != "" or as_truth(hydrated, "hydrated") is True,
        )
        name = as_text(resource) or (f"{kind} of {account}" if kind and account else "")
        moment = as_moment(created, "created_at")
        yield Row(exposure, about, as_text(status), name, kind, account, moment, as_texts(action))


_COLUMNS = (
    "is_public",
    "finding_type",
    "error",
    "hydrated",
    "status",
    "resource",
    "resource_type",
    "resource_owner_account",
    "created_at",
    "action",
)
