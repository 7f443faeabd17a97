"""CPU for each page of a listing: this SDK, aiobotocore, capo, and the floor under them all.

Usage: python benchmarks/listing.py [rounds]

Lists 10,000 findings in pages of 100 from a loopback server in another process. The
contenders take turns, so that a slow spell of the machine hits them all.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import aiohttp
import contenders
from contenders import Contender
from loopback import ANALYZER, compare, in_turn, listing_server
from pydantic_core import from_json

from aa_sdk import AccessAnalyzerClient

FINDINGS, SIZE = 10_000, 100

List = Callable[[], Awaitable[int]]


def this_sdk(client: AccessAnalyzerClient) -> List:
    """Every item through our client's iterator."""

    async def run() -> int:
        count = 0
        async for _ in client.list_findings_v2(analyzer_arn=ANALYZER):
            count += 1
        return count

    return run


def aiobotocore(client: Any) -> List:
    """Every item through aiobotocore's paginator."""

    async def run() -> int:
        count = 0
        async for page in client.get_paginator("list_findings_v2").paginate(analyzerArn=ANALYZER):
            for _ in page["findings"]:
                count += 1
        return count

    return run


def capo(client: Any) -> List:
    """Every item page by page: capo has no iterator over this listing."""

    async def run() -> int:
        count, token = 0, None
        while True:
            page = await client.list_findings_v2(ANALYZER, next_token=token)
            for _ in page["findings"]:
                count += 1
            if (token := page.get("next_token")) is None:
                return count

    return run


def floor(session: aiohttp.ClientSession) -> List:
    """Every item of the bodies, parsed to dicts."""

    async def run() -> int:
        count, body = 0, {"analyzerArn": ANALYZER}
        while True:
            async with session.post("/findingv2", json=body) as answer:
                page = from_json(await answer.read())
            for _ in page["findings"]:
                count += 1
            if (token := page.get("nextToken")) is None:
                return count
            body = {"analyzerArn": ANALYZER, "nextToken": token}

    return run


CONTENDERS: dict[str, Contender[List]] = {
    "this SDK": (contenders.this_sdk, this_sdk),
    "capo": (contenders.capo, capo),
    "aiobotocore": (contenders.aiobotocore, aiobotocore),
    "floor": (contenders.floor, floor),
}


async def turn(run: List) -> float:
    """Return the milliseconds of CPU for each page of one listing."""
    started = time.process_time()
    count = await run()
    spent = time.process_time() - started
    assert count == FINDINGS
    return spent * 1000 * SIZE / FINDINGS


async def measure(rounds: int) -> dict[str, list[float]]:
    """Return each contender's milliseconds of CPU for each page, round by round."""
    with listing_server(FINDINGS, SIZE) as url:
        async with contenders.opened(url, CONTENDERS) as runs:
            return await in_turn({name: partial(turn, run) for name, run in runs.items()}, rounds)


def main() -> None:
    """Measure and print."""
    figures = asyncio.run(measure(int(sys.argv[1]) if sys.argv[1:] else 7))
    compare("Listing 10,000 findings", figures, "CPU for each page of 100", "ms")


if __name__ == "__main__":
    main()
