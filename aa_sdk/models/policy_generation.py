"""Policy generation: a policy made from what a role or user did, as CloudTrail recorded it.

A job that runs for minutes, one at a time in an account. Jobs are listed for 7 days.
"""

from collections.abc import Sequence
from typing import Annotated, Literal, NotRequired, TypeAlias, TypedDict

from pydantic import Field, StrictBool, StrictInt

from aa_sdk._lazy import hide_imports
from aa_sdk.models._base import Model, Request, Response, Returns
from aa_sdk.models._types import ListOf, ListOrEmpty, OpenEnum, Texts, Timestamp

__all__ = (
    "CancelPolicyGenerationRequest",
    "CancelPolicyGenerationResponse",
    "CloudTrailDetails",
    "CloudTrailDetailsDict",
    "CloudTrailProperties",
    "GeneratedPolicy",
    "GeneratedPolicyProperties",
    "GeneratedPolicyResult",
    "GetGeneratedPolicyRequest",
    "GetGeneratedPolicyResponse",
    "JobDetails",
    "JobError",
    "JobErrorCode",
    "JobStatus",
    "ListPolicyGenerationsRequest",
    "ListPolicyGenerationsResponse",
    "PolicyGeneration",
    "PolicyGenerationDetails",
    "PolicyGenerationDetailsDict",
    "StartPolicyGenerationRequest",
    "StartPolicyGenerationResponse",
    "Trail",
    "TrailDict",
    "TrailProperties",
)
hide_imports(__name__)


JobStatus: TypeAlias = Annotated[
    Literal["IN_PROGRESS", "SUCCEEDED", "FAILED", "CANCELED"], OpenEnum()
]
"""How far a job is."""

JobErrorCode: TypeAlias = Annotated[
    Literal[
        "AUTHORIZATION_ERROR",
        "RESOURCE_NOT_FOUND_ERROR",
        "SERVICE_QUOTA_EXCEEDED_ERROR",
        "SERVICE_ERROR",
    ],
    OpenEnum(),
]
"""Why a job failed. `AUTHORIZATION_ERROR` is about the access role, not about the caller."""


class Trail(Model, frozen=True):
    """A trail whose events a job reads."""

    cloud_trail_arn: str
    """ARN of the trail."""
    regions: Texts | None = None
    """Regions whose events are read, such as `eu-west-1`."""
    all_regions: StrictBool | None = None
    """Read the events of every region. Default: no."""


class TrailDict(TypedDict):
    """`Trail` as a mapping."""

    cloud_trail_arn: str
    regions: NotRequired[Texts]
    all_regions: NotRequired[bool]


class CloudTrailDetails(Model, frozen=True):
    """The events a job reads: at most 100,000 files, 25 GB and 90 days of them."""

    trails: ListOf[Trail]
    """The trails."""
    access_role: str
    """ARN of the role the service takes on to read the trails."""
    start_time: Timestamp
    """Events before this moment are left out."""
    end_time: Timestamp | None = None
    """Events after this moment are left out. Default: now."""


class CloudTrailDetailsDict(TypedDict):
    """`CloudTrailDetails` as a mapping."""

    trails: Sequence[Trail | TrailDict]
    access_role: str
    start_time: Timestamp
    end_time: NotRequired[Timestamp]


class TrailProperties(Model, frozen=True):
    """A trail whose events a job has read."""

    cloud_trail_arn: str
    """ARN of the trail."""
    regions: ListOrEmpty[str] = ()
    """Regions whose events were read."""
    all_regions: bool | None = None
    """Whether the events of every region were read."""


class CloudTrailProperties(Model, frozen=True):
    """The events a job has read."""

    trail_properties: ListOf[TrailProperties]
    """The trails."""
    start_time: Timestamp
    """Events before this moment were left out."""
    end_time: Timestamp
    """Events after this moment were left out."""


class PolicyGenerationDetails(Model, frozen=True):
    """Whose policy to generate."""

    principal_arn: str
    """ARN of the role or user."""


class PolicyGenerationDetailsDict(TypedDict):
    """`PolicyGenerationDetails` as a mapping."""

    principal_arn: str


