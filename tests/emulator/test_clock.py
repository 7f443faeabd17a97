"""The emulator's time moves when told to."""

from datetime import UTC, datetime, timedelta

import pytest

from aa_sdk.emulator import Clock, Emulator, WallClock
from tests.emulator.direct_calls import Direct

START = datetime(2027, 5, 1, tzinfo=UTC)


def test_every_request_takes_a_second_unless_the_clock_says_otherwise(direct: Direct) -> None:
    for _ in range(3):
        direct.ok("ListAnalyzers")
    times = [call.time for call in direct.emulator.calls]
    assert times[2] - times[1] == times[1] - times[0] == timedelta(seconds=1)


def test_a_clock_without_steps_stands_still() -> None:
    direct = Direct(Emulator(clock=Clock(START, step=timedelta())))
    direct.ok("CreateAnalyzer", analyzerName="a", type="ACCOUNT")
    assert direct.ok("ListAnalyzers")["analyzers"][0]["createdAt"] == "2027-05-01T00:00:00Z"
    direct.emulator.advance(timedelta(milliseconds=1500))
    assert direct.emulator.world.clock.now() == START + timedelta(seconds=1.5)


def test_the_wall_clock_runs_ahead_when_told_to() -> None:
    clock = WallClock()
    before = datetime.now(UTC)
    clock.advance(timedelta(days=2))
    clock.tick()
    assert timedelta(days=2) <= clock.now() - before < timedelta(days=3)


def test_time_does_not_go_back() -> None:
    for clock in (Clock(), WallClock()):
        with pytest.raises(ValueError, match="back"):
            clock.advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="back"):
        Clock(step=timedelta(seconds=-1))
    with pytest.raises(ValueError, match="time zone"):
        Clock(START.replace(tzinfo=None))
