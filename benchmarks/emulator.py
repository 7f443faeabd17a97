"""The emulator: calls a second in process and over HTTP, memory, and filtered pages.

Usage: python benchmarks/emulator.py [findings]
       python benchmarks/emulator.py --million [findings]

To reach: 1,000 list calls of 100 findings a second in process on one core; 400 a second over HTTP
with 50 clients at once and no error; 100,000 findings in less than 200 MB; a filtered page of them
in less than 20 ms. The HTTP server runs in a process of its own.

With `--million` it is a million findings that are populated, saved, loaded and listed, in seconds
of processor time. To reach is a third of what each took when a file was one JSON object, and at
most 1.3 times the memory of the state at the peak. One object is measured with a tenth of the
findings, for it takes many times their memory.
"""

import asyncio
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack, contextmanager
from importlib import import_module
from multiprocessing import get_context
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


def spent(action: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of processor time something takes, and the megabytes held at its peak."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forgets the last peak
    started = time.process_time()
    action()
    seconds = time.process_time() - started
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (peak,) = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return seconds, int(peak) * 1024 / 1e6


def grown(action: Callable[[], object]) -> tuple[float, float, float]:
    """Return the seconds something takes, and the megabytes held after it and at its peak."""
    before = resident()
    seconds, peak = spent(action)
    return seconds, resident() - before, peak - before


def populate_and_save(findings: int, path: Path) -> tuple[float, ...]:
    """Return seconds and megabytes of populating, those of saving, and the first page's time."""
    Emulator().populate(findings=10)
    emulator = Emulator()
    populating = grown(lambda: emulator.populate(findings))
    saving = grown(lambda: emulator.save(path))
    return *populating, *saving, page_time(emulator, {}, 0)


def load(path: Path) -> tuple[float, ...]:
    """Return seconds and megabytes of loading a file."""
    Emulator.restore(Emulator().snapshot())
    loaded: list[Emulator] = []
    return grown(lambda: loaded.append(Emulator.load(path)))


def save_one_object(findings: int, path: Path) -> tuple[float, ...]:
    """Return seconds and megabytes of saving a state as one JSON object."""
    emulator = Emulator()
    emulator.populate(findings)
    return grown(lambda: path.write_text(json.dumps(emulator.snapshot()), encoding="utf-8"))


def alone(measure: Callable[..., tuple[float, ...]], *arguments: object) -> tuple[float, ...]:
    """Measure in a process of its own, whose memory nobody has used before."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, *arguments).result()


def many(findings: int) -> list[Row]:
    """Measure a state with very many findings."""
    with tempfile.TemporaryDirectory() as name:
        path, one = Path(name) / "world.gz", Path(name) / "world.json"
        populating, state, _, saving, _, more, page = alone(populate_and_save, findings, path)
        loading, own, peak = alone(load, path)
        size = path.stat().st_size / 1e6
        few = findings // 10
        saving_one, _, _ = alone(save_one_object, few, one)
        loading_one, _, _ = alone(load, one)

    def took(seconds: float, third: float) -> tuple[str, str]:
        return f"{seconds:.1f} s", f"{third * findings / 1e6:.1f} s"

    def ratio(one: float, lines: float) -> str:
        return f"{one / few / (lines / findings):.1f} times as long for each finding"

    return [
        ("what", "measured", "to reach"),
        (f"{findings:,} findings", f"{state:.0f} MB", ""),
        ("populating them", *took(populating, 17)),
        ("saving them", *took(saving, 12)),
        ("loading them", *took(loading, 39)),
        ("the file", f"{size:.0f} MB", ""),
        ("at the peak of saving", f"{1 + more / state:.2f} of the state", "1.3"),
        ("at the peak of loading", f"{peak / own:.2f} of the state", "1.3"),
        ("the first page of 100", f"{page:.1f} ms", "20 ms"),
        (f"{few:,} in one object, saving", ratio(saving_one, saving), ""),
        (f"{few:,} in one object, loading", ratio(loading_one, loading), ""),
    ]


def main() -> None:
    """Measure and print."""
    if "--million" in sys.argv:
        numbers = [int(text) for text in sys.argv[1:] if text.isdecimal()]
        table("The emulator with very many findings", many(*numbers or [1_000_000]))
        return
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
