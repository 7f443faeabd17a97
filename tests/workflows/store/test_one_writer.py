"""One program writes to a store at a time, and any number read."""

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from aa_sdk.workflows import FindingStore, StoreInUseError
from aa_sdk.workflows._store.database import Database
from tests.conftest import Run
from tests.workflows.store.world import (
    EXTERNAL,
    client_of,
    emulator_of,
    events_of,
    find,
    held,
    set_status,
    store_at,
    sync,
    told,
)

_WRITER = """
import sys
from pathlib import Path
from aa_sdk.workflows._store.database import Database
database = Database(Path(sys.argv[1]))
database.open()
print("open", flush=True)
sys.stdin.read()
"""
_TRY = """
import sys
from pathlib import Path
from aa_sdk.workflows._store.database import Database
database = Database(Path(sys.argv[1]), is_read_only=sys.argv[2] == "reader")
try:
    database.open()
    print("open")
except Exception as error:
    print(type(error).__name__)
database.close()
"""


@contextmanager
def another_writer(path: Path) -> Generator["subprocess.Popen[str]"]:
    """Another process that has a store open for writing."""
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        try:
            yield process
        finally:
            process.kill()


def tried(path: Path, mode: str = "writer") -> str:
    """What another process meets that opens a store."""
    done = subprocess.run(
        [sys.executable, "-c", _TRY, str(path), mode],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def test_a_second_writer_in_the_process_is_refused_and_the_first_is_not_disturbed(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        emulator = emulator_of("a")
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            await sync(client, store)
            with pytest.raises(StoreInUseError, match="read_only=True"):
                async with store_at(tmp_path, emulator):
                    pass
            # The one that was refused has taken no lock of the first with it.
            assert tried(store.path) == "StoreInUseError"
            assert tried(store.path, "reader") == "open"
            find(emulator, "b")
            assert len(await sync(client, store)) == 2
        async with store_at(tmp_path, emulator) as store:
            assert set(await held(store)) == {"a", "b"}

    run(main)


def test_a_writer_in_another_process_keeps_others_out_until_it_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "findings.db"
    database = Database(path)
    with another_writer(path) as process:
        with pytest.raises(StoreInUseError):
            database.open()
        reader = Database(path, is_read_only=True)
        reader.open()
        reader.close()
        process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        process.wait()
        database.open()
        database.close()


def test_a_store_has_one_writer_by_whatever_path_it_is_opened(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        (tmp_path / "link.db").symlink_to(tmp_path / "findings.db")
        (tmp_path / "folder").symlink_to(tmp_path)
        async with store_at(tmp_path):
            for path in (tmp_path / "link.db", tmp_path / "folder" / "findings.db"):
                with pytest.raises(StoreInUseError):
                    async with FindingStore(path):
                        pass
        async with FindingStore(tmp_path / "link.db"):
            with pytest.raises(StoreInUseError):
                async with store_at(tmp_path):
                    pass
        assert (tmp_path / "link.db").is_symlink()

    run(main)


def test_readers_see_what_is_written_beside_them_and_hinder_nobody(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        emulator = emulator_of("a")
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            await sync(client, store)
            async with store_at(tmp_path, read_only=True) as reader:
                async with store.run(EXTERNAL) as begun:
                    whole = await client.get_finding_v2(EXTERNAL, "a")
                    await begun.record([whole])
                    assert set(await held(reader)) == {"a"}
                find(emulator, "b")
                walk = aiter(reader.findings())
                await anext(walk)
                changes = await sync(client, store)
                assert set(await held(reader)) == {"a", "b"}
                seen = await reader.changes(EXTERNAL)
                assert told(seen) == told(changes) == ["new a", "new b"]
                await store.acknowledge(seen)  # of the same file, by whichever store
                assert not await reader.changes(EXTERNAL)
        async with (
            store_at(tmp_path, read_only=True) as one,
            store_at(tmp_path, read_only=True) as other,
        ):
            assert set(await held(one)) == set(await held(other)) == {"a", "b"}

    run(main)


def test_a_reader_that_was_open_before_the_writer_keeps_its_place(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of("a")
        async with store_at(tmp_path):
            pass
        async with (
            store_at(tmp_path, read_only=True) as reader,
            client_of(emulator) as client,
            store_at(tmp_path, emulator) as store,
        ):
            assert await held(reader) == {}
            await sync(client, store)
            assert set(await held(reader)) == {"a"}
            assert tried(store.path) == "StoreInUseError"

    run(main)


def test_events_are_taken_in_while_a_sync_runs(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of("a", "gone")
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            await store.acknowledge(await sync(client, store))
            async with store.run(EXTERNAL) as begun:
                page = await client.list_findings_v2(EXTERNAL).page()
                assert not await begun.unlike(page.findings)
                read = await client.get_finding_v2(EXTERNAL, "gone")
                find(emulator, "later")
                emulator.delete_finding("gone")
                for event in events_of(emulator)[-2:]:
                    await store.apply(event)
                await begun.record([read])
                changes = await begun.finish([])
            assert told(changes) == ["deleted gone", "new later"]
            assert set(await held(store)) == {"a", "later"}
            assert told(await sync(client, store)) == ["deleted gone", "new later"]
            assert set(await held(store)) == {"a", "later"}

    run(main)


def test_what_events_tell_during_a_sync_is_not_taken_for_gone(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of("a", "b")
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            await store.acknowledge(await sync(client, store))
            async with store.run(EXTERNAL) as begun:
                await begun.unlike([])  # a listing that had neither
                for finding_id in ("a", "b"):
                    emulator.advance(timedelta(seconds=1))
                    await set_status(client, "ARCHIVED", finding_id)
                await store.apply(events_of(emulator)[-2])
                await begun.record([], ["a", "never"])
                assert told(await begun.finish([])) == ["archived a", "deleted b"]

    run(main)


def test_what_an_event_tells_is_read_though_the_listing_still_has_what_was_known(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        emulator = emulator_of("a", "b")
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            await sync(client, store)
            async with store.run(EXTERNAL) as begun:
                page = await client.list_findings_v2(EXTERNAL).page()
                emulator.advance(timedelta(seconds=1))
                await set_status(client, "ARCHIVED", "a")
                await store.apply(events_of(emulator)[-1])
                assert [one.id for one in await begun.unlike(page.findings)] == ["a"]

    run(main)
