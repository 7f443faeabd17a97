"""What is going to happen by itself, and when.

Nothing runs in the background. What has been started and takes its time is entered here, and done
once its time has come and somebody looks; see `due`. It is not part of a snapshot: it is worked out
anew from what waits.
"""

import heapq
from typing import NamedTuple

from aa_sdk.emulator._account.entities import AccessPreview, Analyzer, ResourceScan
from aa_sdk.emulator._findings.records import FindingRecord

Waiting = AccessPreview | ResourceScan | FindingRecord
"""What has a time at which something happens to it: for findings, that they age out."""


class Entry(NamedTuple):
    """One thing that is going to happen."""

    at: int
    """When, in milliseconds since 1970."""
    number: int
    """Its place among entries: of two at the same time, the one entered first comes first."""
    analyzer: Analyzer
    """The analyzer that it happens to."""
    waiting: Waiting
    """What waits for it."""


class Agenda:
    """Entries, the next one first."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._entered = 0

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._entries)

    def add(self, at: int, analyzer: Analyzer, waiting: Waiting) -> None:
        """Enter something.

        Args:
            at: When it is going to happen, in milliseconds since 1970.
            analyzer: The analyzer that it happens to.
            waiting: What waits for it.
        """
        heapq.heappush(self._entries, Entry(at, self._entered, analyzer, waiting))
        self._entered += 1

    def take(self, now: int) -> Entry | None:
        """Take out the next entry whose time has come; None if there is none."""
        if not self._entries or self._entries[0].at > now:
            return None
        return heapq.heappop(self._entries)
