"""A Dask cluster, and how work that is mostly waiting is spread over it."""

# pyright: reportUnknownMemberType=false
# Dask has types for a part of what it takes.

from argparse import ArgumentTypeError
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from distributed import Client, LocalCluster, as_completed

Part = TypeVar("Part")
Result = TypeVar("Result")

THREADS = 4
"""How many tasks a worker has at a time: they wait for the service on one event loop."""
WINDOW = 256
"""How many tasks the scheduler has at a time, whatever there is to do."""


def at_least_one(text: str) -> int:
    """Read a number from the command line."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError("must be a whole number of at least 1")
    return int(text)


@asynccontextmanager
async def connected(scheduler: str | None = None) -> AsyncGenerator[Client]:
    """Connect to a cluster; by default to one of two processes on this machine, made for it."""
    if scheduler is not None:
        async with Client(scheduler, asynchronous=True) as client:
            yield client
        return
    async with (
        LocalCluster(
            n_workers=2,
            threads_per_worker=THREADS,
            processes=True,
            dashboard_address="127.0.0.1:0",  # any free port
            asynchronous=True,
        ) as cluster,
        Client(cluster, asynchronous=True) as client,
    ):
        yield client


async def spread(
    client: Client, work: Callable[[Part], Awaitable[Result]], parts: AsyncIterable[Part]
) -> AsyncGenerator[Result]:
    """Do some work on each of many parts, on whichever worker, and give the results as they come.

    Where a worker dies, others do again what it had under way, and what it had done and nobody had
    fetched. A part that several workers have died of is an error.
    """
    results: Any = as_completed(loop=client.loop, with_results=True)
    async for part in parts:
        results.add(client.submit(work, part, pure=False))
        if results.count() == WINDOW:
            _, result = await anext(results)
            yield result
    async for _, result in results:
        yield result
