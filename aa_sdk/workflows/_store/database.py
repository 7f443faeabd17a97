"""The database: opened by one writer at a time, asked in worker threads, changed by transactions.

Reading has a connection of its own: in the mode that the file is in (a write-ahead log), who reads
sees the last whole state, and never waits for who writes.

Each connection has a lock of threads. A task of asyncio that is cancelled leaves its thread behind,
and neither the next one nor `close` may come between.
"""

import sqlite3
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any, Final, TypeAlias

from aa_sdk.workflows._store.errors import StoreError, StoreInUseError, reason_of
from aa_sdk.workflows._store.place import checked_place, make, path_beside, real_file
from aa_sdk.workflows._store.schema import APPLICATION_ID, MIGRATIONS, Migration

Connect: TypeAlias = Callable[..., sqlite3.Connection]

_CACHE_KIB: Final = 16_384
_LOG_BYTES: Final = 64 << 20
_NOT_WRITABLE: Final = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


class Database:
    """A file with the tables of `schema`. Nothing is done before it is opened.

    Args:
        path: The file. It is made where there is none, for its owner alone.
        is_read_only: Whether it is only read. Then somebody else may write meanwhile.
        connect: What makes connections.
        migrations: See `schema`.
    """

    def __init__(
        self,
        path: Path,
        *,
        is_read_only: bool = False,
        connect: Connect = sqlite3.connect,
        migrations: Sequence[Migration] = MIGRATIONS,
    ) -> None:
        self.path = path
        self._is_read_only = is_read_only
        self._connect = connect
        self._migrations = migrations
        self._reading, self._writing = RLock(), RLock()
        self._open: list[sqlite3.Connection] = []
        self._reader: sqlite3.Connection
        self._writer: sqlite3.Connection

    def open(self) -> None:
        """Open it.

        Raises:
            StoreInUseError: Somebody else has it open for writing.
            StoreError: It cannot be opened, is something else, or was made by a newer release.
        """
        with self._writing, self._reading:
            try:
                with self._errors():
                    self._connect_all()
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Close it, once what is under way is through. To close it again does nothing."""
        with self._writing, self._reading:
            while self._open:
                self._open.pop().close()

    def read(self, sql: str, *values: object) -> list[Any]:
        """Return the rows of a query, all of one state of the file."""
        with self._reading, self._errors():
            self._check_open()
            return self._reader.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection, None, None]:
        """Let all that is done inside happen, or nothing of it."""
        with self._writing, self._errors():
            self._check_open()
            if self._is_read_only:
                raise StoreError(self.path, "was opened with read_only=True: open it for writing")
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a disk that is full has rolled it back already
                    self._writer.execute("ROLLBACK")
                raise

    def _check_open(self) -> None:
        if not self._open:
            raise StoreError(self.path, "is not open: use the store inside of `async with`")

    def _connect_all(self) -> None:
        file = real_file(self.path)
        checked_place(self.path, file, must_be_there=self._is_read_only)
        if not self._is_read_only:
            self._become_writer(path_beside(file, "-lock"))
            make(file)
            self._writer = self._connected(file, "mode=rwc")
            self._prepare()
        self._reader = self._connected_for_reading(file)
        self._check(self._reader)

    def _become_writer(self, lock: Path) -> None:
        """Lock a file beside it, which the system frees whatever becomes of this process."""
        make(lock)
        connection = self._keep(
            self._connect(lock, timeout=0, isolation_level=None, check_same_thread=False)
        )
        try:
            connection.execute("PRAGMA journal_mode = MEMORY")  # or there is one more file
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise StoreInUseError(self.path) from None
            raise

    def _connected(self, file: Path, how: str) -> sqlite3.Connection:
        uri = f"{file.as_uri()}?{how}"
        connection = self._keep(
            self._connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        )
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        return connection

    def _connected_for_reading(self, file: Path) -> sqlite3.Connection:
        """Connect for reading, which writes too: who reads is noted beside the file.

        Where that cannot be, nobody can write to the file either, and no note is needed.
        """
        try:
            return self._connected(file, "mode=ro")
        except sqlite3.OperationalError as error:
            is_written = path_beside(file, "-wal").exists()
            if is_written or error.sqlite_errorcode & 0xFF not in _NOT_WRITABLE:
                raise
            return self._connected(file, "mode=ro&immutable=1")

    def _keep(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        self._open.append(connection)
        return connection

    def _prepare(self) -> None:
        writer = self._writer
        self._check(writer, may_be_older=True)
        writer.execute("PRAGMA journal_mode = WAL")
        # What was told is on the disk: else a power cut takes an event that a queue has let go of,
        # and the number of a change is given to another one.
        writer.execute("PRAGMA synchronous = FULL")
        writer.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES}")
        for version in range(_pragma(writer, "user_version"), len(self._migrations)):
            with self.transaction():
                for statement in self._migrations[version]:
                    writer.execute(statement)
                writer.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                writer.execute(f"PRAGMA user_version = {version + 1}")

    def _check(self, connection: sqlite3.Connection, *, may_be_older: bool = False) -> None:
        is_empty = _is_empty(connection)
        if not is_empty and _pragma(connection, "application_id") != APPLICATION_ID:
            raise StoreError(
                self.path, "is a database of something else, no store of findings: name another"
            )
        version, newest = _pragma(connection, "user_version"), len(self._migrations)
        if version > newest:
            raise StoreError(self.path, "was made by a newer release of aa_sdk: install that")
        if version < newest and not may_be_older:
            was = "is empty" if is_empty else "was made by an older release of aa_sdk"
            raise StoreError(self.path, f"{was}: open it once for writing")

    @contextmanager
    def _errors(self) -> Generator[None, None, None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise StoreError(self.path, reason_of(error)) from error
        except OSError as error:
            raise StoreError(self.path, f"cannot be opened: {error.strerror}") from error


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(value)


def _is_empty(connection: sqlite3.Connection) -> bool:
    (count,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return not (count or _pragma(connection, "application_id"))
