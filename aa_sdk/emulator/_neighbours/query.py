"""The query protocol: forms in, XML out."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from aa_sdk.emulator._neighbours.neighbour import Output
from aa_sdk.emulator._protocol.errors import ErrorResponse
from aa_sdk.emulator._protocol.messages import HttpRequest, HttpResponse
from aa_sdk.emulator._protocol.service_model import Shape

_TYPE = "text/xml"
_OWN_FAULT = 500
_NUMBER = re.compile(r"-?[0-9]{1,20}")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Query:
    """A service that is spoken to in forms.

    Args:
        namespace: The XML namespace of its responses.
    """

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def operation(self, request: HttpRequest) -> str:
        """Return the name of the operation that a request asks for; empty if it asks for none."""
        return _fields(request).get("Action", "")

    def params(
        self, request: HttpRequest, shapes: Mapping[str, Shape], shape: str
    ) -> dict[str, Any]:
        """Return the input of a request; what is no number stays text, for the check to find."""
        given: dict[str, Any] = _value(shapes, shape, _fields(request), "") or {}
        return given

    def output(self, operation: str, output: Output, request_id: str) -> HttpResponse:
        """Return the response with the output of an operation."""
        result = _element(f"{operation}Result", output)
        metadata = _element("ResponseMetadata", {"RequestId": request_id})
        return self._response(200, f"{operation}Response", result + metadata, request_id)

    def error(self, error: ErrorResponse, request_id: str) -> HttpResponse:
        """Return the response that says `error`."""
        kind = "Receiver" if error.status >= _OWN_FAULT else "Sender"
        told = {"Type": kind, "Code": error.code, "Message": error.message}
        body = _element("Error", told) + _element("RequestId", request_id)
        response = self._response(error.status, "ErrorResponse", body, request_id)
        response.headers |= {"x-amzn-ErrorType": error.code, **error.headers}
        return response

    def _response(self, status: int, name: str, inside: str, request_id: str) -> HttpResponse:
        body = f'<{name} xmlns="{self._namespace}">{inside}</{name}>'
        headers = {"Content-Type": _TYPE, "x-amzn-RequestId": request_id}
        return HttpResponse(status, headers, body.encode())


def _fields(request: HttpRequest) -> dict[str, str]:
    """Return the fields of a form, which may stand in a URL too, such as a presigned one."""
    form = request.body.decode("ascii", "replace")
    fields = {**request.query_values(), **parse_qs(form, keep_blank_values=True)}
    return {name: values[-1] for name, values in fields.items()}


def _value(shapes: Mapping[str, Shape], name: str, fields: Mapping[str, str], at: str) -> Any:
    """Return the value of a shape whose fields have names that begin with `at`; None if none."""
    shape = shapes[name]
    prefix = f"{at}." if at else ""
    if shape["type"] == "structure":
        members = {
            member: _value(shapes, its["shape"], fields, prefix + member)
            for member, its in shape["members"].items()
        }
        return {member: value for member, value in members.items() if value is not None} or None
    if shape["type"] == "list":
        return list(_items(shapes, shape["member"]["shape"], fields, f"{prefix}member")) or None
    text = fields.get(at)
    is_number = shape["type"] == "integer" and text and _NUMBER.fullmatch(text)
    return int(text) if text and is_number else text


def _items(
    shapes: Mapping[str, Shape], name: str, fields: Mapping[str, str], at: str
) -> Iterable[Any]:
    number = 1
    while (item := _value(shapes, name, fields, f"{at}.{number}")) is not None:
        yield item
        number += 1


def _element(name: str, value: object) -> str:
    if isinstance(value, Mapping):
        members = cast("Mapping[str, object]", value)
        inside = "".join(_element(member, its) for member, its in members.items())
    else:
        inside = escape(_NO_XML.sub("�", str(value)))
    return f"<{name}>{inside}</{name}>"
