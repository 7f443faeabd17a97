"""How many findings became open, and how many are so no more, over time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from aa_sdk._display.words import count_text
from aa_sdk.frames._charts.names import some
from aa_sdk.frames._charts.periods import Period, period_for
from aa_sdk.frames._charts.pictures import Bar, Nothing, Part, Picture, Timeline, Words
from aa_sdk.frames._charts.steps import Group, Step, Steps

_GROUPS: Sequence[Group] = ("new", "resolved", "gone")


def timeline_of(found: Steps, now: datetime | None) -> Picture:
    """Count steps by day, or by longer periods.

    Args:
        found: The steps.
        now: Up to when; None for the last of them.
    """
    notes = list(_notes(found))
    if not found.steps:
        title = f"{count_text(found.given, 'change')}, and none opened or resolved a finding"
        return Nothing(Words(title, notes), "Nothing new, and nothing resolved")
    days = [step.at.astimezone(UTC).date() for step in found.steps]
    ends = [*days, *([] if now is None else [now.date()])]
    first, last = min(ends), max(ends)
    period = period_for(first, last)
    places = range(period.place_of(first), period.place_of(last) + 1)
    together: dict[int, list[Step]] = {place: [] for place in places}
    for day, step in zip(days, found.steps, strict=True):
        together[period.place_of(day)].append(step)
    bars = [Bar(_name(period, place), [*_parts(steps)]) for place, steps in together.items()]
    numbers = Counter[Group](step.group for step in found.steps)
    title = f"{_counts(numbers)} {_when(period, first, last)}: {_net(numbers)}"
    return Timeline(Words(title, notes), period.axis, bars)


def _name(period: Period, place: int) -> str:
    return period.name_of(period.start_of(place))


def _parts(steps: Iterable[Step]) -> Iterator[Part]:
    of_group: dict[Group, list[str]] = {group: [] for group in _GROUPS}
    for step in steps:
        of_group[step.group].append(step.resource)
    for group, resources in of_group.items():
        if resources:
            yield Part(group, len(resources), some(dict.fromkeys(filter(None, resources))))


def _counts(numbers: Counter[Group]) -> str:
    told = [f"{numbers['new']:,} new" if numbers["new"] else "None new"]
    told.append(f"{numbers['resolved']:,} resolved" if numbers["resolved"] else "none resolved")
    return ", ".join([*told, *[f"{numbers['gone']:,} gone"] * bool(numbers["gone"])])


def _when(period: Period, first: date, last: date) -> str:
    number = period.place_of(last) - period.place_of(first) + 1
    if period.name == "day":
        return f"in {number} days" if number > 1 else f"on {first}"
    return f"in {count_text(number, period.name)}"


def _net(numbers: Counter[Group]) -> str:
    net = numbers["new"] - numbers["resolved"] - numbers["gone"]
    if not net:
        return "as many open as before"
    return f"{abs(net):,} {'more' if net > 0 else 'fewer'} open than before"


def _notes(found: Steps) -> Iterator[str]:
    """Say what is counted as something else, or not at all."""
    if found.reopened:
        yield f"{found.reopened:,} of the new were there before, and resolved"
    if found.late:
        yield f"{found.late:,} resolved before {_they(found.late)} first noticed"
    if found.undated:
        yield f"{count_text(found.undated, 'change')} without a date left out"
    if found.others:
        named = sorted(found.others.items(), key=lambda each: (-each[1], each[0]))
        yield "not counted: " + ", ".join(f"{number:,} {kind}" for kind, number in named)


def _they(number: int) -> str:
    return "it was" if number == 1 else "they were"
