"""Reads JSON and remembers where every value stands."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PathStep = str | int
_BLANKS = re.compile(r"[ \t\n\r]*")
_DEEPEST = 100
_LONGEST_NUMBER = 1000


@dataclass(frozen=True, slots=True)
class LocatedJson:
    """A JSON text, its value, and the span of each value in it."""

    text: str
    """The text."""
    value: Any
    """What it stands for."""
    spans: Mapping[tuple[PathStep, ...], tuple[int, int]]
    """Start and end of each value by its path; the end is exclusive."""

    @classmethod
    def parse(cls, text: str) -> "LocatedJson":
        """Read a text.

        Raises:
            json.JSONDecodeError: It is not JSON, or nested too deeply.
        """
        reader = _Reader(text)
        value, end = reader.read(reader.skip(0), ())
        if reader.skip(end) != len(text):
            raise json.JSONDecodeError("Extra data", text, end)
        return cls(text, value, reader.spans)

    def location(self, path: tuple[PathStep, ...]) -> dict[str, Any]:
        """Return the place of a value as the service writes it: its path and its span."""
        start, end = self.spans[path]
        steps = [{"index": step} if isinstance(step, int) else {"value": step} for step in path]
        span = {"start": position(self.text, start), "end": position(self.text, end)}
        return {"path": steps, "span": span}


def position(text: str, offset: int) -> dict[str, int]:
    """Return line (from 1), column and offset (from 0) of a place in a text."""
    line_start = text.rfind("\n", 0, offset) + 1
    line = text.count("\n", 0, offset) + 1
    return {"line": line, "column": offset - line_start, "offset": offset}


def _number(digits: str) -> float:
    """Read an integer; one that is longer than Python converts is as good as infinite."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else float(digits)


class _Reader:
    """Walks objects and lists itself and leaves the rest to the standard library."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._scalars = json.JSONDecoder(parse_int=_number)
        self.spans: dict[tuple[PathStep, ...], tuple[int, int]] = {}

    def skip(self, at: int) -> int:
        blanks = _BLANKS.match(self._text, at)
        return blanks.end() if blanks else at

    def read(self, at: int, path: tuple[PathStep, ...]) -> tuple[Any, int]:
        if len(path) > _DEEPEST:
            raise self._error("Nested too deeply", at)
        opening = self._text[at : at + 1]
        value: Any
        if opening == "{":
            value, end = self._object(at, path)
        elif opening == "[":
            value, end = self._list(at, path)
        else:
            value, end = self._scalars.raw_decode(self._text, at)
        self.spans[path] = at, end
        return value, end

    def _object(self, at: int, path: tuple[PathStep, ...]) -> tuple[dict[str, Any], int]:
        members: dict[str, Any] = {}
        at = self.skip(at + 1)
        while self._text[at : at + 1] != "}":
            if self._text[at : at + 1] != '"':
                raise self._error("Expecting a property name", at)
            key, at = self._scalars.raw_decode(self._text, at)
            at = self.skip(self._expect(":", self.skip(at)))
            members[key], at = self.read(at, (*path, key))
            at = self._next(at, "}")
        return members, at + 1

    def _list(self, at: int, path: tuple[PathStep, ...]) -> tuple[list[Any], int]:
        items: list[Any] = []
        at = self.skip(at + 1)
        while self._text[at : at + 1] != "]":
            value, at = self.read(at, (*path, len(items)))
            items.append(value)
            at = self._next(at, "]")
        return items, at + 1

    def _next(self, at: int, closing: str) -> int:
        """Step over a comma to the next item, or stay at the end."""
        at = self.skip(at)
        if self._text[at : at + 1] == closing:
            return at
        at = self.skip(self._expect(",", at))
        if self._text[at : at + 1] == closing:
            raise self._error("Expecting a value", at)
        return at

    def _expect(self, character: str, at: int) -> int:
        if self._text[at : at + 1] != character:
            raise self._error(f"Expecting {character}", at)
        return at + 1

    def _error(self, message: str, at: int) -> json.JSONDecodeError:
        return json.JSONDecodeError(message, self._text, at)
