"""What is wrong with a snapshot, told with the place where it stands."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from pydantic import ValidationError
from pydantic.alias_generators import to_camel

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LONGEST_KEY = 60
_WORDS = {"missing": "is missing", "extra_forbidden": "is no part of a snapshot"}
# Where the service's own structures begin, whose members are in camel case.
_WIRE = frozenset({"configuration", "configurations", "details", "filter", "steps", "trails"})


class SnapshotError(ValueError):
    """A snapshot that no emulator can go on from."""

    def __init__(self, place: str, reason: str) -> None:
        """Say what is wrong.

        Args:
            place: Where, such as `scopes[0].analyzers[2].findings[13].status`; empty for the
                snapshot as a whole.
            reason: What is wrong there, or what belongs there.
        """
        super().__init__(place, reason)
        self.place = place
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.place or 'the snapshot'}: {self.reason}"


class SnapshotFileError(SnapshotError, OSError):
    """The file of a snapshot cannot be read. Its place is the file."""


def snapshot_error(error: ValidationError, snapshot: Any) -> SnapshotError:
    """Return the error that names the first of all places that are wrong.

    Args:
        error: What pydantic found.
        snapshot: The snapshot as plain JSON values; None if it is no JSON.
    """
    first, *others = error.errors(include_url=False, include_input=False)
    context: Mapping[str, Any] = first.get("ctx", {})
    loc, reason = first["loc"], _WORDS.get(first["type"], first["msg"])
    # The forms of findings are the one union with a tag; pydantic names the union, not its tag.
    if first["type"].startswith("union_tag"):
        loc, reason = (*loc, "finding_type"), f"should be one of {context.get('expected_tags')}"
    if first["type"] == "union_tag_not_found":
        reason = "is missing"
    rest = f", and {len(others)} more like it" if others else ""
    return SnapshotError(_place(snapshot, loc), reason.replace("Input should", "should") + rest)


def _place(here: Any, loc: Sequence[str | int]) -> str:
    """Write a place as a path through the snapshot, its keys as they stand there.

    pydantic's place is a path through the types: a member of the service's structures goes by its
    name in Python, and the variants of unions are steps of their own. So the path is walked through
    the snapshot, and at each step the name is taken that is there, as it is or in camel case. A
    step that is neither, and not the last one, is a variant and is left out; if it is the last one,
    a member is missing, and only whether one of the service's structures has begun tells how it
    would be written.
    """
    path, in_wire = "", False
    for number, step in enumerate(loc, 1):
        if isinstance(step, int):
            items = cast("list[object]", here) if isinstance(here, list) else []
            path, here = f"{path}[{step}]", items[step] if step < len(items) else None
            continue
        members = cast("dict[str, Any]", here) if isinstance(here, dict) else {}
        name = step if step in members else to_camel(step)
        if name not in members:
            if number < len(loc):
                continue
            name = name if in_wire else step
        is_previewed = name == "findings" and ".previews" in path
        in_wire = in_wire or is_previewed or name in _WIRE
        path, here = path + _key(name, first=not path), members.get(name)
    return path


def _key(name: str, *, first: bool) -> str:
    if _NAME.fullmatch(name):
        return name if first else f".{name}"
    short = name if len(name) <= _LONGEST_KEY else f"{name[:_LONGEST_KEY]}…"
    return f"[{json.dumps(short)}]"
