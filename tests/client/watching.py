"""A call as others see it: the way it takes, and what reaches those who listen and the server."""

from collections import Counter
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import anyio.abc
import pytest
from aiobotocore.config import AioConfig

from aa_sdk import AccessAnalyzerClient
from tests import ways
from tests.client import loopback
from tests.fake_service import FakeService, Reply, Sent, botocore_client_of, new_session

GOOD = Reply({"analyzers": []})


class Service(FakeService):
    """Keeps the addresses too."""

    def __init__(self) -> None:
        super().__init__(GOOD)
        self.urls: list[str] = []

    async def __call__(self, request: Any, **more: Any) -> Any:
        self.urls.append(request.url)
        return await super().__call__(request, **more)


class Watched:
    """A client, and the service that it calls."""

    def __init__(self, service: Service, client: AccessAnalyzerClient) -> None:
        self.service = service
        self.client = client

    @property
    def events(self) -> Any:
        """The events of the botocore client, once there was a call."""
        return botocore_client_of(self.client).meta.events

    async def way(self) -> str:
        """Make a call, and name the way it took."""
        return await way_of(self.client)

    @property
    def sent(self) -> list[object]:
        """What reached the service, without what differs between any two requests."""
        requests = zip(self.service.urls, self.service.requests, strict=True)
        return [(url, *comparable(request)) for url, request in requests]


async def way_of(client: AccessAnalyzerClient) -> str:
    """Make a call that is sent once, and name the way it took."""
    before = Counter(short=ways.current.short, long=ways.current.long)
    await client.list_analyzers(max_results=1).page()
    after = Counter(short=ways.current.short, long=ways.current.long)
    (way,) = (after - before).elements()
    return way


def session_of(*, plain: bool) -> Any:
    """A session of aiobotocore's own, or one whose clients may take the short way."""
    ways.choose(is_short=not plain)
    session = new_session()
    ways.choose(is_short=True)  # under both, the library notes what it is given
    return session


@asynccontextmanager
async def watch(
    prepare: Callable[[Any], object] = lambda _: None,
    *,
    plain: bool = False,
    config: AioConfig | None = None,
    **options: Any,
) -> AsyncGenerator[Watched]:
    """Open a client.

    Args:
        prepare: Given the session before there is a client.
        plain: Whether the session is aiobotocore's own.
        config: The client's configuration.
        options: The client's other arguments.
    """
    session, service = session_of(plain=plain), Service()
    prepare(session)
    async with service.client(session=session, config=config, **options) as client:
        yield Watched(service, client)


_MOMENTS = ("amz-sdk-invocation-id", "date", "x-amz-date")


async def watched(**how: Any) -> tuple[str, list[object]]:
    """Open a client, make a call, and return its way and what reached the service."""
    async with watch(**how) as opened:
        return await opened.way(), opened.sent


def comparable(request: Sent) -> tuple[object, ...]:
    """Return what two requests for the same have in common."""
    return (*request.on_the_wire(), _without_moments(request.headers))


def _without_moments(headers: Mapping[str, str]) -> dict[str, str]:
    """Leave out times and ids; of a signature stays what it covers."""
    signature = headers.get("authorization", "")
    moments = {name: "" for name in headers if name in _MOMENTS}
    covered = signature.partition("SignedHeaders=")[2].partition(",")[0]
    return {**headers, **moments, "authorization": covered}


class Listener:
    """A handler that keeps what it is called with."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, list[str]]] = []

    def __call__(self, event_name: str, **arguments: Any) -> None:
        self.calls.append((event_name, sorted(arguments)))


class Wire:
    """A server on a socket that keeps the heads of the requests."""

    def __init__(self) -> None:
        self.heads: list[dict[str, str]] = []

    async def __call__(self, stream: anyio.abc.SocketStream) -> None:
        head, _ = await loopback.read_request(stream)
        line = head.decode().partition("\r\n")[0]
        self.heads.append({"request": line, **loopback.headers_of(head)})
        await stream.send(loopback.response(loopback.GOOD_BODY))

    @property
    def sent(self) -> list[dict[str, str]]:
        """The heads without what differs between any two requests."""
        return [_without_moments(head) for head in self.heads]


def why_long(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Say for each call since this was asked, if it was sent by botocore, why."""
    reasons = [line.partition(", since ") for line in caplog.messages]
    caplog.clear()
    return [reason for _, separator, reason in reasons if separator]
