"""Tracing changes classes: while it is on, it sees every request, and its headers are sent."""

import inspect
import logging
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial, wraps
from pathlib import Path
from typing import Any

import pytest
import wrapt
from aiobotocore.client import AioBaseClient
from aiobotocore.endpoint import AioEndpoint, AnyioEndpoint
from aiobotocore.httpsession import AIOHTTPSession
from aiobotocore.httpxsession import HttpxSession
from aiobotocore.signers import AioRequestSigner
from botocore.auth import SigV4Auth
from botocore.client import BaseClient
from botocore.endpoint import Endpoint
from botocore.signers import RequestSigner

import tests
from tests import ways
from tests.client import loopback
from tests.client.conftest import Library
from tests.client.watching import Listener, Wire, watch, why_long

pytestmark = pytest.mark.usefixtures("short")

ROOT = Path(tests.__file__).parent.parent
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
CLASSES: list[type] = [
    Endpoint,
    AioEndpoint,
    AnyioEndpoint,
    RequestSigner,
    AioRequestSigner,
    SigV4Auth,
]


def with_header(wrapped: Any, _: object, arguments: Any, options: Any) -> Any:
    """Propagate a trace as OpenTelemetry does, and X-Ray under another name."""
    (request,) = arguments
    request.headers["traceparent"] = TRACEPARENT
    return wrapped(*arguments, **options)


def passing(wrapped: Any, _: object, arguments: Any, options: Any) -> Any:
    """Add nothing."""
    return wrapped(*arguments, **options)


def by_wrapt(function: Any, how: Any = passing) -> Any:
    return wrapt.FunctionWrapper(function, how)


def by_functools(function: Any) -> Any:
    @wraps(function)
    def wrapper(*arguments: Any, **options: Any) -> Any:
        return function(*arguments, **options)

    return wrapper


@contextmanager
def changed(owner: type, name: str, wrap: Callable[[Any], Any]) -> Generator[None]:
    """Wrap a method, and at the end leave the class as it was."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, wrap(inspect.getattr_static(owner, name)))
        yield


def traced(owner: type) -> Any:
    return changed(owner, "prepare_request", partial(by_wrapt, how=with_header))


@pytest.mark.parametrize("owner", [Endpoint, AioEndpoint])
def test_the_header_of_a_trace_is_sent_while_tracing_is_on(
    owner: type, http: Library, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="aa_sdk")
    wire, changed_classes = Wire(), ["botocore's classes were changed"]

    async def main() -> None:
        async with loopback.serve(wire) as network, http.client(network.url) as client:
            for _ in range(2):
                with traced(owner):  # before there is a client, and between two calls
                    await client.list_analyzers()
                    assert why_long(caplog) == changed_classes
                await client.list_analyzers()
                assert why_long(caplog) == []

    http.run(main)
    assert [head.get("traceparent") for head in wire.heads] == [TRACEPARENT, None] * 2


def test_the_header_is_the_one_that_is_sent_with_a_plain_session(http: Library) -> None:
    wire = Wire()

    async def main() -> None:
        async with loopback.serve(wire) as network:
            for is_short in (True, False):
                ways.choose(is_short=is_short)
                async with http.client(network.url) as client:
                    with traced(AioEndpoint):
                        await client.list_analyzers()

    http.run(main)
    ours, plain = wire.sent
    assert ours == plain
    assert ours["traceparent"] == TRACEPARENT


@pytest.mark.parametrize("wrap", [by_wrapt, by_functools])
@pytest.mark.parametrize("owner", CLASSES)
async def test_a_method_that_was_wrapped_is_not_passed_by(
    owner: type, wrap: Callable[[Any], Any]
) -> None:
    methods = [name for name, member in vars(owner).items() if inspect.isfunction(member)]
    assert methods
    async with watch() as opened:
        assert await opened.way() == "short"
        for name in methods:
            with changed(owner, name, wrap):
                assert await opened.way() == "long", name
        assert await opened.way() == "short"


@pytest.mark.parametrize("wrap", [by_wrapt, by_functools])
@pytest.mark.parametrize("session", [AIOHTTPSession, HttpxSession])
async def test_a_wrapped_library_is_given_requests_as_botocore_makes_them(
    session: type, wrap: Callable[[Any], Any]
) -> None:
    async with watch() as opened:
        with changed(session, "send", wrap):
            assert await opened.way() == "long"
        assert await opened.way() == "short"


@pytest.mark.parametrize("name", ["make_request", "prepare_request"])
@pytest.mark.parametrize("owner", [AioEndpoint, AnyioEndpoint])
async def test_a_method_that_was_inherited_until_now_is_not_passed_by(
    owner: type, name: str
) -> None:
    async with watch() as opened:
        with changed(owner, name, by_wrapt):
            assert await opened.way() == "long"
        assert await opened.way() == "short"


EARLY = """
import anyio, functools, wrapt
from botocore.endpoint import Endpoint

def add(wrapped, _, arguments, options):
    arguments[0].headers["traceparent"] = "early"
    return wrapped(*arguments, **options)

def by_wrapt(function):
    return wrapt.FunctionWrapper(function, add)

def by_functools(function):
    @functools.wraps(function)
    def wrapper(self, request):
        request.headers["traceparent"] = "early"
        return function(self, request)
    return wrapper

Endpoint.prepare_request = WRAP(Endpoint.prepare_request)

from tests.client.watching import watch

async def main():
    async with watch() as opened:
        way = await opened.way()
        print(way, opened.service.requests[0].headers.get("traceparent"))

anyio.run(main)
"""


@pytest.mark.parametrize("wrap", ["by_wrapt", "by_functools"])
def test_what_was_wrapped_before_we_came_is_not_passed_by(wrap: str) -> None:
    code = EARLY.replace("WRAP", wrap)
    child = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert child.stdout.split() == ["long", "early"]


async def test_a_wrapper_around_the_call_runs_and_is_not_in_the_way() -> None:
    called: list[str] = []

    def note(wrapped: Any, _: object, arguments: Any, options: Any) -> Any:
        called.append(arguments[0])
        return wrapped(*arguments, **options)

    with changed(AioBaseClient, "_make_api_call", partial(by_wrapt, how=note)):
        async with watch() as opened:
            assert await opened.way() == "short"
    assert called == ["ListAnalyzers"]


async def test_handlers_that_come_with_every_client_are_called() -> None:
    heard: list[list[object]] = []

    def listening(wrapped: Any, client: Any, arguments: Any, options: Any) -> None:
        wrapped(*arguments, **options)
        for event in ("request-created", "before-send"):
            client.meta.events.register(event, listener)

    with changed(BaseClient, "__init__", partial(by_wrapt, how=listening)):
        for plain in (False, True):
            listener = Listener()
            async with watch(plain=plain) as opened:
                assert await opened.way() == "long"
            heard.append([*listener.calls])
    ours, theirs = heard
    assert ours == theirs
    assert len(ours) == 2
