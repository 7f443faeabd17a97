"""Items that are read some at a time."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Generic, Self, TypeVar

T = TypeVar("T")
C = TypeVar("C")


class Batches(Generic[T, C]):
    """Items of batches, one after the other; nothing is held while one is looked at.

    Args:
        start: Where the first batch begins.
        read: Reads a batch: its items, and where the next one begins; None if there is no other.
    """

    def __init__(
        self, start: C | None, read: Callable[[C], Awaitable[tuple[Sequence[T], C | None]]]
    ) -> None:
        self._next = start
        self._read = read
        self._batch: Iterator[T] = iter(())

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        while True:
            for item in self._batch:
                return item
            if self._next is None:
                raise StopAsyncIteration
            items, self._next = await self._read(self._next)
            self._batch = iter(items)
