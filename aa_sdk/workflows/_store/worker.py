"""Worker threads for a store, one at a time."""

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

import anyio
import anyio.to_thread

from aa_sdk._event_loops import current_loop

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Worker:
    """Runs functions in worker threads, one after the other. It belongs to an event loop.

    Where a task of asyncio is cancelled by asyncio's own means, its thread is left to itself, so
    that another one may begin: what they share has a lock of its own.
    """

    def __init__(self) -> None:
        self._loop = current_loop()
        self._limiter = anyio.CapacityLimiter(1)

    @property
    def is_here(self) -> bool:
        """Whether its event loop is the one that runs here."""
        return current_loop() is self._loop

    async def run(self, function: Callable[[*Ts], T], *args: *Ts) -> T:
        """Run a function, and return its result. A cancellation waits until it is through."""
        return await anyio.to_thread.run_sync(function, *args, limiter=self._limiter)
