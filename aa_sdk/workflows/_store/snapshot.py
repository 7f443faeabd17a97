"""What a store knows of an analyzer's findings, held in memory while they are listed.

To look each one up in the file takes as long as to list it: of a million findings, every look is at
another place. Read in one go, they take about 110 bytes each, with hashes in place of texts. Where
two of them have one hash, which no million is ever likely to, the texts themselves are held.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import Final, TypeAlias

Row: TypeAlias = tuple[str, int, int, str, int]
"""Id and version of a finding, when it was updated, its status, and whether all of it is known."""

_BITS: Final = 40
_VERSION: Final = (1 << _BITS) - 1


class Snapshot:
    """The last version of each finding, and what tells whether it is like what is listed.

    Args:
        read: Reads what is known of the findings; it may be called twice.
        key: What is held in place of an id.
    """

    def __init__(
        self, read: Callable[[], Iterable[Row]], key: Callable[[str], Hashable] = hash
    ) -> None:
        self._key = key
        self._known, count = _by_key(read(), key)
        if len(self._known) < count:
            self._key = str
            self._known, _ = _by_key(read(), str)

    def version(self, finding_id: str) -> int:
        """Return the version of a finding; 0 where there was none."""
        return self._known.get(self._key(finding_id), 0) & _VERSION

    def compare(self, finding_id: str, updated_at: int, status: str) -> tuple[int, bool]:
        """Return the version of a finding, and whether all of it is known as it is listed."""
        known = self._known.get(self._key(finding_id), 0)
        return known & _VERSION, known >> _BITS == _content(updated_at, status)


def _by_key(rows: Iterable[Row], key: Callable[[str], Hashable]) -> tuple[dict[Hashable, int], int]:
    """Return version and content by key, and how many rows there were."""
    known: dict[Hashable, int] = {}
    count = 0
    for finding_id, version, updated_at, status, is_all in rows:
        # As one number they take half the memory of a pair.
        known[key(finding_id)] = version | (_content(updated_at, status) * is_all) << _BITS
        count += 1
    return known, count


def _content(updated_at: int, status: str) -> int:
    """Return a number for what a finding says; never 0, which stands for what is not known."""
    return abs(hash((updated_at, status))) | 1
