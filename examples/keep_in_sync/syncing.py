"""The work: each analyzer synced into one store, and somebody told of what changed."""

import logging
from collections.abc import Awaitable, Callable

from aa_sdk import AccessAnalyzerClient, AccessAnalyzerError
from aa_sdk.models import AnalyzerSummary
from aa_sdk.workflows import FindingChange, FindingStore, StoreError, sync_findings

Notify = Callable[[FindingChange], Awaitable[None]]

logger = logging.getLogger(__name__)


async def sync_all(client: AccessAnalyzerClient, store: FindingStore, notify: Notify) -> bool:
    """Sync all active analyzers of an account and Region, one after the other.

    What goes wrong with one of them is logged, and the others are synced nevertheless.

    Args:
        client: The client to ask with.
        store: Where findings are kept.
        notify: Is told of each change; see `sync_one`.

    Returns:
        Whether everything went well.

    Raises:
        AccessAnalyzerError: Analyzers cannot be listed, or the store cannot be used.
    """
    analyzers = await client.list_analyzers().collect()
    went_well = True
    for analyzer in analyzers:
        if analyzer.status == "ACTIVE":
            went_well &= await _went_well(client, analyzer, store, notify)
    return went_well


async def _went_well(
    client: AccessAnalyzerClient, analyzer: AnalyzerSummary, store: FindingStore, notify: Notify
) -> bool:
    try:
        return await sync_one(client, analyzer, store, notify)
    except StoreError:
        raise  # it would meet all of them
    except AccessAnalyzerError as error:
        logger.error("%s: %s", analyzer.name, error)  # noqa: TRY400 (cron mails it: one line)
    except Exception:
        logger.exception("%s: its changes come again, for they could not be told", analyzer.name)
    return False


async def sync_one(
    client: AccessAnalyzerClient, analyzer: AnalyzerSummary, store: FindingStore, notify: Notify
) -> bool:
    """Sync an analyzer, and tell what changed.

    Changes are acknowledged once all of them were told. If `notify` fails, or the program ends
    before, they come again: whoever is told may be told twice, and knows a change by its `number`.

    Returns:
        Whether all findings could be read.
    """
    changes = await sync_findings(client, analyzer_arn=analyzer.arn, store=store)
    logger.info("%s: %s", analyzer.name, changes)
    async for change in changes:
        await notify(change)
    await store.acknowledge(changes)
    for failure in changes.failures:
        logger.warning("%s: %s", analyzer.name, failure)
    return not changes.failures
