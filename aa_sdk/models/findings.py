"""Findings: what analyzers report, in the first and the second version of the API.

Version 2 (`ListFindingsV2`, `GetFindingV2`) serves every kind of analyzer; version 1 only
external access. A finding that carries `error` says that its resource could not be analyzed.
"""

from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import Field, StrictInt

from aa_sdk._lazy import hide_imports
from aa_sdk.models._base import EmptyResponse, Model, Request, Response, Returns
from aa_sdk.models._finding_facts import ExternalAccessFacts, ResourceFacts
from aa_sdk.models._finding_types import type_of_details
from aa_sdk.models._types import (
    ListOf,
    ListOrEmpty,
    MapOrEmpty,
    OpenEnum,
    Texts,
    Timestamp,
    UniqueText,
)
from aa_sdk.models.criteria import FilterCriteria, SortCriteria
from aa_sdk.models.finding_details import (
    ExternalAccessDetails,
    FindingDetails,
    FindingSource,
    ResourceControlPolicyRestriction,
)

__all__ = (
    "Finding",
    "FindingStatus",
    "FindingStatusUpdate",
    "FindingSummary",
    "FindingSummaryV2",
    "FindingType",
    "GetFindingRequest",
    "GetFindingResponse",
    "GetFindingV2Request",
    "GetFindingV2Response",
    "ListFindingsRequest",
    "ListFindingsResponse",
    "ListFindingsV2Request",
    "ListFindingsV2Response",
    "ResourceType",
    "UpdateFindingsRequest",
)
hide_imports(__name__)


ResourceType: TypeAlias = Annotated[
    Literal[
        "AWS::S3::Bucket",
        "AWS::IAM::Role",
        "AWS::SQS::Queue",
        "AWS::Lambda::Function",
        "AWS::Lambda::LayerVersion",
        "AWS::KMS::Key",
        "AWS::SecretsManager::Secret",
        "AWS::EFS::FileSystem",
        "AWS::EC2::Snapshot",
        "AWS::ECR::Repository",
        "AWS::RDS::DBSnapshot",
        "AWS::RDS::DBClusterSnapshot",
        "AWS::SNS::Topic",
        "AWS::S3Express::DirectoryBucket",
        "AWS::DynamoDB::Table",
        "AWS::DynamoDB::Stream",
        "AWS::IAM::User",
    ],
    OpenEnum(),
]
"""Kinds of resources that have findings. Unused access concerns IAM roles and users only."""

FindingStatus: TypeAlias = Annotated[Literal["ACTIVE", "ARCHIVED", "RESOLVED"], OpenEnum()]
"""Status of a finding.

`ARCHIVED` is set by a rule or by `UpdateFindings`. `RESOLVED` is set by the service alone, when
the access is gone; such a finding is removed after 90 days.
"""

FindingStatusUpdate: TypeAlias = Annotated[Literal["ACTIVE", "ARCHIVED"], OpenEnum()]
"""The statuses one can set oneself."""

FindingType: TypeAlias = Annotated[
    Literal[
        "ExternalAccess",
        "UnusedIAMRole",
        "UnusedIAMUserAccessKey",
        "UnusedIAMUserPassword",
        "UnusedPermission",
        "InternalAccess",
    ],
    OpenEnum(),
]
"""What a finding is about. The kind of its analyzer decides which types there can be."""

D = TypeVar("D", bound=FindingDetails)


class Finding(Model, ExternalAccessFacts, frozen=True):
    """An external access finding."""

    id: str
    """Id of the finding."""
    resource_type: ResourceType
    """Kind of the resource."""
    condition: MapOrEmpty[str, str] = Field(default_factory=dict)
    """The conditions on the access: condition key to value. Empty on an error finding."""
    created_at: Timestamp
    """When the finding was made."""
    analyzed_at: Timestamp
    """When the resource was last looked at."""
    updated_at: Timestamp
    """When the finding last changed."""
    status: FindingStatus
    """Its status."""
    resource_owner_account: str
    """Account id of the resource's owner."""
    principal: MapOrEmpty[str, str] = Field(default_factory=dict)
    """Who has access: kind (`AWS`, `Federated` …) to name."""
    action: ListOrEmpty[str] = ()
    """The IAM actions that are allowed."""
    resource: str | None = None
    """ARN of the resource."""
    is_public: bool | None = None
    """Whether anyone at all has access. Absent on an error finding."""
    error: str | None = None
    """Code of what kept the resource from being analyzed. Absent when nothing did."""
    sources: ListOrEmpty[FindingSource] = ()
    """Through what the access is given. For S3 buckets only."""
    resource_control_policy_restriction: ResourceControlPolicyRestriction | None = None
    """What resource control policies do to the access."""


