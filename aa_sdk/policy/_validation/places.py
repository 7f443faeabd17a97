"""Where statements of a policy stand in its text, for whoever points at them."""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from aa_sdk.policy._language.json_values import is_list, is_object
from aa_sdk.policy._validation.located_json import LocatedJson, Path, Span


class Place(NamedTuple):
    """A part of a text. Lines and columns count from 1, and the end is past the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


class StatementPlaces:
    """Finds the statements of a policy in its text, which is read once, when it is asked first.

    Args:
        text: The policy as JSON.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def __call__(self, index: int | None) -> Place | None:
        """Find a statement.

        Args:
            index: The statement's place among all, from 0; None for the policy as a whole.

        Returns:
            Where it stands; None where the text is no JSON, or has no such statement.
        """
        return self._places.get(index)

    @cached_property
    def _places(self) -> Mapping[int | None, Place]:
        try:
            located = LocatedJson(self._text)
        except (json.JSONDecodeError, RecursionError):
            return {}
        paths = _paths(located.value)
        spans = located.spans(paths.values())
        return {index: _place(located, spans[path]) for index, path in paths.items()}


def statement_place(text: str, index: int | None) -> Place | None:
    """Find one statement of a policy in its text.

    Args:
        text: The policy as JSON.
        index: The statement's place among all, from 0; None for the policy as a whole.

    Returns:
        Where it stands; None where the text is no JSON, or has no such statement.
    """
    return StatementPlaces(text)(index)


def _place(located: LocatedJson, span: Span) -> Place:
    start, end = (located.position(offset) for offset in span)
    return Place(start["line"], start["column"] + 1, end["line"], end["column"] + 1)


def _paths(value: Any) -> dict[int | None, Path]:
    """Return the paths of all statements: one alone may stand without a list."""
    statements: Any = value.get("Statement") if is_object(value) else None
    paths: dict[int | None, Path] = {None: ()}
    if is_object(statements):
        paths[0] = ("Statement",)
    elif is_list(statements):
        paths |= {index: ("Statement", index) for index in range(len(statements))}
    return paths
