"""What is public, for how long and for what."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from aa_sdk._display.words import count_text, moment_text, short_type
from aa_sdk.frames._charts.names import RESOURCE_LENGTH, distinct, short_resource, shown, some
from aa_sdk.frames._charts.pictures import Nothing, Picture, Span, Spans, Words
from aa_sdk.frames._charts.rows import Row
from aa_sdk.frames._charts.wording import Said, age_at, days_text, how_long

_MOST = 12
_NOTE_LENGTH = 34
_ACTIONS_TOLD = 12
_DETAILS_NEEDED = (
    "public_exposure needs to know which findings are public, and summaries do not say it: read "
    "the findings with aa_sdk.workflows.hydrate, and pass what that returns"
)


class _Open(NamedTuple):
    """A resource that anyone has access to."""

    resource: str
    rows: Sequence[Row]
    days: int

    @property
    def is_archived(self) -> bool:
        return all(row.status == "ARCHIVED" for row in self.rows)

    @property
    def actions(self) -> list[str]:
        return list(dict.fromkeys(action for row in self.rows for action in row.actions))


def public_spans(rows: Sequence[Row], now: datetime) -> Picture:
    """Tell what is public: what is active first, then the oldest first.

    Raises:
        ValueError: There are summaries, and nothing that says whether anyone has access.
    """
    said = Said(rows)
    if said.unread and not said.tells_any:
        raise ValueError(_DETAILS_NEEDED)
    public = [row for row in rows if row.exposure == "public"]
    unresolved = [row for row in public if row.status != "RESOLVED"]
    resolved = len(public) - len(unresolved)
    notes = [said.how_public, *said.unknown]
    if resolved:
        notes.append(
            f"{count_text(resolved, 'resolved one is', 'resolved ones are')} public no more, "
            "and not drawn"
        )
    if not unresolved:
        title = f"No resource is public{' any more' * bool(resolved)}"
        return Nothing(Words(title, notes), "Nothing is open to everyone")
    found = _resources(unresolved, now)
    return Spans(Words(_title(found, now), notes), _spans(found))


def _resources(rows: Iterable[Row], now: datetime) -> list[_Open]:
    together: dict[str, list[Row]] = {}
    for row in rows:
        together.setdefault(row.resource or "not told", []).append(row)
    found = [
        _Open(resource, found, age_at(now, found[0].created_at or now).days)
        for resource, found in together.items()
    ]
    return sorted(found, key=lambda each: (each.is_archived, -each.days, each.resource))


def _title(found: Sequence[_Open], now: datetime) -> str:
    ages = [age_at(now, each.rows[0].created_at or now) for each in found]
    if len(found) == 1:
        return f"1 resource has been public for {days_text(ages[0])}"
    return f"{len(found):,} resources are public, {how_long(ages)}"


def _spans(found: Sequence[_Open]) -> list[Span]:
    kept, others = found[:_MOST], found[_MOST:]
    other = f"other ({len(others):,})"
    resources = [*(each.resource for each in kept), *([other] * bool(others))]
    names = distinct(resources, short_resource, RESOURCE_LENGTH)
    spans = [_span(names[each.resource], each) for each in kept]
    if others:
        oldest = max(each.days for each in others)
        group = "archived" if all(each.is_archived for each in others) else "public"
        note = f"the oldest for {count_text(oldest, 'day')}"
        facts = {"resources": some([each.resource for each in others])}
        spans.append(Span(names[other], group, oldest, note, facts))
    return spans


def _span(name: str, each: _Open) -> Span:
    first = each.rows[0]
    statuses = dict.fromkeys(row.status.lower() for row in each.rows)
    facts = {
        "resource": shown(each.resource),
        "type": shown(short_type(first.resource_type)),
        "account": shown(first.account),
        "found": moment_text(first.created_at),
        "status": shown(", ".join(filter(None, statuses))),
        "anyone may": _told(each.actions, _ACTIONS_TOLD),
    }
    group = "archived" if each.is_archived else "public"
    return Span(name, group, each.days, _note(each.actions), {k: v for k, v in facts.items() if v})


def _told(actions: Sequence[str], most: int) -> str:
    rest = len(actions) - most
    more = [f"{rest:,} more"] if rest > 0 else []
    return ", ".join([*(shown(action) for action in actions[:most]), *more])


def _note(actions: Sequence[str]) -> str:
    """Name as many actions as there is room for; of which service they are, the resource says."""
    names = [shown(action.rpartition(":")[2], _NOTE_LENGTH - 5) for action in actions]
    for kept in range(len(names), 0, -1):
        rest = len(names) - kept
        text = ", ".join(names[:kept]) + (f" +{rest:,}" if rest else "")
        if len(text) <= _NOTE_LENGTH:
            return text
    return ""
