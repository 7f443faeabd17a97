"""Operations on analyzers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aa_sdk import models
from aa_sdk._lazy import hide_imports
from aa_sdk.operations._base import Operations
from aa_sdk.pagination import Paginator

__all__ = ("AnalyzersOperations",)
hide_imports(__name__)


class AnalyzersOperations(Operations):
    """The operations on analyzers."""

    async def create_analyzer(
        self,
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
    ) -> models.CreateAnalyzerResponse:
        """Create an analyzer in this region.

        Args:
            analyzer_name: Name: 1 to 255 letters, digits, `_`, `.` and `-`, a
                letter or `_` first.
            type: Scope and kind. An account has one of each kind in a region.
            archive_rules: Archive rules to begin with. Default: none.
            tags: Tags, at most 50: key (1-128 characters, not `aws:…`) to value
                (0-256). Default: none.
            configuration: How to set it up; must fit `type`. Default: the defaults
                of its kind.
            client_token: Makes repeating this request harmless. Default: a fresh
                token, the same on every retry.

        Returns:
            The ARN of the new analyzer, which is CREATING at first.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ConflictException: The name is taken.
            ServiceQuotaExceededException: The account has as many analyzers of this kind as it may.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.CreateAnalyzerRequest,
            analyzer_name=analyzer_name,
            type=type,
            archive_rules=archive_rules,
            tags=tags,
            configuration=configuration,
            client_token=client_token,
        )

    async def get_analyzer(
        self,
        analyzer_name: str,
    ) -> models.GetAnalyzerResponse:
        """Read one analyzer.

        Args:
            analyzer_name: Name of the analyzer.

        Returns:
            The analyzer with its `configuration`, which listings leave out.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(models.GetAnalyzerRequest, analyzer_name=analyzer_name)

    def list_analyzers(
        self,
        *,
        type: models.AnalyzerType | None = None,
        max_results: int | None = None,
        next_token: str | None = None,
    ) -> Paginator[models.AnalyzerSummary, models.ListAnalyzersResponse]:
        """List the analyzers of this account and region.

        Args:
            type: Only analyzers of this scope and kind. Default: all.
            max_results: The most analyzers in one page. Default: up to the service.
            next_token: `next_token` of the page before. Default: the first page.

        Returns:
            The analyzers, without their `configuration`.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return self._paginate(
            models.ListAnalyzersRequest,
            "analyzers",
            type=type,
            max_results=max_results,
            next_token=next_token,
        )

    async def update_analyzer(
        self,
        analyzer_name: str,
        *,
        configuration: models.AnalyzerConfiguration
        | models.AnalyzerConfigurationDict
        | None = None,
    ) -> models.UpdateAnalyzerResponse:
        """Change what an unused or internal access analyzer leaves out or watches.

        Args:
            analyzer_name: Name of the analyzer. External access analyzers are
                refused.
            configuration: How to set it up.

        Returns:
            The configuration as it is now.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer.
            ConflictException: The analyzer is in a state that allows no change.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.UpdateAnalyzerRequest, analyzer_name=analyzer_name, configuration=configuration
        )

    async def delete_analyzer(
        self,
        analyzer_name: str,
        *,
        client_token: str | None = None,
    ) -> models.EmptyResponse:
        """Delete an analyzer with its findings and archive rules, for good.

        Args:
            analyzer_name: Name of the analyzer.
            client_token: Makes repeating this request harmless. Default: a fresh
                token, the same on every retry.

        Returns:
            Nothing but `response_metadata`.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.DeleteAnalyzerRequest, analyzer_name=analyzer_name, client_token=client_token
        )

    async def create_service_linked_analyzer(
        self,
        *,
        type: models.AnalyzerType,
        archive_rules: Sequence[models.InlineArchiveRule | models.InlineArchiveRuleDict]
        | None = None,
        configuration: models.AnalyzerConfiguration
        | models.AnalyzerConfigurationDict
        | None = None,
        client_token: str | None = None,
    ) -> models.CreateServiceLinkedAnalyzerResponse:
        """Create an analyzer that an AWS service manages.

        Args:
            type: Scope and kind: unused access only.
            archive_rules: Archive rules to begin with. Default: none.
            configuration: How to set it up. Default: the defaults of its kind.
            client_token: Makes repeating this request harmless. Default: a fresh
                token, the same on every retry.

        Returns:
            The ARN of the new analyzer.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ConflictException: There is one already.
            ServiceQuotaExceededException: The account has as many analyzers of this kind as it may.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.CreateServiceLinkedAnalyzerRequest,
            type=type,
            archive_rules=archive_rules,
            configuration=configuration,
            client_token=client_token,
        )

    async def delete_service_linked_analyzer(
        self,
        analyzer_name: str,
        *,
        client_token: str | None = None,
    ) -> models.EmptyResponse:
        """Delete an analyzer that an AWS service manages.

        Args:
            analyzer_name: Name of the analyzer, `_AccessAnalyzerFor{Service}-{Id}`.
            client_token: Makes repeating this request harmless. Default: a fresh
                token, the same on every retry.

        Returns:
            Nothing but `response_metadata`.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer.
            ConflictException: The service that manages it still uses it.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.DeleteServiceLinkedAnalyzerRequest,
            analyzer_name=analyzer_name,
            client_token=client_token,
        )
