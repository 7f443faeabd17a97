"""Work on the file, all of it in worker threads, and cancelled anywhere."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
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
    rows,
    store_at,
    sync,
    told,
)

MANY = [f"f-{number:03}" for number in range(450)]
Before = Callable[[str], None]


def watched(before: Before) -> Callable[..., sqlite3.Connection]:
    """Makes connections that tell each statement before it is run."""

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> Any:
            before(sql)
            return super().execute(sql, *values)

        def close(self) -> None:
            before("CLOSE")
            super().close()

    def connect(*where: Any, **options: Any) -> sqlite3.Connection:
        before("CONNECT")
        return sqlite3.connect(*where, factory=Connection, **options)

    return connect


def test_nothing_is_done_on_the_thread_of_the_event_loop(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        loop, threads = threading.get_ident(), set[int]()
        done = list[str]()

        def before(sql: str) -> None:
            threads.add(threading.get_ident())
            done.append(sql.split(maxsplit=1)[0])

        emulator, watch = emulator_of(*MANY), watched(before)
        async with (
            client_of(emulator) as client,
            store_at(tmp_path, emulator, connect=watch) as store,
        ):
            assert len(await sync(client, store)) == len(MANY)
            emulator.resolve_finding("f-001")
            assert await store.apply(events_of(emulator)[-1])
            changes = await store.changes(EXTERNAL)
            assert len([one async for one in changes]) == len(changes) == len(MANY) + 1
            await store.acknowledge(changes)
            emulator.resolve_finding("f-002")
            assert told(await sync(client, store)) == ["resolved f-002"]
        async with store_at(tmp_path, read_only=True, connect=watch) as store:
            assert len(await held(store)) == len(MANY)
            assert told(await store.changes(EXTERNAL)) == ["resolved f-002"]
        assert {"CONNECT", "CLOSE", "BEGIN", "COMMIT", "SELECT", "INSERT"} <= set(done)
        assert loop not in threads

    run(main)


def test_cancelled_at_any_statement_a_store_goes_on_and_closes(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of("a", "b")
        async with client_of(emulator) as client:

            async def work(name: str, at: int) -> int:
                """Sync and acknowledge, cancelled at a statement; return how many there were."""
                count = 0

                def before(_: str) -> None:
                    nonlocal count
                    count += 1
                    if count == at:
                        anyio.from_thread.run_sync(scope.cancel)

                path, connect = tmp_path / name, watched(before)
                with anyio.CancelScope() as scope:
                    async with FindingStore(path, clock=emulator.now, connect=connect) as store:
                        await store.acknowledge(await sync(client, store))
                return count

            for at in range(1, await work("whole.db", 0) + 1):
                await work(f"{at}.db", at)
                async with FindingStore(tmp_path / f"{at}.db", clock=emulator.now) as store:
                    await sync(client, store)
                    changes = await store.changes(EXTERNAL, acknowledged=True)
                    assert told(changes) == ["new a", "new b"], at
                    assert {one.run for one in changes} == {1}, at

    run(main)


def test_a_task_that_asyncio_cancels_leaves_its_thread_and_nobody_comes_between(
    tmp_path: Path,
) -> None:
    held_up, go_on = threading.Event(), threading.Event()

    def before(sql: str) -> None:
        if sql == "COMMIT" and not held_up.is_set():
            held_up.set()
            go_on.wait(10)

    async def main() -> None:
        emulator = emulator_of("a")
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            await sync(client, store)
        find(emulator, "b")
        store = FindingStore(tmp_path / "findings.db", connect=watched(before), clock=emulator.now)
        async with store:
            task = asyncio.create_task(store.apply(events_of(emulator)[-1]))
            await asyncio.to_thread(held_up.wait, 10)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            acknowledging = asyncio.create_task(store.acknowledge(await store.changes(EXTERNAL)))
            go_on.set()
            await acknowledging
        async with store_at(tmp_path, emulator) as store:
            assert set(await held(store)) == {"a", "b"}
            assert told(await store.changes(EXTERNAL)) == ["new b"]

    asyncio.run(main())


def test_opening_that_asyncio_cancels_leaves_nothing_open(tmp_path: Path) -> None:
    held_up, go_on = threading.Event(), threading.Event()

    def before(sql: str) -> None:
        if sql.startswith("PRAGMA user_version") and not held_up.is_set():
            held_up.set()
            go_on.wait(10)

    async def main() -> None:
        store = FindingStore(tmp_path / "findings.db", connect=watched(before))
        opening = asyncio.create_task(store.__aenter__())
        await asyncio.to_thread(held_up.wait, 10)
        opening.cancel()
        await anyio.lowlevel.checkpoint()  # by which it has been cancelled
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await opening
        async with store_at(tmp_path) as again:
            assert await held(again) == {}
            with pytest.raises(StoreInUseError):
                await store.__aenter__()

    asyncio.run(main())


def test_several_tasks_use_a_store_at_once(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of(*MANY[:40])
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            async with anyio.create_task_group() as tasks:
                for event in events_of(emulator):
                    tasks.start_soon(store.apply, event)
                tasks.start_soon(sync, client, store)
                for _ in range(5):
                    tasks.start_soon(held, store)
            assert told(await store.changes(EXTERNAL)) == [f"new {one}" for one in MANY[:40]]

    run(main)


def test_a_transaction_is_not_interrupted_by_closing(tmp_path: Path) -> None:
    database = Database(tmp_path / "findings.db")
    database.open()
    closing = threading.Thread(target=database.close)
    with database.transaction() as db:
        db.execute("INSERT INTO analyzers (arn) VALUES ('one')")
        closing.start()
        closing.join(0.05)
        db.execute("INSERT INTO analyzers (arn) VALUES ('two')")
    closing.join()
    assert rows(database.path, "SELECT arn FROM analyzers") == [("one",), ("two",)]
