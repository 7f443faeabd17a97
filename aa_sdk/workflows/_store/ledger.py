"""What is written into a store: runs, findings that were read, events, and what is acknowledged."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from aa_sdk.events import FindingEvent
from aa_sdk.models import FindingSummaryV2, GetFindingV2Response
from aa_sdk.workflows._store.bodies import Form, event_body, whole_body
from aa_sdk.workflows._store.database import Database
from aa_sdk.workflows._store.rules import (
    KEPT_RESOLVED,
    Bearing,
    Kind,
    Word,
    bearing,
    kind_of,
    kind_of_end,
    stamp,
)

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
    started_at: int
    """When the listing began."""
    last_version: int
    """The last version then: what came later is not missing from the listing."""
    listed: bytearray
    """A byte for each version up to that: whether the listing has had its finding."""


class Ledger:
    """What is written into a store. One thread uses it at a time.

    Args:
        database: The database.
        clock: Tells what time it is.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def begin(self, analyzer_arn: str) -> Run:
        """Begin a run, or one that was cut off anew, with the number that it had."""
        with self._database.transaction() as db:
            analyzer = _number_of(db, analyzer_arn)
            db.execute(
                "UPDATE analyzers SET run = run + 1 - is_running, is_running = 1 WHERE number = ?",
                (analyzer,),
            )
            (number,) = db.execute(
                "SELECT run FROM analyzers WHERE number = ?", (analyzer,)
            ).fetchone()
            (last,) = db.execute("SELECT max(number) FROM versions").fetchone()
        last = last or 0
        return Run(analyzer, number, self._now(), last, bytearray(last + 1))

    def unlike(self, run: Run, page: Sequence[FindingSummaryV2]) -> list[FindingSummaryV2]:
        """Take note of what was listed, and return what differs from what is known."""
        known = self._known_stamps(run.analyzer, [finding.id for finding in page])
        unlike: list[FindingSummaryV2] = []
        for finding in page:
            version, updated_at, is_whole = known.get(finding.id, _NOTHING)
            if version <= run.last_version:
                run.listed[version] = 1
            if not is_whole or updated_at != stamp(finding.updated_at):
                unlike.append(finding)
        return unlike

    def record(
        self, run: Run, found: Iterable[GetFindingV2Response], gone: Iterable[str] = ()
    ) -> None:
        """Write down findings that were read, and which were listed and are gone nevertheless."""
        now = self._now()
        with self._database.transaction() as db:
            for finding in found:
                word = Word(
                    updated_at=stamp(finding.updated_at),
                    told_at=run.started_at,
                    is_gone=False,
                    status=finding.status,
                    is_whole=True,
                )
                row = _Row(run.analyzer, finding.id, run.number, now)
                _take(db, row, word, whole_body(finding))
        for finding_id in gone:
            known = self._known_stamps(run.analyzer, [finding_id])
            version, *_ = known.get(finding_id, _NOTHING)
            if version <= run.last_version:
                run.listed[version] = 0

    def finish(self, run: Run) -> None:
        """End a run whose listing is complete: what it did not have is gone."""
        now = self._now()
        with self._database.transaction() as db:
            for finding_id, version, before in _missing(db, run):
                row = _Row(run.analyzer, finding_id, run.number, now)
                _add_change(db, row, kind_of_end(before, now), before=version, after=None)
                told_at = max(before.told_at, run.started_at)
                _set_finding(db, row, version, before._replace(is_gone=True, told_at=told_at))
            _forget(db, run.analyzer, now - _KEPT)
            db.execute(
                "UPDATE analyzers SET is_running = 0, synced_at = ? WHERE number = ?",
                (now, run.analyzer),
            )

    def apply(self, event: FindingEvent) -> int | None:
        """Write down what an event says, unless something later is known.

        Returns:
            The number of the change; None where it is no news.
        """
        detail = event.detail
        word = Word(
            updated_at=stamp(detail.updated_at),
            told_at=stamp(event.time),
            is_gone=event.is_deleted,
            status=event.status,
            is_whole=False,
        )
        now = self._now()
        with self._database.transaction() as db:
            row = _Row(_number_of(db, event.analyzer_arn), event.finding_id, None, now)
            return _take(db, row, word, event_body(event))

    def acknowledge(self, analyzer_arn: str, up_to: int) -> None:
        """Take the changes of an analyzer up to a number as dealt with."""
        with self._database.transaction() as db:
            db.execute(
                "UPDATE analyzers SET acknowledged = max(acknowledged, ?) WHERE arn = ?",
                (up_to, analyzer_arn),
            )

    def _known_stamps(
        self, analyzer: int, finding_ids: Sequence[str]
    ) -> dict[str, tuple[int, int, int]]:
        """Version, time and whether it is all known, of each finding that is there."""
        # A list of question marks would be sorted first, and be another statement for each length.
        rows = self._database.read(
            "SELECT f.id, version, updated_at, is_whole AND NOT is_gone FROM json_each(?) asked "
            "CROSS JOIN findings f ON analyzer = ? AND f.id = asked.value",
            json.dumps(finding_ids),
            analyzer,
        )
        return {finding_id: (version, at, is_all) for finding_id, version, at, is_all in rows}

    def _now(self) -> int:
        return stamp(self._clock())


