"""Tables of whatever is read from items, chunk by chunk."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

from aa_sdk.frames._sources import is_many
from aa_sdk.frames._tables.columns import (
    MOST_CHARACTERS,
    ChunkTooLargeError,
    Column,
    Values,
    chunk_of,
    schema_of,
)
from aa_sdk.frames._tables.table import Table

Read: TypeAlias = Callable[[Sequence[Any]], Sequence[Values]]
"""Reads the columns from items, in the order of the columns."""

ROWS = 4_096
"""Rows of a chunk: few enough for an event loop to wait, many enough that each costs little."""


class Layout(NamedTuple):
    """What a table has in it."""

    noun: str
    """What its rows are, in the plural."""
    columns: tuple[Column, ...]
    """Its columns."""
    chunk: Callable[[Any, Sequence[Any], int], Any]
    """Makes an array of rows from a schema, items, and how many characters a column may have."""


def layout(noun: str, columns: Sequence[Column], read: Read) -> Layout:
    """Lay out a table whose columns are read by a function.

    Args:
        noun: What its rows are, in the plural.
        columns: Its columns.
        read: Reads them.
    """
    fixed = tuple(columns)

    def chunk(schema: Any, items: Sequence[Any], most: int) -> Any:
        return chunk_of(schema, fixed, read(items), len(items), most_characters=most)

    return Layout(noun, fixed, chunk)


def table_from(
    planned: Layout,
    items: Iterable[object],
    *,
    rows: int = ROWS,
    most_characters: int = MOST_CHARACTERS,
) -> Table:
    """Make a table of items.

    Args:
        planned: What it has in it.
        items: One for each row.
        rows: How many rows a chunk has at most.
        most_characters: How many characters a column of a chunk has at most.
    """
    builder = Builder(planned, most_characters)
    remaining = iter(items)
    while batch := list(islice(remaining, rows)):
        builder.add(batch)
    return builder.table()


class Builder:
    """Gathers the rows of a table, and keeps nothing of what they are read from."""

    def __init__(self, planned: Layout, most_characters: int = MOST_CHARACTERS) -> None:
        self._layout = planned
        self._schema = schema_of(planned.columns)
        self._most = most_characters
        self._chunks: list[Any] = []

    def add(self, items: Sequence[object]) -> None:
        """Add rows.

        Raises:
            ValueError: A single text is too long for any array.
        """
        try:
            self._chunks.append(self._layout.chunk(self._schema, items, self._most))
        except ChunkTooLargeError:
            middle = len(items) // 2
            if not middle:
                raise ValueError(f"a text of more than {self._most:,} characters") from None
            self.add(items[:middle])
            self.add(items[middle:])

    def table(self) -> Table:
        """Return the table."""
        return Table(self._layout.noun, self._layout.columns, self._schema, tuple(self._chunks))


class Source(NamedTuple):
    """What items are found in."""

    words: str
    """What to pass, in the caller's words."""
    items: tuple[type, ...]
    """The classes of items."""
    pages: dict[type, str] = {}  # noqa: RUF012 (a default that nobody changes)
    """Responses and results that have items, by class: the field that they stand in."""


def items_in(source: object, known: Source) -> Iterator[Any]:
    """Go through the items in something: one of them, a page, or any iterable of both.

    Args:
        source: Where they are.
        known: What they are, and what has some.

    Yields:
        The items in their order.

    Raises:
        TypeError: There is something else in it.
    """
    if isinstance(source, known.items):
        yield source
    elif field := known.pages.get(type(source)):
        held: object = getattr(source, field)
        yield from () if held is None else items_in(held, known)
    elif is_many(source):
        for item in source:
            yield from items_in(item, known)
    else:
        raise TypeError(
            f"{type(source).__name__} has no place in this table: pass {known.words}; "
            "a listing has to be fetched first, with await"
        )
