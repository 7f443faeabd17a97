"""What a sweep gives, in portions that are neither too small to lay out nor late."""

from collections.abc import AsyncGenerator
from typing import TypeVar

import anyio

from aa_sdk.errors import AccessAnalyzerError
from aa_sdk.workflows import Sweep

T = TypeVar("T")

PORTION = 100
"""How many results make a portion."""
PAUSE = 0.3
"""Seconds after which a portion is given, however few results it has."""


async def portions(sweep: Sweep[T]) -> AsyncGenerator[list[T]]:
    """Give the results of a sweep as they come, some at a time.

    Raises:
        AccessAnalyzerError: The sweep could not go on. What came before has been given.
    """
    is_over = False
    while not is_over:
        portion: list[T] = []
        error: AccessAnalyzerError | None = None
        # A sweep goes on where it was when it is iterated again, and loses nothing.
        with anyio.CancelScope() as scope:
            try:
                async for result in sweep:
                    if not portion:
                        scope.deadline = anyio.current_time() + PAUSE
                    portion.append(result)
                    if len(portion) == PORTION:
                        break
                else:
                    is_over = True
            except AccessAnalyzerError as raised:
                error = raised
        if portion:
            yield portion
        if error is not None:
            raise error
