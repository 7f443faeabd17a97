"""What the service says of findings that are known by their ids."""

from collections.abc import Mapping, Sequence

from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.filters import FindingFilter

PAGE_SIZE = 1000
"""How many findings to ask for in a page. Where the service gives fewer, it takes more pages."""

_IDS_IN_A_FILTER = 20


async def statuses_of(
    client: AccessAnalyzerClient, analyzer_arn: str, ids: Sequence[str]
) -> Mapping[str, str]:
    """Ask for the statuses of findings. Those without one are not there.

    A filter takes twenty ids, and a page has a thousand findings. So where many are asked for,
    all findings are gone through, for as many calls as it would take to name the ids: mostly
    there are fewer pages than that, and in a sea of findings it costs twice as much at worst.

    Args:
        client: The client.
        analyzer_arn: ARN of the analyzer.
        ids: Ids, none of them twice.
    """
    statuses: dict[str, str] = dict.fromkeys(ids, "")
    await _go_through(client, analyzer_arn, statuses, len(ids) // _IDS_IN_A_FILTER)
    # What came or went meanwhile may have been missed: only who is asked for is known to be gone.
    missed = [finding_id for finding_id, status in statuses.items() if not status]
    for start in range(0, len(missed), _IDS_IN_A_FILTER):
        named = FindingFilter().id.eq(*missed[start : start + _IDS_IN_A_FILTER])
        async for finding in client.list_findings_v2(analyzer_arn, filter=named):
            statuses[finding.id] = finding.status
    return {finding_id: status for finding_id, status in statuses.items() if status}


async def _go_through(
    client: AccessAnalyzerClient, analyzer_arn: str, statuses: dict[str, str], most_pages: int
) -> None:
    """Fill in statuses from at most so many pages of all findings."""
    pages = client.list_findings_v2(analyzer_arn, max_results=PAGE_SIZE).pages()
    missing = len(statuses)
    while most_pages and missing and (page := await anext(pages, None)) is not None:
        most_pages -= 1
        for finding in page.findings:
            if finding.id in statuses:
                missing -= not statuses[finding.id]
                statuses[finding.id] = finding.status
