"""What is shown, in which order, whatever draws it: notes, cards and grids of spans of text.

Texts stand here as they came. Who draws them escapes them, and cuts what is far too long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

Style: TypeAlias = Literal[
    "plain",
    "muted",
    "strong",
    "badge",
    "public",
    "good",
    "added",
    "changed",
    "removed",
    "passed",
    "failed",
]
"""How a text looks. The words have to say it too: not everyone sees colours.

`public` is for what is open to everyone and for what failed, `good` for what passed; `failed` and
`passed` are the same for a verdict, which is large.
"""


class Span(NamedTuple):
    """A piece of text."""

    text: str
    """The text, in any length that has to be shown: shorten it before."""
    style: Style = "plain"
    """How it looks."""
    title: str = ""
    """The whole text where `text` is a short form; notebooks show it under the mouse."""


Content: TypeAlias = str | Span | Sequence[Span]
"""One or more pieces of text, which stand side by side with a blank between."""


@dataclass(frozen=True, slots=True)
class Note:
    """A line of text."""

    content: Content
    """What it says."""


@dataclass(frozen=True, slots=True)
class Card:
    """One thing: a headline, and facts with a name each."""

    title: Content
    """The headline."""
    rows: Sequence[tuple[str, Content]]
    """The facts. One without a name goes on with the one before."""
    badge: Content = ""
    """What stands at the other end of the headline, as a status does."""
    accent: Style = "plain"
    """The colour of the edge."""
    is_verdict: bool = False
    """Whether the headline is a verdict, which notebooks write larger."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Many things: a row each, in columns."""

    header: Sequence[str]
    """The names of the columns."""
    rows: Sequence[Sequence[Content]]
    """The rows that are shown, as long as the header."""
    right: frozenset[int] = frozenset()
    """The columns of numbers, which are set to the right."""
    spare: frozenset[int] = frozenset()
    """The columns that a terminal leaves out where the lines are too long for it."""
    elastic: Sequence[tuple[int, int]] = ()
    """The columns that a terminal shortens, in the middle, where the lines are still too long.

    In this order, each to so many columns of the terminal at least.
    """


@dataclass(frozen=True, slots=True)
class Code:
    """Lines that are read by their indentation, in letters of one width."""

    lines: Sequence[Content]
    """The lines. Blanks at their beginning are kept."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text of several lines that is there to be read, such as a policy: lines stay lines."""

    text: str
    """The text; the first thousands of characters are shown."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Faces side by side where there is room, one below the other where there is none."""

    faces: Sequence["Face"]
    """What stands in each."""


Block: TypeAlias = Note | Card | Grid | Code | Document | Columns
"""A part of what is shown."""

Face: TypeAlias = Sequence[Block]
"""What is shown of something, from top to bottom."""


def spans(content: Content) -> Sequence[Span]:
    """Return content as spans."""
    if isinstance(content, str):
        return (Span(content),) if content else ()
    return (content,) if isinstance(content, Span) else content
