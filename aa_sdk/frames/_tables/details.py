"""Details of findings as rows, and what nobody uses, action by action."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple, cast, get_args

from aa_sdk.frames._sources import AnyFinding, findings_in, is_many
from aa_sdk.frames._tables.accesses import ACCESS_COLUMNS, HELD_ACCESS, access_values
from aa_sdk.frames._tables.building import layout
from aa_sdk.frames._tables.columns import Column, Values
from aa_sdk.frames._tables.extras import always, extra_of, in_full, said
from aa_sdk.frames._tables.findings import HELD_BESIDE
from aa_sdk.models import (
    ExternalAccessDetails,
    FindingDetails,
    GetFindingV2Response,
    InternalAccessDetails,
    Model,
    UnknownUnionMember,
    UnusedAction,
    UnusedPermissionDetails,
)
from aa_sdk.models._finding_facts import ExternalAccessFacts
from aa_sdk.models._finding_types import DETAILS_BY_TYPE
from aa_sdk.workflows import Gone, HydrationFailed, HydrationReport

DETAILS: Final[tuple[type, ...]] = get_args(get_args(FindingDetails)[0])

_OF_FINDING = (
    Column("finding_id", "text"),
    Column("finding_type", "text"),
    Column("status", "text"),
    Column("resource", "text"),
    Column("resource_type", "text"),
    Column("resource_owner_account", "text"),
)
_FACTS = ("id", "about", "status", "resource", "resource_type", "resource_owner_account")
_TAGS = {known.model: known.tag for known in DETAILS_BY_TYPE.values()}
_HELD_DETAIL = {
    **HELD_ACCESS,
    "serviceNamespace": in_full,
    "lastAccessed": always,
    "accessKeyId": in_full,
}
_HELD_ACTION = {"action": in_full, "lastAccessed": always}


class DetailRow(NamedTuple):
    """A detail, and where it belongs."""

    finding: AnyFinding | None
    """Its finding; None for a detail that was given by itself."""
    place: int | None
    """Its place among the finding's details; None where the finding is its own."""
    detail: Any
    """The details: of the second version of the API, or a finding that holds its own."""


class ActionRow(NamedTuple):
    """An unused action, or a service without any that are named."""

    row: DetailRow
    """The details that it is in."""
    action: UnusedAction | None
    """The action; None where the service is unused as a whole."""


def detail_rows(source: object) -> Iterator[DetailRow]:
    """Go through the details of findings, or through details themselves.

    Raises:
        ValueError: A finding is a summary, which has no details.
        TypeError: There is something else in it.
    """
    for item in _whole_in(source):
        if isinstance(item, DETAILS):
            yield DetailRow(None, None, item)
        elif isinstance(item, GetFindingV2Response):
            for index, detail in enumerate(item.finding_details):
                yield DetailRow(item, index, detail)
        elif isinstance(item, ExternalAccessFacts):
            yield DetailRow(cast("AnyFinding", item), None, item)
        else:
            raise ValueError(  # noqa: TRY004 (of the right type, and not hydrated)
                "a FindingSummaryV2 has no details: read them first, with "
                "await aa_sdk.workflows.hydrate(client, analyzer_arn=…, findings=…).collect()"
            )


def action_rows(source: object) -> Iterator[ActionRow]:
    """Go through the unused actions of findings, and the services that name none."""
    for row in detail_rows(source):
        if isinstance(row.detail, UnusedPermissionDetails):
            for action in row.detail.actions or (None,):
                yield ActionRow(row, action)


def _whole_in(source: object) -> Iterator[object]:
    """Go through details and findings; what could not be read has none and is left out."""
    if isinstance(source, DETAILS):
        yield source
    elif isinstance(source, Gone | HydrationFailed):
        return
    elif isinstance(source, HydrationReport):
        yield from source.findings
    elif is_many(source):
        for item in source:
            yield from _whole_in(item)
    else:
        yield from findings_in(source)


def _finding_values(rows: Sequence[DetailRow]) -> list[Values]:
    found = [row.finding for row in rows]
    return [[None if one is None else getattr(one, name) for one in found] for name in _FACTS]


def _details(rows: Sequence[DetailRow]) -> list[Values]:
    details = [row.detail for row in rows]
    fields: list[dict[str, Any]] = [vars(detail) for detail in details]
    accesses = [detail if _is_access(detail) else None for detail in details]
    return [
        *_finding_values(rows),
        [row.place for row in rows],
        list(map(_tag, details)),
        *access_values(accesses),
        [one.get("service_namespace") for one in fields],
        [len(d.actions) if isinstance(d, UnusedPermissionDetails) else None for d in details],
        [one.get("last_accessed") for one in fields],
        [one.get("access_key_id") for one in fields],
        [_extra(detail) for detail in details],
    ]


def _is_access(detail: object) -> bool:
    return isinstance(detail, ExternalAccessDetails | InternalAccessDetails | ExternalAccessFacts)


def _tag(detail: object) -> str | None:
    if isinstance(detail, UnknownUnionMember):
        return detail.tag or None
    return _TAGS.get(cast("type[Model]", type(detail)), "externalAccessDetails")


def _extra(detail: Model | UnknownUnionMember) -> str | None:
    if isinstance(detail, ExternalAccessFacts):
        return extra_of(detail, HELD_BESIDE)
    return extra_of(detail, {} if isinstance(detail, UnknownUnionMember) else _HELD_DETAIL)


def _actions(rows: Sequence[ActionRow]) -> list[Values]:
    services = [row.row.detail for row in rows]
    actions = [row.action for row in rows]
    return [
        *_finding_values([row.row for row in rows]),
        [service.service_namespace for service in services],
        [None if action is None else action.action for action in actions],
        [said(action, "last_accessed") for action in actions],
        [service.last_accessed for service in services],
        [None if action is None else extra_of(action, _HELD_ACTION) for action in actions],
    ]


DETAILS_LAYOUT: Final = layout(
    "details",
    (
        *_OF_FINDING,
        Column("detail_index", "number"),
        Column("detail_type", "text"),
        *ACCESS_COLUMNS,
        Column("service_namespace", "text"),
        Column("unused_actions", "number"),
        Column("last_accessed", "moment"),
        Column("access_key_id", "text"),
        Column("extra", "text"),
    ),
    _details,
)
"""One row for each detail."""

ACTIONS_LAYOUT: Final = layout(
    "unused actions",
    (
        *_OF_FINDING,
        Column("service_namespace", "text"),
        Column("action", "text"),
        Column("last_accessed", "moment"),
        Column("service_last_accessed", "moment"),
        Column("extra", "text"),
    ),
    _actions,
)
"""One row for each unused action."""
