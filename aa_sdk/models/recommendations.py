"""Recommendations: which policies to swap so that unused permissions are gone.

For findings of type `UnusedPermission` only. A recommendation is asked for, takes some seconds,
and is then read.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictInt

from aa_sdk._lazy import hide_imports
from aa_sdk.models._base import EmptyResponse, Model, Request, Response, Returns
from aa_sdk.models._types import ListOrEmpty, OpenEnum, Timestamp
from aa_sdk.models._unions import TaggedUnion, UnknownUnionMember

__all__ = (
    "GenerateFindingRecommendationRequest",
    "GetFindingRecommendationRequest",
    "GetFindingRecommendationResponse",
    "RecommendationError",
    "RecommendationType",
    "RecommendedRemediationAction",
    "RecommendedStep",
    "Status",
    "UnusedPermissionsRecommendedStep",
)
hide_imports(__name__)


Status: TypeAlias = Annotated[Literal["SUCCEEDED", "FAILED", "IN_PROGRESS"], OpenEnum()]
"""How far a recommendation is."""

RecommendationType: TypeAlias = Annotated[Literal["UnusedPermissionRecommendation"], OpenEnum()]
"""What a recommendation is about. `UNUSED_PERMISSION_RECOMMENDATION` has been seen as well."""

RecommendedRemediationAction: TypeAlias = Annotated[
    Literal["CREATE_POLICY", "DETACH_POLICY"], OpenEnum()
]
"""What to do in a step. Steps come in pairs: create a narrower policy, detach the old one."""


class RecommendationError(Model, frozen=True):
    """Why a recommendation failed."""

    code: str
    """The kind of failure."""
    message: str
    """What failed."""


class UnusedPermissionsRecommendedStep(Model, frozen=True):
    """One thing to do about unused permissions."""

    recommended_action: RecommendedRemediationAction
    """What to do."""
    policy_updated_at: Timestamp | None = None
    """When the existing policy last changed. Absent for inline policies."""
    recommended_policy: str | None = Field(default=None, repr=False)
    """The policy to create, as JSON text. Absent when one is to be detached."""
    existing_policy_id: str | None = None
    """The policy to detach, or that the new one replaces: an ARN, or an inline policy's name."""


RecommendedStep: TypeAlias = Annotated[
    UnusedPermissionsRecommendedStep | UnknownUnionMember,
    TaggedUnion(unusedPermissionsRecommendedStep=UnusedPermissionsRecommendedStep),
]
"""One thing to do about a finding."""


class GenerateFindingRecommendationRequest(Request, Returns[EmptyResponse], frozen=True):
    """Have a recommendation made. `GetFindingRecommendation` reads it."""

    analyzer_arn: str
    """ARN of an unused access analyzer."""
    id: str
    """Id of a finding of type `UnusedPermission`, 1 to 2,048 characters."""


class GetFindingRecommendationResponse(Response, frozen=True):
    """A recommendation, with one page of its steps."""

    started_at: Timestamp
    """When the work on it started."""
    resource_arn: str
    """ARN of the role or user."""
    recommendation_type: RecommendationType
    """What it is about."""
    status: Status
    """How far it is."""
    completed_at: Timestamp | None = None
    """When the work on it ended. Absent while it is `IN_PROGRESS`."""
    next_token: str | None = None
    """Where the next page of steps starts. Absent on the last page."""
    error: RecommendationError | None = None
    """Why it failed. Absent unless `status` is `FAILED`."""
    recommended_steps: ListOrEmpty[RecommendedStep] = ()
    """What to do. Empty unless `status` is `SUCCEEDED`."""


class GetFindingRecommendationRequest(
    Request, Returns[GetFindingRecommendationResponse], frozen=True
):
    """Read the recommendation for a finding."""

    analyzer_arn: str
    """ARN of an unused access analyzer."""
    id: str
    """Id of the finding, 1 to 2,048 characters."""
    max_results: StrictInt | None = None
    """The most steps in one page, 1 to 1,000. Default: up to the service."""
    next_token: str | None = None
    """`next_token` of the page before. Default: the first page."""
