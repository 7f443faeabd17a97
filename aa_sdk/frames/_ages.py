"""How long ago: whole days, and the spans of days that reports and charts count by."""

from bisect import bisect_left
from datetime import UTC, datetime
from typing import Any, Final

from aa_sdk._words import NO_TIME_ZONE, got

SPANS: Final = ("0-7 days", "8-30 days", "31-90 days", "91-180 days", "181-365 days", "over a year")
"""The names of the spans, the youngest first."""
NEVER: Final = "never"
LAST_DAYS: Final = (7, 30, 90, 180, 365)
"""The last day of each span but the oldest, which has none."""


def days_between(moment: datetime, now: datetime) -> int:
    """Return how many whole days ago that was; 0 for what is to come."""
    return max((now - moment).days, 0)


def span_of(days: int) -> str:
    """Return the name of the span that an age in days falls into."""
    return SPANS[span_index(days)]


def span_index(days: int) -> int:
    """Return the place among the spans of the one that an age in days falls into."""
    return bisect_left(LAST_DAYS, days)


def moment_of(now: Any) -> datetime:
    """Check what is given as the moment to reckon from; by default, the present one.

    Raises:
        TypeError: It is something else.
        ValueError: It has no time zone.
    """
    if now is None:
        return datetime.now(UTC)
    if not isinstance(now, datetime):
        raise TypeError(
            f"now must be a datetime with a time zone{got(now) or f', got {now!r:.60}'}"
        )
    if now.utcoffset() is None:
        raise ValueError(f"now {NO_TIME_ZONE}")
    return now.astimezone(UTC)
