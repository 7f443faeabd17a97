"""Reads the input of an operation from the places where it travels: path, query and body."""

import re
from typing import Any

from aa_sdk.emulator._protocol.errors import invalid_fields
from aa_sdk.emulator._protocol.messages import HttpRequest
from aa_sdk.emulator._protocol.routing import Route
from aa_sdk.emulator._protocol.service_model import ServiceModel
from aa_sdk.emulator._protocol.validation import Validator
from aa_sdk.emulator._protocol.wire import json_object

# Python limits the digits of a number it reads, and takes those of any script.
_NUMBER = re.compile(r"-?[0-9]{1,20}")
_BOOLEANS = {"true": True, "false": False}


class RequestReader:
    """Reads input that is good by the service model, or says every field at fault."""

    def __init__(self, model: ServiceModel) -> None:
        self._shapes = model.shapes
        self._validator = Validator(model.shapes)

    def read(self, route: Route, request: HttpRequest) -> dict[str, Any]:
        """Return the operation's input by member name.

        Args:
            route: The operation and the labels in the path.
            request: The request.

        Raises:
            ErrorResponse: The body cannot be read or members break their constraints.
        """
        operation = route.operation
        params: dict[str, Any] = {
            member.name: route.labels[label] for label, member in operation.in_path.items()
        }
        for name, values in request.query_values().items():
            if (member := operation.in_query.get(name)) is not None:
                params[member.name] = self._from_query(member.shape, values)
        if operation.in_body:
            body = json_object(request.body)
            for name, member in operation.in_body.items():
                if (value := body.get(name)) is not None:
                    params[member.name] = value
        if problems := self._validator.problems(operation.input_shape, params):
            raise invalid_fields(problems)
        return params

    def _from_query(self, shape_name: str, values: list[str]) -> Any:
        """Turn query text into the JSON value of a shape.

        What does not fit stays text: then it is the validator that finds the wrong type, and
        names the field beside all others at fault.
        """
        shape = self._shapes[shape_name]
        if shape["type"] == "list":
            return values
        text = values[-1]
        if shape["type"] == "boolean":
            return _BOOLEANS.get(text, text)
        is_number = shape["type"] == "integer" and _NUMBER.fullmatch(text)
        return int(text) if is_number else text
