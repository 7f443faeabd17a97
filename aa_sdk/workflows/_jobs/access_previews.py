"""Access previews that are being made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Self

from aa_sdk import models
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.pagination import Paginator
from aa_sdk.workflows._jobs.job import Job, Look
from aa_sdk.workflows._jobs.polling import Polling, chosen

# About 2 seconds have been seen.
_POLLING: Final = Polling(first=0.5, growth=1.3, longest=10)


class AccessPreviewJob(Job[models.AccessPreview]):
    """An access preview in the making: a few seconds of work.

    ```python
    job = await AccessPreviewJob.start(
        client, analyzer_arn, configurations=preview_configuration(queue_arn, policy)
    )
    await job
    findings = await job.findings().collect()
    ```
    """

    _underway = "CREATING"

    def __init__(
        self,
        client: AccessAnalyzerClient,
        analyzer_arn: str,
        access_preview_id: str,
        *,
        polling: Polling | None = None,
    ) -> None:
        """Take up a preview that was created before, within about 24 hours.

        Args:
            client: The client to ask with.
            analyzer_arn: ARN of the analyzer the preview is made with.
            access_preview_id: Id of the preview, a UUID.
            polling: When to ask. Default: after half a second, up to every 10 seconds.
        """
        super().__init__(client, access_preview_id, chosen(polling, _POLLING))
        self._analyzer_arn = analyzer_arn

    @classmethod
    async def start(
        cls,
        client: AccessAnalyzerClient,
        analyzer_arn: str,
        *,
        configurations: Mapping[str, models.Configuration | models.ConfigurationDict],
        client_token: str | None = None,
        polling: Polling | None = None,
    ) -> Self:
        """Start a preview, as `create_access_preview` does.

        Args:
            client: The client to start it with.
            analyzer_arn: ARN of an ACTIVE analyzer of type `ACCOUNT`.
            configurations: Exactly one entry: what is proposed, under the ARN of its resource;
                `preview_configuration` makes it of a policy.
            client_token: Makes repeating this harmless. Default: a fresh token.
            polling: As for the constructor.

        Returns:
            The preview, to be awaited.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer.
            ConflictException: The analyzer is not ACTIVE, or another preview stands in the way.
            ServiceQuotaExceededException: The analyzer had as many previews in this hour as it may.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        polling = chosen(polling, _POLLING)
        created = await client.paced().create_access_preview(
            analyzer_arn, configurations=configurations, client_token=client_token
        )
        job = cls(client, analyzer_arn, created.id, polling=polling)
        job._begun()
        return job

    async def status(self) -> models.AccessPreviewStatus:
        """Ask once how far the preview is.

        Returns:
            `CREATING`, `COMPLETED` or `FAILED`.

        Raises:
            AccessAnalyzerError: The call failed; see `aa_sdk.errors`.
        """
        status: models.AccessPreviewStatus = await self._status()
        return status

    def findings(
        self,
        *,
        filter: models.FilterCriteria | None = None,
        max_results: int | None = None,
        next_token: str | None = None,
    ) -> Paginator[models.AccessPreviewFinding, models.ListAccessPreviewFindingsResponse]:
        """List what the proposal would change, once the preview was awaited.

        A listing does not wait: fetched before the preview is completed, it raises
        `ConflictException`.

        Args:
            filter: Which findings to return. Default: all.
            max_results: The most findings in one page; no limits are known.
                Default: up to the service.
            next_token: `next_token` of the page before. Default: the first page.

        Returns:
            The listing of `list_access_preview_findings`.
        """
        return self._client.list_access_preview_findings(
            self._analyzer_arn,
            self.id,
            filter=filter,
            max_results=max_results,
            next_token=next_token,
        )

    async def _look(self) -> Look[models.AccessPreview]:
        answer = await self._client.get_access_preview(self._analyzer_arn, self.id)
        preview = answer.access_preview
        match preview.status:
            case "COMPLETED":
                return Look(preview.status, answer, preview)
            case "FAILED":
                why = preview.status_reason
                return Look(preview.status, answer, failure=why.code if why else "FAILED")
            case _:
                return Look(preview.status, answer)

    def _named(self) -> tuple[str, ...]:
        return repr(self._analyzer_arn), repr(self.id)
