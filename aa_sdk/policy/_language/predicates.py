"""Value classes: what the tests on one string can tell apart.

The values of a key (or the actions, or the resources) are infinitely many, but the tests of two
documents tell only finitely many kinds apart. A domain lists those kinds as classes, with an
example of each, and says for every test which classes pass it, as a bit mask.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple, Protocol

from aa_sdk.policy._language.patterns import Pattern


class Threshold(NamedTuple):
    """A comparison with a number, or with an instant in seconds since 1970."""

    comparison: str
    """One of `=`, `<`, `<=`, `>`, `>=`."""
    value: Fraction
    """What is compared with."""


class Block(NamedTuple):
    """A block of IP addresses."""

    version: int
    """4 or 6."""
    first: int
    """The lowest address."""
    last: int
    """The highest address."""


Test = Pattern | Threshold | Block


class Domain(Protocol):
    """The classes of one kind of values."""

    @property
    def size(self) -> int:
        """How many classes there are."""
        ...

    def mask(self, test: Test) -> int:
        """Tell which classes pass a test, a bit each."""
        ...

    def example(self, index: int) -> str:
        """Spell a value of a class."""
        ...

    def inside(self, index: int) -> Sequence[Pattern]:
        """List the patterns with variables that a class was assumed to match."""
        ...
