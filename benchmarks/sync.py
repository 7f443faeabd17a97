"""Findings kept in step: the calls and the CPU of a sync, and what the store takes.

Usage: python benchmarks/sync.py [findings]
       python benchmarks/sync.py --million [findings]

Counts calls with the emulator in process, and takes the size of a store there, because its findings
are of all types. Then fills a store with 20,000 findings, or a million, and measures the CPU of a
sync that finds nothing changed beside listing alone, over loopback from a server in another
process: each with a client of its own, pair by pair, with the time of all threads. To reach is
twice the CPU at most, and 1,500 bytes of file for each finding; ends with 1 where that is missed.
Memory, and how long the event loop is held, are measured in processes of their own.
"""

import asyncio
import gc
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from event_loop import Heartbeat
from listing_server import finding
from loopback import ANALYZER, CREDENTIALS, REGION, in_turn, listing_server, spread, table
from memory import peak

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.models import GetFindingV2Response
from aa_sdk.workflows import Changes, FindingStore, sync_findings

MOST_TIME, MOST_BYTES = 2.0, 1500
FEW, CHANGED, SAMPLES = 200, 7, 4000
BATCH, ROUNDS = 1000, 3

WHAT = ("listing alone", "a sync", "iterating over the changes")
HELD = ("what", "adds to the peak", "adds of its own", "holds the loop for")

Row = tuple[str, ...]
Figures = dict[str, list[float]]


def main() -> int:
    """Measure and print."""
    numbers = [int(text) for text in sys.argv[1:] if text.isdecimal()]
    is_many = "--million" in sys.argv
    findings = numbers[0] if numbers else 1_000_000 if is_many else 20_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table("Calls of a sync", alone(calls, folder))
        samples, sizes = alone(read_samples, folder)
        sizes.append(alone(fill, folder / "store", samples, findings))
        table("Bytes of a store, for each finding", [SIZES, *sizes])
        with listing_server(findings) as url:
            figures = alone(in_step, url, folder / "store", 3 if is_many else 9)
            ours, theirs = figures.values()
            ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
            rows: list[Row] = [("what", "CPU", "of listing alone, pair by pair")]
            rows.append(("a sync", spread(ours, "s"), spread(ratios, "of it", 2)))
            rows.append(("listing alone", spread(theirs, "s"), ""))
            table(f"{findings:,} findings, of which none has changed", rows)
            rows = [alone(held, what, url, folder / "store") for what in WHAT]
        table(f"Memory and the event loop, with {findings:,} findings", [HELD, *rows])
    is_slow = statistics.median(ratios) > MOST_TIME
    return int(is_slow or any(int(size) > MOST_BYTES for _, *both in sizes for size in both))


def alone(measure: Callable[..., Awaitable[Any]], *arguments: object) -> Any:
    """Measure in a process of its own, whose memory nobody has used before."""
    with ProcessPoolExecutor(1, get_context("spawn")) as fresh:
        return fresh.submit(run, measure, *arguments).result()


def run(measure: Callable[..., Any], *arguments: object) -> Any:
    """Run an asynchronous function."""
    return asyncio.run(measure(*arguments))


# Calls and size: the emulator in process.


async def calls(folder: Path) -> list[Row]:
    """Count what is asked of the service: by a first sync, by the next, and once some changed."""
    emulator = Emulator()
    emulator.populate(findings=FEW)
    rows: list[Row] = [(f"{FEW} findings of 4 analyzers", "calls that list", "calls that read")]
    async with (
        AccessAnalyzerClient(session=emulator.session()) as client,
        FindingStore(folder / "calls") as store,
    ):
        for what, changed in (("first", 0), ("nothing changed", 0), ("some changed", CHANGED)):
            active = [one.id async for one in store.findings() if one.status == "ACTIVE"]
            for finding_id in active[:changed]:
                emulator.resolve_finding(finding_id)
            emulator.calls.clear()
            await sync_all(client, store)
            listed, read = map(emulator.calls.count_of, ("ListFindingsV2", "GetFindingV2"))
            rows.append((what, str(listed), str(read)))
    return rows


async def sync_all(client: AccessAnalyzerClient, store: FindingStore) -> list[Changes]:
    """Sync each analyzer of the account."""
    return [
        await sync_findings(client, analyzer_arn=analyzer.arn, store=store)
        async for analyzer in client.list_analyzers()
    ]


SIZES = ("findings", "closed", "open, with its log")


