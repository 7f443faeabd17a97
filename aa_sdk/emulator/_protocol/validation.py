"""Holds a request's input against the constraints of the service model.

The client checks requests too, in `aa_sdk._transport._requests.checks`, and shares no line with
this: the emulator judges as the service does, so that a fault in one of them shows against the
other.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from aa_sdk.emulator._protocol.errors import Problem
from aa_sdk.emulator._protocol.service_model import Shape
from aa_sdk.emulator._protocol.timestamps import moment_of

Problems = list[Problem]
_Validate = Callable[[Shape, Any, str, Problems], None]

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class Validator:
    """Finds every place where a value breaks a constraint.

    Members that the model does not know are passed over, and one that is null counts as left
    out, as with the service. A value of the wrong type is one problem, and is not looked into.
    """

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self._shapes = shapes
        # Most of the service's shapes are never asked for; those that are come again and again.
        self._prepared: dict[str, tuple[_Validate, Shape]] = {}

    def problems(self, shape_name: str, value: Any) -> Problems:
        """Return what is wrong with a value of a shape, in the order of the model's members."""
        problems: Problems = []
        self._validate(shape_name, value, "", problems)
        return problems

    def _validate(self, shape_name: str, value: Any, path: str, problems: Problems) -> None:
        prepared = self._prepared.get(shape_name)
        if prepared is None:
            shape = self._shapes[shape_name]
            validate: _Validate = getattr(self, f"_validate_{shape['type']}")
            prepared = self._prepared[shape_name] = validate, shape
        validate, shape = prepared
        validate(shape, value, path, problems)

    def _validate_structure(self, shape: Shape, value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            problems.append(Problem(path, "must be an object"))
            return
        given = cast("dict[str, Any]", value)
        prefix = f"{path}." if path else ""
        for name in shape.get("required", ()):
            if given.get(name) is None:
                problems.append(Problem(f"{prefix}{name}", "is required"))
        members: Mapping[str, Shape] = shape["members"]
        present = [name for name in members if given.get(name) is not None]
        if shape.get("union") and len(present) != 1:
            problems.append(Problem(path, "must have exactly one member"))
        for name in present:
            self._validate(members[name]["shape"], given[name], f"{prefix}{name}", problems)

    def _validate_list(self, shape: Shape, value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, list):
            problems.append(Problem(path, "must be a list"))
            return
        items = cast("Sequence[Any]", value)
        _validate_size(shape, len(items), "items", path, problems)
        for index, item in enumerate(items):
            self._validate(shape["member"]["shape"], item, f"{path}[{index}]", problems)

    def _validate_map(self, shape: Shape, value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            problems.append(Problem(path, "must be an object"))
            return
        entries = cast("dict[str, Any]", value)
        _validate_size(shape, len(entries), "entries", path, problems)
        for key, entry in entries.items():
            self._validate(shape["key"]["shape"], key, f"{path}.{key}", problems)
            self._validate(shape["value"]["shape"], entry, f"{path}.{key}", problems)

    def _validate_string(self, shape: Shape, value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, str):
            problems.append(Problem(path, "must be a string"))
            return
        # JSON can escape half of a surrogate pair, which is no character and fits no encoding.
        if not value.isascii() and _HALF_CHARACTER.search(value):
            problems.append(Problem(path, "must be Unicode text"))
        _validate_size(shape, len(value), "characters", path, problems)
        pattern = shape.get("pattern")
        if pattern is not None and re.fullmatch(pattern, value, shape.get("flags", 0)) is None:
            problems.append(Problem(path, f"must match {pattern}"))
        choices = shape.get("enum")
        if choices is not None and value not in choices:
            problems.append(Problem(path, f"must be one of {', '.join(choices)}"))

    def _validate_integer(self, shape: Shape, value: Any, path: str, problems: Problems) -> None:
        # Python's bool is an int; JSON's true is no number.
        if not isinstance(value, int) or isinstance(value, bool):
            problems.append(Problem(path, "must be an integer"))
            return
        if value < shape.get("min", value):
            problems.append(Problem(path, f"must be at least {shape['min']}"))
        if value > shape.get("max", value):
            problems.append(Problem(path, f"must be at most {shape['max']}"))

    def _validate_boolean(self, _shape: Shape, value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, bool):
            problems.append(Problem(path, "must be true or false"))

    def _validate_timestamp(self, _shape: Shape, value: Any, path: str, problems: Problems) -> None:
        try:
            moment_of(value)
        except (TypeError, ValueError, OverflowError, OSError):
            problems.append(Problem(path, "must be a timestamp"))


def _validate_size(shape: Shape, size: int, unit: str, path: str, problems: Problems) -> None:
    if size < shape.get("min", 0):
        problems.append(Problem(path, f"must have at least {shape['min']} {unit}"))
    if size > shape.get("max", size):
        problems.append(Problem(path, f"must have at most {shape['max']} {unit}"))
