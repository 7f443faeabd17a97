"""Compares JSON with the shapes of the service model, member by member."""

from collections.abc import Iterator, Mapping
from typing import Any

from aa_sdk.emulator._protocol.service_model import load_service_model

SHAPES = load_service_model().shapes
PLAIN: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "timestamp": str,
}


def output_mismatches(operation: str, body: Any) -> list[str]:
    """What in the body of an answer is not as the model of its operation says."""
    return list(_mismatches(f"{operation}Response", body, operation))


def _mismatches(name: str, value: Any, path: str) -> Iterator[str]:
    shape: Mapping[str, Any] = SHAPES[name]
    kind: str = shape["type"]
    if kind == "structure":
        yield from _structure(shape, value, path)
    elif kind == "list":
        for index, item in enumerate(value):
            yield from _mismatches(shape["member"]["shape"], item, f"{path}[{index}]")
    elif kind == "map":
        for key, item in value.items():
            yield from _mismatches(shape["value"]["shape"], item, f"{path}.{key}")
    elif not isinstance(value, PLAIN[kind]):
        yield f"{path} is no {kind}"
    elif value not in shape.get("enum", [value]):
        yield f"{path} is {value}"


def _structure(shape: Mapping[str, Any], value: Any, path: str) -> Iterator[str]:
    members: Mapping[str, Any] = shape["members"]
    yield from (f"{path}.{name} is unknown" for name in value if name not in members)
    missing = (name for name in shape.get("required", ()) if name not in value)
    yield from (f"{path}.{name} is missing" for name in missing)
    if shape.get("union") and len(value) != 1:
        yield f"{path} has {len(value)} members"
    for name in members:
        if name in value:
            yield from _mismatches(members[name]["shape"], value[name], f"{path}.{name}")
