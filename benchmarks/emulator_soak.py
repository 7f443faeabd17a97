"""A soak of the emulator: mixed calls of many tasks under random faults, and what is left.

Usage: python benchmarks/emulator_soak.py [calls] [seed]

Three of four calls are made in process, the rest over HTTP. At the end nothing may be left behind:
no task, no socket, no thread; and the state has to be consistent with itself.
"""

import asyncio
import gc
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from aiobotocore.config import AioConfig
from loopback import CREDENTIALS, REGION, table

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator, Population
from aa_sdk.emulator._findings.store import FindingStore
from aa_sdk.errors import AccessAnalyzerError
from aa_sdk.models import (
    CloudTrailDetails,
    FilterCriteria,
    FindingStatusUpdate,
    PolicyGenerationDetails,
    SqsQueueConfiguration,
    Trail,
)

TASKS = 40
QUEUE = "arn:aws:sqs:us-east-1:111122223333:inbox"
ROLE = "arn:aws:iam::111122223333:role/reader"
ACTIVE: FilterCriteria = {"status": {"eq": ["ACTIVE"]}}
ARCHIVED: FilterCriteria = {"status": {"eq": ["ARCHIVED"]}}
PUBLIC: FilterCriteria = {"isPublic": {"eq": ["true"]}}

Call = Callable[[AccessAnalyzerClient, Population, Random], Awaitable[object]]


async def list_some(client: AccessAnalyzerClient, world: Population, draw: Random) -> object:
    """Read some findings of any analyzer."""
    arn = draw.choice(list(world.analyzers.values()))
    criteria = draw.choice([None, ACTIVE, ARCHIVED])
    size = draw.choice([10, 100])
    return await client.list_findings_v2(
        analyzer_arn=arn, filter=criteria, max_results=size
    ).collect(limit=150)


async def list_old(client: AccessAnalyzerClient, world: Population, draw: Random) -> object:
    """Read a page in the older form."""
    pages = client.list_findings(analyzer_arn=world.external, filter=draw.choice([None, PUBLIC]))
    return await pages.page()


async def flip(client: AccessAnalyzerClient, world: Population, draw: Random) -> object:
    """Archive some findings, or make them active again."""
    changes: list[tuple[Any, FindingStatusUpdate]] = [(ACTIVE, "ARCHIVED"), (ARCHIVED, "ACTIVE")]
    before, after = draw.choice(changes)
    arn = draw.choice([world.external, world.unused, world.internal])
    page = await client.list_findings_v2(analyzer_arn=arn, filter=before, max_results=5).page()
    ids = [finding.id for finding in page.findings]
    if not ids:
        return None
    return await client.update_findings(analyzer_arn=arn, ids=ids, status=after)


async def read_one(client: AccessAnalyzerClient, world: Population, draw: Random) -> object:
    """Read a finding with its details."""
    arn = draw.choice(list(world.analyzers.values()))
    finding = await client.list_findings_v2(analyzer_arn=arn).first()
    return finding and await client.get_finding_v2(analyzer_arn=arn, id=finding.id)


async def rules(client: AccessAnalyzerClient, world: Population, draw: Random) -> object:
    """Make a rule, apply it, read it, and take it away."""
    name = f"rule{draw.randrange(10**9)}"
    named = {"analyzer_name": "account-external", "rule_name": name}
    await client.create_archive_rule(**named, filter=PUBLIC)
    try:
        await client.apply_archive_rule(analyzer_arn=world.external, rule_name=name)
        return await client.list_archive_rules(analyzer_name="account-external").page()
    finally:
        await client.delete_archive_rule(**named)


async def analyzers(client: AccessAnalyzerClient, world: Population, draw: Random) -> object:
    """Make an analyzer of the organization, and take it away."""
    assert world
    name = f"soak{draw.randrange(10**9)}"
    await client.create_analyzer(analyzer_name=name, type="ORGANIZATION_UNUSED_ACCESS")
    try:
        return await client.list_analyzers().collect()
    finally:
        await client.delete_analyzer(analyzer_name=name)


