"""JSON as it travels, and the HTTP responses made of it."""

import json
from typing import Any, cast

from aa_sdk.emulator._protocol.errors import ErrorResponse, unreadable
from aa_sdk.emulator._protocol.messages import JSON_TYPE, HttpRequest, HttpResponse


def compact_json(value: object) -> bytes:
    """Return `value` as JSON without blanks."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    # UTF-8 has no form for half a character, which then stands there as JSON escapes it.
    return text.encode(errors="backslashreplace")


def json_object(body: bytes) -> dict[str, Any]:
    """Return the members of a body; an empty one has none.

    Raises:
        ErrorResponse: It is not a JSON object.
    """
    if not body:
        return {}
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise unreadable("The request body is not JSON") from error
    if not isinstance(value, dict):
        raise unreadable("The request body is not a JSON object")
    return cast("dict[str, Any]", value)


def refuse_packed(request: HttpRequest) -> None:
    """Refuse a body that says it is packed: no client of the service packs any.

    Raises:
        ErrorResponse: It is.
    """
    coding = request.headers.get("content-encoding", "").strip().lower()
    if request.body and coding not in {"", "identity"}:
        raise unreadable("The request body is packed (Content-Encoding), which is not supported")


def output_response(status: int, body: bytes, request_id: str) -> HttpResponse:
    """Return the response that carries the output of an operation."""
    return HttpResponse(status, _headers(request_id), body)


def error_response(error: ErrorResponse, request_id: str) -> HttpResponse:
    """Return the response that says `error`."""
    headers = {**_headers(request_id), "x-amzn-ErrorType": error.code, **error.headers}
    return HttpResponse(error.status, headers, compact_json(error.body()))


def without_body(response: HttpResponse) -> HttpResponse:
    """Return the response to HEAD: with the headers of another one, and no body."""
    response.headers["Content-Length"] = str(len(response.body))
    response.body = b""
    return response


def _headers(request_id: str) -> dict[str, str]:
    return {"Content-Type": JSON_TYPE, "x-amzn-RequestId": request_id}
