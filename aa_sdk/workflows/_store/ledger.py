"""What is written into a store: runs, findings that were read, events, and what is acknowledged."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from aa_sdk._words import NO_TIME_ZONE
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.events import FindingEvent
from aa_sdk.models import FindingSummaryV2, GetFindingV2Response
from aa_sdk.workflows._store.bodies import event_body
from aa_sdk.workflows._store.database import Database
from aa_sdk.workflows._store.forgetting import forget_changes, forget_findings
from aa_sdk.workflows._store.rules import KEPT_RESOLVED, Word, stamp, unit_written
from aa_sdk.workflows._store.snapshot import Snapshot
from aa_sdk.workflows._store.taking import WORD, Last, Row, take_end, take_event, take_read

_KEPT: Final = int(KEPT_RESOLVED.total_seconds()) * 1_000_000
"""How long changes that are acknowledged are kept, and tombstones: microseconds."""

_PAGE: Final = 500
"""How many findings are read by one query at most."""


@dataclass(slots=True)
class Run:
    """A listing that is compared with what is known, from its beginning to its end."""

    analyzer: int
    """The analyzer's number."""
    number: int
    """The run's number: that of the one before where that was cut off."""
    known: Snapshot
    """What was known when it began."""
    last_version: int
    """The last version then: what came later is not missing from the listing."""
    listed: bytearray
    """A byte for each version up to that: whether the listing has had its finding. Version 0 is
    none, and nobody asks for its byte."""
    asked_at: int
    """When the listing began: by the service's clock, once that is known."""
    answered_at: int
    """When the service answered last."""
    is_answered: bool = False
    """Whether it has answered, so that the times are known."""
    told: set[str] = field(default_factory=set[str])
    """Findings of which events have told news meanwhile."""


