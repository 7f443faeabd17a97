"""What can have findings in it: lists, pages, results of hydrating them, changes, and fleets."""

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias, TypeGuard, cast, get_args

from aa_sdk.models import (
    AccessPreviewFinding,
    Finding,
    FindingSummary,
    FindingSummaryV2,
    GetFindingResponse,
    GetFindingV2Response,
    ListAccessPreviewFindingsResponse,
    ListFindingsResponse,
    ListFindingsV2Response,
    Model,
)
from aa_sdk.workflows import FindingChange, Gone, Hydrated, HydrationFailed, HydrationReport
from aa_sdk.workflows._fleet.results import FleetFinding, SweptScope

AnyFinding: TypeAlias = (
    FindingSummaryV2 | GetFindingV2Response | FindingSummary | Finding | AccessPreviewFinding
)
"""A finding, in any of the forms that the service has for one."""

HasFindings: TypeAlias = (
    AnyFinding
    | GetFindingResponse
    | ListFindingsV2Response
    | ListFindingsResponse
    | ListAccessPreviewFindingsResponse
    | Hydrated
    | HydrationFailed
    | Gone
    | HydrationReport
    | FindingChange
    | FleetFinding
    | SweptScope
)
"""A finding, a page of them, what came of hydrating some, what became of one, or where it is."""

FindingsSource: TypeAlias = HasFindings | Iterable[HasFindings]
"""Where findings are taken from: any iterable of findings, pages and results, or one alone."""

FINDINGS: Final = (
    FindingSummaryV2,
    GetFindingV2Response,
    FindingSummary,
    Finding,
    AccessPreviewFinding,
)

CHANGES: Final[tuple[type[FindingChange], ...]] = get_args(FindingChange)

_CLASSES: Final = frozenset[type]((*FINDINGS, FleetFinding))
_OF_ONE: Final = (Hydrated, *CHANGES)
_PAGES: Final = (
    ListFindingsV2Response,
    ListFindingsResponse,
    ListAccessPreviewFindingsResponse,
    SweptScope,
)
_NOT_MANY: Final = (str, bytes, dict, Model, FleetFinding, SweptScope)


def is_many(source: object) -> TypeGuard[Iterable[object]]:
    """Tell whether something is to be gone through, and no text, mapping, model or named tuple."""
    return isinstance(source, Iterable) and not isinstance(source, _NOT_MANY)


def findings_in(source: object) -> Iterator[AnyFinding]:
    """Go through the findings in something.

    Args:
        source: Findings, or pages of them; one alone, or any iterable. What was hydrated counts
            with its details; what could not be, or was gone, with the summary that there was. A
            change counts with the finding as it is, or as it was before it went.

    Returns:
        The findings in their order.

    Raises:
        TypeError: There is something else in it.
    """
    return map(finding_of, placed_in(source))


def finding_of(item: AnyFinding | FleetFinding) -> AnyFinding:
    """Return a finding without where a fleet has found it."""
    return item.finding if isinstance(item, FleetFinding) else item


def placed_in(source: object) -> Iterator[AnyFinding | FleetFinding]:
    """Go through the findings in something, as `findings_in`; those of fleets with their places."""
    if isinstance(source, (*FINDINGS, FleetFinding)):
        yield source
    elif isinstance(source, _OF_ONE):
        yield source.finding
    elif isinstance(source, Gone | HydrationFailed):
        yield from () if source.summary is None else (source.summary,)
    elif isinstance(source, GetFindingResponse):
        yield from () if source.finding is None else (source.finding,)
    elif isinstance(source, _PAGES):
        yield from source.findings
    elif isinstance(source, HydrationReport):
        yield from source.findings
        yield from placed_in((*source.failures, *source.gone))
    elif is_many(source):
        for item in source:
            # Models are classes that `isinstance` asks, which takes longer than all else here.
            if type(item) in _CLASSES:
                yield cast("AnyFinding | FleetFinding", item)
            else:
                yield from placed_in(item)
    else:
        raise TypeError(
            f"{type(source).__name__} has no findings in it: pass findings, pages of them, or "
            "what hydrate returned; a listing, and what a store has, is fetched first, with "
            "await ….collect()"
        )
