"""What streaming a million findings adds to the peak memory of the first 10,000.

Usage: python benchmarks/memory.py [findings]

Ends with 1 if that is more than 20 MB: nothing may grow with the number of findings.
"""

import asyncio
import resource
import sys

from loopback import ANALYZER, CREDENTIALS, REGION, listing_server, table

from aa_sdk import AccessAnalyzerClient

FIRST = 10_000
MOST = 20.0


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
    return 1 if late - early > MOST else 0


if __name__ == "__main__":
    sys.exit(main())
