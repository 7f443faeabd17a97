"""What the tables of a store are, and how those of an older release become them.

    store       the store's id, by which changes are known to be of it
    analyzers   what is kept of each analyzer: its run, when a complete listing ended by our clock
                and began by the service's, and up to where changes are acknowledged
    findings    the last word on each finding, and a tombstone for 90 days where it is gone
    versions    what findings said, whole or as an event told it; a finding points at its last one
    changes     what became of findings, each with the versions before and after

Times are microseconds since 1970. A number of `versions` or `changes` is never given twice.
"""

from typing import Final, TypeAlias

APPLICATION_ID: Final = 0x41415344
"""Tells our files from other databases of SQLite."""

Migration: TypeAlias = tuple[str, ...]
"""Statements that make the tables of one version out of those of the version before."""

MIGRATIONS: Final[tuple[Migration, ...]] = (
    (
        """
        CREATE TABLE store (id TEXT NOT NULL)
        """,
        """
        INSERT INTO store VALUES (lower(hex(randomblob(16))))
        """,
        """
        CREATE TABLE analyzers (
            number INTEGER PRIMARY KEY,
            arn TEXT NOT NULL UNIQUE,
            run INTEGER NOT NULL DEFAULT 0,
            is_running INTEGER NOT NULL DEFAULT 0,
            synced_at INTEGER,
            asked_at INTEGER NOT NULL DEFAULT 0,
            acknowledged INTEGER NOT NULL DEFAULT 0
        )
        """,
        """
        CREATE TABLE versions (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            form INTEGER NOT NULL,
            body BLOB NOT NULL
        )
        """,
        """
        CREATE TABLE findings (
            analyzer INTEGER NOT NULL,
            id TEXT NOT NULL,
            version INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            unit INTEGER NOT NULL,
            told_at INTEGER NOT NULL,
            is_gone INTEGER NOT NULL,
            status TEXT NOT NULL,
            is_whole INTEGER NOT NULL,
            PRIMARY KEY (analyzer, id)
        ) WITHOUT ROWID
        """,
        """
        CREATE INDEX gone ON findings (analyzer, told_at) WHERE is_gone
        """,
        """
        CREATE TABLE changes (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            analyzer INTEGER NOT NULL,
            finding TEXT NOT NULL,
            kind TEXT NOT NULL,
            run INTEGER,
            noticed_at INTEGER NOT NULL,
            before INTEGER,
            after INTEGER
        )
        """,
    ),
)
"""A step for each version; the first makes the tables out of nothing."""