async def previews(client: AccessAnalyzerClient, world: Population, draw: Random) -> object:
    """Make a preview and read its findings."""
    assert draw
    created = await client.create_access_preview(
        analyzer_arn=world.external,
        configurations={QUEUE: SqsQueueConfiguration(queue_policy="")},
    )
    await client.get_access_preview(analyzer_arn=world.external, access_preview_id=created.id)
    findings = client.list_access_preview_findings(
        analyzer_arn=world.external, access_preview_id=created.id
    )
    return await findings.collect()


async def generation(client: AccessAnalyzerClient, world: Population, draw: Random) -> object:
    """Start a policy generation and cancel it, or look at those that were."""
    assert world
    if draw.random() < 0.5:
        return await client.list_policy_generations().collect()
    job = await client.start_policy_generation(
        policy_generation_details=PolicyGenerationDetails(principal_arn=ROLE),
        cloud_trail_details=CloudTrailDetails.model_validate(
            {
                "trails": [Trail(cloud_trail_arn="arn:aws:cloudtrail:us-east-1:1:trail/a")],
                "accessRole": ROLE,
                "startTime": "2025-12-01T00:00:00Z",
                "endTime": "2025-12-02T00:00:00Z",
            }
        ),
    )
    return await client.cancel_policy_generation(job_id=job.job_id)


async def reads(client: AccessAnalyzerClient, world: Population, draw: Random) -> object:
    """Read statistics, resources or tags."""
    arn = draw.choice(list(world.analyzers.values()))
    calls: list[Callable[[], Awaitable[object]]] = [
        lambda: client.get_findings_statistics(analyzer_arn=arn),
        lambda: client.list_analyzed_resources(analyzer_arn=arn).page(),
        lambda: client.list_tags_for_resource(resource_arn=arn),
        lambda: client.tag_resource(resource_arn=arn, tags={"n": str(draw.randrange(9))}),
    ]
    return await draw.choice(calls)()


MIX: list[Call] = [
    *[list_some, flip, reads] * 3,
    *[list_old, read_one] * 2,
    *[rules, analyzers, previews, generation],
]


def add_faults(emulator: Emulator) -> None:
    """Let about one call in ten go wrong, and some answers lie."""
    emulator.faults.throttle(rate=0.01, retry_after=None)
    emulator.faults.fail(rate=0.01)
    emulator.faults.fail(rate=0.005, status=403, code="AccessDeniedException", message="no")
    emulator.faults.drop(rate=0.005)
    emulator.faults.drop(rate=0.005, handled=True)
    emulator.faults.truncate(rate=0.005)
    emulator.faults.replace_body(rate=0.005)
    emulator.faults.delay(0.005, rate=0.02)
    emulator.faults.redirect("http://127.0.0.1:9/", rate=0.005)
    emulator.faults.wrong_length(by=7, rate=0.005)
    emulator.faults.wrong_length(by=-7, rate=0.005)
    emulator.faults.no_length(rate=0.005)
    emulator.faults.gzip_bomb(size=1_000_000, rate=0.005)
    emulator.faults.slow_body(0.02, rate=0.01)
    emulator.faults.half_answer(rate=0.005)
    emulator.faults.wrong_type(rate=0.005)
    emulator.faults.http_1_0(rate=0.01)


