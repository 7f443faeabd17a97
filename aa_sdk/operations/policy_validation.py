"""Operations on policy validation."""

from __future__ import annotations

from aa_sdk import models
from aa_sdk._lazy import hide_imports
from aa_sdk.operations._base import Operations
from aa_sdk.pagination import Paginator

__all__ = ("PolicyValidationOperations",)
hide_imports(__name__)


class PolicyValidationOperations(Operations):
    """The operations on policy validation."""

    def validate_policy(
        self,
        *,
        policy_document: models.PolicyDocument,
        policy_type: models.PolicyType,
        locale: models.Locale | None = None,
        validate_policy_resource_type: models.ValidatePolicyResourceType | None = None,
        max_results: int | None = None,
        next_token: str | None = None,
    ) -> Paginator[models.ValidatePolicyFinding, models.ValidatePolicyResponse]:
        """Validate a policy.

        Example:
            ```python
            policy = {
                "Version": "2012-10-17",
                "Statement": {"Effect": "Allow", "Action": "s3:Get", "Resource": "*"},
            }
            async for flaw in client.validate_policy(
                policy_document=policy, policy_type="IDENTITY_POLICY"
            ):
                print(flaw.finding_type, flaw.issue_code, flaw.finding_details)
            ```

        Args:
            policy_document: The policy: JSON text, a mapping, or the `Path` of a
                file, which is read in a worker thread. Positions in the findings
                refer to this text.
            policy_type: What the policy hangs on.
            locale: Language of the messages. Default: English.
            validate_policy_resource_type: Kind of the resource, for a
                `RESOURCE_POLICY` only. Default: the rules all kinds share.
            max_results: The most findings in one page; no limits are known.
                Default: up to the service.
            next_token: `next_token` of the page before. Default: the first page.

        Returns:
            What the service finds wrong or doubtful; nothing when the document is
            fine.

        Raises:
            InvalidRequestError: A value breaks a constraint, or a file cannot be read;
                nothing was sent.
            ValidationException: The document is of another type, or a value is refused.
            AccessDeniedException: The credentials do not allow it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return self._paginate(
            models.ValidatePolicyRequest,
            "findings",
            policy_document=policy_document,
            policy_type=policy_type,
            locale=locale,
            validate_policy_resource_type=validate_policy_resource_type,
            max_results=max_results,
            next_token=next_token,
        )
