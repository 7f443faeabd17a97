"""Operations on recommendations."""

from __future__ import annotations

from aa_sdk import models
from aa_sdk._lazy import hide_imports
from aa_sdk.operations._base import Operations
from aa_sdk.pagination import Paginator

__all__ = ("RecommendationsOperations",)
hide_imports(__name__)


class RecommendationsOperations(Operations):
    """The operations on recommendations."""

    async def generate_finding_recommendation(
        self,
        analyzer_arn: str,
        id: str,
    ) -> models.EmptyResponse:
        """Have a recommendation made.

        Example:
            ```python
            await client.generate_finding_recommendation(unused_arn, unused_id)
            ```

        Args:
            analyzer_arn: ARN of an unused access analyzer.
            id: Id of a finding of type `UnusedPermission`, 1 to 2,048 characters.

        Returns:
            Nothing but `response_metadata`. The recommendation is made in the
            background.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ValidationException: There is no such analyzer, or no such finding of this type.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.GenerateFindingRecommendationRequest, analyzer_arn=analyzer_arn, id=id
        )

    def get_finding_recommendation(
        self,
        analyzer_arn: str,
        id: str,
        *,
        max_results: int | None = None,
        next_token: str | None = None,
    ) -> Paginator[models.RecommendedStep, models.GetFindingRecommendationResponse]:
        """Read the recommendation for a finding.

        Example:
            ```python
            await client.generate_finding_recommendation(unused_arn, unused_id)
            recommendation = await client.get_finding_recommendation(unused_arn, unused_id)
            if recommendation.status == "SUCCEEDED":  # it takes some seconds
                for step in recommendation.recommended_steps:
                    print(step)
            ```

        Args:
            analyzer_arn: ARN of an unused access analyzer.
            id: Id of the finding, 1 to 2,048 characters.
            max_results: The most steps in one page, 1 to 1,000.
                Default: up to the service.
            next_token: `next_token` of the page before. Default: the first page.

        Returns:
            The recommendation. Awaited, it is whole, with the steps of every page;
            iterated, it gives the steps one by one.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer, finding or recommendation.
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return self._paginate(
            models.GetFindingRecommendationRequest,
            "recommended_steps",
            analyzer_arn=analyzer_arn,
            id=id,
            max_results=max_results,
            next_token=next_token,
        )
