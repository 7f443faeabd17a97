"""CPU for each page of a listing: this SDK, aiobotocore, capo, and the floor under them all.

Usage: python benchmarks/listing.py [rounds]

Lists 10,000 findings in pages of 100 from a loopback server in another process. The
contenders take turns, so that a slow spell of the machine hits them all.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from importlib import import_module
from typing import Any

import aiohttp
from aiobotocore.session import AioSession
from loopback import ANALYZER, CREDENTIALS, KEY, REGION, SECRET, listing_server, spread, table
from pydantic_core import from_json

from aa_sdk import AccessAnalyzerClient

FINDINGS, SIZE = 10_000, 100

List = Callable[[], Awaitable[int]]


async def this_sdk(stack: AsyncExitStack, url: str) -> List:
    """Every item through our client's iterator."""
    client = await stack.enter_async_context(
        AccessAnalyzerClient(REGION, endpoint_url=url, **CREDENTIALS)
    )

    async def run() -> int:
        count = 0
        async for _ in client.list_findings_v2(analyzer_arn=ANALYZER):
            count += 1
        return count

    return run


async def aiobotocore(stack: AsyncExitStack, url: str) -> List:
    """Every item through aiobotocore's paginator."""
    session: Any = AioSession()
    client: Any = await stack.enter_async_context(
        session.create_client("accessanalyzer", region_name=REGION, endpoint_url=url, **CREDENTIALS)
    )

    async def run() -> int:
        count = 0
        async for page in client.get_paginator("list_findings_v2").paginate(analyzerArn=ANALYZER):
            for _ in page["findings"]:
                count += 1
        return count

    return run


async def capo(stack: AsyncExitStack, url: str) -> List:
    """Every item through capo's iterator."""
    package: Any = import_module("capo_accessanalyzer")  # of the extra bench alone
    client: Any = await stack.enter_async_context(
        package.AsyncAccessAnalyzerClient(
            region=REGION,
            endpoint=url,
            credentials=package.Credentials(access_key=KEY, secret_key=SECRET),
        )
    )

    async def run() -> int:
        count, token = 0, None
        while True:
            page = await client.list_findings_v2(ANALYZER, next_token=token)
            for _ in page["findings"]:
                count += 1
            if (token := page.get("next_token")) is None:
                return count

    return run


async def floor(stack: AsyncExitStack, url: str) -> List:
    """Bare aiohttp, the body parsed to dicts: no signing, no retries, no types."""
    session = await stack.enter_async_context(aiohttp.ClientSession())

    async def run() -> int:
        count, body = 0, {"analyzerArn": ANALYZER}
        while True:
            async with session.post(f"{url}/findingv2", json=body) as answer:
                page = from_json(await answer.read())
            for _ in page["findings"]:
                count += 1
            if (token := page.get("nextToken")) is None:
                return count
            body = {"analyzerArn": ANALYZER, "nextToken": token}

    return run


async def measure(rounds: int) -> dict[str, list[float]]:
    """Return each contender's milliseconds of CPU for each page, round by round."""
    figures: dict[str, list[float]] = {}
    with listing_server(FINDINGS, SIZE) as url:
        async with AsyncExitStack() as stack:
            runs = {
                contender.__name__: await contender(stack, url)
                for contender in (this_sdk, aiobotocore, capo, floor)
            }
            for number in range(rounds + 1):
                for name, run in runs.items():
                    started = time.process_time()
                    assert await run() == FINDINGS
                    spent = (time.process_time() - started) * 1000 * SIZE / FINDINGS
                    if number:  # the first round warms up
                        figures.setdefault(name, []).append(spent)
    return figures


def main() -> None:
    """Measure and print."""
    figures = asyncio.run(measure(int(sys.argv[1]) if sys.argv[1:] else 7))
    ours = figures["this_sdk"]
    rows = [("contender", "CPU for each page of 100", "this SDK needs, pair by pair")]
    for name, values in figures.items():
        ratio = statistics.median(a / b for a, b in zip(ours, values, strict=True))
        rows.append((name, spread(values, "ms"), f"{ratio:.3f} of it"))
    table("Listing 10,000 findings", rows)


if __name__ == "__main__":
    main()
