"""A sweep of many accounts and Regions: CPU and memory of a scope, wall time, the event loop.

Usage: python benchmarks/fleet.py [accounts]

The server, in a process of its own, knows roles, and has one analyzer with 20 findings in every
account and Region. A sweep takes turns with what would be written by hand for the same calls: one
session, a role assumed for each account, and in each of its ten Regions a client with the role's
keys, which lists analyzers and their findings and is closed; 64 at a time. Memory is that of 1,000
accounts in ten Regions, or as many as are given, from 200 up. To reach are 1.2 times the CPU by
hand, 50 kB for each open scope beside its findings, no more than 1 kB for each that has ended, and
1.2 times the time of the slowest scope; ends with 1 where one is missed.
"""

import asyncio
import contextlib
import gc
import os
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from event_loop import BEAT
from loopback import KEY, SECRET, compare, in_turn, spread, table
from memory import peak

from aa_sdk import AccessAnalyzerClient
from aa_sdk.client import create_session
from aa_sdk.workflows import Fleet
from aa_sdk.workflows.fleet import Sweep

MOST_CPU, MOST_OPEN, MOST_WALL, MOST_GROWTH = 1.2, 50.0, 1.2, 1.0
FINDINGS, AT_ONCE = 20, 64
ACCOUNTS, MANY_ACCOUNTS, WARM_ACCOUNTS = 16, 1_000, 100
USUAL, SLOW = 50, 1_000  # milliseconds of an answer
ROLE = "AuditRole"
REGIONS = [
    *("us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1"),
    *("eu-west-2", "eu-west-3", "eu-central-1", "eu-north-1", "ap-south-1"),
]
# Every fourth finding is of IAM, and told by each Region.
OF_ACCOUNT = FINDINGS // 4 * (3 * len(REGIONS) + 1)

Row = tuple[str, ...]
Visit = Callable[[Any], Awaitable[int]]
"""Does by hand, with a client, what a sweep does in a scope, and returns how many things it met."""


def main() -> int:
    """Measure and print."""
    accounts = max(int(sys.argv[1]) if sys.argv[1:] else MANY_ACCOUNTS, 2 * WARM_ACCOUNTS)
    with server(FINDINGS) as url:
        findings, analyzers = alone(cpu, url)
        for what, figures in (("Findings", findings), ("Analyzers", analyzers)):
            title = f"{what} of {ACCOUNTS * len(REGIONS)} scopes"
            compare(title, figures, "CPU for each scope", "ms", 2, others=())
        few, many, each = alone(held, url, accounts)
        rows: list[Row] = [("after", "peak")]
        rows.append((f"{WARM_ACCOUNTS * len(REGIONS):,} scopes", f"{few:.1f} MB"))
        rows.append((f"{accounts * len(REGIONS):,} scopes", f"{many:.1f} MB"))
        table("Peak memory of a sweep", rows)
        opened: list[Row] = [("each scope", "memory")]
        opened.append((f"open, with {FINDINGS} findings", f"{alone(open_scopes, url):.1f} kB"))
        print(f"\nCPU for each of {accounts * len(REGIONS):,} scopes: {each:.2f} ms")
        delays = [alone(holding, url) for _ in range(5)]
        rows = [("while", "the event loop is held for, at the longest")]
        rows += [(what, spread([one[what] for one in delays], "ms", 1)) for what in delays[0]]
        table("The event loop", rows)
    with server(0) as url:
        bare = alone(open_scopes, url)
        opened.append(("open, without findings", f"{bare:.1f} kB"))
        fewer, more = (alone(ended_scopes, url, number) for number in (50, 250))
        each = (more - fewer) / 200 / len(REGIONS)
        opened.append(("ended", f"{each:.0f} B"))
        table("Memory of scopes", opened)
    with server(FINDINGS, USUAL, account(AT_ONCE - 1), SLOW) as url:
        walls = alone(wall, url)
        rows = [("what", "wall time")]
        rows += [(what, f"{seconds:.2f} s") for what, seconds in walls.items()]
        table("One slow scope of 64", rows)
    swept, slowest = walls.values()
    ours, by_hand, *_ = map(statistics.median, findings.values())
    missed = {
        "CPU": ours > MOST_CPU * by_hand,
        "memory": bare > MOST_OPEN or many - few > MOST_GROWTH * accounts * len(REGIONS) / 1000,
        "wall time": swept > MOST_WALL * slowest,
    }
    print(f"\nmissed: {', '.join(what for what, is_so in missed.items() if is_so) or 'nothing'}")
    return int(any(missed.values()))


def account(number: int) -> str:
    """Return the id of an account."""
    return f"{200_000_000_000 + number}"


