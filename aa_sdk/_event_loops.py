"""Event loops as what a connection belongs to: which one runs here, and is another one over?"""

import asyncio
from typing import Any

import anyio.lowlevel


def current_loop() -> Any:
    """Return what stands for the running event loop: asyncio's loop, or the token of Trio's."""
    try:
        return asyncio.get_running_loop()  # a tenth of what the general way costs
    except RuntimeError:
        return anyio.lowlevel.current_token().native_token


def is_over(loop: Any) -> bool:
    """Say whether a loop will never run again."""
    if isinstance(loop, asyncio.AbstractEventLoop):
        return loop.is_closed()
    try:
        loop.run_sync_soon(_nothing)  # a Trio token has no other way to tell
    except RuntimeError:
        return True
    return False


def is_running(loop: Any) -> bool:
    """Say whether a loop runs now; Trio's always does until it is over."""
    if isinstance(loop, asyncio.AbstractEventLoop):
        return loop.is_running()
    return not is_over(loop)


def _nothing() -> None:
    """Have nothing to do: asking for it is the question."""
