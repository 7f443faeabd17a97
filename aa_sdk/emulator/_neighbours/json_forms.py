"""The two protocols that speak JSON: one names the operation in a header, the other in the path."""

from collections.abc import Mapping
from typing import Any

from aa_sdk.emulator._neighbours.neighbour import Output
from aa_sdk.emulator._protocol.errors import ErrorResponse
from aa_sdk.emulator._protocol.messages import HttpRequest, HttpResponse
from aa_sdk.emulator._protocol.service_model import Shape
from aa_sdk.emulator._protocol.wire import (
    compact_json,
    error_response,
    json_object,
    output_response,
)

_JSON_1_1 = "application/x-amz-json-1.1"
_TARGET = "x-amz-target"


class _Json:
    """What both have in common: the input is the body."""

    def params(
        self, request: HttpRequest, shapes: Mapping[str, Shape], shape: str
    ) -> dict[str, Any]:
        """Return the input of a request; what the service does not know is left out."""
        try:
            given = json_object(request.body)
        except ErrorResponse as error:
            raise ErrorResponse("SerializationException", 400, error.message) from error
        return {
            name: given[name] for name in shapes[shape]["members"] if given.get(name) is not None
        }


class TargetJson(_Json):
    """A service whose requests name the operation in `X-Amz-Target`.

    Args:
        prefix: What stands there before the name.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = f"{prefix}."

    def operation(self, request: HttpRequest) -> str:
        """Return the name of the operation that a request asks for; empty if it asks for none."""
        target = request.headers.get(_TARGET, "")
        return target.removeprefix(self._prefix) if target.startswith(self._prefix) else ""

    def output(
        self,
        operation: str,  # noqa: ARG002 (which the XML of others names)
        output: Output,
        request_id: str,
    ) -> HttpResponse:
        """Return the response with the output of an operation."""
        return self._response(200, output, request_id)

    def error(self, error: ErrorResponse, request_id: str) -> HttpResponse:
        """Return the response that says `error`."""
        body = {"__type": error.code, "Message": error.message, **error.members}
        response = self._response(error.status, body, request_id)
        response.headers |= {"x-amzn-ErrorType": error.code, **error.headers}
        return response

    def _response(self, status: int, body: Output, request_id: str) -> HttpResponse:
        headers = {"Content-Type": _JSON_1_1, "x-amzn-RequestId": request_id}
        return HttpResponse(status, headers, compact_json(body))


class PathJson(_Json):
    """A service whose requests name the operation in the path, as Access Analyzer's do.

    Args:
        paths: The operations by path.
    """

    def __init__(self, paths: Mapping[str, str]) -> None:
        self._paths = paths

    def operation(self, request: HttpRequest) -> str:
        """Return the name of the operation that a request asks for; empty if it asks for none."""
        return self._paths.get(request.path, "") if request.method == "POST" else ""

    def output(
        self,
        operation: str,  # noqa: ARG002 (which the XML of others names)
        output: Output,
        request_id: str,
    ) -> HttpResponse:
        """Return the response with the output of an operation."""
        return output_response(200, compact_json(output), request_id)

    def error(self, error: ErrorResponse, request_id: str) -> HttpResponse:
        """Return the response that says `error`."""
        return error_response(error, request_id)
