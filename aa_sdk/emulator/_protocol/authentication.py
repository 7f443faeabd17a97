"""Who sends a request: read from its signature, which stands in a header or in the query."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from urllib.parse import unquote

from aa_sdk.emulator._protocol.errors import ErrorResponse
from aa_sdk.emulator._protocol.messages import HttpRequest
from aa_sdk.emulator._protocol.services import SERVICE, SERVICES

ALGORITHM = "AWS4-HMAC-SHA256"
TERMINATOR = "aws4_request"
TIME_FORM = "%Y%m%dT%H%M%SZ"

# Visible ASCII but commas and slashes: what is told of keys and regions can be saved and shown.
_PART = r"[!-+\-.0-~]+"
_SCOPE = (
    rf"(?P<key>{_PART})/(?P<date>\d{{8}})/(?P<region>{_PART})/(?P<service>{_PART})/{TERMINATOR}"
)
_IN_HEADER = re.compile(rf"{ALGORITHM} +Credential={_SCOPE}(?=[,\s]|$)", re.ASCII)
_IN_QUERY = re.compile(_SCOPE, re.ASCII)
_TIME = re.compile(r"\d{8}T\d{6}Z", re.ASCII)

_SECURITY_TOKEN = "X-Amz-Security-Token"  # noqa: S105 (the name of one)
_MARK = "X-Amz-"
_PRESIGNED = ("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature")
_ALL_PRESIGNED = (*_PRESIGNED, "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders")


@dataclass(frozen=True, slots=True)
class Caller:
    """The credential scope of a request."""

    access_key: str
    """The access key id."""
    region: str
    """The region the signature is for."""
    service: str = SERVICE
    """The service it is for, by the name that it is signed for."""
    token: str | None = None
    """The session token, which belongs to credentials that run out."""


@dataclass(frozen=True, slots=True)
class Signature:
    """All that a signature says of itself."""

    caller: Caller
    """Who signed."""
    date: str
    """The day of the credential scope, as 20260131."""
    time: str
    """The time of signing, as 20260131T235959Z."""
    signed_headers: tuple[str, ...]
    """The names of the headers that are signed, in lower case, in order."""
    digits: str
    """The signature itself."""
    expires: int | None = None
    """How many seconds a presigned URL is good for; None for a signature in a header."""


def caller_of(request: HttpRequest) -> Caller:
    """Return the caller of a request, by a signature that is not verified.

    Args:
        request: The request.

    Raises:
        ErrorResponse: The request is not signed, signed twice, or signed for another service.
    """
    return _caller(_scope(request), request)


def service_of(request: HttpRequest) -> str:
    """Return the name of the service that a request is signed for; this one's if it says none.

    Args:
        request: The request.
    """
    try:
        return _scope(request)["service"]
    except ErrorResponse:
        return SERVICE


def signature_of(request: HttpRequest) -> Signature:
    """Return the whole signature of a request, which is still to be verified.

    Args:
        request: The request.

    Raises:
        ErrorResponse: There is none, or it is not complete, or it is for another service.
    """
    scope = _scope(request)
    presigned = _presigned(request)
    found = _from_query(presigned) if presigned else _from_header(request.headers)
    time, signed, digits, expires = found
    names = tuple(sorted(name.lower() for name in signed.split(";")))
    return Signature(_caller(scope, request), scope["date"], time, names, digits, expires)


def invalid_signature(message: str) -> ErrorResponse:
    """Say that a signature is not good for the request."""
    return ErrorResponse("InvalidSignatureException", 403, message)


def _incomplete(message: str) -> ErrorResponse:
    return ErrorResponse("IncompleteSignatureException", 403, message)


def _caller(scope: re.Match[str], request: HttpRequest) -> Caller:
    service = scope["service"]
    if service not in SERVICES:
        raise invalid_signature(f"The request is signed for {service}, not for {SERVICE}")
    token = request.headers.get(_SECURITY_TOKEN.lower())
    token = token or _presigned(request).get(_SECURITY_TOKEN)
    return Caller(scope["key"], scope["region"], service, token)


def _scope(request: HttpRequest) -> re.Match[str]:
    header = request.headers.get("authorization")
    presigned = _presigned(request)
    if header and presigned:
        raise invalid_signature("The request is signed twice: in a header and in its query")
    if presigned:
        if presigned.get("X-Amz-Algorithm", ALGORITHM) != ALGORITHM:
            raise _incomplete("X-Amz-Algorithm is not that of Signature Version 4")
        scope = _IN_QUERY.fullmatch(presigned.get("X-Amz-Credential", ""))
        if scope is None:
            raise _incomplete("X-Amz-Credential is not a credential scope of Signature Version 4")
        if not presigned.get("X-Amz-Signature"):
            raise _incomplete("The query has no X-Amz-Signature")
        return scope
    if not header:
        raise ErrorResponse(
            "MissingAuthenticationTokenException", 403, "The request has no signature"
        )
    scope = _IN_HEADER.match(header)
    if scope is None:
        raise _incomplete("The Authorization header is not a Signature Version 4 header")
    return scope


def _presigned(request: HttpRequest) -> dict[str, str]:
    """Return the members of a signature in the query; none where the query has none."""
    if _MARK not in request.query:
        return {}
    pairs = [pair.partition("=") for pair in request.query.split("&") if pair.startswith(_MARK)]
    members = {name: unquote(value) for name, _, value in pairs}
    if not any(name in members for name in _PRESIGNED):
        return {}
    if len(members) < len(pairs):
        raise _incomplete("The query has a member of the signature twice")
    return members


def _from_query(members: Mapping[str, str]) -> tuple[str, str, str, int]:
    missing = [name for name in _ALL_PRESIGNED if not members.get(name)]
    if missing:
        raise _incomplete(f"The signature in the query has no {', '.join(missing)}")
    expires = members["X-Amz-Expires"]
    if not expires.isascii() or not expires.isdecimal() or len(expires) > len("604800"):
        raise _incomplete("X-Amz-Expires is not a number of seconds")
    time = _checked(members["X-Amz-Date"])
    return time, members["X-Amz-SignedHeaders"], members["X-Amz-Signature"], int(expires)


def _from_header(headers: Mapping[str, str]) -> tuple[str, str, str, None]:
    pairs = headers["authorization"].removeprefix(ALGORITHM).split(",")
    named = [(name.strip(), value.strip()) for name, _, value in (p.partition("=") for p in pairs)]
    if sorted(name for name, _ in named) != ["Credential", "Signature", "SignedHeaders"]:
        raise _incomplete("The Authorization header is not Credential, SignedHeaders and Signature")
    parts = dict(named)
    return _time_of(headers), parts["SignedHeaders"], parts["Signature"], None


def _time_of(headers: Mapping[str, str]) -> str:
    if (time := headers.get("x-amz-date")) is not None:
        return _checked(time.strip())
    date = headers.get("date")
    if date is None:
        raise _incomplete("A signed request has a header X-Amz-Date or Date")
    if _TIME.fullmatch(date.strip()):
        return _checked(date.strip())
    try:
        # Few say the time in this way, and what reads it takes a while to import.
        moment: datetime = import_module("email.utils").parsedate_to_datetime(date)
        # Without a zone of its own it is UTC, and not the time of this machine.
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return zoned.astimezone(UTC).strftime(TIME_FORM)
    except (ValueError, OverflowError) as error:
        raise _incomplete("The header Date is not a date") from error


def _checked(time: str) -> str:
    try:
        if _TIME.fullmatch(time):
            datetime.strptime(time, TIME_FORM).replace(tzinfo=UTC)
            return time
    except ValueError:
        pass
    raise _incomplete("The time of signing does not read as 20260131T235959Z")
