"""What a word on a finding is beside the last one: a change, more of the same, or nothing.

Times in words are the service's own, whatever this machine's clock says.
"""

import re
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Final, NamedTuple

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
SECOND: Final = 1_000_000
_MILLISECOND: Final = 1_000

KEPT_RESOLVED: Final = timedelta(days=90)
"""How long the service keeps a finding that is RESOLVED."""


class Kind(Enum):
    """What became of a finding; the texts are in files."""

    NEW = "new"
    CHANGED = "changed"
    RESOLVED = "resolved"
    ARCHIVED = "archived"
    REOPENED = "reopened"
    DELETED = "deleted"
    EXPIRED = "expired"


class Word(NamedTuple):
    """What somebody said of a finding, and when: the service when asked, or an event."""

    updated_at: int
    """When the finding last changed: any moment from that on that is less than a unit later."""
    unit: int
    """What the last digit of that stands for, in microseconds: events have fewer digits."""
    told_at: int
    """When that was said; of what was asked for, when asking began."""
    is_gone: bool
    """Whether the finding is gone."""
    status: str
    """Its status."""
    is_whole: bool
    """Whether the service was asked; an event tells less."""


class Bearing(Enum):
    """What a word is beside the last one."""

    NEWS = "news"
    MORE = "more"
    """It says the same, and tells it later or more of it."""
    TWIN = "twin"
    """It says the same, and told it at the same time."""
    LATE = "late"
    """Something is known already that came after it, or tells more."""


def bearing_of_event(word: Word, known: Word) -> Bearing:
    """Tell what an event is beside the last word.

    Events among themselves have an order, whatever the one in which they come, so that the last
    word of several is the same for each order: the later change counts, and of words on one moment
    that the finding is gone, for it goes without a change; then the one that was told later.
    """
    if not known.is_whole:
        return _beside_event(word, known)
    if known.is_gone:
        # A listing that did not have the finding knew of all that had happened to it by then.
        return _news_if(word.updated_at > known.told_at)
    moment, last = _in_one_unit(word, known)
    if moment != last or word.is_gone:
        return _news_if(moment >= last)
    if word.status == known.status or _saw_all_of(known, word):
        return Bearing.LATE
    return _news_if(word.told_at // SECOND >= known.told_at // SECOND)


def bearing_of_read(word: Word, known: Word, *, told_meanwhile: bool) -> Bearing:
    """Tell what a finding that was read is beside the last word.

    What was known before asking began is out of date, whatever time it bears. Of what an event
    told meanwhile, the later change counts; and what is gone does not come back unchanged.

    Args:
        word: What was read.
        known: The last word.
        told_meanwhile: Whether an event told it since asking began.
    """
    moment, last = _in_one_unit(word, known)
    if known.is_gone:
        return _news_if(not told_meanwhile or moment > last)
    if moment == last and word.status == known.status:
        return Bearing.MORE
    return _news_if(
        not told_meanwhile or moment > last or (moment == last and _saw_all_of(word, known))
    )


def kind_of(status: str, before: Word | None) -> Kind:
    """Tell what became of a finding that is there.

    Args:
        status: Its status.
        before: What it was before; None where nothing was known.
    """
    if before is None or before.is_gone:
        return Kind.NEW
    if status == before.status:
        return Kind.CHANGED
    return _BY_STATUS.get(status, Kind.CHANGED)


def kind_of_end(last: Word, now: int, *, before: str) -> Kind:
    """Tell what became of a finding that is gone.

    Who was never told that it was resolved is not told that it expired either, which says no more
    than that something is over for good that is over already.

    Args:
        last: What was said of it last.
        now: When it was missed, or when that was told.
        before: The status that was known before that.
    """
    # Whole seconds, as events have no others: one that ages out is gone at the very moment.
    age = timedelta(seconds=now // SECOND - last.updated_at // SECOND)
    was_resolved = before == last.status == "RESOLVED"
    return Kind.EXPIRED if was_resolved and age >= KEPT_RESOLVED else Kind.DELETED


def stamp(moment: datetime) -> int:
    """Return a moment in microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(stamp: int) -> datetime:
    """Return the moment of a number of microseconds since 1970."""
    return _EPOCH + stamp * _MICROSECOND


def unit_of(stamp: int) -> int:
    """Return what the last digit of a moment stands for, as far as it shows."""
    return next((unit for unit in (SECOND, _MILLISECOND) if stamp % unit == 0), 1)


def unit_written(text: str) -> int:
    """Return what the last digit of a moment stands for that was written as ISO 8601."""
    fraction = _FRACTION.search(text)
    return SECOND // 10 ** min(len(fraction[1]), 6) if fraction else SECOND


_FRACTION: Final = re.compile(r"\.(\d+)")

_BY_STATUS: Final = {
    "ACTIVE": Kind.REOPENED,
    "ARCHIVED": Kind.ARCHIVED,
    "RESOLVED": Kind.RESOLVED,
}


def _beside_event(word: Word, known: Word) -> Bearing:
    if _rank(word) <= _rank(known):
        return Bearing.TWIN if _rank(word) == _rank(known) and not word.is_gone else Bearing.LATE
    is_same = (word.updated_at, word.status) == (known.updated_at, known.status)
    return Bearing.MORE if is_same and not word.is_gone else Bearing.NEWS


def _rank(word: Word) -> tuple[int, bool, int, str]:
    return word.updated_at, word.is_gone, word.told_at, word.status


def _in_one_unit(word: Word, known: Word) -> tuple[int, int]:
    """Return when each says that the finding changed, counted by the coarser of their units."""
    unit = max(word.unit, known.unit) if word.is_whole != known.is_whole else 1
    return word.updated_at // unit, known.updated_at // unit


def _saw_all_of(read: Word, event: Word) -> bool:
    """Tell whether a finding was read after all of the unit in which an event says it changed."""
    return read.told_at >= event.updated_at // event.unit * event.unit + event.unit


def _news_if(is_news: bool) -> Bearing:  # noqa: FBT001 (it is all that is said)
    return Bearing.NEWS if is_news else Bearing.LATE
