"""Tasks in the background of an `async with` block, and how the block is left."""

from typing import cast

import anyio
import anyio.abc


async def leave(tasks: anyio.abc.TaskGroup, error: BaseException | None) -> None:
    """Cancel the tasks of a block and wait for their end.

    Args:
        tasks: What the block has entered.
        error: What the block is left with; it stays what it is, and gets into no group.

    Raises:
        BaseException: What a task has raised, where that is not for whoever cancels the block.
    """
    tasks.cancel_scope.cancel()
    try:
        # Not told of the caller's error, which it would wrap in a group.
        await tasks.__aexit__(None, None, None)
    except BaseException as raised:  # noqa: BLE001 (raised, or not told to whoever cancels)
        cancelled, first = anyio.get_cancelled_exc_class(), first_error(raised)
        # Whoever cancels would swallow a cancellation, and the caller's error with it.
        if not isinstance(first, cancelled) or isinstance(error, cancelled | None):
            raise first from None


def first_error(error: BaseException) -> BaseException:
    """Return the first in it that is no group, and no cancellation if there is anything else."""
    if not isinstance(error, BaseExceptionGroup):
        return error
    group = cast("BaseExceptionGroup[BaseException]", error)
    _, others = group.split(anyio.get_cancelled_exc_class())
    return first_error((others or group).exceptions[0])
