"""The file of a store: who may read it, where it may be, and what is said of what it cannot be."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from aa_sdk import InvalidRequestError
from aa_sdk.workflows import FindingStore, StoreError
from tests.conftest import Run
from tests.workflows.store.world import (
    EXTERNAL,
    client_of,
    emulator_of,
    find,
    held,
    rows,
    store_at,
    sync,
)

_KEPT = 300
_NOBODY = 65534


@pytest.fixture
def umask() -> Any:
    before = os.umask(0)
    yield os.umask
    os.umask(before)


@pytest.mark.skipif(os.name != "posix", reason="files have no modes here")
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o277, 0o777])
def test_only_its_owner_may_read_the_file_and_what_is_beside_it(
    run: Run, tmp_path: Path, umask: Callable[[int], int], mask: int
) -> None:
    async def main() -> None:
        emulator = emulator_of("a")
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            await sync(client, store)
            beside = ["findings.db", "findings.db-lock", "findings.db-shm", "findings.db-wal"]
            assert names_in(tmp_path) == beside
            assert {mode_of(tmp_path / name) for name in beside} == {0o600}

    umask(mask)
    run(main)
    umask(0)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def opened(path: Path | str, **options: Any) -> StoreError:
    """What is said where a store cannot be opened."""
    with pytest.raises(StoreError) as caught:
        async with FindingStore(path, **options):
            pass
    assert str(path) in str(caught.value)
    return caught.value


def test_what_is_no_place_for_a_store_is_said_and_nothing_is_made_there(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
        before = names_in(tmp_path)
        assert "is a folder" in str(await opened(tmp_path))
        assert "there is no folder" in str(await opened(tmp_path / "no" / "findings.db"))
        assert "is no file" in str(await opened(tmp_path / "pipe"))
        assert "does not exist" in str(await opened(tmp_path / "none.db", read_only=True))
        assert "cannot be opened" in str(await opened(tmp_path / ("n" * 300)))
        await opened(tmp_path / "loop" / "findings.db")
        assert names_in(tmp_path) == before

    run(main)


@pytest.mark.parametrize("path", [":memory:", "", b"findings.db", None, 7, "a\0b"])
def test_what_names_no_file_is_refused_at_once(path: Any) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        FindingStore(path)
    assert [field.path for field in caught.value.fields] == ["path"]


def test_a_file_of_something_else_is_said_to_be_and_left_as_it_is(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        text, other, newer = (tmp_path / name for name in ("a.txt", "other.db", "newer.db"))
        text.write_text("Dear diary, " * 1000)
        with closing(sqlite3.connect(other)) as connection:
            connection.execute("CREATE TABLE findings (mine)")
        with closing(sqlite3.connect(newer)) as connection:
            connection.execute("PRAGMA application_id = 5")
        before = text.read_bytes(), other.read_bytes(), newer.read_bytes()
        for read_only in (False, True):
            assert "is no database" in str(await opened(text, read_only=read_only))
            assert "something else" in str(await opened(other, read_only=read_only))
            assert "something else" in str(await opened(newer, read_only=read_only))
        assert (text.read_bytes(), other.read_bytes(), newer.read_bytes()) == before

    run(main)


def test_what_is_written_is_on_the_disk_before_it_is_told(run: Run, tmp_path: Path) -> None:
    connections: list[sqlite3.Connection] = []

    def connect(*where: Any, **options: Any) -> sqlite3.Connection:
        connections.append(sqlite3.connect(*where, **options))
        return connections[-1]

    async def main() -> None:
        async with store_at(tmp_path, connect=connect):
            _lock, writer, _reader = connections
            assert writer.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            full = 2
            assert writer.execute("PRAGMA synchronous").fetchone() == (full,)

    run(main)


def test_an_empty_file_becomes_a_store(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        (tmp_path / "findings.db").touch()
        with pytest.raises(StoreError, match="is empty: open it once for writing"):
            await store_at(tmp_path, read_only=True).__aenter__()
        async with store_at(tmp_path) as store:
            assert await held(store) == {}

    run(main)


async def filled(folder: Path) -> Path:
    """A store with some findings, closed."""
    emulator = emulator_of(*(f"f-{number:03}" for number in range(_KEPT)))
    async with client_of(emulator) as client, store_at(folder, emulator) as store:
        await sync(client, store)
        return store.path


def test_damage_is_said_wherever_it_is_met(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        path = await filled(tmp_path)
        whole = path.read_bytes()
        path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
        async with store_at(tmp_path) as store:
            with pytest.raises(StoreError, match="is damaged"):
                await held(store)
        path.write_bytes(whole)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE versions SET body = x'00ff' WHERE number = 7")
        async with store_at(tmp_path) as store:
            for ask in (lambda: held(store), lambda: store.changes(EXTERNAL)):
                with pytest.raises(StoreError, match="is damaged"):
                    await ask()

    run(main)


def test_a_full_disk_is_said_and_nothing_is_lost(run: Run, tmp_path: Path) -> None:
    def small(*where: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = sqlite3.connect(*where, **options)
        connection.execute("PRAGMA max_page_count = 20")
        return connection

    async def main() -> None:
        emulator = emulator_of(*(f"f-{number:03}" for number in range(_KEPT)))
        async with client_of(emulator) as client:
            async with store_at(tmp_path, emulator, connect=small) as store:
                with pytest.raises(StoreError, match="the disk is full"):
                    await sync(client, store)
                some = len(await held(store))
                assert 0 < some < _KEPT
            async with store_at(tmp_path, emulator) as store:
                changes = await sync(client, store)
                assert len(await held(store)) == len(changes) == _KEPT
                assert {one.run for one in changes} == {1}

    run(main)


def test_a_file_that_cannot_be_written_is_said_not_to_be(run: Run, tmp_path: Path) -> None:
    def never(*where: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = sqlite3.connect(*where, **options)
        connection.execute("PRAGMA query_only = 1")
        return connection

    async def main() -> None:
        error = await opened(tmp_path / "findings.db", connect=never)
        assert "read_only=True" in str(error)
        assert isinstance(error.__cause__, sqlite3.OperationalError)

    run(main)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="it takes root to be another")
def test_a_store_where_nothing_can_be_written_is_read(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        shared = tmp_path / "shared"
        shared.mkdir()
        path = await filled(shared)
        path.chmod(0o644)
        (shared / "findings.db-lock").unlink()
        for folder in (shared, *shared.parents):
            folder.chmod(folder.stat().st_mode | 0o055)
        os.seteuid(_NOBODY)
        try:
            async with store_at(shared, read_only=True) as store:
                assert len(await held(store)) == _KEPT
            assert "cannot be opened" in str(await opened(path))
        finally:
            os.seteuid(0)

    run(main)


@pytest.mark.parametrize("is_written", [False, True])
def test_a_store_is_taken_for_one_that_nobody_writes_if_nothing_says_that_somebody_does(
    run: Run, tmp_path: Path, *, is_written: bool
) -> None:
    def unnoted(where: Any, **options: Any) -> sqlite3.Connection:
        if "immutable" not in str(where):
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise error
        connection: sqlite3.Connection = sqlite3.connect(where, **options)
        return connection

    async def main() -> None:
        path = await filled(tmp_path)
        if is_written:
            path.with_name("findings.db-wal").touch()
            assert "cannot be opened" in str(await opened(path, read_only=True, connect=unnoted))
            return
        async with store_at(tmp_path, read_only=True, connect=unnoted) as store:
            assert len(await held(store)) == _KEPT

    run(main)


def test_a_copy_of_a_closed_store_is_a_store(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        path = await filled(tmp_path)
        assert names_in(tmp_path) == ["findings.db", "findings.db-lock"]
        (tmp_path / "copy").mkdir()
        shutil.copy(path, tmp_path / "copy")
        async with store_at(tmp_path / "copy") as store:
            assert len(await held(store)) == _KEPT

    run(main)


def test_a_database_that_another_program_has_locked_is_said_to_be(run: Run, tmp_path: Path) -> None:
    def impatient(*where: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = sqlite3.connect(*where, **{**options, "timeout": 0})
        return connection

    async def main() -> None:
        emulator = emulator_of()
        async with (
            client_of(emulator) as client,
            store_at(tmp_path, emulator, connect=impatient) as store,
        ):
            find(emulator, "a")
            with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                with pytest.raises(StoreError, match="locked by another program"):
                    await sync(client, store)
            assert len(await sync(client, store)) == 1
        assert rows(tmp_path / "findings.db", "SELECT count(*) FROM findings") == [(1,)]

    run(main)
