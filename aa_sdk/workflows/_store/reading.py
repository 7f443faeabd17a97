"""What is read out of a store: changes and findings, some at a time."""

import zlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar, TypeVarTuple

from aa_sdk.workflows._store.bodies import Form, StoredFinding, event_of, finding_of
from aa_sdk.workflows._store.database import Database
from aa_sdk.workflows._store.errors import DAMAGED, StoreError
from aa_sdk.workflows._store.rules import Kind, moment

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

BATCH: Final = 200
"""How many changes or findings are held at a time."""


class Span(NamedTuple):
    """The changes of an analyzer from behind one number up to another one."""

    analyzer_arn: str
    """The analyzer's ARN."""
    after: int
    """The number before the first."""
    up_to: int
    """The number of the last."""
    store: str
    """The store's id."""


class ChangeRow(NamedTuple):
    """A change as it is kept."""

    number: int
    kind: Kind
    finding_id: str
    run: int | None
    noticed_at: datetime
    before: StoredFinding | None
    after: StoredFinding | None


class Place(NamedTuple):
    """Where a finding is in the order of all."""

    analyzer: int
    """The analyzer's number."""
    id: str
    """The finding's id."""


START: Final = Place(0, "")
"""Before the first."""


class FindingRow(NamedTuple):
    """A finding as it is kept."""

    place: Place
    """Where it is."""
    finding: StoredFinding
    """The finding."""
    event: Mapping[str, Any] | None
    """The event that it was told by, if that is all that is known."""


def span(database: Database, analyzer_arn: str, *, acknowledged: bool) -> Span:
    """Return the changes there are: those that are not acknowledged, or all that are kept."""
    ((store, after, up_to),) = database.read(
        "SELECT s.id, a.acknowledged, (SELECT number FROM changes WHERE analyzer = a.number "
        "ORDER BY number DESC LIMIT 1) FROM store s LEFT JOIN analyzers a ON a.arn = ?",
        analyzer_arn,
    )
    return Span(analyzer_arn, 0 if acknowledged else after or 0, up_to or 0, store)


def store_id(database: Database) -> str:
    """Return the store's id."""
    ((store,),) = database.read("SELECT id FROM store")
    return str(store)


def counts(database: Database, span: Span) -> dict[Kind, int]:
    """Count changes by their kinds."""
    rows = database.read(
        "SELECT kind, count(*) FROM changes WHERE number > ? AND number <= ? AND analyzer = "
        "(SELECT number FROM analyzers WHERE arn = ?) GROUP BY kind",
        span.after,
        span.up_to,
        span.analyzer_arn,
    )
    return {Kind(kind): count for kind, count in rows}


def changes(database: Database, span: Span) -> list[ChangeRow]:
    """Read the first changes of a span."""
    rows = database.read(
        "SELECT c.number, c.kind, c.finding, c.run, c.noticed_at, b.form, b.body, a.form, a.body "
        "FROM changes c LEFT JOIN versions b ON b.number = c.before "
        "LEFT JOIN versions a ON a.number = c.after "
        "WHERE c.number > ? AND c.number <= ? AND c.analyzer = "
        "(SELECT number FROM analyzers WHERE arn = ?) ORDER BY c.number LIMIT ?",
        span.after,
        span.up_to,
        span.analyzer_arn,
        BATCH,
    )
    return [
        ChangeRow(
            number,
            Kind(kind),
            finding,
            run,
            moment(noticed_at),
            _kept(database, *before),
            _kept(database, *after),
        )
        for number, kind, finding, run, noticed_at, *versions in rows
        for before, after in [(versions[:2], versions[2:])]
    ]


def _kept(database: Database, form: int | None, body: bytes | None) -> StoredFinding | None:
    return None if form is None or body is None else _read(database, finding_of, form, body)


def _read(database: Database, read: Callable[[*Ts], T], *kept: *Ts) -> T:
    """Read what was kept."""
    try:
        return read(*kept)
    except (ValueError, zlib.error) as error:
        raise StoreError(database.path, DAMAGED) from error


def findings(database: Database, analyzer_arn: str | None, behind: Place) -> list[FindingRow]:
    """Read the findings that come after a place."""
    rows = database.read(
        "SELECT f.analyzer, f.id, v.form, v.body FROM findings f "
        "JOIN versions v ON v.number = f.version "
        "WHERE (f.analyzer, f.id) > (?, ?) AND NOT f.is_gone "
        "AND (? IS NULL OR f.analyzer = (SELECT number FROM analyzers WHERE arn = ?)) "
        "ORDER BY f.analyzer, f.id LIMIT ?",
        *behind,
        analyzer_arn,
        analyzer_arn,
        BATCH,
    )
    return [
        FindingRow(
            Place(analyzer, finding_id),
            _read(database, finding_of, form, body),
            _read(database, event_of, body) if form == Form.EVENT else None,
        )
        for analyzer, finding_id, form, body in rows
    ]
