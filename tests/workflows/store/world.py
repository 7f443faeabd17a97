"""Analyzers whose findings change, stores that are kept in step, and what those hold."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.events import AccessAnalyzerEvent, parse_event
from aa_sdk.models import (
    ExternalAccessDetails,
    FindingStatusUpdate,
    InternalAccessDetails,
    UnusedIamRoleDetails,
)
from aa_sdk.workflows import Changes, FindingChange, FindingStore, sync_findings
from aa_sdk.workflows._store.bodies import Form, event_of, finding_of

REGION = "us-east-1"
DAY = timedelta(days=1)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
"""What a clock says that stands still."""

EXTERNAL, UNUSED, INTERNAL = (
    f"arn:aws:access-analyzer:{REGION}:111122223333:analyzer/{name}"
    for name in ("account-external", "account-unused", "organization-internal")
)
_FOUND: Mapping[str, tuple[str, str, Any]] = {
    EXTERNAL: (
        "arn:aws:s3:::",
        "AWS::S3::Bucket",
        ExternalAccessDetails(is_public=True, condition={}, action=("s3:GetObject",)),
    ),
    UNUSED: (
        "arn:aws:iam::111122223333:role/",
        "AWS::IAM::Role",
        UnusedIamRoleDetails(last_accessed=NOW - 900 * DAY),
    ),
    INTERNAL: (
        "arn:aws:s3:::",
        "AWS::S3::Bucket",
        InternalAccessDetails(action=("s3:GetObject",), condition={}, access_type="INTRA_ACCOUNT"),
    ),
}


def emulator_of(*finding_ids: str, **settings: Any) -> Emulator:
    """A service with analyzers, one of which has found these."""
    emulator = Emulator(**settings)
    emulator.populate(0)
    find(emulator, *finding_ids)
    return emulator


def find(emulator: Emulator, *finding_ids: str, arn: str = EXTERNAL, **facts: Any) -> None:
    """Let an analyzer find something."""
    prefix, resource_type, details = _FOUND[arn]
    for one in finding_ids:
        emulator.add_finding(arn, f"{prefix}{one}", resource_type, details, finding_id=one, **facts)


def client_of(emulator: Emulator) -> AccessAnalyzerClient:
    return AccessAnalyzerClient(REGION, session=emulator.session(), pace=None)


def store_at(
    folder: Path,
    emulator: Emulator | None = None,
    *,
    read_only: bool = False,
    clock: Callable[[], datetime] | None = None,
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect,
) -> FindingStore:
    """A store whose clock is the service's, or stands still."""
    clock = clock or ((lambda: NOW) if emulator is None else emulator.now)
    path = folder / "findings.db"
    return FindingStore(path, read_only=read_only, clock=clock, connect=connect)


async def sync(
    client: AccessAnalyzerClient, store: FindingStore, arn: str = EXTERNAL, **options: Any
) -> Changes:
    return await sync_findings(client, analyzer_arn=arn, store=store, **options)


async def set_status(
    client: AccessAnalyzerClient, status: FindingStatusUpdate, *ids: str, arn: str = EXTERNAL
) -> None:
    await client.update_findings(analyzer_arn=arn, ids=ids, status=status)


def events_of(emulator: Emulator, finding_id: str | None = None) -> list[AccessAnalyzerEvent]:
    """What the service has told, of one finding or of all."""
    told = [parse_event(event) for event in emulator.events]
    return [one for one in told if finding_id in {None, getattr(one, "finding_id", None)}]


def told(changes: Iterable[FindingChange | None]) -> list[str]:
    """What became of findings, as `new a`, in the order of their ids; `-` for nothing."""
    named = [
        "-" if one is None else f"{type(one).__name__.lower()} {one.finding_id}" for one in changes
    ]
    return sorted(named, key=lambda text: text.split()[-1])


async def held(store: FindingStore) -> dict[str, Any]:
    """The findings of a store."""
    return {finding.id: finding async for finding in store.findings()}


async def statuses(store: FindingStore) -> dict[str, str]:
    return {finding_id: finding.status for finding_id, finding in (await held(store)).items()}


def rows(path: Path, sql: str, *values: object) -> list[Any]:
    """Ask the file, beside whoever has it open."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(sql, values).fetchall()


def dump(path: Path) -> dict[str, Sequence[object]]:
    """All that a store holds, whatever the numbers are under which it does.

    What findings said is told, and not packed; numbers of versions are what they stand for, and
    those of changes are left out, for findings are read in any order.
    """
    said = {None: None, **{number: _said(*kept) for number, *kept in _versions(path)}}
    changes = rows(
        path,
        "SELECT a.arn, finding, kind, c.run, noticed_at, before, after FROM changes c "
        "JOIN analyzers a ON a.number = c.analyzer",
    )
    findings = rows(
        path,
        "SELECT a.arn, id, updated_at, unit, told_at, status, is_whole, is_gone, version "
        "FROM findings f JOIN analyzers a ON a.number = f.analyzer",
    )
    used = {number for row in changes for number in row[-2:]} | {row[-1] for row in findings}
    return {
        "analyzers": sorted(rows(path, "SELECT arn, is_running, acknowledged FROM analyzers")),
        "findings": sorted((*row[:-1], said[row[-1]]) for row in findings),
        "changes": sorted((*row[:-2], said[row[-2]] or "", said[row[-1]] or "") for row in changes),
        "lost": sorted(said.keys() - used - {None}, key=str),
    }


def _versions(path: Path) -> list[Any]:
    return rows(path, "SELECT number, form, body FROM versions")


def _said(form: int, body: bytes) -> str:
    if form == Form.EVENT:
        return f"event {event_of(body)['id']}"
    return finding_of(form, body).model_dump_json(by_alias=True)
