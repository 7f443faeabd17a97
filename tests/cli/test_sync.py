"""`aa-sdk sync`."""

import json
import os
import stat
import subprocess
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import pytest

pytest.importorskip("typer", reason="the command line is an extra")

from aa_sdk import AccessAnalyzerClient
from aa_sdk.cli._syncing import syncing
from aa_sdk.cli._tables import writers
from aa_sdk.emulator import Emulator
from aa_sdk.workflows import FindingStore, StoreInUseError
from tests.cli.commands import COMMAND, REGION, listed, run
from tests.workflows.store.world import events_of

ALL = 16
ONE = ("--analyzer", "account-external")


class Sync:
    """The command, with its store and its service."""

    def __init__(self, emulator: Emulator, service: tuple[str, ...], store: Path) -> None:
        self.emulator = emulator
        self.service = service
        self.store = store

    def __call__(self, *options: str) -> Any:
        return run("sync", str(self.store), *options, *self.service)

    def records(self, *options: str) -> list[dict[str, Any]]:
        return listed("sync", str(self.store), *options, *self.service)

    def active(self) -> list[str]:
        found = listed("findings", *ONE, "--where", "status=ACTIVE", *self.service)
        return [str(one["id"]) for one in found]


async def apply_events(emulator: Emulator, path: Path) -> None:
    async with FindingStore(path) as store:
        for event in events_of(emulator):
            await store.apply(event)


@pytest.fixture
def sync(emulator: Emulator, url: str, tmp_path: Path) -> Sync:
    emulator.populate(findings=ALL)
    service = ("--region", REGION, "--endpoint-url", url)
    return Sync(emulator, service, tmp_path / "findings.db")


def test_a_table_has_room_for_what_any_analyzer_finds(
    sync: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "width", lambda: 140)
    rows = sync().stdout.splitlines()
    assert any("unused permissions" in row for row in rows)
    assert any("organization-internal" in row for row in rows)
    assert not [row for row in rows if "…" in row]


def test_what_has_changed_is_told_once(sync: Sync) -> None:
    first = sync.records()
    assert {one["kind"] for one in first} == {"new"}
    assert {one["findingId"] for one in first} == {
        one["id"] for one in listed("findings", *sync.service)
    }
    nothing = sync()
    assert (nothing.stdout, nothing.stderr) == ("", "nothing changed in 4 analyzers\n")
    resolved = sync.active()[0]
    sync.emulator.resolve_finding(resolved)
    (change,) = sync.records()
    assert (change["kind"], change["findingId"]) == ("resolved", resolved)
    assert (change["statusBefore"], change["statusAfter"]) == ("ACTIVE", "RESOLVED")
    assert (change["before"]["status"], change["after"]["status"]) == ("ACTIVE", "RESOLVED")
    assert change["members"] == ["status"]
    assert change["happenedAt"].endswith("Z")
    assert sync.records() == []


def test_what_is_kept_comes_again(sync: Sync) -> None:
    first = sync.records("--keep", *ONE)
    assert first
    table = sync("--keep", *ONE)
    assert (
        table.stderr == f"{len(first)} changes in 1 analyzer: {len(first)} new; they come again\n"
    )
    assert sync.records(*ONE) == first
    assert sync.records(*ONE) == []


def test_a_table_says_what_happened_to_which_finding(sync: Sync) -> None:
    sync(*ONE)
    resolved, gone = sync.active()[:2]
    sync.emulator.resolve_finding(resolved)
    sync.emulator.delete_finding(gone)
    table = sync(*ONE, "--keep")
    header, *lines = table.stdout.splitlines()
    assert header.split()[:5] == ["CHANGE", "ID", "WHAT", "RESOURCE", "NEWS"]
    told = {line.split()[1]: line for line in lines}
    assert told.keys() == {resolved, gone}
    assert told[resolved].startswith(" Resolved ")
    assert "ACTIVE → RESOLVED" in told[resolved]
    assert told[gone].startswith(" Deleted ")
    assert "was ACTIVE" in told[gone]
    assert table.stderr.startswith("2 changes in 1 analyzer: 1 resolved, 1 deleted;")
    names = sync(*ONE, "--columns", "id,number", "--keep").stdout.splitlines()[0].split()
    assert names == ["ID", "NUMBER"]


def test_csv_and_markdown_have_a_line_for_each(sync: Sync) -> None:
    count = len(sync.records("--keep", *ONE))
    lines = sync("--keep", *ONE, "-o", "csv").stdout.splitlines()
    assert lines[0].startswith("number,kind,findingId,happenedAt,")
    assert len(lines) == count + 1
    assert len(sync(*ONE, "-o", "markdown").stdout.splitlines()) == count + 2
    assert sync(*ONE, "-o", "csv").stdout == f"{lines[0]}\n"


