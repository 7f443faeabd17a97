"""Which findings are meant: what callers name them by, and what that may be mistaken for."""

import inspect
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
    ValuesView,
)
from collections.abc import Set as AbstractSet
from typing import Any, TypeAlias, TypeGuard

from aa_sdk._words import got, several
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.models import (
    AccessPreviewFinding,
    FilterCriteria,
    Finding,
    FindingSummary,
    FindingSummaryV2,
    GetFindingResponse,
    GetFindingV2Response,
    Model,
)
from aa_sdk.pagination import Paginator

AnyFinding: TypeAlias = FindingSummaryV2 | GetFindingV2Response | FindingSummary | Finding
"""A finding of an analyzer, in any form."""

# Not simply an Iterable: a text is one of texts, and a dictionary one of its keys, so that checkers
# would take a text, and would not know a filter that is written where it is passed.
ChosenFindings: TypeAlias = (
    FilterCriteria
    | list[str]
    | tuple[str, ...]
    | AbstractSet[str]
    | Sequence[AnyFinding]
    | AbstractSet[AnyFinding]
    | ValuesView[AnyFinding]
    | list[AnyFinding | str]
    | tuple[AnyFinding | str, ...]
    | Iterator[AnyFinding | str]
    | AsyncIterable[AnyFinding | str]
)
"""Findings to archive: a listing, findings or their ids in any iterable, or a filter for them.

A single text is none of these, for checkers and at run time.
"""

_FINDINGS = (FindingSummaryV2, GetFindingV2Response, FindingSummary, Finding)
_EXAMPLE = "write ['…'] with their ids, or pass a listing such as client.list_findings_v2(…)"
_OF_PREVIEW = (
    "is a finding of an access preview, which cannot be archived: pass its .existing_finding_id, "
    "where it has one"
)


def is_filter(findings: object) -> TypeGuard[FilterCriteria]:
    """Tell a filter, whether right or wrong, from all else that findings are named by."""
    return isinstance(findings, Mapping) or hasattr(findings, "to_criteria")


async def ids_of(findings: Any) -> dict[str, str]:
    """Collect the ids of findings, each once, before any finding is changed.

    That keeps one text for each. Were findings changed while a listing is gone through that goes by
    their status, they would fall out of it, and others would move up to pages that are done.

    Args:
        findings: What the caller passed, and is no filter.

    Returns:
        By id, the status where the listing has just said it, and an empty text elsewhere.

    Raises:
        InvalidRequestError: It is nothing that findings are named by, or something among it is not.
    """
    if wrong := _no_findings(findings):
        raise InvalidRequestError(InvalidField("findings", wrong, findings))
    # What others have kept for a while may not be so any more.
    is_fresh = isinstance(findings, Paginator)
    ids: dict[str, str] = {}
    index = 0
    try:
        async for item in _each(findings):
            ids[_id_of(item, index)] = getattr(item, "status", "") if is_fresh else ""
            index += 1
    finally:
        if isinstance(findings, AsyncGenerator):
            await findings.aclose()
    return ids


class _Each:
    """Goes through an iterable as if it were an asynchronous one."""

    def __init__(self, items: Iterable[object]) -> None:
        self._items = iter(items)

    def __aiter__(self) -> "_Each":
        return self

    async def __anext__(self) -> object:
        for item in self._items:
            return item
        raise StopAsyncIteration


def _each(findings: AsyncIterable[object] | Iterable[object]) -> AsyncIterable[object]:
    return findings if isinstance(findings, AsyncIterable) else _Each(findings)


def _id_of(item: object, index: int) -> str:
    if isinstance(item, _FINDINGS):
        return item.id
    if isinstance(item, str) and item:
        return item
    reason = _no_finding(item) or f"must be a finding or its id{got(item)}"
    shown = ... if isinstance(item, Model) else item
    raise InvalidRequestError(InvalidField(f"findings[{index}]", reason, shown))


def _no_finding(item: object) -> str:
    match item:
        case "":
            return "must be an id, and is empty"
        case AccessPreviewFinding():
            return _OF_PREVIEW
        case GetFindingResponse():
            return "is the response around a finding: pass its .finding"
        case _:
            return ""


def _no_findings(findings: Any) -> str:
    """Say why something names no findings, and what to write instead; nothing if it may."""
    match findings:
        case str():
            return several("findings", findings)
        case bytes() | bytearray():
            return "must be texts, and not bytes"
        case Model():
            return _one_model(findings)
        case AsyncIterable() | Iterable():
            return ""
        case _ if inspect.isawaitable(findings):
            if inspect.iscoroutine(findings):
                findings.close()  # refused, so nobody will await it any more
            return "was not awaited: write `await` before the call that it comes from"
        case _:
            return f"must name findings{got(findings)}: {_EXAMPLE}"


def _one_model(model: Model) -> str:
    if "findings" in type(model).model_fields:
        return "is a whole response: pass its .findings"
    if isinstance(model, _FINDINGS):
        return "must be several findings: write [finding]"
    return _no_finding(model) or f"must be findings or their ids{got(model)}"
