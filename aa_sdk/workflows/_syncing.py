"""A run of `sync_findings`: one that lists, some that read, and what they find is written down."""

from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from contextlib import aclosing
from datetime import datetime
from email.utils import parsedate_to_datetime

from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import AccessAnalyzerError
from aa_sdk.models import FindingSummaryV2, GetFindingV2Response, ListFindingsV2Response
from aa_sdk.workflows._meter import Meter
from aa_sdk.workflows.changes import Changes
from aa_sdk.workflows.hydration import Gone, Hydrated, Hydration, HydrationFailed, hydrate
from aa_sdk.workflows.store import FindingStore, StoreRun

_PAGE = 100
_BATCH = 100
_COMPARED = 500
"""How many findings are compared at a time: one page by itself costs as much as decoding it."""


async def run_sync(
    client: AccessAnalyzerClient,
    analyzer_arn: str,
    store: FindingStore,
    meter: Meter,
    *,
    concurrency: int,
    batch: int = _BATCH,
) -> Changes:
    """Bring a store up to what an analyzer finds now, and return what became of its findings.

    Args:
        client: The client to read with.
        analyzer_arn: ARN of the analyzer.
        store: Where findings are kept.
        meter: Counts findings.
        concurrency: How many findings are read at a time.
        batch: How many findings are written down by one transaction.
    """
    async with store.run(analyzer_arn) as run:
        meter.update()
        listing = _Listing(client, analyzer_arn, run, meter)
        async with aclosing(listing.unlike()) as unlike:
            reading = hydrate(
                client, analyzer_arn=analyzer_arn, findings=unlike, concurrency=concurrency
            )
            failures = await _record(reading, run, meter, batch)
        return await run.finish(failures)


async def _record(
    reading: Hydration, run: StoreRun, meter: Meter, batch: int
) -> Sequence[HydrationFailed]:
    """Write down what is read, some at a time, and return what could not be read."""
    failures: list[HydrationFailed] = []
    found: list[GetFindingV2Response] = []
    gone: list[str] = []
    async with reading as results:
        try:
            async for result in results:
                match result:
                    case Hydrated():
                        found.append(result.finding)
                    case Gone():
                        gone.append(result.id)
                    case _:
                        failures.append(result)
                meter.gone, meter.failed = len(gone), len(failures)
                meter.done += isinstance(result, Hydrated)
                meter.update()
                if len(found) >= batch:
                    await run.record(found)
                    found.clear()
        except AccessAnalyzerError:
            await run.record(found)
            raise
    await run.record(found, gone)
    return failures


class _Listing:
    """The findings of an analyzer, listed once."""

    def __init__(
        self, client: AccessAnalyzerClient, analyzer_arn: str, run: StoreRun, meter: Meter
    ) -> None:
        self._pages = client.list_findings_v2(analyzer_arn, max_results=_PAGE).pages()
        self._run = run
        self._meter = meter

    async def unlike(self) -> AsyncGenerator[FindingSummaryV2, None]:
        """List all, and give those that differ from what is known; the others are done."""
        listed = 0
        async with aclosing(_some_at_a_time(self._pages)) as portions:
            async for findings, answered_at in portions:
                unlike = await self._run.unlike(findings, answered_at=answered_at)
                listed += len(findings)
                self._meter.done += len(findings) - len(unlike)
                self._meter.update()
                for finding in unlike:
                    yield finding
        self._meter.total = listed


async def _some_at_a_time(
    pages: AsyncIterable[ListFindingsV2Response],
) -> AsyncGenerator[tuple[list[FindingSummaryV2], datetime | None], None]:
    """Put pages together, each portion with the time of its last answer.

    The first page is a portion by itself, for its time is that from which the listing speaks.
    """
    findings: list[FindingSummaryV2] = []
    answered_at, enough = None, 0
    async for page in pages:
        findings += page.findings
        answered_at = _answered_at(page)
        if len(findings) >= enough:
            yield findings, answered_at
            findings, enough = [], _COMPARED
    if findings:
        yield findings, answered_at


def _answered_at(page: ListFindingsV2Response) -> datetime | None:
    """Return when the service answered, by its clock; None if it did not say."""
    try:
        moment = parsedate_to_datetime(page.response_metadata.http_headers["date"])
    except (KeyError, ValueError):
        return None
    return moment if moment.tzinfo else None