class Ledger:
    """What is written into a store. One thread uses it at a time.

    Args:
        database: The database.
        clock: Tells what time it is, if it is one.
    """

    def __init__(self, database: Database, clock: Callable[[], object]) -> None:
        self._database = database
        self._clock = clock
        self._runs: dict[int, Run] = {}

    def begin(self, analyzer_arn: str) -> Run:
        """Begin a run, or one that was cut off anew, with the number that it had."""
        now = self._now()
        with self._database.transaction() as db:
            analyzer = _number_of(db, analyzer_arn)
            db.execute(
                "UPDATE analyzers SET run = run + 1 - is_running, is_running = 1 WHERE number = ?",
                (analyzer,),
            )
            (number,) = db.execute(
                "SELECT run FROM analyzers WHERE number = ?", (analyzer,)
            ).fetchone()
            (last,) = db.execute("SELECT ifnull(max(number), 0) FROM versions").fetchone()
            known = _snapshot(db, analyzer)
        run = Run(analyzer, number, known, last, bytearray(last + 1), now, now)
        self._runs[analyzer] = run
        return run

    def leave(self, run: Run) -> None:
        """Be done with a run, at its end or not."""
        self._runs.pop(run.analyzer, None)

    def unlike(
        self, run: Run, page: Sequence[FindingSummaryV2], answered_at: datetime | None
    ) -> list[FindingSummaryV2]:
        """Take note of what was listed, and return what differs from what is known.

        Args:
            run: The run.
            page: What was listed.
            answered_at: When, by the service's clock. None if it did not say.
        """
        _note_time(run, self._now() if answered_at is None else stamp(answered_at))
        unlike: list[FindingSummaryV2] = []
        for finding in page:
            updated_at = stamp(finding.updated_at)
            version, is_like = run.known.compare(finding.id, updated_at, finding.status)
            run.listed[version] = 1
            if not is_like or finding.id in run.told:
                unlike.append(finding)
        return unlike

    def record(
        self, run: Run, found: Iterable[GetFindingV2Response], gone: Iterable[str] = ()
    ) -> None:
        """Write down findings that were read, and which were listed and are gone nevertheless."""
        now = self._now()
        with self._database.transaction() as db:
            for finding in found:
                row = Row(run.analyzer, finding.id, run.number, now)
                told = finding.id in run.told
                take_read(db, row, finding, asked_at=run.asked_at, told_meanwhile=told)
        for finding_id in gone:
            run.listed[run.known.version(finding_id)] = 0

    def finish(self, run: Run) -> None:
        """End a run whose listing is complete: what it did not have is gone."""
        now = self._now()
        with self._database.transaction() as db:
            for finding_id, last in _missing(db, run):
                row = Row(run.analyzer, finding_id, run.number, now)
                gone = last.word._replace(is_gone=True, told_at=run.asked_at, is_whole=True)
                take_end(db, row, last, gone, run.answered_at)
            forget_changes(db, run.analyzer, now - _KEPT)
            forget_findings(db, run.analyzer, run.answered_at - _KEPT)
            db.execute(
                "UPDATE analyzers SET is_running = 0, synced_at = ?, asked_at = ? WHERE number = ?",
                (now, run.asked_at, run.analyzer),
            )

    def apply(self, event: FindingEvent) -> int | None:
        """Write down what an event says, unless something later is known.

        Returns:
            The number of the change; None where it is no news.
        """
        wire = event.to_wire()
        word = Word(
            updated_at=stamp(event.detail.updated_at),
            unit=unit_written(wire["detail"]["updatedAt"]),
            told_at=stamp(event.time),
            is_gone=event.is_deleted,
            status=event.status,
            is_whole=False,
        )
        now = self._now()
        with self._database.transaction() as db:
            analyzer = _number_of(db, event.analyzer_arn)
            row = Row(analyzer, event.finding_id, None, now)
            number, is_news = take_event(db, row, word, event_body(wire))
        if is_news and analyzer in self._runs:
            self._runs[analyzer].told.add(event.finding_id)
        return number

    def acknowledge(self, analyzer_arn: str, up_to: int) -> None:
        """Take the changes of an analyzer up to a number as dealt with."""
        with self._database.transaction() as db:
            db.execute(
                "UPDATE analyzers SET acknowledged = max(acknowledged, ?) WHERE arn = ?",
                (up_to, analyzer_arn),
            )

    def _now(self) -> int:
        now = self._clock()
        if not isinstance(now, datetime):
            reason = f"must return a datetime with a time zone, not {now!r:.80}"
            raise InvalidRequestError(InvalidField("clock", reason))
        if now.tzinfo is None:
            raise InvalidRequestError(InvalidField("clock", f"what it tells {NO_TIME_ZONE}"))
        return stamp(now)


def _note_time(run: Run, answered_at: int) -> None:
    """Take note of when the service answered."""
    if not run.is_answered:
        run.asked_at, run.is_answered = answered_at, True
    run.answered_at = answered_at


def _snapshot(db: sqlite3.Connection, analyzer: int) -> Snapshot:
    query = (
        "SELECT id, version, updated_at, status, is_whole AND NOT is_gone FROM findings "
        "WHERE analyzer = ?"
    )
    return Snapshot(lambda: db.execute(query, (analyzer,)))


def _number_of(db: sqlite3.Connection, analyzer_arn: str) -> int:
    db.execute("INSERT OR IGNORE INTO analyzers (arn) VALUES (?)", (analyzer_arn,))
    (number,) = db.execute("SELECT number FROM analyzers WHERE arn = ?", (analyzer_arn,)).fetchone()
    return int(number)


def _missing(db: sqlite3.Connection, run: Run) -> Iterator[tuple[str, Last]]:
    """Go through the findings that the listing should have had, and had not."""
    listed, after = bytes(run.listed), ""
    while rows := db.execute(
        f"SELECT id, version, {WORD} FROM findings "  # noqa: S608 (names of our columns)
        "WHERE analyzer = ? AND id > ? AND version <= ? AND NOT is_gone "
        "AND substr(?, version + 1, 1) = x'00' ORDER BY id LIMIT ?",
        (run.analyzer, after, run.last_version, listed, _PAGE),
    ).fetchall():
        for finding_id, version, *columns in rows:
            yield finding_id, Last(version, Word(*columns))
        after = rows[-1][0]