class Soak:
    """The calls, and what came of them."""

    def __init__(self, emulator: Emulator, world: Population, calls: int, seed: int) -> None:
        self._emulator = emulator
        self._world = world
        self._calls = calls
        self._seed = seed
        self.seen = 0
        self.outcomes = Counter[str]()

    async def run(self, url: str) -> None:
        """Run all tasks to their end."""
        config = AioConfig(retries={"total_max_attempts": 2, "mode": "standard"})
        session = self._emulator.session()
        async with (
            AccessAnalyzerClient(session=session, config=config) as inside,
            AccessAnalyzerClient(REGION, endpoint_url=url, config=config, **CREDENTIALS) as outside,
        ):
            clients = (inside, inside, inside, outside)
            tasks = (self._task(clients[n % 4], Random(f"{self._seed} {n}")) for n in range(TASKS))
            await asyncio.gather(*tasks)

    async def _task(self, client: AccessAnalyzerClient, draw: Random) -> None:
        while self.seen + len(self._emulator.calls) < self._calls:
            call = draw.choice(MIX)
            try:
                await call(client, self._world, draw)
            except AccessAnalyzerError as error:
                self.outcomes[type(error).__name__] += 1
            else:
                self.outcomes["good"] += 1
            if draw.random() < 0.01 and len(self._emulator.calls) > 1000:
                self.seen += len(self._emulator.calls)
                self._emulator.calls.clear()


def inconsistencies(store: FindingStore) -> Iterator[str]:
    """What in a store contradicts something else in it."""
    records = [record for record in store.chunk(0, store.span) if record.seq >= 0]
    if {record.id for record in records} != store.by_id.keys():
        yield "positions and ids"
    if any(store.chunk(record.seq, 1) != [record] for record in records):
        yield "positions"
    counts = Counter(record.group.facts for record in records)
    if counts != Counter({facts: group.count for facts, group in store.groups.items()}):
        yield "groups"
    listed = {finding.id for resource in store.resources.values() for finding in resource.findings}
    if listed != store.by_id.keys():
        yield "resources"
    for record in records:
        before = record.summary
        record.rendered = None
        if record.summary != before:
            yield f"summary of {record.id}"


def left_behind() -> dict[str, int]:
    """Count what may not grow: open files and sockets, threads."""
    gc.collect()
    return {
        "files": sum(1 for _ in Path("/proc/self/fd").iterdir()),
        "threads": threading.active_count(),
    }


def resident() -> float:
    """Return the megabytes of memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def soak(calls: int, seed: int) -> list[tuple[str, Any]]:
    """Soak, and tell what came of it."""
    emulator = Emulator(seed=seed)
    world = emulator.populate(findings=2000, seed=seed)
    findings = sum(world.findings.values())
    with emulator.serve() as url:
        warm = Soak(emulator, world, min(calls // 10, 2000), seed + 1)
        await warm.run(url)
        memory = resident()
        add_faults(emulator)
        run, started = Soak(emulator, world, calls, seed), time.perf_counter()
        emulator.calls.clear()
        await run.run(url)
        spent = time.perf_counter() - started
    tasks = len(asyncio.all_tasks()) - 1
    stores = [analyzer.store for analyzer in emulator.world.scope().analyzers.values()]
    wrong = [text for store in stores for text in inconsistencies(store)]
    made = run.seen + len(emulator.calls)
    result: list[tuple[str, Any]] = [
        ("calls that reached the emulator", made),
        ("seconds", f"{spent:.0f}"),
        ("memory grown", f"{resident() - memory:.0f} MB"),
        ("tasks left", tasks),
        ("findings lost", findings - sum(len(store) for store in stores)),
        ("inconsistencies", len(wrong)),
        *sorted(run.outcomes.items()),
    ]
    assert tasks == 0, asyncio.all_tasks()
    assert not wrong, wrong
    return result


def main() -> None:
    """Soak and print."""
    calls = int(sys.argv[1]) if sys.argv[1:] else 60_000
    seed = int(sys.argv[2]) if sys.argv[2:] else 1
    before = left_behind()
    outcome = asyncio.run(soak(calls, seed))
    after = left_behind()
    grown = {name: after[name] - before[name] for name in before}
    assert max(grown.values()) <= 0, grown
    outcome += [(f"{name} left", count) for name, count in grown.items()]
    rows = [(name, str(value)) for name, value in outcome]
    table(f"Soak of {calls:,} calls by {TASKS} tasks", [("what", "count"), *rows])


if __name__ == "__main__":
    main()
