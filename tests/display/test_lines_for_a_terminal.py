"""Faces as lines for a terminal of any width."""

from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk._display.layout import Card, Face, Grid, Note, Span
from aa_sdk._display.terminal import as_lines, as_text
from tests.effort import examples

WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=40)


def told(face: Face, width: int | None) -> list[str]:
    return ["".join(span.text for span in line).rstrip() for line in as_lines(face, width)]


def test_a_long_fact_goes_on_below_itself() -> None:
    card = Card("Title", [("may", "one two three four five six"), ("if", "seven")])
    assert told([card], 26) == [
        "Title",
        "  may  one two three four",
        "       five six",
        "  if   seven",
    ]


@settings(max_examples=examples(100))
@given(WORDS, st.integers(30, 120))
def test_no_word_is_lost_and_no_line_too_long(words: list[str], width: int) -> None:
    card = Card("Title", [("name", [Span(" ".join(words[:3])), Span(" ".join(words[3:]))])])
    _, *lines = told([card], width)
    assert max(map(len, lines)) <= width
    assert " ".join(lines).split() == ["name", *words]


def test_the_badge_stands_at_the_end_of_the_line() -> None:
    (line,) = told([Card("Title", [], badge="ACTIVE")], 40)
    assert line == "Title" + " " * 29 + "ACTIVE"


def test_without_a_terminal_it_is_the_text_that_it_always_was() -> None:
    card = Card("Title", [("may", "word " * 100)], badge="ACTIVE")
    face: Face = [Note("a note"), card, Grid(("a", "b"), [("1", "2")])]
    assert "\n".join(told(face, None)) == as_text(face)
