"""Single facts in few words: ARNs, types, moments, counts."""

import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

_DAY = timedelta(days=1)
_ARN_PARTS = 6


def shorten(text: str, most: int) -> str:
    """Cut a text in its middle to `most` characters, its end longer than its beginning.

    What tells two names apart stands at their ends.
    """
    if len(text) <= most:
        return text
    kept = max(most - 1, 0)
    head = kept // 3
    return f"{text[:head]}…{text[len(text) - (kept - head) :]}" if kept else "…"[:most]


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for CJK and emoji."""
    if text.isascii():
        return len(text)
    return sum(map(_columns_of_character, text))


def _columns_of_character(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def fitted(text: str, columns: int) -> str:
    """Cut a text in its middle, as `shorten` does, to so many columns of a terminal."""
    most = min(len(text), columns)
    while most > 1 and columns_of(shorten(text, most)) > columns:
        most -= 1
    return shorten(text, most)


def short_arn(arn: str, most: int = 60) -> str:
    """Shorten an ARN: what comes before the resource goes first; other text as `shorten` does."""
    parts = arn.split(":", _ARN_PARTS - 1)
    if len(arn) <= most or len(parts) < _ARN_PARTS or parts[0] != "arn":
        return shorten(arn, most)
    head = f"{':'.join(parts[:3])}::…:"
    return (
        head + shorten(parts[-1], most - len(head)) if most > 2 * len(head) else shorten(arn, most)
    )


def short_type(resource_type: str) -> str:
    """Return `S3 Bucket` for `AWS::S3::Bucket`."""
    return resource_type.removeprefix("AWS::").replace("::", " ")


def moment_text(moment: datetime | None) -> str:
    """Return `2025-12-02 04:50 UTC`; nothing for None."""
    return "" if moment is None else f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def age_text(moment: datetime | None, now: datetime) -> str:
    """Return how long ago that was: `23d`, `5h`, `2m`; nothing for None, `0m` for the future."""
    if moment is None:
        return ""
    age = max(now - moment, timedelta())
    if age >= _DAY:
        return f"{age.days:,}d"
    minutes = age // timedelta(minutes=1)
    return f"{minutes // 60}h" if minutes >= 60 else f"{minutes}m"  # noqa: PLR2004 (an hour)


def count_text(number: int, one: str, several: str | None = None) -> str:
    """Return `1 finding`, `1,200 findings`."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def listed(texts: Iterable[str], most: int = 6) -> str:
    """Name the first few, and count the rest: `a, b and 7 more`."""
    named = list(texts)
    rest = len(named) - most
    return ", ".join(named[:most]) + (f" and {rest:,} more" if rest > 0 else "")
