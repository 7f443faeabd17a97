"""What a word on a finding is beside the last one: a change, more of the same, or nothing."""

from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Final, NamedTuple

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_SECOND: Final = 1_000_000
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
    """When the finding last changed."""
    told_at: int
    """When that was said."""
    is_gone: bool
    """Whether the finding is gone."""
    status: str
    """Its status."""
    is_whole: bool
    """Whether the finding was read; an event tells less."""


class Bearing(Enum):
    """What a word is beside the last one."""

    NEWS = "news"
    SAME = "same"
    """It says the same, and tells it later or more of it."""
    LATE = "late"
    """Something is known already that came after it."""


def bearing(word: Word, known: Word) -> Bearing:
    """Tell what a word is beside the last one.

    A later change counts; of two words on one moment, the one that was told later. So words can
    come in any order, and more than once, and the last one is the same.

    Events have whole seconds where the service may have less, so that a moment in an event is any
    moment of its second, or of its millisecond.
    """
    unit = 1
    if word.is_whole != known.is_whole:
        unit = _unit(known.updated_at if word.is_whole else word.updated_at)
    moment, last = word.updated_at // unit, known.updated_at // unit
    if moment != last:
        return Bearing.NEWS if moment > last else Bearing.LATE
    if (word.is_gone, word.status) == (known.is_gone, known.status):
        is_more = word.is_whole or (not known.is_whole and word.told_at > known.told_at)
        return Bearing.SAME if is_more else Bearing.LATE
    return Bearing.NEWS if word[1:4] > known[1:4] else Bearing.LATE


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


def kind_of_end(before: Word, now: int) -> Kind:
    """Tell what became of a finding that is gone.

    Args:
        before: What it was.
        now: When it was missed.
    """
    age = (now - before.updated_at) * _MICROSECOND
    is_old = before.status == "RESOLVED" and age >= KEPT_RESOLVED
    return Kind.EXPIRED if is_old else Kind.DELETED


def stamp(moment: datetime) -> int:
    """Return a moment in microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(stamp: int) -> datetime:
    """Return the moment of a number of microseconds since 1970."""
    return _EPOCH + stamp * _MICROSECOND


_BY_STATUS: Final = {
    "ACTIVE": Kind.REOPENED,
    "ARCHIVED": Kind.ARCHIVED,
    "RESOLVED": Kind.RESOLVED,
}


def _unit(stamp: int) -> int:
    """What the last digit of a moment stands for, as far as it shows."""
    return next((unit for unit in (_SECOND, _MILLISECOND) if stamp % unit == 0), 1)
