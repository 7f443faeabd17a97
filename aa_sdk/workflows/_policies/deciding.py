"""Documents decided here: what worker threads do, one at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aa_sdk.models import PolicyType
from aa_sdk.policy import InvalidPolicyError
from aa_sdk.workflows._policies.answers import Answers
from aa_sdk.workflows._policies.documents import Document, DocumentText
from aa_sdk.workflows._policies.inquiry import Inquiry
from aa_sdk.workflows._policies.outcomes import PolicyCheckFailed, PolicyOutcome, ValidationVerdict
from aa_sdk.workflows._policies.questions import DecidedHere, PolicyQuestion, Question


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that the service is asked."""

    key: bytes
    """What the same question of the same document has."""
    question: Question
    """What is asked."""
    document: DocumentText
    """Of which document."""
    here: DecidedHere
    """How far it was decided here."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a question here."""

    outcome: PolicyOutcome
    """The outcome, if the service is not asked."""
    calls: int
    """Calls that it takes to ask the service all of it."""
    is_known: bool = False
    """Whether the same was asked before."""
    asked: OpenQuestion | None = None
    """What the service is asked."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a document here."""

    name: str
    """Its name."""
    policy_type: PolicyType | None
    """The type that it was taken for; None where it could not be read."""
    answers: Mapping[PolicyQuestion, Answer] = field(default_factory=dict[PolicyQuestion, Answer])
    """The answers to what was asked."""

    @property
    def is_open(self) -> bool:
        """Whether the service is asked any of it."""
        return any(answer.asked is not None for answer in self.answers.values())


class Decider:
    """Decides documents, the same question of the same document once.

    Args:
        inquiry: What is asked of each.
        has_service: Whether there is somebody to ask what is undecided here.
    """

    def __init__(self, inquiry: Inquiry, *, has_service: bool) -> None:
        self._inquiry = inquiry
        self._has_service = has_service
        self._known = Answers[DecidedHere]()
        self._plain: dict[object, DecidedHere] = {}

    def decide(self, name: str, document: Document) -> Decided:
        """Decide a document as far as that can be done here.

        Args:
            name: Its name.
            document: The document. A file is read.
        """
        asked = self._inquiry.asked_of(name)
        try:
            text = DocumentText(document)
        except InvalidPolicyError as error:
            failed = Answer(PolicyCheckFailed(error), 1)
            answers: dict[PolicyQuestion, Answer] = dict.fromkeys(asked, failed)
            return Decided(name, None, answers)
        answers = {kind: self._answer(kind, name, text) for kind in asked}
        return Decided(name, self._inquiry.type_of(text), answers)

    def _answer(self, kind: PolicyQuestion, name: str, document: DocumentText) -> Answer:
        question = self._inquiry.question(kind, name, document)
        if isinstance(question, PolicyCheckFailed):
            return Answer(question, 1)
        key = question.key(document)
        here = self._known.get(key)
        is_known = here is not None
        if here is None:
            here = self._shared(question.decide(document))
            self._known.put(key, here)
        is_asked = bool(here.open) and self._has_service
        asked = OpenQuestion(key, question, document, here) if is_asked else None
        return Answer(here.outcome, question.calls, is_known, asked)

    def _shared(self, here: DecidedHere) -> DecidedHere:
        """Return the same object for what says the same, as most that is well does."""
        outcome = here.outcome
        if not outcome.passed or (isinstance(outcome, ValidationVerdict) and outcome.findings):
            return here
        return self._plain.setdefault((outcome, here.open), here)
