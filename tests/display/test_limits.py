"""How much is shown: drawings stay small, whatever stands in them."""

from typing import Any

import pytest

from aa_sdk._display.html import as_html
from aa_sdk._display.layout import Card, Code, Columns, Face, Grid, Note, Span
from aa_sdk._display.limits import MOST_BYTES, lines_text, rest_note
from aa_sdk._display.shown import Shown
from aa_sdk._display.terminal import as_text

LONG = [
    "a" * 1_000_000,
    '"' * 1_000_000,
    "\u202e" * 1_000_000,
    "日" * 1_000_000,
    "\U000e0041" * 9_999,
]


def everything(text: str) -> Face:
    """Each kind of block, with the text in every place."""
    span = Span(text, "strong")
    return [
        Note(text),
        Card([span], [("name", text)], badge=span),
        Code([span, text]),
        Columns([[Grid(("a", "b"), [(text, span)] * 20)], [Note(span)]]),
    ]


class Thing(Shown):
    """Something with a face."""

    def __init__(self, text: str) -> None:
        self.text = text

    def _face(self) -> Face:
        return everything(self.text)

    def told(self) -> str:
        return self._as_text()


@pytest.mark.parametrize("text", LONG, ids=["plain", "quotes", "bidi", "wide", "tags"])
def test_a_text_of_any_length_makes_a_small_drawing(text: str) -> None:
    thing: Any = Thing(text)
    for drawn in (thing._repr_html_(), str(thing.__rich__()), thing.told()):
        assert 0 < len(drawn.encode()) <= MOST_BYTES
        assert "…" in drawn


def test_a_text_is_whole_where_there_is_room_and_what_has_none_is_counted() -> None:
    text = "a" * 1_000
    assert text in as_html([Note(text)])
    assert text in as_html([Note(text)] * 100)
    assert "more parts are not shown" in as_html([Note(text)] * 100)
    assert text in as_text([Note(text)] * 100)
    assert "more lines are not shown" in as_text([Note(text)] * 100)


def test_lines_in_one_text_are_all_there_and_harmless() -> None:
    lines = ["a" * 3_000, "b\x1b[2J\n", "c"]
    assert lines_text(lines, 20_000).split("\n") == ["a" * 3_000, "b\\x1b[2J\\n", "c"]
    assert len(lines_text(lines).split("\n")[0]) == 2_000
    assert len(lines_text(["\u202e" * 20_000] * 50)) <= MOST_BYTES
    assert lines_text(["a" * 100] * 3_000).count("\n") == 2_999


def test_what_is_not_shown_is_counted() -> None:
    assert rest_note(20) == []
    assert rest_note(2_020) == [Note("… 2,000 more")]
    assert rest_note(5, 3, "reasons") == [Note("… 2 more reasons")]


def test_code_keeps_its_indentation_and_its_lines() -> None:
    code = Code([Span("+ a", "added"), "", "    b"])
    assert as_text([code]) == "+ a\n\n    b"
    assert ">+ a</span>\n\n    b</pre>" in as_html([code])
