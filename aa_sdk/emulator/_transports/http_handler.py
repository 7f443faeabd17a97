"""From aiohttp's requests to the emulator's, and back.

It is imported when somebody serves: aiohttp's server is not quick to import.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from aiohttp import web
from aiohttp.http_exceptions import (
    BadHttpMethod,
    HttpProcessingError,
    InvalidHeader,
    InvalidURLError,
    LineTooLong,
)

from aa_sdk.emulator._control_api.front import Front
from aa_sdk.emulator._protocol.delivery import PLAIN
from aa_sdk.emulator._protocol.errors import (
    ErrorResponse,
    bad_request,
    body_too_large,
    header_too_large,
    internal_error,
    unknown_operation,
    url_too_long,
)
from aa_sdk.emulator._protocol.messages import (
    BODY_LIMIT,
    LINE_LIMIT,
    MOST_HEADERS,
    HttpRequest,
    HttpResponse,
    Respond,
)
from aa_sdk.emulator._protocol.uploads import Receiving, chunks_of
from aa_sdk.emulator._protocol.wire import error_response
from aa_sdk.emulator._transports.raw_response import RawResponse

Handle = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]

_logger = logging.getLogger("aa_sdk.emulator")

# aiohttp reads more than the service does. What is too long for the service alone is answered by
# the service, as it is in process, and the connection lives on. The two limits differ, so that an
# error tells which of them it was.
_PARSED_URL = 2 * LINE_LIMIT
_PARSED_HEADER = 2 * LINE_LIMIT + 1
_PARSED_HEADERS = 4 * MOST_HEADERS

_OPTIONS: dict[str, Any] = {
    "access_log": None,
    "logger": _logger,
    # Packed bodies are unpacked by no handler: the service takes none.
    "auto_decompress": False,
    "max_line_size": _PARSED_URL,
    "max_field_size": _PARSED_HEADER,
    "max_headers": _PARSED_HEADERS,
}

_VERSIONS = {(1, 0), (1, 1)}

# How aiohttp quotes the line of a request whose method it does not know.
_ODD_METHOD = re.compile(r"b'([!-~]+ [!-~]+) HTTP/1\.[01]'")


class Connections(web.Server):
    """aiohttp's server, with connections that answer everything in JSON.

    Args:
        respond: Responds to a request.
        front: Answers what is not for the service.
    """

    def __init__(self, respond: Respond, front: Front) -> None:
        super().__init__(handler(respond, front))

    def __call__(self) -> web.RequestHandler:
        """Return what serves one connection."""
        return Connection(self, loop=asyncio.get_running_loop(), **_OPTIONS)


class Connection(Receiving):
    """One connection, whose malformed requests are answered as the service answers."""

    def handle_error(
        self,
        request: web.BaseRequest,  # noqa: ARG002 (the signature is aiohttp's)
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 (the same)
    ) -> web.StreamResponse:
        """Return the response to what cannot be read, or where a handler failed."""
        if isinstance(exc, HttpProcessingError):
            return refusal(_said_of(exc))
        _logger.error("the server failed with status %s", status, exc_info=exc)
        return refusal(internal_error())


def _said_of(malformed: HttpProcessingError) -> ErrorResponse:
    if isinstance(malformed, LineTooLong):
        return url_too_long() if malformed.args[1] == _PARSED_URL else header_too_large()
    if isinstance(malformed, BadHttpMethod) and (line := _ODD_METHOD.search(malformed.message)):
        method, _, target = line[1].partition(" ")
        return unknown_operation(method, target.partition("?")[0])
    if isinstance(malformed, InvalidURLError):
        return bad_request("its URL is not one")
    if isinstance(malformed, InvalidHeader):  # whose text has the header, which may be a secret
        return bad_request("a header holds what it may not")
    # What comes after the first line is a part of the request.
    return bad_request(malformed.message.partition("\n")[0].rstrip(":. "))


def refusal(error: ErrorResponse) -> web.StreamResponse:
    """Return the response to a request that does not get to the service.

    The connection ends with it: nobody knows where the next request would begin.

    Args:
        error: What is wrong.
    """
    return RawResponse(error_response(error, str(uuid4())))


def handler(respond: Respond, front: Front) -> Handle:
    """Return what handles aiohttp's requests.

    Args:
        respond: Responds to a request.
        front: Answers what is not for the service.
    """
    service = front.respond(respond)

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        connection = request.protocol
        assert isinstance(connection, Connection)  # noqa: S101 (made above)
        connection.begin_upload(request.content)
        try:
            if request.version not in _VERSIONS:
                raise bad_request("its version of HTTP is neither 1.0 nor 1.1")
            if (answered := await front.answer(request)) is not None:
                return answered
            body = await _body(request)
        except ErrorResponse as error:
            return refusal(error)
        except ConnectionError:
            return refusal(bad_request("its client has gone"))  # which nobody reads
        response = await service(_read(request, body))
        if response.delay:
            await asyncio.sleep(response.delay)
        if response.dropped and request.transport is not None:
            # Closed without a word: what is written after this goes nowhere.
            request.transport.abort()
        return written(response)

    return handle


def written(response: HttpResponse) -> web.StreamResponse:
    """Return a response in the form that aiohttp writes.

    Args:
        response: The response.
    """
    if response.delivery != PLAIN:
        return RawResponse(response)
    return web.Response(body=response.body, status=response.status, headers=response.headers)


async def _body(request: web.BaseRequest) -> bytes:
    """Read a body; of one that is too large, only so much that this can be told.

    Raises:
        ErrorResponse: There is none.
        ConnectionError: The client has gone.
    """
    body = bytearray()
    async for chunk in chunks_of(request, BODY_LIMIT, body_too_large()):
        body += chunk
        if len(body) > BODY_LIMIT:
            break
    return bytes(body)


def _read(request: web.BaseRequest, body: bytes) -> HttpRequest:
    # The path as it was sent: encoded slashes in an ARN are not slashes of the path. No parser
    # of URLs takes every path that a client may send.
    target = request.raw_path
    if "://" in target.partition("?")[0] and not target.startswith("/"):  # as for a proxy
        target = "/" + target.partition("://")[2].partition("/")[2]
    path, _, query = target.partition("?")
    headers: dict[str, str] = {}
    for name, value in request.headers.items():
        key = name.lower()
        headers[key] = f"{headers[key]},{value}" if key in headers else value
    return HttpRequest(request.method, path, query, headers, body)
