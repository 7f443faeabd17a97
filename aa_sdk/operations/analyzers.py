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
        """Create an analyzer in this Region.

        Example:
            ```python
            created = await client.create_analyzer(
                "unused-after-90-days",
                type="ORGANIZATION_UNUSED_ACCESS",
                configuration={"unused_access": {"unused_access_age": 90}},
            )
            print(created.arn)
            ```

        Args:
            analyzer_name: Name: 1 to 255 letters, digits, `_`, `.` and `-`, a
                letter or `_` first.
            type: Scope and kind. A Region has room for one of each account type.
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
            ValidationException: A value is refused, or there is no organization to watch.
            AccessDeniedException: The credentials do not allow it, or not for an organization.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
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

        Example:
            ```python
            response = await client.get_analyzer("account-external")
            print(response.analyzer.arn, response.analyzer.status)
            ```

        Args:
            analyzer_name: Name of the analyzer.

        Returns:
            The analyzer with its `configuration`, which listings leave out.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer.
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials do not allow it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
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
        """List the analyzers of this account and Region.

        Example:
            ```python
            async for analyzer in client.list_analyzers(type="ACCOUNT"):
                print(analyzer.name, analyzer.status)
            ```

        Args:
            type: Only analyzers of this scope and kind. Default: all.
            max_results: The most analyzers in one page; no limits are known.
                Default: up to the service.
            next_token: `next_token` of the page before. Default: the first page.

        Returns:
            The analyzers, without their `configuration`.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials do not allow it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
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

        Example:
            ```python
            trials = {"exclusions": [{"resource_tags": [{"stage": "trial"}]}]}
            updated = await client.update_analyzer(
                "account-unused", configuration={"unused_access": {"analysis_rule": trials}}
            )
            print(updated.configuration)
            ```

        Args:
            analyzer_name: Name of the analyzer. External access analyzers are
                refused.
            configuration: How to set it up. It takes the place of what was there,
                exclusions too.

        Returns:
            The configuration as it is now.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer.
            ConflictException: The analyzer is in a state that allows no change.
            ValidationException: The analyzer is one for external access, or a value is refused.
            AccessDeniedException: The credentials do not allow it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
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

        Example:
            ```python
            await client.delete_analyzer("account-external")
            ```

        Args:
            analyzer_name: Name of the analyzer.
            client_token: Makes repeating this request harmless. Default: a fresh
                token, the same on every retry.

        Returns:
            Nothing but `response_metadata`.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer.
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials do not allow it, or a service manages it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
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

        Example:
            ```python
            try:
                await client.create_service_linked_analyzer(type="ACCOUNT_UNUSED_ACCESS")
            except AccessDeniedException as error:
                print(error.message)  # it takes the credentials of an AWS service
            ```

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
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials are not those of an AWS service that may.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
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

        Example:
            ```python
            managed = [one.name async for one in client.list_analyzers() if one.managed_by]
            await client.delete_service_linked_analyzer(managed[0])
            ```

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
            ValidationException: No service manages the analyzer, or a value is refused.
            AccessDeniedException: The credentials do not allow it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.DeleteServiceLinkedAnalyzerRequest,
            analyzer_name=analyzer_name,
            client_token=client_token,
        )
