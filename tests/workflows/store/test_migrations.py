"""Stores of older and newer releases, and the tables as they are in files that people have."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from aa_sdk.events import FindingEvent
from aa_sdk.workflows import StoreError
from aa_sdk.workflows._store.database import Database
from aa_sdk.workflows._store.ledger import Ledger
from aa_sdk.workflows._store.schema import APPLICATION_ID, MIGRATIONS, Migration
from tests.conftest import Run
from tests.workflows.store.golden import GOLDEN
from tests.workflows.store.world import (
    EXTERNAL,
    NOW,
    client_of,
    emulator_of,
    events_of,
    held,
    rows,
    store_at,
    sync,
)

NEXT: Sequence[Migration] = (
    *MIGRATIONS,
    ("ALTER TABLE analyzers ADD note TEXT", "UPDATE analyzers SET note = 'moved; with; its data'"),
)


def opened(path: Path, migrations: Sequence[Migration], **options: Any) -> Database:
    database = Database(path, migrations=migrations, **options)
    database.open()
    return database


def made(folder: Path) -> Path:
    """A store of this release, with a finding in it that an event has told."""
    path = folder / "findings.db"
    (event,) = events_of(emulator_of("a"))
    with closing(opened(path, MIGRATIONS)) as database:
        assert isinstance(event, FindingEvent)
        Ledger(database, lambda: NOW).apply(event)
    return path


def state(path: Path) -> list[Any]:
    """All that is in a file."""
    with closing(sqlite3.connect(path)) as connection:
        return [*connection.iterdump(), connection.execute("PRAGMA user_version").fetchone()]


def test_a_later_release_brings_the_tables_up_to_its_own(tmp_path: Path) -> None:
    path = made(tmp_path)
    opened(path, NEXT).close()
    assert rows(path, "SELECT arn, note FROM analyzers") == [(EXTERNAL, "moved; with; its data")]
    assert rows(path, "PRAGMA user_version") == [(2,)]
    opened(path, NEXT).close()
    opened(path, NEXT, is_read_only=True).close()


def test_a_store_of_an_older_release_is_not_read_before_it_was_opened_for_writing(
    tmp_path: Path,
) -> None:
    path = made(tmp_path)
    with pytest.raises(StoreError, match="older release"):
        opened(path, NEXT, is_read_only=True)


def test_a_store_of_a_newer_release_is_left_alone(tmp_path: Path) -> None:
    path = made(tmp_path)
    opened(path, NEXT).close()
    before = state(path)
    for is_read_only in (False, True):
        with pytest.raises(StoreError, match="newer release"):
            opened(path, MIGRATIONS, is_read_only=is_read_only)
    assert state(path) == before


class CutError(Exception):
    pass


def cut_off(at: int) -> Callable[..., sqlite3.Connection]:
    """Makes connections that, all together, run so many statements, less one."""
    count = 0

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> Any:
            nonlocal count
            count += 1
            if count == at:
                raise CutError
            return super().execute(sql, *values)

    def connect(*where: Any, **options: Any) -> sqlite3.Connection:
        return sqlite3.connect(*where, factory=Connection, **options)

    return connect


@pytest.mark.parametrize("migrations", [MIGRATIONS, NEXT], ids=["making", "migrating"])
def test_making_and_migrating_that_is_cut_off_anywhere_leaves_all_or_nothing(
    tmp_path: Path, migrations: Sequence[Migration]
) -> None:
    cuts = 0
    for at in range(1, 100):
        folder = tmp_path / str(at)
        folder.mkdir()
        path = folder / "findings.db" if migrations is MIGRATIONS else made(folder)
        before = state(path)
        try:
            opened(path, migrations, connect=cut_off(at)).close()
        except CutError:
            cuts += 1
        else:
            break
        versions = rows(path, "PRAGMA user_version")
        assert state(path) == before or versions == [(len(migrations),)], at
        opened(path, migrations).close()
        assert rows(path, "PRAGMA user_version") == [(len(migrations),)]
        assert rows(path, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert cuts > 15


def test_files_of_this_release_have_the_tables_that_they_always_had(tmp_path: Path) -> None:
    """A change of the tables takes a migration more, and a file more beside this one."""
    assert len(MIGRATIONS) == 1
    path = made(tmp_path)
    tables = rows(path, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    with closing(sqlite3.connect(":memory:")) as golden:
        golden.executescript(GOLDEN.read_text())
        kept = golden.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        assert [_words(sql) for (sql,) in tables] == [_words(sql) for (sql,) in kept]


def _words(sql: str) -> list[str]:
    return sql.replace("(", " ( ").replace(")", " ) ").replace(",", " , ").split()


def test_a_store_that_was_made_with_the_first_tables_is_read_and_goes_on(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        with closing(sqlite3.connect(tmp_path / "findings.db")) as connection:
            connection.executescript(GOLDEN.read_text())
        emulator = emulator_of("known", "new")
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            findings = await held(store)
            assert {name: finding.resource for name, finding in findings.items()} == {
                "known": "arn:aws:s3:::known",
                "pushed": "arn:aws:s3:::pushed",
            }
            changes = await sync(client, store)
            assert [(type(one).__name__, one.finding_id) for one in changes] == [
                ("New", "pushed"),
                ("New", "new"),
                ("Deleted", "pushed"),
            ]
            assert {one.run for one in changes} == {None, 2}

    run(main)
