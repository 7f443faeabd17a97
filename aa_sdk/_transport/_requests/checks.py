"""Checks a request in wire form against the constraints of botocore's service model.

The emulator checks requests too, in `aa_sdk.emulator._protocol.validation`, and shares no line
with this: it judges as the service does, so that a fault in one of them shows against the other.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from aa_sdk._transport._requests.words import unlike_enum, unlike_pattern
from aa_sdk._words import NO_TIME_ZONE, did_you_mean, got, several
from aa_sdk.errors import InvalidField
from aa_sdk.models._base import snake_case

_Check = Callable[[Any, Any, str], Iterator[InvalidField]]


def check(shape: Any, value: Any, path: str = "") -> Iterator[InvalidField]:
    """Find every place in `value` that the service model forbids.

    Args:
        shape: botocore's shape of the value.
        value: The value in wire form.
        path: Where the value stands; empty for the whole request.

    Yields:
        One entry for each violation, its path in the words of the models.
    """
    expected, check_one = _CHECKS[shape.type_name]
    if isinstance(value, expected) and not (
        isinstance(value, bool) and shape.type_name == "integer"
    ):
        yield from check_one(shape, value, path)
    else:
        yield _field(shape, path, _wrong_type(shape, value, path), value)


def _structure(shape: Any, value: Mapping[str, Any], path: str) -> Iterator[InvalidField]:
    for name in shape.required_members:
        if value.get(name) is None:
            yield InvalidField(_join(path, snake_case(name)), "is required")
    present = {name: member for name, member in value.items() if member is not None}
    if shape.is_tagged_union and len(present) != 1:
        known = ", ".join(shape.members)
        yield InvalidField(path, f"must have exactly one of {known}", sorted(present))
    for name, member in present.items():
        if name not in shape.members:
            hint = did_you_mean(str(name), shape.members)
            yield InvalidField(_join(path, name), f"is not a member the service knows{hint}")
        else:
            yield from _member(shape.members[name], member, _join(path, snake_case(name)))


def _member(shape: Any, value: Any, path: str) -> Iterator[InvalidField]:
    # An empty name in the URL would address something else: the collection it stands in.
    if shape.serialization.get("location") == "uri" and value == "":
        yield InvalidField(path, "must not be empty", value)
    else:
        yield from check(shape, value, path)


def _list(shape: Any, value: Sequence[Any], path: str) -> Iterator[InvalidField]:
    yield from _range(shape, len(value), path, "item")
    for index, item in enumerate(value):
        yield from check(shape.member, item, f"{path}[{index}]")


def _map(shape: Any, value: Mapping[str, Any], path: str) -> Iterator[InvalidField]:
    yield from _range(shape, len(value), path, "key")
    for key, item in value.items():
        yield from check(shape.key, key, f"{path} (key)")
        yield from check(shape.value, item, _join(path, str(key)))


def _string(shape: Any, value: str, path: str) -> Iterator[InvalidField]:
    yield from _range(shape, len(value), path, "character")
    if shape.enum and value not in shape.enum:
        yield InvalidField(path, unlike_enum(shape, value), value)
    if not value.isascii() and not _is_encodable(value):
        yield _field(shape, path, "must be text, without lone surrogates", value)
    pattern = shape.metadata.get("pattern")
    if pattern and not re.fullmatch(pattern, value):
        yield _field(shape, path, unlike_pattern(pattern, value), value)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _integer(shape: Any, value: int, path: str) -> Iterator[InvalidField]:
    yield from _range(shape, value, path, "")


def _range(shape: Any, size: int, path: str, unit: str) -> Iterator[InvalidField]:
    least, most = shape.metadata.get("min", size), shape.metadata.get("max", size)
    value: object = ... if unit else size
    if size < least:
        yield InvalidField(path, f"at least {_amount(least, unit)}", value)
    if size > most:
        yield InvalidField(path, f"at most {_amount(most, unit)}", value)


def _amount(number: int, unit: str) -> str:
    if not unit:
        return str(number)
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _boolean(_shape: Any, _value: bool, _path: str) -> Iterator[InvalidField]:  # noqa: FBT001 (one signature for all)
    yield from ()


def _timestamp(_shape: Any, value: datetime, path: str) -> Iterator[InvalidField]:
    if value.utcoffset() is None:
        yield InvalidField(path, NO_TIME_ZONE, value)


_CHECKS: Mapping[str, tuple[type | tuple[type, ...], _Check]] = {
    "structure": (Mapping, _structure),
    "list": ((list, tuple), _list),
    "map": (Mapping, _map),
    "string": (str, _string),
    "integer": (int, _integer),
    "boolean": (bool, _boolean),
    "timestamp": (datetime, _timestamp),
}

_NAMES = {
    "structure": "a mapping of members",
    "list": "a list",
    "map": "a mapping",
    "string": "text",
    "integer": "a whole number",
    "boolean": "True or False",
    "timestamp": "a datetime with a time zone",
}


def _wrong_type(shape: Any, value: object, path: str) -> str:
    if shape.type_name == "list" and isinstance(value, str):
        return several(path, value)
    return f"must be {_NAMES[shape.type_name]}{got(value)}"


def _field(shape: Any, path: str, reason: str, value: object) -> InvalidField:
    return InvalidField(path, reason, ... if is_policy_document(shape) else value)


def is_policy_document(shape: Any) -> bool:
    """Say whether a shape holds a policy document, which no error text may repeat."""
    return shape.name.endswith(("Policy", "PolicyDocument")) or "sensitive" in shape.metadata


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
