"""Boxes of requests, and what is left of one when others are taken away.

A statement covers a box: a set of classes for each field (the action, the resource, the caller, and
each condition key), and every combination of them. A field that a box leaves out is not limited.
"""

from collections.abc import Iterable, Mapping
from itertools import chain

from aa_sdk.policy._analysis.budget import Budget

Region = dict[str, int]

_FEW = 24
_NARROW = 64


def meet(one: Mapping[str, int], other: Mapping[str, int]) -> Region | None:
    """Find what two boxes share.

    Args:
        one: A box.
        other: Another.

    Returns:
        Their common box, None if there is none.
    """
    common = dict(one)
    for field, mask in other.items():
        shared = common.get(field, mask) & mask
        if not shared:
            return None
        common[field] = shared
    return common


class Cover:
    """Boxes that are taken away together."""

    def __init__(self, boxes: Iterable[Mapping[str, int]], full: Region, budget: Budget) -> None:
        """Collect the boxes.

        Args:
            boxes: What is taken away.
            full: All classes of each field.
            budget: What the work is taken from.
        """
        unique = {tuple(sorted(box.items())): box for box in boxes}
        # Those with the fewest limits come first: they take away the most.
        self._boxes = sorted(unique.values(), key=len)
        self._full = full
        self._budget = budget
        self._weight = 1 + max((mask.bit_length() for mask in full.values()), default=0) // 4096
        self._by_class: dict[str, dict[int, int]] = {}
        self._wide: dict[str, int] = {}
        if len(self._boxes) > _FEW:
            self._index()

    def touching(self, box: Mapping[str, int]) -> list[Mapping[str, int]]:
        """List the boxes that share something with another, in order."""
        if not self._by_class:
            self._budget.spend((1 + len(self._boxes) // 4) * self._weight)
            return [other for other in self._boxes if _touches(other, box)]
        candidates = (1 << len(self._boxes)) - 1
        for field, mask in box.items():
            if field in self._by_class and mask.bit_count() <= _NARROW:
                candidates &= self._holding(field, mask)
        self._budget.spend((1 + candidates.bit_count() // 4) * self._weight)
        near = [self._boxes[place] for place in _places(candidates)]
        return [other for other in near if _touches(other, box)]

    def remainder(self, box: Mapping[str, int]) -> Region | None:
        """Find a part of a box that none of the boxes touches.

        Args:
            box: What is taken from.

        Returns:
            The part, None if nothing is left.
        """
        covers = self.touching(box)
        stack = [(dict(box), 0)]
        while stack:
            left, start = stack.pop()
            place = self._next(covers, left, start)
            if place == len(covers):
                return left
            for field, mask in covers[place].items():
                mine = left.get(field, self._full[field])
                outside = mine & ~mask
                if outside:
                    stack.append(({**left, field: outside}, place + 1))
                    left[field] = mine & mask
        return None

    def _next(self, covers: list[Mapping[str, int]], box: Region, start: int) -> int:
        place = start
        while place < len(covers) and not _touches(covers[place], box):
            place += 1
        self._budget.spend((1 + (place - start) // 4) * self._weight)
        return place

    def _index(self) -> None:
        """Note for each class which boxes hold it, where a box holds only a few."""
        for field in set(chain.from_iterable(self._boxes)):
            holders: dict[int, int] = {}
            wide = 0
            for place, box in enumerate(self._boxes):
                mask = box.get(field, self._full[field])
                if mask.bit_count() > _NARROW:
                    wide |= 1 << place
                    continue
                self._budget.spend(1 + mask.bit_count() // 4)
                for member in _places(mask):
                    holders[member] = holders.get(member, 0) | 1 << place
            self._by_class[field] = holders
            self._wide[field] = wide

    def _holding(self, field: str, mask: int) -> int:
        found = self._wide[field]
        holders = self._by_class[field]
        for member in _places(mask):
            found |= holders.get(member, 0)
        return found


def _touches(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    return all(field not in other or mask & other[field] for field, mask in one.items())


def _places(mask: int) -> Iterable[int]:
    while mask:
        low = mask & -mask
        mask ^= low
        yield low.bit_length() - 1
