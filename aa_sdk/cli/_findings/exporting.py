"""Findings written to a file that is whole, or is not there."""

import tempfile
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import Any

import anyio.to_thread

from aa_sdk._display.words import count_text
from aa_sdk.cli._findings.choosing import chosen_analyzers
from aa_sdk.cli._findings.listing import Selection, pages
from aa_sdk.cli._findings.rows import FINDINGS, FindingRow
from aa_sdk.cli._options import Format
from aa_sdk.cli._tables.writers import writer_of
from aa_sdk.cli._terminal import into, is_terminal, say, write_file
from aa_sdk.cli.running import CommandError
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import AccessAnalyzerError
from aa_sdk.frames._tables.building import ROWS, Builder
from aa_sdk.frames._tables.files import WRITERS, whole_file, write_parquet
from aa_sdk.frames._tables.findings import FINDINGS as COLUMNS
from aa_sdk.frames._tables.libraries import installed
from aa_sdk.workflows import FleetFinding

Rows = AsyncGenerator[list[FindingRow]]


async def export_findings(
    client: AccessAnalyzerClient, selection: Selection, kind: str, file: str
) -> None:
    """Write all findings that match.

    Args:
        client: The client.
        selection: Which findings.
        kind: `parquet`, `csv`, `json` or `ndjson`.
        file: The file; `-` for stdout.

    Raises:
        CommandError: The file cannot be written, or Parquet would go to a terminal.
    """
    if kind == "parquet":
        _check_parquet(file)
    analyzers = await chosen_analyzers(client, selection.analyzers)
    is_seen = file == "-" and is_terminal()
    async with aclosing(pages(client, analyzers, selection, is_seen=is_seen)) as rows:
        count = await _written(rows, kind, file)
    if file != "-":
        say(f"{count_text(count, 'finding')} written to {file}", err=True)


async def _written(rows: Rows, kind: str, file: str) -> int:
    if file != "-":
        return await _to_file(rows, kind, Path(file))
    return await (_parquet_out(rows) if kind == "parquet" else _text(rows, kind))


def _check_parquet(file: str) -> None:
    if file == "-" and is_terminal():
        raise CommandError("parquet is not for terminals: name a FILE, or write into a pipe")
    if not (installed("nanoarrow") and any(map(installed, WRITERS))):
        raise CommandError("parquet needs more: pip install 'aa-sdk[frames]' pyarrow")


async def _to_file(rows: Rows, kind: str, path: Path) -> int:
    try:
        with whole_file(path) as beside:
            if kind == "parquet":
                return await _parquet(rows, beside)
            with into(beside):
                return await _text(rows, kind)
    except AccessAnalyzerError:  # some are an OSError as well, and say more
        raise
    except OSError as error:
        raise CommandError(f"cannot write {path}: {error.strerror or error}") from error


async def _text(rows: Rows, kind: str) -> int:
    count, writer = 0, writer_of(FINDINGS, Format(kind))
    async for page in rows:
        writer.add(page)
        count += len(page)
    writer.end()
    return count


async def _parquet_out(rows: Rows) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "findings.parquet")
        count = await _parquet(rows, path)
        write_file(path)
    return count


async def _parquet(rows: Rows, path: Path) -> int:
    count = 0
    waiting: list[FindingRow] = []
    with _parquet_parts(path) as add:
        async for page in rows:
            count += len(page)
            waiting += page
            if len(waiting) >= _PART:
                await anyio.to_thread.run_sync(add, waiting)
                waiting = []
        await anyio.to_thread.run_sync(add, waiting)
    return count


_PART = 4 * ROWS


@contextmanager
def _parquet_parts(path: Path) -> Generator[Callable[[Sequence[FindingRow]], None]]:
    """Give what writes rows to a Parquet file; without pyarrow, all of them at the end."""
    parquet = installed("pyarrow.parquet")
    if parquet is None:
        builder = Builder(COLUMNS)
        yield lambda rows: builder.add(_placed(rows))
        write_parquet(builder.table(), path)
        return
    reader_of = installed("pyarrow").RecordBatchReader.from_stream
    with parquet.ParquetWriter(path, reader_of(_table(())).schema) as writer:
        yield lambda rows: writer.write_table(reader_of(_table(rows)).read_all())


def _table(rows: Sequence[FindingRow]) -> Any:
    builder = Builder(COLUMNS)
    builder.add(_placed(rows))
    return builder.table()


def _placed(rows: Sequence[FindingRow]) -> list[FleetFinding]:
    """Say where each finding was found, and give its details where they are known."""
    return [_one(row) for row in rows]


def _one(row: FindingRow) -> Any:
    _, _, _, region, account, _ = row.analyzer.arn.split(":", 5)
    found: Any = row.whole or row.finding
    return FleetFinding(account, region, row.analyzer, found)
