"""Reads our type annotations in the words of the service model."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import cache
from importlib import import_module
from types import NoneType, UnionType
from typing import Annotated, Any, NotRequired, Union, get_args, get_origin, get_type_hints

from aa_sdk.models import Model, SequenceNotStr
from aa_sdk.models._unions import TaggedUnion

MODELS: Any = import_module("aa_sdk.models")
"""The package, whose names checkers take from its modules and the run time finds on demand."""

PUBLIC_NAMES: tuple[str, ...] = MODELS.__all__

HOMES: Mapping[str, tuple[str, ...]] = MODELS._HOMES
"""The public names by the module in which they stand."""

_NAMES: Mapping[Any, str] = {
    str: "string",
    int: "integer",
    bool: "boolean",
    float: "double",
    datetime: "naive timestamp",
}

# Aliases that stand for something other than the shape of their name.
_ALIASES: Mapping[str, str] = {
    "AnalyzerType": "Type",
    "FilterCriteria": "map[string, Criterion]",
    "PolicyDocument": "policy",
    "SortAttribute": "string",
    "Texts": "list[string]",
    "Timestamp": "timestamp",
}

_LISTS = (AbstractSet, Sequence, SequenceNotStr, list, tuple)


def wire_type(hint: Any) -> str:
    """Say a type as `list[map[string, FindingStatus]]`, None left aside."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        names = [name for item in hint.__metadata__ if (name := _PUBLIC.get(id(item)))]
        return _ALIASES.get(names[0], names[0]) if names else wire_type(hint.__origin__)
    if origin is NotRequired:
        return wire_type(arguments[0])
    if origin in (Union, UnionType):
        kinds = [wire_type(item) for item in arguments if item is not NoneType]
        return " or ".join(dict.fromkeys(kinds))
    if origin in _LISTS:
        return f"list[{wire_type(arguments[0])}]"
    if origin is Mapping:
        return f"map[{wire_type(arguments[0])}, {wire_type(arguments[1])}]"
    return _NAMES[hint] if hint in _NAMES else str(getattr(hint, "__name__", hint))


def both_forms(kind: str) -> str:
    """Say a type of `wire_type` again, with the mapping beside each structure and each union."""
    return re.sub(r"[A-Z]\w*", lambda found: _both_forms(found[0]), kind)


def _both_forms(name: str) -> str:
    return f"{name} or {name}Dict" if _is_structure(name) else name


def _is_structure(name: str) -> bool:
    value = getattr(MODELS, name)
    marks = getattr(value, "__metadata__", ())
    return isinstance(value, type) or any(isinstance(mark, TaggedUnion) for mark in marks)


def allows_none(hint: Any) -> bool:
    """Say whether None is among what a type allows."""
    return get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint)


@cache
def field_hints(model: type[Model]) -> Mapping[str, Any]:
    """Return the types of a model's fields, aliases not resolved away."""
    hints = get_type_hints(model, include_extras=True)
    return {name: hints[name] for name in model.model_fields}


@cache
def property_hints(cls: type) -> Mapping[str, Any]:
    """Return the types of a class's properties."""
    return {
        name: get_type_hints(value.fget, include_extras=True)["return"]
        for name in dir(cls)
        if isinstance(value := getattr(cls, name), property)
    }


def enum_values(alias: Any) -> set[str]:
    """Return the values of an open enum."""
    return set(get_args(get_args(alias)[0]))


def union_variants(alias: Any) -> Mapping[str, type[Model]]:
    """Return the classes of a union by wire tag."""
    (tagged,) = (item for item in alias.__metadata__ if isinstance(item, TaggedUnion))
    return tagged.variants


def union_classes(alias: Any) -> set[type]:
    """Return the classes of a union as type checkers see them."""
    return set(get_args(alias.__origin__))


def _public_aliases() -> dict[int, str]:
    """Map what marks an alias, one object for each, to its public name."""
    aliases = {name: getattr(MODELS, name) for name in PUBLIC_NAMES}
    return {
        id(item): name
        for name, value in aliases.items()
        if get_origin(value) is Annotated
        for item in value.__metadata__
    }


_PUBLIC = _public_aliases()
