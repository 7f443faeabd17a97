"""Tables as files, which are there when they are whole and not before."""

import csv
import json
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

from aa_sdk.frames._tables.libraries import installed

Row = Mapping[str, Any]
WriteParquet = Callable[[Any, Any, Path], None]

# With those that full-width keyboards type, and what some programs skip before they look.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")


def write_csv(
    columns: Sequence[str],
    chunks: Iterable[Iterable[Row]],
    path: Path,
    escape_formulas: bool,  # noqa: FBT001 (said by its name where it is chosen)
) -> None:
    """Write rows as CSV.

    Args:
        columns: The names of the columns.
        chunks: The rows, in parts.
        path: The file.
        escape_formulas: Whether texts that look like formulas get an apostrophe.
    """
    with (
        whole_file(path) as beside,
        beside.open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.writer(file)  # CR LF ends a line, and so both are quoted elsewhere
        writer.writerow(columns)
        for rows in chunks:
            writer.writerows(
                [_field(row[name], escape_formulas) for name in columns] for row in rows
            )


def _field(value: object, escape_formulas: bool) -> object:  # noqa: FBT001 (as above)
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        case list():
            return json.dumps(value, ensure_ascii=False)
        case str():
            return f"'{value}" if escape_formulas and value.startswith(_FORMULA) else value
        case _:
            return value


def write_parquet(table: Any, path: Path, libraries: Sequence[str] | None = None) -> None:
    """Write a table as Parquet.

    Args:
        table: The table.
        path: The file.
        libraries: Which to try, in this order. Default: all that can do it.

    Raises:
        ModuleNotFoundError: None of them is installed.
    """
    for name in libraries or WRITERS:
        if library := installed(name):
            with whole_file(path) as beside:
                WRITERS[name](library, table, beside)
            return
    raise ModuleNotFoundError(
        "write_parquet needs pyarrow, polars or duckdb: pip install pyarrow", name="pyarrow"
    )


def _by_pyarrow(pyarrow: Any, table: Any, path: Path) -> None:
    parquet = installed("pyarrow.parquet")
    reader = pyarrow.RecordBatchReader.from_stream(table)
    with parquet.ParquetWriter(path, reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)


def _by_polars(polars: Any, table: Any, path: Path) -> None:
    frame = polars.DataFrame(table)
    with _os_error(polars.exceptions.ComputeError):
        frame.write_parquet(path)


def _by_duckdb(duckdb: Any, table: Any, path: Path) -> None:
    with duckdb.connect() as connection:
        connection.register("rows_to_write", table)
        with _os_error(duckdb.IOException):
            connection.sql("from rows_to_write").write_parquet(str(path))


@contextmanager
def _os_error(library_error: type[Exception]) -> Generator[None]:
    """Raise what a library says of a full disk and the like as everything else does."""
    try:
        yield
    except library_error as error:
        raise OSError(str(error)) from error


WRITERS: Final[dict[str, WriteParquet]] = {
    "pyarrow": _by_pyarrow,
    "polars": _by_polars,
    "duckdb": _by_duckdb,
}
"""How each library writes Parquet, the first of them that is installed does."""


@contextmanager
def whole_file(path: Path) -> Generator[Path]:
    """Give a file beside another one, and put it into its place at the end of the block.

    What is no plain file, such as a pipe, is written itself.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    target = path.resolve()  # so that a link stays one
    beside = target.with_name(f".{target.name[:100]}.{token_hex(4)}.part")
    try:
        yield beside
        if target.exists():
            beside.chmod(target.stat().st_mode)
        beside.replace(target)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()
