"""Operations on access previews."""

from __future__ import annotations

from collections.abc import Mapping

from aa_sdk import models
from aa_sdk._lazy import hide_imports
from aa_sdk.operations._base import Operations
from aa_sdk.pagination import Paginator

__all__ = ("AccessPreviewsOperations",)
hide_imports(__name__)


class AccessPreviewsOperations(Operations):
    """The operations on access previews."""

    async def create_access_preview(
        self,
        analyzer_arn: str,
        *,
        configurations: Mapping[str, models.Configuration | models.ConfigurationDict],
        client_token: str | None = None,
    ) -> models.CreateAccessPreviewResponse:
        """Start a preview of what a configuration would open.

        Example:
            ```python
            everyone = {
                "Statement": {
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "s3:GetObject",
                    "Resource": "arn:aws:s3:::reports/*",
                }
            }
            bucket = {"s3_bucket": {"bucket_policy": everyone}}
            created = await client.create_access_preview(
                arn, configurations={"arn:aws:s3:::reports": bucket}
            )
            print(created.id)
            ```

        Args:
            analyzer_arn: ARN of an ACTIVE analyzer of type `ACCOUNT`.
            configurations: Exactly one entry: what is proposed, under the ARN of
                its resource. Policies in it may be the `Path`s of files.
            client_token: Makes repeating this request harmless. Default: a fresh
                token, the same on every retry.

        Returns:
            The id of the preview, which is CREATING at first.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer.
            ConflictException: The analyzer is not ACTIVE.
            ServiceQuotaExceededException: The analyzer had as many previews in this hour as it may.
            ValidationException: The analyzer is not of type `ACCOUNT`, or a value is refused.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.CreateAccessPreviewRequest,
            analyzer_arn=analyzer_arn,
            configurations=configurations,
            client_token=client_token,
        )

    async def get_access_preview(
        self,
        analyzer_arn: str,
        access_preview_id: str,
    ) -> models.GetAccessPreviewResponse:
        """Read one preview, to see whether it is ready.

        Example:
            ```python
            response = await client.get_access_preview(arn, preview_id)
            print(response.access_preview.status, response.access_preview.status_reason)
            ```

        Args:
            analyzer_arn: ARN of the analyzer the preview was made with.
            access_preview_id: Id of the preview, a UUID.

        Returns:
            The preview with its configurations and status.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer or preview.
            ValidationException: The analyzer is not one for external access, or a value is refused.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.GetAccessPreviewRequest,
            analyzer_arn=analyzer_arn,
            access_preview_id=access_preview_id,
        )

    def list_access_previews(
        self,
        analyzer_arn: str,
        *,
        max_results: int | None = None,
        next_token: str | None = None,
    ) -> Paginator[models.AccessPreviewSummary, models.ListAccessPreviewsResponse]:
        """List an analyzer's recent previews, those of about the last hour.

        Example:
            ```python
            async for preview in client.list_access_previews(arn):
                print(preview.id, preview.status)
            ```

        Args:
            analyzer_arn: ARN of the analyzer the previews were made with.
            max_results: The most previews in one page; no limits are known.
                Default: up to the service.
            next_token: `next_token` of the page before. Default: the first page.

        Returns:
            The previews of about the last hour, without their configurations.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer.
            ValidationException: The analyzer is not one for external access, or a value is refused.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return self._paginate(
            models.ListAccessPreviewsRequest,
            "access_previews",
            analyzer_arn=analyzer_arn,
            max_results=max_results,
            next_token=next_token,
        )

    def list_access_preview_findings(
        self,
        analyzer_arn: str,
        access_preview_id: str,
        *,
        filter: models.FilterCriteria | None = None,
        max_results: int | None = None,
        next_token: str | None = None,
    ) -> Paginator[models.AccessPreviewFinding, models.ListAccessPreviewFindingsResponse]:
        """List the findings of a preview that is `COMPLETED`.

        Example:
            ```python
            async for finding in client.list_access_preview_findings(arn, preview_id):
                print(finding.change_type, finding.resource, finding.principal)
            ```

        Args:
            analyzer_arn: ARN of the analyzer the preview was made with.
            access_preview_id: Id of the preview, a UUID.
            filter: Which findings to return. Default: all.
            max_results: The most findings in one page; no limits are known.
                Default: up to the service.
            next_token: `next_token` of the page before. Default: the first page.

        Returns:
            What would change if the previewed configuration came into force.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer or preview.
            ConflictException: The preview is not completed.
            ValidationException: The analyzer is not one for external access, or a value is refused.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return self._paginate(
            models.ListAccessPreviewFindingsRequest,
            "findings",
            analyzer_arn=analyzer_arn,
            access_preview_id=access_preview_id,
            filter=filter,
            max_results=max_results,
            next_token=next_token,
        )
