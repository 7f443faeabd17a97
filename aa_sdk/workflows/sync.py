"""Findings kept in step with the service, and what became of them since."""

from collections.abc import Callable

from aa_sdk._lazy import hide_imports
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.progress import Progress
from aa_sdk.workflows._meter import Meter
from aa_sdk.workflows._syncing import check_store, run_sync
from aa_sdk.workflows.changes import Changes
from aa_sdk.workflows.hydration import hydrate
from aa_sdk.workflows.store import FindingStore

__all__ = ("sync_findings",)
hide_imports(__name__)


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
    wherever, goes on when this is called again. What was read until then is not read again, but for
    the last hundred at most where an error was not the service's.

    Args:
        client: The client to read with. Calls go at its pace; it gets one where it has none.
        analyzer_arn: ARN of the analyzer.
        store: Where findings are kept. Analyzers may share a store, and be synced at the same time.
        concurrency: How many findings are read at a time; 1 or more.
        on_progress: Is called with a `Progress` as `hydrate` does, with all findings counted that
            were listed.

    Returns:
        The changes since they were last acknowledged, be they of this run, of earlier ones, or
        told by events.

    Raises:
        InvalidRequestError: An argument cannot be used. Nothing was sent or written.
        AccessAnalyzerError: The run could not go on; see `HydrationStream`. What was read until
            then is in the store, and nothing is taken for gone.
        StoreInUseError: The analyzer is being synced into this store already.
        StoreError: The file cannot be written.
    """
    check_store(store)
    meter = Meter(on_progress)
    client = client.with_options(on_call=meter.count_call)
    # What is wrong is refused before anything is written: this one reads nothing.
    hydrate(client, analyzer_arn=analyzer_arn, findings=(), concurrency=concurrency)
    try:
        return await run_sync(client, analyzer_arn, store, meter, concurrency=concurrency)
    finally:
        meter.end()
