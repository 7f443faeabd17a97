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
    """One thing that is going to happen.

    Of two at the same time, the one that began first comes first. What comes then does not go by
    when they were entered either: after a restart that is another order.
    """

    at: int
    """When, in milliseconds since 1970."""
    since: int
    """When it began."""
    arn: str
    """The ARN of the analyzer."""
    place: int
    """The place among what waits in the analyzer; findings have theirs, and come last."""
    number: int
    """How many were entered before it: previews and scans are in the order of their beginnings."""
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
        since, place = _begun(waiting)
        entry = Entry(at, since, analyzer.arn, place, self._entered, analyzer, waiting)
        heapq.heappush(self._entries, entry)
        self._entered += 1

    def forget(self, analyzer: Analyzer) -> None:
        """Strike out what was going to happen to an analyzer that is deleted."""
        self._entries = [entry for entry in self._entries if entry.analyzer is not analyzer]
        heapq.heapify(self._entries)

    def take(self, now: int) -> Entry | None:
        """Take out the next entry whose time has come; None if there is none."""
        if not self._entries or self._entries[0].at > now:
            return None
        return heapq.heappop(self._entries)


def _begun(waiting: Waiting) -> tuple[int, int]:
    """Return when something began to wait, and its place among what waits in its analyzer."""
    if isinstance(waiting, AccessPreview):
        return waiting.created_at, -2
    if isinstance(waiting, ResourceScan):
        return waiting.started_at, -1
    return waiting.updated_at, waiting.seq
