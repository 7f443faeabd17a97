"""A store of findings: a file with the last word on each, and with what became of them."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import anyio

from aa_sdk._display import layout
from aa_sdk._display.layout import Face, Note
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import shorten
from aa_sdk._error_text import harmless
from aa_sdk._lazy import hide_imports
from aa_sdk.events import (
    AccessAnalyzerEvent,
    ExternalAccessEvent,
    InternalAccessEvent,
    UnusedAccessEvent,
)
from aa_sdk.models import Criterion, FindingSummaryV2, GetFindingV2Response, SupportsCriteria
from aa_sdk.workflows._hydration.results import HydrationFailed
from aa_sdk.workflows._store import reading
from aa_sdk.workflows._store.bodies import StoredFinding
from aa_sdk.workflows._store.choosing import Chosen
from aa_sdk.workflows._store.database import Database
from aa_sdk.workflows._store.errors import StoreError, StoreInUseError
from aa_sdk.workflows._store.ledger import Ledger, Run
from aa_sdk.workflows._store.reading import Place, Span
from aa_sdk.workflows._store.stored_findings import StoredFindings
from aa_sdk.workflows._store.worker import Worker
from aa_sdk.workflows.changes import Changes, FindingChange

__all__ = ("FindingStore", "StoreError", "StoreInUseError", "StoreRun", "StoredFindings")
hide_imports(__name__)

_PATH = 200
_WHICH = 200


class FindingStore(Shown):
    """A file with findings, and with what became of them since somebody last took note.

    ```python
    async with FindingStore("findings.db") as store:
        changes = await sync_findings(client, analyzer_arn=arn, store=store)
        for change in changes:
            print(change)
        await store.acknowledge(changes)
    ```

    It is a database of SQLite that only its owner may read. One program at a time opens it for
    writing; any number may read. All work is done in worker threads, and by transactions: whatever
    happens, the file holds what was written last, whole.

    Args:
        path: The file. It is made where there is none.
        read_only: Whether to read only, which goes beside a program that writes.
        clock: Tells what time it is, with a time zone. Default: the system's clock.
    """

    def __init__(
        self,
        path: str | PathLike[str],
        *,
        read_only: bool = False,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.path: Path = Path(path)
        """The file."""
        self._is_read_only = read_only
        self._clock = clock or partial(datetime.now, UTC)
        self._database: Database
        self._ledger: Ledger
        self._worker: Worker
        self._running = set[str]()

    def __repr__(self) -> str:
        mode = ", read_only=True" if self._is_read_only else ""
        return f"<FindingStore {harmless(str(self.path), _PATH)!r}{mode}>"

    def _face(self) -> Face:
        path = layout.Span(shorten(str(self.path), _PATH), "plain", str(self.path))
        mode = layout.Span("· for reading alone" if self._is_read_only else "", "muted")
        return [Note([layout.Span("Store of findings", "strong"), path, mode])]

    async def __aenter__(self) -> Self:
        """Open the file.

        Raises:
            StoreInUseError: Another program, or another store of this one, has it open for writing.
            StoreError: It cannot be opened, is something else, or is of a newer release.
        """
        self._worker = Worker()
        self._database = await self._worker.run(
            partial(Database, self.path, is_read_only=self._is_read_only)
        )
        self._ledger = Ledger(self._database, self._clock)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with anyio.CancelScope(shield=True):
            await self._worker.run(self._database.close)

    async def apply(self, event: AccessAnalyzerEvent) -> FindingChange | None:
        """Take in what an event says of a finding.

        Events may come in any order, late, and more than once: what is known that is later stays.

        Args:
            event: What `aa_sdk.events.parse_event` returned.

        Returns:
            The change that it makes, to be acknowledged like any other; None if it says nothing
            new, or nothing of a finding that this release can read.

        Raises:
            StoreError: The file cannot be written.
        """
        if not isinstance(event, ExternalAccessEvent | InternalAccessEvent | UnusedAccessEvent):
            return None
        number = await self._worker.run(self._ledger.apply, event)
        if number is None:
            return None
        span = Span(event.analyzer_arn, number - 1, number)
        (change,) = await self._worker.run(self._changes_of, span)
        return change

    async def changes(self, analyzer_arn: str, *, acknowledged: bool = False) -> Changes:
        """Return what became of the findings of an analyzer since changes were last acknowledged.

        Args:
            analyzer_arn: ARN of the analyzer.
            acknowledged: Whether to return those that were acknowledged too; they are kept for 90
                days.

        Raises:
            StoreError: The file cannot be read.
        """
        return await self._worker.run(
            partial(self._changes, analyzer_arn, acknowledged=acknowledged)
        )

    async def acknowledge(self, changes: Changes) -> None:
        """Say that changes are dealt with: they do not come again.

        What was noticed after them still does.

        Args:
            changes: What `sync_findings` or `changes` returned.

        Raises:
            StoreError: The file cannot be written.
        """
        span = changes.span
        await self._worker.run(self._ledger.acknowledge, span.analyzer_arn, span.up_to)

    def findings(
        self,
        filter: SupportsCriteria | Mapping[str, Criterion | Mapping[str, Any]] | None = None,
        *,
        analyzer_arn: str | None = None,
    ) -> StoredFindings:
        """Return the findings that there are, in the order of analyzers and ids.

        ```python
        async for finding in store.findings(FindingFilter().status.eq("ACTIVE")):
            print(finding)
        ```

        A finding that was told of by an event is a summary until `sync_findings` reads it. It is
        filtered by the whole event nevertheless, which says who has access, too.

        Args:
            filter: Which ones: a `FindingFilter`, or criteria as a mapping, such as an archive
                rule's `filter`; see `FindingFilter.matches`. Default: all.
            analyzer_arn: ARN of the analyzer whose findings to return. Default: of all.

        Returns:
            The findings, to be gone through with `async for`. That raises `InvalidRequestError`
            where a filter asks for what an event does not say, and nothing else excludes the
            finding; or where this release cannot evaluate the filter.

        Raises:
            InvalidRequestError: `filter` cannot be read as one.
        """
        chosen = Chosen(filter)
        of = f"of analyzer {analyzer_arn.rpartition('/')[2]}" if analyzer_arn else ""
        parts = ("findings of", self.path.name, of, str(chosen))
        which = " ".join(part for part in parts if part)
        read = partial(self._worker.run, partial(self._batch, chosen, analyzer_arn))
        return StoredFindings(read, harmless(which, _WHICH), self._clock)

    @asynccontextmanager
    async def run(self, analyzer_arn: str) -> AsyncGenerator["StoreRun", None]:
        """Begin a run, or go on with one that was cut off; `sync_findings` is made of this.

        Args:
            analyzer_arn: ARN of the analyzer whose findings are listed.

        Raises:
            StoreInUseError: The analyzer has a run in this store already.
            StoreError: The file cannot be written.
        """
        if analyzer_arn in self._running:
            raise StoreInUseError(self.path, f"is being synced with {analyzer_arn} already")
        self._running.add(analyzer_arn)
        try:
            run = await self._worker.run(self._ledger.begin, analyzer_arn)
            yield StoreRun(self._worker, self._ledger, run, partial(self._changes, analyzer_arn))
        finally:
            self._running.discard(analyzer_arn)

    def _changes(
        self,
        analyzer_arn: str,
        failures: Sequence[HydrationFailed] = (),
        *,
        acknowledged: bool = False,
    ) -> Changes:
        span = reading.span(self._database, analyzer_arn, acknowledged=acknowledged)
        return self._changes_of(span, failures)

    def _changes_of(self, span: Span, failures: Sequence[HydrationFailed] = ()) -> Changes:
        read = partial(reading.changes, self._database)
        return Changes(span, reading.counts(self._database, span), read, failures)

    def _batch(
        self, chosen: Chosen, analyzer_arn: str | None, behind: Place
    ) -> tuple[list[StoredFinding], Place | None]:
        rows = reading.findings(self._database, analyzer_arn, behind)
        found = [row.finding for row in rows if chosen.has(row)]
        return found, rows[-1].place if rows else None


class StoreRun:
    """A listing that is written into a store, from its beginning to its end."""

    def __init__(
        self,
        worker: Worker,
        ledger: Ledger,
        run: Run,
        changes: Callable[[Sequence[HydrationFailed]], Changes],
    ) -> None:
        self._worker = worker
        self._ledger = ledger
        self._run = run
        self._changes = changes

    async def unlike(self, page: Sequence[FindingSummaryV2]) -> list[FindingSummaryV2]:
        """Take note of a page of the listing, and return what differs from what is known."""
        return await self._worker.run(self._ledger.unlike, self._run, page)

    async def record(self, found: Sequence[GetFindingV2Response], gone: Sequence[str] = ()) -> None:
        """Write down findings that were read, and ids of those that are gone nevertheless."""
        await self._worker.run(self._ledger.record, self._run, found, gone)

    async def finish(self, failures: Sequence[HydrationFailed]) -> Changes:
        """End the run, whose listing is complete, and return what became of the findings."""
        await self._worker.run(self._ledger.finish, self._run)
        return await self._worker.run(self._changes, failures)
