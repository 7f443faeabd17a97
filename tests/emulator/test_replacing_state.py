"""An emulator starts anew or goes on from a snapshot, and those who reach it stay with it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Clock, Durations, Emulator, LoopClock, Quotas, SnapshotError
from tests.emulator.direct_calls import Direct, signature
from tests.emulator.lived import lived_in
from tests.emulator.previews import QUEUE


def plain(emulator: Emulator) -> Any:
    return json.loads(json.dumps(emulator.snapshot()))


def without_time(emulator: Emulator) -> Any:
    snapshot = plain(emulator)
    del snapshot["now"]
    return snapshot


def test_an_emulator_that_is_reset_is_as_it_was_made() -> None:
    settings: dict[str, Any] = {
        "quotas": Quotas(tags=1),
        "durations": Durations(access_preview=timedelta(minutes=3)),
        "scan_limit": 7,
        "organization": False,
        "seed": 5,
    }
    emulator = Emulator("444455556666", "eu-west-1", **settings)
    before = without_time(emulator)
    emulator.populate(findings=30)
    emulator.faults.throttle()
    Direct(emulator).call("ListAnalyzers")
    emulator.reset()
    assert without_time(emulator) == before
    assert len(emulator.calls) == 0
    assert Direct(emulator).call("ListAnalyzers").status == 200


def test_the_clock_goes_on_when_an_emulator_is_reset() -> None:
    clock = Clock()
    emulator = Emulator(clock=clock)
    emulator.advance(timedelta(days=3))
    emulator.reset()
    assert emulator.world.clock is clock
    assert clock.now() == datetime(2026, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize("way", ["reset", "replace"])
def test_what_was_due_before_comes_before_another_state(way: str) -> None:
    """A clock that goes on by itself may have got there without anybody asking."""
    seconds, came = [0.0], list[tuple[str, int]]()
    emulator = Emulator(clock=LoopClock(timer=lambda: seconds[0]))
    empty, direct = emulator.snapshot(), Direct(emulator)
    emulator.events.subscribe(
        lambda event: came.append((event["detail"]["status"], len(emulator.world.scopes)))
    )
    arn = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    direct.ok("CreateAccessPreview", analyzerArn=arn, configurations={QUEUE: {"sqsQueue": {}}})
    seconds[0] = 60.0
    emulator.reset() if way == "reset" else emulator.replace_state(empty)
    assert came == [("CREATING", 1), ("COMPLETED", 1)]
    assert len(emulator.events) == (0 if way == "reset" else 2)


def test_keys_that_were_announced_and_settings_that_were_changed_outlive_a_reset() -> None:
    emulator = Emulator()
    emulator.add_account("AKIAIOSFODNN7EXAMPLE", "444455556666")
    emulator.world.quotas.tags = 3
    emulator.reset()
    assert emulator.world.account_of("AKIAIOSFODNN7EXAMPLE") == "444455556666"
    assert emulator.world.quotas.tags == 3


def test_the_same_happens_after_a_reset() -> None:
    def happens(emulator: Emulator) -> Any:
        emulator.populate(findings=50)
        direct = Direct(emulator)
        direct.ok(
            "CreateArchiveRule",
            analyzerName="account-external",
            ruleName="all",
            filter={"error": {"exists": False}},
        )
        return plain(emulator)["scopes"]

    emulator = Emulator(clock=Clock(step=timedelta()))
    first = happens(emulator)
    emulator.reset()
    assert happens(emulator) == first


@pytest.mark.parametrize("way", ["snapshot", "path", "text"])
def test_a_state_is_replaced_in_place(way: str, lived: Direct, tmp_path: Path) -> None:
    lived.emulator.save(tmp_path / "world.gz")
    sources: dict[str, Any] = {
        "snapshot": lived.emulator.snapshot(),
        "path": tmp_path / "world.gz",
        "text": str(tmp_path / "world.gz"),
    }
    emulator = Emulator("444455556666", "eu-west-1", seed=9, scan_limit=3)
    world = emulator.world
    emulator.populate(findings=20)
    Direct(emulator).call("ListAnalyzers")
    emulator.faults.throttle("GetAnalyzer")
    emulator.replace_state(sources[way])
    assert emulator.world is world
    assert plain(emulator) == plain(lived.emulator)
    assert emulator.calls.count_of("ListAnalyzers") == 1
    assert Direct(emulator).call("GetAnalyzer", analyzerName="account-external").status == 429


def test_a_state_that_was_replaced_goes_on_as_the_other_does(lived: Direct) -> None:
    other = Direct(Emulator(seed=3))
    other.emulator.replace_state(lived.emulator.snapshot())
    for operation, members in (
        ("CreateAnalyzer", {"analyzerName": "another", "type": "ORGANIZATION"}),
        ("ListAnalyzers", {}),
    ):
        assert other.call(operation, **members) == lived.call(operation, **members)


def test_the_clock_stays_and_never_steps_back(lived: Direct) -> None:
    late, early = Clock(datetime(2030, 1, 1, tzinfo=UTC)), Clock(datetime(2020, 1, 1, tzinfo=UTC))
    for clock in (late, early):
        emulator = Emulator(clock=clock)
        emulator.replace_state(lived.emulator.snapshot())
        assert emulator.world.clock is clock
    assert late.now() == datetime(2030, 1, 1, tzinfo=UTC)
    assert early.now() == lived.emulator.world.clock.now()


def test_what_is_taken_from_a_snapshot_is_not_shared_with_it(lived: Direct) -> None:
    snapshot = lived.emulator.snapshot()
    before = json.dumps(snapshot)
    emulator = Emulator()
    emulator.replace_state(snapshot)
    emulator.add_account("AKIAANOTHER", "444455556666")
    assert json.dumps(snapshot) == before


def broken(snapshot: Any) -> Any:
    snapshot["scopes"][-1]["analyzers"][-1]["findings"][-1]["status"] = "OPEN"
    return snapshot


@pytest.mark.parametrize("way", ["snapshot", "file", "missing"])
def test_a_state_that_cannot_be_changes_nothing(way: str, lived: Direct, tmp_path: Path) -> None:
    other = broken(lived_in(30).emulator.snapshot())
    (tmp_path / "file").write_text(json.dumps(other))
    source: Any = other if way == "snapshot" else tmp_path / way
    before, world = plain(lived.emulator), dict(vars(lived.emulator.world))
    with pytest.raises(SnapshotError):
        lived.emulator.replace_state(source)
    assert plain(lived.emulator) == before
    assert vars(lived.emulator.world) == world


CHANGES: dict[str, Callable[[Emulator], object]] = {
    "reset": lambda emulator: emulator.reset(),
    "replace": lambda emulator: emulator.replace_state(Emulator().snapshot()),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_sessions_and_servers_reach_the_new_state(
    change: Callable[[Emulator], object],
) -> None:
    emulator = Emulator()
    emulator.populate(findings=20)
    with emulator.serve() as url:
        async with AccessAnalyzerClient(session=emulator.session()) as client:

            def served() -> int:
                headers = {"Authorization": signature()}
                request = Request(f"{url}/analyzer", headers=headers)  # noqa: S310 (loopback)
                with urlopen(request, timeout=10) as response:  # noqa: S310 (the same)
                    return len(json.load(response)["analyzers"])

            assert (len(await client.list_analyzers().collect()), served()) == (4, 4)
            change(emulator)
            assert (len(await client.list_analyzers().collect()), served()) == (0, 0)
