"""Operations on statistics."""

from __future__ import annotations

from aa_sdk import models
from aa_sdk._lazy import hide_imports
from aa_sdk.operations._base import Operations

__all__ = ("StatisticsOperations",)
hide_imports(__name__)


class StatisticsOperations(Operations):
    """The operations on statistics."""

    async def get_findings_statistics(
        self,
        analyzer_arn: str,
    ) -> models.GetFindingsStatisticsResponse:
        """Read the statistics of an analyzer.

        Example:
            ```python
            response = await client.get_findings_statistics(arn)
            for counts in response.findings_statistics:
                if isinstance(counts, ExternalAccessFindingsStatistics):
                    print(counts.total_active_findings)
            ```

        Args:
            analyzer_arn: ARN of the analyzer.

        Returns:
            The counts, of the one kind that fits the analyzer; empty until first
            computed.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer.
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(models.GetFindingsStatisticsRequest, analyzer_arn=analyzer_arn)
