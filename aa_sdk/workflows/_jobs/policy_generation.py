"""Jobs that generate a policy."""

from __future__ import annotations

from typing import Final, Self

from aa_sdk import models
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.workflows._jobs.job import Job, Look, reason
from aa_sdk.workflows._jobs.polling import Polling, chosen

# Jobs of 140 and of 363 seconds have been seen.
_POLLING: Final = Polling(first=5, growth=1.25, longest=20)


class PolicyGenerationJob(Job[models.GeneratedPolicyResult]):
    """The generation of a policy from what a role or user did: minutes of work.

    ```python
    job = await PolicyGenerationJob.start(
        client,
        policy_generation_details={"principal_arn": role_arn},
        cloud_trail_details=trails,
    )
    result = await job
    policy = result.generated_policies[0].policy
    ```

    The result is there too where `result.properties.is_complete` is false: some services were used
    without a record of the actions.
    """

    _underway = "IN_PROGRESS"

    def __init__(
        self,
        client: AccessAnalyzerClient,
        job_id: str,
        *,
        include_resource_placeholders: bool | None = None,
        include_service_level_template: bool | None = None,
        polling: Polling | None = None,
    ) -> None:
        """Take up a job that was started before.

        Args:
            client: The client to ask with.
            job_id: Id of the job.
            include_resource_placeholders: Put a placeholder, not `*`, where an action could be
                limited to resources. Default: no.
            include_service_level_template: Add the services that were used without a record of
                the actions. Default: no.
            polling: When to ask. Default: after 5 seconds, up to every 20.
        """
        super().__init__(client, job_id, chosen(polling, _POLLING))
        self._placeholders = include_resource_placeholders
        self._template = include_service_level_template

    @classmethod
    async def start(
        cls,
        client: AccessAnalyzerClient,
        *,
        policy_generation_details: models.PolicyGenerationDetails
        | models.PolicyGenerationDetailsDict,
        cloud_trail_details: models.CloudTrailDetails | models.CloudTrailDetailsDict | None = None,
        client_token: str | None = None,
        include_resource_placeholders: bool | None = None,
        include_service_level_template: bool | None = None,
        polling: Polling | None = None,
    ) -> Self:
        """Start a job, as `start_policy_generation` does.

        Args:
            client: The client to start it with.
            policy_generation_details: Whose policy to generate.
            cloud_trail_details: The events to read. The API calls it optional, yet the service
                refuses to go without.
            client_token: Makes repeating this harmless: it returns the same job, and no second one
                starts. Default: a fresh token.
            include_resource_placeholders: As for the constructor.
            include_service_level_template: As for the constructor.
            polling: As for the constructor.

        Returns:
            The job, to be awaited.

        Raises:
            InvalidRequestError: A value breaks a constraint; nothing was sent.
            ConflictException: Another job is running.
            ServiceQuotaExceededException: The account had as many jobs as it may.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        polling = chosen(polling, _POLLING)
        started = await client.paced().start_policy_generation(
            policy_generation_details=policy_generation_details,
            cloud_trail_details=cloud_trail_details,
            client_token=client_token,
        )
        job = cls(
            client,
            started.job_id,
            include_resource_placeholders=include_resource_placeholders,
            include_service_level_template=include_service_level_template,
            polling=polling,
        )
        job._begun()
        return job

    async def status(self) -> models.JobStatus:
        """Ask once how far the job is.

        Returns:
            `IN_PROGRESS`, `SUCCEEDED`, `FAILED` or `CANCELED`.

        Raises:
            AccessAnalyzerError: The call failed; see `aa_sdk.errors`.
        """
        status: models.JobStatus = await self._status()
        return status

    async def cancel(self) -> None:
        """Stop the job. It still counts towards the day's quota.

        Whoever waits for it gets a `JobFailedError` with the reason `CANCELED`.

        Raises:
            ValidationException: The job is over already, or there is none.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        await self._client.cancel_policy_generation(self.id)

    async def _look(self) -> Look[models.GeneratedPolicyResult]:
        answer = await self._client.get_generated_policy(
            self.id,
            include_resource_placeholders=self._placeholders,
            include_service_level_template=self._template,
        )
        status, error = answer.job_details.status, answer.job_details.job_error
        match status:
            case "SUCCEEDED":
                return Look(status, answer, answer.generated_policy_result)
            case "FAILED" | "CANCELED":
                failure = reason(error.code, error.message) if error else status
                return Look(status, answer, failure=failure)
            case _:
                return Look(status, answer)

    def _named(self) -> tuple[str, ...]:
        options = {
            "include_resource_placeholders": self._placeholders,
            "include_service_level_template": self._template,
        }
        given = [f"{name}={value!r}" for name, value in options.items() if value is not None]
        return repr(self.id), *given
