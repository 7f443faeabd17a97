"""What is written into a store: runs, findings that were read, events, and what is acknowledged."""

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
"""How many findings are looked up by one query at most."""


@dataclass(slots=True)
class Run:
    """A listing that is compared with what is known, from its beginning to its end."""

    analyzer: int
    """The analyzer's number."""
    number: int
    """The run's number: that of the one before where that was cut off."""
    last_version: int
    """The last version then: what came later is not missing from the listing."""
    listed: bytearray
    """A byte for each version up to that: whether the listing has had its finding."""
    asked_at: int
    """When the listing began: by the service's clock, once that is known."""
    answered_at: int
    """When the service answered last."""
    told: set[str] = field(default_factory=set[str])
    """Findings of which events have told news meanwhile."""


class Ledger:
    """What is written into a store. One thread uses it at a time.

    Args:
        database: The database.
        clock: Tells what time it is.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._runs: dict[int, Run] = {}

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
            (last,) = db.execute("SELECT ifnull(max(number), 0) FROM versions").fetchone()
        now = self._now()
        run = self._runs[analyzer] = Run(analyzer, number, last, bytearray(last + 1), now, now)
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
        known: dict[str, _Known] = {}
        for start in range(0, len(page), _PAGE):
            ids = [one.id for one in page[start : start + _PAGE]]
            known |= self._known(run.analyzer, ids)
        unlike: list[FindingSummaryV2] = []
        for finding in page:
            version, updated_at, status, is_all = known.get(finding.id, _NOTHING)
            if version <= run.last_version:
                run.listed[version] = 1
            is_like = updated_at == stamp(finding.updated_at) and status == finding.status
            if not (is_all and is_like):
                unlike.append(finding)
        return unlike

    def record(
        self, run: Run, found: Iterable[GetFindingV2Response], gone: Iterable[str] = ()
    ) -> None:
        """Write down findings that were read, and which were listed and are gone nevertheless."""
        now = self._now()
        with self._database.transaction() as db:
            for finding in found:
                row = _Row(run.analyzer, finding.id, run.number, now)
                _take_read(db, row, finding, run)
        for finding_id in gone:
            version, *_ = self._known(run.analyzer, [finding_id]).get(finding_id, _NOTHING)
            if version <= run.last_version:
                run.listed[version] = 0

    def finish(self, run: Run) -> None:
        """End a run whose listing is complete: what it did not have is gone."""
        now = self._now()
        with self._database.transaction() as db:
            for finding_id, version, last in _missing(db, run):
                row = _Row(run.analyzer, finding_id, run.number, now)
                kind = kind_of_end(last, run.answered_at)
                _add_change(db, row, kind, before=version, after=None)
                gone = last._replace(is_gone=True, told_at=run.asked_at, is_whole=True)
                _set_finding(db, row, version, gone)
            forget_changes(db, run.analyzer, now - _KEPT)
            forget_findings(db, run.analyzer, run.answered_at - _KEPT)
            db.execute(
                "UPDATE analyzers SET is_running = 0, synced_at = ? WHERE number = ?",
                (now, run.analyzer),
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
            row = _Row(analyzer, event.finding_id, None, now)
            number, is_news = _take_event(db, row, word, event_body(wire))
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

    def _known(self, analyzer: int, finding_ids: Sequence[str]) -> dict[str, "_Known"]:
        """Return what is known of each finding that is there."""
        places = ",".join("?" * len(finding_ids))
        rows = self._database.read(
            "SELECT id, version, updated_at, status, is_whole AND NOT is_gone FROM findings "  # noqa: S608 (question marks alone)
            f"WHERE analyzer = ? AND id IN ({places})",
            analyzer,
            *finding_ids,
        )
        return {finding_id: known for finding_id, *known in rows}

    def _now(self) -> int:
        now = self._clock()
        if now.tzinfo is None:
            raise InvalidRequestError(InvalidField("clock", f"what it tells {NO_TIME_ZONE}"))
        return stamp(now)


_Known: TypeAlias = Sequence[Any]
"""Version, time, status, and whether all is known."""


class _Row(NamedTuple):
    """A finding in a store, and who writes about it when."""

    analyzer: int
    finding_id: str
    run: int | None
    now: int


_NOTHING: Final[_Known] = (0, 0, "", 0)
"""Version 0 is none: `listed` has a byte for it that nobody asks for."""

_WORD: Final = ", ".join(Word._fields)


def _note_time(run: Run, answered_at: int) -> None:
    """Take note of when the service answered."""
    if not run.is_answered:
        run.asked_at, run.is_answered = answered_at, True
    run.answered_at = answered_at


def _number_of(db: sqlite3.Connection, analyzer_arn: str) -> int:
    db.execute("INSERT OR IGNORE INTO analyzers (arn) VALUES (?)", (analyzer_arn,))
    (number,) = db.execute("SELECT number FROM analyzers WHERE arn = ?", (analyzer_arn,)).fetchone()
    return int(number)


def _take_read(
    db: sqlite3.Connection, row: _Row, finding: GetFindingV2Response, run: Run
) -> None:
    """Write down a finding that was read, and the change that it makes, if it makes one."""
    updated_at = stamp(finding.updated_at)
    word = Word(
        updated_at=updated_at,
        unit=unit_of(updated_at),
        told_at=run.asked_at,
        is_gone=False,
        status=finding.status,
        is_whole=True,
    )
    last = _last(db, row)
    if last is None:
        _take_first(db, row, word, whole_body(finding))
        return
    bears = bearing_of_read(word, last.word, told_meanwhile=finding.id in run.told)
    _take(db, row, word, whole_body(finding), last, bears)


def _take_event(
    db: sqlite3.Connection, row: _Row, word: Word, body: bytes
) -> tuple[int | None, bool]:
    """Write down what an event says.

    Returns:
        The number of the change that it makes, if it makes one, and whether it is news.
    """
    last = _last(db, row)
    if last is None:
        return _take_first(db, row, word, body), True
    bears = bearing_of_event(word, last.word)
    return _take(db, row, word, body, last, bears), bears is Bearing.NEWS


class _Last(NamedTuple):
    """The last word on a finding."""

    version: int
    word: Word


def _last(db: sqlite3.Connection, row: _Row) -> _Last | None:
    found = db.execute(
        f"SELECT version, {_WORD} FROM findings WHERE analyzer = ? AND id = ?",  # noqa: S608 (names of our columns)
        (row.analyzer, row.finding_id),
    ).fetchone()
    return None if found is None else _Last(found[0], Word(*found[1:]))


def _take_first(db: sqlite3.Connection, row: _Row, word: Word, body: bytes) -> int | None:
    version = _add_version(db, word, body)
    _set_finding(db, row, version, word)
    # That something is gone of which nothing was known is no change; it is kept, so that what
    # comes late does not bring it back.
    return None if word.is_gone else _add_change(db, row, Kind.NEW, before=None, after=version)


def _take(
    db: sqlite3.Connection, row: _Row, word: Word, body: bytes, last: _Last, bears: Bearing
) -> int | None:
    match bears:
        case Bearing.LATE:
            return None
        case Bearing.TWIN:
            # Whichever comes first, the same one stays.
            values = (body, last.version)
            db.execute("UPDATE versions SET body = max(body, ?) WHERE number = ?", values)
            return None
        case Bearing.MORE:
            # The change that brought this version now shows all of it.
            values = (_form(word), body, last.version)
            db.execute("UPDATE versions SET form = ?, body = ? WHERE number = ?", values)
            _set_finding(db, row, last.version, word)
            return None
        case Bearing.NEWS:
            return _take_news(db, row, word, body, last)


def _take_news(
    db: sqlite3.Connection, row: _Row, word: Word, body: bytes, last: _Last
) -> int | None:
    if word.is_gone:
        _set_finding(db, row, last.version, word)
        if last.word.is_gone:
            return None
        kind = kind_of_end(word, word.told_at)
        return _add_change(db, row, kind, before=last.version, after=None)
    after = _add_version(db, word, body)
    _set_finding(db, row, after, word)
    before = None if last.word.is_gone else last.version
    return _add_change(db, row, kind_of(word.status, last.word), before=before, after=after)


def _form(word: Word) -> Form:
    return Form.WHOLE if word.is_whole else Form.EVENT


def _add_version(db: sqlite3.Connection, word: Word, body: bytes) -> int:
    cursor = db.execute("INSERT INTO versions (form, body) VALUES (?, ?)", (_form(word), body))
    return int(cursor.lastrowid or 0)


def _set_finding(db: sqlite3.Connection, row: _Row, version: int, word: Word) -> None:
    places = ", ".join("?" * (3 + len(word)))
    db.execute(
        f"INSERT OR REPLACE INTO findings (analyzer, id, version, {_WORD}) VALUES ({places})",
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
        f"SELECT id, version, {_WORD} FROM findings "  # noqa: S608 (names of our columns)
        "WHERE analyzer = ? AND id > ? AND version <= ? AND NOT is_gone "
        "AND substr(?, version + 1, 1) = x'00' ORDER BY id LIMIT ?",
        (run.analyzer, after, run.last_version, listed, _PAGE),
    ).fetchall():
        for finding_id, version, *columns in rows:
            if finding_id not in run.told:
                yield finding_id, version, Word(*columns)
        after = rows[-1][0]
