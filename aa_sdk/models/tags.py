"""Tags of analyzers: at most 50 on each, key (1-128 characters) to value (0-256)."""

from collections.abc import Mapping

from aa_sdk.models._base import Request, Response, Returns
from aa_sdk.models._types import Texts

__all__ = (
    "ListTagsForResourceRequest",
    "ListTagsForResourceResponse",
    "TagResourceRequest",
    "TagResourceResponse",
    "UntagResourceRequest",
    "UntagResourceResponse",
)


class ListTagsForResourceResponse(Response):
    """Response to `ListTagsForResource`."""

    tags: Mapping[str, str] | None = None
    """The tags. The service may leave it out where there are none."""


class ListTagsForResourceRequest(Request, Returns[ListTagsForResourceResponse]):
    """Read the tags of an analyzer."""

    resource_arn: str
    """ARN of the analyzer."""


class TagResourceResponse(Response):
    """Response to `TagResource`: empty."""


class TagResourceRequest(Request, Returns[TagResourceResponse]):
    """Add tags to an analyzer, or give those it has other values."""

    resource_arn: str
    """ARN of the analyzer."""
    tags: Mapping[str, str]
    """The tags; no key starts with `aws:`."""


class UntagResourceResponse(Response):
    """Response to `UntagResource`: empty."""


class UntagResourceRequest(Request, Returns[UntagResourceResponse]):
    """Take tags off an analyzer."""

    resource_arn: str
    """ARN of the analyzer."""
    tag_keys: Texts
    """Keys of the tags."""
