"""Resources that an external access analyzer has looked at, and scans on demand.

Whatever stands here is for external access analyzers only.
"""

from pydantic import StrictInt

from aa_sdk._lazy import hide_imports
from aa_sdk.models._base import EmptyResponse, Model, Request, Response, Returns
from aa_sdk.models._types import ListOf, ListOrEmpty, Timestamp, UniqueText
from aa_sdk.models.findings import FindingStatus, ResourceType

__all__ = (
    "AnalyzedResource",
    "AnalyzedResourceSummary",
    "GetAnalyzedResourceRequest",
    "GetAnalyzedResourceResponse",
    "ListAnalyzedResourcesRequest",
    "ListAnalyzedResourcesResponse",
    "StartResourceScanRequest",
)
hide_imports(__name__)


class AnalyzedResource(Model, frozen=True):
    """What an analyzer knows about one resource."""

    resource_arn: str
    """ARN of the resource."""
    resource_type: ResourceType
    """Kind of the resource."""
    created_at: Timestamp
    """When the resource's finding was made."""
    analyzed_at: Timestamp
    """When the resource was last looked at."""
    updated_at: Timestamp
    """When the resource's finding last changed."""
    is_public: bool
    """Whether its policy lets anyone in."""
    resource_owner_account: str
    """Account id of the resource's owner."""
    actions: ListOrEmpty[str] = ()
    """The IAM actions its policy allows to principals outside the zone of trust."""
    shared_via: ListOrEmpty[str] = ()
    """Through what the access is given. For S3 buckets only."""
    status: FindingStatus | None = None
    """Status of the resource's finding. Absent when it has none."""
    error: str | None = None
    """Code of what kept the resource from being analyzed. Absent when nothing did."""


class AnalyzedResourceSummary(Model, frozen=True):
    """An analyzed resource as it stands in a list."""

    resource_arn: UniqueText
    """ARN of the resource."""
    resource_owner_account: str
    """Account id of the resource's owner."""
    resource_type: ResourceType
    """Kind of the resource."""


class GetAnalyzedResourceResponse(Response, frozen=True):
    """Response to `GetAnalyzedResource`."""

    resource: AnalyzedResource | None = None
    """The resource. The service may leave it out."""


class GetAnalyzedResourceRequest(Request, Returns[GetAnalyzedResourceResponse], frozen=True):
    """Read what an analyzer knows about one resource."""

    analyzer_arn: str
    """ARN of an external access analyzer."""
    resource_arn: str
    """ARN of the resource."""


class ListAnalyzedResourcesResponse(Response, frozen=True):
    """One page of analyzed resources."""

    analyzed_resources: ListOf[AnalyzedResourceSummary]
    """The resources of this page; it may be empty with more to come."""
    next_token: str | None = None
    """Where the next page starts. Absent on the last page."""


class ListAnalyzedResourcesRequest(Request, Returns[ListAnalyzedResourcesResponse], frozen=True):
    """List the resources an analyzer has looked at."""

    analyzer_arn: str
    """ARN of an external access analyzer."""
    resource_type: ResourceType | None = None
    """Only resources of this kind. Default: every kind."""
    next_token: str | None = None
    """`next_token` of the page before. Default: the first page."""
    max_results: StrictInt | None = None
    """The most resources in one page; no limits are known. Default: up to the service."""


class StartResourceScanRequest(Request, Returns[EmptyResponse], frozen=True):
    """Have a resource looked at now. The scan runs on after the answer."""

    analyzer_arn: str
    """ARN of an external access analyzer."""
    resource_arn: str
    """ARN of the resource."""
    resource_owner_account: str | None = None
    """Account id of the resource's owner. Its ARN does not always tell: a bucket's does not."""
