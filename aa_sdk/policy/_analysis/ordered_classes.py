"""The classes of ordered values: numbers and instants, and IP addresses.

Thresholds part a line into points and the gaps between them, and blocks of addresses part it into
stretches. There are at most two classes more than twice as many as there are predicates.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from ipaddress import IPv4Address, IPv6Address

from aa_sdk.policy._language.patterns import Pattern
from aa_sdk.policy._language.predicates import Block, Predicate, Threshold

_BITS = {4: 32, 6: 128}


class OrderedClasses:
    """The points that thresholds name and the gaps between them.

    Class 2n is the gap below the n-th point, class 2n + 1 the point itself.
    """

    def __init__(
        self, predicates: Iterable[Predicate], formatted: Callable[[Fraction], str]
    ) -> None:
        self._points = sorted({one.value for one in predicates if isinstance(one, Threshold)})
        self._formatted = formatted

    @property
    def size(self) -> int:
        """How many classes there are."""
        return 2 * len(self._points) + 1

    def mask(self, predicate: Predicate) -> int:
        """Tell for which classes a comparison holds, a bit each."""
        if not isinstance(predicate, Threshold):
            return 0
        point = 1 << 2 * bisect_left(self._points, predicate.value) + 1
        below = point - 1
        above = (1 << self.size) - 1 - below - point
        return {
            "=": point,
            "<": below,
            "<=": below | point,
            ">": above,
            ">=": above | point,
        }[predicate.comparison]

    def example(self, index: int) -> str:
        """Write a value of a class."""
        points = self._points
        if not points:
            return self._formatted(Fraction(0))
        if index % 2:
            return self._formatted(points[index // 2])
        if index == 0:
            return self._formatted(points[0] - 1)
        if index == self.size - 1:
            return self._formatted(points[-1] + 1)
        return self._formatted((points[index // 2 - 1] + points[index // 2]) / 2)

    def assumed(self, index: int) -> Sequence[Pattern]:
        """List the patterns with variables that a class is assumed to match: none."""
        del index
        return ()


class AddressClasses:
    """The stretches of addresses between the borders of blocks."""

    def __init__(self, predicates: Iterable[Predicate]) -> None:
        # By version, then by address: each stretch ends where the next one starts.
        borders = {(version, 0) for version in _BITS}
        for block in predicates:
            if isinstance(block, Block):
                borders.add((block.version, block.first))
                if block.last + 1 < 1 << _BITS[block.version]:
                    borders.add((block.version, block.last + 1))
        self._borders = sorted(borders)

    @property
    def size(self) -> int:
        """How many classes there are."""
        return len(self._borders)

    def mask(self, predicate: Predicate) -> int:
        """Tell which classes lie in a block, a bit each."""
        if not isinstance(predicate, Block):
            return 0
        start = bisect_left(self._borders, (predicate.version, predicate.first))
        end = bisect_left(self._borders, (predicate.version, predicate.last + 1))
        return (1 << end) - (1 << start)

    def example(self, index: int) -> str:
        """Write an address of a class."""
        version, first = self._borders[index]
        return str(IPv4Address(first) if version == min(_BITS) else IPv6Address(first))

    def assumed(self, index: int) -> Sequence[Pattern]:
        """List the patterns with variables that a class is assumed to match: none."""
        del index
        return ()
