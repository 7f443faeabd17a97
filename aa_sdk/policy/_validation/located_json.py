"""JSON text and what it stands for, and where keys and values stand in it.

The standard library reads the text. Places are looked for in a second pass, which only happens
when something has to be said about the document, and passes over all that nothing is said about.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, NamedTuple

MOST_LEVELS = 100
"""How deep objects and lists may stand in each other, lists of strings not counted."""
_LONGEST_NUMBER = 1000
_STRING = r'"(?:[^"\\]|\\.)*+"'
_BETWEEN = re.compile(r"[\s,:]*+")
_SCALAR = re.compile(rf"{_STRING}|[^\s\[\]{{}},:\"]++", re.DOTALL)
_BRACKET = re.compile(rf"{_STRING}|[\[\]{{}}]", re.DOTALL)
# Lists of strings are passed over at one go: most of a policy is lists of strings.
_LIST_OR_BRACKET = re.compile(rf"\[\s*+(?:{_STRING}[\s,]*+)*+\]|{_BRACKET.pattern}", re.DOTALL)
_KEY_OR_BRACKET = re.compile(rf"{_STRING}\s*+:?|[\[\]{{}}]", re.DOTALL)
# A character beyond the first plane is escaped as a pair.
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL
)


class Key(NamedTuple):
    """A step to the key of an object: the key itself is meant, and not what stands under it."""

    name: str
    """The key."""


class Substring(NamedTuple):
    """A step into a string."""

    start: int
    """Characters before it."""
    length: int
    """How many characters it has."""


Step = int | str | Key | Substring
"""A position in a list, the name of a value in an object, a key, or a part of a string."""
Path = tuple[Step, ...]
Span = tuple[int, int]


class LocatedJson:
    """A JSON text and its value."""

    def __init__(self, text: str) -> None:
        """Read a text.

        Args:
            text: The text.

        Raises:
            json.JSONDecodeError: It is not JSON, nested too deeply, or has a key twice.
        """
        _check_depth(text)
        self.text = text
        self.value: Any = _decode(text)

    def spans(self, paths: Iterable[Path]) -> dict[Path, Span]:
        """Find keys, values and parts of strings.

        Args:
            paths: Where they stand.

        Returns:
            For each path the offset of its first character, and of the one after its last.
        """
        wanted = set(paths)
        strings = {path[:-1] for path in wanted if path and isinstance(path[-1], Substring)}
        found = _Walk(self.text, wanted | strings).found
        return {path: found.get(path) or self._inside(found, path) for path in wanted}

    def _inside(self, found: dict[Path, Span], path: Path) -> Span:
        """Find a part of a string, whose escapes take more characters than they stand for."""
        *whole, part = path
        ends = [found[tuple(whole)][0] + 1]
        start, length = part if isinstance(part, Substring) else (0, 0)
        while len(ends) <= start + length:
            escape = _ESCAPE.match(self.text, ends[-1])
            ends.append(escape.end() if escape else ends[-1] + 1)
        return ends[start], ends[start + length]

    def position(self, offset: int) -> dict[str, int]:
        """Write an offset as the service does: with its line, from 1, and its column, from 0."""
        line = bisect_right(self._line_starts, offset)
        return {"line": line, "column": offset - self._line_starts[line - 1], "offset": offset}

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]


def _check_depth(text: str) -> None:
    """Refuse what is nested so deeply that Python would run out of stack."""
    if text.count("[") + text.count("{") <= MOST_LEVELS:
        return
    level = 0
    for found in _LIST_OR_BRACKET.finditer(text):
        bracket = found[0]
        if bracket in "[{":
            level += 1
            if level > MOST_LEVELS:
                raise json.JSONDecodeError("Nested too deeply", text, found.start())
        elif bracket in "]}":
            level -= 1


class _UnusualError(Exception):
    """Something that Python reads and JSON does not have."""

    def __init__(self, message: str, find: Callable[[str], int]) -> None:
        super().__init__(message)
        self.find = find


def _decode(text: str) -> Any:
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_int=_number, parse_constant=_no_constant
        )
    except _UnusualError as error:  # raised by a function that is not told where it is
        raise json.JSONDecodeError(str(error), text, error.find(text)) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _UnusualError("A key stands twice", lambda text: _repeated_keys(text)[0])
    return members


def _no_constant(name: str) -> Any:
    raise _UnusualError(
        "Expecting a value",
        lambda text: next(found.start() for found in _SCALAR.finditer(text) if found[0] == name),
    )


def _number(digits: str) -> float:
    """Read an integer; one that is longer than Python converts is as good as infinite."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else float(digits)


def _repeated_keys(text: str) -> list[int]:
    """Find the keys that their object has already."""
    repeated: list[int] = []
    inside: list[set[str]] = []
    for found in _KEY_OR_BRACKET.finditer(text):
        sign = found[0]
        if sign in "[{":
            inside.append(set())
        elif sign in "]}":
            inside.pop()
        elif sign.endswith(":"):
            key = json.loads(sign[:-1])
            if key in inside[-1]:
                repeated.append(found.start())
            inside[-1].add(key)
    return repeated


class _Walk:
    """A walk through a text that is JSON, to the keys and values that are wanted."""

    def __init__(self, text: str, wanted: set[Path]) -> None:
        self._text = text
        self._wanted = wanted
        self._ways = {path[:length] for path in wanted for length in range(len(path))}
        self.found: dict[Path, Span] = {}
        self._value(0, ())

    def _value(self, at: int, path: Path) -> int:
        """Go through a value and return its end."""
        start = self._next(at)
        opening = self._text[start]
        if path not in self._ways or opening not in "[{":
            end = self._pass_over(start)
        elif opening == "{":
            end = self._object(start + 1, path)
        else:
            end = self._list(start + 1, path)
        if path in self._wanted:
            self.found[path] = start, end
        return end

    def _object(self, at: int, path: Path) -> int:
        while self._text[at := self._next(at)] != "}":
            end = self._pass_over(at)
            name = json.loads(self._text[at:end])
            if (place := (*path, Key(name))) in self._wanted:
                self.found[place] = at, end
            at = self._value(end, (*path, name))
        return at + 1

    def _list(self, at: int, path: Path) -> int:
        index = 0
        while self._text[at := self._next(at)] != "]":
            at = self._value(at, (*path, index))
            index += 1
        return at + 1

    def _next(self, at: int) -> int:
        between = _BETWEEN.match(self._text, at)
        return between.end() if between else at

    def _pass_over(self, start: int) -> int:
        """Find the end of a value that nothing is wanted of."""
        scalar = _SCALAR.match(self._text, start)
        if scalar:
            return scalar.end()
        level = 0
        signs = _LIST_OR_BRACKET.finditer(self._text, start)
        while True:
            found = next(signs)
            sign = found[0]
            level += (sign in "[{") - (sign in "]}")
            if not level:
                return found.end()
