"""What a run took, counted."""

from dataclasses import dataclass

from aa_sdk.workflows._policies.outcomes import PolicyCheckFailed, PolicyOutcome, PolicyUndecided


@dataclass
class Tally:
    """Counts questions by what became of them, and calls."""

    decided_here: int = 0
    decided_by_service: int = 0
    from_cache: int = 0
    undecided: int = 0
    failed: int = 0
    calls: int = 0
    calls_avoided: int = 0

    def count(self, outcome: PolicyOutcome, *, is_known: bool, calls_avoided: int) -> None:
        """Count a question.

        Args:
            outcome: What became of it.
            is_known: Whether the same had been asked before.
            calls_avoided: Calls that it would have taken besides those that were made.
        """
        match outcome:
            case PolicyUndecided():
                self.undecided += 1
                return
            case PolicyCheckFailed():
                self.failed += 1
                return
            case _ if is_known:
                self.from_cache += 1
            case _ if outcome.decided_by == "service":
                self.decided_by_service += 1
            case _:
                self.decided_here += 1
        self.calls_avoided += calls_avoided
