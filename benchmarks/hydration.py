"""CPU for each finding that `hydrate` reads, beside a bare loop of `get_finding_v2`.

Usage: python benchmarks/hydration.py [rounds]

Answers are given in process, so that only our own work is counted: once without a pace, and once
at a pace, on an event loop whose clock jumps to whatever is next, because waiting for turns costs
no CPU. Then over loopback from a server in another process, where 32 connections are in use at once
and the bare loop has one. A round is 500 findings of each contender, who take turns of 100.
"""

import asyncio
import selectors
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, ClassVar

from aiobotocore.session import AioSession
from contenders import this_sdk
from loopback import ANALYZER, CREDENTIALS, REGION, compare, in_turn, listing_server

from aa_sdk import AccessAnalyzerClient
from aa_sdk.pace import Pace
from aa_sdk.progress import Progress
from aa_sdk.workflows import hydrate

FINDINGS, PARTS = 100, 5  # in a turn, and turns in a round
IDS = [f"{number:08d}-8c7b-4a53-9d6f-1f2e3d4c5b6a" for number in range(FINDINGS)]
BODY = b"""{
    "analyzedAt": "2025-11-20T10:00:00Z", "createdAt": "2025-11-01T10:00:00Z",
    "updatedAt": "2025-11-20T10:00:00Z", "id": "00000000-8c7b-4a53-9d6f-1f2e3d4c5b6a",
    "resource": "arn:aws:s3:::bucket-0", "resourceType": "AWS::S3::Bucket",
    "resourceOwnerAccount": "111122223333", "status": "ACTIVE", "findingType": "ExternalAccess",
    "findingDetails": [{"externalAccessDetails": {
        "action": ["s3:GetObject", "s3:ListBucket"], "condition": {}, "isPublic": true,
        "principal": {"AWS": "*"}, "sources": [{"type": "POLICY"}]}}]
}"""

Read = Callable[[AccessAnalyzerClient], Awaitable[object]]


class Answer:
    """A finding, as botocore wants its HTTP responses."""

    status_code = 200
    headers: ClassVar[dict[str, str]] = {}
    raw = None

    @property
    async def content(self) -> bytes:
        """The body."""
        return BODY


async def answer(**_: object) -> Answer:
    """Give the answer in place of sending the request, a moment later."""
    await asyncio.sleep(0)
    return Answer()


class JumpingSelector(selectors.DefaultSelector):
    """Waits for no time to pass; the loop's clock moves instead."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Jump to the next timer if nothing is ready."""
        ready = super().select(0)
        if not ready and timeout:
            self.now += timeout
        return ready


class JumpingLoop(asyncio.SelectorEventLoop):
    """An event loop in which sleeping takes no time."""

    def __init__(self) -> None:
        """Have a clock of its own."""
        self._jumping = JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Tell the seconds that were waited for."""
        return self._jumping.now


async def bare(client: AccessAnalyzerClient) -> object:
    """Read one after the other."""
    return [await client.get_finding_v2(ANALYZER, one) for one in IDS]


async def hydrated(client: AccessAnalyzerClient, **options: Any) -> object:
    """Read 32 at a time, and take what comes."""
    async with hydrate(client, analyzer_arn=ANALYZER, findings=IDS, **options) as results:
        return [result async for result in results]


seen: deque[Progress] = deque(maxlen=1)

CONTENDERS: dict[str, Read] = {
    "hydrate": hydrated,
    "hydrate, ordered": partial(hydrated, ordered=True),
    "hydrate, with progress": partial(hydrated, on_progress=seen.append),
    "a bare loop": bare,
}


async def turn(read: Read, client: AccessAnalyzerClient) -> float:
    """Return the milliseconds of CPU for each finding."""
    started = time.process_time()
    found: Any = await read(client)
    spent = time.process_time() - started
    assert len(found) == FINDINGS
    return spent * 1000 / FINDINGS


async def measure(title: str, client: AccessAnalyzerClient, rounds: int) -> None:
    """Measure and print all contenders on one client."""
    async with client:
        turns = {name: partial(turn, read, client) for name, read in CONTENDERS.items()}
        compare(title, await in_turn(turns, rounds, PARTS), "CPU for each finding", "ms")


def in_process(pace: Pace | None) -> AccessAnalyzerClient:
    """Make a client whose requests go nowhere."""
    session: Any = AioSession()
    session.register("before-send.accessanalyzer", answer)
    return AccessAnalyzerClient(REGION, session=session, pace=pace, **CREDENTIALS)


async def over_loopback(rounds: int) -> None:
    """Measure with sockets."""
    with listing_server(1) as url:
        client = this_sdk(url).with_options(pace=None)
        await measure("over loopback, without a pace", client, rounds)


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 9
    asyncio.run(measure("in process, without a pace", in_process(None), rounds))
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(measure("in process, at a pace", in_process(Pace()), rounds))
    asyncio.run(over_loopback(rounds))


if __name__ == "__main__":
    main()
