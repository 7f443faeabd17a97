"""Tables straight from the pages of a listing."""

from collections.abc import Callable
from typing import Any, Final

from aa_sdk._words import got
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.frames._tables.building import ROWS, Builder
from aa_sdk.frames._tables.findings import FINDINGS
from aa_sdk.frames._tables.table import Table
from aa_sdk.pagination import Paginator
from aa_sdk.progress import Progress
from aa_sdk.workflows._meter import Meter

OPERATIONS: Final = ("ListFindingsV2", "ListFindings", "ListAccessPreviewFindings")
"""The operations whose items are findings."""

_WAY_OUT = (
    "pass client.list_findings_v2(…), client.list_findings(…) or "
    "client.list_access_preview_findings(…), which are listings"
)


async def collect(
    listing: Any, on_progress: Callable[[Progress], object] | None, *, rows: int = ROWS
) -> Table:
    """Fetch all pages of a listing of findings, and keep columns alone.

    Args:
        listing: The listing.
        on_progress: Is told how far it has come; None for nobody.
        rows: How many findings are kept as such until they are put into columns.
    """
    _check(listing)
    meter, builder = Meter(on_progress), Builder(FINDINGS)
    waiting: list[object] = []
    try:
        meter.update()
        async for page in listing.pages():
            waiting += page.findings
            meter.done += len(page.findings)
            while len(waiting) >= rows:
                builder.add(waiting[:rows])
                del waiting[:rows]
            meter.update()
        meter.total = meter.done
    finally:
        meter.end()
    if waiting:
        builder.add(waiting)
    return builder.table()


def _check(listing: object) -> None:
    if not isinstance(listing, Paginator):
        reason = f"must be a listing{got(listing)}: {_WAY_OUT}; findings_table takes findings"
        raise InvalidRequestError(InvalidField("paginator", reason))
    if listing.operation not in OPERATIONS:
        what = listing.operation or "an operation that nobody knows"
        reason = f"lists what {what} gives, which are no findings: {_WAY_OUT}"
        raise InvalidRequestError(InvalidField("paginator", reason))
