"""How the failure of a policy check reads in a test's output."""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from aa_sdk._assertions.sources import Source
from aa_sdk._display import escape
from aa_sdk._display.layout import Card, Note
from aa_sdk._display.limits import MOST_ROWS, rest_note
from aa_sdk._display.terminal import as_text
from aa_sdk._display.words import listed, shorten
from aa_sdk.models.policy_checks import ReasonSummary
from aa_sdk.policy import AccessExample, Effective, PolicyCheck, StatementReference

MOST_LISTED = 10
"""How many actions or resources are named."""
_WIDTH = 76  # columns, for pytest sets a message in
_AROUND_NAMES = 4
_MOST_TITLE = 40
_MOST_FACT = 1_000
_MOST_VALUES = 6
_INEXACT = (
    "not exact: a policy variable was taken for any value, and there may be less access than this"
)

Row = tuple[str, str]


class Asked(NamedTuple):
    """A question that was answered with FAIL."""

    sentence: str
    """What is wrong, with `{}` where the document is named."""
    rows: tuple[Row, ...]
    """What was asked, each with a name."""


def failure_text(check: PolicyCheck, source: Source, asked: Asked) -> str:
    """Write what failed, why, and a request that shows it.

    Args:
        check: The verdict, a FAIL.
        source: The document that it is about.
        asked: The question.
    """
    rows = [*asked.rows, *_because(check.reasons, source)]
    if check.counterexample is not None:
        rows += _example(check.counterexample)
    if not check.exact:
        rows.append(("note", _INEXACT))
    return block_text(headline(asked.sentence, source), rows)


def headline(sentence: str, source: Source) -> str:
    """Write the first line, which pytest repeats in its summary.

    Args:
        sentence: What is wrong, with `{}` where the document is named.
        source: The document.
    """
    return f"FAIL: {sentence.format(shorten(escape(source.title), _MOST_TITLE))}"


def block_text(title: str, rows: Iterable[Row]) -> str:
    """Lay facts out below a headline, wrapped for a terminal of 80 columns."""
    given = [*rows]
    width = _WIDTH - _AROUND_NAMES - max(len(name) for name, _ in given)
    return as_text([Card(title, [line for row in given for line in _wrapped(*row, width)])])


def source_rows(source: Source) -> list[Row]:
    """Say where a document comes from."""
    return [(source.role, source.origin)]


def _wrapped(name: str, text: str, width: int) -> Iterator[Row]:
    told = escape(shorten(text, _MOST_FACT))
    lines = textwrap.wrap(told, width, break_long_words=False, break_on_hyphens=False)
    for n, line in enumerate(lines):
        yield "" if n else name, line


def _because(reasons: tuple[ReasonSummary, ...], source: Source) -> Iterator[Row]:
    for n, reason in enumerate(reasons[:MOST_ROWS]):
        yield "" if n else "because of", _statement(reason, source)
    yield from _rest(len(reasons))


def _statement(reason: ReasonSummary, source: Source) -> str:
    index = reason.statement_index
    if index is None or isinstance(source.document, Effective):
        return reason.description or ""  # which names the document that it stands in
    place = source.place(index)
    named = str(StatementReference(index, reason.statement_id))
    return f"{named}  {place}" if place else named


def _example(example: AccessExample) -> Iterator[Row]:
    yield "e.g.", str(replace(example, context={}))
    for n, (key, value) in enumerate([*example.context.items()][:MOST_ROWS]):
        match value:
            case None:
                told = f"{key} is absent"
            case str():
                told = f"{key} = {value}"
            case _:
                told = f"{key} = {listed(value, _MOST_VALUES)}"
        yield "" if n else "where", told
    yield from _rest(len(example.context))


def _rest(number: int) -> Iterator[Row]:
    notes: list[Note] = rest_note(number)
    for note in notes:
        yield "", str(note.content)
