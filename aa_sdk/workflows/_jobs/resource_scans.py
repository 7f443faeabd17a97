"""Scans of resources."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, Literal, Self, TypeAlias

from aa_sdk import models
from aa_sdk._words import NO_TIME_ZONE
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import InvalidField, InvalidRequestError, ResourceNotFoundException
from aa_sdk.workflows._jobs.job import Job, Look
from aa_sdk.workflows._jobs.polling import Polling, chosen

# Seconds to minutes.
_POLLING: Final = Polling(first=1, growth=1.3, longest=15)

_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)

ScanStatus: TypeAlias = Literal["IN_PROGRESS", "SUCCEEDED", "FAILED"]
"""How far a scan is. The service has no word for it: it is read off the resource."""


class ResourceScanJob(Job[models.AnalyzedResource]):
    """A scan of one resource: seconds to minutes of work.

    ```python
    job = await ResourceScanJob.start(client, analyzer_arn, resource_arn=bucket_arn)
    resource = await job
    ```

    The service gives scans no id, and does not say when one ends. What it says is when it has
    looked at a resource last: a scan is over once that is later than `started_at`. Its result is
    the resource; one that could not be analyzed is a failure, with the resource's error code for a
    reason. For 10 minutes after the first poll, or after `start`, a resource that the service does
    not know is one that it has not looked at yet.

    Nor does it say that it gave a scan up: a wait without a timeout ends after an hour, with a
    `JobTimeoutError`.
    """

    _underway = "IN_PROGRESS"
    _grace = 600
    # Nothing says that a scan was given up: only the time of the analysis stays as it is.
    _longest_wait = 3600

    def __init__(
        self,
        client: AccessAnalyzerClient,
        analyzer_arn: str,
        resource_arn: str,
        *,
        started_at: datetime,
        polling: Polling | None = None,
    ) -> None:
        """Take up a scan that was started before.

        Args:
            client: The client to ask with.
            analyzer_arn: ARN of an external access analyzer.
            resource_arn: ARN of the resource.
            started_at: `started_at` of the job that began it, or another aware time, by the
                service's clock: an analysis that is later is the scan's.
            polling: When to ask. Default: after a second, up to every 15.

        Raises:
            InvalidRequestError: `started_at` is no aware `datetime`.
        """
        super().__init__(client, resource_arn, chosen(polling, _POLLING))
        self._analyzer_arn = analyzer_arn
        self._started_at = _moment(started_at)

    @property
    def started_at(self) -> datetime:
        """The time, by the service's clock, after which an analysis is the scan's.

        Of a job that `start` began it is the time of the analysis before, and the beginning of 1970
        where there was none: no two clocks are compared.
        """
        return self._started_at

    @classmethod
    async def start(
        cls,
        client: AccessAnalyzerClient,
        analyzer_arn: str,
        *,
        resource_arn: str,
        resource_owner_account: str | None = None,
        polling: Polling | None = None,
    ) -> Self:
        """Start a scan, as `start_resource_scan` does, having read when the last one was.

        Args:
            client: The client to start it with.
            analyzer_arn: ARN of an external access analyzer.
            resource_arn: ARN of the resource.
            resource_owner_account: Account id of the resource's owner. Its ARN does not always
                tell: a bucket's does not.
            polling: As for the constructor.

        Returns:
            The scan, to be awaited.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer, or no such resource to scan.
            AccessAnalyzerError: A call failed in another way; see `aa_sdk.errors`.
        """
        polling = chosen(polling, _POLLING)
        client = client.paced()
        started_at = await _last_analysis(client, analyzer_arn, resource_arn)
        await client.start_resource_scan(
            analyzer_arn, resource_arn=resource_arn, resource_owner_account=resource_owner_account
        )
        job = cls(client, analyzer_arn, resource_arn, started_at=started_at, polling=polling)
        job._begun()
        return job

    async def status(self) -> ScanStatus:
        """Ask once how far the scan is.

        Returns:
            `IN_PROGRESS`, `SUCCEEDED` or `FAILED`.

        Raises:
            AccessAnalyzerError: The call failed; see `aa_sdk.errors`.
        """
        status: ScanStatus = await self._status()
        return status

    async def _look(self) -> Look[models.AnalyzedResource]:
        answer = await self._client.get_analyzed_resource(self._analyzer_arn, resource_arn=self.id)
        resource = answer.resource
        if resource is None or resource.analyzed_at <= self._started_at:
            return Look("IN_PROGRESS", answer)
        if resource.error is not None:
            return Look("FAILED", answer, failure=resource.error)
        return Look("SUCCEEDED", answer, resource)

    def _named(self) -> tuple[str, ...]:
        # Its own repr depends on where its time zone comes from, and may be nothing to write.
        started_at = f"started_at=datetime.fromisoformat({self._started_at.isoformat()!r})"
        return repr(self._analyzer_arn), repr(self.id), started_at


async def _last_analysis(
    client: AccessAnalyzerClient, analyzer_arn: str, resource_arn: str
) -> datetime:
    """Return when the service has last looked at a resource."""
    try:
        answer = await client.get_analyzed_resource(analyzer_arn, resource_arn=resource_arn)
    except ResourceNotFoundException:  # the resource or the analyzer, as the next call tells
        return _NEVER
    return answer.resource.analyzed_at if answer.resource else _NEVER


def _moment(value: object) -> datetime:
    if not isinstance(value, datetime):
        words = "must be a datetime with a time zone"
        raise InvalidRequestError(InvalidField("started_at", words, value))
    if value.utcoffset() is None:
        raise InvalidRequestError(InvalidField("started_at", NO_TIME_ZONE, value))
    return value
