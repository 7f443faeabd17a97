"""What the methods of a fleet return: results from all scopes, as they come."""

from collections import deque
from collections.abc import Callable, Generator
from typing import Any, Generic, NoReturn, Self, TypeVar

from aa_sdk.listing import Listing
from aa_sdk.workflows._fleet.run import Run

T = TypeVar("T")


class Sweep(Generic[T]):
    """Results from all scopes, as they come; what the methods of a `Fleet` return.

    It begins when it is first iterated or awaited, and runs once. `async for` gives the results one
    by one, and waits with the sweep while they are not taken; `await sweep`, or
    `await sweep.collect()`, gives all of them as a list. What became of the scopes is told by
    `fleet.outcome`.
    """

    def __init__(self, begin: Callable[[], Run[T]], item_type: type[Any]) -> None:
        self._begin = begin
        self._item_type = item_type
        self._run: Run[T] | None = None
        # Of the sweep and not of whoever iterates, for several tasks may.
        self._results = deque[T]()
        self._is_taken = False

    def __repr__(self) -> str:
        state = "not begun" if self._run is None else self._run.outcome
        return f"<Sweep: {state}; use async for>"

    def __aiter__(self) -> Self:
        if self._is_taken:
            raise RuntimeError("this sweep is over, and runs once: ask the fleet for another")
        return self

    async def __anext__(self) -> T:
        if self._run is None:
            self._run = self._begin()
        while not self._results:
            portion = await self._run.next()
            if portion is None:
                self._end(self._run)
            self._results.extend(portion)
        return self._results.popleft()

    def _end(self, run: Run[T]) -> NoReturn:
        """End the iteration, by an error unless every scope was swept."""
        if run.error is not None:
            raise run.error
        if not run.is_over:
            raise RuntimeError("this sweep was left: the fleet is closed, or has begun another")
        self._is_taken = True
        raise StopAsyncIteration

    def __await__(self) -> Generator[Any, Any, Listing[T]]:
        return self.collect().__await__()

    async def collect(self) -> Listing[T]:
        """Sweep all scopes, and return all results: a list that shows as a table.

        Raises:
            AccessAnalyzerError: The sweep could not go on; see `Fleet`.
        """
        return Listing([result async for result in self], item_type=self._item_type)
