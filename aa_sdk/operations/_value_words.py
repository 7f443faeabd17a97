"""Values that a request cannot take, told in the caller's terms."""

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from aa_sdk._words import NO_TIME_ZONE, did_you_mean, got, several, with_article
from aa_sdk.errors import InvalidField
from aa_sdk.models import Model
from aa_sdk.pagination import Paginator

_DOCUMENTS = ("policy", "policies", "policy_document")

# What a value must be, by the kind of pydantic's fault.
_WANTED = {
    "bool_type": "must be True or False",
    "datetime_from_date_parsing": "must be a datetime with a time zone",
    "datetime_parsing": "must be a datetime with a time zone",
    "datetime_type": "must be a datetime with a time zone",
    "dict_type": "must be a mapping",
    "int_type": "must be a whole number",
    "invalid_key": "must have texts for its keys",
    "string_type": "must be text",
    "string_unicode": "must be text, without lone surrogates",
    "tuple_type": "must be a list",
}

# Of what is refused by checks of our own, which say what to write instead.
_TOLD_WHOLE = {"policy_file", "wrong_filter"}


def faults_of(error: ValidationError, given: Mapping[str, Any]) -> list[ErrorDetails]:
    """List what pydantic forbids, with one fault for what was passed in place of a list.

    pydantic walks through whatever can be iterated over, a model and a listing too, and would
    complain of what it finds there.

    Args:
        error: What pydantic says.
        given: The arguments.
    """
    faults: dict[tuple[int | str, ...], ErrorDetails] = {}
    for fault in error.errors():
        place = fault["loc"]
        is_walked = isinstance(given.get(str(place[0])), Model | Paginator)
        if isinstance(place[-1], int) and (is_walked or fault["type"] == "iteration_error"):
            place = place[:-1]
            fault = ErrorDetails(  # noqa: PLW2901
                type="tuple_type",
                loc=place,
                msg="",
                input=given[str(place[0])] if is_walked else fault["input"],
            )
        faults[place] = fault
    return [*faults.values()]


def invalid_field(kind: type[Model], path: str, fault: ErrorDetails) -> InvalidField:
    """Tell what pydantic forbids.

    Args:
        kind: The class of the request.
        path: The place, in the caller's words.
        fault: What pydantic says.
    """
    is_document = any(str(part).endswith(_DOCUMENTS) for part in fault["loc"])
    is_hidden = is_document or fault["type"] in ("missing", "extra_forbidden")
    reason = _reason(kind, path, fault, is_document=is_document)
    return InvalidField(path, reason, ... if is_hidden else fault["input"])


def _reason(kind: type[Model], path: str, fault: ErrorDetails, *, is_document: bool) -> str:
    value: object = fault["input"]
    place = fault["loc"]
    told_whole = fault["msg"] if fault["type"] in _TOLD_WHOLE else ""
    if told := _not_awaited(value) or _without_zone(value) or told_whole:
        return told
    match fault["type"]:
        case "missing":  # of the arguments themselves Python would have said so
            return "is required, and is None" if len(place) == 1 else "is required"
        case "extra_forbidden":
            hint = did_you_mean(str(place[-1]), _members(kind, place))
            return f"is not a member the service knows{hint}"
        case "tuple_type" if isinstance(value, str):
            return several(path, value)
        case "string_type" if is_document:
            return "must be JSON text, a mapping or a Path" + got(value)
        case _:
            pass
    wanted = _WANTED.get(fault["type"]) or _in_words(fault)
    # What is refused for what is in it is no wrong kind of thing.
    is_kind = fault["type"] in _WANTED or not isinstance(fault["input"], Mapping)
    return wanted + (got(value) + _part_to_pass(path, value) if is_kind else "")


def _in_words(fault: ErrorDetails) -> str:
    """Take pydantic's own words off a message."""
    if fault["type"] == "model_type":
        name: str = fault.get("ctx", {})["class_name"]
        return f"must be {with_article(name)} or a mapping of its members"
    return fault["msg"].removeprefix("Value error, ").replace("Input should", "must")


def _not_awaited(value: object) -> str:
    if isinstance(value, Paginator):
        return "is a listing that was not fetched: await it, and pass what is needed of it"
    if not inspect.isawaitable(value):
        return ""
    if inspect.iscoroutine(value):
        value.close()  # refused, so nobody will await it any more
    return "was not awaited: write `await` before the call that it comes from"


def _without_zone(value: object) -> str:
    return NO_TIME_ZONE if isinstance(value, datetime) and value.utcoffset() is None else ""


def _part_to_pass(path: str, value: object) -> str:
    """Name the part of a model that fits a place; nothing where none does."""
    if not isinstance(value, Model):
        return ""
    name = re.sub(r"\[\d+\]$", "", path).rpartition(".")[2]
    singular = name.removesuffix("s")
    wanted = [name, singular, singular.rpartition("_")[2]]
    if name == "resource_arn":
        wanted.append("resource")  # as findings call it
    part = next(_parts(value, wanted), None)
    if part is None:
        return ""
    return f"; pass [its .{part}]" if name != singular and name == path else f"; pass its .{part}"


def _parts(value: Model, wanted: Sequence[str]) -> Iterator[str]:
    fields = type(value).model_fields
    yield from (name for name in wanted if name in fields)
    for name in fields:
        inner = vars(value).get(name)
        if isinstance(inner, Model):
            yield from (f"{name}.{part}" for part in wanted if part in type(inner).model_fields)


def _members(kind: type[Model], place: Sequence[int | str]) -> list[str]:
    """List the names that could stand where an unknown one does."""
    owners = [kind]
    for part in place[:-1]:
        named = [owner.model_fields[part] for owner in owners if part in owner.model_fields]
        owners = [each for field in named for each in _models(field.annotation)] or owners
    return [name for owner in owners for name in owner.model_fields]


def _models(annotation: Any) -> list[type[Model]]:
    """Find the models in an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return [annotation]
    return [each for part in get_args(annotation) for each in _models(part)]