class _Row(NamedTuple):
    """A finding in a store, and who writes about it when."""

    analyzer: int
    finding_id: str
    run: int | None
    now: int


_NOTHING: Final = (0, 0, 0)
"""Version 0 is none: `listed` has a byte for it that nobody asks for."""


def _number_of(db: sqlite3.Connection, analyzer_arn: str) -> int:
    db.execute("INSERT OR IGNORE INTO analyzers (arn) VALUES (?)", (analyzer_arn,))
    (number,) = db.execute("SELECT number FROM analyzers WHERE arn = ?", (analyzer_arn,)).fetchone()
    return int(number)


def _take(db: sqlite3.Connection, row: _Row, word: Word, body: bytes) -> int | None:
    """Write down a word on a finding, and the change that it makes, if it makes one."""
    found = db.execute(
        "SELECT version, updated_at, told_at, is_gone, status, is_whole FROM findings "
        "WHERE analyzer = ? AND id = ?",
        (row.analyzer, row.finding_id),
    ).fetchone()
    if found is None:
        version = _add_version(db, word, body)
        _set_finding(db, row, version, word)
        # That something is gone of which nothing was known is no change; it is kept, so that
        # what comes late does not bring it back.
        return None if word.is_gone else _add_change(db, row, Kind.NEW, before=None, after=version)
    version, *columns = found
    known = Word(*columns)
    bears = bearing(word, known)
    if bears is Bearing.LATE:
        return None
    told_at = max(word.told_at, known.told_at)
    if word.is_gone and known.is_gone:
        _set_finding(db, row, version, word._replace(told_at=told_at))
        return None
    if bears is Bearing.SAME:
        # The change that brought this version now shows all of it.
        db.execute(
            "UPDATE versions SET form = ?, body = ? WHERE number = ?", (_form(word), body, version)
        )
        _set_finding(db, row, version, word._replace(told_at=told_at))
        return None
    if word.is_gone:
        _set_finding(db, row, version, word)
        return _add_change(db, row, kind_of_end(known, word.told_at), before=version, after=None)
    after = _add_version(db, word, body)
    _set_finding(db, row, after, word)
    before = None if known.is_gone else version
    return _add_change(db, row, kind_of(word.status, known), before=before, after=after)


def _form(word: Word) -> Form:
    return Form.WHOLE if word.is_whole else Form.EVENT


def _add_version(db: sqlite3.Connection, word: Word, body: bytes) -> int:
    cursor = db.execute("INSERT INTO versions (form, body) VALUES (?, ?)", (_form(word), body))
    return int(cursor.lastrowid or 0)


def _set_finding(db: sqlite3.Connection, row: _Row, version: int, word: Word) -> None:
    db.execute(
        "INSERT OR REPLACE INTO findings (analyzer, id, version, updated_at, told_at, is_gone, "
        "status, is_whole) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (row.analyzer, row.finding_id, version, *word),
    )


def _add_change(
    db: sqlite3.Connection, row: _Row, kind: Kind, *, before: int | None, after: int | None
) -> int:
    cursor = db.execute(
        "INSERT INTO changes (analyzer, finding, kind, run, noticed_at, before, after) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (row.analyzer, row.finding_id, kind.value, row.run, row.now, before, after),
    )
    return int(cursor.lastrowid or 0)


def _missing(db: sqlite3.Connection, run: Run) -> Iterator[tuple[str, int, Word]]:
    """Go through the findings that the listing should have had, and had not."""
    listed, after = bytes(run.listed), ""
    while rows := db.execute(
        "SELECT id, version, updated_at, told_at, is_gone, status, is_whole FROM findings "
        "WHERE analyzer = ? AND id > ? AND version <= ? AND NOT is_gone "
        "AND substr(?, version + 1, 1) = x'00' ORDER BY id LIMIT ?",
        (run.analyzer, after, run.last_version, listed, _PAGE),
    ).fetchall():
        for finding_id, version, *columns in rows:
            yield finding_id, version, Word(*columns)
        after = rows[-1][0]


def _forget(db: sqlite3.Connection, analyzer: int, horizon: int) -> None:
    """Let go of changes that were acknowledged long ago, and of what was gone by then."""
    old = (
        "FROM changes WHERE analyzer = :analyzer AND noticed_at < :horizon AND number <= "
        "(SELECT acknowledged FROM analyzers WHERE number = :analyzer)"
    )
    # A version that is still told of as what a finding was before is kept for that.
    gone = (
        "FROM findings WHERE analyzer = :analyzer AND is_gone AND told_at < :horizon AND version "
        "NOT IN (SELECT before FROM changes WHERE analyzer = :analyzer AND before IS NOT NULL)"
    )
    values = {"analyzer": analyzer, "horizon": horizon}
    for statement in (
        f"DELETE FROM versions WHERE number IN (SELECT before {old})",  # noqa: S608 (see above)
        f"DELETE {old}",
        f"DELETE FROM versions WHERE number IN (SELECT version {gone})",  # noqa: S608 (see above)
        f"DELETE {gone}",
    ):
        db.execute(statement, values)
