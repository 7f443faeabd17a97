"""Words on findings, written down with the changes that they make; each inside of a transaction."""

import sqlite3
from typing import Final, NamedTuple

from aa_sdk.models import GetFindingV2Response
from aa_sdk.workflows._store.bodies import Form, whole_body
from aa_sdk.workflows._store.rules import (
    Bearing,
    Kind,
    Word,
    bearing_of_event,
    bearing_of_read,
    kind_of,
    kind_of_end,
    stamp,
    unit_of,
)

WORD: Final = ", ".join(Word._fields)
"""The columns of a word, in its order."""


class Row(NamedTuple):
    """A finding in a store, and who writes about it when."""

    analyzer: int
    finding_id: str
    run: int | None
    now: int


def take_read(
    db: sqlite3.Connection,
    row: Row,
    finding: GetFindingV2Response,
    *,
    asked_at: int,
    told_meanwhile: bool,
) -> None:
    """Write down a finding that was read, and the change that it makes, if it makes one.

    Args:
        db: The database, in a transaction.
        row: Which finding it is.
        finding: What was read.
        asked_at: When asking for findings began.
        told_meanwhile: Whether an event has told news of it since.
    """
    updated_at = stamp(finding.updated_at)
    word = Word(
        updated_at=updated_at,
        unit=unit_of(updated_at),
        told_at=asked_at,
        is_gone=False,
        status=finding.status,
        is_whole=True,
    )
    last = _last(db, row)
    if last is None:
        _take_first(db, row, word, whole_body(finding))
        return
    bears = bearing_of_read(word, last.word, told_meanwhile=told_meanwhile)
    _take(db, row, word, whole_body(finding), last, bears=bears)


def take_event(
    db: sqlite3.Connection, row: Row, word: Word, body: bytes
) -> tuple[int | None, bool]:
    """Write down what an event says.

    Returns:
        The number of the change that it makes, if it makes one, and whether it is news.
    """
    last = _last(db, row)
    if last is None:
        return _take_first(db, row, word, body), True
    bears = bearing_of_event(word, _confirmed(db, row, last.word))
    return _take(db, row, word, body, last, bears=bears), bears is Bearing.NEWS


class Last(NamedTuple):
    """The last word on a finding, and the last version of it."""

    version: int
    word: Word


def take_end(db: sqlite3.Connection, row: Row, last: Last, gone: Word, now: int) -> int:
    """Write down that a finding is gone.

    Args:
        db: The database, in a transaction.
        row: Which finding it is.
        last: What was known of it.
        gone: What tells that it is gone.
        now: When it was missed.

    Returns:
        The number of the change.
    """
    _set_finding(db, row, last.version, gone)
    kind = kind_of_end(gone, now, before=last.word.status)
    return _add_change(db, row, kind, before=last.version, after=None)


def _last(db: sqlite3.Connection, row: Row) -> Last | None:
    found = db.execute(
        f"SELECT version, {WORD} FROM findings WHERE analyzer = ? AND id = ?",  # noqa: S608 (names of our columns)
        (row.analyzer, row.finding_id),
    ).fetchone()
    return None if found is None else Last(found[0], Word(*found[1:]))


def _confirmed(db: sqlite3.Connection, row: Row, known: Word) -> Word:
    """Return what the service said as it said it last: each listing says again what it was."""
    if not known.is_whole:
        return known
    asked_at: int
    (asked_at,) = db.execute(
        "SELECT asked_at FROM analyzers WHERE number = ?", (row.analyzer,)
    ).fetchone()
    return known._replace(told_at=max(known.told_at, asked_at))


def _take_first(db: sqlite3.Connection, row: Row, word: Word, body: bytes) -> int | None:
    version = _add_version(db, word, body)
    _set_finding(db, row, version, word)
    # That something is gone of which nothing was known is no change; it is kept, so that what
    # comes late does not bring it back.
    return None if word.is_gone else _add_change(db, row, Kind.NEW, before=None, after=version)


def _take(
    db: sqlite3.Connection, row: Row, word: Word, body: bytes, last: Last, *, bears: Bearing
) -> int | None:
    if bears is Bearing.NEWS:
        return _take_news(db, row, word, body, last)
    if bears is Bearing.MORE:
        # The change that brought this version now shows all of it.
        more = (_form(word), body, last.version)
        db.execute("UPDATE versions SET form = ?, body = ? WHERE number = ?", more)
        _set_finding(db, row, last.version, word)
    if bears is Bearing.TWIN:
        # Whichever comes first, the same one stays.
        twin = (body, last.version)
        db.execute("UPDATE versions SET body = max(body, ?) WHERE number = ?", twin)
    return None


def _take_news(db: sqlite3.Connection, row: Row, word: Word, body: bytes, last: Last) -> int | None:
    if word.is_gone:
        if not last.word.is_gone:
            return take_end(db, row, last, word, word.told_at)
        _set_finding(db, row, last.version, word)
        return None
    after = _add_version(db, word, body)
    _set_finding(db, row, after, word)
    before = None if last.word.is_gone else last.version
    return _add_change(db, row, kind_of(word.status, last.word), before=before, after=after)


def _form(word: Word) -> Form:
    return Form.WHOLE if word.is_whole else Form.EVENT


def _add_version(db: sqlite3.Connection, word: Word, body: bytes) -> int:
    cursor = db.execute("INSERT INTO versions (form, body) VALUES (?, ?)", (_form(word), body))
    return int(cursor.lastrowid or 0)


def _set_finding(db: sqlite3.Connection, row: Row, version: int, word: Word) -> None:
    places = ", ".join("?" * (3 + len(word)))
    db.execute(
        f"INSERT OR REPLACE INTO findings (analyzer, id, version, {WORD}) VALUES ({places})",  # noqa: S608 (names of our columns)
        (row.analyzer, row.finding_id, version, *word),
    )


def _add_change(
    db: sqlite3.Connection, row: Row, kind: Kind, *, before: int | None, after: int | None
) -> int:
    cursor = db.execute(
        "INSERT INTO changes (analyzer, finding, kind, run, noticed_at, before, after) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (row.analyzer, row.finding_id, kind.value, row.run, row.now, before, after),
    )
    return int(cursor.lastrowid or 0)
