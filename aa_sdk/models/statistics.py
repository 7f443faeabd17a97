"""Finding statistics: how many findings an analyzer has, by status and by what they are about."""

from typing import Annotated, TypeAlias

from pydantic import Field

from aa_sdk._lazy import hide_imports
from aa_sdk.models._base import Model, Request, Response, Returns
from aa_sdk.models._types import ListOrEmpty, MapOrEmpty, Timestamp
from aa_sdk.models._unions import TaggedUnion, UnknownUnionMember
from aa_sdk.models.findings import ResourceType

__all__ = (
    "ExternalAccessFindingsStatistics",
    "FindingAggregationAccountDetails",
    "FindingsStatistics",
    "GetFindingsStatisticsRequest",
    "GetFindingsStatisticsResponse",
    "InternalAccessFindingsStatistics",
    "InternalAccessResourceTypeDetails",
    "ResourceTypeDetails",
    "UnusedAccessFindingsStatistics",
    "UnusedAccessTypeStatistics",
)
hide_imports(__name__)


class ResourceTypeDetails(Model, frozen=True):
    """Active external access findings of one kind of resource."""

    total_active_public: int | None = None
    """Those that let everyone in."""
    total_active_cross_account: int | None = None
    """Those that let other accounts in."""
    total_active_errors: int | None = None
    """Those that say a resource could not be analyzed."""


class ExternalAccessFindingsStatistics(Model, frozen=True):
    """Findings of an external access analyzer."""

    resource_type_statistics: MapOrEmpty[ResourceType, ResourceTypeDetails] = Field(
        default_factory=dict[ResourceType, ResourceTypeDetails]
    )
    """The active ones by kind of resource."""
    total_active_findings: int | None = None
    """The active ones."""
    total_archived_findings: int | None = None
    """The archived ones."""
    total_resolved_findings: int | None = None
    """The resolved ones."""


class InternalAccessResourceTypeDetails(Model, frozen=True):
    """Internal access findings of one kind of resource."""

    total_active_findings: int | None = None
    """The active ones."""
    total_resolved_findings: int | None = None
    """The resolved ones."""
    total_archived_findings: int | None = None
    """The archived ones."""


class InternalAccessFindingsStatistics(Model, frozen=True):
    """Findings of an internal access analyzer."""

    resource_type_statistics: MapOrEmpty[ResourceType, InternalAccessResourceTypeDetails] = Field(
        default_factory=dict[ResourceType, InternalAccessResourceTypeDetails]
    )
    """All of them by kind of resource."""
    total_active_findings: int | None = None
    """The active ones."""
    total_archived_findings: int | None = None
    """The archived ones."""
    total_resolved_findings: int | None = None
    """The resolved ones."""


class FindingAggregationAccountDetails(Model, frozen=True):
    """Active unused access findings of one account."""

    account: str | None = None
    """Account id."""
    number_of_active_findings: int | None = None
    """How many there are."""
    details: MapOrEmpty[str, int] = Field(default_factory=dict)
    """How many there are of each type of unused access."""


class UnusedAccessTypeStatistics(Model, frozen=True):
    """Findings of one type of unused access."""

    unused_access_type: str | None = None
    """The type; presumably a `FindingType`."""
    total: int | None = None
    """How many there are."""


class UnusedAccessFindingsStatistics(Model, frozen=True):
    """Findings of an unused access analyzer."""

    unused_access_type_statistics: ListOrEmpty[UnusedAccessTypeStatistics] = ()
    """All of them by type of unused access."""
    top_accounts: ListOrEmpty[FindingAggregationAccountDetails] = ()
    """The 1 to 10 accounts with the most active findings. For an organization."""
    total_active_findings: int | None = None
    """The active ones."""
    total_archived_findings: int | None = None
    """The archived ones."""
    total_resolved_findings: int | None = None
    """The resolved ones."""


FindingsStatistics: TypeAlias = Annotated[
    ExternalAccessFindingsStatistics
    | InternalAccessFindingsStatistics
    | UnusedAccessFindingsStatistics
    | UnknownUnionMember,
    TaggedUnion(
        externalAccessFindingsStatistics=ExternalAccessFindingsStatistics,
        internalAccessFindingsStatistics=InternalAccessFindingsStatistics,
        unusedAccessFindingsStatistics=UnusedAccessFindingsStatistics,
    ),
]
"""Statistics by the kind of analyzer."""


class GetFindingsStatisticsResponse(Response, frozen=True):
    """Response to `GetFindingsStatistics`."""

    findings_statistics: ListOrEmpty[FindingsStatistics] = ()
    """The statistics, one entry for the analyzer's kind."""
    last_updated_at: Timestamp | None = None
    """When they were computed. Absent until that has been done once."""


class GetFindingsStatisticsRequest(Request, Returns[GetFindingsStatisticsResponse], frozen=True):
    """Read the statistics of an analyzer."""

    analyzer_arn: str
    """ARN of the analyzer."""
