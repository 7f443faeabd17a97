"""The way out: everything a command writes passes here, and nothing passes unescaped.

Resource names, messages of the service, policy files and arguments are text of others. A command
hands them over as they are; what controls a terminal is escaped here.
"""

import csv
import sys
import unicodedata
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any, Never, TextIO

import typer
from rich.console import Console
from rich.table import Table
from typer.core import TyperGroup

from aa_sdk._display import escape, json_text

EXIT_ERROR = 1
_PIPE_WIDTH = 240
# typer hands on the class, but under no name that all its releases share.
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]

_FORMULA_STARTS = ("=", "+", "-", "@", "\N{MINUS SIGN}")
_LINE_STARTS = ("\t", "\r", "\n")
_QUOTES = ("'", '"')


def say(text: str, *, err: bool = False) -> None:
    """Write a line to stdout, or to stderr."""
    typer.echo(_fit(text, sys.stderr if err else sys.stdout), err=err)


def say_verdict(word: str, text: str, colour: str) -> None:
    """Write a line to stdout that starts with a word in colour."""
    coloured = typer.style(_fit(word, sys.stdout), fg=colour, bold=True)
    typer.echo(f"{coloured}  {_fit(text, sys.stdout)}")


def fail(message: str) -> Never:
    """Tell the user what went wrong, in one line on stderr, and end with code 1."""
    say(f"error: {message}", err=True)
    raise typer.Exit(EXIT_ERROR)


def show_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    title: str | None = None,
    right: Sequence[int] = (),
) -> None:
    """Write a table to stdout.

    Args:
        columns: The headings.
        rows: The cells.
        title: What stands above.
        right: The columns whose cells are aligned at the right, counted from 0.
    """
    # An ARN is no markup, and the `:secret:` in one no emoji.
    table = Table(*(_fit(name, sys.stdout) for name in columns), title=title, title_justify="left")
    for index in right:
        table.columns[index].justify = "right"
    for row in rows:
        table.add_row(*(_fit(cell, sys.stdout) for cell in row))
    # Piped into a file there is no width to fit, so nothing is cut.
    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    Console(width=width, markup=False, emoji=False, highlight=False).print(table)


def write_json(value: Any) -> None:
    """Write a value to stdout as JSON over several lines."""
    sys.stdout.write(_json(value, indent=2) + "\n")


class JsonArray:
    """Writes a JSON array to stdout, element by element, a line each."""

    def __init__(self) -> None:
        self._before = "[\n"

    def add(self, element: Any) -> None:
        """Write an element."""
        sys.stdout.write(self._before + _json(element))
        self._before = ",\n"

    def end(self) -> None:
        """Close the array."""
        sys.stdout.write("[]\n" if self._before == "[\n" else "\n]\n")


class CsvRows:
    """Writes CSV to stdout, row by row, the header at once.

    Args:
        columns: The keys of the elements that become cells.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns
        self._writer = csv.writer(sys.stdout, lineterminator="\n")
        self._writer.writerow(columns)

    def add(self, element: dict[str, Any]) -> None:
        """Write an element."""
        self._writer.writerow([_cell(element.get(column)) for column in self._columns])

    def end(self) -> None:
        """Have nothing to close: every row stands on its own."""


def flush() -> None:
    """Write out what is still held back."""
    sys.stdout.flush()


class CommandGroup(TyperGroup):
    """A group of commands whose usage errors repeat what was typed in escaped form."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Read the command line."""
        with _escaped_usage_errors():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with _escaped_usage_errors():
            return super().invoke(ctx)


@contextmanager
def _escaped_usage_errors() -> Generator[None]:
    try:
        yield
    except _UsageError as error:
        usage_error: Any = error
        # The one text of several lines is the help, which is shown when nothing was typed.
        if usage_error.ctx is None or usage_error.message != usage_error.ctx.get_help():
            usage_error.message = escape(usage_error.message)
        raise


def _fit(text: str, stream: TextIO) -> str:
    """Escape a text, and what the stream's encoding has no character for."""
    encoding = stream.encoding or "utf-8"
    return escape(text).encode(encoding, "backslashreplace").decode(encoding)


def _json(value: Any, *, indent: int | None = None) -> str:
    ascii_only = not (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    return json_text(value, indent=indent, ascii_only=ascii_only)


def _cell(value: object) -> str:
    """Return a cell as text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else _json(value)
    shown = _fit(text, sys.stdout)
    return f"'{shown}" if _is_formula(text) else shown


def _is_formula(text: str) -> bool:
    # Blanks, hidden characters and quotes may be skipped on the way to the first that counts;
    # full-width and small forms of the signs count as the signs themselves.
    first = next((char for char in text if not _is_skipped(char)), "")
    normal = unicodedata.normalize("NFKC", first)
    return text.startswith(_LINE_STARTS) or normal.startswith(_FORMULA_STARTS)


def _is_skipped(char: str) -> bool:
    return char.isspace() or char in _QUOTES or escape(char) != char
