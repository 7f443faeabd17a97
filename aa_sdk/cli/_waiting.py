"""A sign on stderr of what is waited for, where that takes long."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio

from aa_sdk.cli._bars import PATIENCE
from aa_sdk.cli._terminal import busy
from aa_sdk.errors import AccessAnalyzerError

ResultT = TypeVar("ResultT")


async def told_late(text: str, work: Callable[[], Awaitable[ResultT]]) -> ResultT:
    """Do something, and show what is waited for while it takes longer than `PATIENCE`.

    Args:
        text: What to show, if somebody looks.
        work: What to do.

    Raises:
        AccessAnalyzerError: It did.
    """
    results: list[ResultT] = []
    failure: AccessAnalyzerError | None = None
    done = anyio.Event()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_tell, text, done)
        try:
            results.append(await work())
        except AccessAnalyzerError as error:  # the group would make a group of it
            failure = error
        done.set()
    if failure is not None:
        raise failure
    return results[0]


async def _tell(text: str, done: anyio.Event) -> None:
    with anyio.move_on_after(PATIENCE):
        await done.wait()
    if not done.is_set():
        with busy(text):
            await done.wait()
