"""Analyzers that are being created."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Self

from aa_sdk import models
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.workflows._jobs.job import Job, Look
from aa_sdk.workflows._jobs.polling import Polling, chosen

# At once to minutes, for those of internal access.
_POLLING: Final = Polling(first=0.5, growth=1.4, longest=15)


class AnalyzerJob(Job[models.AnalyzerSummary]):
    """The creation of an analyzer: done at once, or minutes of work.

    ```python
    analyzer = await (await AnalyzerJob.start(client, "audit", type="ORGANIZATION"))
    ```

    An analyzer that becomes `FAILED` or `DISABLED` is a failure, with the code of its
    `status_reason` for a reason; so is one that is deleted while it is waited for.
    """

    _underway = "CREATING"

    def __init__(
        self,
        client: AccessAnalyzerClient,
        analyzer_name: str,
        *,
        polling: Polling | None = None,
    ) -> None:
        """Take up the creation of an analyzer that was begun before.

        Args:
            client: The client to ask with.
            analyzer_name: Name of the analyzer.
            polling: When to ask. Default: after half a second, up to every 15 seconds.
        """
        super().__init__(client, analyzer_name, chosen(polling, _POLLING))

    @classmethod
    async def start(
        cls,
        client: AccessAnalyzerClient,
        analyzer_name: str,
        *,
        type: models.AnalyzerType,
        archive_rules: Sequence[models.InlineArchiveRule | models.InlineArchiveRuleDict]
        | None = None,
        tags: Mapping[str, str] | None = None,
        configuration: models.AnalyzerConfiguration
        | models.AnalyzerConfigurationDict
        | None = None,
        client_token: str | None = None,
        polling: Polling | None = None,
    ) -> Self:
        """Create an analyzer, as `create_analyzer` does.

        Args:
            client: The client to create it with.
            analyzer_name: Name: 1 to 255 letters, digits, `_`, `.` and `-`, a letter or `_` first.
            type: Scope and kind. A Region has room for one of each account type.
            archive_rules: Archive rules to begin with. Default: none.
            tags: Tags, at most 50. Default: none.
            configuration: How to set it up; must fit `type`. Default: the defaults of its kind.
            client_token: Makes repeating this harmless. Default: a fresh token.
            polling: As for the constructor.

        Returns:
            The creation, to be awaited.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ConflictException: The name is taken.
            ServiceQuotaExceededException: The account has as many analyzers of this kind as it may.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        polling = chosen(polling, _POLLING)
        await client.paced().create_analyzer(
            analyzer_name,
            type=type,
            archive_rules=archive_rules,
            tags=tags,
            configuration=configuration,
            client_token=client_token,
        )
        job = cls(client, analyzer_name, polling=polling)
        job._begun()
        return job

    async def status(self) -> models.AnalyzerStatus:
        """Ask once how far the analyzer is.

        Returns:
            `CREATING`, `ACTIVE`, `DISABLED` or `FAILED`.

        Raises:
            AccessAnalyzerError: The call failed; see `aa_sdk.errors`.
        """
        status: models.AnalyzerStatus = await self._status()
        return status

    async def _look(self) -> Look[models.AnalyzerSummary]:
        answer = await self._client.get_analyzer(self.id)
        analyzer = answer.analyzer
        match analyzer.status:
            case "ACTIVE":
                return Look(analyzer.status, answer, analyzer)
            case "FAILED" | "DISABLED":
                why = analyzer.status_reason
                return Look(analyzer.status, answer, failure=why.code if why else analyzer.status)
            case _:
                return Look(analyzer.status, answer)

    def _named(self) -> tuple[str, ...]:
        return (repr(self.id),)
