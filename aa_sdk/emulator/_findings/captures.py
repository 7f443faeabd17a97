"""The findings and resources of one moment, read in pieces while they go on changing.

To save a million findings takes seconds, and nobody shall wait so long for an answer. So a capture
notes which findings and resources there are, which takes a moment, and they are read a few at a
time. What is about to change before it was read is copied first, as it is; what has been read may
change; what comes later is not in the capture, and what is removed stays in it.
"""

from dataclasses import replace
from typing import Generic, TypeVar

from aa_sdk.emulator._findings.records import FindingRecord, Resource

T = TypeVar("T", FindingRecord, Resource)


class Series(Generic[T]):
    """Findings or resources in the order of arrival, each as it was when the series was made."""

    def __init__(self, items: list[T]) -> None:
        self._items: list[T] = items
        self._read = 0
        # What is not read yet has numbers in this range; others have come later.
        self._first = 0
        self._last: int = items[-1].seq if items else -1
        self._kept: dict[int, T] = {}

    def keep(self, item: T) -> None:
        """Keep an item as it is, for it is about to change."""
        if self._first <= item.seq <= self._last and item.seq not in self._kept:
            self._kept[item.seq] = replace(item)

    def read(self, size: int) -> list[T]:
        """Return the next items, at most `size`; none at the end."""
        items: list[T] = self._items[self._read : self._read + size]
        self._read += len(items)
        if items:
            self._first = items[-1].seq + 1
        if self._kept:
            items = [self._kept.pop(item.seq, item) for item in items]
        return items


class Capture:
    """What a store holds at one moment."""

    def __init__(self, resources: list[Resource], findings: list[FindingRecord]) -> None:
        self.resources: Series[Resource] = Series(resources)
        """The resources."""
        self.findings: Series[FindingRecord] = Series(findings)
        """The findings."""
