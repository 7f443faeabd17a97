"""What is asked of a policy: each question knows how it is decided here, and by the service."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias, cast

from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import (
    AccessAnalyzerError,
    ClientClosedError,
    CredentialsError,
    EventLoopError,
    UnprocessableEntityException,
)
from aa_sdk.models import (
    Access,
    AccessCheckPolicyType,
    AccessCheckResourceType,
    CheckAccessNotGrantedResponse,
    CheckNoNewAccessResponse,
    CheckNoPublicAccessResponse,
    PolicyType,
    ValidatePolicyResourceType,
)
from aa_sdk.policy import (
    ActionCatalogue,
    InvalidPolicyError,
    Policy,
    PolicyCheck,
    UnsupportedPolicyError,
    check_access_not_granted,
    check_no_new_access,
    check_no_public_access,
    validate,
)
from aa_sdk.workflows._policies.documents import DocumentText, key_of
from aa_sdk.workflows._policies.outcomes import (
    PolicyCheckFailed,
    PolicyOutcome,
    PolicyUndecided,
    PolicyVerdict,
    ValidationVerdict,
)
from aa_sdk.workflows._policies.parts import PartOutcome, combined

PolicyQuestion: TypeAlias = Literal[
    "no_new_access", "access_not_granted", "no_public_access", "validation"
]
"""What may be asked of a policy."""

LIMIT = "new_access_against"
"""The place of errors that are about what a policy is compared with."""

_FOR_ALL = (CredentialsError, ClientClosedError, EventLoopError)

_Answer = CheckNoNewAccessResponse | CheckAccessNotGrantedResponse | CheckNoPublicAccessResponse


@dataclass(frozen=True, slots=True)
class DecidedHere:
    """How far a question was decided here."""

    outcome: PolicyOutcome
    """The outcome, if the service is not asked."""
    parts: Sequence[PartOutcome] = ()
    """Those of the parts of a check, of which the service may be asked some."""
    open: Sequence[int] = ()
    """The parts that the service would be asked."""


class Question(ABC):
    """What is asked of a policy."""

    name: ClassVar[PolicyQuestion]

    @property
    def calls(self) -> int:
        """Calls that it takes to ask the service all of it."""
        return 1

    @abstractmethod
    def key(self, document: DocumentText) -> bytes:
        """Return what the same question of the same document has, and no other."""

    @abstractmethod
    def decide(self, document: DocumentText) -> DecidedHere:
        """Decide it here, as far as that can be done."""

    @abstractmethod
    async def ask(
        self, client: AccessAnalyzerClient, document: DocumentText, here: DecidedHere
    ) -> PolicyOutcome:
        """Ask the service what is open.

        Raises:
            Exception: What would meet every question.
        """


class Check(Question):
    """One of the custom policy checks, in one part or several."""

    def decide(self, document: DocumentText) -> DecidedHere:
        """Decide all parts; none is open once one of them has failed for certain."""
        try:
            parts = [self._outcome(document, part) for part in range(self.calls)]
        except InvalidPolicyError as error:
            return DecidedHere(PolicyCheckFailed(error))
        outcome = combined(parts)
        if any(isinstance(one, PolicyVerdict) and _is_certain_fail(one) for one in parts):
            return DecidedHere(outcome)
        open_parts = tuple(place for place, one in enumerate(parts) if not _is_proof(one))
        return DecidedHere(outcome, parts, open_parts) if open_parts else DecidedHere(outcome)

    async def ask(
        self, client: AccessAnalyzerClient, document: DocumentText, here: DecidedHere
    ) -> PolicyOutcome:
        """Ask the parts that are open, one after the other."""
        outcomes = [*here.parts]
        for part in here.open:
            try:
                answer = await self._ask(client, document.text, part)
            except UnprocessableEntityException as error:
                outcomes[part] = _still_undecided(outcomes[part], error)
            except _FOR_ALL:
                raise
            except AccessAnalyzerError as error:
                return self._given_up(error, here, outcomes)
            else:
                outcomes[part] = PolicyVerdict(
                    "PASS" if answer.passed else "FAIL",
                    answer.message or "",
                    tuple(answer.reasons),
                    decided_by="service",
                )
        return combined(outcomes)

    def _given_up(
        self, error: AccessAnalyzerError, here: DecidedHere, outcomes: Sequence[PartOutcome]
    ) -> PolicyOutcome:
        """The outcome where a call failed: that of the parts before, if one of them says FAIL."""
        by_service = [
            one
            for one in outcomes
            if isinstance(one, PolicyVerdict) and one.decided_by == "service" and not one.passed
        ]
        if by_service:
            return combined(by_service)
        return PolicyCheckFailed(error, cast("PartOutcome", here.outcome))

    def _outcome(self, document: DocumentText, part: int) -> PartOutcome:
        try:
            return _verdict(self._check(document, part))
        except UnsupportedPolicyError as error:
            return PolicyUndecided(error.path, error.feature)

    @abstractmethod
    def _check(self, document: DocumentText, part: int) -> PolicyCheck: ...

    @abstractmethod
    async def _ask(self, client: AccessAnalyzerClient, text: str, part: int) -> _Answer: ...


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

    async def _ask(self, client: AccessAnalyzerClient, text: str, part: int) -> _Answer:
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

    async def _ask(self, client: AccessAnalyzerClient, text: str, part: int) -> _Answer:
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

    async def _ask(self, client: AccessAnalyzerClient, text: str, part: int) -> _Answer:
        del part
        return await client.check_no_public_access(
            policy_document=text, resource_type=self.resource_type
        )


@dataclass(frozen=True)
class Validation(Question):
    """What is wrong with a policy, or could be better."""

    policy_type: PolicyType
    resource_type: ValidatePolicyResourceType | None
    catalogue: ActionCatalogue
    name: ClassVar[PolicyQuestion] = "validation"

    def key(self, document: DocumentText) -> bytes:
        """Return what stands for the text, whose positions findings name."""
        return key_of(document.text_key, self.name, self.policy_type, self.resource_type or "")

    def decide(self, document: DocumentText) -> DecidedHere:
        """Validate it; it is open where there is no catalogue, unless it is no JSON object."""
        found = validate(
            document.text,
            self.policy_type,
            resource_type=self.resource_type,
            catalogue=self.catalogue,
        )
        is_open = not self.catalogue and document.is_object
        verdict = ValidationVerdict(found.findings, found.not_checked)
        return DecidedHere(verdict, open=(0,) if is_open else ())

    async def ask(
        self, client: AccessAnalyzerClient, document: DocumentText, here: DecidedHere
    ) -> PolicyOutcome:
        """Ask for all findings."""
        try:
            answer = await client.validate_policy(
                policy_document=document.text,
                policy_type=self.policy_type,
                validate_policy_resource_type=self.resource_type,
            )
        except _FOR_ALL:
            raise
        except AccessAnalyzerError as error:
            return PolicyCheckFailed(error, cast("ValidationVerdict", here.outcome))
        return ValidationVerdict(tuple(answer.findings), frozenset(), "service")


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


def _verdict(check: PolicyCheck) -> PolicyVerdict:
    return PolicyVerdict(
        check.result, check.message, check.reasons, check.counterexample, check.exact
    )


def _is_proof(outcome: PartOutcome) -> bool:
    return outcome.passed or (isinstance(outcome, PolicyVerdict) and _is_certain_fail(outcome))


def _is_certain_fail(verdict: PolicyVerdict) -> bool:
    """Whether it is a FAIL with a request that shows it, or one that needs none to be exact."""
    return not verdict.passed and (verdict.exact or verdict.counterexample is not None)


def _still_undecided(outcome: PartOutcome, error: AccessAnalyzerError) -> PartOutcome:
    """What was found here, where the service cannot decide either."""
    if isinstance(outcome, PolicyUndecided):
        return PolicyUndecided(outcome.path, outcome.reason, error)
    return outcome


def _of_another_type(policy_type: str) -> str:
    is_resource = policy_type == "RESOURCE_POLICY"
    it, other = ("a resource", "an identity") if is_resource else ("an identity", "a resource")
    return f"it is {other} policy, and the policy that is checked {it} policy: pass one of its type"
