"""The families of events about findings, and where each carries what a filter key asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from aa_sdk.filters._evaluation.accessors import EVENT_NAMES, REQUIRED
from aa_sdk.filters._keys import FILTER_KEYS
from aa_sdk.models._finding_types import DETAILS_BY_TYPE

MemberKind: TypeAlias = Literal["text", "boolean", "number", "list", "map"]
"""What the JSON of a member is."""

PlaceKind: TypeAlias = MemberKind | Literal["type", "external", "nowhere"]
"""What is found at a place: a member; a finding type; the one of external access, which its events
do not say; or nothing, ever."""


@dataclass(frozen=True, slots=True)
class Family:
    """A family of events about findings."""

    access: str
    """The access that its findings are about, as it stands in messages."""
    detail_type: str
    """Its `detail-type`."""
    finding_types: frozenset[str]
    """The types that its findings are known to have."""
    members: Mapping[str, MemberKind]
    """The members of its `detail`."""
    required: frozenset[str]
    """The filter keys without which `matches` refuses an event."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where events of a family have a key."""

    path: tuple[str, ...]
    """The way to it from `detail`; for a key that is nowhere, the key."""
    kind: PlaceKind
    """What is there."""
    is_optional: bool = True
    """Whether an event without it can match: `matches` refuses events that lack certain keys."""


_FINDING: Final[Mapping[str, MemberKind]] = {
    "accountId": "text",
    "analyzedAt": "text",
    "createdAt": "text",
    "error": "text",
    "isDeleted": "boolean",
    "resource": "text",
    "resourceType": "text",
    "status": "text",
    "updatedAt": "text",
    "version": "text",
}
_ACCESS: Final[Mapping[str, MemberKind]] = {
    **_FINDING,
    "action": "list",
    "condition": "map",
    "id": "text",
    "principal": "map",
    "resourceControlPolicyRestrictionType": "text",
}
_NOT_UNUSED: Final = frozenset({"ExternalAccess", "InternalAccess"})

FAMILIES: Final = (
    Family(
        "external",
        "Access Analyzer Finding",
        frozenset({"ExternalAccess"}),
        {**_ACCESS, "isPublic": "boolean", "region": "text"},
        # Events are documented to have the restriction, but no sample of an external one does: one
        # that lacks it says nothing of it.
        REQUIRED | {"resourceControlPolicyRestriction"},
    ),
    Family(
        "internal",
        "Internal Access Finding",
        frozenset({"InternalAccess"}),
        {
            **_ACCESS,
            "accessType": "text",
            "findingType": "text",
            "principalOwnerAccount": "text",
            "principalType": "text",
            "serviceControlPolicyRestrictionType": "text",
        },
        REQUIRED,
    ),
    Family(
        "unused",
        "Unused Access Finding for IAM entities",
        frozenset(DETAILS_BY_TYPE) - _NOT_UNUSED,
        {
            **_FINDING,
            "findingId": "text",
            "findingType": "text",
            "numberOfUnusedActions": "number",
            "numberOfUnusedServices": "number",
            "previousStatus": "text",
        },
        REQUIRED,
    ),
)
"""The families in the order of their patterns."""

_MAPS: Final = ("principal", "condition")
_CONDITIONS: Final = {
    name.casefold(): name.partition(".")[2] for name in FILTER_KEYS if name.startswith("condition.")
}


def place_of(key: str, family: Family) -> Place:
    """Return where events of a family have what a filter key asks for.

    Args:
        key: The filter key, documented or not.
        family: The family.
    """
    if key == "findingType":
        return _place_of_type(family)
    root, _, entry = key.partition(".")
    if root in _MAPS and entry:
        # Names in patterns are compared exactly, so a documented one is written as documented.
        path = (root, _CONDITIONS.get(key.casefold(), entry))
        return Place(path, "text") if root in family.members else Place((key,), "nowhere")
    if key not in FILTER_KEYS:
        return _undocumented(key, family)
    name = key if key in family.members else EVENT_NAMES.get(key, key)
    return Place((name,), family.members.get(name, "nowhere"), key not in family.required)


def is_known(key: str) -> bool:
    """Tell whether a key that filters do not have is a member of some event.

    Args:
        key: The key.
    """
    return any(key in family.members for family in FAMILIES)


def _place_of_type(family: Family) -> Place:
    if "findingType" in family.members:
        return Place(("findingType",), "type", is_optional=False)
    return Place(("findingType",), "external")


def _undocumented(key: str, family: Family) -> Place:
    """Return the place of a key that filters do not have: `matches` refuses events without it."""
    root, dot, entry = key.partition(".")
    kind: PlaceKind = "text"  # what nobody knows is text, as nearly everything in events is
    if is_known(root):
        kind = family.members.get(key, "nowhere")
    path = (root, entry) if dot and root and entry else (key,)
    return Place(path, kind, is_optional=False)
