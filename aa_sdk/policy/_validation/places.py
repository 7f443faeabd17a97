"""Where statements of a policy stand in its text, for whoever points at them."""

import json
from typing import Any, NamedTuple

from aa_sdk.policy._language.json_values import is_list, is_object
from aa_sdk.policy._validation.located_json import LocatedJson, Path


class Place(NamedTuple):
    """A part of a text. Lines and columns count from 1, and the end is past the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


def statement_place(text: str, index: int | None) -> Place | None:
    """Find a statement of a policy in its text.

    Args:
        text: The policy as JSON.
        index: The statement's place among all, from 0; None for the policy as a whole.

    Returns:
        Where it stands; None where the text is no JSON, or has no such statement.
    """
    try:
        located = LocatedJson(text)
    except (json.JSONDecodeError, RecursionError):
        return None
    path = _path(located.value, index)
    if path is None:
        return None
    start, end = (located.position(offset) for offset in located.spans([path])[path])
    return Place(start["line"], start["column"] + 1, end["line"], end["column"] + 1)


def _path(value: Any, index: int | None) -> Path | None:
    """Return the path of a statement: one alone may stand without a list."""
    if index is None:
        return ()
    statements: Any = value.get("Statement") if is_object(value) else None
    if is_object(statements):
        return ("Statement",) if index == 0 else None
    number = len(statements) if is_list(statements) else 0
    return ("Statement", index) if 0 <= index < number else None
