"""What became of findings: the same, whether it was noticed by asking or told by an event."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence

import anyio.to_thread

from aa_sdk._display.layout import Face
from aa_sdk._display.shown import Shown
from aa_sdk._lazy import hide_imports
from aa_sdk.workflows._changes import faces
from aa_sdk.workflows._changes.kinds import (
    CLASSES,
    Archived,
    Changed,
    Deleted,
    Expired,
    FindingChange,
    New,
    Reopened,
    Resolved,
    change_of,
)
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


class Changes(Shown):
    """Changes of the findings of an analyzer, which stay in the store until they are iterated.

    ```python
    print(changes)  # 47 changes: 34 new, 12 resolved, 1 expired
    changes.counts.get(New, 0)
    for change in changes:  # async for, in a service
        match change:
            case New(after=finding) | Reopened(after=finding): ...
            case Resolved(before=before, after=after): ...
            case Changed(members=names): ...
            case _: ...
    ```

    Made by `sync_findings` and `FindingStore.changes`. `len` and `counts` are known, and there are
    none if it is false. The changes themselves are read some hundreds at a time, in the order in
    which they were noticed, each time that they are gone through; what is acknowledged or noticed
    meanwhile makes no difference.
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
            CLASSES[kind]: counts[kind] for kind in Kind if kind in counts
        }
        """How many there are of each class; a class of which there is none is left out."""
        self.failures: Sequence[HydrationFailed] = failures
        """Findings that could not be read this time. What they were before stays in the store."""
        self._read = read
        # Read before it is asked for: of few changes, that is all.
        self._first: Sequence[FindingChange] = self._some(span) if counts else []

    def __str__(self) -> str:
        number = len(self)
        few = f"{number:,} change{'' if number == 1 else 's'}: {faces.counted(self.counts)}"
        told = few if number else faces.NOTHING
        return "; ".join(filter(None, (told, faces.failures_text(self.failures))))

    def __repr__(self) -> str:
        return f"<Changes: {self}>"

    def _face(self) -> Face:
        return faces.table_of(self.counts, self._first, self.failures)

    def __len__(self) -> int:
        return sum(self.counts.values())

    def __bool__(self) -> bool:
        return bool(self.counts)

    def __iter__(self) -> Iterator[FindingChange]:
        """Go through the changes. Of many, the next few hundreds are read from the disk at times.

        In a service, `async for` reads them in a worker thread.
        """
        behind: reading.Span | None = self.span
        while behind is not None:
            batch, behind = self._batch(behind)
            yield from batch

    def __aiter__(self) -> AsyncIterator[FindingChange]:
        """Go through the changes, and read them in a worker thread."""
        return Batches(self.span, self._batch_in_thread)

    async def _batch_in_thread(
        self, span: reading.Span
    ) -> tuple[Sequence[FindingChange], reading.Span | None]:
        if span == self.span:
            return self._batch(span)
        return await anyio.to_thread.run_sync(self._batch, span)

    def _batch(self, span: reading.Span) -> tuple[Sequence[FindingChange], reading.Span | None]:
        """Return some changes, and which are left behind them; None where none is."""
        batch = self._first if span == self.span else self._some(span)
        is_last = not batch or batch[-1].number >= span.up_to
        return batch, None if is_last else span._replace(after=batch[-1].number)

    def _some(self, span: reading.Span) -> Sequence[FindingChange]:
        return [change_of(span.analyzer_arn, row) for row in self._read(span)]
