"""Operations on policy generation."""

from __future__ import annotations

from aa_sdk import models
from aa_sdk._lazy import hide_imports
from aa_sdk.operations._base import Operations
from aa_sdk.pagination import Paginator

__all__ = ("PolicyGenerationOperations",)
hide_imports(__name__)


class PolicyGenerationOperations(Operations):
    """The operations on policy generation."""

    async def start_policy_generation(
        self,
        *,
        policy_generation_details: models.PolicyGenerationDetails
        | models.PolicyGenerationDetailsDict,
        cloud_trail_details: models.CloudTrailDetails | models.CloudTrailDetailsDict | None = None,
        client_token: str | None = None,
    ) -> models.StartPolicyGenerationResponse:
        """Start a job that generates a policy.

        Args:
            policy_generation_details: Whose policy to generate.
            cloud_trail_details: The events to read. The API calls it optional, yet
                the service refuses to go without.
            client_token: Makes repeating this request harmless: it returns the same
                job, and no second one starts. Default: a fresh token, the same on
                every retry.

        Returns:
            The id of the job.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ConflictException: Another job is running.
            ServiceQuotaExceededException: The account had as many jobs today as it may.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.StartPolicyGenerationRequest,
            policy_generation_details=policy_generation_details,
            cloud_trail_details=cloud_trail_details,
            client_token=client_token,
        )

    async def get_generated_policy(
        self,
        job_id: str,
        *,
        include_resource_placeholders: bool | None = None,
        include_service_level_template: bool | None = None,
    ) -> models.GetGeneratedPolicyResponse:
        """Read a job with the policy it has made.

        Args:
            job_id: Id of the job.
            include_resource_placeholders: Put a placeholder, not `*`, where an
                action could be limited to resources. Default: no.
            include_service_level_template: Add the services that were used without
                a record of the actions. Default: no.

        Returns:
            The job, and the policies once it has succeeded.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.GetGeneratedPolicyRequest,
            job_id=job_id,
            include_resource_placeholders=include_resource_placeholders,
            include_service_level_template=include_service_level_template,
        )

    def list_policy_generations(
        self,
        *,
        principal_arn: str | None = None,
        max_results: int | None = None,
        next_token: str | None = None,
    ) -> Paginator[models.PolicyGeneration, models.ListPolicyGenerationsResponse]:
        """List the jobs of the last 7 days.

        Args:
            principal_arn: Only jobs for this role or user. Default: all.
            max_results: The most jobs in one page, at least 1. Default: up to the
                service.
            next_token: `next_token` of the page before. Default: the first page.

        Returns:
            The jobs of about the last week.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return self._paginate(
            models.ListPolicyGenerationsRequest,
            "policy_generations",
            principal_arn=principal_arn,
            max_results=max_results,
            next_token=next_token,
        )

    async def cancel_policy_generation(
        self,
        job_id: str,
    ) -> models.CancelPolicyGenerationResponse:
        """Stop a job.

        Args:
            job_id: Id of the job.

        Returns:
            Nothing but `response_metadata`.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(models.CancelPolicyGenerationRequest, job_id=job_id)