async def read_samples(folder: Path) -> tuple[list[dict[str, Any]], list[Row]]:
    """Read findings of all types by a first sync, and return them with what the store takes."""
    emulator = Emulator()
    emulator.populate(findings=SAMPLES)
    path = folder / "samples"
    async with (
        AccessAnalyzerClient(session=emulator.session()) as client,
        FindingStore(path) as store,
    ):
        await sync_all(client, store)
        samples = [one.to_wire() async for one in store.findings()]
        while_open = size_of(path)
    assert len(samples) == SAMPLES
    return samples, [size_row(path, while_open, SAMPLES)]


def size_of(path: Path) -> int:
    """Return the bytes of a store: of its file and of what lies beside it."""
    return sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))


def size_row(path: Path, while_open: int, findings: int) -> Row:
    """Say what a store takes for each finding."""
    return f"{findings:,}", f"{size_of(path) / findings:.0f}", f"{while_open / findings:.0f}"


async def fill(path: Path, samples: list[dict[str, Any]], findings: int) -> Row:
    """Write down findings as a first sync does that has read them, and say what they take."""
    alike = cycle(samples)
    async with FindingStore(path) as store:
        async with store.run(ANALYZER) as run:
            for first in range(0, findings, BATCH):
                numbers = range(first, min(first + BATCH, findings))
                await run.record([whole(number, next(alike)) for number in numbers])
            await store.acknowledge(await run.finish([]))
        while_open = size_of(path)
    return size_row(path, while_open, findings)


def whole(number: int, sample: dict[str, Any]) -> GetFindingV2Response:
    """Return the finding that the server lists under a number, with the details of another one."""
    listed = finding(number)
    compared = {name: listed[name] for name in ("id", "status", "updatedAt")}
    resource = f"{sample['resource']}-{number}"
    return GetFindingV2Response.from_wire(json.dumps({**sample, **compared, "resource": resource}))


# A sync beside listing alone, over loopback.


def connected(url: str) -> AccessAnalyzerClient:
    """Make a client of a server."""
    return AccessAnalyzerClient(REGION, endpoint_url=url, **CREDENTIALS)


async def list_all(client: AccessAnalyzerClient) -> None:
    """List as a sync does."""
    async for _ in client.list_findings_v2(ANALYZER, max_results=100).pages():
        pass


async def sync(client: AccessAnalyzerClient, store: FindingStore) -> None:
    """Sync what has not changed."""
    assert not await sync_findings(client, analyzer_arn=ANALYZER, store=store)


async def in_step(url: str, path: Path, rounds: int) -> Figures:
    """Return the CPU seconds of a sync and of listing alone, round by round."""

    async def timed(work: Callable[[], Awaitable[object]]) -> float:
        started = time.process_time()
        await work()
        return time.process_time() - started

    async with connected(url) as syncing, connected(url) as listing, FindingStore(path) as store:
        turns = {
            "a sync": partial(timed, partial(sync, syncing, store)),
            "listing alone": partial(timed, partial(list_all, listing)),
        }
        return await in_turn(turns, rounds)


# Memory and the event loop.


async def go_through(store: FindingStore) -> None:
    """Iterate over all changes there are."""
    changes = await store.changes(ANALYZER, acknowledged=True)
    count = 0
    async for _ in changes:
        count += 1
    assert count == len(changes)


async def held(what: str, url: str, path: Path) -> Row:
    """Say how much more memory something takes than what is open anyway, and how it holds the loop.

    Of the memory, pages of the file are the system's: it takes them back when it needs them. How
    long the loop is held is the worst of a round; of the rounds, that with the least of other work.
    """
    heart = Heartbeat()
    async with connected(url) as client, FindingStore(path) as store:
        works = {
            "listing alone": partial(list_all, client),
            "a sync": partial(sync, client, store),
            "iterating over the changes": partial(go_through, store),
        }
        await client.list_findings_v2(ANALYZER).page()
        before, own = peak(), private()
        await works[what]()
        gc.freeze()  # or else it is held by the collector, going through all there is
        beating, worst = asyncio.create_task(heart.run()), list[float]()
        for _ in range(ROUNDS):
            heart.take()
            await works[what]()
            worst.append(heart.take())
        beating.cancel()
        return (
            what,
            f"{peak() - before:.0f} MB",
            f"{private() - own:.0f} MB",
            f"{min(worst):.1f} ms",
        )


def private() -> float:
    """Return the megabytes that are this process's own, and no pages of a file."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (size,) = [line.split()[1] for line in status.splitlines() if line.startswith("RssAnon")]
    return int(size) / 1024


if __name__ == "__main__":
    sys.exit(main())
