"""Faces as text for terminals: aligned, fitted, and harmless."""

import sys

import pytest
from hypothesis import given
from rich.console import Console
from rich.text import Text

from aa_sdk._display import escape
from aa_sdk._display.layout import Card, Columns, Document, Face, Grid, Note, Span
from aa_sdk._display.shown import Shown
from aa_sdk._display.terminal import as_rich, as_text
from aa_sdk._display.words import columns_of
from tests.display.test_html import FACES, HOSTILE, faces_of, html_of

FACE: Face = (
    Note((Span("two", "strong"), Span("pieces", "muted"))),
    Card("title", [("a", "one"), ("longer", "two"), ("", "three")], badge="BADGE"),
    Grid(("name", "count"), [("a", "1"), ("bbbbbb", "1,000")], right=frozenset({1})),
    Document("{\n  1\n}"),
    Columns(((Note("left"),), (Note("right"),))),
)
TEXT = """\
two pieces
title  BADGE
  a       one
  longer  two
          three
name    count
a           1
bbbbbb  1,000
  {
    1
  }
left
right"""


def test_a_face_is_text_in_columns() -> None:
    assert as_text(FACE) == TEXT


def test_rich_shows_the_same_words_in_colours() -> None:
    shown = as_rich(FACE)
    assert isinstance(shown, Text)
    assert shown.plain == TEXT
    assert {str(span.style) for span in shown.spans} >= {"bold", "dim"}


def test_where_there_is_no_rich_there_is_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.text", None)
    assert as_rich(FACE) == TEXT


@given(FACES)
def test_whatever_is_shown_says_the_same_with_and_without_colours(face: Face) -> None:
    text = as_text(face)
    assert all(escape(line) == line for line in text.split("\n"))
    coloured = as_rich(face).plain.split("\n")
    assert [line.rstrip() for line in coloured] == [line.rstrip() for line in text.split("\n")]
    assert as_text(face) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_others_is_harmless_and_small_in_a_terminal_too(text: str) -> None:
    for face in faces_of(text)[:2]:
        shown = as_text(face)
        assert escape(shown.replace("\n", "")) == shown.replace("\n", "")
        assert len(shown) < 60_000


def test_wide_characters_take_two_columns_and_accents_none() -> None:
    rows = [("ab", "x"), ("漢字", "x"), ("e\u0301", "x"), ("🚀", "x")]
    assert as_text([Grid(("n", "m"), rows)]).split("\n") == [
        "n     m",
        "ab    x",
        "漢字  x",
        "e\u0301     x",
        "🚀    x",
    ]
    card = as_text([Card("t", [("漢字", "x"), ("abcd", "x")])])
    assert card == "t\n  漢字  x\n  abcd  x"


def test_a_grid_that_is_too_wide_leaves_out_and_shortens_what_it_may() -> None:
    header = ("id", "name", "spare", "owner")
    row = ("i" * 30, "n" * 60, "s" * 10, "o" * 12)
    grid = Grid(header, [row], spare=frozenset({2}), elastic=((3, 7), (1, 12)))
    head, line = as_text([grid]).split("\n")
    assert head.split() == ["id", "name", "owner"]
    assert [len(cell) for cell in line.split()] == [30, 39, 7]
    assert len(line) == 80
    assert as_text([Grid(header, [row])]).split("\n")[1].split() == list(row)


def test_a_grid_that_fits_is_left_as_it_is() -> None:
    grid = Grid(("a", "b"), [("x" * 40, "y" * 38)], spare=frozenset({1}), elastic=((0, 5),))
    assert as_text([grid]).split("\n")[1] == f"{'x' * 40}  {'y' * 38}"


def test_a_column_that_is_left_out_is_not_shortened() -> None:
    grid = Grid(("a", "b"), [("x" * 70, "y" * 70)], spare=frozenset({1}), elastic=((1, 5),))
    assert as_text([grid]).split("\n") == ["a", "x" * 70]


def test_a_grid_is_never_narrower_than_it_may_be() -> None:
    grid = Grid(("a", "b"), [("x" * 90, "y" * 90)], elastic=((0, 10),))
    assert [len(cell) for cell in as_text([grid]).split("\n")[1].split()] == [10, 90]


def test_a_cell_of_several_pieces_is_shortened_from_its_end() -> None:
    cell = (Span("s3", "muted"), Span("w" * 30), Span("v" * 100))
    line = as_text([Grid(("a",), [(cell,)], elastic=((0, 20),))]).split("\n")[1]
    assert columns_of(line) == 80
    assert line.startswith(f"s3 {'w' * 30} v")
    both = as_text([Grid(("a", "b"), [(cell, "x" * 78)], elastic=((0, 20),))]).split("\n")[1]
    assert both.startswith("s3 wwww…ww")
    wide = as_text([Grid(("a", "b"), [("漢" * 40, "x" * 60)], elastic=((0, 9),))]).split("\n")[1]
    assert columns_of(wide) <= 80


def test_rows_beyond_many_are_counted() -> None:
    grid = as_text([Grid(("a",), [("x",)] * 250)]).split("\n")
    assert (len(grid), grid[-1]) == (202, "50 more are not shown")
    card = as_text([Card("t", [("a", "x")] * 250)]).split("\n")
    assert (len(card), card[-1]) == (202, "50 more are not shown")


def test_a_document_of_any_length_is_cut() -> None:
    shown = as_text([Document("line\n" * 10_000)])
    assert len(shown) < 8_000
    assert shown.endswith("… of 50,000 characters")


class Thing(Shown):
    def _face(self) -> Face:
        return (Note("<a thing>"),)


def test_what_is_shown_shows_in_notebooks_and_with_rich() -> None:
    thing = Thing()
    assert "&lt;a thing&gt;" in html_of(thing)
    console = Console(width=80)
    with console.capture() as captured:
        console.print(thing)
    assert captured.get() == "<a thing>\n"
