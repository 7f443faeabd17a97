"""Findings in a store, which are read when they are gone through."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

from aa_sdk._display.layout import Face, Note, Span
from aa_sdk._display.shown import Shown
from aa_sdk._error_text import harmless
from aa_sdk._unfetched import Unfetched
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.listing import Listing
from aa_sdk.models import GetFindingV2Response
from aa_sdk.workflows._store.batches import Batches
from aa_sdk.workflows._store.bodies import StoredFinding
from aa_sdk.workflows._store.reading import START, Place

_LENGTH = 200


class StoredFindings(Unfetched, Shown):
    """Findings in a store that have not been read yet; made by `FindingStore.findings`.

    ```python
    async for finding in store.findings():
        ...
    async for some in store.findings().batches():  # some hundreds at a time
        ...
    active = await store.findings(FindingFilter().status.eq("ACTIVE")).collect()
    table = await collect_findings_table(store.findings())
    ```

    Each `async for` goes through them from the beginning, and reads some hundreds at a time. What
    is written meanwhile may be among them or not; no finding comes twice.
    """

    def __init__(
        self,
        read: Callable[[Place], Awaitable[tuple[Sequence[StoredFinding], Place | None]]],
        which: str,
        now: Callable[[], datetime],
    ) -> None:
        """Describe findings.

        Args:
            read: Reads those that come after a place, and tells where the next ones begin.
            which: Says which findings they are, and of what.
            now: Tells what time it is.
        """
        self._read = read
        self._which = harmless(which, _LENGTH)
        self._now = now

    def __repr__(self) -> str:
        return f"<{self._which}: not read; use async for, or await collect()>"

    def __str__(self) -> str:
        return f"{self._which} · not read · async for, or await collect()"

    def _face(self) -> Face:
        how = "· not read · async for, or await collect()"
        return [Note([Span(self._which, "strong"), Span(how, "muted")])]

    def _response_members(self) -> Sequence[str]:
        return ()

    if not TYPE_CHECKING:

        def __await__(self) -> NoReturn:
            raise TypeError(f"findings of a store cannot be awaited: {self._way_out}")

    def __aiter__(self) -> AsyncIterator[StoredFinding]:
        return Batches(START, self._read)

    def batches(self) -> AsyncIterator[Sequence[StoredFinding]]:
        """Go through the findings some hundreds at a time; no batch is empty."""
        return Batches(START, self._one_batch)

    async def collect(self, limit: int | None = None) -> Listing[StoredFinding]:
        """Read the findings into a list, one that shows as a table.

        Args:
            limit: At most so many, 0 or more; None for all.

        Raises:
            InvalidRequestError: `limit` is negative, or no whole number; or the filter cannot be
                evaluated, see `FindingStore.findings`.
            StoreError: The file cannot be read.
        """
        if not (limit is None or (isinstance(limit, int) and limit >= 0)):  # pyright: ignore[reportUnnecessaryIsInstance] (whatever is passed)
            reason = "must be a whole number of at least 0"
            raise InvalidRequestError(InvalidField("limit", reason, limit))
        found: list[StoredFinding] = []
        batches = self.batches()
        while limit is None or len(found) < limit:
            batch = await anext(batches, None)
            if batch is None:
                break
            found += batch
        return Listing(found[:limit], item_type=GetFindingV2Response, collected_at=self._now())

    async def first(self) -> StoredFinding | None:
        """Read the first finding.

        Returns:
            The finding, or None where there is none.

        Raises:
            InvalidRequestError: As for `collect`.
            StoreError: The file cannot be read.
        """
        return await anext(aiter(self), None)

    async def _one_batch(
        self, behind: Place
    ) -> tuple[Sequence[Sequence[StoredFinding]], Place | None]:
        batch, rest = await self._read(behind)
        return [batch] if batch else [], rest
