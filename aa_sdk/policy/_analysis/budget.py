"""A bound on the work of one check.

Deciding whether one policy allows more than another is hard in the worst case. The bound counts
steps and not seconds, so that the same documents get the same answer on every machine.
"""

from aa_sdk.policy.errors import DOCUMENT, UnsupportedPolicyError

DEFAULT_STEPS = 400_000


class Budget:
    """The steps that one check may take."""

    __slots__ = ("_left",)

    def __init__(self, steps: int = DEFAULT_STEPS) -> None:
        """Start with a full budget.

        Args:
            steps: How many steps, 400,000 by default: about a second of Python.
        """
        self._left = steps

    def spend(self, steps: int = 1) -> None:
        """Take steps off the budget.

        Args:
            steps: How many.

        Raises:
            UnsupportedPolicyError: Nothing is left.
        """
        self._left -= steps
        if self._left < 0:
            raise UnsupportedPolicyError(DOCUMENT, "more work than one check may take")
