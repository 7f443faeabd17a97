"""A table tells what it has, shows its first rows, and fills its chunks whatever comes."""

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk.frames._tables.building import items_in, layout, table_from
from aa_sdk.frames._tables.columns import Column, Kind
from aa_sdk.frames._tables.findings import FINDINGS
from aa_sdk.frames._tables.nouns import ANALYZERS
from aa_sdk.frames.tables import (
    Table,
    analyzers_table,
    archive_rules_table,
    details_table,
    findings_table,
)
from aa_sdk.models import ArchiveRuleSummary, Criterion, UnknownUnionMember
from tests.frames.rows import external, summary, v1, whole

pytest.importorskip("nanoarrow")

HOSTILE = '<script>alert(1)</script>\u202e\x1b[31m\n"><img onerror=x>'
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    "text": st.text(),
    "texts": st.lists(st.text(), max_size=3),
    "moment": st.datetimes(timezones=st.just(UTC)),
    "flag": st.booleans(),
    "number": st.integers(-(2**63), 2**63 - 1),
}


def one_column(kind: Kind) -> Any:
    return layout("things", [Column("x", kind)], lambda items: [items])


@pytest.mark.parametrize("kind", VALUES)
def test_a_column_gives_back_what_is_put_into_it_in_chunks_of_any_size(kind: Kind) -> None:
    @given(st.lists(st.none() | VALUES[kind], max_size=20), st.integers(1, 21))
    def check(values: list[Any], rows: int) -> None:
        table = table_from(one_column(kind), values, rows=rows)
        assert table["x"] == values
        assert table.to_dicts() == [{"x": value} for value in values]
        assert len(table) == len(values)

    check()


@given(st.lists(st.none() | st.text(max_size=9), max_size=20), st.integers(9, 30))
def test_a_chunk_is_parted_where_its_texts_would_not_fit(
    values: list[str | None], most: int
) -> None:
    assert table_from(one_column("text"), values, most_characters=most)["x"] == values


def test_a_text_that_fits_into_no_chunk_is_refused() -> None:
    with pytest.raises(ValueError, match="a text of more than 3 characters"):
        table_from(FINDINGS, [summary()], most_characters=3)


def test_numbers_that_no_column_takes_are_null() -> None:
    assert table_from(one_column("number"), [2**63, 1, None])["x"] == [None, 1, None]


def test_moments_of_several_time_zones_are_the_same_moments() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    elsewhere = noon.astimezone(datetime.now().astimezone().tzinfo)
    assert table_from(one_column("moment"), [elsewhere, noon])["x"] == [noon, noon]


def test_the_schema_is_the_same_with_rows_and_without() -> None:
    full, empty = findings_table([summary(), v1(), whole(external())]), findings_table([])
    assert full.schema == empty.schema
    assert full.columns == empty.columns == tuple(full.schema)
    assert (len(full), len(empty)) == (3, 0)
    assert empty["status"] == empty.to_dicts() == []
    assert full.schema["action"] == "list<string>"
    assert full.schema["created_at"] == "timestamp[us, UTC]"


def test_a_column_that_is_not_there_is_a_key_error_that_names_the_near_one() -> None:
    table = findings_table([])
    with pytest.raises(KeyError, match="no column 'statuss': did you mean 'status'"):
        _ = table["statuss"]
    given_a_number: Any = 0
    with pytest.raises(KeyError, match=r"no column 0; table.columns has their names"):
        _ = table[given_a_number]


def test_a_table_is_not_gone_through_by_itself() -> None:
    table: Any = findings_table([summary()])
    with pytest.raises(TypeError, match="not iterable"):
        list(table)
    with pytest.raises(TypeError):
        _ = "status" in table


def test_a_table_shows_its_size_its_types_and_its_first_rows() -> None:
    text = repr(findings_table([summary(id=f"{n}") for n in range(1200)]))
    lines = text.splitlines()
    assert lines[0] == "findings: 1,200 rows, 34 columns"
    assert lines[1].split()[:2] == ["id", "status"]
    assert lines[2].split()[:2] == ["string", "string"]
    assert lines[3].split()[:2] == ["0", "ACTIVE"]
    assert lines[12].split()[0] == "9"
    assert lines[13] == "… 1,190 more rows"
    assert lines[14].startswith("… 29 more columns: resource_owner_account")
    assert max(map(len, lines)) <= 80


def test_ids_are_shown_by_their_beginning_and_null_as_such() -> None:
    text = repr(findings_table([summary(resource=None), summary(error="ACCESS_DENIED")]))
    assert "222891f6…" in text
    assert text.splitlines()[3].split()[3] == "null"


def test_a_table_of_nothing_shows_its_columns() -> None:
    text = repr(findings_table([]))
    assert text.splitlines()[0] == "findings: 0 rows, 34 columns"
    assert "id" in text.splitlines()[1]


def test_columns_with_nothing_in_the_rows_that_are_shown_give_way_to_others() -> None:
    text = repr(details_table([external(action=["a", "b"])]))
    assert text.splitlines()[0] == "details: 1 row, 25 columns"
    assert "finding_id" not in text.splitlines()[1]
    assert "externalAccessDetails" in text


def test_moments_and_lists_are_shown_as_a_person_writes_them() -> None:
    rule = ArchiveRuleSummary(
        rule_name="r",
        filter={"a": Criterion(), "b": Criterion()},
        created_at=datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC),
        updated_at=datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC),
    )
    text = repr(archive_rules_table(rule))
    assert "a, b" in text
    assert "2026-03-04 05:06 UTC" in text


def test_without_the_extra_a_table_says_how_to_get_it() -> None:
    program = """
import sys
sys.modules["nanoarrow"] = None
from aa_sdk.frames import findings_table
try:
    findings_table([])
except ModuleNotFoundError as error:
    print(error, error.name)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == ("tables need the extra frames: pip install 'aa-sdk[frames]' nanoarrow\n")


def test_what_is_shown_of_a_table_is_harmless_and_small() -> None:
    findings = [summary(resource=HOSTILE + "x" * 1_000_000, id=HOSTILE, status=HOSTILE)] * 50
    table: Any = findings_table(findings)
    html = table._repr_html_()
    for text in (html, repr(table)):
        assert not {"\u202e", "\x1b", "\ud800"} & set(text)
        assert len(text) < 60_000
    assert "<script" not in html
    assert "<img" not in html
    assert table._repr_html_() == html
    rich = str(table.__rich__()).splitlines()
    assert [line.rstrip() for line in rich] == repr(table).splitlines()


def test_one_that_is_passed_in_a_wrong_place_is_told_what_to_pass() -> None:
    wrong: Any = summary()
    with pytest.raises(TypeError, match="FindingSummaryV2 has no place in this table: pass analyz"):
        analyzers_table(wrong)
    with pytest.raises(TypeError, match="int has no place"):
        list(items_in([7], ANALYZERS.source))


def test_a_member_of_a_union_that_has_no_member_at_all_stays_in_extra() -> None:
    nothing = UnknownUnionMember("", None)
    assert details_table([nothing, UnknownUnionMember("", {"a": 1, "b": 2})])["extra"] == [
        None,
        '{"a": 1, "b": 2}',
    ]


def test_a_table_is_the_class_that_the_package_exports() -> None:
    assert isinstance(findings_table([]), Table)
