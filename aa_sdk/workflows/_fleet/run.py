"""A sweep under way: accounts are entered, their scopes visited, and what they give is handed over.

Two doors bound it: so many accounts are entered at a time, and so many scopes visited. What scopes
give waits in a short line for whoever iterates, and while it is full they wait too: memory hangs on
neither the number of scopes nor that of findings.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import Any, Generic, TypeVar

import anyio
import anyio.abc

from aa_sdk.workflows._fleet.planning import Planner
from aa_sdk.workflows._fleet.problems import is_missing
from aa_sdk.workflows._fleet.repeats import FirstRegion
from aa_sdk.workflows._fleet.results import FleetOutcome, ScopeOutcome
from aa_sdk.workflows._fleet.scopes import Scope
from aa_sdk.workflows._meter import Meter

T = TypeVar("T")
Give = Callable[[Sequence[T]], Awaitable[None]]
"""Hands results over; waits while there are many."""
Visit = Callable[[Scope, FirstRegion, Give[T]], Awaitable[ScopeOutcome | None]]
"""Does in a scope what there is to do, and tells what became of it; None where that is left to
others. What it raises ends the sweep."""

_LINE = 16
"""How many portions of results wait for whoever iterates."""


class Run(Generic[T]):
    """Visits all scopes once.

    Args:
        planner: Finds the scopes.
        visit: What is done in each.
        meter: Counts scopes.
        concurrency: How many are visited at a time.
        is_in_turn: Whether they are visited one by one, account by account.
    """

    def __init__(
        self,
        planner: Planner,
        visit: Visit[T],
        meter: Meter,
        *,
        concurrency: int,
        is_in_turn: bool = False,
    ) -> None:
        self._planner = planner
        self._visit = visit
        self._meter = meter
        self._is_in_turn = is_in_turn
        self._accounts = anyio.Semaphore(concurrency, fast_acquire=True)
        self._scopes = anyio.Semaphore(concurrency, fast_acquire=True)
        self._turn = anyio.Lock(fast_acquire=True)
        # By account, in the order in which they are listed, and by Region.
        self._ended: dict[str, dict[str, ScopeOutcome | None]] = {}
        self._scope = anyio.CancelScope()
        self._tasks: anyio.abc.TaskGroup = anyio.create_task_group()
        self._line, self._ready = anyio.create_memory_object_stream[Sequence[T]](_LINE)
        self.error: Exception | None = None
        """What ended the sweep before its time."""
        self.is_over: bool = False
        """Whether every scope has ended."""

    async def __call__(self) -> None:
        """Run to the end. What goes wrong is kept as the error, and not raised."""
        self._meter.total = self._planner.total
        self._meter.update()
        try:
            with self._line, self._scope:
                async with self._tasks:
                    self._begin(self._enter_all)
                # A group whose last task has cancelled it may end as if nothing had happened.
                self.is_over = self.error is None
        finally:
            self._meter.end()

    async def next(self) -> Sequence[T] | None:
        """Wait for the next results; None where no more come."""
        try:
            return await self._ready.receive()
        except (anyio.EndOfStream, anyio.ClosedResourceError):
            return None

    def leave(self) -> None:
        """End it here; nobody takes results any more."""
        self._scope.cancel()
        self._line.close()
        self._ready.close()

    @property
    def outcome(self) -> FleetOutcome:
        """What became of the scopes until now."""
        places = [
            (account, region, ended)
            for account, regions in self._ended.items()
            for region, ended in regions.items()
        ]
        ended = tuple(one for _, _, one in places if one is not None)
        pending = tuple((account, region) for account, region, one in places if one is None)
        return FleetOutcome(ended, pending, self.is_over)

    async def _enter_all(self) -> None:
        """Enter the accounts one by one, as many at a time as the door lets in."""
        entering = 0

        async def enter(account: str, status: str) -> None:
            nonlocal entering
            await self._enter(account, status)
            self._accounts.release()
            entering -= 1

        async with aclosing(self._planner.accounts()) as accounts:
            async for account, status in accounts:
                await self._accounts.acquire()
                self._ended[account] = {}
                entering += 1
                self._begin(enter, account, status)
        while entering:  # each that has entered its scopes opens the door once
            await self._accounts.acquire()
        self._meter.total = sum(map(len, self._ended.values()))

    async def _enter(self, account: str, status: str) -> None:
        """Find the scopes of an account, and visit them one by one."""
        scopes = await self._planner.scopes(account, status)
        self._ended[account].update((scope.region, None) for scope in scopes)
        first = FirstRegion(scope.region for scope in scopes)
        async with self._turn:  # account by account, so that each is entered once, and left soon
            for scope in scopes:
                await self._scopes.acquire()
                if self._is_in_turn:
                    await self._end(scope, first)
                else:
                    self._begin(self._end, scope, first)

    async def _end(self, scope: Scope, first: FirstRegion) -> None:
        """Visit a scope, and note what became of it."""
        outcome = await self._visit(scope, first, self._line.send)
        self._ended[scope.account][scope.region] = outcome
        is_missed = outcome is not None and is_missing(outcome.problem)
        self._meter.failed += is_missed
        self._meter.done += not is_missed
        self._meter.update()
        self._scopes.release()

    def _begin(self, work: Callable[..., Awaitable[None]], *arguments: object) -> None:
        self._tasks.start_soon(self._guarded, work, arguments)

    async def _guarded(self, work: Callable[..., Awaitable[None]], arguments: Any) -> None:
        """Do something, and end the sweep where that raises."""
        try:
            await work(*arguments)
        except Exception as error:  # noqa: BLE001 (raised where the results are taken)
            self.error = self.error or error
            self._scope.cancel()
