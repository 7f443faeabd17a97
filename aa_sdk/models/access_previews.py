"""Access previews: the findings a resource policy would cause, before it is in force.

A preview is made from one proposed configuration (`aa_sdk.models.resource_configurations`) and
needs an ACTIVE analyzer of type `ACCOUNT`. It can be read for about 24 hours.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictInt

from aa_sdk._lazy import hide_imports
from aa_sdk.models._base import Model, Request, Response, Returns
from aa_sdk.models._finding_facts import ExternalAccessFacts
from aa_sdk.models._preview_facts import (
    AccessPreviewStatus,
    AccessPreviewStatusReason,
    AccessPreviewStatusReasonCode,
)
from aa_sdk.models._types import ListOf, ListOrEmpty, MapOrEmpty, OpenEnum, Timestamp, UniqueText
from aa_sdk.models.criteria import FilterCriteria
from aa_sdk.models.finding_details import FindingSource, ResourceControlPolicyRestriction
from aa_sdk.models.findings import FindingStatus, ResourceType
from aa_sdk.models.resource_configurations import Configuration

__all__ = (
    "AccessPreview",
    "AccessPreviewFinding",
    "AccessPreviewStatus",
    "AccessPreviewStatusReason",
    "AccessPreviewStatusReasonCode",
    "AccessPreviewSummary",
    "CreateAccessPreviewRequest",
    "CreateAccessPreviewResponse",
    "FindingChangeType",
    "GetAccessPreviewRequest",
    "GetAccessPreviewResponse",
    "ListAccessPreviewFindingsRequest",
    "ListAccessPreviewFindingsResponse",
    "ListAccessPreviewsRequest",
    "ListAccessPreviewsResponse",
)
hide_imports(__name__)


FindingChangeType: TypeAlias = Annotated[Literal["CHANGED", "NEW", "UNCHANGED"], OpenEnum()]
"""What the proposal does to a finding.

`NEW`: there is none for this access today. `UNCHANGED`: there is one and it stays as it is.
`CHANGED`: there is one and its status would become another.
"""


class AccessPreview(Model, frozen=True):
    """An access preview with what it was made from."""

    id: str
    """Id of the preview, a UUID."""
    analyzer_arn: str
    """ARN of the analyzer the preview was made with."""
    configurations: Mapping[str, Configuration]
    """The proposed configuration under the ARN of its resource: one entry."""
    created_at: Timestamp
    """When the preview was asked for."""
    status: AccessPreviewStatus
    """How far the preview is."""
    status_reason: AccessPreviewStatusReason | None = None
    """Why it failed. Absent unless `status` is `FAILED`."""


class AccessPreviewSummary(Model, frozen=True):
    """An access preview as it stands in a list, without its configuration."""

    id: str
    """Id of the preview, a UUID."""
    analyzer_arn: str
    """ARN of the analyzer the preview was made with."""
    created_at: Timestamp
    """When the preview was asked for."""
    status: AccessPreviewStatus
    """How far the preview is."""
    status_reason: AccessPreviewStatusReason | None = None
    """Why it failed. Absent unless `status` is `FAILED`."""


class AccessPreviewFinding(Model, ExternalAccessFacts, frozen=True):
    """A finding that the proposed configuration would cause, keep or change."""

    id: UniqueText
    """Id within the preview. It has nothing to do with the ids of real findings."""
    resource_type: ResourceType
    """Kind of the resource."""
    created_at: Timestamp
    """When the preview made this finding."""
    change_type: FindingChangeType
    """How this compares with the findings there are today."""
    status: FindingStatus
    """The status the finding would have if the configuration were deployed."""
    resource_owner_account: str
    """Account id of the resource's owner."""
    existing_finding_id: UniqueText | None = None
    """Id of the finding there is today. Absent when `change_type` is `NEW`."""
    existing_finding_status: FindingStatus | None = None
    """Status of the finding there is today. Absent when `change_type` is `NEW`."""
    principal: MapOrEmpty[str, str] = Field(default_factory=dict)
    """Who outside the zone of trust would have access: kind (`AWS`, `Federated` …) to name."""
    action: ListOrEmpty[str] = ()
    """The IAM actions that would be allowed."""
    condition: MapOrEmpty[str, str] = Field(default_factory=dict)
    """The conditions on the access: condition key to value."""
    resource: str | None = None
    """ARN of the resource."""
    is_public: bool | None = None
    """Whether anyone at all would have access."""
    error: str | None = None
    """Code of what kept the resource from being analyzed. Absent when nothing did."""
    sources: ListOrEmpty[FindingSource] = ()
    """Through what the access would be given. For S3 buckets only."""
    resource_control_policy_restriction: ResourceControlPolicyRestriction | None = None
    """What resource control policies do to the access."""


class CreateAccessPreviewResponse(Response, frozen=True):
    """Response to `CreateAccessPreview`. The preview itself takes a few seconds more."""

    id: str
    """Id of the new preview, a UUID."""


class CreateAccessPreviewRequest(Request, Returns[CreateAccessPreviewResponse], frozen=True):
    """Start a preview of what a configuration would open."""

    analyzer_arn: str
    """ARN of an ACTIVE analyzer of type `ACCOUNT`."""
    configurations: Mapping[str, Configuration]
    """Exactly one entry: what is proposed, under the ARN of its resource."""
    client_token: str | None = None
    """Makes repeating this request harmless. Default: a fresh token, the same on every retry."""


class GetAccessPreviewResponse(Response, frozen=True):
    """Response to `GetAccessPreview`."""

    access_preview: AccessPreview
    """The preview."""


class GetAccessPreviewRequest(Request, Returns[GetAccessPreviewResponse], frozen=True):
    """Read one preview, to see whether it is ready."""

    access_preview_id: str
    """Id of the preview, a UUID."""
    analyzer_arn: str
    """ARN of the analyzer the preview was made with."""


class ListAccessPreviewsResponse(Response, frozen=True):
    """One page of previews."""

    access_previews: ListOf[AccessPreviewSummary]
    """The previews of this page; it may be empty with more to come."""
    next_token: str | None = None
    """Where the next page starts. Absent on the last page."""


class ListAccessPreviewsRequest(Request, Returns[ListAccessPreviewsResponse], frozen=True):
    """List an analyzer's recent previews, those of about the last hour."""

    analyzer_arn: str
    """ARN of the analyzer the previews were made with."""
    next_token: str | None = None
    """`next_token` of the page before. Default: the first page."""
    max_results: StrictInt | None = None
    """The most previews in one page; no limits are known. Default: up to the service."""


class ListAccessPreviewFindingsResponse(Response, frozen=True):
    """One page of a preview's findings."""

    findings: ListOf[AccessPreviewFinding]
    """The findings of this page; it may be empty with more to come."""
    next_token: str | None = None
    """Where the next page starts. Absent on the last page."""


class ListAccessPreviewFindingsRequest(
    Request, Returns[ListAccessPreviewFindingsResponse], frozen=True
):
    """List the findings of a preview that is `COMPLETED`."""

    access_preview_id: str
    """Id of the preview, a UUID."""
    analyzer_arn: str
    """ARN of the analyzer the preview was made with."""
    filter: FilterCriteria | None = None
    """Which findings to return. Default: all."""
    next_token: str | None = None
    """`next_token` of the page before. Default: the first page."""
    max_results: StrictInt | None = None
    """The most findings in one page; no limits are known. Default: up to the service."""
