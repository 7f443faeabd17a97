"""What becomes of a question about a policy: a verdict, or why there is none."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from aa_sdk._display.layout import Content, Face, Note, Span, Style
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import listed
from aa_sdk._error_text import TEXT_LENGTH, harmless
from aa_sdk.errors import AccessAnalyzerError
from aa_sdk.models import ReasonSummary
from aa_sdk.policy import PolicyCheck, PolicyError, PolicyValidation, StatementReference

DecidedBy: TypeAlias = Literal["here", "service"]
"""Who decided: the engine of this package, or the service."""

_ASK = "pass client= to have the service asked"
_REWRITE = "the service could not decide either: write the statement in another way"
_BLOCKING = frozenset({"ERROR", "SECURITY_WARNING"})
_STATEMENTS = 3


class Told(NamedTuple):
    """An outcome in few words."""

    state: str
    """Its kind in a word."""
    style: Style
    """How that word looks."""
    why: str
    """The rest in a line."""


@dataclass(frozen=True, slots=True, repr=False)
class PolicyVerdict(PolicyCheck):
    """A check of a policy that was decided: a `PolicyCheck`, and who decided it.

    The service gives no counterexample, and is taken to be exact.
    """

    decided_by: DecidedBy = "here"
    """Who decided: `here` or `service`. Of a check that was split, `service` if it decided any
    part that the verdict hangs on."""

    def __repr__(self) -> str:
        return f"<PolicyVerdict {self.result}, decided by {_by(self.decided_by)}>"

    def _face(self) -> Face:
        shown = PolicyCheck._face(self)  # noqa: SLF001 (no super(): slots make the class anew)
        return [*shown, *_note_by(self.decided_by)]

    def _terminal_face(self) -> Face:
        shown = PolicyCheck._terminal_face(self)  # noqa: SLF001 (see above)
        return [*shown, *_note_by(self.decided_by)]


@dataclass(frozen=True, slots=True, repr=False)
class ValidationVerdict(PolicyValidation):
    """The validation of a policy: a `PolicyValidation`, and who made it.

    The service looks for all of its codes: `not_checked` is empty where it was asked.
    """

    decided_by: DecidedBy = "here"
    """Who looked for what is wrong: `here` or `service`."""

    @property
    def passed(self) -> bool:
        """Whether there is neither an `ERROR` nor a `SECURITY_WARNING` among the findings."""
        return _BLOCKING.isdisjoint(one.finding_type for one in self.findings)

    def __repr__(self) -> str:
        unseen = f", {len(self.not_checked):,} codes not checked" if self.not_checked else ""
        return (
            f"<ValidationVerdict {_word(self.passed)}: {len(self.findings):,} findings{unseen}, "
            f"by {_by(self.decided_by)}>"
        )

    def _face(self) -> Face:
        shown = PolicyValidation._face(self)  # noqa: SLF001 (see above)
        return [*shown, *_note_by(self.decided_by)]

    def _terminal_face(self) -> Face:
        shown = PolicyValidation._terminal_face(self)  # noqa: SLF001 (see above)
        return [*shown, *_note_by(self.decided_by)]


@dataclass(frozen=True, slots=True, repr=False)
class PolicyUndecided(Shown):
    """A question that is outside of what can be decided, here and by the service if it was asked.

    That is no verdict: access may be allowed, or not.
    """

    path: str
    """Where in the policy, as in `Statement[0].Condition`; empty for the policy as a whole. It
    begins with `new_access_against` where the policy that it is compared with is meant."""
    reason: str
    """What stands there that is not decided."""
    service_error: AccessAnalyzerError | None = None
    """What the service said, which could not decide either; None where it was not asked."""

    @property
    def passed(self) -> bool:
        """Never: nothing is proven."""
        return False

    @property
    def way_out(self) -> str:
        """What to do about it."""
        return _ASK if self.service_error is None else _REWRITE

    def __repr__(self) -> str:
        return f"<PolicyUndecided at {harmless(self.path) or 'the policy'}>"

    def __str__(self) -> str:
        place = f"{harmless(self.path, TEXT_LENGTH)}: " if self.path else ""
        return f"{place}{harmless(self.reason, TEXT_LENGTH)}; {self.way_out}"

    def _face(self) -> Face:
        return _in_a_line(self)


@dataclass(frozen=True, slots=True, repr=False)
class PolicyCheckFailed(Shown):
    """A question that could not be put: the document is at fault, or the call failed."""

    error: AccessAnalyzerError | PolicyError
    """What stood in the way. A `PolicyError` is about the document, and its path begins with
    `new_access_against` where the policy that it is compared with is meant; another one is what
    the call failed with, after all that was tried again."""
    found_here: PolicyVerdict | ValidationVerdict | PolicyUndecided | None = None
    """What was known before the service was asked; None where it was not."""

    @property
    def passed(self) -> bool:
        """Never: nothing is proven."""
        return False

    def __repr__(self) -> str:
        return f"<PolicyCheckFailed: {type(self.error).__name__}>"

    def __str__(self) -> str:
        return harmless(str(self.error), TEXT_LENGTH)

    def _face(self) -> Face:
        return _in_a_line(self)


CheckOutcome: TypeAlias = PolicyVerdict | PolicyUndecided | PolicyCheckFailed
"""What becomes of a check of a policy."""
ValidationOutcome: TypeAlias = ValidationVerdict | PolicyCheckFailed
"""What becomes of the validation of a policy."""
PolicyOutcome: TypeAlias = CheckOutcome | ValidationOutcome
"""What becomes of any question about a policy."""


def told(outcome: PolicyOutcome) -> Told:
    """Tell an outcome in few words."""
    style: Style = "good" if outcome.passed else "public"
    match outcome:
        case PolicyUndecided():
            return Told("undecided", "changed", str(outcome))
        case PolicyCheckFailed():
            return Told("failed", style, str(outcome))
        case ValidationVerdict():
            return Told(_word(outcome.passed), style, _codes(outcome) or "nothing found")
        case _:
            because = listed(map(_statement, outcome.reasons), _STATEMENTS)
            message = harmless(outcome.message, TEXT_LENGTH)
            return Told(outcome.result, style, f"{message} ({because})" if because else message)


def by_note(outcome: PolicyOutcome) -> Content:
    """Name who decided, where that was not here."""
    by = getattr(outcome, "decided_by", "here")
    return Span(f"decided by {_by(by)}", "muted") if by != "here" else ""


def _in_a_line(outcome: PolicyUndecided | PolicyCheckFailed) -> Face:
    state, style, why = told(outcome)
    return [Note([Span(state, style), Span(why)])]


def _note_by(decided_by: DecidedBy) -> list[Note]:
    return [Note(Span(f"decided by {_by(decided_by)}", "muted"))]


def _by(decided_by: str) -> str:
    return "the service" if decided_by == "service" else "this package"


def _word(passed: bool) -> str:  # noqa: FBT001 (what it says)
    return "PASS" if passed else "FAIL"


def _codes(verdict: ValidationVerdict) -> str:
    grave = [one for one in verdict.findings if one.finding_type in _BLOCKING]
    codes = dict.fromkeys(harmless(one.issue_code) for one in grave or verdict.findings)
    return listed(codes)


def _statement(reason: ReasonSummary) -> str:
    if reason.statement_index is None:
        return harmless(reason.description or "")
    return str(StatementReference(reason.statement_index, reason.statement_id))
