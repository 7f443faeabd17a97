"""Why a finding passes a filter or does not."""

from dataclasses import dataclass
from typing import Any

from aa_sdk._display.layout import Face, Grid, Note, Span
from aa_sdk._display.limits import MOST_ROWS, lines_text, rest_note
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import count_text, shorten
from aa_sdk.filters._criteria.wording import criterion_text
from aa_sdk.filters._evaluation.matcher import Matcher
from aa_sdk.filters._keys import Operator

_MATCHES = "the finding matches"
_MATCHES_NOT = "the finding does not match"
_MOST_VALUE = 200
_MOST_TAG = 300


@dataclass(frozen=True, slots=True, repr=False)
class FailedCriterion(Shown):
    """One operator of one key that a finding does not pass."""

    key: str
    """The filter key."""
    operator: Operator
    """The operator."""
    wanted: tuple[str, ...] | bool
    """Its values; for `exists`, whether the key was to be there."""
    actual: tuple[str, ...]
    """What the finding has under the key; empty when it does not have it."""

    def __str__(self) -> str:
        wanted, actual = _words(self)
        return lines_text([f"asked: {wanted}; the finding has {actual}"])

    def __repr__(self) -> str:
        return f"<FailedCriterion {shorten(str(self), _MOST_TAG)}>"

    def _face(self) -> Face:
        return [Note(str(self))]


@dataclass(frozen=True, slots=True, repr=False)
class Explanation(Shown):
    """What a filter says about one finding. True when the finding passes."""

    failed: tuple[FailedCriterion, ...]
    """Every criterion that the finding does not pass, in the filter's order."""

    @property
    def matches(self) -> bool:
        """Whether the finding passes."""
        return not self.failed

    def __bool__(self) -> bool:
        return self.matches

    def __str__(self) -> str:
        if not self.failed:
            return _MATCHES
        rest = [str(note.content) for note in rest_note(len(self.failed))]
        return lines_text([*map(str, self.failed[:MOST_ROWS]), *rest])

    def __repr__(self) -> str:
        return f"<Explanation: {count_text(len(self.failed), 'criterion', 'criteria')} failed>"

    def _face(self) -> Face:
        if not self.failed:
            return [Note(Span(_MATCHES, "good"))]
        rows = [_words(one) for one in self.failed[:MOST_ROWS]]
        head = Note(Span(_MATCHES_NOT, "strong"))
        return [head, Grid(("asked", "the finding has"), rows), *rest_note(len(self.failed))]


def _words(failed: FailedCriterion) -> tuple[str, str]:
    """Say what was asked, and what the finding has."""
    first = [repr(shorten(value, _MOST_VALUE)) for value in failed.actual[:MOST_ROWS]]
    more = len(failed.actual) - MOST_ROWS
    actual = " and ".join([*first, *[f"{more:,} more"] * (more > 0)]) or "nothing there"
    return criterion_text(failed.key, failed.operator, failed.wanted), actual


def explained(matcher: Matcher, finding: Any) -> Explanation:
    """Say what a finding fails.

    Args:
        matcher: The compiled filter.
        finding: The finding.

    Raises:
        InvalidRequestError: The finding does not carry what the filter asks for.
    """
    return Explanation(
        tuple(
            FailedCriterion(clause.key, clause.operator, clause.wanted, actual)
            for clause, actual, passes in matcher.outcomes(finding)
            if not passes
        )
    )
