"""The services that the emulator answers for, by the names that requests are signed for."""

from collections.abc import Mapping

SERVICE = "access-analyzer"
"""IAM Access Analyzer itself."""

STS = "sts"
ORGANIZATIONS = "organizations"
ACCOUNT = "account"

NEIGHBOURS: Mapping[str, tuple[str, ...]] = {
    STS: ("AssumeRole", "GetCallerIdentity"),
    ORGANIZATIONS: (
        "DescribeOrganization",
        "ListAccounts",
        "ListAccountsForParent",
        "ListDelegatedAdministrators",
        "ListOrganizationalUnitsForParent",
        "ListRoots",
    ),
    ACCOUNT: ("GetRegionOptStatus", "ListRegions"),
}
"""What is answered of the services that a program asks where it goes from account to account."""

NEIGHBOUR_OPERATIONS: frozenset[str] = frozenset(
    operation for operations in NEIGHBOURS.values() for operation in operations
)
"""The names of all of these operations. No two services have one in common."""

SERVICES: frozenset[str] = frozenset({SERVICE, *NEIGHBOURS})
"""The names of all of these services."""