# The members are those of `Finding`, said again: the service has a shape for each, and is free to
# change one of them.
class FindingSummary(Model, ExternalAccessFacts, frozen=True):
    """An external access finding as it stands in a list."""

    id: UniqueText
    """Id of the finding."""
    resource_type: ResourceType
    """Kind of the resource."""
    condition: MapOrEmpty[str, str] = Field(default_factory=dict)
    """The conditions on the access: condition key to value. Empty on an error finding."""
    created_at: Timestamp
    """When the finding was made."""
    analyzed_at: Timestamp
    """When the resource was last looked at."""
    updated_at: Timestamp
    """When the finding last changed."""
    status: FindingStatus
    """Its status."""
    resource_owner_account: str
    """Account id of the resource's owner."""
    principal: MapOrEmpty[str, str] = Field(default_factory=dict)
    """Who has access: kind (`AWS`, `Federated` …) to name."""
    action: ListOrEmpty[str] = ()
    """The IAM actions that are allowed."""
    resource: UniqueText | None = None
    """ARN of the resource."""
    is_public: bool | None = None
    """Whether anyone at all has access. Absent on an error finding."""
    error: str | None = None
    """Code of what kept the resource from being analyzed. Absent when nothing did."""
    sources: ListOrEmpty[FindingSource] = ()
    """Through what the access is given. For S3 buckets only."""
    resource_control_policy_restriction: ResourceControlPolicyRestriction | None = None
    """What resource control policies do to the access."""


class FindingSummaryV2(Model, ResourceFacts, frozen=True):
    """A finding of any type as it stands in a list, without its details."""

    analyzed_at: Timestamp
    """When the resource, role or user was last looked at."""
    created_at: Timestamp
    """When the finding was made."""
    id: UniqueText
    """Id of the finding."""
    resource_type: ResourceType
    """Kind of the resource."""
    resource_owner_account: str
    """Account id of the resource's owner."""
    status: FindingStatus
    """Its status."""
    updated_at: Timestamp
    """When the finding last changed."""
    error: str | None = None
    """Code of what kept the resource from being analyzed. Absent when nothing did."""
    resource: UniqueText | None = None
    """ARN of the resource; for unused access, of the role or user."""
    finding_type: FindingType | None = None
    """What the finding is about."""

    @property
    def about(self) -> str:
        """What the finding is about: its type, or `Unknown` where the service leaves that out."""
        return self.finding_type or "Unknown"

    @property
    def is_known_public(self) -> bool:
        """Always False: a summary does not say whether anyone has access, the details do."""
        return False


class GetFindingResponse(Response, frozen=True):
    """Response to `GetFinding`."""

    finding: Finding | None = None
    """The finding. The service may leave it out."""


class GetFindingRequest(Request, Returns[GetFindingResponse], frozen=True):
    """Read one external access finding."""

    analyzer_arn: str
    """ARN of an external access analyzer."""
    id: str
    """Id of the finding."""


