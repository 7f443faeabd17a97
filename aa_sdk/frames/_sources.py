"""What can have findings in it: lists of them, pages, and what came of hydrating them."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias, cast

from aa_sdk.models import (
    AccessPreviewFinding,
    Finding,
    FindingSummary,
    FindingSummaryV2,
    GetFindingResponse,
    GetFindingV2Response,
    Model,
)
from aa_sdk.workflows import Gone, Hydrated, HydrationFailed

AnyFinding: TypeAlias = (
    FindingSummaryV2 | GetFindingV2Response | FindingSummary | Finding | AccessPreviewFinding
)
"""A finding, in any of the forms that the service has for one."""

FINDINGS = (FindingSummaryV2, GetFindingV2Response, FindingSummary, Finding, AccessPreviewFinding)


def findings_in(source: object) -> Iterator[AnyFinding]:
    """Go through the findings in something.

    Args:
        source: Findings, or pages of them; one alone, or any iterable. What was hydrated counts
            with its details; what could not be, or was gone, with the summary that there was.

    Yields:
        The findings in their order.

    Raises:
        TypeError: There is something else in it.
    """
    if isinstance(source, FINDINGS):
        yield source
    elif isinstance(source, Hydrated):
        yield source.finding
    elif isinstance(source, Gone | HydrationFailed):
        yield from () if source.summary is None else findings_in(source.summary)
    elif isinstance(source, GetFindingResponse):
        yield from () if source.finding is None else (source.finding,)
    elif isinstance(findings := getattr(source, "findings", None), list | tuple):
        yield from findings_in(cast("Iterable[object]", findings))
    elif isinstance(source, Iterable) and not isinstance(source, str | bytes | dict | Model):
        for item in cast("Iterable[Any]", source):
            yield from findings_in(item)
    else:
        raise TypeError(
            f"{type(source).__name__} has no findings in it: pass findings, pages of them, or "
            "what hydrate returned; a listing has to be fetched first, with await"
        )
