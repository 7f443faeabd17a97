"""A respx mocker that stands where aiobotocore hands a request to an HTTP library, whichever it is.

Importing this enters the mocker in respx's register; `using="aiobotocore"` names it from then on.
It is a module of its own because the class needs respx to be defined at all, and respx is there
for those alone who test with it.

A mocker of respx patches methods of a library, its targets, while any of its routers is started,
and asks these routers for a response. This one patches where aiobotocore hands over a request, one
layer above the HTTP libraries, so that it does not matter which of them a client sends with.

It also patches without a router of its own. A router of httpx answers clients on httpx and lets
those on aiohttp, which are the default, send to AWS unnoticed. While such a router has the
emulator's route, this mocker stands in the way of aiohttp. It learns when one is routed (`watch`),
but nobody tells it when that router stops: so it looks at each request, and whenever it finds that
no router needs it any more, takes its patches away.
"""

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar
from weakref import WeakSet

import httpx
import respx
from aiobotocore.awsrequest import HttpxAWSResponse
from aiobotocore.httpsession import AIOHTTPSession
from botocore import exceptions
from botocore.awsrequest import HeadersDict
from respx.mocks import Mocker
from respx.models import PassThrough

from aa_sdk.emulator._transports.respx_route import HOSTS, ROUTE

Send = Callable[[Any, Any], Awaitable[Any]]

# What the errors of an HTTP library are to aiobotocore; the first that fits.
_ERRORS: tuple[tuple[type[httpx.TransportError], Any], ...] = (
    (httpx.ReadTimeout, exceptions.ReadTimeoutError),
    (httpx.TimeoutException, exceptions.ConnectTimeoutError),
    (httpx.ConnectError, exceptions.EndpointConnectionError),
    (httpx.TransportError, exceptions.ConnectionClosedError),
)


class AiobotocoreMocker(Mocker):
    """Lets routers answer what aiobotocore would send with aiohttp, httpx or httpx2."""

    name = "aiobotocore"
    targets: ClassVar[list[str]] = [
        "aiobotocore.httpsession.AIOHTTPSession",
        "aiobotocore.httpxsession.HttpxSession",
    ]
    target_methods: ClassVar[list[str]] = ["send"]
    watched: ClassVar[WeakSet[respx.MockRouter]] = WeakSet()
    """Routers of httpx, past which no client on aiohttp may send."""

    @classmethod
    def take_over(cls, router: respx.MockRouter) -> None:
        """Be the mocker of a router that was started before respx knew this one.

        Args:
            router: The router.
        """
        router.Mocker = cls
        cls.register(router)
        cls.start()

    @classmethod
    def watch(cls, router: respx.MockRouter) -> None:
        """Raise for what clients on aiohttp would send past a router of httpx.

        Args:
            router: The router; it counts while it is started and has the emulator's route.
        """
        cls.watched.add(router)
        cls.start()

    @classmethod
    def register(cls, router: respx.Router) -> None:
        """Ask a router from now on; starting one that was taken over changes nothing.

        Args:
            router: The router.
        """
        if router not in cls.routers:
            super().register(router)

    @classmethod
    def stop(cls, force: bool = False) -> None:  # noqa: FBT001, FBT002 # respx's signature
        """Stop patching once no router needs it.

        Args:
            force: Whether to stop although one does.
        """
        if force or not any(ROUTE in router.routes for router in cls.watched):
            super().stop(force)

    @classmethod
    def mock(cls, spec: Send) -> Send:
        """Return what takes the place of the method `send` of aiobotocore's HTTP sessions.

        Args:
            spec: The method.
        """
        ours: Any = cls  # respx leaves the types of its handlers open

        async def send(session: Any, request: Any) -> Any:
            if cls.routers:
                try:
                    return await _respond(request, ours.async_handler)
                except PassThrough:
                    return await spec(session, request)
            if isinstance(session, AIOHTTPSession) and any(map(_is_started, cls.watched)):
                _raise_for_endpoint(request.url)
            cls.stop()  # a watched router that is done does not say so
            return await spec(session, request)

        return send


def _is_started(router: respx.MockRouter) -> bool:
    mocker = router.Mocker
    return mocker is not None and router in mocker.routers and ROUTE in router.routes


def _raise_for_endpoint(url: str) -> None:
    if HOSTS.match(url):
        raise RuntimeError(
            "This client sends with aiohttp, and the respx router of the emulator patches httpx: "
            'use respx.mock(using="aiobotocore"), or a client with transport="httpx".'
        )


async def _respond(request: Any, ask: Callable[[httpx.Request], Awaitable[httpx.Response]]) -> Any:
    """Let routers respond to a request of botocore's, in the form that aiobotocore expects."""
    mocked = httpx.Request(
        request.method,
        request.url,
        headers=[(name, _bytes(value)) for name, value in request.headers.items()],
        content=request.body,
    )
    try:
        response = await ask(mocked)
    except httpx.TransportError as error:
        kind = next(ours for theirs, ours in _ERRORS if isinstance(error, theirs))
        raise kind(endpoint_url=request.url, error=error) from error
    headers = HeadersDict(response.headers)
    return HttpxAWSResponse(request.url, response.status_code, headers, response)


def _bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value
