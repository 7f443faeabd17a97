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

        Example:
            ```python
            started = await client.start_policy_generation(
                policy_generation_details={
                    "principal_arn": "arn:aws:iam::111122223333:role/ledger"
                },
                cloud_trail_details={
                    "trails": [{"cloud_trail_arn": trail_arn, "all_regions": True}],
                    "access_role": "arn:aws:iam::111122223333:role/reads-the-trail",
                    "start_time": datetime.now(UTC) - timedelta(days=30),
                },
            )
            print(started.job_id)
            ```

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
            ConflictException: Another job stands in the way.
            ServiceQuotaExceededException: Too many jobs are running, or were started today.
            ValidationException: A value is refused, or `cloud_trail_details` is missing.
            AccessDeniedException: The credentials do not allow it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
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

        Example:
            ```python
            response = await client.get_generated_policy(
                job_id, include_resource_placeholders=True
            )
            if response.job_details.status == "SUCCEEDED":
                for generated in response.generated_policy_result.generated_policies:
                    print(generated.policy)
            ```

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
            ValidationException: There is no such job, or a value is refused.
            AccessDeniedException: The credentials do not allow it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
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

        Example:
            ```python
            async for job in client.list_policy_generations():
                print(job.job_id, job.principal_arn, job.status)
            ```

        Args:
            principal_arn: Only jobs for this role or user. Default: all.
            max_results: The most jobs in one page, 1 or more.
                Default: up to the service.
            next_token: `next_token` of the page before. Default: the first page.

        Returns:
            The jobs of about the last week.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials do not allow it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
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

        Example:
            ```python
            jobs = client.list_policy_generations()
            running = [job.job_id async for job in jobs if job.status == "IN_PROGRESS"]
            await client.cancel_policy_generation(running[0])
            ```

        Args:
            job_id: Id of the job.

        Returns:
            Nothing but `response_metadata`.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ValidationException: There is no such job, or it is over.
            AccessDeniedException: The credentials do not allow it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(models.CancelPolicyGenerationRequest, job_id=job_id)
