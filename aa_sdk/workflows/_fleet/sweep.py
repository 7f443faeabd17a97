"""What the methods of a fleet return: results from all scopes, as they come."""

from collections.abc import Callable, Generator, Iterator
from typing import Any, Generic, Self, TypeVar

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
        self._portion: Iterator[T] = iter(())

    def __repr__(self) -> str:
        state = "not begun" if self._run is None else self._run.outcome
        return f"<Sweep: {state}; use async for>"

    def __aiter__(self) -> Self:
        if self._run is not None and self._run.is_over:
            raise RuntimeError("this sweep is over, and runs once: ask the fleet for another")
        return self

    async def __anext__(self) -> T:
        for result in self._portion:
            return result
        if self._run is None:
            self._run = self._begin()
        while (portion := await self._run.next()) is not None:
            self._portion = iter(portion)
            for result in self._portion:
                return result
        if self._run.error is not None:
            raise self._run.error
        if not self._run.is_over:
            raise RuntimeError("this sweep was left: the fleet is closed, or has begun another")
        raise StopAsyncIteration

    def __await__(self) -> Generator[Any, Any, Listing[T]]:
        return self.collect().__await__()

    async def collect(self) -> Listing[T]:
        """Sweep all scopes, and return all results: a list that shows as a table.

        Raises:
            AccessAnalyzerError: The sweep could not go on; see `Fleet`.
        """
        return Listing([result async for result in self], item_type=self._item_type)
