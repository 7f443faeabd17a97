"""Numbers that a seed decides.

A world has to be the same for the same seed, whichever release of Python draws it, and a million
findings take twenty million draws. So what `random.Random` offers beyond bits is made here from
bits: the same numbers that its `randrange`, `choice` and `sample` give, in a third of the time.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """A sequence of numbers."""

    def __init__(self, seed: str) -> None:
        source = Random(seed)  # noqa: S311 (the same every time, by intent)
        self.bits: Callable[[int], int] = source.getrandbits
        """Draws a number of so many bits."""
        self.fraction: Callable[[], float] = source.random
        """Draws a number from 0 to 1, without 1."""

    def below(self, limit: int) -> int:
        """Draw a number from 0 to `limit`, without `limit`."""
        bits, width = self.bits, limit.bit_length()
        number = bits(width)
        while number >= limit:
            number = bits(width)
        return number

    def between(self, first: int, last: int) -> int:
        """Draw a number from `first` to `last`, both included."""
        return first + self.below(last + 1 - first)

    def choice(self, items: Sequence[T]) -> T:
        """Draw one of a few items."""
        return items[self.below(len(items))]

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """Draw some of at most 21 items, none of them twice."""
        pool = list(items)
        drawn: list[T] = []
        for left in range(len(pool), len(pool) - count, -1):
            number = self.below(left)
            drawn.append(pool[number])
            pool[number] = pool[left - 1]
        return drawn
