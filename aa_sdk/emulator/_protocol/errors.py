"""Error responses: each has a code, a status and the members of its body."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aa_sdk.emulator._protocol.messages import BODY_LIMIT, LINE_LIMIT, MOST_HEADERS

DOTS = re.compile(r"/\.\.?(?=/|$)")
"""A part of a path that is a dot, or two."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One field of a request that breaks a constraint."""

    name: str
    """The field's path, such as `filter.status.eq[0]`."""
    message: str
    """What is wrong with it."""


@dataclass(eq=False)
class ErrorResponse(Exception):  # noqa: N818 (a response of the service, not a failure here)
    """An error that the service responds with. Whatever handles a request may raise it."""

    code: str
    """The error code, as in `x-amzn-ErrorType`."""
    status: int
    """The HTTP status."""
    message: str
    """The message for people."""
    members: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The other members of the body."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Headers beside the usual ones."""

    def body(self) -> dict[str, Any]:
        """Return the JSON body."""
        return {"message": self.message, **self.members}


def _invalid(message: str, reason: str, problems: Iterable[Problem] = ()) -> ErrorResponse:
    members: dict[str, Any] = {"reason": reason}
    fields = [{"name": problem.name, "message": problem.message} for problem in problems]
    if fields:
        members["fieldList"] = fields
    return ErrorResponse("ValidationException", 400, message, members)


def invalid_fields(problems: Sequence[Problem]) -> ErrorResponse:
    """Say that every field in `problems` is at fault."""
    listed = "; ".join(f"{problem.name} {problem.message}" for problem in problems)
    return _invalid(f"Invalid request: {listed}", "fieldValidationFailed", problems)


def invalid_field(name: str, message: str) -> ErrorResponse:
    """Say that one field is at fault."""
    return invalid_fields([Problem(name, message)])


def unreadable(message: str) -> ErrorResponse:
    """Say that a body is not the JSON object it should be."""
    return _invalid(message, "cannotParse")


def not_supported(message: str) -> ErrorResponse:
    """Say that this kind of analyzer does not do this."""
    return _invalid(message, "notSupported")


def other_problem(message: str) -> ErrorResponse:
    """Say what is wrong where no field and no constraint expresses it."""
    return _invalid(message, "other")


def not_found(resource_id: str, resource_type: str) -> ErrorResponse:
    """Say that a resource does not exist."""
    members = {"resourceId": resource_id, "resourceType": resource_type}
    message = f"{resource_type} {resource_id} does not exist"
    return ErrorResponse("ResourceNotFoundException", 404, message, members)


def conflict(message: str, resource_id: str, resource_type: str) -> ErrorResponse:
    """Say that the request does not fit the state of a resource."""
    members = {"resourceId": resource_id, "resourceType": resource_type}
    return ErrorResponse("ConflictException", 409, message, members)


def quota_exceeded(message: str, resource_id: str, resource_type: str) -> ErrorResponse:
    """Say that a quota is used up."""
    members = {"resourceId": resource_id, "resourceType": resource_type}
    return ErrorResponse("ServiceQuotaExceededException", 402, message, members)


def access_denied(message: str) -> ErrorResponse:
    """Say that the caller may not do this."""
    return ErrorResponse("AccessDeniedException", 403, message)


def unrecognized(message: str) -> ErrorResponse:
    """Say that nobody knows the credentials of the caller, here."""
    return ErrorResponse("UnrecognizedClientException", 403, message)


def unprocessable(message: str) -> ErrorResponse:
    """Say that a policy is well-formed but cannot be analysed."""
    return ErrorResponse("UnprocessableEntityException", 422, message)


def invalid_parameter(message: str) -> ErrorResponse:
    """Say that a policy given to a custom check is not valid."""
    return ErrorResponse("InvalidParameterException", 400, message)


def unknown_operation(method: str, path: str) -> ErrorResponse:
    """Say that method and path, as they were sent, name no operation.

    Of a path that has what no path of the service has, it says so: clients differ in what they
    make of such paths before they send them.
    """
    message = f"{method} {path} is no operation of this service"
    if "//" in path:
        message += ": a slash is doubled"
    elif DOTS.search(path):
        message += ": a part of the path is a dot, or two"
    return ErrorResponse("UnknownOperationException", 404, message)


def bad_request(why: str, status: int = 400) -> ErrorResponse:
    """Say that something is no HTTP request, or none that can be read."""
    return ErrorResponse("BadRequestException", status, f"The request cannot be read: {why}")


def body_too_large() -> ErrorResponse:
    """Say that a body is larger than what is read."""
    message = f"The request body has more than {BODY_LIMIT} bytes"
    return ErrorResponse("RequestEntityTooLargeException", 413, message)


def url_too_long() -> ErrorResponse:
    """Say that a URL is longer than what is read."""
    message = f"The URL has more than {LINE_LIMIT} bytes"
    return ErrorResponse("RequestUriTooLongException", 414, message)


def header_too_large() -> ErrorResponse:
    """Say that a header is longer than what is read."""
    message = f"A header has more than {LINE_LIMIT} bytes"
    return ErrorResponse("RequestHeaderFieldsTooLargeException", 431, message)


def too_many_headers() -> ErrorResponse:
    """Say that there are more headers than are read."""
    message = f"The request has more than {MOST_HEADERS} headers"
    return ErrorResponse("RequestHeaderFieldsTooLargeException", 431, message)


def throttled(retry_after: int | None = None) -> ErrorResponse:
    """Say that there were too many requests."""
    return ErrorResponse("ThrottlingException", 429, "Rate exceeded", {}, _retry(retry_after))


def internal_error(retry_after: int | None = None) -> ErrorResponse:
    """Say that the service failed."""
    message = "The service failed to process the request"
    return ErrorResponse("InternalServerException", 500, message, {}, _retry(retry_after))


def _retry(seconds: int | None) -> dict[str, str]:
    return {} if seconds is None else {"Retry-After": str(seconds)}
