"""The emulator's time: it moves when told to, so that no test has to wait."""

import asyncio
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from aa_sdk._lazy import hide_imports

__all__ = ("Clock", "LoopClock", "TimeSource", "WallClock")
hide_imports(__name__)

_START = datetime(2026, 1, 1, tzinfo=UTC)


class TimeSource(Protocol):
    """Where an emulator takes its time from."""

    def now(self) -> datetime:
        """Return the current time, aware and in UTC."""
        ...

    def tick(self) -> None:
        """Take note that a request arrived."""
        ...

    def advance(self, by: timedelta) -> None:
        """Move the time on."""
        ...


class Clock:
    """A clock that moves by a fixed step with every request, and by `advance`.

    Jobs come to their end because somebody asks for them, the same way in every run, however
    fast or slow the machine is.
    """

    def __init__(
        self,
        start: datetime = _START,
        *,
        step: timedelta = timedelta(seconds=1),
    ) -> None:
        """Set the clock.

        Args:
            start: The time it shows first.
            step: How far it moves with every request. Zero makes it stand still between
                calls of `advance`.

        Raises:
            ValueError: `start` has no time zone or `step` is negative.
        """
        if step < timedelta():
            raise ValueError("a clock does not step back")
        self._now = _in_utc(start)
        self._step = step

    def now(self) -> datetime:
        """Return the time it shows."""
        return self._now

    def tick(self) -> None:
        """Move by one step."""
        self._now += self._step

    def advance(self, by: timedelta) -> None:
        """Move by `by`.

        Args:
            by: How far; not negative.

        Raises:
            ValueError: `by` is negative.
        """
        self._now += _forward(by)


class WallClock:
    """The machine's clock, and how far it was moved ahead. For emulators that people look at."""

    def __init__(self) -> None:
        """Start with the machine's time."""
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Return the machine's time plus what was added to it."""
        return datetime.now(UTC) + self._ahead

    def tick(self) -> None:
        """Do nothing: this clock moves by itself."""

    def advance(self, by: timedelta) -> None:
        """Run ahead of the machine by `by` more.

        Args:
            by: How far; not negative.

        Raises:
            ValueError: `by` is negative.
        """
        self._ahead += _forward(by)


class LoopClock:
    """A clock that moves as the time of an event loop does, asyncio's or Trio's.

    With the default `Clock`, a program that asks for a job in a loop comes to the job's end even if
    it never sleeps, since every request takes a second. Here only time that passes for the program
    counts: one that sleeps gets there, and one that merely asks does not. Under a loop whose time
    is virtual, such as Trio's with a `MockClock`, nothing has to be waited for.

    ```python
    async def main() -> None:
        emulator = Emulator(clock=LoopClock())
        ...
        await anyio.sleep(2)  # two seconds for the emulator too


    trio.run(main, clock=MockClock(autojump_threshold=0))
    ```

    It follows the loop that it is first asked in, and tells that loop's time wherever it is asked
    from then on: outside of any loop, and in other threads, which may have loops of their own, as
    a served emulator has. Once that loop is closed, or that run of Trio is over, it follows the
    next one it is asked in. Before there is one, it stands still.
    """

    def __init__(
        self, start: datetime = _START, *, timer: Callable[[], float] | None = None
    ) -> None:
        """Set the clock.

        Args:
            start: The time it shows first.
            timer: Tells seconds, from any beginning: what to follow instead of an event loop.

        Raises:
            ValueError: `start` has no time zone.
        """
        self._start = _in_utc(start)
        self._ahead = timedelta()
        self._passed = 0.0
        self._followed = None if timer is None else _Followed(timer, timer())
        # A clock is asked in whatever thread somebody wants to know the time.
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Return the time it shows."""
        with self._lock:
            return self._start + self._ahead + timedelta(seconds=self._follow())

    def seconds(self) -> float:
        """Return the seconds since it showed its start, for limits on a rate."""
        with self._lock:
            return self._ahead.total_seconds() + self._follow()

    def tick(self) -> None:
        """Do nothing: requests take no time."""

    def advance(self, by: timedelta) -> None:
        """Run ahead of the event loop by `by` more.

        Args:
            by: How far; not negative.

        Raises:
            ValueError: `by` is negative.
        """
        with self._lock:
            self._ahead += _forward(by)

    def _follow(self) -> float:
        """Return how many seconds have passed for the loops that were followed."""
        self._read()
        if self._followed is None or self._followed.is_over():
            running = _running_loop()
            if running is not None:
                running.before = self._passed
                self._followed = running
        return self._passed

    def _read(self) -> None:
        followed = self._followed
        if followed is not None:
            told = followed.before + followed.time() - followed.since
            # Whatever is followed may be set back; this clock is not.
            self._passed = max(self._passed, told)


def _never() -> bool:
    return False


@dataclass(slots=True)
class _Followed:
    """What a clock follows."""

    time: Callable[[], float]
    """Tells its time in seconds, wherever it is asked."""
    since: float
    """What it told when it began to be followed."""
    is_over: Callable[[], bool] = _never
    """Whether it will never run again."""
    before: float = 0.0
    """How many seconds had passed by then."""


class _RunEnd:
    """Notices that a run of Trio is over, as an instrument of that run. Nothing else tells."""

    def __init__(self) -> None:
        self._is_over = False

    def after_run(self) -> None:
        self._is_over = True

    def is_over(self) -> bool:
        return self._is_over


def _running_loop() -> _Followed | None:
    """Return the event loop that runs in this thread, if one does.

    Trio is asked first: it may run as the guest of an asyncio loop, which runs then too. Whether it
    is installed does not matter, for a program that runs it has imported it.
    """
    trio: Any = sys.modules.get("trio")
    if trio is not None and trio.lowlevel.in_trio_task():
        clock, end = trio.lowlevel.current_clock(), _RunEnd()
        trio.lowlevel.add_instrument(end)
        return _Followed(clock.current_time, clock.current_time(), end.is_over)
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return None
    return _Followed(loop.time, loop.time(), loop.is_closed)


def _in_utc(start: datetime) -> datetime:
    if start.utcoffset() is None:
        raise ValueError("a clock needs a start with a time zone")
    return start.astimezone(UTC)


def _forward(by: timedelta) -> timedelta:
    if by < timedelta():
        raise ValueError("time does not go back")
    return by
