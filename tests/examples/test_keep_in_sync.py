"""The example for cron: who is told what, when it is acknowledged, and the exit status."""

import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.workflows import Archived, FindingChange, FindingStore, New, Resolved
from keep_in_sync.notifying import tell, tell_nobody
from keep_in_sync.syncing import sync_all
from tests.conftest import Run

EXAMPLES = Path(__file__).parents[2] / "examples"


class Told:
    """Somebody who is told, and at times cannot be reached."""

    def __init__(self) -> None:
        self.changes: list[FindingChange] = []
        self.is_away = False

    async def __call__(self, change: FindingChange) -> None:
        if self.is_away:
            raise ConnectionError("nobody listens")
        self.changes.append(change)

    def take(self) -> list[FindingChange]:
        taken, self.changes = self.changes, []
        return taken


class Account:
    """An account with findings, its store, and who is told."""

    def __init__(self, folder: Path) -> None:
        self.emulator = Emulator()
        self.analyzers = self.emulator.populate(findings=24)
        self.told = Told()
        self._path = folder / "findings.db"

    @asynccontextmanager
    async def opened(self) -> AsyncGenerator[tuple[AccessAnalyzerClient, FindingStore]]:
        async with (
            AccessAnalyzerClient("us-east-1", session=self.emulator.session()) as client,
            FindingStore(self._path) as store,
        ):
            yield client, store

    async def sync(self) -> bool:
        async with self.opened() as (client, store):
            return await sync_all(client, store, self.told)

    async def active(self) -> list[str]:
        async with self.opened() as (_, store):
            return [one.id async for one in store.findings() if one.status == "ACTIVE"]


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path)


def test_each_change_of_every_analyzer_is_told_once(account: Account, run: Run) -> None:
    async def main() -> None:
        assert await account.sync()
        assert len(account.told.take()) == 24
        first, *_ = await account.active()
        account.emulator.resolve_finding(first)
        assert await account.sync()
        (change,) = account.told.take()
        assert isinstance(change, Resolved)
        assert change.finding_id == first
        assert await account.sync()
        assert account.told.take() == []

    run(main)


def test_what_could_not_be_told_is_told_by_the_next_run(
    account: Account, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        account.told.is_away = True
        assert not await account.sync()
        assert "could not be told" in caplog.text
        account.told.is_away = False
        assert await account.sync()
        assert len(account.told.take()) == 24

    run(main)


def test_an_analyzer_that_cannot_be_listed_does_not_stop_the_others(
    account: Account, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        account.emulator.faults.fail(
            "ListFindingsV2", nth=1, code="AccessDeniedException", status=403
        )
        assert not await account.sync()
        told = account.told.take()
        assert 0 < len(told) < 24
        assert [record.levelname for record in caplog.records].count("ERROR") == 1
        assert await account.sync()
        assert len(told) + len(account.told.take()) == 24

    run(main)


def test_a_finding_that_cannot_be_read_is_in_the_log_and_no_success(
    account: Account, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        account.emulator.faults.fail(
            "GetFindingV2", nth=1, code="AccessDeniedException", status=403
        )
        assert not await account.sync()
        assert len(account.told.take()) == 23
        assert "AccessDeniedException" in caplog.text
        assert await account.sync()
        assert len(account.told.take()) == 1

    run(main)


def test_analyzers_that_are_not_active_are_left_out(account: Account, run: Run) -> None:
    async def main() -> None:
        account.emulator.set_analyzer_status("account-unused", "DISABLED")
        assert await account.sync()
        arns = {change.analyzer_arn for change in account.told.take()}
        assert len(arns) == 3
        assert account.analyzers.unused not in arns

    run(main)


def test_people_are_told_of_what_is_open_and_of_what_is_over(
    account: Account, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    async def main() -> None:
        await account.sync()
        first, second, *_ = await account.active()
        changes = account.told.take()
        for change in changes:
            await tell(change)
        out = capsys.readouterr().out
        opened = [change for change in changes if change.finding.status == "ACTIVE"]
        assert all(isinstance(change, New) for change in changes)
        assert out.splitlines() == [f"open   {change}" for change in opened]

        account.emulator.resolve_finding(first)
        async with account.opened() as (client, _):
            arn = next(one.analyzer_arn for one in changes if one.finding_id == second)
            await client.update_findings(analyzer_arn=arn, ids=[second], status="ARCHIVED")
        await account.sync()
        told = account.told.take()
        assert {type(change) for change in told} == {Resolved, Archived}
        for change in told:
            await tell(change)
            await tell_nobody(change)
        assert capsys.readouterr().out.startswith("over   Resolved")

    run(main)


def run_command(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "keep_in_sync", *arguments],
        cwd=EXAMPLES,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_demo_says_what_changed() -> None:
    done = run_command("--demo")
    assert done.returncode == 0
    assert sorted(line.split()[:2] for line in done.stdout.splitlines()) == [
        ["open", "New"],
        ["over", "Deleted"],
        ["over", "Resolved"],
    ]
    assert "account-external: 70 changes: 70 new" in done.stderr


def test_a_second_command_at_the_same_time_ends_at_once_with_1(account: Account, run: Run) -> None:
    async def main() -> None:
        async with account.opened() as (_, store):
            done = run_command("--region", "us-east-1", "--store", str(store.path))
        assert done.returncode == 1
        (line,) = done.stderr.splitlines()
        assert str(store.path) in line

    run(main)


def test_a_command_without_credentials_ends_with_1_and_a_line(tmp_path: Path) -> None:
    path = str(tmp_path / "findings.db")
    done = run_command("--region", "us-east-1", "--store", path, "--quietly")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "credentials" in line