class GetFindingV2Response(Response, ResourceFacts, frozen=True):
    """A finding of any type, with one page of its details."""

    analyzed_at: Timestamp
    """When the resource, role or user was last looked at."""
    created_at: Timestamp
    """When the finding was made."""
    id: str
    """Id of the finding."""
    resource_type: ResourceType
    """Kind of the resource."""
    resource_owner_account: str
    """Account id of the resource's owner."""
    status: FindingStatus
    """Its status."""
    updated_at: Timestamp
    """When the finding last changed."""
    finding_details: ListOrEmpty[FindingDetails] = ()
    """What the finding is about. Unused permissions have one entry for each AWS service."""
    error: str | None = None
    """Code of what kept the resource from being analyzed. Absent when nothing did."""
    next_token: str | None = None
    """Where the next page of details starts. Absent on the last page."""
    resource: str | None = None
    """ARN of the resource; for unused access, of the role or user."""
    finding_type: FindingType | None = None
    """What the finding is about."""

    def details(self, kind: type[D]) -> tuple[D, ...]:
        """Return the details of one kind.

        ```python
        for unused in finding.details(UnusedPermissionDetails):
            print(unused.service_namespace)
        ```

        Args:
            kind: A class of details, such as `ExternalAccessDetails`; `UnknownUnionMember` for
                those that this release has no class for.

        Returns:
            Those among `finding_details`, in their order; none for a finding of another type.
        """
        return tuple(each for each in self.finding_details if isinstance(each, kind))

    def detail(self, kind: type[D]) -> D | None:
        """Return the first of the details of one kind.

        Findings have one, but those about unused permissions.

        Args:
            kind: A class of details, such as `ExternalAccessDetails`.

        Returns:
            The first one, or None where there is none, as on an error finding.
        """
        return next(iter(self.details(kind)), None)

    @property
    def about(self) -> str:
        """What the finding is about: its type, else what its details are, else `Unknown`."""
        return self.finding_type or type_of_details(self.finding_details) or "Unknown"

    @property
    def is_known_public(self) -> bool:
        """Whether the details say that anyone has access."""
        return any(each.is_public is True for each in self.details(ExternalAccessDetails))


class GetFindingV2Request(Request, Returns[GetFindingV2Response], frozen=True):
    """Read one finding of any type with its details."""

    analyzer_arn: str
    """ARN of the analyzer."""
    id: str
    """Id of the finding."""
    max_results: StrictInt | None = None
    """The most details in one page; no limits are known. Default: up to the service."""
    next_token: str | None = None
    """`next_token` of the page before. Default: the first page."""


class ListFindingsResponse(Response, frozen=True):
    """One page of external access findings."""

    findings: ListOf[FindingSummary]
    """The findings of this page; it may be empty with more to come."""
    next_token: str | None = None
    """Where the next page starts. Absent on the last page."""


class ListFindingsRequest(Request, Returns[ListFindingsResponse], frozen=True):
    """List external access findings. Other analyzers need `ListFindingsV2`."""

    analyzer_arn: str
    """ARN of an external access analyzer."""
    filter: FilterCriteria | None = None
    """Which findings to return. Default: all."""
    sort: SortCriteria | None = None
    """The order. Default: up to the service."""
    next_token: str | None = None
    """`next_token` of the page before. Default: the first page."""
    max_results: StrictInt | None = None
    """The most findings in one page; no limits are known. Default: up to the service."""


class ListFindingsV2Response(Response, frozen=True):
    """One page of findings of any type."""

    findings: ListOf[FindingSummaryV2]
    """The findings of this page; it may be empty with more to come."""
    next_token: str | None = None
    """Where the next page starts. Absent on the last page."""


class ListFindingsV2Request(Request, Returns[ListFindingsV2Response], frozen=True):
    """List findings of any analyzer."""

    analyzer_arn: str
    """ARN of the analyzer."""
    filter: FilterCriteria | None = None
    """Which findings to return. Default: all."""
    max_results: StrictInt | None = None
    """The most findings in one page; no limits are known. Default: up to the service."""
    next_token: str | None = None
    """`next_token` of the page before. Default: the first page."""
    sort: SortCriteria | None = None
    """The order. Default: up to the service."""


class UpdateFindingsRequest(Request, Returns[EmptyResponse], frozen=True):
    """Archive findings, or make archived ones active again."""

    analyzer_arn: str
    """ARN of the analyzer."""
    status: FindingStatusUpdate
    """The status to set."""
    ids: Texts | None = None
    """Ids of the findings to change."""
    resource_arn: str | None = None
    """Change the findings of this resource."""
    client_token: str | None = None
    """Makes repeating this request harmless. Default: a fresh token, the same on every retry."""
