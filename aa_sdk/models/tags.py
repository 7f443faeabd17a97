"""Tags of analyzers: at most 50 on each, key (1-128 characters) to value (0-256)."""

from collections.abc import Mapping

from pydantic import Field

from aa_sdk._lazy import hide_imports
from aa_sdk.models._base import Request, Response, Returns
from aa_sdk.models._types import MapOrEmpty, Texts

__all__ = (
    "ListTagsForResourceRequest",
    "ListTagsForResourceResponse",
    "TagResourceRequest",
    "TagResourceResponse",
    "UntagResourceRequest",
    "UntagResourceResponse",
)
hide_imports(__name__)


class ListTagsForResourceResponse(Response, frozen=True):
    """Response to `ListTagsForResource`."""

    tags: MapOrEmpty[str, str] = Field(default_factory=dict)
    """The tags. The service may leave it out where there are none."""


class ListTagsForResourceRequest(Request, Returns[ListTagsForResourceResponse], frozen=True):
    """Read the tags of an analyzer."""

    resource_arn: str
    """ARN of the analyzer."""


class TagResourceResponse(Response, frozen=True):
    """Response to `TagResource`: empty."""


class TagResourceRequest(Request, Returns[TagResourceResponse], frozen=True):
    """Add tags to an analyzer, or give those it has other values."""

    resource_arn: str
    """ARN of the analyzer."""
    tags: Mapping[str, str]
    """The tags; no key starts with `aws:`."""


class UntagResourceResponse(Response, frozen=True):
    """Response to `UntagResource`: empty."""


class UntagResourceRequest(Request, Returns[UntagResourceResponse], frozen=True):
    """Take tags off an analyzer."""

    resource_arn: str
    """ARN of the analyzer."""
    tag_keys: Texts
    """Keys of the tags."""
