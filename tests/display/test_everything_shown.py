"""Everything that is shown is small and harmless and the same twice, whatever text is in it."""

from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from aa_sdk._display.limits import MOST_BYTES
from aa_sdk._display.shown import Shown
from aa_sdk.filters import Filter
from aa_sdk.models import FindingSummaryV2, Model
from aa_sdk.workflows._jobs.job import Job
from tests.display.test_html import ATTRIBUTES, TAGS, read
from tests.display.things import made, shown_classes

NASTY = (
    '</div></td><script>alert(1)</script>"><img src=x onerror=y>`|*_[a](http://b)@here [red]r[/] '
    ":smile: javascript:alert(1) \u202e\u2066\u200b\x1b[31m\x00\r\n\t\ud800"
)
TEXTS = {"hostile": NASTY, "long": "<&" * 50_000}
CODE = (Filter, Job)
"""They print as code that makes them again, of which nothing can be left out."""
MOST_REPR = 1_600
MANY = 25
CLASSES = shown_classes()
WRITTEN = [each for each in CLASSES if hasattr(each, "to_markdown")]
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


def is_harmless(text: str) -> bool:
    """Whether a terminal shows all of it, and obeys none of it."""
    return all(line.isprintable() for line in text.split("\n"))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("kind", CLASSES, ids=[each.__name__ for each in CLASSES])
def test_whatever_is_shown_is_harmless(kind: type[Shown], text: str) -> None:
    thing = made(kind, text, MANY)
    html = thing._repr_html_()
    reader = read(html)  # closes all that it opens
    assert reader.tags <= TAGS
    assert reader.attributes <= ATTRIBUTES
    terminal = thing.__rich__().plain
    assert is_harmless("".join([*reader.text, *reader.titles, terminal, repr(thing), str(thing)]))
    said = "" if isinstance(thing, CODE) else str(thing)
    for drawn in (html, terminal, said):
        assert len(drawn.encode()) <= MOST_BYTES
    assert not isinstance(thing, Model) or len(repr(thing)) <= MOST_REPR
    again = made(kind, text, MANY)
    assert (html, terminal) == (again._repr_html_(), again.__rich__().plain)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("kind", WRITTEN, ids=[each.__name__ for each in WRITTEN])
def test_markdown_has_no_markup_of_others(kind: type[Any], text: str) -> None:
    written = made(kind, text, MANY).to_markdown()
    assert is_harmless(written)
    assert len(written.encode()) <= MOST_BYTES
    kinds = {token.type for token in _tokens(MARKDOWN.parse(written))}
    assert kinds.isdisjoint({"html_block", "image", "link_open", "s_open"})
    tags = {
        token.content for token in _tokens(MARKDOWN.parse(written)) if token.type == "html_inline"
    }
    assert tags <= {"<code>", "</code>", "<br>"}


def _tokens(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in (token, *_tokens(token.children or []))]


def test_a_model_that_nothing_was_checked_of_prints_as_what_is_there() -> None:
    bare = FindingSummaryV2.model_construct(id="222891f6")
    assert str(bare) == repr(bare) == "FindingSummaryV2(id='222891f6')"
