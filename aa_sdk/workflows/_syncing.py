"""A run of `sync_findings`: one that lists, some that read, and what they find is written down."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

from aa_sdk._words import got
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import AccessAnalyzerError, InvalidField, InvalidRequestError
from aa_sdk.models import FindingSummaryV2, GetFindingV2Response, ListFindingsV2Response
from aa_sdk.workflows._meter import Meter
from aa_sdk.workflows.changes import Changes
from aa_sdk.workflows.hydration import Gone, Hydrated, Hydration, HydrationFailed, hydrate
from aa_sdk.workflows.store import FindingStore, StoreRun

_PAGE = 100
_BATCH = 100


def check_store(store: object) -> None:
    """Refuse what is no store.

    Raises:
        InvalidRequestError: It is none.
    """
    if not isinstance(store, FindingStore):
        reason = f"must be a FindingStore, inside of its `async with`{got(store)}"
        raise InvalidRequestError(InvalidField("store", reason))


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
        async for page in self._pages:
            unlike = await self._run.unlike(page.findings, answered_at=_answered_at(page))
            listed += len(page.findings)
            self._meter.done += len(page.findings) - len(unlike)
            self._meter.update()
            for finding in unlike:
                yield finding
        self._meter.total = listed


def _answered_at(page: ListFindingsV2Response) -> datetime | None:
    """Return when the service answered, by its clock; None if it did not say."""
    return _moment(page.response_metadata.http_headers.get("date", ""))


@lru_cache(maxsize=8)  # of the pages of a second, all have the same
def _moment(date: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
