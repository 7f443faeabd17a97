"""The work itself: one task that lists, a few that read, and a consumer who sets the pace.

A worker may begin a finding only while fewer than `concurrency` are begun and not delivered: so
memory and calls are bounded by what the consumer takes. The listing is walked by a task of its
own, from its first step to its end, for it may be a generator that holds what only the task that
entered it may leave.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import aclosing

import anyio
import anyio.abc
import anyio.lowlevel

from aa_sdk.workflows._hydration.results import Gone, Hydrated, HydrationResult
from aa_sdk.workflows._hydration.source import Item, Source
from aa_sdk.workflows._meter import Meter

Read = Callable[[Item], Awaitable[HydrationResult]]


class Run:
    """Reads findings and keeps what comes until it is taken.

    Args:
        read: Reads one finding; what it raises ends the run.
        source: The findings.
        meter: Counts.
        concurrency: How many are under way, or not taken, at most.
        ordered: Whether results are given in the order of the source.
    """

    def __init__(
        self, read: Read, source: Source, meter: Meter, *, concurrency: int, ordered: bool
    ) -> None:
        self._read = read
        self._source = source
        self._meter = meter
        self._ordered = ordered
        self._unhired = concurrency
        self._room = anyio.Semaphore(concurrency, fast_acquire=True)
        self._pending = deque[Item]()
        self._is_listed = False
        self._door = anyio.Lock(fast_acquire=True)
        self._hungry, self._filled, self._news = anyio.Event(), anyio.Event(), anyio.Event()
        self._begun = self._come = self._taken = 0
        self._ready: dict[int, HydrationResult] = {}
        self._workers: anyio.abc.TaskGroup = anyio.create_task_group()
        self.error: Exception | None = None
        """What ended the run before its time."""
        self.is_over: bool = False
        """Whether nothing comes any more but what is ready."""
        self.is_left: bool = False
        """Whether the caller is done with it, and nothing is given any more."""

    async def __call__(self) -> None:
        """Run to the end. What goes wrong is kept as the error, and not raised."""
        self._meter.total = self._source.total
        self._meter.update()
        try:
            async with self._workers:
                self._workers.start_soon(self._list)
                self._hire()
        finally:
            self.is_over = True
            self._meter.end()
            self._news.set()

    def take(self) -> HydrationResult | None:
        """Take the next result; None where it is not there yet."""
        if self.is_over and self._ready and self._taken not in self._ready:
            self._taken = min(self._ready)  # what comes before was cut off
        result = self._ready.pop(self._taken, None)
        if result is not None:
            self._taken += 1
            self._room.release()
        return result

    async def news(self) -> None:
        """Wait until there may be another result, or the end."""
        if self._news.is_set():
            self._news = anyio.Event()
        await self._news.wait()

    def _hire(self) -> None:
        if self._unhired:
            self._unhired -= 1
            self._workers.start_soon(self._work)

    def _fail(self, error: Exception) -> None:
        self.error = self.error or error

    async def _list(self) -> None:
        """Keep the workers supplied, a portion at a time, once the one before is used up."""
        try:
            async with aclosing(self._source.portions()) as portions:
                async for portion in portions:
                    if not portion:
                        await anyio.lowlevel.checkpoint()  # there may be a million that are skipped
                        continue
                    self._pending.extend(portion)
                    self._hungry = anyio.Event()
                    self._filled.set()
                    await self._hungry.wait()
        except Exception as error:  # noqa: BLE001 (whatever it is, it is raised once all is delivered)
            self._fail(error)
        else:
            self._meter.total = self._begun
        self._is_listed = True
        self._filled.set()

    async def _work(self) -> None:
        try:
            while True:
                await self._room.acquire()
                item = await self._next()
                if item is None:
                    return
                position = self._begun
                self._begun += 1
                self._hire()
                self._put(position, await self._read(item))
        except Exception as error:  # noqa: BLE001 (raised where the results are taken)
            self._fail(error)
            self._workers.cancel_scope.cancel()

    async def _next(self) -> Item | None:
        """Return the next finding; None where there are no more."""
        if not self._pending:
            async with self._door:
                while not (self._pending or self._is_listed):
                    self._filled = anyio.Event()
                    self._hungry.set()
                    await self._filled.wait()
        return self._pending.popleft() if self._pending else None

    def _put(self, position: int, result: HydrationResult) -> None:
        match result:
            case Hydrated():
                self._meter.done += 1
            case Gone():
                self._meter.gone += 1
            case _:
                self._meter.failed += 1
        self._ready[position if self._ordered else self._come] = result
        self._come += 1
        self._meter.update()
        self._news.set()
