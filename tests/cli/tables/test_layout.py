"""Tables as wide as the terminal: what is shortened, left out, and kept."""

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk._display.layout import Span
from aa_sdk._display.words import columns_of
from aa_sdk.cli._tables.layout import Line, layout_of
from aa_sdk.cli._tables.sheet import Column
from tests.effort import examples

Row = tuple[str, str, int, str]

COLUMNS = (
    Column("id", lambda row: Span(row[0], "plain", f"whole {row[0]}")),
    Column("resource", lambda row: [Span("s3"), Span(row[1])], least=12),
    Column("count", lambda row: f"{row[2]}", right=True),
    Column("note", lambda row: row[3], least=8, rank=2),
    Column("kind", lambda row: Span("" if row[2] % 2 else "odd", "muted"), rank=1),
)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
ROWS = st.lists(st.tuples(st.just("12345678"), NAMES, st.integers(0, 999), NAMES), min_size=1)


def text(line: Line) -> str:
    return "".join(span.text for span in line)


@settings(max_examples=examples(100))
@given(ROWS, st.integers(40, 200))
def test_no_line_is_wider_than_the_terminal(rows: list[Row], room: int) -> None:
    layout = layout_of(COLUMNS, rows, room, everything=False)
    lines = [layout.header(), *layout.lines(rows)]
    assert max(columns_of(text(line)) for line in lines) <= room
    assert len({columns_of(text(line)) for line in lines}) == 1


@settings(max_examples=examples(50))
@given(ROWS)
def test_nothing_is_cut_where_there_is_no_terminal(rows: list[Row]) -> None:
    layout = layout_of(COLUMNS, rows, None, everything=False)
    assert len(layout.columns) == len(COLUMNS)
    for line, row in zip(layout.lines(rows), rows, strict=True):
        assert text(line).startswith(" whole 12345678  s3")
        if row[1].isprintable() and row[1].strip() == row[1]:
            assert row[1] in text(line)


def test_what_tells_two_rows_apart_is_kept() -> None:
    names = [f"a-bucket-of-a-very-long-name-that-does-not-fit-at-all-{n}" for n in range(10)]
    rows = [("12345678", name, 1, "") for name in names]
    layout = layout_of(COLUMNS, rows, 40, everything=False)
    assert len({text(line) for line in layout.lines(rows)}) == len(rows)


def test_a_wide_terminal_gets_more_columns_and_not_wider_ones() -> None:
    rows = [("12345678", "name", 1, "a note")]

    def names(room: int) -> list[str]:
        return [column.name for column in layout_of(COLUMNS, rows, room, everything=False).columns]

    shown = [names(room) for room in range(20, 100)]
    assert shown[0] == ["id", "resource", "count"]
    assert names(200) == ["id", "resource", "count", "note", "kind"]
    assert ["id", "resource", "count", "kind"] in shown
    assert [len(each) for each in shown] == sorted(len(each) for each in shown)
    layout = layout_of(COLUMNS, rows, 200, everything=False)
    assert columns_of(text(layout.header())) < 60


def test_one_long_cell_leaves_no_column_out() -> None:
    rows = [("12345678", "name" * n, 1, "") for n in (1, 30)]
    layout = layout_of(COLUMNS, rows, 60, everything=False)
    assert [column.name for column in layout.columns] == ["id", "resource", "count", "note", "kind"]
    assert {columns_of(text(line)) for line in layout.lines(rows)} == {60}


def test_all_columns_are_shown_where_that_is_asked_for() -> None:
    rows = [("12345678", "name" * 30, 1, "a note")]
    layout = layout_of(COLUMNS, rows, 40, everything=True)
    assert len(layout.columns) == len(COLUMNS)
    assert "name" * 30 in text(next(layout.lines(rows)))


def test_what_cannot_be_shortened_is_not() -> None:
    rows = [("12345678" * 10, "name", 1, "")]
    layout = layout_of(COLUMNS, rows, 20, everything=False)
    assert "12345678" * 10 in text(next(layout.lines(rows)))


def test_later_rows_are_fitted_to_the_columns_of_the_first_ones() -> None:
    layout = layout_of(COLUMNS, [("12345678", "short", 1, "")], 80, everything=False)
    (line,) = layout.lines([("12345678", "a-name-that-is-longer-than-that-0001", 1, "")])
    assert columns_of(text(line)) == columns_of(text(layout.header()))
    assert "…001" in text(line)


def test_a_column_is_as_wide_as_it_usually_is_though_its_first_rows_have_less() -> None:
    columns = (Column("a", lambda row: row, usual=9), Column("b", lambda row: row))
    layout = layout_of(columns, ["x"], 40, everything=False)
    assert list(layout.widths) == [9, 1]
    assert list(layout_of(columns, ["x" * 12], 40, everything=False).widths) == [12, 12]
