"""Servers on the loopback interface that misbehave as networks do."""

import socket
import struct
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import anyio
import anyio.abc

Script = Callable[[anyio.abc.SocketStream], Awaitable[None]]

GOOD_BODY = b'{"analyzers": []}'


def response(body: bytes, *, length: int | None = None) -> bytes:
    """An HTTP response, its length as it is or as it is claimed to be."""
    claimed = len(body) if length is None else length
    head = f"HTTP/1.1 200 OK\r\ncontent-length: {claimed}\r\nconnection: close\r\n\r\n"
    return head.encode() + body


async def answer(stream: anyio.abc.SocketStream) -> None:
    """Answer as the service does."""
    await read_request(stream)
    await stream.send(response(GOOD_BODY))


async def hang_up(stream: anyio.abc.SocketStream) -> None:
    """Read the request and close the connection."""
    await read_request(stream)


async def reset(stream: anyio.abc.SocketStream) -> None:
    """Read the request and reset the connection."""
    await read_request(stream)
    raw: socket.socket = stream.extra(anyio.abc.SocketAttribute.raw_socket)  # noqa: S610 (no database)
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def talk_nonsense(stream: anyio.abc.SocketStream) -> None:
    """Answer with what is no HTTP."""
    await read_request(stream)
    await stream.send(b"nonsense \x00\xff invented-answer\r\n\r\n")


async def speak_no_tls(stream: anyio.abc.SocketStream) -> None:
    """Answer a handshake with plain text."""
    await stream.receive()
    await stream.send(response(GOOD_BODY))


async def cut_short(stream: anyio.abc.SocketStream) -> None:
    """Send less than was announced."""
    await read_request(stream)
    await stream.send(response(GOOD_BODY, length=1000))


async def stay_silent(stream: anyio.abc.SocketStream) -> None:
    """Answer nothing until the client gives up."""
    await read_request(stream)
    await stream.receive()


def keep_alive(hung_up: Callable[[], object]) -> Script:
    """Answer, keep the connection, and say when the client has hung up."""

    async def script(stream: anyio.abc.SocketStream) -> None:
        await read_request(stream)
        await stream.send(response(GOOD_BODY).replace(b"connection: close\r\n", b""))
        try:
            await stream.receive()
        except (anyio.EndOfStream, anyio.BrokenResourceError):
            hung_up()

    return script


async def read_request(stream: anyio.abc.SocketStream) -> tuple[bytes, bytes]:
    """Read one request: its head, without the empty line, and its body."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += await stream.receive()
    head, _, body = received.partition(b"\r\n\r\n")
    while len(body) < int(headers_of(head).get("content-length", "0")):
        body += await stream.receive()
    return head, body


def headers_of(head: bytes) -> dict[str, str]:
    """The headers of a request's head, their names in lower case."""
    _, *lines = head.decode().split("\r\n")
    return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}


@dataclass
class Network:
    """A server whose behaviour may be changed while it runs."""

    url: str
    script: Script
    """What it does with each connection."""

    async def play(self, stream: anyio.abc.SocketStream) -> None:
        async with stream:
            # A client that has gone away is nothing to complain of.
            with suppress(anyio.EndOfStream, anyio.BrokenResourceError):
                await self.script(stream)


@asynccontextmanager
async def serve(script: Script) -> AsyncGenerator[Network]:
    """Listen on a free port until the block ends."""
    listener: Any = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port: int = listener.extra(anyio.abc.SocketAttribute.local_port)  # noqa: S610 (no database)
    network = Network(f"http://127.0.0.1:{port}", script)
    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, network.play)
        yield network
        tasks.cancel_scope.cancel()


def unused_url() -> str:
    """A URL on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"
