"""When findings became open, and when they were so no more: out of what became of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import repeat
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from aa_sdk._display.text import escape
from aa_sdk._display.words import shorten
from aa_sdk.frames._charts.columns import Frame, as_moment, as_text, frame_in, need
from aa_sdk.frames._sources import CHANGES, is_many
from aa_sdk.workflows import FindingChange

Group: TypeAlias = Literal["new", "resolved", "gone"]
"""What became of a finding: it is open, or it is so no more, by being resolved or otherwise."""

_RESOLVED: Final = "RESOLVED"
_OPEN: Final = "ACTIVE"
_NEEDED = ("kind", "happened_at")
_HAVE_IT = "the table of changes_table has"
_KIND_LENGTH = 40

# Statuses before and after, where a frame does not have them.
_USUAL: Mapping[str, tuple[str, str]] = {
    "new": ("", _OPEN),
    "changed": (_OPEN, _OPEN),
    "resolved": (_OPEN, _RESOLVED),
    "archived": (_OPEN, "ARCHIVED"),
    "reopened": (_RESOLVED, _OPEN),
    "deleted": (_OPEN, ""),
    "expired": (_RESOLVED, ""),
}


class Step(NamedTuple):
    """A finding became open, or is so no more."""

    group: Group
    """Which of both."""
    at: datetime
    """When."""
    resource: str
    """On what; empty where nothing tells it."""


@dataclass(slots=True)
class Steps:
    """All of them, and what there is to say of the rest."""

    steps: list[Step] = field(default_factory=list[Step])
    """Those that have a moment."""
    given: int = 0
    """How many changes there were."""
    reopened: int = 0
    """How many of the new ones were there before."""
    late: int = 0
    """How many were resolved already when they were first noticed."""
    undated: int = 0
    """How many changes have no moment."""
    others: Counter[str] = field(default_factory=Counter[str])
    """How many changes of each kind left a finding as open as it was."""


class _Fact(NamedTuple):
    kind: str
    happened_at: datetime | None
    before: str
    after: str
    updated_at: datetime | None
    resource: str


def steps_in(source: object) -> Steps:
    """Read steps from changes, or from a frame of them.

    Raises:
        TypeError: There is something else in it.
        ValueError: A column is missing, or has something in it that cannot be read.
    """
    frame = frame_in(source)
    found = Steps()
    for fact in _of_changes(source) if frame is None else _of_frame(frame):
        _take(found, fact)
    return found


def _take(found: Steps, fact: _Fact) -> None:
    found.given += 1
    was_open, is_open = (status not in {"", _RESOLVED} for status in (fact.before, fact.after))
    is_late = fact.kind == "new" and fact.after == _RESOLVED
    if was_open == is_open and not is_late:
        found.others[fact.kind] += 1
        return
    if fact.happened_at is None:
        found.undated += 1
        return
    if was_open:
        group: Group = "resolved" if fact.after else "gone"
        found.steps.append(Step(group, fact.happened_at, fact.resource))
        return
    found.steps.append(Step("new", fact.happened_at, fact.resource))
    found.reopened += fact.kind != "new"
    if is_late:
        found.late += 1
        ended_at = fact.updated_at or fact.happened_at
        found.steps.append(Step("resolved", ended_at, fact.resource))


def _of_changes(source: object) -> Iterator[_Fact]:
    for change in _changes_in(source):
        finding = change.finding
        yield _Fact(
            type(change).__name__.lower(),
            change.happened_at,
            change.before.status if change.before else "",
            change.after.status if change.after else "",
            finding.updated_at,
            finding.resource_text,
        )


def _changes_in(source: object) -> Iterator[FindingChange]:
    if isinstance(source, CHANGES):
        yield source
    elif is_many(source):
        for item in source:
            yield from _changes_in(item)
    else:
        raise TypeError(
            f"{type(source).__name__} is no change of a finding: pass what sync_findings or "
            "FindingStore.changes returned, changes, or the table of changes_table"
        )


def _of_frame(frame: Frame) -> Iterator[_Fact]:
    need(frame, "timeline", _NEEDED, _HAVE_IT)
    there = set(frame.names)
    read = frame.columns([name for name in _COLUMNS if name in there])
    columns: list[Iterable[Any]] = [read.get(name, repeat(None)) for name in _COLUMNS]
    tells_status = {"status_before", "status_after"} <= there
    for row in zip(*columns, strict=False):  # columns that are absent have no end
        kind, happened, before, after, updated, resource = row
        name = _kind(kind)
        statuses = (as_text(before), as_text(after)) if tells_status else _USUAL[name]
        moments = as_moment(happened, "happened_at"), as_moment(updated, "updated_at")
        yield _Fact(name, moments[0], *statuses, moments[1], as_text(resource))


def _kind(value: object) -> str:
    name = as_text(value).lower()
    if name not in _USUAL:
        shown = shorten(escape(as_text(value)[: 2 * _KIND_LENGTH]), _KIND_LENGTH)
        kinds = ", ".join(_USUAL)
        raise ValueError(f"the column kind has {shown!r} in it, which is none of {kinds}")
    return name


_COLUMNS = ("kind", "happened_at", "status_before", "status_after", "updated_at", "resource")
