"""Findings kept in step with the service, and what became of them since."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from aa_sdk._lazy import hide_imports
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import AccessAnalyzerError
from aa_sdk.models import FindingSummaryV2, GetFindingV2Response
from aa_sdk.progress import Progress
from aa_sdk.workflows._meter import Meter
from aa_sdk.workflows.changes import Changes
from aa_sdk.workflows.hydration import Gone, Hydrated, HydrationFailed, hydrate
from aa_sdk.workflows.store import FindingStore, StoreRun

__all__ = ("sync_findings",)
hide_imports(__name__)

_PAGE = 100
_COMPARED = 500
"""How many findings are compared at a time: a page by itself costs as much as decoding it."""
_BATCH = 100
"""How many findings are written down by one transaction."""


async def sync_findings(
    client: AccessAnalyzerClient,
    *,
    analyzer_arn: str,
    store: FindingStore,
    concurrency: int = 32,
    on_progress: Callable[[Progress], object] | None = None,
) -> Changes:
    """Bring a store up to what an analyzer finds now, and return what became of its findings.

    ```python
    async with FindingStore("findings.db") as store:
        changes = await sync_findings(client, analyzer_arn=arn, store=store)
        for change in changes:
            match change:
                case New(after=finding): ...
                case Resolved(before=before, after=after): ...
        await store.acknowledge(changes)
    ```

    All findings are listed, a hundred by a call, and those are read whole that are new or have
    changed since. A finding that is missing from the complete listing is gone. What was cut off,
    wherever, goes on when this is called again, and what was read until then is not read again.

    Args:
        client: The client to read with. Calls go at its pace; it gets one where it has none.
        analyzer_arn: ARN of the analyzer.
        store: Where findings are kept. Analyzers may share a store, and be synced at the same time.
        concurrency: How many findings are read at a time; 1 or more.
        on_progress: Is called with a `Progress` as `hydrate` does, with all findings counted that
            were listed.

    Returns:
        The changes since they were last acknowledged: those of this run, of earlier ones, and those
        told by events.

    Raises:
        AccessAnalyzerError: The run could not go on; see `HydrationStream`. What was read until
            then is in the store, and nothing is taken for gone.
        StoreInUseError: The analyzer is being synced into this store already.
        StoreError: The file cannot be written.
    """
    meter = Meter(on_progress)
    client = client.with_options(on_call=meter.count_call)
    async with store.run(analyzer_arn) as run:
        failures = await _read_unlike(client, analyzer_arn, run, concurrency)
        return await run.finish(failures)


async def _read_unlike(
    client: AccessAnalyzerClient, analyzer_arn: str, run: StoreRun, concurrency: int
) -> list[HydrationFailed]:
    """Read what differs from what is known, and write it down."""
    failures: list[HydrationFailed] = []
    found: list[GetFindingV2Response] = []
    gone: list[str] = []
    unlike = _unlike(client, analyzer_arn, run)
    reading = hydrate(client, analyzer_arn=analyzer_arn, findings=unlike, concurrency=concurrency)
    async with aclosing(unlike), reading as results:
        try:
            async for result in results:
                match result:
                    case Hydrated():
                        found.append(result.finding)
                    case Gone():
                        gone.append(result.id)
                    case _:
                        failures.append(result)
                if len(found) >= _BATCH:
                    await run.record(found)
                    found.clear()
        except AccessAnalyzerError:
            await run.record(found)
            raise
    await run.record(found, gone)
    return failures


async def _unlike(
    client: AccessAnalyzerClient, analyzer_arn: str, run: StoreRun
) -> AsyncGenerator[FindingSummaryV2, None]:
    """List all findings, and give those that differ from what is known."""
    listed: list[FindingSummaryV2] = []
    async for page in client.list_findings_v2(analyzer_arn, max_results=_PAGE).pages():
        listed += page.findings
        if len(listed) >= _COMPARED:
            for finding in await run.unlike(listed):
                yield finding
            listed = []
    for finding in await run.unlike(listed):
        yield finding
