"""The emulator's time: it moves when told to, so that no test has to wait."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

from aa_sdk._lazy import hide_imports

__all__ = ("Clock", "TimeSource", "WallClock")
hide_imports(__name__)


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
        start: datetime = datetime(2026, 1, 1, tzinfo=UTC),
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
        if start.utcoffset() is None:
            raise ValueError("a clock needs a start with a time zone")
        if step < timedelta():
            raise ValueError("a clock does not step back")
        self._now = start.astimezone(UTC)
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


def _forward(by: timedelta) -> timedelta:
    if by < timedelta():
        raise ValueError("time does not go back")
    return by
