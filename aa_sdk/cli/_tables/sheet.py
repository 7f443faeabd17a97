"""How things of one kind are listed: the columns of a table, and their fields as records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aa_sdk._display.layout import Content, spans


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    """What it is called."""
    cell: Callable[[Any], Content]
    """What stands in it, short; the whole is the title of a piece."""
    right: bool = False
    """Whether it is of numbers, which are set to the right."""
    least: int = 0
    """To how many columns of the terminal it may be shortened, in the middle; 0 for not at all."""
    usual: int = 0
    """How wide it is at least, where the first rows may have less in it than those that follow."""
    rank: int = 0
    """0 where it always stands; else it does where there is room, those of lower ranks first."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How things of one kind are listed."""

    one: str
    """What one of them is called."""
    columns: Sequence[Column]
    """The columns of a table."""
    fields: Sequence[str]
    """The names of a record's fields that CSV has."""
    record: Callable[[Any], dict[str, Any]]
    """Makes a record: what there is to know, in JSON."""
    json: Callable[[Any], str | None] = lambda _: None
    """Makes the same as JSON text in one line, where that is quicker; None where it is not."""


def whole(content: Content) -> str:
    """Return what stands in a cell as text, nothing of it shortened."""
    return " ".join(text for piece in spans(content) if (text := (piece.title or piece.text)))
