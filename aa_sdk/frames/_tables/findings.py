"""Findings as rows, in whatever form they came."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any, Final, TypeAlias

from aa_sdk._display import json_text
from aa_sdk.frames._sources import finding_of
from aa_sdk.frames._tables.accesses import ACCESS_COLUMNS, HELD_ACCESS, Access, access_values
from aa_sdk.frames._tables.building import Layout
from aa_sdk.frames._tables.columns import Column, LoneSurrogateError, Values, chunk_of
from aa_sdk.frames._tables.extras import Held, always, extra_of, in_full, left_of, wire
from aa_sdk.models import (
    AccessPreviewFinding,
    ExternalAccessDetails,
    Finding,
    FindingSummary,
    FindingSummaryV2,
    GetFindingV2Response,
    InternalAccessDetails,
    UnusedIamUserAccessKeyDetails,
    UnusedPermissionDetails,
)
from aa_sdk.models._finding_types import DETAILS_BY_TYPE
from aa_sdk.workflows._fleet.results import FleetFinding

_FACTS = (
    Column("id", "text"),
    Column("status", "text"),
    Column("finding_type", "text"),
    Column("resource", "text"),
    Column("resource_type", "text"),
    Column("resource_owner_account", "text"),
    Column("created_at", "moment"),
    Column("updated_at", "moment"),
    Column("analyzed_at", "moment"),
    Column("error", "text"),
)
COLUMNS: Final = (
    *_FACTS,
    *ACCESS_COLUMNS,
    Column("unused_services", "number"),
    Column("unused_actions", "number"),
    Column("last_accessed", "moment"),
    Column("access_key_id", "text"),
    Column("change_type", "text"),
    Column("existing_finding_id", "text"),
    Column("existing_finding_status", "text"),
    Column("hydrated", "flag"),
    Column("account", "text"),
    Column("region", "text"),
    Column("analyzer_arn", "text"),
    Column("extra", "text"),
)

Named: TypeAlias = dict[str, Values]
"""Values by the name of their column; what is not there is null."""
Beside: TypeAlias = Finding | FindingSummary | AccessPreviewFinding

_NAMES = [column.name for column in COLUMNS]
_FACT_FIELDS = [column.name for column in _FACTS]
_ACCESS_NAMES = [column.name for column in ACCESS_COLUMNS]
_HELD = {
    "id": in_full,
    "status": in_full,
    "findingType": in_full,
    "resource": in_full,
    "resourceType": in_full,
    "resourceOwnerAccount": in_full,
    "createdAt": always,
    "updatedAt": always,
    "analyzedAt": always,
    "error": in_full,
    "changeType": in_full,
    "existingFindingId": in_full,
    "existingFindingStatus": in_full,
}
HELD_BESIDE: Final[Held] = {**_HELD, **HELD_ACCESS}
"""The members of a finding that holds its own details which have columns."""
_HELD_DETAIL = {**HELD_ACCESS, "lastAccessed": always, "accessKeyId": in_full}
_OF_PREVIEWS = ("change_type", "existing_finding_id", "existing_finding_status")
_NULLABLE = (
    *("resource", "error", "is_public", "resource_control_policy_restriction"),
    *("existing_finding_id", "existing_finding_status"),
)
_SUMMARY_MEMBERS = len(FindingSummaryV2.model_fields)

_fields = attrgetter("__dict__")  # read from, a model asks its class first
_names_set = attrgetter("__pydantic_fields_set__")
_unknown = attrgetter("__pydantic_extra__")


def _chunk(schema: Any, items: Sequence[Any], most: int) -> Any:
    def made(*, quick: bool) -> Any:
        named = _named(found, quick=quick) | places
        values = [named.get(name) for name in _NAMES]
        return chunk_of(schema, COLUMNS, values, len(items), strict=quick, most_characters=most)

    places = _places(items)
    found = list(map(finding_of, items)) if places else items
    try:
        return made(quick=True)
    except LoneSurrogateError:  # each text is looked at then, for what columns cannot say
        return made(quick=False)


FINDINGS: Final = Layout("findings", COLUMNS, _chunk)
"""One row for each finding."""


def _places(items: Sequence[Any]) -> Named:
    """Return where a fleet has found them; nothing where it has found none."""
    places = [item if isinstance(item, FleetFinding) else None for item in items]
    if not any(places):
        return {}
    return {
        "account": [place and place.account for place in places],
        "region": [place and place.region for place in places],
        "analyzer_arn": [place and place.analyzer.arn for place in places],
    }


def _named(items: Sequence[Any], *, quick: bool) -> Named:
    classes = dict.fromkeys(map(type, items))
    if len(classes) == 1:
        return _reader(next(iter(classes)))(items, quick)
    together: dict[str, list[Any]] = {name: [None] * len(items) for name in _NAMES}
    for kind in classes:
        places = [place for place, item in enumerate(items) if type(item) is kind]
        for name, values in _reader(kind)([items[place] for place in places], quick).items():
            for place, value in zip(places, values or (), strict=False):
                together[name][place] = value
    return dict(together)


def _summaries(items: Sequence[FindingSummaryV2], quick: bool) -> Named:  # noqa: FBT001 (a reader)
    fields = list(map(_fields, items))
    named: Named = {name: list(map(itemgetter(name), fields)) for name in _FACT_FIELDS}
    types, resources, errors = (named[name] for name in ("finding_type", "resource", "error"))
    if quick:
        numbers = map(len, map(_names_set, items))
        # A null that was sent is set as a value is; what was not sent is null and not set.
        odd = [
            kind is None or unknown or set_ + (text is None) + (code is None) != _SUMMARY_MEMBERS
            for kind, unknown, set_, text, code in zip(
                types or (),
                map(_unknown, items),
                numbers,
                resources or (),
                errors or (),
                strict=True,
            )
        ]
    else:
        odd = [True] * len(items)
    if any(odd):
        named["finding_type"] = [item.about for item in items]
        named["extra"] = [
            _extra_of_typed(item) if is_odd else None
            for item, is_odd in zip(items, odd, strict=True)
        ]
    return named | {"hydrated": [False] * len(items)}


def _whole(items: Sequence[GetFindingV2Response], quick: bool) -> Named:  # noqa: ARG001, FBT001 (a reader)
    accesses = list(map(_access_of, items))
    unused = [_unused_services(item) for item in items]
    return {
        **{name: [vars(item)[name] for item in items] for name in _FACT_FIELDS},
        **dict(zip(_ACCESS_NAMES, access_values(accesses), strict=True)),
        "finding_type": [item.about for item in items],
        "is_public": list(map(is_public, items)),
        "unused_services": [None if given is None else len(given) for given in unused],
        "unused_actions": [
            None if given is None else sum(len(service.actions) for service in given)
            for given in unused
        ],
        "last_accessed": list(map(_last_accessed, items)),
        "access_key_id": list(map(_access_key, items)),
        "hydrated": [True] * len(items),
        "extra": list(map(_extra_of_typed, items)),
    }


def _beside(items: Sequence[Beside], quick: bool) -> Named:  # noqa: FBT001 (a reader)
    return {
        **{name: [vars(item).get(name) for item in items] for name in _FACT_FIELDS},
        **{name: [vars(item).get(name) for item in items] for name in _OF_PREVIEWS},
        **dict(zip(_ACCESS_NAMES, access_values(items), strict=True)),
        "finding_type": [item.about for item in items],
        "hydrated": [True] * len(items),
        "extra": [
            None if quick and _is_plain(item) else extra_of(item, HELD_BESIDE) for item in items
        ],
    }


_READERS: dict[type, Callable[[Sequence[Any], bool], Named]] = {
    FindingSummaryV2: _summaries,
    GetFindingV2Response: _whole,
    FindingSummary: _beside,
    Finding: _beside,
    AccessPreviewFinding: _beside,
}


@cache
def _reader(kind: type) -> Callable[[Sequence[Any], bool], Named]:
    return next(_READERS[base] for base in kind.__mro__ if base in _READERS)


def _is_plain(item: Beside) -> bool:
    """Tell whether the columns say all of it, lone surrogates aside."""
    names, fields = _names_set(item), _fields(item)
    return (
        not _unknown(item)
        and ("principal" not in names or len(item.principal) == 1)
        and not any(name in names and fields[name] is None for name in _NULLABLE)
    )


def _extra_of_typed(item: FindingSummaryV2 | GetFindingV2Response) -> str | None:
    """Write what the columns do not say, or all of it where they say more than the finding does.

    A finding without a type has one in its column all the same, and details of which the columns
    seem to tell.
    """
    left = left_of(item, _HELD)
    names = item.model_fields_set
    if isinstance(item, GetFindingV2Response):
        if _is_said(item):
            del left["findingDetails"]
        is_more = not {"finding_type", "finding_details"} <= names
    else:
        is_more = "finding_type" not in names
    if is_more or "id" in left:
        left = wire(item)
    return json_text(left) if left else None


def _is_said(item: GetFindingV2Response) -> bool:
    """Tell whether the columns say all of the details: one, of the finding's type, in full."""
    known = DETAILS_BY_TYPE.get(item.finding_type or "")
    if known is None or len(item.finding_details) != 1:
        return False
    (detail,) = item.finding_details
    return (
        type(detail) is known.model
        and not isinstance(detail, UnusedPermissionDetails)
        and not left_of(detail, _HELD_DETAIL)
    )


def _access_of(item: GetFindingV2Response) -> Access:
    for detail in item.finding_details:
        if isinstance(detail, ExternalAccessDetails | InternalAccessDetails):
            return detail
    return None


def _access_key(item: GetFindingV2Response) -> str | None:
    key = item.detail(UnusedIamUserAccessKeyDetails)
    return None if key is None else key.access_key_id


def is_public(item: GetFindingV2Response) -> bool | None:
    """Tell whether anyone has access by any of the details; None where they do not tell."""
    said = {each.is_public for each in item.details(ExternalAccessDetails)}
    return True if True in said else None if None in said or not said else False


def _unused_services(item: GetFindingV2Response) -> tuple[UnusedPermissionDetails, ...] | None:
    return item.details(UnusedPermissionDetails) if item.about == "UnusedPermission" else None


def _last_accessed(item: GetFindingV2Response) -> datetime | None:
    """When what is unused was last used: of several services the last time of all."""
    moments = (vars(each).get("last_accessed") for each in item.finding_details)
    return max((moment for moment in moments if moment is not None), default=None)
