"""Predicates: what a policy asks of one value that a request carries."""

from fractions import Fraction
from typing import NamedTuple

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


Predicate = Pattern | Threshold | Block
"""What holds for a value or does not: it matches, it is so large, it lies in the block."""
