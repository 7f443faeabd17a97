"""Operations on tags."""

from __future__ import annotations

from collections.abc import Mapping

from aa_sdk import models
from aa_sdk._lazy import hide_imports
from aa_sdk.operations._base import Operations

__all__ = ("TagsOperations",)
hide_imports(__name__)


class TagsOperations(Operations):
    """The operations on tags."""

    async def list_tags_for_resource(
        self,
        *,
        resource_arn: str,
    ) -> models.ListTagsForResourceResponse:
        """Read the tags of an analyzer.

        Example:
            ```python
            response = await client.list_tags_for_resource(resource_arn=arn)
            print(response.tags.get("team"))
            ```

        Args:
            resource_arn: ARN of the analyzer.

        Returns:
            The tags.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer.
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(models.ListTagsForResourceRequest, resource_arn=resource_arn)

    async def tag_resource(
        self,
        *,
        resource_arn: str,
        tags: Mapping[str, str],
    ) -> models.TagResourceResponse:
        """Add tags to an analyzer, or give those it has other values.

        Example:
            ```python
            await client.tag_resource(resource_arn=arn, tags={"team": "platform"})
            ```

        Args:
            resource_arn: ARN of the analyzer.
            tags: The tags; no key starts with `aws:`.

        Returns:
            Nothing but `response_metadata`.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer.
            ValidationException: A tag is refused, or the analyzer would have more than 50.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(models.TagResourceRequest, resource_arn=resource_arn, tags=tags)

    async def untag_resource(
        self,
        *,
        resource_arn: str,
        tag_keys: models.Texts,
    ) -> models.UntagResourceResponse:
        """Take tags off an analyzer.

        Example:
            ```python
            await client.untag_resource(resource_arn=arn, tag_keys=["team"])
            ```

        Args:
            resource_arn: ARN of the analyzer.
            tag_keys: Keys of the tags.

        Returns:
            Nothing but `response_metadata`.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer.
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.UntagResourceRequest, resource_arn=resource_arn, tag_keys=tag_keys
        )
