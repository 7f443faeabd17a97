"""What became of the accounts and Regions of a fleet, told below what was found in them."""

from typing import NamedTuple

from aa_sdk.cli._terminal import EXIT_PARTLY, say, show
from aa_sdk.workflows import FleetOutcome
from aa_sdk.workflows._fleet.results import problems_face

_MOST_PROBLEMS = 17
"""With the lines above and below them, they are 20."""
_UNREAD = {"not_active", "denied", "failed"}


class Swept(NamedTuple):
    """How a sweep has ended."""

    outcome: FleetOutcome
    is_more: bool
    """Whether it was left with more to come."""


def tell(swept: Swept) -> int | None:
    """Tell on stderr what became of the scopes, what went wrong in a line for all that it met.

    Returns:
        The code to end with.
    """
    outcome = swept.outcome
    told = str(outcome)
    # What was found is not what was listed, where that ended before.
    say(told.partition(";")[0] if swept.is_more else told, err=True)
    show(problems_face(outcome.problems, _MOST_PROBLEMS, named=1), err=True)
    is_read = bool(outcome.scopes) or swept.is_more
    return None if is_read and _UNREAD.isdisjoint(outcome.counts) else EXIT_PARTLY
