"""One at a time acts on an emulator's world, and finds done what is due by then."""

import threading
from collections.abc import Generator
from contextlib import contextmanager

from aa_sdk.emulator._account.due import bring_out
from aa_sdk.emulator._account.world import World
from aa_sdk.emulator.event_log import EventLog


class Acting:
    """The part of an emulator that lets others act on its world; see `Emulator`."""

    def __init__(self, world: World) -> None:
        self.world: World = world
        self._lock = threading.RLock()
        world.events = EventLog(self._acting)

    @property
    def events(self) -> EventLog:
        """What it has put on EventBridge."""
        return self.world.events

    @contextmanager
    def _acting(self) -> Generator[World]:
        """Let nobody else act, do first what is due, and tell subscribers of events at the end.

        Only then is everything in its place again, so that they may act themselves.
        """
        with self._lock:
            bring_out(self.world)
            try:
                yield self.world
            finally:
                # Time may have moved, and some of what was started may take none.
                bring_out(self.world)
                self.world.events.deliver()
