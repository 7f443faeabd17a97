"""Findings as rows: what tells them apart in a terminal, and as JSON."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk._display import escape
from aa_sdk.cli._findings.rows import FINDINGS, FindingRow, ShortIds
from aa_sdk.cli._options import Format
from aa_sdk.cli._tables import writers
from aa_sdk.models import AnalyzerSummary, FindingSummary, FindingSummaryV2
from aa_sdk.models._faces.words import what_text
from tests.cli.commands import listed, run
from tests.effort import examples

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ANALYZER = AnalyzerSummary(
    arn="arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/a",
    name="a",
    type="ACCOUNT",
    created_at=NOW,
    status="ACTIVE",
)
WIRE: dict[str, Any] = {
    "id": "1",
    "status": "ACTIVE",
    "resourceType": "AWS::S3::Bucket",
    "resourceOwnerAccount": "111122223333",
    "createdAt": "2025-12-01T00:00:00Z",
    "updatedAt": "2025-12-01T00:00:00Z",
    "analyzedAt": "2025-12-01T00:00:00Z",
}


def row(kind: Any, members: Mapping[str, Any]) -> FindingRow:
    finding = kind.model_validate({**WIRE, "condition": {}, **members}, by_alias=True)
    return FindingRow(ANALYZER, finding, "1", NOW)


def written(found: FindingRow, output: Format, capsys: pytest.CaptureFixture[str]) -> str:
    writer = writers.writer_of(FINDINGS, output)
    writer.add([found])
    writer.end()
    return capsys.readouterr().out


MEMBERS = st.fixed_dictionaries(
    {"resource": st.text(), "principal": st.dictionaries(st.text(), st.text())},
    optional={"findingType": st.just("ExternalAccess"), "isPublic": st.booleans()},
)
UNKNOWN = st.dictionaries(st.sampled_from(["new", "analyzerArn"]), st.text())


@settings(max_examples=examples(60))
@given(MEMBERS, UNKNOWN, st.sampled_from([FindingSummary, FindingSummaryV2]))
def test_the_quick_way_writes_the_same_record(
    members: dict[str, Any], unknown: dict[str, str], kind: type
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        told: list[str] = []
        patch.setattr(writers, "write", told.append)
        found = row(kind, members | unknown)
        writers.writer_of(FINDINGS, Format.NDJSON).add([found])
    (line,) = told
    assert json.loads(line) == found.record()
    assert escape(line.rstrip("\n")) == line.rstrip("\n")


def test_half_a_character_is_written_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    whole = row(FindingSummary, {})
    half = whole.finding.model_copy(update={"error": "\ud800"})
    found = FindingRow(ANALYZER, FindingSummary.model_construct(**dict(half)), "1", NOW)
    assert json.loads(written(found, Format.JSON, capsys))[0]["error"] == "\ud800"


def test_ids_are_as_short_as_tells_them_from_those_before() -> None:
    short = ShortIds()
    assert short("222891f6-be16-41cf") == "222891f6"
    assert short("222891f6-be17-41cf") == "222891f6-be1"
    assert short("222891f6-be16-41cf") == "222891f6"
    assert short("222891f6-be18-41cf") == "222891f6-be18-41"
    assert short("22") == "22"


@pytest.mark.parametrize("columns", [80, 100, 140])
def test_rows_fit_a_terminal_and_can_be_told_apart(
    columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "width", lambda: columns)
    header, *lines = run("findings", "--demo").stdout.splitlines()
    assert max(map(len, lines)) <= columns
    assert len(set(lines)) == len(lines) == 60
    for line, finding in zip(lines, listed("findings", "--demo"), strict=True):
        assert line.split()[0] == str(finding["id"])[:8]
        assert str(finding["resourceOwnerAccount"]) in line
        assert str(finding["resource"])[-6:] in line
    assert ("ANALYZER" in header) is (columns == 140)


def test_what_comes_on_later_pages_is_not_cut_for_want_of_width(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writers, "width", lambda: 140)
    _, *lines = run("findings", "--demo").stdout.splitlines()
    told = [(re.split(r" {2,}", line.strip()), line) for line in lines]
    found = listed("findings", "--demo")
    for (cells, line), finding in zip(told, found, strict=True):
        assert cells[-1] == str(finding["analyzerArn"]).rpartition("/")[2], line
        assert cells[2].removeprefix("PUBLIC ").removeprefix("ERROR ") == what_text(
            str(finding["findingType"])
        )
        assert cells[1] == finding["status"]


@pytest.mark.parametrize(
    ("where", "width"),
    [((), 8), (("--where", "status=ACTIVE"), 6), (("--where", "status!=ACTIVE"), 8)],
)
def test_the_status_is_as_wide_as_those_that_may_come(
    where: tuple[str, ...], width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "width", lambda: 100)
    header, *_ = run("findings", "--demo", *where).stdout.splitlines()
    assert header.index("WHAT") - header.index("STATUS") == width + 2


def test_no_room_is_kept_for_words_of_analyzers_that_are_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writers, "width", lambda: 80)
    header, *_ = run("findings", "--demo", "--where", "isPublic=true").stdout.splitlines()
    assert header.index("RESOURCE") - header.index("WHAT") == len("PUBLIC external") + 2


def test_wide_has_all_columns_however_narrow_the_terminal_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writers, "width", lambda: 80)
    header = run("findings", "--demo", "--wide").stdout.splitlines()[0]
    assert header.split() == [column.name.upper() for column in FINDINGS.columns]


def test_a_terminal_that_is_too_narrow_loses_no_column_that_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writers, "width", lambda: 20)
    header, first, *_ = run("findings", "--demo").stdout.splitlines()
    assert header.split() == ["ID", "STATUS", "WHAT", "RESOURCE", "OWNER", "AGE"]
    assert first.split()[0] == str(listed("findings", "--demo")[0]["id"])[:8]


def test_the_age_is_that_of_the_finding(capsys: pytest.CaptureFixture[str]) -> None:
    made = (NOW - timedelta(days=5)).isoformat()
    found = row(FindingSummary, {"createdAt": made})
    assert "2025-12-27 00:00 UTC" in written(found, Format.MARKDOWN, capsys)
