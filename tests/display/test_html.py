"""Faces as HTML: small, harmless, and the same each time."""

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk._display import escape
from aa_sdk._display.html import as_html
from aa_sdk._display.layout import Card, Columns, Content, Document, Face, Grid, Note, Span, Style

MOST_BYTES = 60_000
TAGS = {"div", "span", "table", "thead", "tbody", "tr", "td", "th", "pre"}
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "\u202eevil\u2066",
    "\x1b[31mred\x1b]0;title\x07",
    "one\ntwo\r\nthree",
    "\ud800\udc80",
    "x" * 1_000_000,
    '"' * 5_000,
    "\U000e0041" * 5_000,
    "漢" * 5_000,
]
STYLES: list[Style] = [
    "plain", "muted", "strong", "badge", "public", "good", "added", "removed",
]  # fmt: skip


class Reader(HTMLParser):
    """Reads tags, attributes and text, and complains of tags that are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.titles: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.titles += [value or "" for name, value in attrs if name == "title"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(html: str) -> Reader:
    """Read HTML that is as it should be."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    assert reader.tags <= TAGS
    assert reader.attributes <= {"style", "title"}
    assert len(html.encode()) < MOST_BYTES
    return reader


def faces_of(text: str) -> list[Face]:
    """Every kind of block with a text wherever one can stand."""
    span = Span(text, "strong", text)
    one: Face = (
        Note((span, span)),
        Card(span, [(text, span), ("", text)], badge=span, accent="public"),
        Grid((text, "b"), [(span, text)] * 30),
        Document(text),
    )
    many = (Note([span] * 500), Card(span, [(text, [span] * 90)] * 300), *one * 50)
    return [one, (Columns((one, one)),), many, (Columns([many] * 3),)]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_others_is_harmless_and_small_wherever_it_stands(text: str) -> None:
    for face in faces_of(text):
        reader = read(as_html(face))
        seen = "".join(reader.text).replace("\n", "") + "".join(reader.titles)
        assert escape(seen) == seen


# What pydantic-free texts may be, hidden characters and halves of characters among them.
TEXTS = st.text(st.characters(), max_size=40)
SPANS = st.builds(Span, TEXTS, st.sampled_from(STYLES), TEXTS)
CONTENTS: st.SearchStrategy[Content] = st.one_of(TEXTS, SPANS, st.lists(SPANS, max_size=4))
GRIDS = st.integers(1, 4).flatmap(
    lambda width: st.builds(
        Grid,
        st.tuples(*[TEXTS] * width),
        st.lists(st.tuples(*[CONTENTS] * width), max_size=4),
        st.frozensets(st.integers(0, width - 1)),
        st.frozensets(st.integers(1, width)).map(lambda columns: columns - {width}),
        st.lists(st.tuples(st.integers(0, width - 1), st.integers(1, 20)), max_size=2),
    )
)
BLOCKS: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.builds(Note, CONTENTS),
        st.builds(
            Card,
            CONTENTS,
            st.lists(st.tuples(TEXTS, CONTENTS), max_size=4),
            CONTENTS,
            st.sampled_from(STYLES),
        ),
        GRIDS,
        st.builds(Document, TEXTS),
    ),
    lambda inner: st.builds(Columns, st.lists(st.lists(inner, max_size=2), max_size=2)),
    max_leaves=4,
)
FACES: st.SearchStrategy[Face] = st.lists(BLOCKS, max_size=4)


@given(FACES)
def test_whatever_is_shown_is_well_formed_and_the_same_twice(face: Face) -> None:
    html = as_html(face)
    read(html)
    assert as_html(face) == html


def test_what_finds_no_room_is_counted() -> None:
    rows = [("漢" * 400, "漢" * 400)] * 100
    grid = "".join(read(as_html([Grid(("a", "b"), rows)])).text)
    shown = grid.count("漢") // 800
    assert 0 < shown < 100
    assert f"{100 - shown} more rows are not shown" in grid
    card = "".join(read(as_html([Card("t", [("a", "漢" * 400)] * 100)])).text)
    assert "more members are not shown" in card
    notes = "".join(read(as_html([Note("b")] * 1000)).text)
    assert f"{1000 - notes.count('b'):,} more parts are not shown" in notes
    document = as_html([*[Note("x" * 400)] * 60, Document("y" * 4000)])
    assert "a text of 4,000 characters is not shown" in document


def test_a_text_of_any_length_is_cut_in_its_middle() -> None:
    text = "".join(read(as_html([Note(f"begin{'x' * 3_000}end")])).text)
    assert text.startswith("beginx")
    assert text.endswith("xend")
    assert len(text) == 1_000


def test_pieces_beyond_the_first_are_counted() -> None:
    text = "".join(read(as_html([Note([Span("a")] * 70)])).text)
    assert text == " ".join(["a"] * 60) + " and 10 more"
    pieces = [Span("'" * 500, "plain", "'" * 300)] * 3
    assert "".join(read(as_html([Note(pieces)])).text).endswith(" …")


def test_the_lines_of_a_document_stay_lines() -> None:
    document = Document('{\r\n\t"Statement": "<b>"\n}')
    assert "".join(read(as_html([document])).text) == '{\n    "Statement": "<b>"\n}'


def test_the_whole_text_is_under_the_mouse() -> None:
    assert read(as_html([Note(Span("a…c", "plain", "abc"))])).titles == ["abc"]
    assert read(as_html([Note("abc")])).titles == []


def test_nothing_to_show_is_nothing() -> None:
    assert "".join(read(as_html([])).text) == ""
    assert "".join(read(as_html([Note(""), Card("", [])])).text) == ""
