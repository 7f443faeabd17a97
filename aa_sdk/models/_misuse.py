"""What models say to those who misspell a field, or take a model for a dictionary."""

import sys
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from aa_sdk._nearest import nearest

ROWS: Final = ("pandas.core.internals.", "pandas.core.common")
"""Where pandas iterates over what it takes for rows, or for a column."""

FRAMES: Final = ("pandas.core.frame",)
"""Where pandas asks for `__array__` what it takes for a frame."""

_OF_MAPPINGS: Final = frozenset({"get", "items", "keys", "pop", "values"})


@lru_cache(maxsize=512)  # programs that ask what an object can do ask a thousand findings
def no_attribute(model: str, name: str, known: tuple[str, ...]) -> str:
    """Return what is said of an attribute that a model does not have.

    Args:
        model: The name of the model's class.
        name: What was written.
        known: The attributes that it has.
    """
    if name in _OF_MAPPINGS:
        return f"{model} is no dictionary: read its attributes, or make one with to_wire()"
    near = nearest(name, known)
    hint = f": did you mean {near!r}?" if near else ""
    return f"{model} has no attribute {name!r}{hint}"


def no_key(model: str, key: object, known: tuple[str, ...], lists: Sequence[str]) -> str:
    """Return what is said of a key or an index, where models have attributes.

    Args:
        model: The name of the model's class.
        key: What was written.
        known: The attributes that it has.
        lists: Those of them that are lists.
    """
    near = nearest(key, known) if isinstance(key, str) else None
    if near:
        way_out = f"write .{near}"
    elif isinstance(key, int) and len(lists) == 1:
        way_out = f"write .{lists[0]}[{key}]"
    else:
        way_out = "to_wire() makes a dictionary of it"
    return f"{model} has attributes, not keys: {way_out}"


def refuse_frame(model: str, within: tuple[str, ...]) -> None:
    """Say how to make a frame, where pandas is about to make one out of models by itself.

    It takes what can be iterated for a row, and would write pairs of names and values into its
    cells. Who calls is the only sign by which to tell it from `dict(model)`.

    Args:
        model: The name of the model's class.
        within: The parts of pandas that make frames out of what it asks for here.

    Raises:
        TypeError: One of these parts of pandas asks.
    """
    caller = sys._getframe(2).f_globals  # noqa: SLF001 (Python's own way)  # pyright: ignore[reportPrivateUsage] # the same
    if str(caller.get("__name__")).startswith(within):
        raise TypeError(
            f"pandas cannot read {model} models: write listing.to_pandas() with what collect() "
            "returned, aa_sdk.Listing(models).to_pandas() with any list of models, or "
            "aa_sdk.frames.findings_table(findings).to_pandas()"
        )
