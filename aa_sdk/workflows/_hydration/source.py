"""The findings that are to be read: whatever they come as, each once."""

import inspect
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Collection,
    Iterable,
    Mapping,
    Sequence,
)
from collections.abc import Set as AbstractSet
from typing import Any, TypeAlias, cast

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.models import FindingSummaryV2, GetFindingV2Response, ListFindingsV2Response
from aa_sdk.models import Response as AnyResponse
from aa_sdk.pagination import Paginator

Item: TypeAlias = FindingSummaryV2 | str
"""A finding as it is listed, or its id."""

_LISTING = "ListFindingsV2"
_WANTED = "what client.list_findings_v2(…) lists, or ids"


def id_of(item: Item) -> str:
    """Return the id of a finding."""
    return item if isinstance(item, str) else item.id


class Source:
    """Gives the findings, in portions: as many as are there without waiting.

    Of the ids that were met, hashes of 64 bits are kept. That two of a million are alike, and a
    finding is taken for another one, happens once in thirty million runs.

    Args:
        findings: A paginator, or any iterable of summaries and ids.
        skip: Ids that are passed over.
        analyzer_arn: ARN of the analyzer whose findings they are.

    Raises:
        InvalidRequestError: It can be seen that these are no findings to be read, or those of
            another analyzer.
    """

    def __init__(self, findings: Any, skip: Iterable[str], analyzer_arn: str) -> None:
        _check(findings, analyzer_arn)
        self._skip = _skipped(skip)
        self._findings: Any = findings
        self._seen = set[int]()
        self._met = 0
        self.total: int | None = None
        """How many there are; None while nobody knows."""
        if isinstance(findings, Collection):
            self._findings = self._wanted(cast("Collection[object]", findings))
            self.total = len(self._findings)
            self._seen.clear()

    async def portions(self) -> AsyncGenerator[Sequence[Item]]:
        """Go through the findings; no step is taken before it is asked for.

        Raises:
            InvalidRequestError: Something among them is no finding to be read.
        """
        findings = self._findings
        if self.total is not None:
            yield findings
        elif isinstance(findings, Paginator) and findings.operation == _LISTING:
            listing: Paginator[FindingSummaryV2, ListFindingsV2Response] = self._findings
            async for page in listing.pages():
                yield self._wanted(page.findings)
        elif isinstance(findings, AsyncIterable):
            steps: AsyncIterator[object] = aiter(self._findings)
            try:
                async for one in steps:
                    yield self._wanted((one,))
            finally:
                await _close(steps, unless=self._findings)
        else:
            for one in findings:
                yield self._wanted((one,))

    def _wanted(self, found: Iterable[object]) -> list[Item]:
        """Return those that are to be read and were not met before."""
        wanted: list[Item] = []
        for one in found:
            if not isinstance(one, str | FindingSummaryV2):
                raise InvalidRequestError(InvalidField(f"findings[{self._met}]", _no_item(one)))
            self._met += 1
            finding_id = id_of(one)
            known = hash(finding_id)
            if known not in self._seen and finding_id not in self._skip:
                self._seen.add(known)
                wanted.append(one)
        return wanted


async def _close(steps: Any, *, unless: object) -> None:
    """Close what was made for this walk, and generators, which nobody else can go on with."""
    if (steps is unless and not inspect.isasyncgen(steps)) or not hasattr(steps, "aclose"):
        return
    try:
        await steps.aclose()
    except* GeneratorExit:
        pass  # a task group in a generator wraps what closes it, and Python takes that for an error


def _check(findings: object, analyzer_arn: str) -> None:
    """Refuse what can be seen to be a mistake before anything is sent."""
    wrong = _wrong_arn(analyzer_arn) or _wrong_findings(findings)
    if wrong:
        raise InvalidRequestError(wrong)
    if isinstance(findings, Paginator):
        listed = findings.parameters.get("analyzer_arn", analyzer_arn)
        if listed != analyzer_arn:
            reason = "is not the analyzer whose findings are listed: pass the same to both"
            raise InvalidRequestError(InvalidField("analyzer_arn", reason, analyzer_arn))


def _wrong_arn(arn: object) -> InvalidField | None:
    if isinstance(arn, str) and ":analyzer/" in arn:
        return None
    reason = "must be an analyzer's ARN, such as client.get_analyzer(name).analyzer.arn"
    return InvalidField("analyzer_arn", reason, arn)


def _wrong_findings(findings: object) -> InvalidField | None:
    if inspect.iscoroutine(findings):
        findings.close()  # or Python complains of it as well
        reason = "has to be awaited first, as in `await listing.collect()`"
    elif isinstance(findings, Paginator):
        if findings.operation in {_LISTING, None}:
            return None
        reason = f"is a listing of {findings.operation}: pass {_WANTED}"
    elif isinstance(findings, str | bytes):
        reason = "is a single text: put ids into a list"
    elif isinstance(findings, AnyResponse):
        reason = "is a response: pass its .findings"
    elif isinstance(findings, FindingSummaryV2):
        reason = "is a single finding: put it into a list"
    elif isinstance(findings, AsyncIterable | Iterable):
        return None
    else:
        reason = f"must be an iterable or async iterable of {_WANTED}"
    return InvalidField("findings", reason)


def _no_item(one: object) -> str:
    """Say what is wrong with something that stands among the findings."""
    if isinstance(one, GetFindingV2Response):
        return "is a whole finding: pass its .id to read it again"
    return f"is of type {type(one).__name__}: pass {_WANTED}"


def _skipped(skip: Any) -> Collection[str]:
    """Return the ids that are passed over as what can be looked up in."""
    reason = "must be a set, or another collection, of ids"
    if isinstance(skip, str | bytes) or not isinstance(skip, Iterable):
        raise InvalidRequestError(InvalidField("skip", reason, skip))
    is_looked_up = isinstance(skip, AbstractSet | Mapping)
    ids = cast("Collection[str]", skip if is_looked_up else tuple(cast("Iterable[str]", skip)))
    for one in cast("Iterable[object]", ids):
        if not isinstance(one, str):
            raise InvalidRequestError(InvalidField("skip", reason, one))
    return ids if is_looked_up else frozenset(ids)
