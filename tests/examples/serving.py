"""A server for an application in process: requests, responses taken bit by bit, a shutdown."""

import json
from collections.abc import AsyncGenerator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import anyio
from anyio.abc import TaskGroup

Message = MutableMapping[str, Any]
Application = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]
ASGI = {"version": "3.0", "spec_version": "2.3"}  # what uvicorn says of itself


@dataclass
class Answer:
    """A response."""

    status: int
    headers: dict[str, str]
    body: bytes = b""

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.body.splitlines()]


class Exchange:
    """A request, and its response as far as it was taken: no more of it is asked for."""

    def __init__(self, scope: Message, body: bytes) -> None:
        self._scope = scope
        self._request: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
        self._disconnected = anyio.Event()
        self._offer, self._offered = anyio.create_memory_object_stream[Message](0)
        self.ended = anyio.Event()
        """Set when the application has done with the request."""

    async def run(self, application: Application) -> None:
        with self._offer, self._offered:
            await application(self._scope, self._receive, self._offer.send)
        self.ended.set()

    async def begun(self) -> Answer:
        """Take the status and the headers."""
        start = await self._offered.receive()
        headers = {name.decode(): value.decode() for name, value in start["headers"]}
        return Answer(start["status"], headers)

    async def chunk(self) -> bytes:
        """Take the next bit of the body; empty at its end."""
        message = await self._offered.receive()
        body: bytes = message.get("body", b"")
        return body

    async def whole(self) -> Answer:
        """Take everything."""
        answer = await self.begun()
        while True:
            message = await self._offered.receive()
            answer.body += message.get("body", b"")
            if not message.get("more_body"):
                return answer

    def disconnect(self) -> None:
        """Go away without taking the rest."""
        self._disconnected.set()

    async def _receive(self) -> Message:
        if self._request:
            return self._request.pop()
        await self._disconnected.wait()
        return {"type": "http.disconnect"}


@dataclass
class Served:
    """An application that has been started."""

    application: Application
    _tasks: TaskGroup
    _state: dict[str, Any] = field(default_factory=dict[str, Any])
    _stop: anyio.Event = field(default_factory=anyio.Event)
    _started: anyio.Event = field(default_factory=anyio.Event)
    _stopped: anyio.Event = field(default_factory=anyio.Event)

    def open(self, target: str, method: str = "GET", body: Any = None) -> Exchange:
        """Send a request."""
        parts = urlsplit(target)
        scope = {
            "type": "http",
            "asgi": ASGI,
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(b"host", b"findings.test"), (b"content-type", b"application/json")],
            "client": ("127.0.0.1", 40000),
            "server": ("127.0.0.1", 8000),
            "state": dict(self._state),
        }
        exchange = Exchange(scope, b"" if body is None else json.dumps(body).encode())
        self._tasks.start_soon(exchange.run, self.application)
        return exchange

    async def get(self, target: str) -> Answer:
        return await self.open(target).whole()

    async def post(self, target: str, body: Any) -> Answer:
        return await self.open(target, "POST", body).whole()

    async def start(self) -> None:
        self._tasks.start_soon(self._live)
        await self._started.wait()

    async def stop(self) -> None:
        self._stop.set()
        await self._stopped.wait()

    async def _live(self) -> None:
        scope = {"type": "lifespan", "asgi": ASGI, "state": self._state}
        events = iter(("lifespan.startup", "lifespan.shutdown"))
        told = {
            "lifespan.startup.complete": self._started,
            "lifespan.shutdown.complete": self._stopped,
        }

        async def receive() -> Message:
            kind = next(events)
            if kind == "lifespan.shutdown":
                await self._stop.wait()
            return {"type": kind}

        async def send(message: Message) -> None:
            told[message["type"]].set()

        await self.application(scope, receive, send)


@asynccontextmanager
async def serving(application: Application) -> AsyncGenerator[Served]:
    """Start an application, and stop it afterwards."""
    async with anyio.create_task_group() as tasks:
        served = Served(application, tasks)
        await served.start()
        yield served
        await served.stop()
