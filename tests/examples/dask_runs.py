"""Both programs for Dask, each on two workers of which one is killed: run by `test_dask.py`.

It is a process of its own, so that nothing of Dask stays behind, and prints what came out as JSON.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import dask_policies
import dask_sweep
from aa_sdk.workflows import Fleet
from dask_cluster import connected

DAY = "2026-11-27"
dask_sweep.SCOPES = 4
dask_policies.POLICIES = 10


class Killer:
    """Kills a process when it is called first, and counts how often it is called."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.calls = 0

    def __call__(self, _: object) -> None:
        self.calls += 1
        if self.calls == 1:
            os.kill(self._pid, signal.SIGKILL)


async def pids_of(client: Any) -> list[int]:
    """Return the processes of the workers."""
    return [*(await client.run(os.getpid)).values()]


def fleet(given: dict[str, Any]) -> Fleet:
    return Fleet(accounts=given["accounts"], regions=given["regions"], role="AuditRole")


async def sweep(client: Any, given: dict[str, Any], out: Path, *, kill: bool = False) -> Any:
    before = await pids_of(client)
    killer = Killer(before[0]) if kill else len
    async with fleet(given) as one:
        with dask_sweep.unfinished_in(out) as unfinished:
            outcome = await dask_sweep.sweep(
                client, one, out, unfinished=unfinished, day=DAY, on_part=killer
            )
    scopes = [(one.account, one.region, one.status, one.findings) for one in outcome]
    return {"scopes": scopes, "text": str(outcome), "workers": before}


async def check(client: Any, paths: Sequence[Path], questions: dict[str, Any]) -> Any:
    killer = Killer((await pids_of(client))[0])
    report = await dask_policies.check(client, paths, questions, killer)
    return {"results": [str(one) for one in report.results], "parts": killer.calls}


async def main(given: dict[str, Any], killed: Path, calm: Path, paths: Sequence[Path]) -> Any:
    async with connected() as client:
        return {
            "killed": await sweep(client, given, killed, kill=True),
            "calm": await sweep(client, given, calm),
            "again": await sweep(client, given, calm),
            "policies": await check(client, paths, given["questions"]),
        }


if __name__ == "__main__":
    given, out = json.loads(sys.argv[1]), Path(sys.argv[2])
    killed, calm = out / "killed", out / "calm"
    killed.mkdir()
    calm.mkdir()
    paths = sorted(Path(given["policies"]).glob("*.json"))
    json.dump(asyncio.run(main(given, killed, calm, paths)), sys.stdout)
