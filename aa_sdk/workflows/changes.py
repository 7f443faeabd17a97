"""What became of findings: the same, whether it was noticed by asking or told by an event."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

import anyio.to_thread

from aa_sdk._display.layout import Face, Note, Span
from aa_sdk._display.shown import Shown
from aa_sdk._error_text import harmless
from aa_sdk._lazy import hide_imports
from aa_sdk.workflows._hydration.results import HydrationFailed
from aa_sdk.workflows._store import reading
from aa_sdk.workflows._store.batches import Batches
from aa_sdk.workflows._store.bodies import StoredFinding
from aa_sdk.workflows._store.reading import ChangeRow
from aa_sdk.workflows._store.rules import Kind

__all__ = (
    "Archived",
    "Changed",
    "Changes",
    "Deleted",
    "Expired",
    "FindingChange",
    "New",
    "Reopened",
    "Resolved",
    "StoredFinding",
)
hide_imports(__name__)


@dataclass(frozen=True, slots=True, repr=False)
class _Change(Shown):
    """What became of a finding."""

    number: int
    """Its place among all changes in the store: a later one has a higher number."""
    analyzer_arn: str
    """ARN of the analyzer."""
    finding_id: str
    """Id of the finding."""
    noticed_at: datetime
    """When it was written down."""
    run: int | None
    """Number of the run that noticed it; None if an event told it."""

    def __str__(self) -> str:
        return f"{type(self).__name__} {harmless(self.finding_id)}"

    def __repr__(self) -> str:
        return f"<{self}>"

    def _face(self) -> Face:
        return [Note([Span(str(self))])]


@dataclass(frozen=True, slots=True, repr=False)
class New(_Change):
    """A finding that was not there before, whatever its status."""

    before: None
    """Nothing."""
    after: StoredFinding
    """The finding."""


@dataclass(frozen=True, slots=True, repr=False)
class _Altered(_Change):
    before: StoredFinding
    """The finding as it was."""
    after: StoredFinding
    """The finding as it is."""


@dataclass(frozen=True, slots=True, repr=False)
class Changed(_Altered):
    """A finding that says something else, with the status that it had."""


@dataclass(frozen=True, slots=True, repr=False)
class Resolved(_Altered):
    """A finding whose access is gone."""


@dataclass(frozen=True, slots=True, repr=False)
class Archived(_Altered):
    """A finding that somebody, or a rule, has put aside."""


@dataclass(frozen=True, slots=True, repr=False)
class Reopened(_Altered):
    """A finding that is active again."""


@dataclass(frozen=True, slots=True, repr=False)
class _Ended(_Change):
    before: StoredFinding
    """The finding as it was."""
    after: None
    """Nothing."""


@dataclass(frozen=True, slots=True, repr=False)
class Deleted(_Ended):
    """A finding that is gone before its time."""


@dataclass(frozen=True, slots=True, repr=False)
class Expired(_Ended):
    """A resolved finding that is gone after the 90 days for which the service keeps it."""


FindingChange: TypeAlias = New | Changed | Resolved | Archived | Reopened | Deleted | Expired
"""What became of a finding, for `match`."""

_CLASSES: Final[Mapping[Kind, type[FindingChange]]] = {
    Kind.NEW: New,
    Kind.CHANGED: Changed,
    Kind.RESOLVED: Resolved,
    Kind.ARCHIVED: Archived,
    Kind.REOPENED: Reopened,
    Kind.DELETED: Deleted,
    Kind.EXPIRED: Expired,
}


def _change_of(analyzer_arn: str, row: ChangeRow) -> FindingChange:
    kind: Any = _CLASSES[row.kind]  # which has what it says it has
    change: FindingChange = kind(
        row.number, analyzer_arn, row.finding_id, row.noticed_at, row.run, row.before, row.after
    )
    return change


class Changes(Shown):
    """Changes of the findings of an analyzer, which stay in the store until they are iterated.

    Made by `sync_findings` and `FindingStore.changes`. `len` and `counts` are known; the changes
    themselves are read some hundreds at a time, in the order in which they were noticed.
    """

    def __init__(
        self,
        span: reading.Span,
        counts: Mapping[Kind, int],
        read: Callable[[reading.Span], Sequence[ChangeRow]],
        failures: Sequence[HydrationFailed] = (),
    ) -> None:
        self.span = span
        """Which changes these are, by their numbers in the store."""
        self.counts: Mapping[type[FindingChange], int] = {
            _CLASSES[kind]: counts[kind] for kind in Kind if kind in counts
        }
        """How many there are of each class; a class of which there is none is left out."""
        self.failures: Sequence[HydrationFailed] = failures
        """Findings that could not be read this time. What they were before stays in the store."""
        self._read = read
        # Read before it is asked for: of few changes, that is all.
        self._first = self._some(span) if counts else ()

    def __str__(self) -> str:
        which = ", ".join(f"{n:,} {kind.__name__.lower()}" for kind, n in self.counts.items())
        return f"{len(self):,} changes{f': {which}' if which else ''}"

    def __repr__(self) -> str:
        return f"<Changes: {self}>"

    def _face(self) -> Face:
        return [Note([Span(str(self))])]

    def __len__(self) -> int:
        return sum(self.counts.values())

    def __bool__(self) -> bool:
        return bool(self.counts)

    def __iter__(self) -> Iterator[FindingChange]:
        """Go through the changes. Of many, the next few hundreds are read from the disk at times.

        In a service, `async for` reads them in a worker thread.
        """
        batch, rest = self._batch(self.span)
        while batch:
            yield from batch
            batch, rest = ((), None) if rest is None else self._batch(rest)

    def __aiter__(self) -> AsyncIterator[FindingChange]:
        """Go through the changes, and read them in a worker thread."""
        return Batches(self.span, self._batch_in_thread)

    async def _batch_in_thread(
        self, span: reading.Span
    ) -> tuple[Sequence[FindingChange], reading.Span | None]:
        return await anyio.to_thread.run_sync(self._batch, span)

    def _batch(self, span: reading.Span) -> tuple[Sequence[FindingChange], reading.Span | None]:
        batch = self._first if span == self.span else self._some(span)
        return batch, span._replace(after=batch[-1].number) if batch else None

    def _some(self, span: reading.Span) -> Sequence[FindingChange]:
        return [_change_of(span.analyzer_arn, row) for row in self._read(span)]
