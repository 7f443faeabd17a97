"""Worker threads for a store, one at a time."""

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

import anyio
import anyio.to_thread

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Worker:
    """Runs functions in worker threads, one after the other. It belongs to an event loop."""

    def __init__(self) -> None:
        self._limiter = anyio.CapacityLimiter(1)

    async def run(self, function: Callable[[*Ts], T], *args: *Ts) -> T:
        """Run a function, and return its result. A cancellation waits until it is through."""
        return await anyio.to_thread.run_sync(function, *args, limiter=self._limiter)
