"""Why a finding passes a filter or does not."""

from dataclasses import dataclass
from typing import Any

from aa_sdk.filters._criteria.rendering import criterion_text
from aa_sdk.filters._evaluation.matcher import Matcher
from aa_sdk.filters._keys import Operator


@dataclass(frozen=True, slots=True)
class FailedCriterion:
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
        wanted = criterion_text(self.key, self.operator, self.wanted)
        actual = " and ".join(map(repr, self.actual)) or "nothing there"
        return f"asked: {wanted}; the finding has {actual}"


@dataclass(frozen=True, slots=True)
class Explanation:
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
        return "\n".join(map(str, self.failed)) or "the finding matches"


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
