"""Random histories of findings, the events that tell them, and syncs without a network."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from aa_sdk.emulator import Clock, Emulator
from aa_sdk.emulator._account.lifecycle import change_status
from aa_sdk.events import FindingEvent, parse_event
from aa_sdk.models import FindingSummaryV2, GetFindingV2Response
from aa_sdk.workflows._store import reading
from aa_sdk.workflows._store.bodies import StoredFinding
from aa_sdk.workflows._store.database import Database
from aa_sdk.workflows._store.ledger import Ledger, Run
from aa_sdk.workflows._store.rules import Kind
from tests.workflows.store.world import DAY, find

ID: Final = "f"
STEPS: Final = ("archive", "unarchive", "resolve", "delete", "find", "age out")
MILLISECOND: Final = timedelta(milliseconds=1)
SECOND: Final = timedelta(seconds=1)


class History:
    """A finding of an analyzer to which something happens now and then."""

    def __init__(self, arn: str) -> None:
        self.arn = arn
        self.emulator = Emulator(clock=Clock(step=timedelta()))
        self.emulator.populate(0)

    def happen(self, what: str) -> None:
        """Let something happen to the finding, if it can."""
        world = self.emulator.world
        analyzer = world.find_analyzer(self.arn)
        record = analyzer.store.by_id.get(ID)
        now = world.now()
        if record is None:
            if what == "find":
                find(self.emulator, ID, arn=self.arn)
        elif what == "archive":
            change_status(world, analyzer, [record], "ARCHIVED", now)
        elif what == "unarchive":
            change_status(world, analyzer, [record], "ACTIVE", now)
        elif what == "resolve":
            self.emulator.resolve_finding(ID)
        elif what == "delete":
            self.emulator.delete_finding(ID)
        elif what == "age out":
            self.emulator.advance(91 * DAY)

    def events(self) -> list[FindingEvent]:
        """What was told of it."""
        read = map(parse_event, self.emulator.events)
        return [event for event in read if isinstance(event, FindingEvent)]

    def listed(self) -> list[FindingSummaryV2]:
        """What a listing has now."""
        self.emulator.now()
        records = self.emulator.world.find_analyzer(self.arn).store
        return [FindingSummaryV2.from_wire(record.summary) for record in records]

    def read(self, finding_id: str) -> GetFindingV2Response | None:
        """What reading the finding gives now; None if it is gone."""
        record = self.emulator.world.find_analyzer(self.arn).store.by_id.get(finding_id)
        return GetFindingV2Response.from_wire(json.dumps(record.wire())) if record else None


class Kept:
    """A store of a history, without an event loop."""

    def __init__(self, database: Database, history: History) -> None:
        self._database = database
        self._history = history
        self._ledger = Ledger(database, history.emulator.now)

    def apply(self, event: FindingEvent) -> list[Kind]:
        """Take an event in, and return what kind of change it makes, if it makes one."""
        number = self._ledger.apply(event)
        return [] if number is None else self.kinds()[-1:]

    def begin(self) -> tuple[Run, list[FindingSummaryV2]]:
        """Begin a sync, and return what is to be read."""
        run = self._ledger.begin(self._history.arn)
        return run, self._ledger.unlike(run, self._history.listed(), None)

    def read(self, unlike: list[FindingSummaryV2]) -> list[GetFindingV2Response | None]:
        """Read findings."""
        return [self._history.read(one.id) for one in unlike]

    def end(
        self,
        run: Run,
        unlike: list[FindingSummaryV2],
        found: list[GetFindingV2Response | None],
    ) -> None:
        """Write down what was read, and end a sync."""
        gone = [one.id for one, whole in zip(unlike, found, strict=True) if whole is None]
        self._ledger.record(run, [whole for whole in found if whole], gone)
        self._ledger.finish(run)
        self._ledger.leave(run)

    def sync(self) -> list[Kind]:
        """Sync, and return which kinds of changes that makes."""
        before = len(self.kinds())
        run, unlike = self.begin()
        self.end(run, unlike, self.read(unlike))
        return self.kinds()[before:]

    def kinds(self) -> list[Kind]:
        """What became of the finding since the beginning."""
        return [Kind(kind) for (kind,) in self._database.read("SELECT kind FROM changes")]

    def bodies(self) -> list[bytes]:
        """What is kept of all that was said."""
        return [body for (body,) in self._database.read("SELECT body FROM versions")]

    def findings(self) -> dict[str, StoredFinding]:
        """The findings there are."""
        found = reading.findings(self._database, self._history.arn, reading.START)
        return {row.place.id: row.finding for row in found}


@contextmanager
def kept(folder: Path, history: History) -> Generator[Kept]:
    """An empty store."""
    folder.mkdir(exist_ok=True)
    path = folder / "findings.db"
    database = Database(path)
    database.open()
    try:
        for table in ("findings", "versions", "changes", "analyzers"):
            with database.transaction() as db:
                db.execute(f"DELETE FROM {table}")  # noqa: S608 (named above)
        yield Kept(database, history)
    finally:
        database.close()
