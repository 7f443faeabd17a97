"""The repr of a model: its class and the members that are set, in a few hundred characters."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from pydantic import BaseModel

from aa_sdk._display.limits import harmless
from aa_sdk._display.words import short_arn, shorten
from aa_sdk.models._faces.lines import is_finding, kinds_of

_MOST = 800
_MOST_NESTED = 200
_MOST_TEXT = 100
_MOST_NAME = 40
_MOST_ITEMS = 3
_DEPTH = 4

# What one looks for in a finding: not all of it finds room.
_FIRST = ("id", "status", "is_public", "change_type", "finding_type", "error", "resource")


class Written(str):
    """A text that is its own repr."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def repr_args(model: BaseModel) -> Iterator[tuple[str | None, Any]]:
    """Return the members of a model that its repr shows, and what is shown of each.

    Members are left out that were never set, and those that hold policy documents. Of members that
    this release does not know, which may hold some too, the name must do.

    Args:
        model: Any model.
    """
    left = _MOST_NESTED if is_finding(kinds_of(model)) else _MOST
    yield from _members(model, left, _DEPTH)


def _members(model: BaseModel, left: int, depth: int) -> Iterator[tuple[str | None, Any]]:
    """Go through the members until `left` characters are used, and count those that are left."""
    names = _names(model)
    left -= len(type(model).__name__)
    for done, name in enumerate(names):
        shown = _shown(model, name, depth)
        label = harmless(name, _MOST_NAME)
        left -= len(label) + len(shown) + len("=, ")
        if done and left < 0:
            yield None, Written(f"… {len(names) - done:,} more")
            return
        yield label, shown


def _names(model: BaseModel) -> Sequence[str]:
    """The members that are set, by declaration, and then those nobody knows."""
    fields = type(model).model_fields
    set_ = [name for name in fields if name in model.model_fields_set and fields[name].repr]
    if is_finding(kinds_of(model)):
        set_.sort(key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
    return [*set_, *(model.model_extra or ())]


def _shown(model: BaseModel, name: str, depth: int) -> Written:
    if name not in type(model).model_fields:
        return Written("…")
    return Written(_text(getattr(model, name), depth))


def _text(value: object, depth: int) -> str:  # noqa: PLR0911 (one for each kind of value)
    """Write any value that stands in a model."""
    match value:
        case str():
            return _quoted(value)
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case BaseModel() | Mapping() | list() | tuple() if depth == 0:
            return "…"
        case BaseModel():
            return _model(value, depth - 1)
        case Mapping():
            return _mapping(cast("Mapping[object, object]", value), depth - 1)
        case list() | tuple():
            return _list(cast("Sequence[object]", value), depth - 1)
        case _:
            return shorten(repr(value), _MOST_TEXT)


def _quoted(text: str) -> str:
    # Shortened first, for it may be megabytes, and again, for an escape is longer.
    told = shorten(repr(short_arn(text, _MOST_TEXT)), _MOST_TEXT + 2)
    return told if len(text) <= _MOST_TEXT else f"{told} ({len(text):,} characters)"


def _model(model: BaseModel, depth: int) -> str:
    members = _members(model, _MOST_NESTED, depth)
    told = ", ".join(f"{name}={value}" if name else str(value) for name, value in members)
    return f"{type(model).__name__}({told})"


def _mapping(mapping: Mapping[object, object], depth: int) -> str:
    entries = list(mapping.items())[:_MOST_ITEMS]
    told = [f"{_text(key, depth)}: {_text(value, depth)}" for key, value in entries]
    return f"{{{_with_rest(told, mapping)}}}"


def _list(items: Sequence[object], depth: int) -> str:
    told = [_text(item, depth) for item in items[:_MOST_ITEMS]]
    single = "," if isinstance(items, tuple) and len(items) == 1 else ""
    inside = f"{_with_rest(told, items)}{single}"
    return f"({inside})" if isinstance(items, tuple) else f"[{inside}]"


def _with_rest(told: list[str], of: Collection[object]) -> str:
    rest = len(of) - len(told)
    return ", ".join([*told, f"… {rest:,} more"] if rest else told)
