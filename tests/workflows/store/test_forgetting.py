"""What a store lets go of, and what it keeps as long as somebody may want it."""

from datetime import timedelta
from pathlib import Path

from tests.conftest import Run
from tests.workflows.store.world import (
    DAY,
    EXTERNAL,
    NOW,
    client_of,
    dump,
    emulator_of,
    events_of,
    find,
    held,
    rows,
    set_status,
    store_at,
    sync,
    told,
)


def test_changes_are_kept_for_90_days_once_they_are_acknowledged(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of("a")
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            await sync(client, store)
            emulator.advance(DAY)
            await set_status(client, "ARCHIVED", "a")
            await store.acknowledge(await sync(client, store))
            emulator.advance(89.5 * DAY)
            await sync(client, store)
            kept = await store.changes(EXTERNAL, acknowledged=True)
            assert told(kept) == ["archived a"]
            (archived,) = kept
            assert archived.before is not None
            emulator.advance(DAY)
            await sync(client, store)
            assert not await store.changes(EXTERNAL, acknowledged=True)
            assert set(await held(store)) == {"a"}
        assert rows(tmp_path / "findings.db", "SELECT count(*) FROM versions") == [(1,)]

    run(main)


def test_changes_that_nobody_has_acknowledged_are_kept_for_good(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of("a")
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            await sync(client, store)
            emulator.delete_finding("a")
            await sync(client, store)
            emulator.advance(400 * DAY)
            await sync(client, store)
            new, deleted = await store.changes(EXTERNAL)
            assert new.after == deleted.before is not None
            await store.acknowledge(await store.changes(EXTERNAL))
            await sync(client, store)
        assert not any(
            rows(tmp_path / "findings.db", f"SELECT 1 FROM {table}")  # noqa: S608 (named here)
            for table in ("changes", "versions", "findings")
        )

    run(main)


def test_changes_keep_what_was_after_them_when_the_clock_goes_backwards(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        emulator, now = emulator_of("a"), NOW
        async with (
            client_of(emulator) as client,
            store_at(tmp_path, clock=lambda: now) as store,
        ):
            await sync(client, store)
            now = NOW - 200 * DAY
            await set_status(client, "ARCHIVED", "a")
            await store.acknowledge(await sync(client, store))
            now = NOW + timedelta(seconds=1)
            await sync(client, store)
            new, archived = await store.changes(EXTERNAL, acknowledged=True)
            assert new.after == archived.before is not None
            assert archived.after == await client.get_finding_v2(EXTERNAL, "a")
        assert not dump(tmp_path / "findings.db")["lost"]

    run(main)


def test_that_a_finding_is_gone_is_known_for_90_days(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of("a")
        (early,) = events_of(emulator)
        emulator.advance(timedelta(seconds=5))
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            await sync(client, store)
            emulator.delete_finding("a")
            await store.acknowledge(await sync(client, store))
            emulator.advance(80 * DAY)
            await sync(client, store)
            assert await store.apply(early) is None
            find(emulator, "b")
            emulator.advance(11 * DAY)
            await store.acknowledge(await sync(client, store))
            await sync(client, store)
        assert rows(tmp_path / "findings.db", "SELECT id FROM findings") == [("b",)]
        assert not dump(tmp_path / "findings.db")["lost"]

    run(main)
