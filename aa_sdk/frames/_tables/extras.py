"""What has no column of its own: whatever a model says beyond its columns, as JSON."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, cast

from aa_sdk._display import json_text
from aa_sdk.frames._tables.columns import fits
from aa_sdk.models import Model, UnknownUnionMember

Held: TypeAlias = Mapping[str, Callable[[Any], bool]]
"""Members that have a column, by their wire names, and whether it says a value in full."""


def said(model: Model | None, field: str) -> Any:
    """Return what a model has in a field; None where it was not set.

    So an empty list that was sent is told from one that was not.
    """
    if model is None or field not in model.model_fields_set:
        return None
    return vars(model).get(field)


def wire(model: Model | UnknownUnionMember) -> dict[str, Any]:
    """Return a model in the form that it is sent in."""
    if isinstance(model, Model):
        return model.to_wire()
    if model.tag:
        return {model.tag: model.value}
    return cast("dict[str, Any]", model.value) or {}


def json_of(value: object) -> str | None:
    """Write what a member has as JSON; None where it was not set."""
    return None if value is None else json_text(_plain(value))


def extra_of(model: Model | UnknownUnionMember, held: Held) -> str | None:
    """Write as JSON what a model says and columns do not.

    Args:
        model: The model.
        held: The members that have columns.

    Returns:
        An object with the members' wire names; None where nothing is left.
    """
    left = left_of(model, held)
    return json_text(left) if left else None


def left_of(model: Model | UnknownUnionMember, held: Held) -> dict[str, Any]:
    """Return the members that no column says: a null among them, which is not the same as none."""
    unknown = model.model_extra or {} if isinstance(model, Model) else {}
    return {
        name: value
        for name, value in wire(model).items()
        if value is None or name in unknown or name not in held or not held[name](value)
    }


def in_full(value: object) -> bool:
    """Tell whether a column can say a value as it is: texts, lists of texts, numbers and flags."""
    if isinstance(value, str):
        return is_utf8(value)
    if isinstance(value, list):
        items = cast("list[object]", value)
        return all(isinstance(item, str) and is_utf8(item) for item in items)
    return isinstance(value, int) and fits(value)


def always(_: object) -> bool:
    """Say that a column has a member in full, whatever it is: as JSON, or as a moment."""
    return True


def is_utf8(text: str) -> bool:
    """Tell whether there is no half of a character in a text."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _plain(value: object) -> Any:
    if isinstance(value, Model | UnknownUnionMember):
        return wire(value)
    if isinstance(value, Mapping):
        entries = cast("Mapping[str, object]", value).items()
        return {key: _plain(entry) for key, entry in entries}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in cast("Sequence[object]", value)]
    return value
