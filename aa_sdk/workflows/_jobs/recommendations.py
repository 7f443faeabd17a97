"""Recommendations that are being made."""

from __future__ import annotations

from typing import Final, Self

from aa_sdk import models
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.workflows._jobs.job import Job, Look, reason
from aa_sdk.workflows._jobs.polling import Polling, chosen

# About 4.4 seconds have been seen.
_POLLING: Final = Polling(first=1, growth=1.3, longest=15)


class RecommendationJob(Job[models.GetFindingRecommendationResponse]):
    """A recommendation in the making: a few seconds of work.

    ```python
    recommendation = await (await RecommendationJob.start(client, analyzer_arn, finding.id))
    for step in recommendation.recommended_steps:
        ...
    ```

    The result has the steps of all pages. For a minute after the first poll, or after `start`, a
    recommendation that the service does not know is one that it does not know yet.
    """

    _underway = "IN_PROGRESS"
    _grace = 60

    def __init__(
        self,
        client: AccessAnalyzerClient,
        analyzer_arn: str,
        id: str,
        *,
        polling: Polling | None = None,
    ) -> None:
        """Take up a recommendation that was asked for before.

        Args:
            client: The client to ask with.
            analyzer_arn: ARN of an unused access analyzer.
            id: Id of the finding.
            polling: When to ask. Default: after a second, up to every 15.
        """
        super().__init__(client, id, chosen(polling, _POLLING))
        self._analyzer_arn = analyzer_arn

    @classmethod
    async def start(
        cls,
        client: AccessAnalyzerClient,
        analyzer_arn: str,
        id: str,
        *,
        polling: Polling | None = None,
    ) -> Self:
        """Have a recommendation made, as `generate_finding_recommendation` does.

        Args:
            client: The client to start it with.
            analyzer_arn: ARN of an unused access analyzer.
            id: Id of a finding of type `UnusedPermission`.
            polling: As for the constructor.

        Returns:
            The recommendation, to be awaited.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ValidationException: There is no such analyzer or finding, or none of this type.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        polling = chosen(polling, _POLLING)
        await client.paced().generate_finding_recommendation(analyzer_arn, id)
        job = cls(client, analyzer_arn, id, polling=polling)
        job._begun()
        return job

    async def status(self) -> models.Status:
        """Ask once how far the recommendation is.

        Returns:
            `IN_PROGRESS`, `SUCCEEDED` or `FAILED`.

        Raises:
            AccessAnalyzerError: The call failed; see `aa_sdk.errors`.
        """
        status: models.Status = await self._status()
        return status

    async def _look(self) -> Look[models.GetFindingRecommendationResponse]:
        listing = self._client.get_finding_recommendation(self._analyzer_arn, self.id)
        answer = await listing.page()
        if answer.next_token:  # steps, which there are at the end alone
            answer = await listing
        match answer.status:
            case "SUCCEEDED":
                return Look(answer.status, answer, answer)
            case "FAILED":
                error = answer.error
                failure = reason(error.code, error.message) if error else "FAILED"
                return Look(answer.status, answer, failure=failure)
            case _:
                return Look(answer.status, answer)

    def _named(self) -> tuple[str, ...]:
        return repr(self._analyzer_arn), repr(self.id)
