"""`aa-sdk findings export`."""

import csv
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from aa_sdk.cli._bars import LateBar
from aa_sdk.cli._findings import exporting, listing
from aa_sdk.emulator import Emulator
from aa_sdk.progress import Progress
from tests.cli.commands import COMMAND, REGION, listed, run

parquet: Any = pytest.importorskip("pyarrow.parquet")


@pytest.mark.parametrize("kind", ["csv", "json", "ndjson"])
def test_a_file_has_what_the_listing_has(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "findings"
    result = run("findings", "export", kind, str(path), "--demo")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"60 findings written to {path}\n"
    listing = run("findings", "--demo", "--format", kind).stdout
    assert len(path.read_text().splitlines()) == len(listing.splitlines())
    assert [one.name for one in tmp_path.iterdir()] == ["findings"]


def test_without_a_file_it_goes_to_stdout() -> None:
    result = run("findings", "export", "ndjson", "--demo", "--where", "status=ACTIVE")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert {one["status"] for one in found} == {"ACTIVE"}
    assert result.stderr == ""


def test_details_are_read_where_they_are_asked_for() -> None:
    where = ("--where", "resourceType=AWS::S3::Bucket")
    result = run("findings", "export", "csv", "-", "--details", "--demo", *where)
    rows = [*csv.DictReader(io.StringIO(result.stdout))]
    assert rows
    assert all(json.loads(row["findingDetails"]) for row in rows)


@pytest.mark.parametrize("part", [7, 4096])
def test_parquet_has_a_row_for_each_finding_in_parts(
    part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, emulator: Emulator
) -> None:
    monkeypatch.setattr(exporting, "_PART", part)
    emulator.populate(findings=300)
    service = ("--region", REGION, "--endpoint-url", url)
    path = tmp_path / "findings.parquet"
    assert run("findings", "export", "parquet", str(path), *service).exit_code == 0
    rows = parquet.read_table(path).to_pylist()
    found = listed("findings", *service)
    assert [row["id"] for row in rows] == [one["id"] for one in found]
    assert [row["analyzer_arn"] for row in rows] == [one["analyzerArn"] for one in found]
    assert {row["region"] for row in rows} == {REGION}


def test_parquet_is_written_without_pyarrow_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("polars")

    def installed(name: str) -> object:
        return None if name == "pyarrow.parquet" else object()

    monkeypatch.setattr(exporting, "installed", installed)
    path = tmp_path / "findings.parquet"
    assert run("findings", "export", "parquet", str(path), "--demo").exit_code == 0
    assert parquet.read_table(path).num_rows == 60


def test_no_findings_are_a_parquet_file_of_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "findings.parquet"
    result = run("findings", "export", "parquet", str(path), "--demo", "--where", "id=none")
    assert result.exit_code == 0
    assert parquet.read_table(path).num_rows == 0


def test_parquet_goes_into_a_pipe(tmp_path: Path) -> None:
    command = [*COMMAND, "findings", "export", "parquet", "--demo"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    path = tmp_path / "findings.parquet"
    path.write_bytes(done.stdout)
    assert parquet.read_table(path).num_rows == 60


def test_parquet_does_not_go_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "is_terminal", lambda: True)
    result = run("findings", "export", "parquet", "--demo")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "name a FILE" in result.stderr


def test_parquet_without_the_extra_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def installed(_name: str) -> None:
        """Find nothing."""

    monkeypatch.setattr(exporting, "installed", installed)
    result = run("findings", "export", "parquet", "x", "--demo")
    assert result.exit_code == 1
    assert "pip install" in result.stderr


def test_a_file_that_cannot_be_written_is_an_error_of_one_line(tmp_path: Path) -> None:
    result = run("findings", "export", "csv", str(tmp_path / "none" / "x"), "--demo")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: cannot write ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("kind", ["ndjson", "parquet"])
def test_a_file_stays_as_it_was_where_a_listing_fails(
    kind: str, tmp_path: Path, emulator: Emulator, url: str
) -> None:
    emulator.populate(findings=600)
    emulator.faults.fail(
        "ListFindings", status=403, code="AccessDeniedException", nth=(2,), message="not you"
    )
    path = tmp_path / "findings"
    path.write_text("before")
    result = run("findings", "export", kind, str(path), "--region", REGION, "--endpoint-url", url)
    assert result.exit_code == 1
    assert "not you" in result.stderr
    assert path.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["findings"]


class Noted(LateBar):
    """A bar that notes what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Progress] = []

    def __call__(self, progress: Progress) -> None:
        self.told.append(progress)


@pytest.mark.parametrize("details", [(), ("--details",)])
def test_a_bar_counts_what_is_written(
    details: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bars: list[Noted] = []

    def noted() -> Noted:
        bars.append(Noted())
        return bars[-1]

    monkeypatch.setattr(listing, "LateBar", noted)
    run("findings", "export", "ndjson", str(tmp_path / "x"), "--demo", *details)
    (bar,) = bars
    assert 0 < bar.told[-1].done <= 60
    assert bar.told[-1].remaining is None


def test_there_is_no_bar_where_the_findings_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    bar = Noted()
    monkeypatch.setattr(listing, "LateBar", lambda: bar)
    monkeypatch.setattr(exporting, "is_terminal", lambda: True)
    run("findings", "export", "ndjson", "--demo")
    assert bar.told == []


@pytest.mark.parametrize("verb", [("list", "-o", "csv"), ("summary",)])
@pytest.mark.parametrize("is_seen", [True, False])
def test_what_is_listed_and_not_seen_is_counted_by_a_bar(
    verb: tuple[str, ...], *, is_seen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = Noted()
    monkeypatch.setattr(listing, "LateBar", lambda: bar)
    monkeypatch.setattr(listing, "may_be_seen", lambda: is_seen)
    run("findings", *verb, "--demo")
    assert bool(bar.told) == (verb == ("summary",) or not is_seen)
