"""How an analyzer's findings are listed: by which operation, and with what of a filter."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any, Final

from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import InvalidRequestError
from aa_sdk.filters import FILTER_KEYS, FindingFilter, check_criteria
from aa_sdk.models import AnalyzerSummary, Criterion
from aa_sdk.models.criteria import SupportsCriteria
from aa_sdk.workflows._fleet.results import AnyFinding

Criteria = Mapping[str, Criterion]

_PAGE: Final = 100
_KINDS: Final = {
    "ACCOUNT": "external",
    "ORGANIZATION": "external",
    "ACCOUNT_UNUSED_ACCESS": "unused",
    "ORGANIZATION_UNUSED_ACCESS": "unused",
    "ACCOUNT_INTERNAL_ACCESS": "internal",
    "ORGANIZATION_INTERNAL_ACCESS": "internal",
}


def criteria_of(given: SupportsCriteria | Mapping[str, Any] | None) -> Criteria:
    """Return the criteria of a filter.

    Raises:
        InvalidRequestError: It is no filter that findings can be listed by.
    """
    if given is None:
        return {}
    known = FindingFilter.from_criteria(given).to_criteria()
    if wrong := check_criteria(known, "ListFindingsV2"):
        raise InvalidRequestError(*wrong)
    return known


async def pages_of(
    client: AccessAnalyzerClient, analyzer: AnalyzerSummary, criteria: Criteria
) -> AsyncGenerator[Sequence[AnyFinding]]:
    """List the findings of an analyzer, a page at a time; without a call where none can match.

    External access is listed by the first version of the API, which alone tells principal, action
    and condition in a list; by these a finding is known again in another Region.
    """
    fitted = fitting(criteria, analyzer.type)
    if fitted is None:
        return
    if _KINDS.get(analyzer.type) == "external":
        external = client.list_findings(analyzer.arn, filter=fitted or None, max_results=_PAGE)
        async for page in external.pages():
            yield page.findings
    else:
        others = client.list_findings_v2(analyzer.arn, filter=fitted or None, max_results=_PAGE)
        async for other in others.pages():
            yield other.findings


def fitting(criteria: Criteria, analyzer_type: str) -> Criteria | None:
    """Return what of a filter an analyzer's findings have; None where none of them can match.

    A finding has no value under a key that is not for its kind: it never matches what asks for one,
    and always what asks for none, or for another.
    """
    kind = _KINDS.get(analyzer_type)
    fitted: dict[str, Criterion] = {}
    for name, criterion in criteria.items():
        key = FILTER_KEYS.get(name)
        if key is None or kind is None or kind in key.analyzers:
            fitted[name] = criterion
        elif criterion.eq or criterion.contains or criterion.exists:
            return None
    return fitted
