"""Days, or weeks, months, quarters and years where days would be too many."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final, NamedTuple

MOST: Final = 36
"""How many bars are told from each other at a glance, and have room for their numbers."""

_WEEK = 7
_MONTHS = 12


class Period(NamedTuple):
    """A way to cut time into pieces."""

    name: str
    """What a piece is."""
    axis: str
    """What the axis says."""
    place_of: Callable[[date], int]
    """Numbers the piece that a day is in."""
    start_of: Callable[[int], date]
    """Returns the first day of a piece."""
    name_of: Callable[[date], str]
    """Names a piece by its first day."""


def period_for(first: date, last: date) -> Period:
    """Choose the shortest period that does not cut a time into too many pieces."""
    fitting = (each for each in _PERIODS if each.place_of(last) - each.place_of(first) < MOST)
    return next(fitting, _PERIODS[-1])


def _of_months(months: int, name: str, axis: str, name_of: Callable[[date], str]) -> Period:
    return Period(
        name, axis, partial(_months_place, months), partial(_months_start, months), name_of
    )


def _months_place(months: int, day: date) -> int:
    return (day.year * _MONTHS + day.month - 1) // months


def _months_start(months: int, place: int) -> date:
    year, month = divmod(place * months, _MONTHS)
    return date(year, month + 1, 1)


def _quarter(day: date) -> str:
    return f"{day:%Y} Q{(day.month + 2) // 3}"


# The first of January of the year 1, day 1, was a Monday.
def _week_of(day: date) -> int:
    return (day.toordinal() - 1) // _WEEK


def _monday_of(week: int) -> date:
    return date.fromordinal(week * _WEEK + 1)


_PERIODS: Final[tuple[Period, ...]] = (
    Period("day", "day (UTC)", date.toordinal, date.fromordinal, date.isoformat),
    Period(
        "week",
        "week, by its Monday (UTC)",
        _week_of,
        _monday_of,
        date.isoformat,
    ),
    _of_months(1, "month", "month (UTC)", lambda day: day.isoformat()[:7]),
    _of_months(3, "quarter", "quarter (UTC)", _quarter),
    _of_months(_MONTHS, "year", "year (UTC)", lambda day: day.isoformat()[:4]),
)
