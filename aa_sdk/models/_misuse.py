"""What models say to those who misspell a field, or take a model for a dictionary."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

_OF_MAPPINGS: Final = frozenset({"get", "items", "keys", "pop", "values"})
_COMPARED: Final = 100  # characters of what was written; a document takes long to compare


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
    near = _nearest(name, known)
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
    near = _nearest(key, known) if isinstance(key, str) else None
    if near:
        way_out = f"write .{near}"
    elif isinstance(key, int) and len(lists) == 1:
        way_out = f"write .{lists[0]}[{key}]"
    else:
        way_out = "to_wire() makes a dictionary of it"
    return f"{model} has attributes, not keys: {way_out}"


def _nearest(name: str, known: tuple[str, ...]) -> str | None:
    """Return the attribute that was probably meant, from camelCase or from a misspelling."""
    if name in known:
        return name
    from difflib import get_close_matches  # noqa: PLC0415 (rarely needed)

    by_letters = {each.replace("_", "").lower(): each for each in known}
    written = name[:_COMPARED].replace("_", "").lower()
    close = get_close_matches(written, by_letters, 1)
    return by_letters[close[0]] if close else None
