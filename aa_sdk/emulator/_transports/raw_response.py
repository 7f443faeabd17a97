"""Responses that are written as they are, below aiohttp, which would put them right."""

import asyncio
import math
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter

from aa_sdk.emulator._protocol.messages import HttpResponse

_FEWEST_PIECES = 10

# Closing at once, with what the other side has not read yet: the connection is reset.
_RESET = struct.pack("ii", 1, 0)


class RawResponse(web.StreamResponse):
    """Writes a response as its `delivery` says, and has the connection closed.

    aiohttp sees to it that lengths are right, that bodies are framed, and that the version is the
    request's; it asks a response to prepare itself, which for others means headers, and here means
    all there is.

    Args:
        response: The response.
    """

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self._response = response
        self.force_close()

    async def prepare(self, request: web.BaseRequest) -> None:
        """Write all of it.

        Raises:
            ConnectionError: The client has gone.
        """
        transport, writer = request.transport, request.writer
        if transport is None:
            raise ConnectionResetError
        await writer.write(_head(self._response))
        if request.method != "HEAD":
            await self._write_body(writer)
        # Until all of it is with the operating system.
        transport.set_write_buffer_limits(0)
        await writer.drain()
        if self._response.delivery.reset_after is not None:
            _reset(transport)

    async def write_eof(self, data: bytes = b"") -> None:
        """Do nothing: it is written."""

    async def _write_body(self, writer: AbstractStreamWriter) -> None:
        delivery = self._response.delivery
        pieces = list(_pieces(delivery.sent(self._response.body), delivery.seconds))
        for piece in pieces:
            if delivery.seconds:
                await asyncio.sleep(delivery.seconds / len(pieces))
            await writer.write(_chunk(piece) if delivery.framing == "chunked" else piece)
        if delivery.framing == "chunked" and delivery.reset_after is None:
            await writer.write(_chunk(b""))


def _head(response: HttpResponse) -> bytes:
    delivery = response.delivery
    lines = [f"HTTP/{'1.0' if delivery.old_version else '1.1'} {_status(response.status)}"]
    lines += [f"{name}: {value}" for name, value in response.headers.items()]
    if delivery.framing == "length":
        lines.append(f"Content-Length: {delivery.stated_length(response.body)}")
    elif delivery.framing == "chunked":
        lines.append("Transfer-Encoding: chunked")
    if not delivery.old_version:
        lines.append("Connection: close")
    return "\r\n".join((*lines, "\r\n")).encode()


def _status(status: int) -> str:
    known = status in HTTPStatus.__members__.values()
    return f"{status} {HTTPStatus(status).phrase if known else ''}"


def _pieces(body: bytes, seconds: float) -> Iterator[bytes]:
    """Cut a body for how long it is to take: pauses are a second at most, if there are bytes."""
    count = max(_FEWEST_PIECES, math.ceil(seconds)) if seconds else 1
    size = max(1, len(body) // count)
    return (body[start : start + size] for start in range(0, len(body), size))


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def _reset(transport: asyncio.Transport) -> None:
    open_socket: socket.socket = transport.get_extra_info("socket")
    with suppress(OSError):  # where the client has closed it by now
        open_socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    transport.abort()
