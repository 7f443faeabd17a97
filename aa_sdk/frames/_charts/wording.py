"""What charts say of the findings that they are of, right for none, one and many."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from aa_sdk._display.words import count_text
from aa_sdk.frames._charts.names import shown
from aa_sdk.frames._charts.rows import Row

_DAY = timedelta(days=1)
_STATUSES = ("ACTIVE", "ARCHIVED", "RESOLVED")
_ABOUT = {"ExternalAccess": "external", "InternalAccess": "internal"}
_UNUSED = "unused access"
_NAME_LENGTH = 20


class Said:
    """What there is to say of some findings."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.number = len(rows)
        exposures = Counter(row.exposure for row in rows)
        self.public = exposures["public"]
        self.unread = exposures["unread"]
        self.tells_any = self.public + exposures["cross-account"] > 0
        self._statuses = Counter(row.status for row in rows)
        self._kinds = Counter(_kind(row.about) for row in rows)
        self._rest = Counter(_why_rest(row) for row in rows if row.exposure == "rest")
        self._is_mixed = len(exposures) > 1

    @property
    def kind(self) -> str:
        """What all of them are, such as `active external `; nothing where they differ."""
        status = _only(self._statuses)
        known = status.lower() if status in _STATUSES else ""
        return "".join(f"{word} " for word in (known, _only(self._kinds)) if word)

    def counted(self, number: int | None = None) -> str:
        """Return `700 external findings`, of all or of another number."""
        return count_text(self.number if number is None else number, f"{self.kind}finding")

    @property
    def how_public(self) -> str:
        """Say how many are public, where that is known; how many there are, where it is not."""
        if not self.tells_public:
            return self.counted()
        if self.number == 1:
            return f"The only {self.kind}finding is {'' if self.public else 'not '}public"
        if self.public == self.number:
            every = "Both" if self.number == 2 else f"All {self.number:,}"  # noqa: PLR2004 (both)
            return f"{every} {self.kind}findings are public"
        share = f"of {self.counted()} {'is' if self.public < 2 else 'are'} public"  # noqa: PLR2004
        least = "At least " if self.unread else ""
        return f"{least}{self.public:,} {share}" if self.public else f"None {share}"

    @property
    def tells_public(self) -> bool:
        """Whether it can be said how many are public: none only where all were read."""
        return self.public > 0 or (self.tells_any and not self.unread)

    @property
    def notes(self) -> list[str]:
        """Say what the title does not: statuses, what the rest is about, what is not known."""
        notes = [self._by_status] if len(self._statuses) > 1 else []
        if self._rest and (self._is_mixed or len(self._rest) > 1):
            notes.append("rest: " + _counts(sorted(self._rest.items(), key=_most_first)))
        return notes + self.unknown

    @property
    def unknown(self) -> list[str]:
        """Say of how many findings the details would have to be read."""
        if not self.unread:
            return []
        return [f"{self.unread:,} not read: hydrate tells which are public"]

    @property
    def _by_status(self) -> str:
        known = [(each.lower(), self._statuses[each]) for each in _STATUSES]
        others = sorted(
            (shown(status, _NAME_LENGTH) if status else "without a status", number)
            for status, number in self._statuses.items()
            if status not in _STATUSES
        )
        return _counts(each for each in (*known, *others) if each[1])


def how_old(ages: Iterable[timedelta], *, of_all: bool) -> str:
    """Say how old the older half is: `half are older than 90 days`.

    Args:
        ages: The ages, in any order; one or more.
        of_all: Whether to say that the half is one of all, where something else was spoken of.
    """
    ordered = sorted(ages)
    if len(ordered) == 1:
        return f"it is {days_text(ordered[0])} old"
    share, days = _older_half(ordered)
    which = "half of all" if of_all and share == "half" else share
    age = "a day" if days < 2 else f"{days:,} days"  # noqa: PLR2004 (one day has no number)
    return f"{which} are {'older than' if days else 'at most'} {age}{'' if days else ' old'}"


def how_long(ages: Iterable[timedelta]) -> str:
    """Say for how long the older half is: `half of them for more than 90 days`.

    Args:
        ages: The ages, in any order; two or more.
    """
    share, days = _older_half(sorted(ages))
    how = f"more than {count_text(days, 'day')}" if days else "at most a day"
    return f"{share} of them for {how}"


def _older_half(ordered: Sequence[timedelta]) -> tuple[str, int]:
    """Tell what half of the ages or more are older than, in whole days; 0: no more than a day.

    Args:
        ordered: The ages, the youngest first.

    Returns:
        Whether all are, or half; and the days.
    """
    middle = ordered[len(ordered) // 2]
    days = (middle - timedelta(microseconds=1)) // _DAY
    if days < 1:
        return "all" if ordered[-1] <= _DAY else "half", 0
    return "all" if ordered[0] > days * _DAY else "half", days


def days_text(age: timedelta) -> str:
    """Return `23 days`, `1 day` or `less than a day`."""
    return count_text(age.days, "day") if age >= _DAY else "less than a day"


def age_at(now: datetime, created_at: datetime) -> timedelta:
    """Return how old something is; what is of the future is of now."""
    return max(now - created_at, timedelta())


def _counts(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in counts)


def _most_first(count: tuple[str, int]) -> tuple[int, str]:
    return -count[1], count[0]


def _only(counts: Counter[str]) -> str:
    return next(iter(counts)) if len(counts) == 1 else ""


def _kind(about: str) -> str:
    return _UNUSED if about.startswith("Unused") else _ABOUT.get(about, "")


def _why_rest(row: Row) -> str:
    kind = _kind(row.about)
    if kind == "external":
        return "not analyzed"
    return f"about {kind or 'something else'}" if kind != "internal" else "about internal access"
