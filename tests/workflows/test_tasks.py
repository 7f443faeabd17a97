"""How a block with tasks in the background is left, whatever these end with."""

from collections.abc import Callable
from typing import Any

import anyio
import pytest

from aa_sdk.workflows._tasks import leave
from tests.conftest import Run


class MineError(Exception):
    """An error of a task's."""


class OtherError(Exception):
    """An error of the block's."""


async def clean_up_badly() -> None:
    try:
        await anyio.sleep_forever()
    finally:
        raise MineError


async def wait() -> None:
    await anyio.sleep_forever()


async def nest() -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(clean_up_badly)


async def left(*works: Callable[[], Any], error: BaseException | None = None) -> None:
    """Leave a block with these tasks, each of which has begun."""
    tasks = anyio.create_task_group()
    await tasks.__aenter__()
    for work in works:
        tasks.start_soon(work)
    await anyio.wait_all_tasks_blocked()
    await leave(tasks, error)


def test_tasks_are_cancelled_and_waited_for(run: Run) -> None:
    async def main() -> None:
        before = len(anyio.get_running_tasks())
        await left(wait, wait)
        await left()
        assert len(anyio.get_running_tasks()) == before

    run(main)


@pytest.mark.parametrize("error", [None, OtherError()])
@pytest.mark.parametrize("work", [clean_up_badly, nest])
def test_an_error_of_a_task_comes_out_of_all_groups(
    run: Run, work: Callable[[], Any], error: BaseException | None
) -> None:
    async def main() -> None:
        with pytest.raises(MineError):
            await left(wait, work, wait, error=error)

    run(main)


@pytest.mark.parametrize("is_grouped", [False, True])
def test_a_cancellation_from_outside_goes_on_unless_the_block_has_an_error(
    run: Run, *, is_grouped: bool
) -> None:
    async def main() -> None:
        cancelled: Any = anyio.get_cancelled_exc_class()
        is_told = False
        with anyio.CancelScope() as scope:
            scope.cancel()
            try:
                await anyio.sleep_forever()
            except cancelled as error:
                tasks: Any = Ended(BaseExceptionGroup("", [error]) if is_grouped else error)
                with pytest.raises(cancelled):
                    await leave(tasks, None)
                with pytest.raises(cancelled):
                    await leave(tasks, error)
                await leave(tasks, OtherError())
                # Beside a cancellation, what else was raised is what is told.
                both: Any = Ended(BaseExceptionGroup("", [error, MineError()]))
                with pytest.raises(MineError):
                    await leave(both, error)
                is_told = True
                raise
        assert is_told  # and nothing was swallowed before

    run(main)


class Ended:
    """As much of a group of tasks as is left by then; it has ended with an error."""

    def __init__(self, error: BaseException) -> None:
        self.cancel_scope = anyio.CancelScope()
        self._error = error

    async def __aexit__(self, *_: object) -> None:
        raise self._error
