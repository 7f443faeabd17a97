"""Tables: columns of one length, which every library for tables takes as its own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from aa_sdk._display.layout import Face, Grid, Note, Span
from aa_sdk._display.shown import Shown
from aa_sdk._display.terminal import as_text
from aa_sdk._display.words import count_text, listed, moment_text, short_arn
from aa_sdk._words import did_you_mean
from aa_sdk.frames._tables.columns import TYPES, Column, Kind, nanoarrow, stream_of
from aa_sdk.frames._tables.files import write_csv, write_parquet
from aa_sdk.frames._tables.libraries import needed

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ID_SHOWN = 8
_ROWS_SHOWN, _NAMES_LISTED, _CELL, _GAP, _WIDTH = 10, 3, 32, 2, 80


class Table(Shown):
    r"""A table: what the functions of `aa_sdk.frames` return.

    ```python
    table = findings_table(findings)
    pl.DataFrame(table)  # or pa.table(table), pd.DataFrame.from_arrow(table)
    duckdb.sql("select resource, principal from table_of_mine where is_public")
    table["status"]  # a column as a list
    ```

    It is Arrow data behind the Arrow PyCapsule interface (`__arrow_c_stream__`), so that libraries
    read it as often as they like, most without copying it. Its columns are the same whether
    it has a million rows or none. It does not change.

    Timestamps are UTC with microseconds, lists are lists of texts, everything else is text, whole
    numbers and booleans. Half a character, which UTF-8 cannot say, stands in a column as a
    backslash escape (`\ud800`). Reading, converting and writing is work that blocks: in an event
    loop, do it in a thread (`anyio.to_thread.run_sync`).
    """

    def __init__(
        self, noun: str, columns: tuple[Column, ...], schema: Any, chunks: tuple[Any, ...]
    ) -> None:
        self._noun = noun
        self._columns: dict[str, Kind] = {column.name: column.kind for column in columns}
        self._arrow_schema = schema
        self._chunks = chunks
        self._length: int = sum(chunk.length for chunk in chunks)

    def __len__(self) -> int:
        return self._length

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in their order."""
        return tuple(self._columns)

    @property
    def schema(self) -> dict[str, str]:
        """The type of each column, by name.

        One of `string`, `int64`, `bool`, `list<string>` and `timestamp[us, UTC]`.
        """
        return {name: TYPES[kind] for name, kind in self._columns.items()}

    def __getitem__(self, name: str) -> list[Any]:
        """Return a column as a list of Python values, None for null.

        Raises:
            KeyError: There is no such column.
        """
        if name not in self._columns:
            raise KeyError(self._without(name))
        return [value for chunk in self._chunks for value in self._values(chunk, name)]

    if not TYPE_CHECKING:  # Python would look for `table[0]`, and checkers for an `__iter__`
        __iter__ = None
        __contains__ = None

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries, None for null."""
        return [row for chunk in self._chunks for row in self._rows(chunk)]

    def __arrow_c_schema__(self) -> object:
        """Hand out the schema by the Arrow PyCapsule interface."""
        return self._arrow_schema.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Hand out the data by the Arrow PyCapsule interface, from its beginning.

        Args:
            requested_schema: Another schema that the consumer would rather have. It is not looked
                at, as the interface allows: consumers convert by themselves.
        """
        del requested_schema
        return stream_of(self._arrow_schema, self._chunks).__arrow_c_stream__()

    def to_polars(self) -> "pl.DataFrame":
        """Return a `polars.DataFrame`: the types are those of `schema`, in polars' own names.

        Raises:
            ModuleNotFoundError: polars is not installed.
        """
        frame: pl.DataFrame = needed("to_polars", "polars")[0].DataFrame(self)
        return frame

    def to_arrow(self) -> Any:  # pyarrow ships no types
        """Return a `pyarrow.Table`, with the types of `schema`.

        Raises:
            ModuleNotFoundError: pyarrow is not installed.
        """
        return needed("to_arrow", "pyarrow")[0].table(self)

    def to_pandas(self) -> "pd.DataFrame":
        """Return a `pandas.DataFrame` in which nothing is lost.

        Timestamps are `datetime64[us, UTC]`, flags `boolean` and numbers `Int64`, the two types of
        pandas that have nulls of their own. Texts are what pandas has for them (`str` since pandas
        3, else objects), and lists of texts are NumPy arrays in a column of objects.
        `pandas.DataFrame.from_arrow(table)` turns numbers with nulls into floats.

        Raises:
            ModuleNotFoundError: pandas is not installed, or pyarrow, by which it reads Arrow data.
        """
        pandas, pyarrow = needed("to_pandas", "pandas", "pyarrow")
        types = {pyarrow.bool_(): pandas.BooleanDtype(), pyarrow.int64(): pandas.Int64Dtype()}
        frame: pd.DataFrame = pyarrow.table(self).to_pandas(
            types_mapper=types.get, coerce_temporal_nanoseconds=False
        )
        return frame

    def write_parquet(self, path: str | Path) -> None:
        """Write a Parquet file, from which the same types are read again.

        Whichever is installed writes it: pyarrow, else polars, else DuckDB. The file appears when
        it is whole; until then, what was there before stays.

        Args:
            path: The file. One that is there is replaced.

        Raises:
            ModuleNotFoundError: None of the three is installed.
            OSError: The file cannot be written.
        """
        write_parquet(self, Path(path))

    def write_csv(self, path: str | Path, *, escape_formulas: bool = True) -> None:
        """Write a CSV file in UTF-8 with a line of names; no other library is needed.

        Timestamps are ISO 8601 with Z, lists JSON, flags `true` and `false`; null is an empty
        field, as an empty text is. The file appears when it is whole.

        Resources, principals and errors are named by others, and a spreadsheet takes a text that
        begins with `=`, `+`, `-` or `@` for a formula, which can send data away. Such texts get an
        apostrophe in front, which spreadsheets do not show.

        Args:
            path: The file. One that is there is replaced.
            escape_formulas: Whether texts that look like formulas get an apostrophe. For files
                that programs alone will read: False. Default: yes.

        Raises:
            OSError: The file cannot be written.
        """
        write_csv(self.columns, map(self._rows, self._chunks), Path(path), escape_formulas)

    def __repr__(self) -> str:
        return as_text(self._face())

    def _face(self) -> Face:
        rows = self._first_rows()
        shown = self._columns_shown(rows)
        others = [name for name in self._columns if name not in shown]
        size = f"{count_text(len(self), 'row')}, {count_text(len(self._columns), 'column')}"
        types = [Span(TYPES[self._columns[name]], "muted") for name in shown]
        body = [[_cell(row[name]) for name in shown] for row in rows]
        right = frozenset(n for n, name in enumerate(shown) if self._columns[name] == "number")
        face: list[Note | Grid] = [
            Note((Span(f"{self._noun}:", "strong"), Span(size))),
            Grid(shown, [types, *body], right),
        ]
        if len(rows) < len(self):
            face.append(Note(Span(f"… {count_text(len(self) - len(rows), 'more row')}", "muted")))
        if others:
            more = count_text(len(others), "more column")
            face.append(Note(Span(f"… {more}: {listed(others, _NAMES_LISTED)}", "muted")))
        return face

    def _columns_shown(self, rows: Sequence[Mapping[str, Any]]) -> list[str]:
        """Choose the first columns with something in them that a terminal has room for."""
        filled = [name for name in self._columns if any(row[name] is not None for row in rows)]
        shown: list[str] = []
        width = 0
        for name in filled or self._columns:
            cells = (len(_cell(row[name]).text) for row in rows)
            width += max((len(name), len(TYPES[self._columns[name]]), *cells)) + _GAP
            if shown and width > _WIDTH:
                break
            shown.append(name)
        return shown

    def _first_rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        for chunk in self._chunks:
            rows += self._rows(chunk, _ROWS_SHOWN - len(rows))
            if len(rows) == _ROWS_SHOWN:
                break
        return rows

    def _rows(self, chunk: Any, most: int | None = None) -> Iterator[dict[str, Any]]:
        columns = [self._values(chunk, name, most) for name in self._columns]
        for values in zip(*columns, strict=True):
            yield dict(zip(self._columns, values, strict=True))

    def _values(self, chunk: Any, name: str, most: int | None = None) -> Sequence[Any]:
        child = chunk.child(list(self._columns).index(name))
        if most is not None:
            child = child[: min(most, chunk.length)]
        values: list[Any] = nanoarrow().Array(child).to_pylist()
        if self._columns[name] == "moment":
            return [None if value is None else value.astimezone(UTC) for value in values]
        return values

    def _without(self, name: object) -> str:
        near = did_you_mean(name, self._columns) if isinstance(name, str) else ""
        way_out = near or "; table.columns has their names, table.to_dicts() the rows"
        return f"this table has no column {name!r}{way_out}"


def _cell(value: object) -> Span:
    match value:
        case None:
            return Span("null", "muted")
        case datetime():
            return Span(moment_text(value))
        case list():
            text = ", ".join(map(str, cast("list[object]", value)))
        case _:
            text = str(value)
    # Ids differ from their beginning on, and what else is long in its end.
    short = f"{text[:_ID_SHOWN]}…" if _ID.fullmatch(text) else short_arn(text, _CELL)
    return Span(short, title=text if short != text else "")
