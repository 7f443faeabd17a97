"""An aiobotocore session whose clients reach an emulator without a socket.

botocore asks the handlers of its event `before-send` for a response, and sends a request only if
none of them has one. That is the last station before the socket: what the emulator gets has been
built, checked and signed by botocore, and what it returns goes through botocore's parser and
retries, as a response from a socket would. aiobotocore awaits such handlers.
"""

import os
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import SplitResult, urlsplit

import anyio

from aa_sdk.emulator._protocol.messages import HttpRequest, Respond

if TYPE_CHECKING:
    from aiobotocore.session import AioSession


_PORTS = {"http": 80, "https": 443}

_CLIENTS = ("accessanalyzer", "sts", "organizations", "account")


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
    """A response in the form aiobotocore expects of its transports.

    Its HTTP libraries give a body that is read from `raw`, and `content` that is awaited; this
    has both, and no socket behind them. `headers` have to be botocore's own mapping, to which upper
    and lower case are the same.
    """

    def __init__(self, url: str, status: int, headers: Any, body: bytes) -> None:
        self.url: str = url
        self.status_code: int = status
        self.headers: Any = headers
        self.raw: InProcessResponse = self
        self._body = body

    @property
    def content(self) -> Any:
        """An awaitable of the body."""
        return self.read()

    async def read(self) -> bytes:
        """Return the body."""
        return self._body


def open_session(respond: Respond, access_key: str, secret: str, region: str) -> "AioSession":
    """Return a session whose clients of the emulated services are answered by a function.

    The session looks for nothing on this machine: it has credentials of its own, and reads
    neither profiles nor configuration files.

    Args:
        respond: Responds to a request.
        access_key: The access key id it signs with.
        secret: The secret of that key.
        region: The region of clients that name none.
    """
    # Importing aiobotocore takes longer than most tests, so it waits for the first session.
    sessions: Any = import_module("aiobotocore.session")
    # Each of botocore's variables has the name of an entry in a profile, that of an environment
    # variable, a default, and a conversion. Without the two names only the default is left: no
    # profile, and no file to read one from, whatever the environment says.
    session: AioSession = sessions.AioSession(
        session_vars={
            "profile": (None, None, None, None),
            "config_file": (None, None, os.devnull, None),
            "credentials_file": (None, None, os.devnull, None),
            "region": (None, None, region, None),
        }
    )
    set_up: Any = session
    set_up.set_credentials(access_key, secret)
    data_path: str | None = set_up.get_config_variable("data_path")
    set_up.register_component("data_loader", _service_files(data_path))
    for client in _CLIENTS:
        event = f"before-send.{client}"
        set_up.get_component("event_emitter").register(event, _Sender(respond))
    return session


@cache
def _service_files(data_path: str | None) -> Any:
    """Return botocore's reader of service files, the same one for all sessions.

    It remembers what it has read, and reading is most of what the first client of a session
    costs. Tests have an emulator each, and so a session each.
    """
    return import_module("botocore.loaders").create_loader(data_path)


class _Sender:
    """Takes botocore's request off before it goes to a socket."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond
        self._exceptions: Any = import_module("botocore.exceptions")
        self._headers_type: Any = import_module("botocore.awsrequest").HeadersDict

    async def __call__(self, request: PreparedRequest, **_: object) -> InProcessResponse:
        response = self._respond(_read(request))
        # Even without a delay others get their turn, and a cancellation arrives, as they would
        # while a socket is waited for.
        await anyio.sleep(response.delay + response.delivery.seconds)
        body = None if response.dropped else response.delivery.received(response.body)
        if body is None:
            raise self._exceptions.ConnectionClosedError(endpoint_url=request.url)
        headers = self._headers_type(response.headers)
        return InProcessResponse(request.url, response.status, headers, body)


def _read(request: PreparedRequest) -> HttpRequest:
    parts = urlsplit(request.url)
    body = request.body or b""
    headers = {name.lower(): _text(value) for name, value in request.headers.items()}
    headers.setdefault("host", _host(parts))  # which HTTP libraries add, and signatures cover
    return HttpRequest(
        method=request.method,
        path=parts.path,
        query=parts.query,
        headers=headers,
        body=body.encode() if isinstance(body, str) else bytes(body),
    )


def _host(url: SplitResult) -> str:
    host = f"[{url.hostname}]" if ":" in (url.hostname or "") else url.hostname or ""
    usual = _PORTS.get(url.scheme)
    return host if url.port in {None, usual} else f"{host}:{url.port}"


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
