"""The emulator behind a real socket on 127.0.0.1, in a thread of its own."""

import asyncio
import logging
import socket
import threading
from collections.abc import Awaitable, Callable
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from aa_sdk.emulator._protocol.messages import HttpRequest, HttpResponse
from aa_sdk.emulator._service import BODY_LIMIT

if TYPE_CHECKING:
    from collections.abc import Generator

    from aiohttp import web


HOST = "127.0.0.1"
"""The only address that is listened on."""

_START_TIMEOUT = 30.0
_GRACE = 1.0
_SETTLING = 10
_BACKLOG = 1024

Answer = Callable[[HttpRequest], HttpResponse]

_logger = logging.getLogger("aa_sdk.emulator")


@contextmanager
def serve(answer: Answer, port: int) -> "Generator[str]":
    """Serve HTTP/1.1 until the block ends.

    Args:
        answer: Answers a request.
        port: The port; 0 for one that is free.

    Yields:
        The URL.

    Raises:
        OSError: The port is taken.
    """
    server = _Server(answer, port)
    thread = threading.Thread(target=server.run, name="access-analyzer-emulator", daemon=True)
    thread.start()
    try:
        yield server.url()
    finally:
        server.stop()
        thread.join()


class _Server:
    """An event loop that serves, started and stopped from another thread."""

    def __init__(self, answer: Answer, port: int) -> None:
        self._answer = answer
        self._port = port
        self._url = ""
        self._failure: BaseException | None = None
        self._ready = threading.Event()
        self._stop: Callable[[], object] = lambda: None

    def url(self) -> str:
        """Return the URL once it is served, or raise what keeps it from being so."""
        self._ready.wait(_START_TIMEOUT)
        if self._failure is not None:
            raise self._failure
        return self._url

    def stop(self) -> None:
        self._stop()

    def run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as failure:  # noqa: BLE001 (it is raised in the other thread)
            self._failure = failure
            self._ready.set()

    async def _serve(self) -> None:
        # Not needed by those who stay in process, and not quick to import.
        from aiohttp import web  # noqa: PLC0415

        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        # Packed bodies are unpacked by no handler: the service takes none.
        server = web.Server(
            _handler(self._answer), access_log=None, logger=_logger, auto_decompress=False
        )
        runner = web.ServerRunner(server, shutdown_timeout=_GRACE)
        await runner.setup()
        try:
            listener = socket.create_server((HOST, self._port), backlog=_BACKLOG)
            await web.SockSite(runner, listener).start()
            self._url = f"http://{HOST}:{listener.getsockname()[1]}"
            self._stop = lambda: loop.call_soon_threadsafe(stopped.set)
            self._ready.set()
            await stopped.wait()
            await _stop_accepting(loop, listener)
        finally:
            await runner.cleanup()
            await _settle()


async def _stop_accepting(loop: asyncio.AbstractEventLoop, listener: socket.socket) -> None:
    """Let connections that are just being accepted become ones that cleaning up knows of.

    asyncio leaks a connection that it accepted right before its server is closed.
    """
    with suppress(NotImplementedError):  # loops without readers accept in another way
        loop.remove_reader(listener)
    await _settle()


async def _settle() -> None:
    for _ in range(_SETTLING):
        await asyncio.sleep(0)


def _handler(answer: Answer) -> "Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]":
    from aiohttp import web  # noqa: PLC0415 (the same)

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        response = answer(_message(request, await _body(request)))
        if response.delay:
            await asyncio.sleep(response.delay)
        if response.dropped and request.transport is not None:
            # Closed without a word: what aiohttp writes after this goes nowhere.
            request.transport.abort()
        return web.Response(body=response.body, status=response.status, headers=response.headers)

    return handle


async def _body(request: "web.BaseRequest") -> bytes:
    """Read a body; of one that is too large, only so much that this can be told."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > BODY_LIMIT:
            break
    return bytes(body)


def _message(request: "web.BaseRequest", body: bytes) -> HttpRequest:
    # The path as it was sent: encoded slashes in an ARN are not slashes of the path. No parser
    # of URLs takes every path that a client may send.
    target = request.raw_path
    if not target.startswith("/"):  # a whole URL, as for a proxy
        target = "/" + target.partition("://")[2].partition("/")[2]
    path, _, query = target.partition("?")
    headers = {name.lower(): value for name, value in request.headers.items()}
    return HttpRequest(request.method, path, query, headers, body)
