"""What a tutorial tells its reader to do, in order.

| block | what the reader does |
|---|---|
| any language with a `title` | writes the file of that name; each cell of a notebook is `Cell` |
| `diff` with a `title` | changes that file: parts are told apart by a line `@@` |
| `console` | types what stands behind `$ `, and sees what stands below |
| `text` | sees it below a cell |
| a picture | sees it below a cell, and in words what its description says |
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TUTORIALS = Path(__file__).parents[2] / "docs" / "tutorials"

_STEP = re.compile(
    r'^```(?P<language>\w+)(?: title="(?P<title>[^"]+)")?[^\n]*\n(?P<text>.*?)^```$'
    r"|^!\[(?P<seen>[^\]]+)\]\((?P<picture>[^)]+)\)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class File:
    """A file, or a cell of a notebook, to write."""

    name: str
    text: str


@dataclass(frozen=True)
class Change:
    """What becomes what in a file."""

    name: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Command:
    """What is typed, and what comes."""

    text: str
    output: str


@dataclass(frozen=True)
class Seen:
    """What a cell shows: its words, or a picture and some of the words in it."""

    words: str
    picture: Path | None = None


Step = File | Change | Command | Seen


def steps_of(page: Path) -> Iterator[Step]:
    """Yield the steps of a tutorial."""
    for found in _STEP.finditer(page.read_text(encoding="utf-8")):
        title, text = found["title"], found["text"]
        if found["picture"]:
            yield Seen(found["seen"], page.parent / found["picture"])
        elif title and found["language"] == "diff":
            yield Change(title, tuple(map(_change, re.split(r"^@@\n", text, flags=re.MULTILINE))))
        elif title:
            yield File(title, text)
        elif found["language"] == "console":
            yield from _commands(text)
        elif found["language"] == "text":
            yield Seen(text)


def _change(part: str) -> tuple[str, str]:
    lines = [(line[:1], line[1:]) for line in part.splitlines(keepends=True)]
    before = (line for sign, line in lines if sign != "+")
    after = (line for sign, line in lines if sign != "-")
    return "".join(before), "".join(after)


def _commands(text: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        last = next(number for number, line in enumerate(lines, 1) if not line.endswith("\\\n"))
        yield Command("".join(lines[:last]).rstrip("\n"), "".join(lines[last:]))
