"""What is wrong with a request to the control API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from pydantic import ValidationError
from pydantic.alias_generators import to_camel

_WORDS = {"missing": "is missing", "extra_forbidden": "is not known here"}
_MOST_TOLD = 5


@dataclass(eq=False)
class ControlProblem(Exception):  # noqa: N818 (an answer to the caller, not a failure here)
    """A request that is refused: the answer says why."""

    status: int
    """The HTTP status."""
    message: str
    """What is wrong, and what belongs there."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Headers beside the usual ones."""


def unfit(error: ValidationError, given: Any) -> ControlProblem:
    """Return the problem that names every member that does not fit, up to a few.

    Args:
        error: What pydantic found.
        given: The members as they came.
    """
    wrong = error.errors(include_url=False, include_input=False)
    told = [
        f"{_place(given, one['loc'], is_there=one['type'] not in _WORDS)}: "
        f"{_WORDS.get(one['type'], _reason(one['msg']))}"
        for one in wrong[:_MOST_TOLD]
    ]
    more = f"; and {len(wrong) - _MOST_TOLD} more" if len(wrong) > _MOST_TOLD else ""
    return ControlProblem(400, "; ".join(told) + more)


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Input should", "should")


def _place(given: Any, loc: Sequence[str | int], *, is_there: bool) -> str:
    """Write the place of a member as it stands in the JSON.

    pydantic's place is a path through the types: the service's structures go by their names in
    Python there, and the branches of a union are steps of their own, which are not in the JSON.

    Args:
        given: The JSON values.
        loc: pydantic's place.
        is_there: Whether the last step, if it is no member that was given, is a branch.
    """
    path, here = "", given
    for number, step in enumerate(loc, 1):
        if isinstance(step, int):
            path, here = f"{path}[{step}]", cast("list[Any]", here)[step]
        elif isinstance(here, dict):
            members = cast("dict[str, Any]", here)
            name = step if step in members else to_camel(step)
            if name in members or (number == len(loc) and not is_there):
                path, here = f"{path}.{name}".removeprefix("."), members.get(name)
    return path
