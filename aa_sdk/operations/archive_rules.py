"""Operations on archive rules."""

from __future__ import annotations

from aa_sdk import models
from aa_sdk._lazy import hide_imports
from aa_sdk.operations._base import Operations
from aa_sdk.pagination import Paginator

__all__ = ("ArchiveRulesOperations",)
hide_imports(__name__)


class ArchiveRulesOperations(Operations):
    """The operations on archive rules."""

    async def create_archive_rule(
        self,
        analyzer_name: str,
        rule_name: str,
        *,
        filter: models.FilterCriteria,
        client_token: str | None = None,
    ) -> models.EmptyResponse:
        """Add an archive rule to an analyzer.

        Example:
            ```python
            known = FindingFilter.for_archive_rule().principal.aws.contains("444455556666")
            await client.create_archive_rule("account-external", "partner", filter=known)
            await client.apply_archive_rule(arn, "partner")  # to the findings there are
            ```

        Args:
            analyzer_name: Name of the analyzer.
            rule_name: Name: 1 to 255 letters, digits, `_`, `.` and `-`, a letter
                first.
            filter: Which findings to archive. Keys `status` and `id` and those of
                previews cannot be used.
            client_token: Makes repeating this request harmless. Default: a fresh
                token, the same on every retry.

        Returns:
            Nothing but `response_metadata`. Only findings that come after the rule
            are archived.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer.
            ConflictException: The name is taken.
            ServiceQuotaExceededException: The analyzer has as many rules as it may.
            ValidationException: The service refuses a value, such as a key that rules do not take.
            AccessDeniedException: The credentials do not allow it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.CreateArchiveRuleRequest,
            analyzer_name=analyzer_name,
            rule_name=rule_name,
            filter=filter,
            client_token=client_token,
        )

    async def get_archive_rule(
        self,
        analyzer_name: str,
        rule_name: str,
    ) -> models.GetArchiveRuleResponse:
        """Read one archive rule.

        Example:
            ```python
            response = await client.get_archive_rule("account-external", "own-accounts")
            print(FindingFilter.from_criteria(response.archive_rule.filter))
            ```

        Args:
            analyzer_name: Name of the analyzer.
            rule_name: Name of the rule.

        Returns:
            The rule.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer or rule.
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials do not allow it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.GetArchiveRuleRequest, analyzer_name=analyzer_name, rule_name=rule_name
        )

    def list_archive_rules(
        self,
        analyzer_name: str,
        *,
        max_results: int | None = None,
        next_token: str | None = None,
    ) -> Paginator[models.ArchiveRuleSummary, models.ListArchiveRulesResponse]:
        """List the archive rules of an analyzer.

        Example:
            ```python
            async for rule in client.list_archive_rules("account-external"):
                print(rule.rule_name, rule.updated_at)
            ```

        Args:
            analyzer_name: Name of the analyzer.
            max_results: The most rules in one page; no limits are known.
                Default: up to the service.
            next_token: `next_token` of the page before. Default: the first page.

        Returns:
            The rules of the analyzer.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials do not allow it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return self._paginate(
            models.ListArchiveRulesRequest,
            "archive_rules",
            analyzer_name=analyzer_name,
            max_results=max_results,
            next_token=next_token,
        )

    async def update_archive_rule(
        self,
        analyzer_name: str,
        rule_name: str,
        *,
        filter: models.FilterCriteria,
        client_token: str | None = None,
    ) -> models.EmptyResponse:
        """Give an archive rule another filter.

        Example:
            ```python
            known = FindingFilter().principal.aws.contains("444455556666", "777788889999")
            await client.update_archive_rule(
                "account-external", "own-accounts", filter=known
            )
            ```

        Args:
            analyzer_name: Name of the analyzer.
            rule_name: Name of the rule.
            filter: Which findings to archive from now on; it replaces the filter
                there was.
            client_token: Makes repeating this request harmless. Default: a fresh
                token, the same on every retry.

        Returns:
            Nothing but `response_metadata`. Findings that exist already stay as
            they are.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer or rule.
            ValidationException: The service refuses a value, such as a key that rules do not take.
            AccessDeniedException: The credentials do not allow it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.UpdateArchiveRuleRequest,
            analyzer_name=analyzer_name,
            rule_name=rule_name,
            filter=filter,
            client_token=client_token,
        )

    async def delete_archive_rule(
        self,
        analyzer_name: str,
        rule_name: str,
        *,
        client_token: str | None = None,
    ) -> models.EmptyResponse:
        """Delete an archive rule.

        Example:
            ```python
            await client.delete_archive_rule("account-external", "own-accounts")
            ```

        Args:
            analyzer_name: Name of the analyzer.
            rule_name: Name of the rule.
            client_token: Makes repeating this request harmless. Default: a fresh
                token, the same on every retry.

        Returns:
            Nothing but `response_metadata`. Findings that the rule archived stay
            archived.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer or rule.
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials do not allow it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.DeleteArchiveRuleRequest,
            analyzer_name=analyzer_name,
            rule_name=rule_name,
            client_token=client_token,
        )

    async def apply_archive_rule(
        self,
        analyzer_arn: str,
        rule_name: str,
        *,
        client_token: str | None = None,
    ) -> models.EmptyResponse:
        """Archive the findings there are that match a rule.

        Example:
            ```python
            await client.apply_archive_rule(arn, "own-accounts")
            ```

        Args:
            analyzer_arn: ARN of the analyzer: not its name, as everywhere else with
                rules.
            rule_name: Name of the rule.
            client_token: Makes repeating this request harmless. Default: a fresh
                token, the same on every retry.

        Returns:
            Nothing but `response_metadata`. The service works through the findings
            afterwards.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ResourceNotFoundException: There is no such analyzer or rule.
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials do not allow it, or not for this analyzer.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.ApplyArchiveRuleRequest,
            analyzer_arn=analyzer_arn,
            rule_name=rule_name,
            client_token=client_token,
        )
