"""Operations on findings."""

from __future__ import annotations

from aa_sdk import models
from aa_sdk._lazy import hide_imports
from aa_sdk.operations._base import Operations
from aa_sdk.pagination import Paginator

__all__ = ("FindingsOperations",)
hide_imports(__name__)


class FindingsOperations(Operations):
    """The operations on findings."""

    def list_findings_v2(
        self,
        analyzer_arn: str,
        *,
        filter: models.FilterCriteria | None = None,
        sort: models.SortCriteria | models.SortCriteriaDict | None = None,
        max_results: int | None = None,
        next_token: str | None = None,
    ) -> Paginator[models.FindingSummaryV2, models.ListFindingsV2Response]:
        """List findings of any analyzer.

        Example:
            ```python
            public = FindingFilter().is_public.eq(True).status.eq("ACTIVE")
            async for finding in client.list_findings_v2(arn, filter=public):
                print(finding.resource, finding.updated_at)
            ```

        Args:
            analyzer_arn: ARN of the analyzer.
            filter: Which findings to return. Default: all.
            sort: The order. Default: up to the service.
            max_results: The most findings in one page; no limits are known.
                Default: up to the service.
            next_token: `next_token` of the page before. Default: the first page.

        Returns:
            The findings as summaries, without details.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer.
            ValidationException: A value is refused, such as a key of other analyzers' findings.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return self._paginate(
            models.ListFindingsV2Request,
            "findings",
            analyzer_arn=analyzer_arn,
            filter=filter,
            sort=sort,
            max_results=max_results,
            next_token=next_token,
        )

    def get_finding_v2(
        self,
        analyzer_arn: str,
        id: str,
        *,
        max_results: int | None = None,
        next_token: str | None = None,
    ) -> Paginator[models.FindingDetails, models.GetFindingV2Response]:
        """Read one finding of any type with its details.

        Example:
            ```python
            finding = await client.get_finding_v2(arn, finding_id)
            for access in finding.details(ExternalAccessDetails):
                print(finding.resource, access.principal, access.action)
            ```

        Args:
            analyzer_arn: ARN of the analyzer.
            id: Id of the finding.
            max_results: The most details in one page; no limits are known.
                Default: up to the service.
            next_token: `next_token` of the page before. Default: the first page.

        Returns:
            The finding. Awaited, it is whole, with the details of every page;
            iterated, it gives the details one by one.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer or finding.
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return self._paginate(
            models.GetFindingV2Request,
            "finding_details",
            analyzer_arn=analyzer_arn,
            id=id,
            max_results=max_results,
            next_token=next_token,
        )

    def list_findings(
        self,
        analyzer_arn: str,
        *,
        filter: models.FilterCriteria | None = None,
        sort: models.SortCriteria | models.SortCriteriaDict | None = None,
        max_results: int | None = None,
        next_token: str | None = None,
    ) -> Paginator[models.FindingSummary, models.ListFindingsResponse]:
        """List external access findings.

        Example:
            ```python
            newest = {"attribute_name": "createdAt", "order_by": "DESC"}
            for finding in await client.list_findings(arn, sort=newest).collect(limit=20):
                print(finding.principal, finding.action)
            ```

        Args:
            analyzer_arn: ARN of an external access analyzer.
            filter: Which findings to return. Default: all.
            sort: The order. Default: up to the service.
            max_results: The most findings in one page; no limits are known.
                Default: up to the service.
            next_token: `next_token` of the page before. Default: the first page.

        Returns:
            The findings as summaries.

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
            models.ListFindingsRequest,
            "findings",
            analyzer_arn=analyzer_arn,
            filter=filter,
            sort=sort,
            max_results=max_results,
            next_token=next_token,
        )

    async def get_finding(
        self,
        analyzer_arn: str,
        id: str,
    ) -> models.GetFindingResponse:
        """Read one external access finding.

        Example:
            ```python
            response = await client.get_finding(arn, finding_id)
            if response.finding is not None:
                print(response.finding.principal, response.finding.action)
            ```

        Args:
            analyzer_arn: ARN of an external access analyzer.
            id: Id of the finding.

        Returns:
            The finding.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer or finding.
            ValidationException: The analyzer is not one for external access, or a value is refused.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(models.GetFindingRequest, analyzer_arn=analyzer_arn, id=id)

    async def update_findings(
        self,
        analyzer_arn: str,
        *,
        status: models.FindingStatusUpdate,
        ids: models.Texts | None = None,
        resource_arn: str | None = None,
        client_token: str | None = None,
    ) -> models.EmptyResponse:
        """Archive findings, or make archived ones active again.

        Example:
            ```python
            await client.update_findings(arn, status="ARCHIVED", ids=[finding_id])
            ```

        Args:
            analyzer_arn: ARN of the analyzer.
            status: The status to set.
            ids: Ids of the findings to change. These or `resource_arn` is needed.
            resource_arn: Change the findings of this resource.
            client_token: Makes repeating this request harmless. Default: a fresh
                token, the same on every retry.

        Returns:
            Nothing but `response_metadata`.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer, finding or resource.
            ValidationException: A value is refused, or neither `ids` nor `resource_arn` is given.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.UpdateFindingsRequest,
            analyzer_arn=analyzer_arn,
            status=status,
            ids=ids,
            resource_arn=resource_arn,
            client_token=client_token,
        )
