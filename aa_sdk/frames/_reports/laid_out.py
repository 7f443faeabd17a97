"""What both reports lay out alike: names that fit, capped tables, and what was left out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from textwrap import wrap
from typing import Final

from aa_sdk._arns import Arn
from aa_sdk._display import escape
from aa_sdk._display.layout import Content, Grid, Note, Span
from aa_sdk._display.words import count_text, listed, moment_text, shorten
from aa_sdk.frames._reports.chosen import LeftOut
from aa_sdk.frames._sources import AnyFinding
from aa_sdk.models._faces.words import service_of

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
    """Name a finding's resource by its service and its own part of the ARN, as its tables do."""
    arn = Arn.parse(finding.resource_text)
    service = service_of(finding.resource_type)
    return fit(f"{service} {arn.resource}" if arn else finding.resource_text, most)


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
    header: Sequence[str],
    rows: Sequence[Row],
    total: int,
    where: str,
    numbers: Iterable[int] = (),
) -> list[Note | Grid]:
    """Lay out rows, and say how many are missing; nothing without rows.

    Args:
        header: The names of the columns.
        rows: The rows that are shown.
        total: How many there are.
        where: What has all of them.
        numbers: The columns of numbers. Default: there are none.
    """
    if not rows:
        return []
    blocks: list[Note | Grid] = [Grid(header, rows, frozenset(numbers))]
    if total > len(rows):
        blocks.append(Note(Span(f"{total - len(rows):,} more: {where} has all", "muted")))
    return blocks


def headed(title: str, blocks: Sequence[Note | Grid]) -> list[Note | Grid]:
    """Put a title above a table, if there is one."""
    return [Note(Span(title, "strong")), *blocks] if blocks else []


def facts(pairs: Iterable[tuple[str, str]], *, is_wide: bool) -> Iterator[tuple[str, Content]]:
    """Make the rows of a card; where there is no room, each breaks into lines."""
    for name, text in pairs:
        lines = [text] if is_wide else wrap(escape(text), _WIDTH - _LABEL)
        for number, line in enumerate(lines):
            yield ("" if number else name, line)


def tally_of(left_out: LeftOut, now: datetime, other_report: str) -> Iterator[tuple[str, str]]:
    """Say what a report does not count, and how to have it counted."""
    if left_out.errors:
        codes = counted(one.error or "" for one in left_out.errors)
        yield "not analyzed", f"{codes}: nothing is known of these"
    if left_out.other_statuses:
        which = _numbers(left_out.other_statuses)
        yield "other statuses", f"{which}: statuses= says which count"
    if left_out.other_types:
        yield "other types", f"{_numbers(left_out.other_types)}: {other_report} may be about them"
    lost = [
        f"{number:,} {words}"
        for number, words in (
            (left_out.unread, "could not be read"),
            (left_out.gone, "gone before they were read"),
        )
        if number
    ]
    if lost:
        yield "missing", ", ".join(lost)
    if left_out.partial:
        yield "incomplete", f"{left_out.partial:,} have more details than were read"
    if left_out.duplicates:
        yield "counted once", f"{count_text(left_out.duplicates, 'finding')} came again"
    yield "as of", moment_text(now)


def counted(names: Iterable[str]) -> str:
    """Count names: `5 ACCESS_DENIED, 4 INTERNAL_ERROR`."""
    numbers: dict[str, int] = {}
    for name in names:
        numbers[name] = numbers.get(name, 0) + 1
    return _numbers(dict(sorted(numbers.items())))


def _numbers(numbers: Mapping[str, int]) -> str:
    return listed(f"{number:,} {fit(name, 40)}" for name, number in numbers.items())
