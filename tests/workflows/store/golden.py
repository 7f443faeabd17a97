"""Writes `schema-1.sql`, once for all releases: `python -m tests.workflows.store.golden`."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import anyio

from aa_sdk.workflows._store.schema import APPLICATION_ID
from tests.workflows.store.world import client_of, emulator_of, events_of, find, store_at, sync

GOLDEN = Path(__file__).with_name("schema-1.sql")


async def write(folder: Path) -> None:
    """Write a store with two findings, one of which an event has told."""
    emulator = emulator_of("known")
    async with client_of(emulator) as client, store_at(folder, emulator) as store:
        await store.acknowledge(await sync(client, store))
        find(emulator, "pushed")
        await store.apply(events_of(emulator)[-1])
        path = store.path
    with closing(sqlite3.connect(path)) as connection:
        (store_id,) = connection.execute("SELECT id FROM store").fetchone()
        lines = [
            "-- A store with two findings, as the first release with stores made it.",
            f"PRAGMA application_id = {APPLICATION_ID};",
            "PRAGMA user_version = 1;",
            *connection.iterdump(),
        ]
    GOLDEN.write_text("\n".join(lines).replace(store_id, "0123456789abcdef" * 2) + "\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        anyio.run(write, Path(name))
