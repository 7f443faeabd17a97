"""Operations on analyzed resources."""

from __future__ import annotations

from aa_sdk import models
from aa_sdk._lazy import hide_imports
from aa_sdk.operations._base import Operations
from aa_sdk.pagination import Paginator

__all__ = ("AnalyzedResourcesOperations",)
hide_imports(__name__)


class AnalyzedResourcesOperations(Operations):
    """The operations on analyzed resources."""

    async def get_analyzed_resource(
        self,
        analyzer_arn: str,
        *,
        resource_arn: str,
    ) -> models.GetAnalyzedResourceResponse:
        """Read what an analyzer knows about one resource.

        Example:
            ```python
            response = await client.get_analyzed_resource(arn, resource_arn=bucket_arn)
            if response.resource is not None:
                print(response.resource.is_public, response.resource.actions)
            ```

        Args:
            analyzer_arn: ARN of an external access analyzer.
            resource_arn: ARN of the resource.

        Returns:
            The resource.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer, or it knows no such resource.
            ValidationException: The analyzer is not one for external access, or a value is refused.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.GetAnalyzedResourceRequest, analyzer_arn=analyzer_arn, resource_arn=resource_arn
        )

    def list_analyzed_resources(
        self,
        analyzer_arn: str,
        *,
        resource_type: models.ResourceType | None = None,
        max_results: int | None = None,
        next_token: str | None = None,
    ) -> Paginator[models.AnalyzedResourceSummary, models.ListAnalyzedResourcesResponse]:
        """List the resources an analyzer has looked at.

        Example:
            ```python
            buckets = client.list_analyzed_resources(arn, resource_type="AWS::S3::Bucket")
            async for resource in buckets:
                print(resource.resource_arn, resource.resource_owner_account)
            ```

        Args:
            analyzer_arn: ARN of an external access analyzer.
            resource_type: Only resources of this kind. Default: every kind.
            max_results: The most resources in one page; no limits are known.
                Default: up to the service.
            next_token: `next_token` of the page before. Default: the first page.

        Returns:
            The resources as summaries.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer.
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return self._paginate(
            models.ListAnalyzedResourcesRequest,
            "analyzed_resources",
            analyzer_arn=analyzer_arn,
            resource_type=resource_type,
            max_results=max_results,
            next_token=next_token,
        )

    async def start_resource_scan(
        self,
        analyzer_arn: str,
        *,
        resource_arn: str,
        resource_owner_account: str | None = None,
    ) -> models.EmptyResponse:
        """Have a resource looked at now.

        Example:
            ```python
            await client.start_resource_scan(arn, resource_arn=bucket_arn)
            ```

        Args:
            analyzer_arn: ARN of an external access analyzer.
            resource_arn: ARN of the resource.
            resource_owner_account: Account id of the resource's owner. Its ARN does
                not always tell: a bucket's does not.

        Returns:
            Nothing but `response_metadata`. The scan goes on in the background.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer, or it knows no such resource.
            ValidationException: The analyzer is not one for external access, or a value is refused.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.StartResourceScanRequest,
            analyzer_arn=analyzer_arn,
            resource_arn=resource_arn,
            resource_owner_account=resource_owner_account,
        )
