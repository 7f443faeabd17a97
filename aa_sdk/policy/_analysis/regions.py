"""Regions of requests, and what is left of one when others are taken away.

A statement covers a region: a set of classes in each dimension (the action, the resource, the
principal, and each context key), and every combination of them. A dimension that a region leaves
out is not limited.
"""

from collections.abc import Iterable, Mapping
from itertools import chain

from aa_sdk.policy._analysis.budget import Budget

Region = dict[str, int]
"""The mask of each dimension that is limited."""

# With fewer regions, looking at each is no slower than an index.
_FEWEST_INDEXED = 25
_MOST_INDEXED_CLASSES = 64


def intersection(one: Mapping[str, int], other: Mapping[str, int]) -> Region | None:
    """Find what two regions share.

    Args:
        one: A region.
        other: Another.

    Returns:
        Their common region, None if there is none.
    """
    common = dict(one)
    for dimension, mask in other.items():
        shared = common.get(dimension, mask) & mask
        if not shared:
            return None
        common[dimension] = shared
    return common


class Cover:
    """Regions that are taken away together.

    Taking `n` regions away from each of `m` would look at every pair. So a cover of more than a
    few regions has an index: for each dimension and class, the regions that hold the class, a bit
    each. The regions that may touch another are then found by a few intersections of such masks.
    A region that holds very many classes of a dimension is not worth noting under each of them: it
    is kept apart as wide in that dimension, and is a candidate whatever the class.
    """

    def __init__(self, regions: Iterable[Mapping[str, int]], full: Region, budget: Budget) -> None:
        unique = {tuple(sorted(region.items())): region for region in regions}
        # Those with the fewest limits come first: they take away the most.
        self._regions = sorted(unique.values(), key=len)
        self._full = full
        self._budget = budget
        self._weight = 1 + max((mask.bit_length() for mask in full.values()), default=0) // 4096
        self._holders: dict[str, dict[int, int]] = {}
        self._wide: dict[str, int] = {}
        if len(self._regions) >= _FEWEST_INDEXED:
            self._index()

    def touching(self, region: Mapping[str, int]) -> list[Mapping[str, int]]:
        """List the regions of the cover that share something with another, in order."""
        if not self._holders:
            self._budget.spend((1 + len(self._regions) // 4) * self._weight)
            return [other for other in self._regions if _touches(other, region)]
        candidates = (1 << len(self._regions)) - 1
        for dimension, mask in region.items():
            if dimension in self._holders and mask.bit_count() <= _MOST_INDEXED_CLASSES:
                candidates &= self._holding(dimension, mask)
        self._budget.spend((1 + candidates.bit_count() // 4) * self._weight)
        near = [self._regions[place] for place in places(candidates)]
        return [other for other in near if _touches(other, region)]

    def remainder(self, region: Mapping[str, int]) -> Region | None:
        """Find a part of a region that no region of the cover touches.

        What a cover leaves of a region is rarely a region again, so the region is split. Say the
        first that touches it is limited in the dimensions d1, d2, ..., dk. A request escapes it if
        it lies outside its mask in at least one of them, and there is a first such dimension. So
        there is one piece for each di: inside in d1 to d(i-1), outside in di, free in the rest.
        The pieces are disjoint, for they differ in where a request first leaves; they are
        exhaustive, for a request that leaves nowhere is taken away. Nothing is looked at twice and
        nothing is lost. Each piece goes on with the regions behind the one that made it, depth
        first, until one has got past them all.

        Args:
            region: What is taken from.

        Returns:
            The part, None if nothing is left.
        """
        covers = self.touching(region)
        stack = [(dict(region), 0)]
        while stack:
            left, start = stack.pop()
            place = self._next(covers, left, start)
            if place == len(covers):
                return left
            for dimension, mask in covers[place].items():
                mine = left.get(dimension, self._full[dimension])
                outside = mine & ~mask
                if outside:
                    stack.append(({**left, dimension: outside}, place + 1))
                    # The pieces to come are inside in this dimension: none overlaps with the last.
                    left[dimension] = mine & mask
        return None

    def _next(self, covers: list[Mapping[str, int]], region: Region, start: int) -> int:
        place = start
        while place < len(covers) and not _touches(covers[place], region):
            place += 1
        self._budget.spend((1 + (place - start) // 4) * self._weight)
        return place

    def _index(self) -> None:
        for dimension in set(chain.from_iterable(self._regions)):
            holders: dict[int, int] = {}
            wide = 0
            for place, region in enumerate(self._regions):
                mask = region.get(dimension, self._full[dimension])
                if mask.bit_count() > _MOST_INDEXED_CLASSES:
                    wide |= 1 << place
                    continue
                self._budget.spend(1 + mask.bit_count() // 4)
                for member in places(mask):
                    holders[member] = holders.get(member, 0) | 1 << place
            self._holders[dimension] = holders
            self._wide[dimension] = wide

    def _holding(self, dimension: str, mask: int) -> int:
        """The regions that may hold one of some classes."""
        held = self._wide[dimension]
        holders = self._holders[dimension]
        for member in places(mask):
            held |= holders.get(member, 0)
        return held


def _touches(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    return all(dimension not in other or mask & other[dimension] for dimension, mask in one.items())


def places(mask: int) -> Iterable[int]:
    """List the bits of a mask that are set, lowest first."""
    while mask:
        low = mask & -mask
        mask ^= low
        yield low.bit_length() - 1
