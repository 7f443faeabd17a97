"""The database: opened by one writer at a time, asked in worker threads, changed by transactions.

Reading has a connection of its own: in the mode that the file is in (a write-ahead log), who reads
sees the last whole state, and never waits for who writes.
"""

import os
import sqlite3
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeAlias, TypeVar

from aa_sdk.workflows._store.errors import StoreError, StoreInUseError
from aa_sdk.workflows._store.schema import APPLICATION_ID, MIGRATIONS

T = TypeVar("T")
Connect: TypeAlias = Callable[..., sqlite3.Connection]

OWNER_ALONE: Final = 0o600
"""Findings name resources and who has access to them."""

_CACHE_KIB: Final = 16_384
_MAPPED_BYTES: Final = 1 << 30
_LOG_BYTES: Final = 64 << 20


class Database:
    """A file with the tables of `schema`.

    Args:
        path: The file. It is made where there is none, for its owner alone.
        is_read_only: Whether it is only read. Then somebody else may write meanwhile.
        connect: What makes connections.
        migrations: See `schema`.

    Raises:
        StoreInUseError: Somebody else has it open for writing.
        StoreError: It cannot be opened, is something else, or was made by a newer release.
    """

    def __init__(
        self,
        path: Path,
        *,
        is_read_only: bool = False,
        connect: Connect = sqlite3.connect,
        migrations: Sequence[str] = MIGRATIONS,
    ) -> None:
        self.path = path
        self._connect = connect
        self._lock = Lock()
        self._open: list[sqlite3.Connection] = []
        try:
            with self._errors():
                if not is_read_only:
                    self._become_writer()
                    self._writer = self._opened("rwc")
                    self._prepare(migrations)
                self._reader = self._opened("ro")
                self._check(self._reader, len(migrations))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close it. To close it again does nothing."""
        with self._lock:
            while self._open:
                self._open.pop().close()

    def read(self, sql: str, *values: object) -> list[Any]:
        """Return the rows of a query, all of one state of the file."""
        with self._errors(), self._lock:
            return self._reader.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection, None, None]:
        """Let all that is done inside happen, or nothing of it."""
        with self._errors():
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a disk that is full has rolled it back already
                    self._writer.execute("ROLLBACK")
                raise

    def _become_writer(self) -> None:
        """Lock a file beside it, which the system frees whatever becomes of this process."""
        lock = self.path.with_name(f"{self.path.name}-lock")
        _make(lock)
        connection = self._keep(
            self._connect(lock, timeout=0, isolation_level=None, check_same_thread=False)
        )
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise StoreInUseError(self.path) from None
            raise

    def _opened(self, mode: str) -> sqlite3.Connection:
        if mode == "rwc":
            _make(self.path)
        connection = self._keep(
            self._connect(
                f"{self.path.absolute().as_uri()}?mode={mode}",
                uri=True,
                isolation_level=None,
                check_same_thread=False,
            )
        )
        connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        return connection

    def _keep(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        self._open.append(connection)
        return connection

    def _prepare(self, migrations: Sequence[str]) -> None:
        writer = self._writer
        if _pragma(writer, "application_id") == 0 and not _has_tables(writer):
            writer.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self._check(writer, len(migrations), is_older_fine=True)
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("PRAGMA synchronous = NORMAL")
        writer.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES}")
        for version in range(_pragma(writer, "user_version"), len(migrations)):
            with self.transaction():
                for statement in migrations[version].split(";"):
                    writer.execute(statement)
                writer.execute(f"PRAGMA user_version = {version + 1}")

    def _check(
        self, connection: sqlite3.Connection, newest: int, *, is_older_fine: bool = False
    ) -> None:
        if _pragma(connection, "application_id") != APPLICATION_ID:
            raise StoreError(self.path, "is a database of something else, and no store of findings")
        version = _pragma(connection, "user_version")
        if version > newest:
            raise StoreError(self.path, "was made by a newer release of aa_sdk: install that")
        if version < newest and not is_older_fine:
            raise StoreError(
                self.path, "was made by an older release of aa_sdk: open it once for writing"
            )

    @contextmanager
    def _errors(self) -> Generator[None, None, None]:
        try:
            yield
        except sqlite3.ProgrammingError:
            if self._open:
                raise
            raise StoreError(self.path, "is closed: use it inside of `async with`") from None
        except sqlite3.DatabaseError as error:
            raise StoreError(self.path, f"cannot be used: {error}") from error
        except OSError as error:
            raise StoreError(self.path, f"cannot be opened: {error.strerror}") from error


def _make(path: Path) -> None:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ALONE))


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(value)


def _has_tables(connection: sqlite3.Connection) -> bool:
    (count,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return bool(count)
