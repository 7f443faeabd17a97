"""Checks a request against the constraints of the service model, and reads it from its places."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from aa_sdk.emulator._protocol.errors import Problem, invalid_fields, unreadable
from aa_sdk.emulator._protocol.messages import HttpRequest
from aa_sdk.emulator._protocol.routing import Route
from aa_sdk.emulator._protocol.service_model import ServiceModel, Shape
from aa_sdk.emulator.clock import moment_of

Problems = list[Problem]
ShapeCheck = Callable[[Shape, Any, str, Problems], None]

_NUMBER = re.compile(r"-?[0-9]{1,20}")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_BOOLEANS = {"true": True, "false": False}


class RequestReader:
    """Reads the input of an operation from a request, or refuses it with every field at fault."""

    def __init__(self, model: ServiceModel) -> None:
        """Prepare for the shapes of a service model.

        Args:
            model: Where the constraints come from.
        """
        self._shapes = model.shapes
        self._checks: dict[str, tuple[ShapeCheck, Shape]] = {}

    def read(self, route: Route, request: HttpRequest) -> dict[str, Any]:
        """Return the operation's input by member name.

        Args:
            route: The operation and the labels in the path.
            request: The request.

        Raises:
            ErrorResponse: The body cannot be read or members break their constraints.
        """
        operation = route.operation
        problems: Problems = []
        params: dict[str, Any] = {
            member.name: route.labels[label] for label, member in operation.in_path.items()
        }
        for name, values in request.query_values().items():
            if (member := operation.in_query.get(name)) is not None:
                params[member.name] = self._from_query(member.shape, values)
        if operation.in_body:
            body = _json_object(request.body)
            for name, member in operation.in_body.items():
                if (value := body.get(name)) is not None:
                    params[member.name] = value
        self._check(operation.input_shape, params, "", problems)
        if problems:
            raise invalid_fields(problems)
        return params

    def _from_query(self, shape_name: str, values: list[str]) -> Any:
        """Turn query text into the JSON value of a shape; what does not fit stays text."""
        shape = self._shapes[shape_name]
        if shape["type"] == "list":
            return values
        text = values[-1]
        if shape["type"] == "boolean":
            return _BOOLEANS.get(text, text)
        is_number = shape["type"] == "integer" and _NUMBER.fullmatch(text)
        return int(text) if is_number else text

    def _check(self, shape_name: str, value: Any, path: str, problems: Problems) -> None:
        found = self._checks.get(shape_name)
        if found is None:
            shape = self._shapes[shape_name]
            check: ShapeCheck = getattr(self, f"_check_{shape['type']}")
            found = self._checks[shape_name] = check, shape
        found[0](found[1], value, path, problems)

    def _check_structure(self, shape: Shape, value: Any, path: str, problems: Problems) -> None:
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
            self._check(members[name]["shape"], given[name], f"{prefix}{name}", problems)

    def _check_list(self, shape: Shape, value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, list):
            problems.append(Problem(path, "must be a list"))
            return
        items = cast("Sequence[Any]", value)
        _check_size(shape, len(items), "items", path, problems)
        for index, item in enumerate(items):
            self._check(shape["member"]["shape"], item, f"{path}[{index}]", problems)

    def _check_map(self, shape: Shape, value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            problems.append(Problem(path, "must be an object"))
            return
        entries = cast("dict[str, Any]", value)
        _check_size(shape, len(entries), "entries", path, problems)
        for key, entry in entries.items():
            self._check(shape["key"]["shape"], key, f"{path}.{key}", problems)
            self._check(shape["value"]["shape"], entry, f"{path}.{key}", problems)

    def _check_string(self, shape: Shape, value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, str):
            problems.append(Problem(path, "must be a string"))
            return
        if not value.isascii() and _HALF_CHARACTER.search(value):
            problems.append(Problem(path, "must be Unicode text"))
        _check_size(shape, len(value), "characters", path, problems)
        pattern = shape.get("pattern")
        if pattern is not None and re.fullmatch(pattern, value) is None:
            problems.append(Problem(path, f"must match {pattern}"))
        choices = shape.get("enum")
        if choices is not None and value not in choices:
            problems.append(Problem(path, f"must be one of {', '.join(choices)}"))

    def _check_integer(self, shape: Shape, value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            problems.append(Problem(path, "must be an integer"))
            return
        if value < shape.get("min", value):
            problems.append(Problem(path, f"must be at least {shape['min']}"))
        if value > shape.get("max", value):
            problems.append(Problem(path, f"must be at most {shape['max']}"))

    def _check_boolean(self, _shape: Shape, value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, bool):
            problems.append(Problem(path, "must be true or false"))

    def _check_timestamp(self, _shape: Shape, value: Any, path: str, problems: Problems) -> None:
        try:
            moment_of(value)
        except (TypeError, ValueError, OverflowError, OSError):
            problems.append(Problem(path, "must be a timestamp"))


def _check_size(shape: Shape, size: int, unit: str, path: str, problems: Problems) -> None:
    if size < shape.get("min", 0):
        problems.append(Problem(path, f"must have at least {shape['min']} {unit}"))
    if size > shape.get("max", size):
        problems.append(Problem(path, f"must have at most {shape['max']} {unit}"))


def _json_object(body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise unreadable("The request body is not JSON") from error
    if not isinstance(value, dict):
        raise unreadable("The request body is not a JSON object")
    return cast("dict[str, Any]", value)
