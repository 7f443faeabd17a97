"""Equivalence classes of values: what all classes have in common, whatever the values are."""

from collections.abc import Sequence
from typing import Protocol

from aa_sdk.policy._language.patterns import Pattern
from aa_sdk.policy._language.predicates import Predicate


class Classes(Protocol):
    """The classes into which predicates part the values of one dimension, numbered from 0."""

    @property
    def size(self) -> int:
        """How many classes there are."""
        ...

    def mask(self, predicate: Predicate) -> int:
        """Tell for which classes a predicate holds, a bit each."""
        ...

    def example(self, index: int) -> str:
        """Write a value of a class as a request would carry it."""
        ...

    def assumed(self, index: int) -> Sequence[Pattern]:
        """List the patterns with variables that a class is assumed to match."""
        ...
