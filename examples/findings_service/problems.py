"""What errors become: one table of statuses, and bodies as RFC 9457 has them."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from aa_sdk import (
    AccessAnalyzerError,
    AccessDeniedException,
    CallTimeoutError,
    ClientClosedError,
    ConflictException,
    CredentialsError,
    ExpiredTokenException,
    InvalidParameterException,
    InvalidRequestError,
    ResourceNotFoundException,
    ResponseDecodeError,
    ServiceError,
    ThrottlingException,
    TransportError,
    UnprocessableEntityException,
    ValidationException,
)

_log = logging.getLogger(__name__)

_OWN_WORDS = ""
_NOT_SET_UP = "This service is not set up as it should be."
# The status of each error, and what is told of it: the error's own words where whoever asks can put
# it right, and otherwise no more than whether to try again. An error that is not here is answered
# as the nearest class above it.
_ANSWERS: dict[type[AccessAnalyzerError], tuple[int, str]] = {
    ValidationException: (400, _OWN_WORDS),
    InvalidParameterException: (400, _OWN_WORDS),
    InvalidRequestError: (400, _OWN_WORDS),
    ResourceNotFoundException: (404, _OWN_WORDS),
    ConflictException: (409, _OWN_WORDS),
    UnprocessableEntityException: (422, _OWN_WORDS),
    AccessDeniedException: (500, _NOT_SET_UP),
    ExpiredTokenException: (500, _NOT_SET_UP),
    CredentialsError: (500, _NOT_SET_UP),
    AccessAnalyzerError: (500, _NOT_SET_UP),
    ServiceError: (502, "IAM Access Analyzer failed."),
    ResponseDecodeError: (502, "The answer of IAM Access Analyzer could not be read."),
    TransportError: (502, "IAM Access Analyzer could not be reached."),
    ThrottlingException: (503, "IAM Access Analyzer is asked too often."),
    ClientClosedError: (503, "This instance is shutting down."),
    CallTimeoutError: (504, "IAM Access Analyzer did not answer in time."),
}


class Problem(BaseModel):
    """The body of an answer that is an error."""

    title: str
    status: int
    detail: str
    request_id: str | None = None
    """AWS's id of the request, for whoever asks them about it."""


def problem_of(error: AccessAnalyzerError) -> Problem:
    """Return what is told of an error, and log the error itself."""
    status, detail = _status_and_detail(error)
    request_id: str | None = getattr(error, "request_id", None)
    level = logging.INFO if status < HTTPStatus.INTERNAL_SERVER_ERROR else logging.ERROR
    _log.log(level, "%s", error, extra={"status": status, "request_id": request_id})
    return _problem(status, detail, request_id)


def answer_errors_of(app: FastAPI) -> None:
    """Have an application answer every error with a problem."""
    app.add_exception_handler(AccessAnalyzerError, _answer)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)


def _status_and_detail(error: AccessAnalyzerError) -> tuple[int, str]:
    if isinstance(error, InvalidRequestError) and error.operation is None:
        return _ANSWERS[AccessAnalyzerError]  # a setting of ours that cannot be used
    status, detail = next(_ANSWERS[kind] for kind in type(error).__mro__ if kind in _ANSWERS)
    return status, detail or _words_of(error)


def _words_of(error: AccessAnalyzerError) -> str:
    if isinstance(error, InvalidRequestError):
        return "; ".join(f"{field.path}: {field.reason}" for field in error.fields)
    return error.message if isinstance(error, ServiceError) else str(error)


def _problem(status: int, detail: str, request_id: str | None = None) -> Problem:
    title = HTTPStatus(status).phrase
    return Problem(title=title, status=status, detail=detail, request_id=request_id)


def _response(problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    body = problem.model_dump(exclude_none=True)
    return JSONResponse(body, problem.status, headers, media_type="application/problem+json")


async def _answer(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AccessAnalyzerError)
    wait = getattr(error, "retry_after_seconds", None)
    if wait is None and isinstance(error, ThrottlingException):
        wait = 1
    return _response(problem_of(error), wait and {"Retry-After": str(wait)})


async def _answer_invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
    return _response(_problem(422, "; ".join(faults)))


async def _answer_http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return _response(_problem(error.status_code, error.detail), dict(error.headers or {}))
