"""A store of findings: a file with the last word on each, and with what became of them."""

import sqlite3
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Self

import anyio

from aa_sdk._display import layout
from aa_sdk._display.layout import Face, Note
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import shorten
from aa_sdk._error_text import harmless
from aa_sdk._lazy import hide_imports
from aa_sdk._words import got
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.events import (
    AccessAnalyzerEvent,
    AccessPreviewStateChange,
    FindingEvent,
    UnknownEvent,
)
from aa_sdk.models import FilterCriteria, FindingSummaryV2, GetFindingV2Response
from aa_sdk.workflows._changes.kinds import change_of
from aa_sdk.workflows._hydration.results import HydrationFailed
from aa_sdk.workflows._store import reading
from aa_sdk.workflows._store.bodies import StoredFinding
from aa_sdk.workflows._store.choosing import Chosen
from aa_sdk.workflows._store.database import Database
from aa_sdk.workflows._store.errors import StoreError, StoreInUseError
from aa_sdk.workflows._store.ledger import Ledger, Run
from aa_sdk.workflows._store.place import path_of
from aa_sdk.workflows._store.reading import Place, Span
from aa_sdk.workflows._store.stored_findings import StoredFindings
from aa_sdk.workflows._store.worker import Worker
from aa_sdk.workflows.changes import Changes, FindingChange

__all__ = ("FindingStore", "StoreError", "StoreInUseError", "StoreRun", "StoredFindings")
hide_imports(__name__)