class PolicyGeneration(Model, frozen=True):
    """A job as it stands in a list."""

    job_id: str
    """Id of the job."""
    principal_arn: str
    """ARN of the role or user the policy is for."""
    status: JobStatus
    """How far the job is."""
    started_on: Timestamp
    """When the job started."""
    completed_on: Timestamp | None = None
    """When the job ended. Absent while it runs."""


class JobError(Model, frozen=True):
    """Why a job failed."""

    code: JobErrorCode
    """The kind of failure."""
    message: str
    """What failed: which quota, which resource."""


class JobDetails(Model, frozen=True):
    """A job and how it ended."""

    job_id: str
    """Id of the job."""
    status: JobStatus
    """How far the job is."""
    started_on: Timestamp
    """When the job started."""
    completed_on: Timestamp | None = None
    """When the job ended. Absent while it runs."""
    job_error: JobError | None = None
    """Why it failed. Absent unless `status` is `FAILED`."""


class GeneratedPolicyProperties(Model, frozen=True):
    """What a generated policy was made from."""

    principal_arn: str
    """ARN of the role or user the policy is for."""
    is_complete: bool | None = None
    """Whether the policy has every action the events show. If not, some must be added by hand."""
    cloud_trail_properties: CloudTrailProperties | None = None
    """The events that were read."""


class GeneratedPolicy(Model, frozen=True):
    """A generated policy."""

    policy: str = Field(repr=False)
    """The policy as JSON text. It may hold placeholders such as `${BucketName}`."""


class GeneratedPolicyResult(Model, frozen=True):
    """What a job has made."""

    properties: GeneratedPolicyProperties
    """What it was made from."""
    generated_policies: ListOrEmpty[GeneratedPolicy] = ()
    """The policies. Empty until the job has succeeded."""


class StartPolicyGenerationResponse(Response, frozen=True):
    """Response to `StartPolicyGeneration`. The job runs on."""

    job_id: str
    """Id of the job."""


class StartPolicyGenerationRequest(Request, Returns[StartPolicyGenerationResponse], frozen=True):
    """Start a job that generates a policy."""

    policy_generation_details: PolicyGenerationDetails
    """Whose policy to generate."""
    cloud_trail_details: CloudTrailDetails | None = None
    """The events to read. The API calls it optional, yet the service refuses to go without."""
    client_token: str | None = None
    """Makes repeating this request harmless: it returns the same job, and no second one starts.

    Default: a fresh token, the same on every retry.
    """


class GetGeneratedPolicyResponse(Response, frozen=True):
    """Response to `GetGeneratedPolicy`."""

    job_details: JobDetails
    """The job and how it ended."""
    generated_policy_result: GeneratedPolicyResult
    """What the job has made so far."""


class GetGeneratedPolicyRequest(Request, Returns[GetGeneratedPolicyResponse], frozen=True):
    """Read a job with the policy it has made."""

    job_id: str
    """Id of the job."""
    include_resource_placeholders: StrictBool | None = None
    """Put a placeholder, not `*`, where an action could be limited to resources. Default: no."""
    include_service_level_template: StrictBool | None = None
    """Add the services that were used without a record of the actions. Default: no."""


class ListPolicyGenerationsResponse(Response, frozen=True):
    """One page of jobs."""

    policy_generations: ListOf[PolicyGeneration]
    """The jobs of this page; it may be empty with more to come."""
    next_token: str | None = None
    """Where the next page starts. Absent on the last page."""


class ListPolicyGenerationsRequest(Request, Returns[ListPolicyGenerationsResponse], frozen=True):
    """List the jobs of the last 7 days."""

    principal_arn: str | None = None
    """Only jobs for this role or user. Default: all."""
    max_results: StrictInt | None = None
    """The most jobs in one page, 1 or more. Default: up to the service."""
    next_token: str | None = None
    """`next_token` of the page before. Default: the first page."""


class CancelPolicyGenerationResponse(Response, frozen=True):
    """Response to `CancelPolicyGeneration`: empty."""


class CancelPolicyGenerationRequest(Request, Returns[CancelPolicyGenerationResponse], frozen=True):
    """Stop a job. It still counts towards the day's quota."""

    job_id: str
    """Id of the job."""
