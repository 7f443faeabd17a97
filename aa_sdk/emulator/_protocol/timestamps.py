"""Timestamps: on the wire as the service writes and takes them, in records as milliseconds."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import cast

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_DAY = 24 * 60 * 60 * 1000

FIRST = -62_135_596_800_000
"""The first moment of the year 1, in milliseconds since 1970."""
LAST = 253_402_300_799_999
"""The last moment of the year 9999."""


def milliseconds(moment: datetime) -> int:
    """Return `moment` as milliseconds since 1970, the form records keep."""
    return milliseconds_in(moment - _EPOCH)


def milliseconds_in(duration: timedelta) -> int:
    """Return how many milliseconds a duration has, to add to what records keep."""
    return duration // _MILLISECOND


def moment_of(value: object) -> int:
    """Return the moment that a timestamp on the wire names, as milliseconds since 1970.

    Args:
        value: ISO 8601 text, UTC where it has no offset, or seconds since 1970.

    Raises:
        TypeError: It is neither text nor a number.
        ValueError: It is no timestamp, or outside the years 1 to 9999.
        OverflowError: The same.
        OSError: The same, on some platforms.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        moment = datetime.fromtimestamp(value, UTC)
    else:
        moment = datetime.fromisoformat(cast("str", value))
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return milliseconds(moment)


def iso_text(stamp: int) -> str:
    """Return a record's timestamp as the service writes it: ISO 8601, UTC, milliseconds if any."""
    days, rest = divmod(stamp, _DAY)
    seconds, thousandths = divmod(rest, 1000)
    minutes, seconds = divmod(seconds, 60)
    text = f"{_date(days)}T{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    return f"{text}.{thousandths:03d}Z" if thousandths else f"{text}Z"


# Findings are of a few hundred days, and `datetime` takes three times as long as all the rest.
@lru_cache(maxsize=1024)
def _date(days: int) -> str:
    return (_EPOCH + timedelta(days=days)).date().isoformat()
