"""A soak of the served emulator over a restart: whatever it said was done is there afterwards.

Usage: python benchmarks/emulator_restart.py [calls] [seed]

Clients on both HTTP libraries make mixed calls, and about one response in ten is late, damaged,
lost or a lie. In the middle, while calls are under way, the process is ended and started again from
its state file. In a Region of their own the tasks change findings and keep a ledger of what was
acknowledged. At the end the ledger is compared with what the emulator lists.
"""

import asyncio
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.request import Request, urlopen

from aiobotocore.config import AioConfig
from emulator_soak import MIX
from loopback import CREDENTIALS, REGION, table

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Population
from aa_sdk.errors import AccessAnalyzerError, ConflictException, ResourceNotFoundException
from aa_sdk.models import FindingStatusUpdate

TASKS = 24
LEDGER_REGION = "eu-west-1"
FINDINGS = 2000
ACCOUNT = "111122223333"
ANALYZERS = (
    *("account-external", "account-unused"),
    *("organization-external", "organization-internal"),
)
STATUSES: Sequence[FindingStatusUpdate] = ("ACTIVE", "ARCHIVED")

# Each with its path below /_emulator/faults.
FAULTS: Sequence[tuple[str, Mapping[str, Any]]] = (
    ("throttle", {"rate": 0.01, "retryAfter": None}),
    ("fail", {"rate": 0.01}),
    ("delay", {"seconds": 0.005, "rate": 0.02}),
    ("drop", {"rate": 0.005}),
    ("drop", {"rate": 0.005, "handled": True}),
    ("truncate", {"rate": 0.005}),
    ("replace-body", {"rate": 0.005}),
    ("redirect", {"url": "http://127.0.0.1:9/", "rate": 0.005}),
    ("wrong-length", {"by": 7, "rate": 0.005}),
    ("wrong-length", {"by": -7, "rate": 0.005}),
    ("no-length", {"rate": 0.005}),
    ("gzip-bomb", {"size": 1_000_000, "rate": 0.005}),
    ("slow-body", {"seconds": 0.02, "rate": 0.01}),
    ("half-answer", {"rate": 0.005}),
    ("wrong-type", {"rate": 0.005}),
    ("http-1-0", {"rate": 0.01}),
)


def population(region: str) -> Population:
    """Return where the analyzers of a populated Region are."""
    place = f"arn:aws:access-analyzer:{region}:{ACCOUNT}:analyzer"
    return Population(ACCOUNT, region, {name: f"{place}/{name}" for name in ANALYZERS}, {})


