"""Import time, and the whole process from its start to the first finding.

Usage: python benchmarks/cold_start.py [rounds]

Whole processes, in turn: this SDK, aiobotocore and capo list one page of findings from a
loopback server; then bare imports. All have their byte code, as installed packages do.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

from loopback import ANALYZER, KEY, REGION, SECRET, listing_server, spread, table

OURS = f"""
import asyncio
from aa_sdk import AccessAnalyzerClient
async def main():
    async with AccessAnalyzerClient("{REGION}", endpoint_url="URL", aws_access_key_id="{KEY}",
                                    aws_secret_access_key="{SECRET}") as client:
        assert await client.list_findings_v2(analyzer_arn="{ANALYZER}").first()
asyncio.run(main())
"""
AIOBOTOCORE = f"""
import asyncio
from aiobotocore.session import AioSession
async def main():
    async with AioSession().create_client("accessanalyzer", region_name="{REGION}",
                                          endpoint_url="URL",
                                          aws_access_key_id="{KEY}",
                                          aws_secret_access_key="{SECRET}") as client:
        assert (await client.list_findings_v2(analyzerArn="{ANALYZER}"))["findings"]
asyncio.run(main())
"""
CAPO = f"""
import asyncio
from capo_accessanalyzer import AsyncAccessAnalyzerClient, Credentials
async def main():
    async with AsyncAccessAnalyzerClient(region="{REGION}", endpoint="URL",
        credentials=Credentials(access_key="{KEY}", secret_key="{SECRET}")) as client:
        assert (await client.list_findings_v2("{ANALYZER}"))["findings"]
asyncio.run(main())
"""


def timed(programs: dict[str, str], rounds: int) -> dict[str, list[float]]:
    """Run each program as a process, in turn, and return its milliseconds."""
    figures: dict[str, list[float]] = {name: [] for name in programs}
    with tempfile.TemporaryDirectory() as byte_code:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": byte_code}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for number in range(rounds + 1):
            for name, program in programs.items():
                started = time.perf_counter()
                subprocess.run([sys.executable, "-c", program], check=True, env=environment)
                if number:  # the first round compiles, and warms the disk cache up
                    figures[name].append((time.perf_counter() - started) * 1000)
    return figures


def rows(figures: dict[str, list[float]], head: str) -> list[tuple[str, ...]]:
    """Compare everything with the first program."""
    (_, ours), *_ = figures.items()
    return [
        (head, "whole process", "this SDK needs, pair by pair"),
        *(
            (
                name,
                spread(values, "ms", 0),
                f"{statistics.median(a / b for a, b in zip(ours, values, strict=True)):.2f} of it",
            )
            for name, values in figures.items()
        ),
    ]


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 9
    with listing_server(100) as url:
        programs = {"this SDK": OURS, "aiobotocore": AIOBOTOCORE, "capo": CAPO}
        first = timed({n: p.replace("URL", url) for n, p in programs.items()}, rounds)
    imports = timed(
        {"import aa_sdk": "import aa_sdk", "import pydantic": "import pydantic"}, rounds
    )
    table("From the start of the process to the first finding", rows(first, "client"))
    table("Imports", rows(imports, "program"))


if __name__ == "__main__":
    main()
