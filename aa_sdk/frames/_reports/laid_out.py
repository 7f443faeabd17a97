"""What both reports lay out alike: names that fit, capped tables, and what was left out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from textwrap import wrap
from typing import Final

from aa_sdk._arns import Arn
from aa_sdk._display import escape
from aa_sdk._display.layout import Content, Grid, Note, Span
from aa_sdk._display.words import count_text, listed, moment_text, shorten
from aa_sdk.frames._reports.chosen import Chosen
from aa_sdk.frames._sources import AnyFinding

MOST_ROWS: Final = 20
"""How many rows of a table are shown where there is room."""
FEW_ROWS: Final = 5
"""How many in a terminal."""
_WIDTH: Final = 80
_LABEL: Final = 18
_MOST_READ: Final = 4096

Row = Sequence[Content]


def fit(text: str, most: int) -> str:
    """Make a text of others at most so many characters, counted as they are shown."""
    return shorten(escape(shorten(text, _MOST_READ)), most)


def resource_words(finding: AnyFinding, most: int) -> str:
    """Name a finding's resource by its service and its own part of the ARN."""
    return arn_words(finding.resource_text, most)


def arn_words(text: str, most: int) -> str:
    """Name what an ARN is of; any other text as it is."""
    arn = Arn.parse(text)
    return fit(f"{arn.service} {arn.resource}" if arn else text, most)


def named(text: str, most: int) -> Span:
    """Show a name in at most so many characters, and the whole one under the mouse."""
    shown = fit(text, most)
    return Span(shown, title="" if shown == text else text[:_MOST_READ])


def resource_span(finding: AnyFinding, most: int) -> Span:
    """Show a finding's resource, and its ARN under the mouse."""
    return Span(resource_words(finding, most), title=finding.resource_text[:_MOST_READ])


def table(
    title: str, header: Sequence[str], rows: Sequence[Row], most: int, rest: str, right: int = 0
) -> list[Note | Grid]:
    """Lay out the first rows of a table, and say how many are missing; nothing without rows.

    Args:
        title: What stands above it.
        header: The names of its columns.
        rows: All its rows.
        most: How many are shown.
        rest: Where the others are.
        right: The first column of numbers. Default: none is.
    """
    if not rows:
        return []
    numbers = frozenset(range(right, len(header))) if right else frozenset[int]()
    blocks: list[Note | Grid] = [Note(Span(title, "strong")), Grid(header, rows[:most], numbers)]
    if len(rows) > most:
        blocks.append(Note(Span(f"{len(rows) - most:,} more: {rest}", "muted")))
    return blocks


def facts(pairs: Iterable[tuple[str, str]], *, is_wide: bool) -> Iterator[tuple[str, Content]]:
    """Make the rows of a card; where there is no room, each breaks into lines."""
    for name, text in pairs:
        lines = [text] if is_wide else wrap(escape(text), _WIDTH - _LABEL)
        for number, line in enumerate(lines):
            yield ("" if number else name, line)


def tally_of(chosen: Chosen, now: datetime, other_report: str) -> Iterator[tuple[str, str]]:
    """Say what a report does not count, and how to have it counted."""
    if chosen.errors:
        codes = counted(one.error or "" for one in chosen.errors)
        yield "not analyzed", f"{codes}: nothing is known of these"
    if chosen.other_statuses:
        which = _numbers(chosen.other_statuses)
        yield "other statuses", f"{which}: statuses= says which count"
    if chosen.other_types:
        yield "other types", f"{_numbers(chosen.other_types)}: {other_report} may be about them"
    lost = [
        f"{number:,} {words}"
        for number, words in (
            (chosen.unread, "could not be read"),
            (chosen.gone, "gone before they were read"),
        )
        if number
    ]
    if lost:
        yield "missing", ", ".join(lost)
    if chosen.partial:
        yield "incomplete", f"{chosen.partial:,} have more details than were read"
    if chosen.duplicates:
        yield "counted once", f"{count_text(chosen.duplicates, 'finding')} came again"
    yield "as of", moment_text(now)


def counted(names: Iterable[str]) -> str:
    """Count names: `5 ACCESS_DENIED, 4 INTERNAL_ERROR`."""
    numbers: dict[str, int] = {}
    for name in names:
        numbers[name] = numbers.get(name, 0) + 1
    return _numbers(dict(sorted(numbers.items())))


def _numbers(numbers: Mapping[str, int]) -> str:
    return listed(f"{number:,} {fit(name, 40)}" for name, number in numbers.items())
