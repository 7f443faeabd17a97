"""The orders that listings go through findings in: by arrival, or sorted by an attribute.

A page token outlives what happens between two pages: findings come, change and go. So it carries
no number of findings to skip, which would show some twice or not at all, but a position, from which
the place to go on at is computed anew. In the order of arrival that is the finding's own number,
which it keeps and no other gets (see `store`). In a sorted order it is the sort key of the last
finding seen, and bisection finds the place, whether or not that finding is still there; its number
is the second half of the key, so that no two keys are equal. Then every finding that stays and
keeps its key is listed exactly once. One whose key changes between pages is seen where its old key
or its new one is, in both places or in neither.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from aa_sdk.emulator._findings.records import FindingRecord
from aa_sdk.emulator._findings.store import FindingStore
from aa_sdk.emulator._protocol.errors import invalid_field

_ATTRIBUTES: Mapping[str, Callable[[FindingRecord], str | int]] = {
    "id": lambda record: record.id,
    "resource": lambda record: record.resource.arn,
    "resourceType": lambda record: record.facts.resource_type,
    "resourceOwnerAccount": lambda record: record.facts.owner,
    "status": lambda record: record.facts.status,
    "findingType": lambda record: record.facts.finding_type,
    "createdAt": lambda record: record.created_at,
    "updatedAt": lambda record: record.updated_at,
    "analyzedAt": lambda record: record.analyzed_at,
}


SortKey = Callable[[FindingRecord], tuple[str | int, int]]


class Order(Protocol):
    """A sequence of findings in which positions stay good while findings come and go."""

    def __len__(self) -> int:
        """Return how many places there are."""
        ...

    def chunk(self, start: int, size: int) -> list[FindingRecord]:
        """Return the findings at `size` places from `start`."""
        ...

    def start(self, position: Any) -> int:
        """Return the place after a position."""
        ...

    def position(self, record: FindingRecord) -> Any:
        """Return the position of a finding, as JSON."""
        ...

    def position_at(self, place: int) -> Any:
        """Return the position of whatever is at a place, as JSON."""
        ...


class Arrival:
    """Findings in the order of their arrival."""

    def __init__(self, store: FindingStore) -> None:
        self._store = store

    def __len__(self) -> int:
        """Return how many findings ever came."""
        return self._store.span

    def chunk(self, start: int, size: int) -> list[FindingRecord]:
        """Return the findings at `size` places from `start`."""
        return self._store.chunk(start, size)

    def start(self, position: Any) -> int:
        """Return the place after a position."""
        return 0 if position is None else int(position) + 1

    def position(self, record: FindingRecord) -> Any:
        """Return the position of a finding."""
        return record.seq

    def position_at(self, place: int) -> Any:
        """Return the position of a place."""
        return place


class Sorted:
    """Findings sorted by a key; the key of the last one seen says where to go on.

    They are given in ascending order of `key`, in which no two are equal, and gone through from the
    end where the order is descending: one sorted list serves both.
    """

    def __init__(
        self, ascending: list[FindingRecord], key: SortKey, *, descending: bool = False
    ) -> None:
        self._records = ascending
        self._key = key
        self._descending = descending

    def __len__(self) -> int:
        """Return how many findings there are."""
        return len(self._records)

    def chunk(self, start: int, size: int) -> list[FindingRecord]:
        """Return the findings at `size` places from `start`."""
        if not self._descending:
            return self._records[start : start + size]
        # Places count from the end of the list, and a last chunk may be short.
        end = len(self._records) - start
        return self._records[max(end - size, 0) : end][::-1]

    def start(self, position: Any) -> int:
        """Return the place after a position."""
        if position is None:
            return 0
        key = tuple(position)
        if self._descending:
            return len(self._records) - bisect_left(self._records, key, key=self._key)
        return bisect_right(self._records, key, key=self._key)

    def position(self, record: FindingRecord) -> Any:
        """Return the position of a finding."""
        return self._key(record)

    def position_at(self, place: int) -> Any:
        """Return the position of a place."""
        return self._key(self.chunk(place, 1)[0])


def order_of(
    store: FindingStore, sort: Mapping[str, Any] | None, named: list[FindingRecord] | None
) -> Order:
    """Return the order that a listing goes by.

    Args:
        store: The findings.
        sort: The sort criteria in wire form.
        named: The only findings that matter; None for all.

    Raises:
        ErrorResponse: The attribute to sort by does not exist.
    """
    attribute: str | None = (sort or {}).get("attributeName")
    if not attribute and named is None:
        return Arrival(store)
    key = _sort_key(attribute) if attribute else _arrival
    descending = (sort or {}).get("orderBy") == "DESC"
    if named is not None:
        # Few findings, sorted for each page: cheaper than to look for them in the order of all.
        return Sorted(sorted(named, key=key), key, descending=bool(attribute) and descending)
    return Sorted(store.sorted_by(attribute or "", key), key, descending=descending)


def _arrival(record: FindingRecord) -> tuple[int, int]:
    return record.seq, record.seq


def _sort_key(attribute: str) -> SortKey:
    """Return what an attribute sorts by; arrival decides between equals."""
    value = _ATTRIBUTES.get(attribute)
    if value is None:
        raise invalid_field("sort.attributeName", f"must be one of {', '.join(_ATTRIBUTES)}")
    return lambda record: (value(record), record.seq)
