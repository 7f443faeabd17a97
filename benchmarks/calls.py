"""CPU for each of three single calls: this SDK, aiobotocore, capo, and the floor under them all.

Usage: python benchmarks/calls.py [rounds]

Reads a finding with its details (GET), creates an archive rule (PUT) and has a resource scanned
(POST), against a loopback server in another process. A round is 500 calls of each contender, who
take turns of 100. The answers to PUT and POST are empty, and capo does not read those: it connects
anew for each.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, NamedTuple

import aiohttp
import contenders
from contenders import Contender
from loopback import ANALYZER, compare, in_turn, listing_server
from pydantic_core import from_json

from aa_sdk import AccessAnalyzerClient, ExternalAccessDetails
from aa_sdk.models import CriterionDict

CALLS, PARTS = 100, 5  # in a turn, and turns in a round
FINDING = "00000000-8c7b-4a53-9d6f-1f2e3d4c5b6a"
NAME, RULE = "benchmark", "shared-buckets"
FILTER: dict[str, CriterionDict] = {
    "resourceType": {"eq": ["AWS::S3::Bucket"]},
    "isPublic": {"eq": ["false"]},
}
RESOURCE = "arn:aws:s3:::bucket-0"

Call = Callable[[], Awaitable[object]]


class Calls(NamedTuple):
    """What a contender calls. Each returns a fact of the answer, which is compared afterwards."""

    get_finding_v2: Call
    create_archive_rule: Call
    start_resource_scan: Call


# Whether the access is public, and the HTTP status.
FACTS = {"get_finding_v2": True, "create_archive_rule": 200, "start_resource_scan": 200}


def this_sdk(client: AccessAnalyzerClient) -> Calls:
    """Models from our client."""

    async def get() -> object:
        finding = await client.get_finding_v2(analyzer_arn=ANALYZER, id=FINDING)
        details = finding.finding_details[0]
        return isinstance(details, ExternalAccessDetails) and details.is_public

    async def put() -> object:
        answer = await client.create_archive_rule(analyzer_name=NAME, rule_name=RULE, filter=FILTER)
        return answer.response_metadata.status_code

    async def post() -> object:
        answer = await client.start_resource_scan(analyzer_arn=ANALYZER, resource_arn=RESOURCE)
        return answer.response_metadata.status_code

    return Calls(get, put, post)


def aiobotocore(client: Any) -> Calls:
    """Dicts from aiobotocore."""

    async def get() -> object:
        finding = await client.get_finding_v2(analyzerArn=ANALYZER, id=FINDING)
        return finding["findingDetails"][0]["externalAccessDetails"]["isPublic"]

    async def put() -> object:
        answer = await client.create_archive_rule(analyzerName=NAME, ruleName=RULE, filter=FILTER)
        return answer["ResponseMetadata"]["HTTPStatusCode"]

    async def post() -> object:
        answer = await client.start_resource_scan(analyzerArn=ANALYZER, resourceArn=RESOURCE)
        return answer["ResponseMetadata"]["HTTPStatusCode"]

    return Calls(get, put, post)


def capo(client: Any) -> Calls:
    """Typed dicts from capo, which gives None for an empty answer of success and else raises."""

    async def get() -> object:
        finding = await client.get_finding_v2(ANALYZER, FINDING)
        return finding["finding_details"][0]["externalAccessDetails"]["is_public"]

    async def put() -> object:
        return 200 if await client.create_archive_rule(NAME, RULE, FILTER) is None else None

    async def post() -> object:
        return 200 if await client.start_resource_scan(ANALYZER, RESOURCE) is None else None

    return Calls(get, put, post)


def floor(session: aiohttp.ClientSession) -> Calls:
    """Dicts from the bodies."""

    async def get() -> object:
        query = {"analyzerArn": ANALYZER}
        async with session.get(f"/findingv2/{FINDING}", params=query) as answer:
            finding = from_json(await answer.read())
        return finding["findingDetails"][0]["externalAccessDetails"]["isPublic"]

    async def put() -> object:
        rule = {"ruleName": RULE, "filter": FILTER}
        async with session.put(f"/analyzer/{NAME}/archive-rule", json=rule) as answer:
            await answer.read()
        return answer.status

    async def post() -> object:
        scan = {"analyzerArn": ANALYZER, "resourceArn": RESOURCE}
        async with session.post("/resource/scan", json=scan) as answer:
            await answer.read()
        return answer.status

    return Calls(get, put, post)


CONTENDERS: dict[str, Contender[Calls]] = {
    "this SDK": (contenders.this_sdk, this_sdk),
    "capo": (contenders.capo, capo),
    "aiobotocore": (contenders.aiobotocore, aiobotocore),
    "floor": (contenders.floor, floor),
}


async def turn(call: Call, fact: object) -> float:
    """Return the milliseconds of CPU for each of many calls, one after the other."""
    started = time.process_time()
    told = [await call() for _ in range(CALLS)]
    spent = time.process_time() - started
    assert told == [fact] * CALLS
    return spent * 1000 / CALLS


async def measure(rounds: int) -> None:
    """Measure and print one operation after the other."""
    with listing_server(1) as url:
        async with contenders.opened(url, CONTENDERS) as clients:
            for operation, fact in FACTS.items():
                turns = {
                    name: partial(turn, getattr(calls, operation), fact)
                    for name, calls in clients.items()
                }
                figures = await in_turn(turns, rounds, PARTS)
                compare(operation, figures, "CPU for each call", "ms")


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if sys.argv[1:] else 9))
