"""Event loops whose clocks jump to the next timer instead of waiting for it."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any

import trio
import trio.testing


class _JumpingSelector(selectors.DefaultSelector):
    """Never waits for time to pass, only for sockets and threads when nothing else is due."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(timeout if timeout is None else 0)
        if not ready and timeout:
            self.now += timeout
        return ready


class _VirtualTimeLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def run_on_asyncio(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run `main` on asyncio."""
    with asyncio.Runner(loop_factory=_VirtualTimeLoop) as runner:
        runner.run(main())


def run_on_trio(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run `main` on Trio."""
    # Were it 0, the loop would spin while it waits for a worker thread.
    trio.run(main, clock=trio.testing.MockClock(autojump_threshold=0.001))
