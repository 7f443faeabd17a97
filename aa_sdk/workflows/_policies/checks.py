"""The three checks, as they are asked of a policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.models import Access, AccessCheckPolicyType, AccessCheckResourceType
from aa_sdk.policy import (
    InvalidPolicyError,
    Policy,
    PolicyCheck,
    UnsupportedPolicyError,
    check_access_not_granted,
    check_no_new_access,
    check_no_public_access,
)
from aa_sdk.workflows._policies.documents import DocumentText, key_of
from aa_sdk.workflows._policies.questions import Check, CheckAnswer, PolicyQuestion

LIMIT = "new_access_against"
"""The place of errors that are about what a policy is compared with."""


@dataclass(frozen=True)
class NoNewAccess(Check):
    """Whether a policy allows what another one does not."""

    policy_type: AccessCheckPolicyType
    existing: DocumentText
    name: ClassVar[PolicyQuestion] = "no_new_access"

    def key(self, document: DocumentText) -> bytes:
        """Return what stands for both policies."""
        return key_of(document.key, self.name, self.policy_type, self.existing.key)

    def _check(self, document: DocumentText, part: int) -> PolicyCheck:
        del part
        new = document.policy
        try:
            existing = self._read_existing()
        except (InvalidPolicyError, UnsupportedPolicyError) as error:
            raise error.within(LIMIT) from error
        try:
            return check_no_new_access(new, existing, self.policy_type)
        except InvalidPolicyError:
            refuse_as_limit(self.existing, self.policy_type)  # if that is the one at fault
            raise

    def _read_existing(self) -> Policy:
        existing = self.existing.policy
        if self.existing.policy_type != self.policy_type:
            raise InvalidPolicyError("", _of_another_type(self.policy_type))
        return existing

    async def _ask(self, client: AccessAnalyzerClient, text: str, part: int) -> CheckAnswer:
        del part
        return await client.check_no_new_access(
            new_policy_document=text,
            existing_policy_document=self.existing.text,
            policy_type=self.policy_type,
        )


@dataclass(frozen=True)
class AccessNotGranted(Check):
    """Whether a policy grants any of some access."""

    policy_type: AccessCheckPolicyType
    parts: Sequence[Access]
    name: ClassVar[PolicyQuestion] = "access_not_granted"

    @property
    def calls(self) -> int:
        """A call for each part."""
        return len(self.parts)

    def key(self, document: DocumentText) -> bytes:
        """Return what stands for the policy: of all, the same access is asked."""
        return key_of(document.key, self.name, self.policy_type)

    def _check(self, document: DocumentText, part: int) -> PolicyCheck:
        return check_access_not_granted(document.policy, self.parts[part], self.policy_type)

    async def _ask(self, client: AccessAnalyzerClient, text: str, part: int) -> CheckAnswer:
        return await client.check_access_not_granted(
            policy_document=text, access=[self.parts[part]], policy_type=self.policy_type
        )


@dataclass(frozen=True)
class NoPublicAccess(Check):
    """Whether the policy of a resource lets everyone in."""

    resource_type: AccessCheckResourceType
    name: ClassVar[PolicyQuestion] = "no_public_access"

    def key(self, document: DocumentText) -> bytes:
        """Return what stands for the policy and the type."""
        return key_of(document.key, self.name, self.resource_type)

    def _check(self, document: DocumentText, part: int) -> PolicyCheck:
        del part
        return check_no_public_access(document.policy, self.resource_type)

    async def _ask(self, client: AccessAnalyzerClient, text: str, part: int) -> CheckAnswer:
        del part
        return await client.check_no_public_access(
            policy_document=text, resource_type=self.resource_type
        )


def refuse_as_limit(existing: DocumentText, policy_type: AccessCheckPolicyType) -> None:
    """See that nothing is wrong with what policies are compared with.

    Args:
        existing: That policy.
        policy_type: The type that it has to be of.

    Raises:
        InvalidPolicyError: It is malformed, or mixes statements of both types; its path begins with
            `new_access_against`.
    """
    try:
        check_no_new_access(existing.policy, existing.policy, policy_type)
    except UnsupportedPolicyError:
        return
    except InvalidPolicyError as error:
        raise error.within(LIMIT) from error


def _of_another_type(policy_type: str) -> str:
    is_resource = policy_type == "RESOURCE_POLICY"
    it, other = ("a resource", "an identity") if is_resource else ("an identity", "a resource")
    return f"it is {other} policy, and the policy that is checked {it} policy: pass one of its type"
