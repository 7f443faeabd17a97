"""The requests an emulator has seen, for tests to assert on."""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, overload

from aa_sdk._lazy import hide_imports

__all__ = ("CallLog", "RecordedCall")
hide_imports(__name__)

KEPT = 20_000
"""How many calls are kept; the oldest go first."""


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """One request and its outcome."""

    operation: str
    """Such as `ListFindingsV2`; empty if the path is none of the service's."""
    params: Mapping[str, Any]
    """The input by member name; empty if it could not be read."""
    account_id: str
    """The account it was signed for."""
    region: str
    """The region it was signed for."""
    request_id: str
    """The id that the response carries."""
    time: datetime
    """When it came, on the emulator's clock."""
    status: int
    """The HTTP status of the response."""
    error: str | None = None
    """The error code of an error response."""


class CallLog(Sequence[RecordedCall]):
    """Calls in the order they came. All are counted, and the last 20,000 are kept.

    ```python
    assert emulator.calls.count_of("ListFindingsV2") == 3
    assert emulator.calls[-1].params["maxResults"] == 50
    ```

    `total` and `count_of` tell of all calls since the start or the last `clear`. `len`, indexes,
    iteration and `of` tell of those that are kept.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._calls: deque[RecordedCall] = deque(maxlen=KEPT)
        self._counts = Counter[str]()

    @overload
    def __getitem__(self, index: int) -> RecordedCall: ...
    @overload
    def __getitem__(self, index: slice) -> list[RecordedCall]: ...
    def __getitem__(self, index: int | slice) -> RecordedCall | list[RecordedCall]:
        """Return one call, or several."""
        return list(self._calls)[index] if isinstance(index, slice) else self._calls[index]

    def __len__(self) -> int:
        """Return how many calls are kept."""
        return len(self._calls)

    def __iter__(self) -> Iterator[RecordedCall]:
        """Go through the calls there are by now; others may come meanwhile."""
        return iter(tuple(self._calls))

    def __repr__(self) -> str:
        """Show the operations."""
        return f"<CallLog {[call.operation for call in self]}>"

    @property
    def total(self) -> int:
        """How many calls there were, those that are not kept any more included."""
        return self._counts.total()

    def of(self, operation: str) -> list[RecordedCall]:
        """Return the calls of one operation that are kept.

        Args:
            operation: Its name, such as `ListFindingsV2`.
        """
        return [call for call in self if call.operation == operation]

    def count_of(self, operation: str) -> int:
        """Return how often one operation was called, calls that are not kept any more included.

        Args:
            operation: Its name, such as `ListFindingsV2`.
        """
        return self._counts[operation]

    def find(
        self,
        operation: str | None = None,
        *,
        account_id: str | None = None,
        region: str | None = None,
        status: int | None = None,
        error: str | None = None,
        limit: int | None = None,
    ) -> list[RecordedCall]:
        """Return the calls that are all that is said of them, in the order they came.

        Args:
            operation: The operation, such as `ListFindingsV2`; any by default.
            account_id: The account; any by default.
            region: The region; any by default.
            status: The HTTP status; any by default.
            error: The error code; any or none by default.
            limit: How many at most, the last ones; all that are kept by default.

        Raises:
            ValueError: `limit` is negative.
        """
        if limit is not None and limit < 0:
            raise ValueError(f"limit: should be 0 or more, not {limit}")
        said = operation, account_id, region, status, error
        found = [call for call in self if _fits(call, said)]
        return found if limit is None else found[max(0, len(found) - limit) :]

    def counts(self) -> dict[str, int]:
        """Return how often each operation was called, by name; see `count_of`."""
        return dict(self._counts)

    def add(self, call: RecordedCall) -> None:
        """Take note of a call."""
        self._calls.append(call)
        self._counts[call.operation] += 1

    def clear(self) -> None:
        """Forget all calls, and how many there were."""
        self._calls.clear()
        self._counts.clear()


def _fits(call: RecordedCall, said: Sequence[object]) -> bool:
    has = call.operation, call.account_id, call.region, call.status, call.error
    return all(one is None or one == its for one, its in zip(said, has, strict=True))
