"""The longest the event loop is held: by the first call, and by later pages of 100.

Usage: python benchmarks/event_loop.py [rounds]

A heartbeat task wakes every millisecond and notes how late it is, while a client lists 2,000
findings from a loopback server in another process. Each round is a process of its own, because
a first call happens once.
"""

import asyncio
import json
import subprocess
import sys
import time

from loopback import ANALYZER, CREDENTIALS, REGION, listing_server, spread, table

from aa_sdk import AccessAnalyzerClient

BEAT = 0.001


class Heartbeat:
    """Notes by how much a beat came late."""

    def __init__(self) -> None:
        self.worst = 0.0

    async def run(self) -> None:
        """Beat until cancelled."""
        while True:
            started = time.perf_counter()
            await asyncio.sleep(BEAT)
            self.worst = max(self.worst, time.perf_counter() - started - BEAT)

    def take(self) -> float:
        """Return the worst delay in milliseconds and begin anew."""
        worst, self.worst = self.worst, 0.0
        return worst * 1000


async def once(url: str) -> tuple[float, float]:
    """Return the worst delay in the first call and in all later pages."""
    heart = Heartbeat()
    beating = asyncio.create_task(heart.run())
    client = AccessAnalyzerClient(REGION, endpoint_url=url, **CREDENTIALS)
    await asyncio.sleep(20 * BEAT)
    heart.take()
    await client.list_findings_v2(analyzer_arn=ANALYZER).page()
    first = heart.take()
    await client.list_findings_v2(analyzer_arn=ANALYZER).collect()
    later = heart.take()
    beating.cancel()
    await client.aclose()
    return first, later


def main() -> None:
    """Measure in fresh processes and print."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 7
    with listing_server(2_000) as url:
        command = [sys.executable, __file__, "--once", url]
        runs = [
            json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            for _ in range(rounds)
        ]
    table(
        "The longest the event loop is held",
        [
            ("during", "held for"),
            ("the first call", spread([run[0] for run in runs], "ms", 1)),
            ("later pages of 100", spread([run[1] for run in runs], "ms", 1)),
        ],
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        print(json.dumps(asyncio.run(once(sys.argv[2]))))
    else:
        main()