def test_many_are_written_part_by_part(sync: Sync, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sync.records("--keep")
    monkeypatch.setattr(syncing, "_BATCH", 2)
    assert sync.records() == whole


def test_who_has_access_is_told_as_far_as_it_is_known(sync: Sync) -> None:
    external = {one["id"]: one["isPublic"] for one in listed("findings", *ONE, *sync.service)}
    told = {one["findingId"]: one["isPublic"] for one in sync.records()}
    assert {each: told[each] for each in external} == external
    assert None in told.values()


def test_an_event_has_said_it_before(sync: Sync) -> None:
    sync.records(*ONE)
    sync.emulator.resolve_finding(sync.active()[0])
    anyio.run(apply_events, sync.emulator, sync.store)
    (change,) = sync.records(*ONE)
    assert (change["kind"], change["run"]) == ("resolved", None)


def test_what_a_reader_has_not_had_comes_again(sync: Sync, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)  # all of it is in a buffer first
    read, write = os.pipe()
    os.close(read)
    arguments = ("sync", str(sync.store), *ONE, *sync.service)
    done = subprocess.run([*COMMAND, *arguments], stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")
    assert len(sync.records(*ONE)) == len(listed("findings", *ONE, *sync.service))


def test_an_analyzer_that_cannot_be_read_does_not_stop_the_others(sync: Sync) -> None:
    sync.emulator.faults.fail("ListFindingsV2", nth=1, status=403, code="AccessDeniedException")
    result = sync("-o", "json")
    assert result.exit_code == 4
    assert result.stderr.startswith("account-external: ")
    assert result.stderr.count("\n") == 1
    assert len({one["analyzerArn"] for one in json.loads(result.stdout)}) == 3
    assert {one["analyzerArn"].rpartition("/")[2] for one in sync.records()} == {"account-external"}


def test_findings_that_cannot_be_read_are_left_to_the_next_time(sync: Sync) -> None:
    sync.emulator.faults.fail("GetFindingV2", nth=1, status=400, code="ValidationException")
    result = sync("-o", "json")
    assert result.exit_code == 4
    assert "1 finding could not be read, which the next run does" in result.stderr
    assert len(json.loads(result.stdout)) == ALL - 1
    assert len(sync.records()) == 1


def test_where_nothing_can_be_read_it_is_an_error(sync: Sync) -> None:
    sync.emulator.faults.fail("ListFindingsV2", status=403, code="AccessDeniedException")
    result = sync("-o", "json")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith("error: account-external: ")


def test_without_a_name_the_store_is_the_users_own(
    sync: Sync, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert listed("sync", *ONE, *sync.service)
    own = tmp_path / "state" / "aa-sdk" / "findings.db"
    assert stat.S_IMODE(own.parent.stat().st_mode) == 0o700
    assert listed("sync", str(own), *ONE, *sync.service) == []
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert listed("sync", *ONE, *sync.service)
    assert (tmp_path / ".local" / "state" / "aa-sdk" / "findings.db").exists()


def test_samples_are_kept_for_a_while_and_not_among_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    few = ("sync", "--demo", *ONE)
    first = run(*few)
    assert first.stderr.endswith(" new\n")
    assert run(*few).stdout == first.stdout
    assert not [*tmp_path.iterdir()]


def test_a_store_that_cannot_be_used_is_told(sync: Sync, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database, and so much longer than its first words")
    for name, told in (
        ("", "names no file"),
        ("-", "- is no file"),
        ("text.db", "is no database"),
        (".", "is a folder"),
    ):
        path = name if name in {"", "-"} else str(tmp_path / name)
        result = run("sync", path, *sync.service)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith("error: STORE: ")
        assert told in result.stderr


def test_a_folder_that_cannot_be_made_is_told(
    sync: Sync, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    result = run("sync", *sync.service)
    assert result.exit_code == 1
    assert result.stderr.endswith("/aa-sdk: Not a directory: name another file\n")


def test_a_second_run_at_the_same_time_does_no_harm(sync: Sync) -> None:
    async def main() -> Any:
        async with FindingStore(sync.store):
            return await anyio.to_thread.run_sync(sync)

    result = anyio.run(main)
    assert result.exit_code == 1
    assert "is open for writing elsewhere, as by another sync" in result.stderr


def test_a_store_that_fails_on_the_way_stops_the_run(emulator: Emulator, tmp_path: Path) -> None:
    async def main() -> None:
        emulator.populate(findings=4)
        async with (
            AccessAnalyzerClient(REGION, session=emulator.session()) as client,
            FindingStore(tmp_path / "findings.db") as store,
        ):
            analyzers = await client.list_analyzers().collect()
            async with store.run(analyzers[0].arn):
                with pytest.raises(StoreInUseError):
                    await syncing.read_changes(client, analyzers, store)

    anyio.run(main)
