"""The one way from a command to the terminal.

What a command writes comes from outside: names of resources, messages of the service, a `Sid`
from somebody's pull request. Whatever is not JSON is escaped here, so that none of it can
move the cursor, set a title or turn a line around; JSON says the same in its own escapes.
"""

import csv
import json
import sys
import unicodedata
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from typer.core import TyperGroup

from aa_sdk._display import escape, escape_json

_PIPE_WIDTH = 240
# A spreadsheet takes text that starts with one of these for a formula.
_FORMULA_STARTS = frozenset("=+-@")
_BLANKS = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def tell(text: str, *, err: bool = False) -> None:
    """Write a line of text."""
    typer.echo(escape(text), err=err)


def tell_verdict(verdict: str, text: str, *, good: bool) -> None:
    """Write a line that starts with a coloured word."""
    colour = typer.colors.GREEN if good else typer.colors.RED
    typer.echo(f"{typer.style(escape(verdict), fg=colour, bold=True)}  {escape(text)}")


def print_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    title: str | None = None,
    numbers: bool = False,
) -> None:
    """Write a table; with `numbers`, its last column is one of them."""
    table = Table(*columns, title=title, title_justify="left")
    if numbers:
        table.columns[-1].justify = "right"
    for row in rows:
        table.add_row(*map(escape, row))
    # Piped into a file there is no width to fit, so nothing is cut. An ARN is no markup,
    # and the `:secret:` in one no emoji.
    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    Console(width=width, markup=False, emoji=False, highlight=False).print(table)


def write_json(value: object, *, indent: int | None = None) -> None:
    """Write JSON, without a line's end."""
    sys.stdout.write(escape_json(json.dumps(value, ensure_ascii=False, indent=indent)))


class JsonArray:
    """Writes a JSON array element by element."""

    _before = "[\n"

    def add(self, element: dict[str, Any]) -> None:
        """Write an element on a line of its own."""
        sys.stdout.write(self._before)
        write_json(element)
        self._before = ",\n"

    def end(self) -> None:
        """Close the array."""
        sys.stdout.write("[]\n" if self._before == "[\n" else "\n]\n")


class CsvRows:
    """Writes CSV row by row."""

    def __init__(self, columns: Sequence[str]) -> None:
        """Write the header."""
        self._columns = columns
        self._writer = csv.writer(sys.stdout, lineterminator="\n")
        self._writer.writerow(columns)

    def add(self, element: dict[str, Any]) -> None:
        """Write the row of an element."""
        self._writer.writerow([_cell(element.get(column)) for column in self._columns])

    def end(self) -> None:
        """Have nothing to close: every row stands on its own."""


def _cell(value: object) -> str:
    """Return a cell as text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value)
    return f"'{escape(text)}" if _is_formula(text) else escape(text)


def _is_formula(text: str) -> bool:
    if text.startswith(("\t", "\r", "\n")):
        return True
    for character in text:
        if unicodedata.category(character) not in _BLANKS:
            # What is wide, small or raised is plain to a spreadsheet that normalises.
            return unicodedata.normalize("NFKC", character)[:1] in _FORMULA_STARTS
    return False


class EscapingGroup(TyperGroup):
    """Commands whose usage errors repeat what was typed, harmlessly."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Parse the arguments of the group."""
        with _escaped_messages():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """Parse the arguments of a command, and run it."""
        with _escaped_messages():
            return super().invoke(ctx)


@contextmanager
def _escaped_messages() -> Generator[None]:
    try:
        yield
    except Exception as error:
        # The classes of these errors are typer's own affair; what they show is `message`.
        shown: Any = error
        if isinstance(getattr(error, "message", None), str):
            shown.message = escape(shown.message)
        raise
