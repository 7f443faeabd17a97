"""A program that syncs two analyzers, and what cuts it off."""

import json
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Clock, Emulator
from aa_sdk.emulator._transports.in_process import open_session
from aa_sdk.workflows import FindingStore
from aa_sdk.workflows._meter import Meter
from aa_sdk.workflows._syncing import run_sync
from tests.workflows.store.world import (
    DAY,
    EXTERNAL,
    NOW,
    REGION,
    UNUSED,
    client_of,
    dump,
    emulator_of,
    find,
    set_status,
)

ANALYZERS = (EXTERNAL, UNUSED)
BATCH = 3
"""How many findings are written down at a time: there are several batches for each analyzer."""


class CutError(Exception):
    """What cuts a program off."""


class Cut(BaseException):
    """The same, and no exception that a program would catch."""


async def prepare(folder: Path) -> dict[str, Any]:
    """Make a store that was synced once, and return the service as it is some time later.

    Everything has become of findings that can: there are new ones, some have changed, are resolved,
    archived, open again, deleted or expired; pages are short, and batches are shorter.
    """
    kept = ["changed", "archived", "reopened", "resolved", "deleted", "expired", "same"]
    emulator = emulator_of(*kept, scan_limit=4)
    find(emulator, *(f"u-{one}" for one in kept), arn=UNUSED)
    async with client_of(emulator) as client:
        for arn, prefix in ((EXTERNAL, ""), (UNUSED, "u-")):
            ids = [f"{prefix}{one}" for one in ("changed", "reopened")]
            await set_status(client, "ARCHIVED", *ids, arn=arn)
            emulator.resolve_finding(f"{prefix}expired")
        async with FindingStore(folder / "findings.db", clock=lambda: NOW) as store:
            for arn in ANALYZERS:
                await run_sync(client, arn, store, Meter(None), concurrency=2)
        emulator.advance(91 * DAY)
        for arn, prefix in ((EXTERNAL, ""), (UNUSED, "u-")):
            changed, reopened = f"{prefix}changed", f"{prefix}reopened"
            await set_status(client, "ACTIVE", changed, reopened, arn=arn)
            await set_status(client, "ARCHIVED", changed, f"{prefix}archived", arn=arn)
            emulator.resolve_finding(f"{prefix}resolved")
            emulator.delete_finding(f"{prefix}deleted")
            find(emulator, *(f"{prefix}new-{number}" for number in range(4)), arn=arn)
    return emulator.snapshot()


class Program:
    """Syncs both analyzers into a store, once it is run; each run opens it anew.

    Args:
        service: The service, as `prepare` returned it.
        folder: The folder of a copy of the store that it made.
    """

    def __init__(self, service: dict[str, Any], folder: Path) -> None:
        self.path = folder / "findings.db"
        self._emulator = Emulator.restore(service, clock=Clock())
        self.calls = self.commits = self.writes = 0
        self.on_call: Callable[[int], None] = lambda _: None
        """Is called with the number of a call before it is answered."""
        self.on_write: Callable[[int], None] = lambda _: None
        """Is called with the number of what is written before it is, inside of a transaction."""
        self.on_commit: Callable[[int, str], None] = lambda _number, _when: None
        """Is called with the number of a commit, `before` it takes effect and `after`."""

    async def run(self, *, concurrency: int = 2) -> None:
        program = self

        class Connection(sqlite3.Connection):
            def execute(self, sql: str, *values: Any) -> Any:
                if sql.startswith(("INSERT", "UPDATE", "DELETE")):
                    program.writes += 1
                    program.on_write(program.writes)
                if sql != "COMMIT":
                    return super().execute(sql, *values)
                program.commits += 1
                number = program.commits
                program.on_commit(number, "before")
                cursor = super().execute(sql, *values)
                program.on_commit(number, "after")
                return cursor

        def connect(*where: Any, **options: Any) -> sqlite3.Connection:
            return sqlite3.connect(*where, factory=Connection, **options)

        session = open_session(self._respond, "AKIDEXAMPLE", "invented", REGION)
        async with (
            AccessAnalyzerClient(REGION, session=session, pace=None) as client,
            FindingStore(self.path, clock=lambda: NOW, connect=connect) as store,
        ):
            for arn in ANALYZERS:
                await run_sync(
                    client, arn, store, Meter(None), concurrency=concurrency, batch=BATCH
                )

    def _respond(self, request: Any) -> Any:
        self.calls += 1
        self.on_call(self.calls)
        return self._emulator.handle(request)

    def dump(self) -> dict[str, Any]:
        return dump(self.path)


def main(service: str, folder: str, number: str, when: str) -> None:
    """Run the program, and be killed at a commit."""

    def on_commit(at: int, where: str) -> None:
        if (at, where) == (int(number), when):
            os.kill(os.getpid(), signal.SIGKILL)

    program = Program(json.loads(Path(service).read_text()), Path(folder))
    program.on_commit = on_commit
    anyio.run(program.run)


if __name__ == "__main__":
    main(*sys.argv[1:])
