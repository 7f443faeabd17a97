"""Which details each type of finding has: the one place that puts the names of both together.

The service model does not say it. The names look alike but no rule makes one of the other
(`UnusedIAMRole` has `unusedIamRoleDetails`), so it is written down here, for filters and for the
emulator.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from aa_sdk.models._base import Model
from aa_sdk.models.finding_details import (
    ExternalAccessDetails,
    InternalAccessDetails,
    UnusedIamRoleDetails,
    UnusedIamUserAccessKeyDetails,
    UnusedIamUserPasswordDetails,
    UnusedPermissionDetails,
)


class DetailsOfType(NamedTuple):
    """The details that findings of one type have."""

    tag: str
    """The member of the details union, as it is on the wire."""
    model: type[Model]
    """The class of that member."""


DETAILS_BY_TYPE: Final[Mapping[str, DetailsOfType]] = {
    "ExternalAccess": DetailsOfType("externalAccessDetails", ExternalAccessDetails),
    "InternalAccess": DetailsOfType("internalAccessDetails", InternalAccessDetails),
    "UnusedIAMRole": DetailsOfType("unusedIamRoleDetails", UnusedIamRoleDetails),
    "UnusedIAMUserAccessKey": DetailsOfType(
        "unusedIamUserAccessKeyDetails", UnusedIamUserAccessKeyDetails
    ),
    "UnusedIAMUserPassword": DetailsOfType(
        "unusedIamUserPasswordDetails", UnusedIamUserPasswordDetails
    ),
    "UnusedPermission": DetailsOfType("unusedPermissionDetails", UnusedPermissionDetails),
}
"""By type of finding. A type that this release does not know has no entry, and any details."""

_TYPES: Final[Mapping[type, str]] = {
    details.model: name for name, details in DETAILS_BY_TYPE.items()
}


def type_of_details(details: Sequence[object]) -> str | None:
    """Return the type of finding that has such details, None where they do not say it.

    Args:
        details: A finding's details; all are of one kind.
    """
    return _TYPES.get(type(details[0])) if details else None
