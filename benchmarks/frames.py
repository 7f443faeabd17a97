"""Tables of findings: the time and the memory that they take, beside what there is without them.

Usage: python benchmarks/frames.py [findings to collect]

Collects a million findings from pages of 100 into a list of models and into a table, each in a
process of its own; then puts 100,000 summaries into polars by way of their dictionaries, into a
table, and into polars by way of that. Ends with 1 where a table takes more than 0.4 of the time or
0.2 of the memory.
The clock is the process's CPU time, so that other work on the machine does not count.
"""

import asyncio
import sys
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from loopback import table
from memory import SIZE, body, peak

from aa_sdk.frames import collect_findings_table, findings_table
from aa_sdk.models import FindingSummaryV2, ListFindingsV2Request, ListFindingsV2Response
from aa_sdk.pagination import Paginator

FINDINGS, COLLECTED, ROUNDS = 100_000, 1_000_000, 5
WARM = 100 * SIZE
MOST_TIME, MOST_MEMORY, MOST_MEGABYTES = 0.4, 0.2, 40.0


def listing(count: int) -> Paginator[FindingSummaryV2, ListFindingsV2Response]:
    """Return a listing of findings, each page decoded from the text that the service would send."""

    async def fetch(token: str | None) -> ListFindingsV2Response:
        first = int(token or 0)
        page = ListFindingsV2Response.from_wire(body(first))
        following = str(first + SIZE) if first + SIZE < count else None
        return page.model_copy(update={"next_token": following})

    return Paginator(fetch, "findings", request=ListFindingsV2Request)


def fastest(work: Callable[[], object]) -> float:
    """Return the CPU seconds of the fastest of some rounds."""
    spent: list[float] = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent)


def traced_peak(work: Callable[[], object]) -> float:
    """Return the most megabytes that it holds at a time, its result included."""
    tracemalloc.start()
    kept = work()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return most / 1024 / 1024


def conversions() -> tuple[float, float]:
    """Compare the conversions; return the table's share of the time, and its megabytes."""
    import polars as pl

    findings = asyncio.run(listing(FINDINGS).collect())
    contenders: dict[str, Callable[[], object]] = {
        "`pl.DataFrame` of `model_dump`": lambda: pl.DataFrame([f.model_dump() for f in findings]),
        "`findings_table`": lambda: findings_table(findings),
        "`findings_table`, to polars": lambda: findings_table(findings).to_polars(),
    }
    seconds = {name: fastest(work) for name, work in contenders.items()}
    memory = {name: traced_peak(work) for name, work in contenders.items()}
    base, ours, _ = seconds.values()
    rows = [("what", "CPU", "of the first", "Python's memory at its peak")]
    rows += [
        (name, f"{each:.2f} s", f"{each / base:.2f}", f"{memory[name]:.0f} MB")
        for name, each in seconds.items()
    ]
    table(f"{FINDINGS:,} summaries as a table", rows)
    return ours / base, memory["`findings_table`"]


def as_models(count: int) -> Any:
    """Collect models."""
    return asyncio.run(listing(count).collect())


def as_table(count: int) -> Any:
    """Collect columns."""
    return asyncio.run(collect_findings_table(listing(count)))


def added(collect: Callable[[int], Any], count: int) -> float:
    """Return by how many megabytes the peak of this process grows, beyond that of a first few."""
    collect(WARM)
    before = peak()
    kept = collect(count)
    assert len(kept) == count
    return peak() - before


def collecting(count: int) -> float:
    """Compare what collecting takes and print; return the table's share of the memory."""
    ways = {"a list of models": as_models, "`collect_findings_table`": as_table}
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as fresh:
        figures = dict(zip(ways, fresh.map(added, ways.values(), [count] * 2), strict=True))
    models, ours = figures.values()
    rows = [("into", "peak grows by", "of the first")]
    rows += [(name, f"{each:.0f} MB", f"{each / models:.2f}") for name, each in figures.items()]
    table(f"{count:,} findings collected from pages of {SIZE}", rows)
    return ours / models


def main() -> int:
    """Measure and print."""
    count = int(sys.argv[1]) if sys.argv[1:] else COLLECTED
    memory = collecting(count)  # first: the peak of a new process begins with that of its parent
    share, megabytes = conversions()
    return int(share > MOST_TIME or megabytes > MOST_MEGABYTES or memory > MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(main())