class Server:
    """The emulator's own command, which can be ended and started again on the same port."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self) -> None:
        """Start it and wait until it accepts connections."""
        port = self.url.rpartition(":")[2] or "0"
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "aa_sdk.emulator", "--port", port, "--control"),
                *("--region", REGION, "--region", LEDGER_REGION, "--populate", str(FINDINGS)),
                *("--state", str(self._state), "--save-every", "5"),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().split()[-1]

    def stop(self) -> None:
        """End it as a terminal or a container does."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        assert self._process.wait(60) == 0
        assert self._process.stdout is not None
        self._process.stdout.close()

    def add_faults(self) -> None:
        """Let things go wrong from now on; what is planned is no part of the state."""
        for path, fault in FAULTS:
            self.control("POST", f"/faults/{path}", fault)

    def control(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Call the control API."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = Request(f"{self.url}/_emulator{path}", data, headers, method=method)
        with urlopen(request, timeout=30) as response:
            return json.loads(response.read() or b"null")


@dataclass
class Ledger:
    """What was acknowledged, and what nobody can know because its answer was lost."""

    statuses: dict[str, str | None] = field(default_factory=dict[str, str | None])
    """The status of each finding; None after an answer that did not come."""
    rules: dict[str, bool | None] = field(default_factory=dict[str, bool | None])
    """Whether each rule is there; the same."""


class Soak:
    """The tasks, and what came of their calls."""

    def __init__(self, server: Server, calls: int, seed: int) -> None:
        self._server = server
        self._calls = calls
        self._seed = seed
        self._world = population(REGION)
        self._analyzer = population(LEDGER_REGION).external
        self._halfway = asyncio.Event()
        self.made = 0
        self.outcomes = Counter[str]()
        self.ledger = Ledger()

    async def run(self) -> None:
        """Run all tasks to their end, with a restart in the middle."""
        config = AioConfig(retries={"total_max_attempts": 2, "mode": "standard"}, read_timeout=5)
        clients: list[tuple[AccessAnalyzerClient, AccessAnalyzerClient]] = []
        for transport in ("aiohttp", "httpx"):
            made: Any = [
                AccessAnalyzerClient(
                    region,
                    endpoint_url=self._server.url,
                    config=config,
                    transport=transport,
                    on_call=self._count,
                    **CREDENTIALS,
                )
                for region in (REGION, LEDGER_REGION)
            ]
            clients.append((made[0], made[1]))
        try:
            owned = await self._owned(clients[0][1])
            tasks = [
                asyncio.create_task(self._task(number, *clients[number % 2], owned[number::TASKS]))
                for number in range(TASKS)
            ]
            await self._restart()
            await asyncio.gather(*tasks)
        finally:
            for pair in clients:
                for client in pair:
                    await client.aclose()

    def _count(self, event: Any) -> None:
        self.made += event.attempts
        if self.made >= self._calls / 2:
            self._halfway.set()

    async def _owned(self, client: AccessAnalyzerClient) -> list[str]:
        listed = await client.list_findings_v2(analyzer_arn=self._analyzer).collect()
        open_ones = [finding for finding in listed if finding.status != "RESOLVED"]
        self.ledger.statuses = {finding.id: finding.status for finding in open_ones}
        return list(self.ledger.statuses)

    async def _restart(self) -> None:
        await asyncio.to_thread(self._server.add_faults)
        await self._halfway.wait()
        await asyncio.to_thread(self._server.stop)
        await asyncio.sleep(0.2)
        await asyncio.to_thread(self._server.start)
        await asyncio.to_thread(self._server.add_faults)

    async def _task(
        self,
        number: int,
        client: AccessAnalyzerClient,
        kept: AccessAnalyzerClient,
        owned: Sequence[str],
    ) -> None:
        draw = Random(f"{self._seed} {number}")
        while self.made < self._calls:
            turn = draw.random()
            try:
                if turn < 0.3:
                    await self._mark(kept, draw.sample(owned, 2), draw.choice(STATUSES))
                elif turn < 0.4:
                    await self._rule(kept, f"task{number}")
                else:
                    await draw.choice(MIX)(client, self._world, draw)
            except AccessAnalyzerError as error:
                self.outcomes[type(error).__name__] += 1
                await asyncio.sleep(0.01)
            else:
                self.outcomes["good"] += 1

    async def _mark(
        self, client: AccessAnalyzerClient, ids: list[str], status: FindingStatusUpdate
    ) -> None:
        # Unknown until the answer says that it was done.
        self.ledger.statuses.update(dict.fromkeys(ids))
        await client.update_findings(analyzer_arn=self._analyzer, ids=ids, status=status)
        self.ledger.statuses.update(dict.fromkeys(ids, status))

    async def _rule(self, client: AccessAnalyzerClient, name: str) -> None:
        named = {"analyzer_name": "account-external", "rule_name": name}
        is_there = self.ledger.rules.get(name, False)
        self.ledger.rules[name] = None
        try:
            if is_there is False:
                await client.create_archive_rule(**named, filter={"resource": {"eq": ["nobody"]}})
            else:
                await client.delete_archive_rule(**named)
        except (ConflictException, ResourceNotFoundException) as error:
            # What an earlier call did whose answer was lost.
            self.ledger.rules[name] = isinstance(error, ConflictException)
            raise
        self.ledger.rules[name] = not is_there

    async def compare(self) -> dict[str, int]:
        """Compare the ledger with what is listed now, without any faults."""
        await asyncio.to_thread(self._server.control, "DELETE", "/faults")
        async with AccessAnalyzerClient(
            LEDGER_REGION, endpoint_url=self._server.url, **CREDENTIALS
        ) as client:
            listed = await client.list_findings_v2(analyzer_arn=self._analyzer).collect()
            rules = await client.list_archive_rules(analyzer_name="account-external").collect()
        statuses = {finding.id: finding.status for finding in listed}
        names = {rule.rule_name for rule in rules}
        ledger = self.ledger
        return {
            "findings kept": len(ledger.statuses.keys() & statuses.keys()),
            "findings lost": len(ledger.statuses.keys() - statuses.keys()),
            "acknowledged states": sum(one is not None for one in ledger.statuses.values()),
            "acknowledged states lost": sum(
                wanted not in (None, statuses.get(one)) for one, wanted in ledger.statuses.items()
            ),
            "acknowledged rules lost": sum(
                wanted not in (None, name in names) for name, wanted in ledger.rules.items()
            ),
        }


def soak(calls: int, seed: int) -> list[tuple[str, Any]]:
    """Soak, and tell what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "state.gz")
        server.start()
        try:
            run, started = Soak(server, calls, seed), time.perf_counter()
            asyncio.run(run.run())
            spent = time.perf_counter() - started
            compared = asyncio.run(run.compare())
        finally:
            server.stop()
    assert not any(count for name, count in compared.items() if name.endswith("lost")), compared
    return [
        ("attempts", run.made),
        ("seconds", f"{spent:.0f}"),
        *sorted(run.outcomes.items()),
        *compared.items(),
    ]


def main() -> None:
    """Soak and print."""
    calls = int(sys.argv[1]) if sys.argv[1:] else 60_000
    seed = int(sys.argv[2]) if sys.argv[2:] else 1
    outcome = soak(calls, seed)
    rows = [(name, str(value)) for name, value in outcome]
    table(f"Soak of {calls:,} calls over a restart", [("what", "count"), *rows])


if __name__ == "__main__":
    main()
