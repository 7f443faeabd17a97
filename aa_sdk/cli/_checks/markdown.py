"""Verdicts as Markdown, for the summary of a job or a comment on a pull request."""

from collections.abc import Iterator, Sequence

from aa_sdk._display import escape
from aa_sdk._display.words import shorten
from aa_sdk.cli._checks.notices import Notice, gravest_first, shown_path
from aa_sdk.cli._checks.verdicts import Report

_MOST_ROWS = 100
_MOST_CHARACTERS = 60_000  # a comment may have 65,536, and a summary 1 MiB
_MOST_CELL = 600
_WORDS = {"error": "**{}**", "warning": "{}", "note": "{}"}
# As entities they are text: nothing starts markup, ends a cell, or calls somebody by name.
_SIGNS = {ord(sign): f"&#{ord(sign)};" for sign in "\\|`*_<>[]~@#!&$"}


def as_markdown(report: Report) -> Iterator[str]:
    """Write a table of what is to be pointed at, the gravest first, below a line that sums up.

    Args:
        report: The verdicts.
    """
    word = "PASS" if report.code == 0 else "FAIL" if report.code > 1 else "NOT DECIDED"
    yield f"**{word}**: {report.summary}"
    notices = gravest_first(report)
    if not notices:
        return
    yield ""
    yield "| where | what | verdict | why |"
    yield "| --- | --- | --- | --- |"
    rows = [*_rows(notices)]
    yield from rows
    if len(notices) > len(rows):
        yield ""
        yield f"… {len(notices) - len(rows):,} more: `--format text` tells all of them."


def _rows(notices: Sequence[Notice]) -> Iterator[str]:
    """Write as many rows as there is room for."""
    size = 0
    for notice in notices[:_MOST_ROWS]:
        cells = (_where(notice), _cell(notice.rule), _state(notice), _why(notice))
        row = f"| {' | '.join(cells)} |"
        size += len(row) + 1
        if size > _MOST_CHARACTERS:
            return
        yield row


def _where(notice: Notice) -> str:
    verdict, place = notice.verdict, notice.place
    path = verdict.path if verdict.path == "stdin" else shown_path(verdict.path)
    line = f":{place.line}" if place else ""
    address = f"<br>{_cell(verdict.address)}" if verdict.address is not None else ""
    return f"{_cell(path)}{line}{address}"


def _state(notice: Notice) -> str:
    state = notice.verdict.state
    told = notice.level if notice.verdict.issues else state
    return _WORDS[notice.level].format(told)


def _why(notice: Notice) -> str:
    return "<br>".join(map(_cell, notice.lines))


def _cell(text: str) -> str:
    return escape(shorten(text, _MOST_CELL)).translate(_SIGNS)
