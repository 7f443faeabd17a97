"""What a store knows of an analyzer's findings, held in memory while they are listed.

To look each one up in the file takes as long as to list it: of a million findings, every look is at
another place. Read in one go, they take about 110 bytes each, with hashes in place of texts. That
two ids of a million have one hash of 64 bits, so that one of them is taken for gone until the next
run, happens once in thirty million runs.
"""

from collections.abc import Iterable
from typing import Final

_BITS: Final = 40
_VERSION: Final = (1 << _BITS) - 1


class Snapshot:
    """The last version of each finding, and what tells whether it is like what is listed.

    Args:
        rows: Of each finding its id, its version, when it was updated, its status, and whether all
            of it is known.
    """

    def __init__(self, rows: Iterable[tuple[str, int, int, str, int]]) -> None:
        # Version and content as one number, which takes half the memory of a pair.
        self._known = {
            hash(finding_id): version | (_content(updated_at, status) * is_all) << _BITS
            for finding_id, version, updated_at, status, is_all in rows
        }

    def version(self, finding_id: str) -> int:
        """Return the version of a finding; 0 where there was none."""
        return self._known.get(hash(finding_id), 0) & _VERSION

    def compare(self, finding_id: str, updated_at: int, status: str) -> tuple[int, bool]:
        """Return the version of a finding, and whether all of it is known as it is listed."""
        known = self._known.get(hash(finding_id), 0)
        return known & _VERSION, known >> _BITS == _content(updated_at, status)


def _content(updated_at: int, status: str) -> int:
    """Return a number for what a finding says; never 0, which stands for what is not known."""
    return abs(hash((updated_at, status))) | 1
