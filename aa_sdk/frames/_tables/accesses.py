"""Who has which access: columns that findings and their details share."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias

from aa_sdk.frames._tables.columns import Column, Values
from aa_sdk.frames._tables.extras import Held, always, in_full, is_utf8, json_of, said
from aa_sdk.models import (
    AccessPreviewFinding,
    ExternalAccessDetails,
    Finding,
    FindingSummary,
    InternalAccessDetails,
)

Access: TypeAlias = (
    ExternalAccessDetails
    | InternalAccessDetails
    | Finding
    | FindingSummary
    | AccessPreviewFinding
    | None
)
"""What says who has access: details, or a finding that holds its own; None for what does not."""

ACCESS_COLUMNS: Final = (
    Column("is_public", "flag"),
    Column("principal_kind", "text"),
    Column("principal", "text"),
    Column("principal_type", "text"),
    Column("principal_owner_account", "text"),
    Column("access_type", "text"),
    Column("action", "texts"),
    Column("condition", "text"),
    Column("condition_keys", "texts"),
    Column("sources", "text"),
    Column("resource_control_policy_restriction", "text"),
    Column("service_control_policy_restriction", "text"),
)


def _is_one(principal: Mapping[str, str]) -> bool:
    return len(principal) == 1 and all(map(is_utf8, (*principal.keys(), *principal.values())))


HELD_ACCESS: Final[Held] = {
    "isPublic": in_full,
    "principal": _is_one,
    "principalType": in_full,
    "principalOwnerAccount": in_full,
    "accessType": in_full,
    "action": in_full,
    "condition": always,
    "sources": always,
    "resourceControlPolicyRestriction": in_full,
    "serviceControlPolicyRestriction": in_full,
}
"""The members that have columns here."""


def access_values(accesses: Sequence[Access]) -> list[Values]:
    """Read the columns; of several principals the first."""

    def field(name: str) -> list[Any]:
        return [said(access, name) for access in accesses]

    principals = [_first(given) for given in field("principal")]
    conditions = field("condition")
    return [
        field("is_public"),
        [kind for kind, _ in principals],
        [name for _, name in principals],
        field("principal_type"),
        field("principal_owner_account"),
        field("access_type"),
        field("action"),
        [None if given is None else _condition(tuple(given.items())) for given in conditions],
        [None if given is None else list(given) for given in conditions],
        [json_of(given) for given in field("sources")],
        field("resource_control_policy_restriction"),
        field("service_control_policy_restriction"),
    ]


def _first(principal: Mapping[str, str] | None) -> tuple[str | None, str | None]:
    return next(iter(principal.items())) if principal else (None, None)


@lru_cache(maxsize=256)  # most are the same few, or empty
def _condition(entries: tuple[tuple[str, str], ...]) -> str | None:
    return json_of(dict(entries))
