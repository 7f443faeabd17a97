"""How values are written: the text that criteria send and findings are compared by."""

from collections.abc import Mapping
from typing import Any, Final, cast

BOOLEAN_TEXTS: Final[Mapping[bool, str]] = {True: "true", False: "false"}
"""What is true or false is text in a criterion."""


class UncheckedText(str):
    """A value that is sent whether this release knows it or not: its filter was built so.

    A model of pydantic's would make a plain `str` of it, so criteria that have one are copied and
    not validated again.
    """

    __slots__ = ()


def wire_text(value: object) -> str:
    """Return the text of one value.

    Args:
        value: A string or a bool; of anything else, what Python writes.
    """
    if isinstance(value, str):
        return value  # and not str(value), which for a member of an enum may be its name
    return BOOLEAN_TEXTS[value] if isinstance(value, bool) else str(value)


def wire_texts(value: object) -> tuple[str, ...]:
    """Return the texts that a member of a finding holds.

    Args:
        value: A string, a bool, None, or several of them in a list or mapping.
    """
    if value is None:
        return ()
    if isinstance(value, (str, bool)):
        return (wire_text(value),)
    if isinstance(value, Mapping):
        value = tuple(cast("Mapping[str, Any]", value).values())
    if isinstance(value, (list, tuple)):
        entries = cast("tuple[object, ...]", value)
        return tuple(text for entry in entries for text in wire_texts(entry))
    return (wire_text(value),)
