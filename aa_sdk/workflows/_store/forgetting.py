"""What is let go of after its time, which is what the service keeps of a finding: 90 days."""

import sqlite3


def forget_changes(db: sqlite3.Connection, analyzer: int, horizon: int) -> None:
    """Let go of changes that were acknowledged and noticed long ago.

    Up to the first that is kept, by their numbers: a clock may have gone backwards, and a change
    must not lose the version after it, which is the one before a later change.

    Args:
        db: The database, in a transaction.
        analyzer: The analyzer's number.
        horizon: Since when changes are kept.
    """
    old = (
        "FROM changes WHERE analyzer = :analyzer AND number < ifnull("
        "(SELECT number FROM changes WHERE analyzer = :analyzer AND (noticed_at >= :horizon OR "
        "number > (SELECT acknowledged FROM analyzers WHERE number = :analyzer)) "
        "ORDER BY number LIMIT 1), 9e18)"
    )
    values = {"analyzer": analyzer, "horizon": horizon}
    db.execute(f"DELETE FROM versions WHERE number IN (SELECT before {old})", values)  # noqa: S608 (see above)
    db.execute(f"DELETE {old}", values)


def forget_findings(db: sqlite3.Connection, analyzer: int, horizon: int) -> None:
    """Let go of findings that were gone long ago, unless a change still tells what they were.

    Args:
        db: The database, in a transaction.
        analyzer: The analyzer's number.
        horizon: Since when they are kept.
    """
    gone = (
        "FROM findings WHERE analyzer = :analyzer AND is_gone AND told_at < :horizon AND version "
        "NOT IN (SELECT before FROM changes WHERE analyzer = :analyzer AND before IS NOT NULL)"
    )
    values = {"analyzer": analyzer, "horizon": horizon}
    db.execute(f"DELETE FROM versions WHERE number IN (SELECT version {gone})", values)  # noqa: S608 (see above)
    db.execute(f"DELETE {gone}", values)
