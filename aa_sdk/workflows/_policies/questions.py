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
    CheckAccessNotGrantedResponse,
    CheckNoNewAccessResponse,
    CheckNoPublicAccessResponse,
)
from aa_sdk.policy import (
    InvalidPolicyError,
    PolicyCheck,
    UnsupportedPolicyError,
)
from aa_sdk.workflows._policies.documents import DocumentText
from aa_sdk.workflows._policies.outcomes import (
    PolicyCheckFailed,
    PolicyOutcome,
    PolicyUndecided,
    PolicyVerdict,
)
from aa_sdk.workflows._policies.parts import PartOutcome, combined

PolicyQuestion: TypeAlias = Literal[
    "no_new_access", "access_not_granted", "no_public_access", "validation"
]
"""What may be asked of a policy."""

FOR_ALL = (CredentialsError, ClientClosedError, EventLoopError)
"""What would meet every question, and ends the run."""

CheckAnswer = CheckNoNewAccessResponse | CheckAccessNotGrantedResponse | CheckNoPublicAccessResponse
"""What the service answers to a check."""


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
            except FOR_ALL:
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
    async def _ask(self, client: AccessAnalyzerClient, text: str, part: int) -> CheckAnswer: ...


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