def accounts_up_to(number: int, first: int = 0) -> list[str]:
    """Return the ids of so many accounts."""
    return [account(first + one) for one in range(number)]


@contextlib.contextmanager
def server(findings: int, usual: int = 0, slow: str = "", slower: int = 0) -> Generator[str]:
    """Run the server in a process of its own, and yield its URL."""
    script = str(Path(__file__).parent / "fleet_server.py")
    command = [sys.executable, script, *map(str, (findings, usual, slow, slower))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        yield f"http://127.0.0.1:{int(running.stdout.readline())}"
        running.stdin.close()


def alone(measure: Callable[..., Awaitable[Any]], url: str, *arguments: object) -> Any:
    """Measure in a process of its own, whose memory nobody has used before."""
    with ProcessPoolExecutor(1, get_context("spawn")) as fresh:
        return fresh.submit(run, measure, url, *arguments).result()


def run(measure: Callable[..., Any], url: str, *arguments: object) -> Any:
    """Run an asynchronous function where STS is the server too."""
    keys = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
    os.environ |= {"AWS_ENDPOINT_URL_STS": url, "AWS_REGION": REGIONS[0], **keys}
    return asyncio.run(measure(url, *arguments))


# CPU: a sweep beside the same by hand.


async def cpu(url: str) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Return the CPU milliseconds of a scope: of findings, and of analyzers alone."""
    ours, theirs = partial(our_client, url), partial(their_client, url)
    figures = [
        await in_turn(turns, rounds=3)
        for turns in (
            {
                "`fleet.findings()`": partial(swept, url, Fleet.findings),
                "by hand, clients of ours": partial(by_hand, ours, our_findings),
                "by hand, clients of aiobotocore": partial(by_hand, theirs, their_findings),
            },
            {
                "`fleet.analyzers()`": partial(swept, url, Fleet.analyzers),
                "by hand, clients of ours": partial(by_hand, ours, our_analyzers),
                "by hand, clients of aiobotocore": partial(by_hand, theirs, their_analyzers),
            },
        )
    ]
    return figures[0], figures[1]


def fleet_of(url: str, accounts: list[str]) -> Fleet:
    """Return a fleet of accounts in ten Regions."""
    return Fleet(
        session=create_session(),
        accounts=accounts,
        regions=REGIONS,
        role=ROLE,
        endpoint_url=url,
    )


async def swept(url: str, sweep: Callable[[Fleet], Sweep[Any]]) -> float:
    """Sweep by a new fleet, and return the CPU milliseconds of each scope."""
    started = time.process_time()
    async with fleet_of(url, accounts_up_to(ACCOUNTS)) as fleet:
        async for _ in sweep(fleet):
            pass
        outcome = fleet.outcome
    spent, scopes = time.process_time() - started, ACCOUNTS * len(REGIONS)
    assert outcome.counts == {"ok": scopes}
    assert outcome.findings + outcome.repeated in {0, scopes * FINDINGS}
    return spent * 1000 / scopes


Connect = Callable[[Any, str, dict[str, str]], Any]
"""Makes the client of a Region, on a session, with an account's keys."""


async def by_hand(connect: Connect, visit: Visit) -> float:
    """Do the same with a client for each scope, and return the CPU milliseconds of each scope."""
    started, counts = time.process_time(), list[int]()
    session: Any = create_session()
    door = asyncio.Semaphore(AT_ONCE)

    async def enter(keys: dict[str, str], region: str) -> None:
        async with door, connect(session, region, keys) as client:
            counts.append(await visit(client))

    async with (
        session.create_client("sts", region_name=REGIONS[0]) as sts,
        asyncio.TaskGroup() as tasks,
    ):
        for one in accounts_up_to(ACCOUNTS):
            arn = f"arn:aws:iam::{one}:role/{ROLE}"
            said = await sts.assume_role(RoleArn=arn, RoleSessionName="by-hand")
            for region in REGIONS:
                tasks.create_task(enter(keys_of(said["Credentials"]), region))
    spent = time.process_time() - started
    assert set(counts) <= {1, FINDINGS}
    return spent * 1000 / len(counts)


def keys_of(said: dict[str, str]) -> dict[str, str]:
    """Return the arguments of a client that an assumed role's keys are."""
    return {
        "aws_access_key_id": said["AccessKeyId"],
        "aws_secret_access_key": said["SecretAccessKey"],
        "aws_session_token": said["SessionToken"],
    }


def our_client(url: str, session: Any, region: str, keys: dict[str, str]) -> AccessAnalyzerClient:
    """Make a client of ours."""
    return AccessAnalyzerClient(region, session=session, endpoint_url=url, **keys)  # type: ignore[arg-type] # keys alone


@asynccontextmanager
async def their_client(
    url: str, session: Any, region: str, keys: dict[str, str]
) -> AsyncGenerator[Any]:
    """Make a client of aiobotocore's."""
    async with AsyncExitStack() as stack:
        made = session.create_client("accessanalyzer", region_name=region, endpoint_url=url, **keys)
        yield await stack.enter_async_context(made)


async def our_analyzers(client: AccessAnalyzerClient) -> int:
    """List the analyzers."""
    return len(await client.list_analyzers().collect())


async def our_findings(client: AccessAnalyzerClient) -> int:
    """List the findings of each analyzer."""
    count = 0
    for one in await client.list_analyzers().collect():
        async for _ in client.list_findings(one.arn, max_results=100):
            count += 1
    return count


async def their_analyzers(client: Any) -> int:
    """List the analyzers."""
    pages = client.get_paginator("list_analyzers").paginate()
    return sum([len(page["analyzers"]) async for page in pages])


async def their_findings(client: Any) -> int:
    """List the findings of each analyzer."""
    count = 0
    async for page in client.get_paginator("list_analyzers").paginate():
        for one in page["analyzers"]:
            found = client.get_paginator("list_findings").paginate(analyzerArn=one["arn"])
            count += sum([len(listed["findings"]) async for listed in found])
    return count


# Memory.


async def held(url: str, accounts: int) -> tuple[float, float, float]:
    """Return the peak after 100 accounts and after all, and the CPU milliseconds of a scope."""
    async with fleet_of(url, accounts_up_to(accounts)) as fleet:
        started, count, early = time.process_time(), 0, 0.0
        async for _ in fleet.findings():
            count += 1
            if count == WARM_ACCOUNTS * OF_ACCOUNT:
                early = peak()
        assert count == accounts * OF_ACCOUNT
        each = (time.process_time() - started) * 1000 / len(fleet.outcome)
        return early, peak(), each


async def open_scopes(url: str) -> float:
    """Return the kB of each open scope, at the peak, over what a fleet has once it has ended some.

    It is connected in each Region then, and has nothing open.
    """
    async with fleet_of(url, accounts_up_to(ACCOUNTS)) as fleet:
        await fleet.findings()
        gc.collect()
        tracemalloc.start()
        async for _ in fleet.findings():
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return most / 1000 / AT_ONCE


async def ended_scopes(url: str, accounts: int) -> int:
    """Return the bytes that a sweep of accounts which are entered leaves behind."""
    async with fleet_of(url, accounts_up_to(accounts)) as fleet:
        await fleet.analyzers()
        gc.collect()
        tracemalloc.start()
        async for _ in fleet.analyzers():
            pass
        gc.collect()
        kept, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return kept


# Wall time, and the event loop.


async def wall(url: str) -> dict[str, float]:
    """Return the seconds of a sweep of 64 scopes, the last of which is slow, and of that alone.

    Of some rounds, those of the one with the least of other work.
    """
    works = {
        "a sweep": accounts_up_to(AT_ONCE),
        "the slow scope alone": accounts_up_to(1, AT_ONCE - 1),
    }
    seconds: dict[str, list[float]] = {what: [] for what in works}
    for _ in range(3):
        for what, chosen in works.items():
            started = time.perf_counter()
            async with Fleet(
                accounts=chosen, regions=REGIONS[:1], role=ROLE, endpoint_url=url
            ) as fleet:
                found = await fleet.findings()
            seconds[what].append(time.perf_counter() - started)
            assert len(found) == len(chosen) * FINDINGS
    return {what: min(each) for what, each in seconds.items()}


async def holding(url: str) -> dict[str, float]:
    """Return for how long the event loop is held: by a first sweep, and by the next.

    In milliseconds of its thread's CPU, since other programs delay a beat too.
    """
    worst = 0.0

    async def beat() -> None:
        nonlocal worst
        last = time.thread_time()
        while True:
            await asyncio.sleep(BEAT)
            now = time.thread_time()
            last, worst = now, max(worst, now - last)

    delays = dict[str, float]()
    async with fleet_of(url, accounts_up_to(ACCOUNTS)) as fleet:
        beating = asyncio.create_task(beat())
        await asyncio.sleep(20 * BEAT)
        for what in ("Regions are connected", "they are connected"):
            gc.freeze()  # or else it is held by the collector, going through all there is
            worst = 0.0
            async for _ in fleet.findings():
                pass
            delays[what] = worst * 1000
        beating.cancel()
    return delays


if __name__ == "__main__":
    sys.exit(main())
