"""What findings cost in memory: while they are streamed, and each one that is kept.

Usage: python benchmarks/memory.py [findings]

First streams a million, and ends with 1 if that adds more than 20 MB to the peak of the first
10,000: nothing may grow with the number of findings. Then keeps 200,000 from pages of 100 in a
list, in a fresh process for each contender: our models, the body as plain dictionaries, and capo's.
"""

import asyncio
import json
import resource
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from importlib import import_module
from multiprocessing import get_context
from typing import Any

from listing_server import finding
from loopback import ANALYZER, CREDENTIALS, REGION, listing_server, table
from pydantic_core import from_json

from aa_sdk import AccessAnalyzerClient
from aa_sdk.models import ListFindingsV2Response

FIRST = 10_000
MOST = 20.0
KEPT, SIZE = 200_000, 100

Read = Callable[[bytes], Sequence[object]]


def peak() -> float:
    """Return this process's peak resident memory so far, in MB."""
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / (1024 if sys.platform != "darwin" else 1024 * 1024)


async def measure(findings: int) -> tuple[float, float]:
    """Return the peak after the first 10,000 findings and after all."""
    with listing_server(findings) as url:
        async with AccessAnalyzerClient(REGION, endpoint_url=url, **CREDENTIALS) as client:
            count, early = 0, 0.0
            async for _ in client.list_findings_v2(analyzer_arn=ANALYZER):
                count += 1
                if count == FIRST:
                    early = peak()
            assert count == findings
            return early, peak()


def this_sdk() -> Read:
    """Our models."""
    return lambda body: ListFindingsV2Response.from_wire(body).findings


def dictionaries() -> Read:
    """What `json.loads` makes of a body."""
    return lambda body: json.loads(body)["findings"]


def shared_dictionaries() -> Read:
    """The same with repeated texts shared, as pydantic-core's parser does."""
    return lambda body: from_json(body)["findings"]


def capo() -> Read:
    """What capo makes of that, with times as we have them."""
    page: Any = import_module("capo_accessanalyzer.types.list_findings_v2_response")
    return lambda body: page.deserialize_json(json.loads(body))["findings"]


CONTENDERS: dict[str, Callable[[], Read]] = {
    "this SDK": this_sdk,
    "`json.loads`": dictionaries,
    "`pydantic_core.from_json`": shared_dictionaries,
    "capo": capo,
}


def body(first: int) -> bytes:
    """Return a page that begins with the finding of that number, each with times of its own."""
    findings: list[dict[str, str]] = []
    for number in range(first, first + SIZE):
        created = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(milliseconds=977 * number)
        times = {
            name: (created + timedelta(days=days)).isoformat(timespec="milliseconds")[:-6] + "Z"
            for days, name in enumerate(("createdAt", "analyzedAt", "updatedAt"))
        }
        findings.append({**finding(number), **times})
    return json.dumps({"findings": findings}).encode()


def kept(contender: str) -> float:
    """Return the bytes that each finding adds to as many that are kept already.

    To those, and not to nothing: the peak of a new process begins with that of its parent.
    """
    read, findings, early = CONTENDERS[contender](), list[object](), 0.0
    for first in range(0, 2 * KEPT, SIZE):
        findings.extend(read(body(first)))
        if len(findings) == KEPT:
            early = peak()
    return (peak() - early) * 1024 * 1024 / KEPT


def compare() -> None:
    """Measure each contender in a process of its own, and print."""
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as fresh:
        figures = dict(zip(CONTENDERS, fresh.map(kept, CONTENDERS), strict=True))
    ours, *_ = figures.values()
    rows = [("contender", "each", "this SDK")]
    rows += [(name, f"{each:,.0f} B", f"{ours / each:.2f} of it") for name, each in figures.items()]
    table(f"Memory of {KEPT:,} findings that are kept", rows)


def main() -> int:
    """Measure and print."""
    findings = int(sys.argv[1]) if sys.argv[1:] else 1_000_000
    early, late = asyncio.run(measure(findings))
    table(
        f"Peak memory while streaming {findings:,} findings",
        [
            ("after", "peak"),
            (f"{FIRST:,} findings", f"{early:.1f} MB"),
            (f"{findings:,} findings", f"{late:.1f} MB"),
            ("added", f"{late - early:.1f} MB"),
        ],
    )
    compare()
    return 1 if late - early > MOST else 0


if __name__ == "__main__":
    sys.exit(main())
