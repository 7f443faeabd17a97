"""An aiobotocore session whose Access Analyzer clients reach an emulator without a socket."""

import os
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import anyio

from aa_sdk.emulator._protocol.messages import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from aiobotocore.session import AioSession


_EVENT = "before-send.accessanalyzer"


class PreparedRequest(Protocol):
    """What is used of botocore's request."""

    method: str
    """The HTTP method."""
    url: str
    """The URL."""
    headers: Any
    """The headers, as botocore keeps them."""
    body: Any
    """The body: bytes, text or None."""


class InProcessResponse:
    """A response in the form aiobotocore expects of its transports."""

    def __init__(self, url: str, response: HttpResponse, headers: Any) -> None:
        """Take a response of the emulator.

        Args:
            url: The URL of the request.
            response: The response.
            headers: Its headers in botocore's own mapping.
        """
        self.url: str = url
        self.status_code: int = response.status
        self.headers: Any = headers
        self.raw: InProcessResponse = self
        self._body = response.body

    @property
    def content(self) -> Any:
        """An awaitable of the body."""
        return self.read()

    async def read(self) -> bytes:
        """Return the body."""
        return self._body


def open_session(
    answer: Callable[[HttpRequest], HttpResponse], access_key: str, region: str
) -> "AioSession":
    """Return a session whose Access Analyzer clients get their answers from a function.

    The session looks for nothing on this machine: it has credentials of its own, and reads
    neither profiles nor configuration files.

    Args:
        answer: Answers a request.
        access_key: The access key id it signs with.
        region: The region of clients that name none.
    """
    # Importing aiobotocore takes longer than most tests, so it waits for the first session.
    sessions: Any = import_module("aiobotocore.session")
    session: AioSession = sessions.AioSession(
        session_vars={
            "profile": (None, None, None, None),
            "config_file": (None, None, os.devnull, None),
            "credentials_file": (None, None, os.devnull, None),
            "region": (None, None, region, None),
        }
    )
    set_up: Any = session
    set_up.set_credentials(access_key, "invented-secret")
    set_up.get_component("event_emitter").register(_EVENT, _Sender(answer))
    return session


class _Sender:
    """Takes botocore's request off before it goes to a socket."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer
        self._exceptions: Any = import_module("botocore.exceptions")
        self._headers_type: Any = import_module("botocore.awsrequest").HeadersDict

    async def __call__(self, request: PreparedRequest, **_: object) -> InProcessResponse:
        response = self._answer(_read(request))
        # Even without a delay others get their turn, and a cancellation arrives, as they would
        # while a socket is waited for.
        await anyio.sleep(response.delay)
        if response.dropped:
            raise self._exceptions.ConnectionClosedError(endpoint_url=request.url)
        return InProcessResponse(request.url, response, self._headers_type(response.headers))


def _read(request: PreparedRequest) -> HttpRequest:
    parts = urlsplit(request.url)
    body = request.body or b""
    return HttpRequest(
        method=request.method,
        path=parts.path,
        query=parts.query,
        headers={name.lower(): _text(value) for name, value in request.headers.items()},
        body=body.encode() if isinstance(body, str) else bytes(body),
    )


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
