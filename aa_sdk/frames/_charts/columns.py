"""Columns of a frame as lists, whichever library it is of."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time
from importlib import import_module
from typing import Any, Protocol, cast

from aa_sdk._display.text import escape
from aa_sdk._display.words import shorten
from aa_sdk.frames._charts.extra import notebook_extra

_VALUE_LENGTH = 40


class Frame(Protocol):
    """What has columns."""

    @property
    def names(self) -> Sequence[str]:
        """The names of the columns."""
        ...

    def columns(self, names: Sequence[str]) -> Mapping[str, list[Any]]:
        """Read some columns; null is None."""
        ...


def frame_in(source: object) -> Frame | None:
    """Return the frame that something is, or None: then there may be findings in it."""
    # A listing of findings is a list that can be read as Arrow; as findings it is read faster.
    if isinstance(source, list | tuple):
        return None
    with notebook_extra():
        narwhals: Any = import_module("narwhals")
    frame = narwhals.from_native(source, pass_through=True)
    if isinstance(frame, narwhals.DataFrame | narwhals.LazyFrame):
        return _OfNarwhals(frame)
    if not hasattr(source, "__arrow_c_stream__"):
        return None
    is_table = isinstance(getattr(source, "columns", None), tuple)
    return _OfTable(source) if is_table else _OfArrow(source)


def need(frame: Frame, chart: str, names: Sequence[str], has_them: str) -> None:
    """Refuse a frame that lacks columns.

    Args:
        frame: The frame.
        chart: What asks for the columns.
        names: The columns that are needed.
        has_them: What has such columns, and how to get it.

    Raises:
        ValueError: One or more of the columns are not there.
    """
    missing = [name for name in names if name not in frame.names]
    if missing:
        columns = "column" if len(missing) == 1 else "columns"
        raise ValueError(f"{chart} needs the {columns} {', '.join(missing)}, which {has_them}")


class _OfNarwhals:
    """A frame of a library that narwhals knows."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    @property
    def names(self) -> Sequence[str]:
        return cast("list[str]", self._frame.collect_schema().names())

    def columns(self, names: Sequence[str]) -> Mapping[str, list[Any]]:
        chosen = self._frame.select(*names)
        if hasattr(chosen, "collect"):
            chosen = chosen.collect()
        return {name: _without_nulls(chosen.get_column(name)) for name in names}


class _OfTable:
    """A table of ours, which gives its columns one by one."""

    def __init__(self, table: Any) -> None:
        self._table = table

    @property
    def names(self) -> Sequence[str]:
        return cast("tuple[str, ...]", self._table.columns)

    def columns(self, names: Sequence[str]) -> Mapping[str, list[Any]]:
        return {name: list(self._table[name]) for name in names}


class _OfArrow:
    """Anything else that hands over Arrow data."""

    def __init__(self, source: object) -> None:
        with notebook_extra():
            nanoarrow: Any = import_module("nanoarrow")
        self._stream = nanoarrow.ArrayStream(source)
        if self._stream.schema.type != nanoarrow.Type.STRUCT:
            raise TypeError(f"{type(source).__name__} has no columns: pass the table it is of")
        self.names: Sequence[str] = [field.name for field in self._stream.schema.fields]

    def columns(self, names: Sequence[str]) -> Mapping[str, list[Any]]:
        # Row by row: nanoarrow cannot take texts that are views, as polars has, out of a table.
        columns = list(zip(*self._stream.iter_tuples(), strict=True)) or [()] * len(self.names)
        return {name: list(columns[self.names.index(name)]) for name in names}


def _without_nulls(column: Any) -> list[Any]:
    """Read a column; pandas has values of its own for what is not there."""
    values: list[Any] = column.to_list()
    if not column.is_null().any():
        return values
    return [
        None if is_null else value
        for value, is_null in zip(values, column.is_null().to_list(), strict=True)
    ]


def as_text(value: object) -> str:
    """Read a text; nothing for null."""
    return "" if value is None else str(value)


def as_account(value: object) -> str:
    """Read an account id, which those who read CSV take for a number."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:012d}" if isinstance(value, int) else as_text(value)


def as_moment(value: object, column: str) -> datetime | None:
    """Read a moment: one without a time zone is of UTC, and text is of ISO 8601."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.removesuffix(" UTC"))
        except ValueError:
            raise _unreadable(value, column, "a moment") from None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    raise _unreadable(value, column, "a moment")


def as_truth(value: object, column: str) -> bool | None:
    """Read true or false, as a word too; None for null."""
    if value is None or isinstance(value, bool):
        return value
    word = str(value).lower()
    if word not in {"true", "false", ""}:
        raise _unreadable(value, column, "true or false")
    return word == "true" if word else None


def as_texts(value: Any) -> tuple[str, ...]:
    """Read a list of texts, from its JSON text too."""
    if value is None:
        return ()
    if not isinstance(value, str):
        return tuple(str(each) for each in value)
    if value.startswith("["):
        with suppress(ValueError):
            return tuple(map(str, json.loads(value)))
    return (value,) if value else ()


def _unreadable(value: object, column: str, wanted: str) -> ValueError:
    shown = shorten(escape(str(value)[: 2 * _VALUE_LENGTH]), _VALUE_LENGTH)
    return ValueError(f"the column {column} has {shown!r} in it, which is not {wanted}")
