"""What is wrong with the members of an event, in words that repeat none of their values."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError

_MISSING: Final = "missing"
_FORMS: Final[Mapping[str, str]] = {
    "string_type": "is no text",
    "string_unicode": "is no text",
    "bool_type": "is neither true nor false",
    "int_type": "is no whole number",
    "tuple_type": "is no list",
    "dict_type": "is no object",
    "mapping_type": "is no object",
    "model_type": "is no object",
    "event_time": "is no ISO 8601 time",
    "event_analyzer": "names no analyzer",
}
_ANOTHER_FORM: Final = "has another form"
_MOST: Final = 8


def problem_of(error: ValidationError, model: type[BaseModel]) -> str:
    """Say in one sentence why an event is none of its family.

    Args:
        error: What validating it said.
        model: The class of the family.
    """
    missing, wrong = faults_of(error, model)
    are = "is missing" if len(missing) == 1 else "are missing"
    return listed([f"{listed(missing)} {are}", *wrong] if missing else wrong)


def faults_of(error: ValidationError, model: type[BaseModel]) -> tuple[list[str], list[str]]:
    """Return the members that are missing, and what is wrong with others.

    Args:
        error: What validating said.
        model: The class that was validated.
    """
    found = error.errors(include_url=False, include_context=False, include_input=False)
    missing = [_path(each["loc"], model) for each in found if each["type"] == _MISSING]
    wrong = [
        f"{_path(each['loc'], model)} {_FORMS.get(each['type'], _ANOTHER_FORM)}"
        for each in found
        if each["type"] != _MISSING
    ]
    return missing, list(dict.fromkeys(wrong))


def listed(texts: list[str]) -> str:
    """Name several things, and count those that are too many: `a, b and 7 more`."""
    rest = len(texts) - _MOST
    *first, last = [*texts[:_MOST], f"{rest:,} more"] if rest > 0 else texts
    return f"{', '.join(first)} and {last}" if first else last


def _path(location: tuple[int | str, ...], model: Any) -> str:
    """Write a place as the event names it: `detail.action[3]`, `detail.principal[…]`.

    The names in a map may be anything, and so are not repeated.
    """
    told = ""
    for place in location:
        field = model.model_fields.get(place) if model else None
        if field is None:
            return told.removeprefix(".") + (f"[{place}]" if isinstance(place, int) else "[…]")
        told += f".{field.alias}"
        model = _model_in(field.annotation)
    return told.removeprefix(".") or "the name of a member"


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the class of a field that is a model, or a model or None."""
    kinds = (annotation, *get_args(annotation))
    return next((k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)), None)
