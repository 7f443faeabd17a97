"""Which roles and users do not use which services, and for how long."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from aa_sdk._display.words import count_text, moment_text
from aa_sdk.frames._charts.names import RESOURCE_LENGTH, distinct, short_resource, shown
from aa_sdk.frames._charts.pictures import Cell, Heat, Nothing, Picture, Words
from aa_sdk.frames._charts.unused import Found, Unused
from aa_sdk.frames._charts.wording import age_at, days_text

_MOST_ROWS = 14
_MOST_COLUMNS = 14
_SERVICE_LENGTH = 18


def heat(found: Found, now: datetime) -> Picture:
    """Put roles and users against services: those with the most first."""
    notes = _left_out(found)
    if not found.unused:
        return Nothing(
            Words("No role or user has services that it does not use", notes), "Nothing is unused"
        )
    rows = _most(Counter(each.who for each in found.unused))
    columns = _most(Counter(each.service for each in found.unused))
    kept_rows, kept_columns = rows[:_MOST_ROWS], columns[:_MOST_COLUMNS]
    if len(kept_rows) < len(rows) or len(kept_columns) < len(columns):
        notes.insert(
            0,
            f"shown: {_of(len(kept_rows), len(rows), 'role or user', 'roles and users')} and "
            f"{_of(len(kept_columns), len(columns), 'service')}, those with the most",
        )
    names = distinct((who or "not told" for who in kept_rows), short_resource, RESOURCE_LENGTH)
    services = distinct(kept_columns, str, _SERVICE_LENGTH)
    cells = [
        _cell(each, names[each.who or "not told"], services[each.service], now)
        for each in sorted(found.unused, key=lambda each: (each.who, each.service))
        if each.who in kept_rows and each.service in services
    ]
    words = Words(_title(found.unused, rows, now), notes)
    return Heat(words, [*names.values()], [*services.values()], cells)


def _most(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda name: (-counts[name], name))


def _of(shown_: int, number: int, one: str, several: str | None = None) -> str:
    all_of_them = count_text(number, one, several)
    return all_of_them if shown_ == number else f"{shown_:,} of {all_of_them}"


def _left_out(found: Found) -> list[str]:
    notes = list[str]()
    if found.unread:
        notes.append(f"{count_text(found.unread, 'finding')} without details: hydrate reads them")
    if found.resolved:
        notes.append(f"{count_text(found.resolved, 'resolved one')} left out")
    return notes


def _title(unused: Sequence[Unused], who: Sequence[str], now: datetime) -> str:
    never = sum(each.last_used is None for each in unused)
    if len(unused) == 1:
        last = unused[0].last_used
        used = f"last used {days_text(age_at(now, last))} ago" if last else "never used"
        return f"{_kinds(who)} leaves 1 service unused, {used}"
    were = {0: "each was used before", 1: "1 was never used", len(unused): "none was ever used"}
    how = were.get(never, f"{never:,} were never used")
    if len(who) == 1:
        return f"{_kinds(who)} leaves {len(unused):,} services unused; {how}"
    return f"{_kinds(who)} leave services unused, {len(unused):,} in all; {how}"


def _kinds(who: Sequence[str]) -> str:
    roles = sum(":role/" in each for each in who)
    users = sum(":user/" in each for each in who)
    if roles + users < len(who):
        return count_text(len(who), "identity", "identities")
    if roles and users:
        return f"{len(who):,} roles and users"
    return count_text(len(who), "role" if roles else "user")


def _cell(each: Unused, row: str, column: str, now: datetime) -> Cell:
    days = None if each.last_used is None else age_at(now, each.last_used).days
    ago = "never, as far as is known" if days is None else f"{count_text(days, 'day')} ago"
    facts = {
        "resource": shown(each.who),
        "service": shown(each.service),
        "last used": ago if days is None else f"{moment_text(each.last_used)}, {ago}",
        "unused actions": f"{each.actions:,}" if each.actions else "not told",
    }
    return Cell(row, column, days, facts)
