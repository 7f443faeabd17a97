"""Tables straight from the pages of a listing, or from a store."""

from collections.abc import AsyncIterator, Callable, Sequence
from operator import attrgetter
from typing import Any, Final

import anyio.to_thread

from aa_sdk._words import got
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.frames._tables.building import ROWS, Builder
from aa_sdk.frames._tables.findings import FINDINGS
from aa_sdk.frames._tables.table import Table
from aa_sdk.pagination import Paginator
from aa_sdk.progress import Progress
from aa_sdk.workflows import StoredFindings
from aa_sdk.workflows._meter import Meter

OPERATIONS: Final = ("ListFindingsV2", "ListFindings", "ListAccessPreviewFindings")
"""The operations whose items are findings."""

_WAY_OUT = (
    "pass client.list_findings_v2(…), client.list_findings(…) or "
    "client.list_access_preview_findings(…), which are listings, or store.findings(…)"
)


async def collect(
    listing: Any, on_progress: Callable[[Progress], object] | None, *, rows: int = ROWS
) -> Table:
    """Fetch all pages of a listing of findings, and keep columns alone.

    Args:
        listing: The listing, or what a store has.
        on_progress: Is told how far it has come; None for nobody.
        rows: How many findings are kept as such until they are put into columns.
    """
    _check(listing)
    meter, builder = Meter(on_progress), Builder(FINDINGS)
    batches, findings_of = _batches(listing)
    waiting: list[object] = []
    try:
        meter.update()
        async for batch in batches:
            found = findings_of(batch)
            waiting += found
            meter.done += len(found)
            while len(waiting) >= rows:
                await anyio.to_thread.run_sync(builder.add, waiting[:rows])
                del waiting[:rows]
            meter.update()
        meter.total = meter.done
    finally:
        meter.end()
    if waiting:
        await anyio.to_thread.run_sync(builder.add, waiting)
    return builder.table()


def _batches(listing: Any) -> tuple[AsyncIterator[Any], Callable[[Any], Sequence[object]]]:
    """Return what findings come in, and what takes them out of that."""
    if isinstance(listing, StoredFindings):
        return listing.batches(), list
    return listing.pages(), attrgetter("findings")


def _check(listing: object) -> None:
    if isinstance(listing, StoredFindings):
        return
    if not isinstance(listing, Paginator):
        reason = f"must be a listing{got(listing)}: {_WAY_OUT}; findings_table takes findings"
        raise InvalidRequestError(InvalidField("paginator", reason))
    if listing.operation not in OPERATIONS:
        what = listing.operation or "an operation that nobody knows"
        reason = f"lists what {what} gives, which are no findings: {_WAY_OUT}"
        raise InvalidRequestError(InvalidField("paginator", reason))
