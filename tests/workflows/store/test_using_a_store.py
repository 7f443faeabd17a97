"""A store that is opened, used and closed, as it should be and as it should not."""

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aa_sdk import InvalidRequestError
from aa_sdk.events import parse_event
from aa_sdk.workflows import Changes, FindingStore, StoreError, StoreInUseError
from tests.conftest import Run
from tests.workflows.store.world import (
    EXTERNAL,
    NOW,
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


async def refusals(store: FindingStore, changes: Changes | None = None) -> list[str]:
    """What a store says to each thing that it is asked for."""
    emulator = emulator_of("a")
    (event,) = events_of(emulator)
    service = client_of(emulator)

    async def begin() -> None:
        async with store.run(EXTERNAL):
            pass

    asked: list[Any] = [
        store.apply(event),
        store.changes(EXTERNAL),
        held(store),
        store.findings().first(),
        begin(),
        sync(service, store),
    ]
    if changes is not None:
        asked.append(store.acknowledge(changes))
    said: list[str] = []
    async with service:
        for ask in asked:
            with pytest.raises(StoreError) as caught:
                await ask
            said.append(caught.value.reason)
    assert not emulator.calls
    return said


def test_a_store_that_is_not_open_yet_or_any_more_says_so(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of(*MANY)
        async with client_of(emulator) as client:
            store = FindingStore(tmp_path / "findings.db", clock=emulator.now)
            assert set(await refusals(store)) == {
                "is not open: use the store inside of `async with`"
            }
            assert not (tmp_path / "findings.db").exists()
            async with store:
                changes = await sync(client, store)
                findings = aiter(store.findings())
                await anext(findings)
                many = aiter(changes)
                await anext(many)
            assert set(await refusals(store, changes)) == {
                "is not open: use the store inside of `async with`"
            }
        # What is in memory is still given; then it is said that the store is closed.
        for walk in (findings, many):
            with pytest.raises(StoreError, match="is not open"):
                async for _ in walk:
                    pass
        with pytest.raises(StoreError, match="is not open"):
            list(changes)

    run(main)


def test_few_changes_can_be_gone_through_once_the_store_is_closed(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of("a", "b")
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            changes = await sync(client, store)
        assert told(changes) == told([one async for one in changes]) == ["new a", "new b"]

    run(main)


def test_a_store_is_entered_once_at_a_time_and_can_be_opened_again(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        for read_only in (False, True):
            store = FindingStore(tmp_path / "findings.db", read_only=read_only)
            for _ in range(2):
                async with store:
                    with pytest.raises(StoreError, match="is open already"):
                        await store.__aenter__()
                    assert await held(store) == {}

    run(main)


def test_a_store_that_cannot_be_opened_can_be_once_it_is_free(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        store = FindingStore(tmp_path / "findings.db")
        async with store_at(tmp_path):
            with pytest.raises(StoreInUseError):
                await store.__aenter__()
        async with store:
            assert await held(store) == {}

    run(main)


def test_a_store_that_another_event_loop_has_opened_says_so(tmp_path: Path) -> None:
    store = FindingStore(tmp_path / "findings.db")
    one, other = asyncio.new_event_loop(), asyncio.new_event_loop()
    try:
        one.run_until_complete(store.__aenter__())
        said = other.run_until_complete(refusals(store))
        assert set(said) == {"was opened on another event loop: use it there, and leave it there"}
        with pytest.raises(StoreError, match="another event loop"):
            other.run_until_complete(store.__aexit__(None, None, None))
        one.run_until_complete(store.__aexit__(None, None, None))
        with_other = other.run_until_complete(_entered(store))
        assert with_other == {}
    finally:
        for loop in (one, other):
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()


async def _entered(store: FindingStore) -> dict[str, Any]:
    async with store:
        return await held(store)


def test_a_store_for_reading_refuses_what_writes(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of("a")
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            changes = await sync(client, store)
        async with store_at(tmp_path, read_only=True) as reader:
            (event,) = events_of(emulator)
            for write in (reader.apply(event), reader.acknowledge(changes)):
                with pytest.raises(StoreError, match="read_only=True"):
                    await write
            assert told(await reader.changes(EXTERNAL)) == ["new a"]

    run(main)


def test_changes_of_another_store_are_not_acknowledged(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of("a", "b")
        (tmp_path / "other").mkdir()
        async with (
            client_of(emulator) as client,
            store_at(tmp_path, emulator) as store,
            store_at(tmp_path / "other", emulator) as other,
        ):
            changes = await sync(client, store)
            await sync(client, other)
            with pytest.raises(InvalidRequestError, match="another store"):
                await other.acknowledge(changes)
            assert len(await other.changes(EXTERNAL)) == 2

    run(main)


@pytest.mark.parametrize("event", [None, "{}", {"detail-type": "Access Analyzer Finding"}, b"{}"])
def test_an_event_that_was_not_read_is_refused(run: Run, tmp_path: Path, event: Any) -> None:
    async def main() -> None:
        async with store_at(tmp_path) as store:
            with pytest.raises(InvalidRequestError, match="parse_event"):
                await store.apply(event)

    run(main)


def test_what_is_no_changes_is_not_acknowledged(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of("a")
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            changes = await sync(client, store)
            for wrong in (list(changes), next(iter(changes)), 1, None):
                refused: Any = wrong
                with pytest.raises(InvalidRequestError, match="what sync_findings"):
                    await store.acknowledge(refused)

    run(main)


@pytest.mark.parametrize("arn", ["account-external", None, 7, f"{EXTERNAL}\ud800"])
def test_what_is_no_analyzer_is_refused(run: Run, tmp_path: Path, arn: Any) -> None:
    async def main() -> None:
        async with store_at(tmp_path) as store:
            with pytest.raises(InvalidRequestError, match="analyzer_arn"):
                await store.changes(arn)
            with pytest.raises(InvalidRequestError, match="analyzer_arn"):
                async with store.run(arn):
                    pass
            if arn is not None:
                with pytest.raises(InvalidRequestError, match="analyzer_arn"):
                    store.findings(analyzer_arn=arn)

    run(main)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("event.finding_id", ("detail", "id")),
        ("event.status", ("detail", "status")),
        ("event.analyzer_arn", ("resources", 0)),
    ],
)
def test_an_event_that_names_half_a_character_is_refused_and_nothing_is_kept(
    run: Run, tmp_path: Path, path: str, place: tuple[str, Any]
) -> None:
    async def main() -> None:
        event = json.loads(json.dumps(emulator_of("a").events[0]))
        member, name = place
        event[member][name] += "\ud800"
        async with store_at(tmp_path) as store:
            with pytest.raises(InvalidRequestError, match=f"{path}: holds half a character"):
                await store.apply(parse_event(event))
        assert not rows(tmp_path / "findings.db", "SELECT * FROM analyzers")

    run(main)


def test_half_a_character_that_names_nothing_is_kept_as_it_came(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        event = json.loads(json.dumps(emulator_of("a").events[0]))
        event["detail"]["resource"] += "\ud800"
        async with store_at(tmp_path) as store:
            await store.apply(parse_event(event))
            assert (await held(store))["a"].resource == "arn:aws:s3:::a\ud800"

    run(main)


def test_a_clock_has_to_tell_moments(run: Run, tmp_path: Path) -> None:
    wrong: Any = NOW
    with pytest.raises(InvalidRequestError, match="clock"):
        store_at(tmp_path, clock=wrong)

    async def main() -> None:
        emulator = emulator_of("a")
        naive = datetime(2026, 1, 1)  # noqa: DTZ001 (as somebody may write it)
        async with (
            client_of(emulator) as client,
            store_at(tmp_path, clock=lambda: naive) as store,
        ):
            with pytest.raises(InvalidRequestError, match="time zone"):
                await sync(client, store)
        text: Any = "2026-01-01T00:00:00Z"
        async with client_of(emulator) as client, store_at(tmp_path, clock=lambda: text) as store:
            with pytest.raises(InvalidRequestError, match=r"must return a datetime .* not '2026"):
                await sync(client, store)
        assert not rows(tmp_path / "findings.db", "SELECT * FROM analyzers")

    run(main)


def test_what_is_no_finding_makes_no_change(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of("a")
        (envelope,) = emulator.events
        unknown = parse_event({**envelope, "detail-type": "News of tomorrow"})
        preview = parse_event(
            {
                **envelope,
                "detail-type": "Access Preview State Change",
                "detail": {"accessPreviewId": "p", "status": "COMPLETED"},
            }
        )
        async with store_at(tmp_path) as store:
            assert [await store.apply(one) for one in (unknown, preview)] == [None, None]
            assert await held(store) == {}

    run(main)


def test_changes_and_findings_of_an_analyzer_that_was_never_synced_are_none(
    run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        async with store_at(tmp_path) as store:
            changes = await store.changes(EXTERNAL)
            assert (len(changes), list(changes)) == (0, [])
            await store.acknowledge(changes)
            assert [one async for one in store.findings(analyzer_arn=EXTERNAL)] == []

    run(main)


def test_an_event_tells_the_change_that_it_makes(run: Run, tmp_path: Path) -> None:
    async def main() -> None:
        emulator = emulator_of("a")
        emulator.advance(timedelta(seconds=5))
        emulator.resolve_finding("a")
        find(emulator, "b")
        async with client_of(emulator) as client, store_at(tmp_path, emulator) as store:
            made = [await store.apply(event) for event in events_of(emulator)]
            assert told(made) == ["new a", "resolved a", "new b"]
            again = [await store.apply(event) for event in events_of(emulator)]
            assert again == [None] * 3
            changes = await store.changes(EXTERNAL)
            assert told(changes) == told(made)
            assert [one.run for one in changes] == [None] * 3
            # The sync reads what events have told, and has nothing to add.
            assert told(await sync(client, store)) == told(made)
            new, resolved, _ = await store.changes(EXTERNAL)
            assert new.after is not None
            assert resolved.after == await client.get_finding_v2(EXTERNAL, "a")

    run(main)
