"""Which details a finding has, by its type: the one table of it."""

from collections.abc import Mapping
from types import MappingProxyType
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
    """The details of one type of finding."""

    tag: str
    """The member of the details union on the wire."""
    model: type[Model]
    """Their class."""


DETAILS_BY_TYPE: Final[Mapping[str, DetailsOfType]] = MappingProxyType(
    {
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
)
"""The details by type of finding, such as `ExternalAccess`; for types this release knows."""
