"""CPU for each of 200 clients on one session, each making one call.

Usage: python benchmarks/sharing.py [clients]

Once with the answer given in process, which leaves what clients themselves cost, and once over
loopback, where each also opens a connection and reads the certificates of TLS.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from aiobotocore.session import AioSession
from loopback import ANALYZER, CREDENTIALS, REGION, listing_server, table

from aa_sdk import AccessAnalyzerClient

Call = Callable[[AioSession, str], Awaitable[object]]


class Answer:
    """An empty listing, as botocore wants its HTTP responses."""

    status_code = 200
    headers: ClassVar[dict[str, str]] = {}
    raw = None

    @property
    async def content(self) -> bytes:
        """The body."""
        return b'{"findings": []}'


def answer(**_: object) -> Answer:
    """Give the answer in place of sending the request."""
    return Answer()


async def this_sdk(session: AioSession, url: str) -> object:
    """One client of ours, one call."""
    async with AccessAnalyzerClient(
        REGION, session=session, endpoint_url=url, **CREDENTIALS
    ) as client:
        return await client.list_findings_v2(analyzer_arn=ANALYZER).page()


async def aiobotocore(session: AioSession, url: str) -> object:
    """One client of aiobotocore's, one call."""
    untyped: Any = session
    async with untyped.create_client(
        "accessanalyzer", region_name=REGION, endpoint_url=url, **CREDENTIALS
    ) as client:
        return await client.list_findings_v2(analyzerArn=ANALYZER)


async def each(call: Call, session: AioSession, url: str, clients: int) -> float:
    """Return the CPU milliseconds of each client after a first one."""
    await call(session, url)
    started = time.process_time()
    for _ in range(clients):
        await call(session, url)
    return (time.process_time() - started) * 1000 / clients


async def measure(clients: int) -> list[tuple[str, ...]]:
    """Return the rows of the table."""
    answered: Any = AioSession()
    answered.register("before-send.accessanalyzer", answer)
    rows: list[tuple[str, ...]] = [("client", "CPU each, in process", "CPU each, over loopback")]
    with listing_server(1, 1) as url:
        for call in (this_sdk, aiobotocore):
            inside = await each(call, answered, url, clients)
            outside = await each(call, AioSession(), url, clients)
            rows.append((call.__name__, f"{inside:.2f} ms", f"{outside:.2f} ms"))
    return rows


def main() -> None:
    """Measure and print."""
    clients = int(sys.argv[1]) if sys.argv[1:] else 200
    table(f"{clients} clients on one session", asyncio.run(measure(clients)))


if __name__ == "__main__":
    main()
