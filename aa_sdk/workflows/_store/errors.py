"""What can be wrong with the file of a store."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from aa_sdk.errors import AccessAnalyzerError

DAMAGED: Final = "is damaged: put back a copy of it, or move it away and sync anew"


class StoreError(AccessAnalyzerError):
    """A store of findings cannot be used: the file is something else, or the disk is full."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        """The file."""
        self.reason = reason
        """What is wrong."""

    def __str__(self) -> str:
        return f"{self.path} {self.reason}"


class StoreInUseError(StoreError):
    """Somebody else writes to the store: a store has one writer at a time."""

    def __init__(self, path: Path, reason: str | None = None) -> None:
        super().__init__(
            path,
            reason
            or "is open for writing elsewhere: close it there, or open it with read_only=True",
        )


def reason_of(error: sqlite3.Error) -> str:
    """Say in plain words what SQLite met."""
    code = getattr(error, "sqlite_errorcode", None)
    known = None if code is None else _REASONS.get(code & _KIND)
    return known or f"cannot be used: {error}"


_KIND: Final = 0xFF
"""What is above it tells where exactly something happened."""

_REASONS: Final[Mapping[int, str]] = {
    sqlite3.SQLITE_BUSY: "is locked by another program: close it there",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: see whether you may read it, and its folder too",
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_FULL: "cannot be written, for the disk is full: make room, and do it again",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk does not do it",
    sqlite3.SQLITE_NOTADB: "is no database, and so no store of findings: name another file",
    sqlite3.SQLITE_READONLY: "cannot be written: make the file and its folder writable, or open it "
    "with read_only=True",
}
