"""Listings written part by part, in the format that was asked for."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Protocol

import typer

from aa_sdk._display import escape
from aa_sdk._nearest import nearest
from aa_sdk.cli._options import Format
from aa_sdk.cli._tables.layout import Layout, layout_of
from aa_sdk.cli._tables.sheet import Column, Sheet, whole
from aa_sdk.cli._terminal import as_fit_json, as_json, fitting, say_spans, width, write

_FORMULA_STARTS = ("=", "+", "-", "@", "\N{MINUS SIGN}")
_LINE_STARTS = ("\t", "\r", "\n")
_QUOTES = ("'", '"')
_PLAIN = re.compile(r"[A-Za-z0-9][ -~]*").fullmatch


class Writer(Protocol):
    """Writes a listing to stdout, part by part."""

    def add(self, rows: Sequence[Any]) -> None:
        """Write rows."""

    def end(self) -> None:
        """Write what stands below all of them."""


def writer_of(
    sheet: Sheet, output: Format, *, wide: bool = False, columns: str | None = None
) -> Writer:
    """Return what writes a listing.

    Args:
        sheet: What is listed.
        output: The format.
        wide: Whether a table has all columns.
        columns: Names of the columns of a table, with commas. Default: those there is room for.

    Raises:
        typer.BadParameter: There is no column of such a name, or none is named.
    """
    chosen = named_columns(sheet, columns)
    match output:
        case Format.TABLE:
            return TableWriter(chosen, everything=wide or columns is not None)
        case Format.MARKDOWN:
            return MarkdownWriter(chosen)
        case Format.CSV:
            return CsvWriter(sheet)
        case Format.JSON:
            return JsonWriter(sheet)
        case _:
            return LinesWriter(sheet)


def named_columns(sheet: Sheet, names: str | None) -> Sequence[Column]:
    """Return the columns that are named.

    Args:
        sheet: What is listed.
        names: Their names, with commas; None for all.

    Raises:
        typer.BadParameter: There is no column of such a name, or none is named.
    """
    if names is None:
        return sheet.columns
    known = {column.name: column for column in sheet.columns}
    wanted = list(dict.fromkeys(name.strip().lower() for name in names.split(",")))
    for name in wanted:
        if name not in known:
            near = nearest(name, known)
            hint = f"; did you mean {near!r}?" if near else f": there are {', '.join(known)}"
            raise typer.BadParameter(f"no column {name!r}{hint}", param_hint="--columns")
    return [known[name] for name in wanted]


class TableWriter:
    """Writes a table, whose columns the first rows settle."""

    def __init__(self, columns: Sequence[Column], *, everything: bool) -> None:
        self._columns = columns
        self._everything = everything
        self._layout: Layout | None = None

    def add(self, rows: Sequence[Any]) -> None:
        """Write rows, and above the first ones the names of the columns."""
        if self._layout is None and rows:
            self._layout = layout_of(self._columns, rows, width(), everything=self._everything)
            say_spans(self._layout.header())
        if self._layout is not None:
            for line in self._layout.lines(rows):
                say_spans(line)

    def end(self) -> None:
        """Have nothing below."""


class MarkdownWriter:
    """Writes a table in Markdown, nothing of it cut."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        names = [column.name for column in columns]
        rules = ["---:" if column.right else "---" for column in columns]
        write(f"| {' | '.join(names)} |\n| {' | '.join(rules)} |\n")

    def add(self, rows: Sequence[Any]) -> None:
        """Write rows."""
        for row in rows:
            cells = [_markdown(whole(column.cell(row))) for column in self._columns]
            write(f"| {' | '.join(cells)} |\n")

    def end(self) -> None:
        """Have nothing below."""


class JsonWriter:
    """Writes a JSON array, an element a line."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._before = "[\n"

    def add(self, rows: Sequence[Any]) -> None:
        """Write rows."""
        for row in rows:
            write(self._before + _json(self._sheet, row))
            self._before = ",\n"

    def end(self) -> None:
        """Close the array."""
        write("[]\n" if self._before == "[\n" else "\n]\n")


class LinesWriter:
    """Writes a JSON object a line."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def add(self, rows: Sequence[Any]) -> None:
        """Write rows."""
        write("".join(f"{_json(self._sheet, row)}\n" for row in rows))

    def end(self) -> None:
        """Have nothing below."""


class CsvWriter:
    """Writes CSV, the header at once."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._write([sheet.fields])

    def add(self, rows: Sequence[Any]) -> None:
        """Write rows."""
        records = map(self._sheet.record, rows)
        self._write([[_cell(one.get(name)) for name in self._sheet.fields] for one in records])

    def end(self) -> None:
        """Have nothing below."""

    def _write(self, lines: Sequence[Sequence[str]]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(lines)
        write(text.getvalue())


def _json(sheet: Sheet, row: object) -> str:
    """Return a record as JSON in one line."""
    text = sheet.json(row)
    return as_json(sheet.record(row)) if text is None else as_fit_json(text)


def _markdown(text: str) -> str:
    """Return a cell that stays in its cell."""
    for sign in ("\\", "|", "`", "*", "_", "<", "[", "~"):
        text = text.replace(sign, f"\\{sign}")
    return fitting(text)


def _cell(value: object) -> str:
    """Return a cell as text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else as_json(value)
    if _PLAIN(text):  # as most are, and quickly told
        return text
    shown = fitting(text)
    return f"'{shown}" if _is_formula(text) else shown


def _is_formula(text: str) -> bool:
    # Blanks, hidden characters and quotes may be skipped on the way to the first that counts;
    # full-width and small forms of the signs count as the signs themselves.
    first = next((char for char in text if not _is_skipped(char)), "")
    normal = unicodedata.normalize("NFKC", first)
    return text.startswith(_LINE_STARTS) or normal.startswith(_FORMULA_STARTS)


def _is_skipped(char: str) -> bool:
    return char.isspace() or char in _QUOTES or escape(char) != char
