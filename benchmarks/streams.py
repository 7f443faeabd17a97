"""50 listings at once through one client: pages in each second of CPU, and in each second.

Usage: python benchmarks/streams.py [rounds]

Each of 50 tasks lists findings in pages of 100 from a loopback server in another process. First
the server answers at once, and what counts is CPU. Then it answers after 50 ms, and what counts is
how many requests a client's pool of connections lets out together. The contenders take turns.
"""

import asyncio
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial

import contenders
import listing
from contenders import Contender
from listing import SIZE, List
from loopback import compare, in_turn, listing_server

STREAMS = 50
LATENCY = 50  # ms

CLIENTS = {name: listing.CONTENDERS[name] for name in ("this SDK", "capo", "aiobotocore")}
POOLS: dict[str, Contender[List]] = {
    "this SDK": (contenders.this_sdk, listing.this_sdk),
    "this SDK, 10 connections": (partial(contenders.this_sdk, connections=10), listing.this_sdk),
    "this SDK, 50 connections": (partial(contenders.this_sdk, connections=50), listing.this_sdk),
    "capo": (contenders.capo, listing.capo),
    "capo, 50 connections": (partial(contenders.capo, connections=50), listing.capo),
}


async def turn(run: List, pages: int, clock: Callable[[], float]) -> float:
    """Return how many pages all streams together read in each second of a clock."""
    started = clock()
    counts = await asyncio.gather(*(run() for _ in range(STREAMS)))
    spent = clock() - started
    assert counts == [pages * SIZE] * STREAMS
    return pages * STREAMS / spent


async def measure(
    which: Mapping[str, Contender[List]],
    clock: Callable[[], float],
    rounds: int,
    *,
    pages: int,
    parts: int = 1,
    latency: int = 0,
) -> dict[str, list[float]]:
    """Return each contender's pages in a second, round by round, where a stream has `pages`."""
    with listing_server(pages * SIZE, SIZE, latency) as url:
        async with contenders.opened(url, which) as runs:
            turns = {name: partial(turn, run, pages, clock) for name, run in runs.items()}
            return await in_turn(turns, rounds, parts)


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 9
    figures = asyncio.run(measure(CLIENTS, time.process_time, rounds, pages=2, parts=5))
    compare(f"{STREAMS} listings at once", figures, "in each second of CPU", "pages", 0)
    figures = asyncio.run(measure(POOLS, time.perf_counter, rounds, pages=5, latency=LATENCY))
    title = f"{STREAMS} listings at once, each answer after {LATENCY} ms"
    compare(title, figures, "in each second", "pages", 0)


if __name__ == "__main__":
    main()
