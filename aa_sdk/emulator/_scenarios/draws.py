"""Numbers that a seed decides.

A world has to be the same for the same seed, whichever release of Python draws it, and a million
findings take twenty million draws. So what `random.Random` offers beyond bits is made here from
bits: the same numbers that its `randrange`, `choice` and `sample` give, in a third of the time.
"""

from collections.abc import Callable, Sequence
from random import Random


class Draws:
    """A sequence of numbers."""

    def __init__(self, seed: str) -> None:
        source = Random(seed)  # noqa: S311 (the same every time, by intent)
        bits = source.getrandbits

        # Functions and no methods: twelve calls for each finding are most of what it takes.
        def below(limit: int) -> int:
            width = limit.bit_length()
            number = bits(width)
            while number >= limit:
                number = bits(width)
            return number

        def choice(items: Sequence[str]) -> str:
            limit = len(items)
            width = limit.bit_length()
            number = bits(width)
            while number >= limit:
                number = bits(width)
            return items[number]

        self.bits: Callable[[int], int] = bits
        """Draws a number of so many bits."""
        self.fraction: Callable[[], float] = source.random
        """Draws a number from 0 to 1, without 1."""
        self.below: Callable[[int], int] = below
        """Draws a number from 0 to a limit, without the limit."""
        self.choice: Callable[[Sequence[str]], str] = choice
        """Draws one of a few texts."""

    def sample(self, items: Sequence[str], count: int) -> list[str]:
        """Draw some of at most 21 texts, none of them twice."""
        pool = list(items)
        drawn: list[str] = []
        for left in range(len(pool), len(pool) - count, -1):
            number = self.below(left)
            drawn.append(pool[number])
            pool[number] = pool[left - 1]
        return drawn
