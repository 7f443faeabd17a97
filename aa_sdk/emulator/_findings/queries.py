"""Pages of findings that pass a filter."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from aa_sdk.emulator._findings.filtering import CompiledFilter
from aa_sdk.emulator._findings.orders import Arrival, Order
from aa_sdk.emulator._findings.records import FindingRecord, Group
from aa_sdk.emulator._findings.store import FindingStore

_WIDEST = 8192


@dataclass(frozen=True, slots=True)
class FindingPage:
    """One page, and where the next one starts."""

    records: list[FindingRecord]
    """The findings."""
    next_position: Any
    """None on the last page."""


def matching(store: FindingStore, wanted: CompiledFilter) -> list[FindingRecord]:
    """Return all findings that pass a filter, in the order of arrival."""
    query = FindingQuery(store, wanted, Arrival(store), None)
    return query.page(None, len(store)).records


@dataclass(frozen=True, slots=True)
class FindingQuery:
    """What a listing is of."""

    store: FindingStore
    """Where they are."""
    filter: CompiledFilter | None
    """What they have to pass; None for everything."""
    order: Order
    """How they come."""
    scan_limit: int | None
    """How many findings one page may look at; None for all."""

    def page(self, position: Any, size: int) -> FindingPage:
        """Return the page of at most `size` findings after `position`.

        Args:
            position: As an earlier page gave it; None for the first.
            size: The largest number of findings.
        """
        order = self.order
        start = order.start(position)
        limit = len(order) if self.scan_limit is None else start + self.scan_limit
        end = min(limit, len(order))
        # One finding too many tells whether another page is due. A page that ends where the scan
        # limit does goes on after the last place it looked at, whether or not that one passed.
        records = list(islice(self._passing(start, end, size + 1), size + 1))
        if len(records) > size:
            return FindingPage(records[:size], order.position(records[size - 1]))
        return FindingPage(records, order.position_at(end - 1) if end < len(order) else None)

    def _passing(self, start: int, end: int, wanted: int) -> Iterator[FindingRecord]:
        chunk = self.order.chunk
        if self.filter is None and self.store.is_dense:
            yield from chunk(start, min(wanted, end - start))
            return
        groups, width = self._groups(), wanted
        # Where nothing was removed and every group passes, nothing has to be looked at here.
        is_any = self.store.is_dense and len(groups) == len(self.store.groups)
        while groups and start < end:
            # Where most findings pass, little is looked at; where few do, little time is lost.
            width = min(2 * width, _WIDEST, end - start)
            candidates = chunk(start, width)
            if not is_any:
                candidates = [record for record in candidates if record.group in groups]
            yield from candidates if self.filter is None else self.filter.passing(candidates)
            start += width

    def _groups(self) -> set[Group]:
        groups = self.store.groups.values()
        if self.filter is None:
            return set(groups)
        return set(filter(self.filter.allows_group, groups))
