"""How the status of many findings is set: in batches, of which a bad id spoils only itself.

The service takes many ids in a call, answers with nothing, and may refuse all of them for one. Then
it is found out which: where the service says that something does not exist, it is asked which of
the findings are there; else the batch is halved, again and again. One bad id in a hundred costs
fourteen calls so. Where all calls fail, that would find nothing and cost two calls for each id: so
halving is paid from a budget, which calls that go well fill up again.

A service that cannot be reached, or throttles without end, takes minutes for each call. Once it has
done nothing else for ten of them, the rest is given up and not tried.
"""

from collections.abc import Callable, Mapping

import anyio

from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import (
    AccessAnalyzerError,
    ClientClosedError,
    CredentialsError,
    EventLoopError,
    InvalidRequestError,
    ResourceNotFoundException,
    ServiceError,
    ThrottlingException,
)
from aa_sdk.models import FindingStatusUpdate
from aa_sdk.workflows._archiving.reports import ArchivingFailure
from aa_sdk.workflows._archiving.statuses import statuses_of

BATCH_SIZE = 100
"""How many findings to name in a call. How many the service takes is documented nowhere."""

_HALVINGS = 64
_EARNED = 8
_PATIENCE = 600
"""Seconds without a word of the service's on the findings; as long as a pace repeats a call."""
_OF_THE_CALLER = (CredentialsError, ClientClosedError, EventLoopError, InvalidRequestError)
_DENIED = (401, 403)


class Changes:
    """Findings whose status is to be set, and what has become of them so far."""

    def __init__(
        self, client: AccessAnalyzerClient, analyzer_arn: str, status: FindingStatusUpdate
    ) -> None:
        """Begin with none.

        Args:
            client: The client.
            analyzer_arn: ARN of the analyzer.
            status: The status to set.
        """
        self._client = client
        self._analyzer_arn = analyzer_arn
        self._status: FindingStatusUpdate = status
        self._halvings = _HALVINGS
        self._heard_at = anyio.current_time()
        self._silence: AccessAnalyzerError | None = None
        self.changed: list[str] = []
        self.unchanged: list[str] = []
        self.resolved: list[str] = []
        self.gone: list[str] = []
        self.failures: list[ArchivingFailure] = []

    @property
    def settled(self) -> int:
        """How many findings nothing is left to do for."""
        kept = (self.changed, self.unchanged, self.resolved, self.gone)
        return sum(map(len, kept)) + len(self.failures)

    def sort(self, ids: list[str], statuses: Mapping[str, str]) -> list[str]:
        """Put those away for which there is nothing to do, and return the others.

        Args:
            ids: Ids of findings.
            statuses: What statuses they have; those without one are gone.
        """
        places = {self._status: self.unchanged, "RESOLVED": self.resolved, None: self.gone}
        left: list[str] = []
        for finding_id in ids:
            places.get(statuses.get(finding_id), left).append(finding_id)
        return left

    async def make(self, ids: list[str], tell: Callable[[], object]) -> None:
        """Set the status of findings.

        Args:
            ids: Ids of findings that have another status.
            tell: Is called whenever it has come a bit further.

        Raises:
            AccessAnalyzerError: The caller may not, or cannot: then all calls would fail.
        """
        starts = range(0, len(ids), BATCH_SIZE)
        waiting = [ids[start : start + BATCH_SIZE] for start in reversed(starts)]
        while waiting:
            batch = waiting.pop()
            waiting += reversed(await self._tried(batch))
            tell()

    async def _tried(self, batch: list[str]) -> list[list[str]]:
        """Set the status of a batch, and return smaller ones that are to be tried instead."""
        if self._silence and anyio.current_time() >= self._heard_at + _PATIENCE:
            return self._given_up(batch, self._silence)
        try:
            await self._client.update_findings(self._analyzer_arn, status=self._status, ids=batch)
        except AccessAnalyzerError as error:
            if _concerns_all(error):
                raise
            self._heard(error)
            return await self._smaller(batch, error)
        self._heard()
        self.changed += batch
        self._halvings += _EARNED
        return []

    def _heard(self, error: AccessAnalyzerError | None = None) -> None:
        """Take note whether a call got a word on its findings."""
        is_silence = error is not None and not (
            isinstance(error, ServiceError) and not error.retryable
        )
        self._silence = error if is_silence else None
        if not is_silence:
            self._heard_at = anyio.current_time()

    def _given_up(self, batch: list[str], error: AccessAnalyzerError) -> list[list[str]]:
        self.failures += (ArchivingFailure(finding_id, error) for finding_id in batch)
        return []

    async def _smaller(self, batch: list[str], error: AccessAnalyzerError) -> list[list[str]]:
        if isinstance(error, ResourceNotFoundException):
            # This raises if what is not there any more is the analyzer.
            statuses = await statuses_of(self._client, self._analyzer_arn, batch)
            left = self.sort(batch, statuses)
            if len(left) < len(batch):
                return [left] if left else []
        if len(batch) == 1 or not self._halvings or not _is_answer(error):
            return self._given_up(batch, error)
        self._halvings -= 1
        half = (len(batch) + 1) // 2
        return [batch[:half], batch[half:]]


def _concerns_all(error: AccessAnalyzerError) -> bool:
    """Tell whether every other call would fail for the same reason."""
    is_denied = isinstance(error, ServiceError) and error.status_code in _DENIED
    return is_denied or isinstance(error, _OF_THE_CALLER)


def _is_answer(error: AccessAnalyzerError) -> bool:
    """Tell whether the service has refused, or failed at, just these ids, as far as one knows."""
    return isinstance(error, ServiceError) and not isinstance(error, ThrottlingException)
