"""A bound on the work of one check.

Deciding whether one policy allows more than another is hard in the worst case. The bound counts
steps and not seconds, so that the same documents get the same answer on every machine.

A step is a few microseconds of Python. Whoever works spends before the work is done, and by what
grows with the documents: an index for each four patterns in it; the automata for each character
that they try, times the length of their bit vectors in units of 2,048; the covers for each four
regions that they look at, times the length of the masks in units of 4,096; the classes for each one
that they make. Operations on integers of a few thousand bits count as one, since the interpreter
costs more than the arithmetic. The figures are rough, and only need to be: a policy of ordinary
size takes some hundreds of steps, and a hostile one cannot find an operation that is free.

What is kept from one check to the next, the patterns of actions that were read before, takes no
step either way. So what a check may do does not hang on those before it.
"""

from aa_sdk.policy.errors import DOCUMENT, UnsupportedPolicyError

DEFAULT_STEPS = 400_000
"""About a second of Python."""


class Budget:
    """The steps that one check may take."""

    __slots__ = ("left",)

    def __init__(self, steps: int = DEFAULT_STEPS) -> None:
        self.left: int = steps

    def spend(self, steps: int = 1) -> None:
        """Take steps off the budget.

        Args:
            steps: How many.

        Raises:
            UnsupportedPolicyError: Nothing is left.
        """
        self.left -= steps
        if self.left < 0:
            raise UnsupportedPolicyError(DOCUMENT, "more work than one check may take")
