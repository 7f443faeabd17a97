"""What comes out of a task group, as it would have without one."""

from typing import cast

import anyio


def first_error(error: BaseException) -> BaseException:
    """Return the first in it that is no group, and no cancellation if there is anything else."""
    if not isinstance(error, BaseExceptionGroup):
        return error
    group = cast("BaseExceptionGroup[BaseException]", error)
    _, others = group.split(anyio.get_cancelled_exc_class())
    return first_error((others or group).exceptions[0])
