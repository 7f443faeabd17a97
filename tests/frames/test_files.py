"""Tables as files: the same types and values come back, and there is never half a file."""

import csv
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from aa_sdk.frames._tables.files import WRITERS, write_csv, write_parquet
from aa_sdk.frames.tables import Table, findings_table
from tests.frames.rows import external, summary, v1, whole

pytest.importorskip("nanoarrow")

FINDINGS: list[Any] = [
    summary(resource='a,b\n"c"\r\né\0'),
    v1(is_public=True, principal={"AWS": "=cmd|' /C calc'!A0"}, action=["s3:Get", "a,b"]),
    v1(is_public=False, action=[]),
    whole(external()),
]


@pytest.fixture
def table() -> Table:
    return findings_table(FINDINGS)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_has_a_line_of_names_and_a_line_for_each_row(table: Table, tmp_path: Path) -> None:
    table.write_csv(tmp_path / "t.csv", escape_formulas=False)
    rows = read(tmp_path / "t.csv")
    assert list(rows[0]) == list(table.columns)
    for told, row in zip(rows, table.to_dicts(), strict=True):
        assert told["resource"] == row["resource"]
        assert told["principal"] == (row["principal"] or "")
        assert told["hydrated"] == json.dumps(row["hydrated"])
        assert json.loads(told["is_public"] or "null") == row["is_public"]
        assert json.loads(told["action"] or "null") == row["action"]
        assert told["created_at"] == "2026-03-04T05:06:07.123000Z"


def test_csv_of_no_rows_has_the_names(tmp_path: Path) -> None:
    table = findings_table([])
    table.write_csv(str(tmp_path / "t.csv"))
    assert (tmp_path / "t.csv").read_text() == ",".join(table.columns) + "\n"


@pytest.mark.parametrize("first", "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(first: str, tmp_path: Path) -> None:
    text = f"{first}HYPERLINK(A1)"
    table = findings_table([summary(resource=text, status="a=b")])
    table.write_csv(tmp_path / "t.csv")
    (row,) = read(tmp_path / "t.csv")
    assert (row["resource"], row["status"]) == (f"'{text}", "a=b")
    table.write_csv(tmp_path / "t.csv", escape_formulas=False)
    assert read(tmp_path / "t.csv")[0]["resource"] == text


def test_polars_reads_the_csv(table: Table, tmp_path: Path) -> None:
    pl: Any = pytest.importorskip("polars")
    table.write_csv(tmp_path / "t.csv", escape_formulas=False)
    frame = pl.read_csv(tmp_path / "t.csv", infer_schema=False)
    assert frame["resource"].to_list() == table["resource"]
    assert frame["created_at"].str.to_datetime(time_zone="UTC").to_list() == table["created_at"]


@pytest.mark.parametrize("library", WRITERS)
@pytest.mark.parametrize("findings", [FINDINGS, []], ids=["rows", "none"])
def test_parquet_gives_back_the_same_types_and_values(
    library: str, findings: list[Any], tmp_path: Path
) -> None:
    pytest.importorskip(library)
    pl: Any = pytest.importorskip("polars")
    table = findings_table(findings)
    write_parquet(table, tmp_path / "t.parquet", [library])
    frame = pl.read_parquet(tmp_path / "t.parquet")
    assert frame.schema == pl.DataFrame(table).schema
    assert frame.to_dicts() == table.to_dicts()
    assert [path.name for path in tmp_path.iterdir()] == ["t.parquet"]


def test_parquet_is_written_by_whichever_is_there(table: Table, tmp_path: Path) -> None:
    pa: Any = pytest.importorskip("pyarrow.parquet")
    table.write_parquet(str(tmp_path / "t.parquet"))
    assert pa.read_table(tmp_path / "t.parquet").to_pylist() == table.to_dicts()


def test_without_any_library_for_parquet_one_is_named(table: Table, tmp_path: Path) -> None:
    with pytest.raises(ModuleNotFoundError, match="needs pyarrow, polars or duckdb: pip install"):
        write_parquet(table, tmp_path / "t.parquet", ["no_such_library"])
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_there_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("before")
    rows = iter([{"a": 1}, {}])  # the second has nothing for the column
    with pytest.raises(KeyError):
        write_csv(["a"], [rows], path, escape_formulas=True)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link_and_a_file_keeps_who_may_read_it(table: Table, tmp_path: Path) -> None:
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.touch(mode=0o600)
    link.symlink_to(target)
    table.write_csv(link)
    assert link.is_symlink()
    assert len(read(target)) == len(table)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_pipe_is_written_itself(table: Table) -> None:
    ours, theirs = os.pipe()
    with open(ours, encoding="utf-8", newline="") as reader:  # noqa: PTH123 (a descriptor)
        table.write_csv(f"/dev/fd/{theirs}", escape_formulas=False)
        os.close(theirs)
        assert len(list(csv.DictReader(reader))) == len(table)


@pytest.mark.parametrize("where", ["folder", "nowhere/t.csv"])
def test_a_place_where_nothing_can_be_written_is_an_os_error(
    where: str, table: Table, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=r"folder|nowhere"):
        table.write_csv(tmp_path / where)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize("library", WRITERS)
@pytest.mark.parametrize("where", ["folder", "nowhere/t.parquet", "/dev/full"])
def test_each_library_tells_of_it_as_an_os_error(
    library: str, where: str, table: Table, tmp_path: Path
) -> None:
    pytest.importorskip(library)
    (tmp_path / "folder").mkdir()
    path = tmp_path / where  # one that begins at the root stays as it is
    if where.startswith("/") and not path.exists():
        pytest.skip("there is no device that is always full")
    with pytest.raises(OSError, match=r"."):
        write_parquet(table, path, [library])
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
