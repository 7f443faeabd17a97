"""Operations on policy checks."""

from __future__ import annotations

from collections.abc import Sequence

from aa_sdk import models
from aa_sdk._lazy import hide_imports
from aa_sdk.operations._base import Operations

__all__ = ("PolicyChecksOperations",)
hide_imports(__name__)


class PolicyChecksOperations(Operations):
    """The operations on policy checks."""

    async def check_no_new_access(
        self,
        *,
        new_policy_document: models.PolicyDocument,
        existing_policy_document: models.PolicyDocument,
        policy_type: models.AccessCheckPolicyType,
    ) -> models.CheckNoNewAccessResponse:
        """Check that a policy grants nothing beyond what another one does.

        Example:
            ```python
            def allow(action):
                return {"Statement": {"Effect": "Allow", "Action": action, "Resource": "*"}}

            check = await client.check_no_new_access(
                new_policy_document=allow("s3:*"),
                existing_policy_document=allow("s3:Get*"),
                policy_type="IDENTITY_POLICY",
            )
            print(check.result, check.message)
            ```

        Args:
            new_policy_document: The policy to check: JSON text, a mapping, or the
                `Path` of a file, which is read in a worker thread.
            existing_policy_document: The policy to measure it by: the one in force,
                or one that stands for the limit.
            policy_type: What both policies hang on.

        Returns:
            PASS or FAIL, with a message and the statements that are the reason.

        Raises:
            InvalidRequestError: A value breaks a constraint, or a file cannot be read;
                nothing was sent.
            InvalidParameterException: The document cannot be read, or grants nothing.
            UnprocessableEntityException: The service could not decide.
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials do not allow it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.CheckNoNewAccessRequest,
            new_policy_document=new_policy_document,
            existing_policy_document=existing_policy_document,
            policy_type=policy_type,
        )

    async def check_access_not_granted(
        self,
        *,
        policy_document: models.PolicyDocument,
        access: Sequence[models.Access | models.AccessDict],
        policy_type: models.AccessCheckPolicyType,
    ) -> models.CheckAccessNotGrantedResponse:
        """Check that a policy does not grant certain access.

        Example:
            ```python
            check = await client.check_access_not_granted(
                policy_document={
                    "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
                },
                access=[{"actions": ["s3:DeleteBucket"]}],
                policy_type="IDENTITY_POLICY",
            )
            print(check.result, [reason.statement_index for reason in check.reasons])
            ```

        Args:
            policy_document: The policy: JSON text, a mapping, or the `Path` of a
                file, which is read in a worker thread.
            access: What must not be granted: one `Access`. With both actions and
                resources, none of the actions on any of the resources.
            policy_type: What the policy hangs on.

        Returns:
            PASS or FAIL, with a message and the statements that are the reason.

        Raises:
            InvalidRequestError: A value breaks a constraint, or a file cannot be read;
                nothing was sent.
            InvalidParameterException: The document cannot be read, or grants nothing.
            UnprocessableEntityException: The service could not decide.
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials do not allow it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.CheckAccessNotGrantedRequest,
            policy_document=policy_document,
            access=access,
            policy_type=policy_type,
        )

    async def check_no_public_access(
        self,
        *,
        policy_document: models.PolicyDocument,
        resource_type: models.AccessCheckResourceType,
    ) -> models.CheckNoPublicAccessResponse:
        """Check that a resource's policy does not let everyone in.

        Example:
            ```python
            check = await client.check_no_public_access(
                policy_document={
                    "Statement": {
                        "Effect": "Allow",
                        "Principal": "*",
                        "Action": "s3:GetObject",
                        "Resource": "arn:aws:s3:::reports/*",
                    }
                },
                resource_type="AWS::S3::Bucket",
            )
            print(check.result, check.message)
            ```

        Args:
            policy_document: The policy: JSON text, a mapping, or the `Path` of a
                file, which is read in a worker thread.
            resource_type: Kind of the resource it hangs on.

        Returns:
            PASS or FAIL, with a message and the statements that are the reason.

        Raises:
            InvalidRequestError: A value breaks a constraint, or a file cannot be read;
                nothing was sent.
            InvalidParameterException: The document cannot be read, or grants nothing.
            UnprocessableEntityException: The service could not decide.
            ValidationException: The service refuses a value; `field_list` says which.
            AccessDeniedException: The credentials do not allow it.
            ThrottlingException: Too many calls, even after retries.
            InternalServerException: The service failed, even after retries.
            AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
        """
        return await self._call(
            models.CheckNoPublicAccessRequest,
            policy_document=policy_document,
            resource_type=resource_type,
        )
