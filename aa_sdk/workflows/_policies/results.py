"""What became of each policy, and of all."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self, cast

from aa_sdk._display.layout import Card, Content, Face, Grid, Span, Style
from aa_sdk._display.limits import MOST_ROWS, rest_note
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import count_text
from aa_sdk._error_text import harmless
from aa_sdk.models import PolicyType
from aa_sdk.workflows._policies.outcomes import (
    CheckOutcome,
    PolicyCheckFailed,
    PolicyOutcome,
    PolicyUndecided,
    PolicyVerdict,
    ValidationOutcome,
    ValidationVerdict,
    by_note,
    told,
)
from aa_sdk.workflows._policies.questions import PolicyQuestion

_NAME = 200
_LINE = 2_000


@dataclass(frozen=True, slots=True, repr=False)
class PolicyResult(Shown):
    """What became of what was asked of a policy. Printed, it is a line, as a log wants it."""

    name: str
    """The name of the policy: its key, the path of its file, or its place in the list, from 0."""
    policy_type: PolicyType | None
    """The type that it was taken for; None where the document could not be read."""
    no_new_access: CheckOutcome | None = None
    """Whether it allows what another policy does not; None where that was not asked of it."""
    access_not_granted: CheckOutcome | None = None
    """Whether it allows what is not to be granted; None where that was not asked."""
    no_public_access: CheckOutcome | None = None
    """Whether it lets everyone in; None where that was not asked of it."""
    validation: ValidationOutcome | None = None
    """What is wrong with it, or could be better; None where that was not asked."""

    @classmethod
    def of(
        cls,
        name: str,
        policy_type: PolicyType | None,
        outcomes: Mapping[PolicyQuestion, PolicyOutcome],
    ) -> Self:
        """Make the result of outcomes by their questions."""
        return cls(name, policy_type, **cast("dict[str, Any]", outcomes))

    @property
    def outcomes(self) -> dict[PolicyQuestion, PolicyOutcome]:
        """What became of each question that was asked."""
        by_question: dict[PolicyQuestion, PolicyOutcome | None] = {
            "no_new_access": self.no_new_access,
            "access_not_granted": self.access_not_granted,
            "no_public_access": self.no_public_access,
            "validation": self.validation,
        }
        return {name: one for name, one in by_question.items() if one is not None}

    @property
    def passed(self) -> bool:
        """Whether all that was asked passed.

        Each check is a PASS, and validation found neither an `ERROR` nor a `SECURITY_WARNING`.
        """
        return all(outcome.passed for outcome in self.outcomes.values())

    def __repr__(self) -> str:
        states = "".join(f", {name} {told(one).state}" for name, one in self.outcomes.items())
        return f"<PolicyResult {harmless(self.name)}{states}>"

    def __str__(self) -> str:
        problems = "".join(f"; {problem}" for problem in self._problems)
        name = harmless(self.name, _NAME)
        return harmless(f"{'PASS' if self.passed else 'FAIL'} {name}{problems}", _LINE)

    @property
    def _problems(self) -> Iterator[str]:
        """What did not pass, and why: once where it is the same of several questions."""
        questions: dict[str, list[str]] = {}
        for name, outcome in self.outcomes.items():
            if not outcome.passed:
                state, _, why = told(outcome)
                questions.setdefault(f"{state}: {why}", []).append(name)
        return (f"{', '.join(names)} {problem}" for problem, names in questions.items())

    def _face(self) -> Face:
        title = [Span("PASS", "good") if self.passed else Span("FAIL", "public"), Span(self.name)]
        rows = [row for name, one in self.outcomes.items() for row in _rows(name, one)]
        accent: Style = "good" if self.passed else "public"
        kind = Span(self.policy_type, "muted") if self.policy_type else ""
        return [Card(title, rows, badge=kind, accent=accent)]


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class PolicyReport(Shown):
    """What became of many policies. Printed, it is a line of counts.

    Each question about a policy is counted once: it was decided here, by the service, or as the
    same question of the same policy was before, or it is undecided, or failed.
    """

    results: tuple[PolicyResult, ...]
    """What became of each policy, in the order in which they were given."""
    decided_here: int
    """Questions that the engine of this package decided."""
    decided_by_service: int
    """Questions that the service decided."""
    from_cache: int
    """Questions that were decided as the same question of the same policy had been before."""
    undecided: int
    """Questions that nobody could decide who was asked."""
    failed: int
    """Questions that could not be put, or whose call failed."""
    calls: int
    """Calls of the service."""
    calls_avoided: int
    """Calls that it would have taken besides to have the service decide all that is decided."""
    throttled: int
    """Attempts of these calls that the service refused for coming too fast."""
    elapsed: float
    """Seconds, on the event loop's clock."""

    @classmethod
    def merged(cls, reports: Iterable["PolicyReport"]) -> Self:
        """Put the reports on parts of a set of policies together, as several processes make them.

        Args:
            reports: The reports, in the order of the parts.

        Returns:
            One report: its counts are those of all, and `elapsed` is the longest.
        """
        listed = [*reports]
        names = (
            "decided_here",
            "decided_by_service",
            "from_cache",
            "undecided",
            "failed",
            "calls",
            "calls_avoided",
            "throttled",
        )
        counts: dict[str, Any] = {name: sum(getattr(one, name) for one in listed) for name in names}
        return cls(
            results=tuple(result for one in listed for result in one.results),
            elapsed=max((one.elapsed for one in listed), default=0.0),
            **counts,
        )

    @property
    def questions(self) -> int:
        """How many questions were asked."""
        return (
            self.decided_here
            + self.decided_by_service
            + self.from_cache
            + self.undecided
            + self.failed
        )

    @property
    def passed(self) -> bool:
        """Whether all policies passed."""
        return all(result.passed for result in self.results)

    @property
    def not_passed(self) -> tuple[PolicyResult, ...]:
        """What became of the policies that did not pass."""
        return tuple(result for result in self.results if not result.passed)

    def __str__(self) -> str:
        policies = count_text(len(self.results), "policy", "policies")
        throttled = f", {self.throttled:,} throttled" if self.throttled else ""
        return (
            f"{policies}, {len(self.not_passed):,} did not pass; {self._questions} "
            f"({count_text(self.calls, 'call')}{throttled}, {self.calls_avoided:,} avoided, "
            f"{self.elapsed:.1f} s)"
        )

    def __repr__(self) -> str:
        return f"<PolicyReport: {self}>"

    @property
    def _questions(self) -> str:
        counts = {
            "decided here": self.decided_here,
            "from the cache": self.from_cache,
            "by the service": self.decided_by_service,
            "undecided": self.undecided,
            "failed": self.failed,
        }
        listed = ", ".join(f"{number:,} {what}" for what, number in counts.items() if number)
        questions = count_text(self.questions, "question")
        return f"{questions}: {listed}" if listed else questions

    def _face(self) -> Face:
        wrong = self.not_passed
        title = [
            Span(count_text(len(self.results), "policy", "policies"), "strong"),
            Span(f"{len(self.results) - len(wrong):,} passed", "muted" if wrong else "good"),
            Span(f"{len(wrong):,} did not", "public" if wrong else "muted"),
        ]
        service = (
            f"{count_text(self.calls, 'call')}, {self.throttled:,} throttled, "
            f"{self.calls_avoided:,} avoided, {self.elapsed:.1f} s"
        )
        rows: list[tuple[str, Content]] = [("questions", self._questions), ("service", service)]
        accent: Style = "public" if wrong else "good"
        return [Card(title, rows, accent=accent), *self._problems(wrong)]

    def _problems(self, wrong: tuple[PolicyResult, ...]) -> Face:
        """A row for each question that did not pass."""
        if not wrong:
            return ()
        rows: list[tuple[Content, ...]] = []
        for result in wrong[:MOST_ROWS]:
            name: Content = Span(result.name, "strong")
            for question, outcome in result.outcomes.items():
                if not outcome.passed:
                    state, style, why = told(outcome)
                    rows.append((name, question, Span(state, style), why))
                    name = ""
        grid = Grid(("policy", "question", "outcome", "why"), rows, elastic=((3, 20), (0, 12)))
        return [grid, *rest_note(len(wrong), what="policies")]


def _rows(name: str, outcome: PolicyOutcome) -> Iterator[tuple[str, Content]]:
    """Lay out an outcome, and of a FAIL a request that shows it."""
    state, style, why = told(outcome)
    by = by_note(outcome)
    yield name, [Span(state, style), Span(why), *([by] if isinstance(by, Span) else ())]
    match outcome:
        case PolicyVerdict(counterexample=example) if example is not None:
            yield "e.g.", str(example)
        case ValidationVerdict(not_checked=codes) if codes:
            yield "", Span(f"{count_text(len(codes), 'code')} not checked", "muted")
        case PolicyCheckFailed(found_here=here) if here is not None:
            yield "", Span(f"found here: {told(here).why}", "muted")
        case PolicyUndecided(service_error=error) if error is not None:
            yield "", Span(harmless(str(error), _NAME), "muted")
        case _:
            pass
