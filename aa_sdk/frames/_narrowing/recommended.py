"""What the service recommends, beside what was worked out here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from aa_sdk.frames._narrowing.proving import to_be_checked
from aa_sdk.models import GetFindingRecommendationResponse, UnusedPermissionsRecommendedStep
from aa_sdk.policy import PolicyDifference, PolicyError, compare


@dataclass(frozen=True, slots=True)
class RecommendedPolicy:
    """A policy that the service recommends, compared with the smaller policy."""

    policy: str = field(repr=False)
    """The recommended policy: its text as the service sent it."""
    existing_policy_id: str | None
    """The policy that it is to replace: an ARN, or the name of an inline policy. A role may have
    several, and a recommendation is about all of them: see which one yours is."""
    difference: PolicyDifference | None = field(repr=False)
    """What the recommended policy allows beyond the smaller one, as `added`, and the reverse, as
    `removed`. None if that is not decided."""
    undecided: str = ""
    """Why it is not decided; empty if it is."""

    @property
    def smaller(self) -> Literal["ours", "recommended", "same", "neither"] | None:
        """Which of the two allows less: `ours` is the smaller policy that was worked out here.

        `same` if both allow the same, `neither` if each allows something that the other does not,
        as policies for different things do. None if it is not decided.
        """
        if self.difference is None:
            return None
        match bool(self.difference.added), bool(self.difference.removed):
            case True, True:
                return "neither"
            case True, False:
                return "ours"
            case False, True:
                return "recommended"
            case _:
                return "same"

    def __str__(self) -> str:
        """Say in one line which is smaller."""
        said = {
            "ours": "allows more than the smaller policy",
            "recommended": "allows less than the smaller policy",
            "same": "allows the same as the smaller policy",
            "neither": "allows some that the smaller policy does not, and the reverse",
            None: f"was not compared: {self.undecided}",
        }
        return f"the recommended policy {said[self.smaller]}"


def check_recommendation(value: object) -> None:
    """Refuse what is no recommendation.

    Raises:
        TypeError: It is something else, the paginator of one perhaps.
    """
    if not isinstance(value, GetFindingRecommendationResponse | None):
        raise TypeError(
            f"recommendation is of type {type(value).__name__}: pass what awaiting a "
            "RecommendationJob, or get_finding_recommendation, returned"
        )


def recommended_policies(
    recommendation: GetFindingRecommendationResponse | None, policy: str, *, is_empty: bool
) -> Iterator[RecommendedPolicy]:
    """Compare the policies of a recommendation with one.

    Args:
        recommendation: The recommendation.
        policy: The smaller policy.
        is_empty: Whether it has no statement left.
    """
    for step in recommendation.recommended_steps if recommendation else ():
        if isinstance(step, UnusedPermissionsRecommendedStep) and step.recommended_policy:
            text = step.recommended_policy
            difference, undecided = None, ""
            try:
                difference = compare(text, to_be_checked(policy, is_empty=is_empty))
            except PolicyError as error:
                undecided = str(error)
            yield RecommendedPolicy(text, step.existing_policy_id, difference, undecided)
