"""The emulator: calls a second in process and over HTTP, memory, and filtered pages.

Usage: python benchmarks/emulator.py [findings]

To reach: 1,000 list calls of 100 findings a second in process on one core; 400 a second over HTTP
with 50 clients at once and no error; 100,000 findings in less than 200 MB; a filtered page of them
in less than 20 ms. The HTTP server runs in a process of its own.
"""

import asyncio
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import AsyncExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from loopback import CREDENTIALS, REGION, table

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator, HttpRequest

ARN = f"arn:aws:access-analyzer:{REGION}:111122223333:analyzer/account-external"
CALLS = 3000
CLIENTS = 50
SIGNATURE = (
    f"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/{REGION}/access-analyzer/aws4_request, "
    "SignedHeaders=host, Signature=0"
)

Row = tuple[str, ...]

FILTERS: Mapping[str, Mapping[str, Any]] = {
    "no filter": {},
    "status": {"filter": {"status": {"eq": ["ACTIVE"]}}},
    "status, type and public": {
        "filter": {
            "status": {"eq": ["ARCHIVED"]},
            "resourceType": {"eq": ["AWS::SQS::Queue"]},
            "isPublic": {"eq": ["true"]},
        }
    },
    "an error none has": {"filter": {"error": {"eq": ["NONE"]}}},
    "a condition": {"filter": {"condition.aws:SourceVpc": {"exists": True}}},
    "a principal none has": {"filter": {"principal.AWS": {"eq": ["nobody"]}}},
    "part of a resource": {"filter": {"resource": {"contains": ["billing"]}}},
    "part of a resource none has": {"filter": {"resource": {"contains": ["zzz"]}}},
    "sorted": {"sort": {"attributeName": "updatedAt", "orderBy": "DESC"}},
}


def resident() -> float:
    """Return the megabytes of memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def list_pages(client: AccessAnalyzerClient, calls: int) -> int:
    """Make calls for pages of 100 and return how many findings came."""
    findings = 0
    for _ in range(calls):
        findings += len((await client.list_findings_v2(analyzer_arn=ARN).page()).findings)
    return findings


async def in_process() -> Row:
    """Measure calls through our client without a socket."""
    emulator = Emulator()
    emulator.populate(findings=1000)
    async with AccessAnalyzerClient(session=emulator.session()) as client:
        await list_pages(client, 50)
        started = time.process_time()
        assert await list_pages(client, CALLS) == CALLS * 100
        spent = time.process_time() - started
    return ("list calls of 100 findings, in process", f"{CALLS / spent:.0f} a second", "1,000")


@contextmanager
def served() -> Generator[str]:
    """Run the emulator's own command and yield its URL."""
    command = [sys.executable, "-m", "aa_sdk.emulator", "--port", "0", "--populate", "1000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
        process.terminate()


async def over_http(url: str) -> Row:
    """Measure many clients at once against a server."""
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(
                AccessAnalyzerClient(REGION, endpoint_url=url, **CREDENTIALS)
            )
            for _ in range(CLIENTS)
        ]
        await asyncio.gather(*(list_pages(client, 1) for client in clients))
        started = time.perf_counter()
        each = CALLS // CLIENTS
        counts = await asyncio.gather(*(list_pages(client, each) for client in clients))
        spent = time.perf_counter() - started
    assert counts == [each * 100] * CLIENTS
    name = f"the same over HTTP, {CLIENTS} connected clients at once"
    return (name, f"{CALLS / spent:.0f} a second, no error", "400")


def filtered(emulator: Emulator) -> list[Row]:
    """Measure pages of many findings."""
    rows: list[Row] = []
    for name, members in FILTERS.items():
        first, *later = (page_time(emulator, members, number) for number in range(6))
        rows.append(
            (f"page: {name}", f"{first:.1f} ms, then {statistics.median(later):.1f} ms", "20 ms")
        )
    return rows


def page_time(emulator: Emulator, members: Mapping[str, Any], number: int) -> float:
    """Return the milliseconds of one page; each time another size, so that nothing is reused."""
    body = json.dumps({"analyzerArn": ARN, "maxResults": 100 + number, **members}).encode()
    request = HttpRequest("POST", "/findingv2", "", {"authorization": SIGNATURE}, body)
    started = time.perf_counter()
    assert emulator.handle(request).status == 200
    return (time.perf_counter() - started) * 1000


def main() -> None:
    """Measure and print."""
    findings = int(sys.argv[1]) if sys.argv[1:] else 100_000
    import_module("aa_sdk.filters")
    Emulator().populate(findings=10)
    gc.collect()
    before = resident()
    emulator = Emulator()
    started = time.perf_counter()
    emulator.populate(findings, only="account-external")
    spent = time.perf_counter() - started
    gc.collect()
    grown = resident() - before
    rows: list[Row] = [("what", "measured", "to reach")]
    rows.append((f"{findings:,} findings", f"{grown:.0f} MB", "200 MB"))
    rows.append(("populating them", f"{spent:.1f} s", ""))
    rows += filtered(emulator)
    del emulator
    rows.append(asyncio.run(in_process()))
    with served() as url:
        rows.append(asyncio.run(over_http(url)))
    table("The emulator", rows)


if __name__ == "__main__":
    main()
