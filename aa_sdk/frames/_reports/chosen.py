"""Which findings a report is about, and how many it leaves out, and why."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from aa_sdk._words import did_you_mean
from aa_sdk.frames._sources import AnyFinding, findings_in, is_many
from aa_sdk.models import AccessPreviewFinding, FindingSummaryV2, GetFindingV2Response
from aa_sdk.workflows import Gone, HydrationFailed, HydrationReport

STATUSES: Final = ("ACTIVE", "ARCHIVED", "RESOLVED")
_UNKNOWN: Final = "Unknown"


@dataclass(frozen=True, slots=True)
class Kinds:
    """What a report is about."""

    report: str
    """The name of the function that makes it."""
    types: frozenset[str]
    """The types of findings that it is about."""
    other: str
    """The function that makes the report on the others."""
    words: str
    """What they are called."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a report was given and does not report on, and why."""

    errors: tuple[AnyFinding, ...]
    """Findings of resources that could not be analyzed, by id."""
    other_statuses: Mapping[str, int]
    """How many have a status that was not asked for, by status."""
    other_types: Mapping[str, int]
    """How many are about something else, by type."""
    partial: int
    """How many of the findings that it reports on have more pages of details than were read."""
    duplicates: int
    """How many came more than once, beyond the first time."""
    unread: int
    """How many could not be hydrated."""
    gone: int
    """How many were gone when they were to be hydrated."""


def choose(
    source: object, statuses: Collection[str], kinds: Kinds
) -> tuple[tuple[AnyFinding, ...], LeftOut]:
    """Go through what a report was given.

    Returns:
        The findings that it is about, and what it leaves out.

    Raises:
        TypeError: There is something else than findings in it.
        ValueError: Findings lack their details, all are about something else, or a status is none.
    """
    _check(statuses)
    tally = Counter[str]()
    named = dict[tuple[bool, str], AnyFinding]()
    for one in _walk(source, tally):
        key = (isinstance(one, AccessPreviewFinding), one.id)
        tally["duplicates"] += key in named
        named[key] = _fuller(named[key], one) if key in named else one
    types = Counter[str]()
    others = Counter[str]()
    wanted: list[AnyFinding] = []
    for one in named.values():
        about = one.about
        if about not in kinds.types and not (about == _UNKNOWN and _may_be_any(one)):
            types[about] += 1
        elif one.status in statuses:
            wanted.append(one)
        else:
            others[one.status] += 1
    _check_known(statuses, [one.status for one in named.values()])
    if types and not wanted and not others:
        raise ValueError(_about_others(types, kinds))
    errors = sorted((one for one in wanted if one.error is not None), key=lambda one: one.id)
    whole = tuple(one for one in wanted if one.error is None)
    _check_details(whole, kinds)
    return whole, LeftOut(
        errors=tuple(errors),
        other_statuses=dict(sorted(others.items())),
        other_types=dict(sorted(types.items())),
        partial=sum(map(_is_partial, whole)),
        duplicates=tally["duplicates"],
        unread=tally["unread"],
        gone=tally["gone"],
    )


def _walk(source: object, tally: Counter[str]) -> Iterator[AnyFinding]:
    """Go through the findings, and count what hydrating them lost.

    A summary of what was hydrated in vain is left out: to hydrate it is no advice any more.
    """
    if isinstance(source, HydrationFailed | Gone):
        tally["gone" if isinstance(source, Gone) else "unread"] += 1
    elif isinstance(source, HydrationReport):
        tally["unread"] += len(source.failures)
        tally["gone"] += len(source.gone)
        yield from source.findings
    elif is_many(source):
        for item in source:
            yield from _walk(item, tally)
    else:
        yield from findings_in(source)


def _fuller(one: AnyFinding, other: AnyFinding) -> AnyFinding:
    """Make one of two forms of a finding: the one with details, of such the younger, or last."""
    if isinstance(one, FindingSummaryV2) != isinstance(other, FindingSummaryV2):
        return other if isinstance(one, FindingSummaryV2) else one
    if _changed(one) != _changed(other):
        return max(one, other, key=_changed)
    if isinstance(one, GetFindingV2Response) and isinstance(other, GetFindingV2Response):
        # They may be two pages of its details.
        more = [each for each in other.finding_details if each not in one.finding_details]
        details = (*one.finding_details, *more)
        return other.model_copy(update={"finding_details": details})
    return other


def _changed(finding: AnyFinding) -> datetime:
    if isinstance(finding, AccessPreviewFinding):
        return finding.created_at
    return finding.updated_at


def _may_be_any(finding: AnyFinding) -> bool:
    """Whether a finding of no type is one whose details were not read, or say nothing."""
    return isinstance(finding, FindingSummaryV2) or finding.error is not None


def _is_partial(finding: AnyFinding) -> bool:
    return isinstance(finding, GetFindingV2Response) and finding.next_token is not None


def _check(statuses: Any) -> None:
    if isinstance(statuses, str):
        raise TypeError(f"statuses must be several texts, not one: write ({statuses!r:.60},)")
    if not statuses:
        raise ValueError(f"statuses must name one or more of {', '.join(STATUSES)}")


def _check_known(statuses: Collection[str], there: Iterable[str]) -> None:
    for status in statuses:
        if status not in STATUSES and status not in there:
            hint = did_you_mean(status.upper(), STATUSES) or f": there are {', '.join(STATUSES)}"
            raise ValueError(f"no finding has the status {status!r:.60}{hint}")


def _about_others(types: Counter[str], kinds: Kinds) -> str:
    count = sum(types.values())
    which = ", ".join(f"{number:,} {name[:60]}" for name, number in sorted(types.items())[:6])
    return (
        f"{kinds.report} is about {kinds.words}, and none of the {count:,} findings is ({which}): "
        f"pass them to {kinds.other}, or list the findings of another analyzer"
    )


def _check_details(findings: Collection[AnyFinding], kinds: Kinds) -> None:
    bare = [one for one in findings if isinstance(one, FindingSummaryV2)]
    if bare:
        raise ValueError(
            f"{len(bare):,} of {len(findings):,} findings are summaries without details, the first "
            f"is {bare[0].id[:60]!r}: read them with `report = await hydrate(client, "
            "analyzer_arn=…, findings=findings).collect()` of aa_sdk.workflows, and pass what that "
            f"returns: `{kinds.report}(report)`"
        )
