"""The emulator behind a real socket, in a thread of its own.

The thread is there for callers that block: boto3 and the AWS CLI wait for a response in the
thread that would otherwise have to give it. It has an event loop, so that a delayed response or a
slow client keeps nobody else waiting.
"""

import asyncio
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from aa_sdk.emulator._control_api.front import Front
from aa_sdk.emulator._protocol.messages import Respond
from aa_sdk.emulator._transports.listening import listen, url_of

if TYPE_CHECKING:
    from collections.abc import Generator


_START_TIMEOUT = 30.0
_GRACE = 1.0
_SETTLING = 10


@contextmanager
def serve(respond: Respond, port: int, host: str, front: Front) -> "Generator[str]":
    """Serve HTTP/1.1 until the block ends.

    Args:
        respond: Responds to a request.
        port: The port; 0 for one that is free.
        host: The name or address to listen at.
        front: Answers what is not for the service.

    Yields:
        The URL.

    Raises:
        OSError: The port is taken, or the host is not this machine's.
    """
    server = _Server(respond, port, host, front)
    thread = threading.Thread(target=server.run, name="access-analyzer-emulator", daemon=True)
    thread.start()
    try:
        yield server.url.result(_START_TIMEOUT)
    finally:
        server.stop()
        thread.join()


class _Server:
    """An event loop that serves, started and stopped from another thread.

    The two threads meet in two places. `url` is set once connections are accepted, or holds what
    keeps that from happening, a port that is taken for one: whoever waits for it gets either.
    `stop` wakes the loop up, which then ends in order, and only after that the thread does: when
    `serve` returns, the port is free and nothing of the server is left. Before `url` is set there
    is no loop to wake up, and a loop that failed has ended by itself.
    """

    def __init__(self, respond: Respond, port: int, host: str, front: Front) -> None:
        self.url: Future[str] = Future()
        self.stop: Callable[[], object] = lambda: None
        self._respond = respond
        self._port = port
        self._host = host
        self._front = front

    def run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as failure:  # noqa: BLE001 (it is raised in the other thread)
            with suppress(InvalidStateError):  # served already, and nobody waits any more
                self.url.set_exception(failure)

    async def _serve(self) -> None:
        # Not needed by those who stay in process, and not quick to import.
        from aiohttp import web  # noqa: PLC0415

        from aa_sdk.emulator._transports.http_handler import Connections  # noqa: PLC0415

        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        connections = Connections(self._respond, self._front)
        runner = web.ServerRunner(connections, shutdown_timeout=_GRACE)
        await runner.setup()
        try:
            listener = listen(self._host, self._port)
            await web.SockSite(runner, listener).start()
            self.stop = lambda: loop.call_soon_threadsafe(stopped.set)
            self.url.set_result(url_of(listener))
            await stopped.wait()
            await _stop_accepting(loop, listener)
        finally:
            await runner.cleanup()
            await _settle()


async def _stop_accepting(loop: asyncio.AbstractEventLoop, listener: socket.socket) -> None:
    """Let connections that are just being accepted become ones that cleaning up knows of.

    asyncio accepts a connection in one turn of the loop and makes a transport of it in a later
    one. A server that is closed in between knows nothing of it, and the socket is left open until
    it is collected as garbage, with a `ResourceWarning`. So first nothing more is accepted, then
    the loop turns a few times, and then the server is closed.
    """
    with suppress(NotImplementedError):  # loops without readers accept in another way
        loop.remove_reader(listener)
    await _settle()


async def _settle() -> None:
    """Let the loop turn until callbacks that call callbacks have run; a few turns are enough."""
    for _ in range(_SETTLING):
        await asyncio.sleep(0)
