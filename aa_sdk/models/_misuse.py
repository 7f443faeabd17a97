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
    kind = "".join(part.capitalize() for part in name.split("_"))
    if _are_details(model, kind):
        hint = f": details are told apart by their class: isinstance(detail, {kind})"
    return f"{model} has no attribute {name!r}{hint}"


def _are_details(*classes: str) -> bool:
    """Whether these are details of findings; who holds some has loaded their module."""
    module = sys.modules.get("aa_sdk.models.finding_details")
    return all(name.endswith("Details") and hasattr(module, name) for name in classes)


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


def no_member(model: str, key: object, known: tuple[str, ...]) -> str:
    """Return what is said where it is asked whether a key is in a model.

    Args:
        model: The name of the model's class.
        key: What was asked for.
        known: The attributes that it has.
    """
    near = nearest(key, known) if isinstance(key, str) else None
    way_out = f"write .{near} is not None" if near else "to_wire() makes a dictionary of it"
    return f"{model} has attributes, not keys that something is in: {way_out}"


def no_items(model: str, lists: Sequence[str], *, pages: bool) -> str:
    """Return what is said where a response is iterated over as if it were a list.

    Args:
        model: The name of the response's class.
        lists: Those of its attributes that are lists.
        pages: Whether it is a page of a listing, or all of them.
    """
    ways_out = [f"write .{lists[0]}"] if len(lists) == 1 else []
    if pages:
        ways_out.append("await listing.collect() for a list")
    ways_out.append("model_dump() for a dictionary")
    return f"{model} has attributes, not items: {', or '.join(ways_out)}"


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
