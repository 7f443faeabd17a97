"""Details of many findings under a limit of calls a second: who gets how many, and how soon.

Usage: python benchmarks/throttling.py [findings] [calls a second]

Reads that many findings (1,500) from a served emulator that lets through so many calls a second
(20) with bursts of one second's worth, and tells nobody how many: by aiobotocore with a semaphore,
with as many attempts as AWS's own CloudFormation validator makes, in `adaptive` mode with and
without a semaphore, and by `hydrate`. It waits in real time, one contender after the other: a few
minutes in all.
"""

import asyncio
import sys
import time
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession
from botocore.exceptions import ClientError
from loopback import CREDENTIALS, REGION

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.workflows import hydrate

OPERATION = "GetFindingV2"
CONCURRENCY = 32


class Job(NamedTuple):
    """What is to be read, and where."""

    url: str
    analyzer: str
    ids: list[str]


Reads = Callable[[Job], Coroutine[Any, Any, int]]


def aiobotocore(concurrency: int = CONCURRENCY, **retries: Any) -> Reads:
    """Read with a semaphore around each call, and count those that arrive."""

    async def read(job: Job) -> int:
        semaphore = asyncio.Semaphore(concurrency)

        async def one(client: Any, finding: str) -> bool:
            async with semaphore:
                try:
                    await client.get_finding_v2(analyzerArn=job.analyzer, id=finding)
                except ClientError:
                    return False
            return True

        config = AioConfig(retries=retries, max_pool_connections=50)
        session: Any = AioSession()
        async with session.create_client(
            "accessanalyzer", REGION, endpoint_url=job.url, config=config, **CREDENTIALS
        ) as client:
            return sum(await asyncio.gather(*(one(client, finding) for finding in job.ids)))

    return read


async def hydrated(job: Job) -> int:
    """Read with `hydrate`, and count those that arrive."""
    async with AccessAnalyzerClient(REGION, endpoint_url=job.url, **CREDENTIALS) as client:
        report = await hydrate(client, analyzer_arn=job.analyzer, findings=job.ids).collect()
        return len(report.findings)


CONTENDERS: dict[str, Reads] = {
    "aiobotocore, semaphore of 32": aiobotocore(mode="standard"),
    "the same with 30 attempts": aiobotocore(mode="standard", total_max_attempts=30),
    "adaptive mode, semaphore of 32": aiobotocore(mode="adaptive"),
    "adaptive mode, all at once": aiobotocore(concurrency=10_000, mode="adaptive"),
    "hydrate": hydrated,
}


def emulator_with(findings: int) -> tuple[Emulator, str, list[str]]:
    """Return an emulator, and an analyzer of it that has so many findings."""
    emulator = Emulator(account_id="111122223333", region_name=REGION)
    emulator.populate(findings=findings * 4)

    async def ids() -> tuple[str, list[str]]:
        async with AccessAnalyzerClient(REGION, session=emulator.session()) as client:
            found = dict[str, list[str]]()
            for analyzer in await client.list_analyzers().collect():
                listed = await client.list_findings_v2(analyzer.arn, max_results=1000).collect()
                found[analyzer.arn] = [finding.id for finding in listed]
        arn = max(found, key=lambda arn: len(found[arn]))
        return arn, found[arn][:findings]

    arn, listed = asyncio.run(ids())
    return emulator, arn, listed


def main(findings: int, per_second: int) -> None:
    """Let the contenders read, and print what came of it."""
    emulator, analyzer, ids = emulator_with(findings)
    optimum = max(0.0, (len(ids) - per_second) / per_second)
    print(f"{len(ids)} findings at {per_second} calls a second: {optimum:.0f} s at best\n")
    print("| how | arrived | lost | attempts | seconds | of the best rate |")
    print("|---|---|---|---|---|---|")
    with emulator.serve() as url:
        for name, reads in CONTENDERS.items():
            emulator.faults.clear()
            limit = emulator.faults.limit_rate(per_second, per_second, OPERATION)
            start = time.perf_counter()
            arrived = asyncio.run(reads(Job(url, analyzer, ids)))
            seconds = time.perf_counter() - start
            attempts = limit.passed + limit.refused
            rate = max(0.0, arrived - per_second) / seconds / per_second
            print(
                f"| {name} | {arrived} | {len(ids) - arrived} | {attempts} | {seconds:.0f} "
                f"| {rate:.0%} |",
                flush=True,
            )


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*(given + [1500, 20][len(given) :]))