_PATH = 200


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
        connect: Makes connections; takes what `sqlite3.connect` takes. Default: that.

    Raises:
        InvalidRequestError: `path` names no file, or `clock` is no function.
    """

    def __init__(
        self,
        path: str | PathLike[str],
        *,
        read_only: bool = False,
        clock: Callable[[], datetime] | None = None,
        connect: Callable[..., sqlite3.Connection] = sqlite3.connect,
    ) -> None:
        self.path: Path = path_of(path)
        """The file."""
        self._is_read_only = read_only
        self._clock = clock or partial(datetime.now, UTC)
        _check_clock(clock)
        self._database = Database(self.path, is_read_only=read_only, connect=connect)
        self._ledger = Ledger(self._database, self._clock)
        self._worker: Worker | None = None
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
        if self._worker is not None:
            raise StoreError(self.path, "is open already: enter another store, or leave this first")
        self._worker = worker = Worker()
        try:
            await worker.run(self._database.open)
        except BaseException:
            await self._close(worker)
            raise
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._close(self._here())

    async def apply(self, event: AccessAnalyzerEvent) -> FindingChange | None:
        """Take in what an event says of a finding.

        Events may come in any order, late, and more than once: what is known that is later stays.

        Args:
            event: What `aa_sdk.events.parse_event` returned.

        Returns:
            The change that it makes, to be acknowledged like any other; None if it says nothing
            new, or nothing of a finding that this release can read.

        Raises:
            InvalidRequestError: It is no event that was read, or one that names what no file can.
            StoreError: The file cannot be written.
        """
        _check_event(event)
        worker = self._here()
        if not isinstance(event, FindingEvent):
            return None
        return await worker.run(self._apply, event)

    async def changes(self, analyzer_arn: str, *, acknowledged: bool = False) -> Changes:
        """Return what became of the findings of an analyzer since changes were last acknowledged.

        Args:
            analyzer_arn: ARN of the analyzer.
            acknowledged: Whether to return those that were acknowledged too; they are kept for 90
                days.

        Raises:
            InvalidRequestError: `analyzer_arn` is no analyzer's ARN.
            StoreError: The file cannot be read.
        """
        _check_arn(analyzer_arn)
        return await self._here().run(
            partial(self._changes, analyzer_arn, acknowledged=acknowledged)
        )

    async def acknowledge(self, changes: Changes) -> None:
        """Say that changes are dealt with: they do not come again.

        What was noticed after them still does.

        Args:
            changes: What `sync_findings` or `changes` returned.

        Raises:
            InvalidRequestError: These are no changes, or those of another store.
            StoreError: The file cannot be written.
        """
        _check_changes(changes)
        await self._here().run(self._acknowledge, changes.span)

    def findings(
        self,
        filter: FilterCriteria | None = None,
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
            InvalidRequestError: `filter` cannot be read as one, or `analyzer_arn` is no
                analyzer's ARN.
        """
        if analyzer_arn is not None:
            _check_arn(analyzer_arn)
        chosen = Chosen(filter)
        of = f"of analyzer {analyzer_arn.rpartition('/')[2]}" if analyzer_arn else ""
        parts = ("findings of", self.path.name, of, str(chosen))
        which = " ".join(part for part in parts if part)
        batch = partial(self._batch, chosen, analyzer_arn)

        async def read(behind: Place) -> tuple[Sequence[StoredFinding], Place | None]:
            return await self._here().run(batch, behind)

        return StoredFindings(read, which, self._clock)

    @asynccontextmanager
    async def run(self, analyzer_arn: str) -> AsyncGenerator["StoreRun", None]:
        """Begin a run, or go on with one that was cut off; `sync_findings` is made of this.

        Args:
            analyzer_arn: ARN of the analyzer whose findings are listed.

        Raises:
            InvalidRequestError: `analyzer_arn` is no analyzer's ARN.
            StoreInUseError: The analyzer has a run in this store already.
            StoreError: The file cannot be written.
        """
        _check_arn(analyzer_arn)
        worker = self._here()
        if analyzer_arn in self._running:
            reason = f"is being synced with {analyzer_arn} already: wait for that"
            raise StoreInUseError(self.path, reason)
        self._running.add(analyzer_arn)
        try:
            run = await worker.run(self._ledger.begin, analyzer_arn)
            try:
                yield StoreRun(worker, self._ledger, run, partial(self._changes, analyzer_arn))
            finally:
                self._ledger.leave(run)
        finally:
            self._running.discard(analyzer_arn)

    def _here(self) -> Worker:
        """Return what does the work.

        Raises:
            StoreError: The store is not open here.
        """
        if self._worker is None:
            raise StoreError(self.path, "is not open: use the store inside of `async with`")
        if not self._worker.is_here:
            raise StoreError(
                self.path, "was opened on another event loop: use it there, and leave it there"
            )
        return self._worker

    async def _close(self, worker: Worker) -> None:
        self._worker = None
        with anyio.CancelScope(shield=True):
            await worker.run(self._database.close)

    def _apply(self, event: FindingEvent) -> FindingChange | None:
        number = self._ledger.apply(event)
        if number is None:
            return None
        span = Span(event.analyzer_arn, number - 1, number, "")
        (row,) = reading.changes(self._database, span)
        return change_of(event.analyzer_arn, row)

    def _acknowledge(self, span: Span) -> None:
        if span.store != reading.store_id(self._database):
            reason = f"are those of another store than {self.path}: acknowledge them there"
            raise InvalidRequestError(InvalidField("changes", reason))
        self._ledger.acknowledge(span.analyzer_arn, span.up_to)

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

    async def unlike(
        self, page: Sequence[FindingSummaryV2], *, answered_at: datetime | None = None
    ) -> list[FindingSummaryV2]:
        """Take note of a page of the listing, and return what differs from what is known.

        Args:
            page: What was listed.
            answered_at: When the service answered, by its clock. Default: now by the store's.
        """
        return self._ledger.unlike(self._run, page, answered_at)

    async def record(self, found: Sequence[GetFindingV2Response], gone: Sequence[str] = ()) -> None:
        """Write down findings that were read, and ids of those that are gone nevertheless."""
        await self._worker.run(self._ledger.record, self._run, found, gone)

    async def finish(self, failures: Sequence[HydrationFailed]) -> Changes:
        """End the run, whose listing is complete, and return what became of the findings."""
        await self._worker.run(self._ledger.finish, self._run)
        return await self._worker.run(self._changes, failures)


def _check_arn(arn: object) -> None:
    if not (isinstance(arn, str) and ":analyzer/" in arn):
        reason = "must be an analyzer's ARN, such as client.get_analyzer(name).analyzer.arn"
        raise InvalidRequestError(InvalidField("analyzer_arn", reason, arn))
    _check_text("analyzer_arn", arn)


def _check_text(name: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        reason = "holds half a character (a lone surrogate), and cannot be kept"
        raise InvalidRequestError(InvalidField(name, reason)) from None


def _check_event(event: object) -> None:
    if not isinstance(event, FindingEvent | AccessPreviewStateChange | UnknownEvent):
        reason = f"must be read first: pass parse_event(event){got(event)}"
        raise InvalidRequestError(InvalidField("event", reason))
    if isinstance(event, FindingEvent):
        for name in ("analyzer_arn", "finding_id", "status"):
            _check_text(f"event.{name}", getattr(event, name))


def _check_changes(changes: object) -> None:
    if not isinstance(changes, Changes):
        reason = "must be what sync_findings or store.changes returned, as a whole"
        raise InvalidRequestError(InvalidField("changes", f"{reason}{got(changes)}"))


def _check_clock(clock: object) -> None:
    if clock is not None and not callable(clock):
        reason = f"must be a function that returns a datetime with a time zone{got(clock)}"
        raise InvalidRequestError(InvalidField("clock", reason, clock))
