"""What the network can do to a call, over real sockets, with each HTTP library."""

import inspect
import pickle
import socket
import ssl
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import aiohttp
import anyio
import anyio.abc
import httpx
import pytest
from aiobotocore.config import AioConfig
from aiohttp.http_exceptions import BadStatusLine
from anyio.streams.tls import TLSStream
from botocore import exceptions

from aa_sdk import (
    AccessAnalyzerClient,
    AccessAnalyzerError,
    CredentialsError,
    InvalidRequestError,
    ResponseDecodeError,
    ServiceError,
    TransportError,
)
from aa_sdk._transport._failures.error_mapping import translated
from tests.client import loopback
from tests.fake_service import REGION, FakeService, Reply, new_session, once

pytestmark = pytest.mark.usefixtures("way")

Library = Literal["aiohttp", "httpx"]


@pytest.fixture(params=["aiohttp on asyncio", "httpx on asyncio", "httpx on trio"])
def library(request: pytest.FixtureRequest) -> tuple[Library, str]:
    transport, _, backend = request.param.partition(" on ")
    return transport, backend


def client_of(url: str, transport: Library, **options: Any) -> AccessAnalyzerClient:
    config: Any = once()
    return AccessAnalyzerClient(
        REGION,
        session=new_session(),
        endpoint_url=url,
        transport=transport,
        config=config.merge(AioConfig(**options)),
    )


async def failure(client: AccessAnalyzerClient) -> TransportError:
    with anyio.fail_after(20), pytest.raises(TransportError) as caught:
        await client.list_analyzers()
    return caught.value


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (loopback.hang_up, "closed before the answer was complete"),
        (loopback.reset, "before the answer was complete"),
        (loopback.talk_nonsense, "the answer is not HTTP"),
        (loopback.cut_short, "closed before the answer was complete"),
        (loopback.stay_silent, "timed out after 0.05 s waiting for the answer of http://127.0.0.1"),
    ],
)
def test_a_broken_answer_is_a_transport_error_and_the_client_works_on(
    library: tuple[Library, str], script: loopback.Script, told: str
) -> None:
    transport, backend = library
    patience = {"read_timeout": 0.05} if script is loopback.stay_silent else {}

    async def main() -> None:
        async with (
            loopback.serve(script) as network,
            client_of(network.url, transport, **patience) as client,
        ):
            error = await failure(client)
            assert error.operation == "ListAnalyzers"
            assert told in error.reason
            assert error.__cause__ is not None
            assert "invented-answer" not in str(error)
            assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 (our own)
            network.script = loopback.answer
            assert await client.list_analyzers().collect() == []

    anyio.run(main, backend=backend)


def test_a_refused_connection_is_a_transport_error(library: tuple[Library, str]) -> None:
    transport, backend = library

    async def main() -> None:
        async with client_of(loopback.unused_url(), transport) as client:
            for _ in range(2):
                assert "nothing accepts connections there" in (await failure(client)).reason

    anyio.run(main, backend=backend)


def test_a_name_that_does_not_resolve_is_a_transport_error(
    library: tuple[Library, str], no_such_host: str
) -> None:
    transport, backend = library

    async def main() -> None:
        async with client_of(f"http://{no_such_host}", transport) as client:
            error = await failure(client)
        assert error.reason == f"http://{no_such_host}: the host name cannot be resolved"

    anyio.run(main, backend=backend)


def test_a_server_without_tls_is_a_transport_error(library: tuple[Library, str]) -> None:
    transport, backend = library

    async def main() -> None:
        async with (
            loopback.serve(loopback.speak_no_tls) as network,
            client_of(network.url.replace("http:", "https:"), transport) as client,
        ):
            reason = (await failure(client)).reason
        assert reason.startswith("TLS with https://127.0.0.1")

    anyio.run(main, backend=backend)


def test_a_good_ca_bundle_is_not_blamed(
    library: tuple[Library, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CA_BUNDLE", str(Path(__file__).parent / "self_signed.pem"))
    test_a_server_without_tls_is_a_transport_error(library)


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the server's half of a broken handshake
def test_a_certificate_nobody_vouches_for_is_a_transport_error(
    library: tuple[Library, str],
) -> None:
    transport, backend = library
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(Path(__file__).parent / "self_signed.pem")

    async def main() -> None:
        async def shake_hands(stream: anyio.abc.SocketStream) -> None:
            with suppress(ssl.SSLError):
                await TLSStream.wrap(stream, server_side=True, ssl_context=server)

        async with (
            loopback.serve(shake_hands) as network,
            client_of(network.url.replace("http:", "https:"), transport) as client,
        ):
            reason = (await failure(client)).reason
        assert "certificate of https://127.0.0.1" in reason
        assert "AWS_CA_BUNDLE" in reason

    anyio.run(main, backend=backend)


def test_a_header_that_cannot_be_sent_names_the_keys(library: tuple[Library, str]) -> None:
    transport, backend = library

    async def main() -> None:
        session = new_session(credentials=False)
        session.set_credentials("AKIDEXAMPLE\r\n", "invented-secret", "token\n")
        async with (
            loopback.serve(loopback.answer) as network,
            AccessAnalyzerClient(
                REGION,
                session=session,
                endpoint_url=network.url,
                transport=transport,
                config=once(),
            ) as client,
        ):
            assert "line break" in (await failure(client)).reason

    anyio.run(main, backend=backend)


def test_a_proxy_that_cannot_be_reached_is_a_transport_error(library: tuple[Library, str]) -> None:
    transport, backend = library

    async def main() -> None:
        proxy = loopback.unused_url().replace("//", "//user:invented-password@")
        options = {"proxies": {"http": proxy}}
        async with client_of("http://127.0.0.1:1", transport, **options) as client:
            error = await failure(client)
        assert error.reason.startswith("the proxy http://127.0.0.1:")
        assert "invented-password" not in "".join(traceback.format_exception(error))

    anyio.run(main, backend=backend)


def test_a_proxy_that_opens_no_tunnel_is_told_so(library: tuple[Library, str]) -> None:
    transport, backend = library

    async def refuse(stream: anyio.abc.SocketStream) -> None:
        await loopback.read_request(stream)
        await stream.send(b"HTTP/1.1 407 Who Are You\r\ncontent-length: 0\r\n\r\n")

    async def main() -> None:
        async with loopback.serve(refuse) as proxy:
            options = {"proxies": {"https": proxy.url}}
            async with client_of("https://127.0.0.1:1", transport, **options) as client:
                error = await failure(client)
        assert error.reason.startswith(f"the proxy {proxy.url} cannot be used: it opens no tunnel")

    anyio.run(main, backend=backend)


def test_cancelling_a_call_leaves_a_usable_client(library: tuple[Library, str]) -> None:
    transport, backend = library

    async def main() -> None:
        reached = anyio.Event()

        async def silent(stream: anyio.abc.SocketStream) -> None:
            await loopback.read_request(stream)
            reached.set()
            await stream.receive()

        async def call() -> None:
            await client.list_analyzers()

        async with (
            loopback.serve(silent) as network,
            client_of(network.url, transport) as client,
        ):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(call)
                with anyio.fail_after(20):
                    await reached.wait()
                tasks.cancel_scope.cancel()
            network.script = loopback.answer
            assert await client.list_analyzers().collect() == []

    anyio.run(main, backend=backend)


def made(kind: type[Exception]) -> Exception:
    """An exception of botocore's, whatever it wants to be told."""
    if issubclass(kind, exceptions.ClientError):
        return kind({"Error": {"Code": "X"}}, "ListAnalyzers")
    if issubclass(kind, exceptions.WaiterError):
        waiter: Any = kind
        error: Exception = waiter(name="invented", reason="invented", last_response={})
        return error
    facts: dict[str, Any] = {
        "error": OSError("invented"),
        "endpoint_url": "https://example.invalid",
    }
    while True:
        try:
            return kind(**facts)
        except KeyError as missing:
            facts[missing.args[0]] = "invented"
        except TypeError:
            return kind("invented")


_CLASSES: Any = inspect.getmembers(exceptions, inspect.isclass)
ALL: list[type[Exception]] = [
    kind
    for _, kind in _CLASSES
    if issubclass(kind, exceptions.BotoCoreError | exceptions.ClientError)
]


def test_every_exception_of_botocore_becomes_one_of_ours() -> None:
    for kind in ALL:
        assert isinstance(translated(made(kind), "ListAnalyzers"), AccessAnalyzerError), kind


CAUSES: list[BaseException] = [
    *(kind("invented-answer") for kind in (ValueError, AssertionError, OSError, ssl.SSLError)),
    UnicodeDecodeError("utf-8", b"invented-answer", 0, 1, "x"),
    OSError(113, "x"),
    ssl.SSLCertVerificationError(1, "x"),
    FileNotFoundError(2, "x"),
    TimeoutError(),
    ExceptionGroup("x", [ConnectionRefusedError(111, "x")]),
    *(
        kind("invented-answer")
        for _, kind in inspect.getmembers(httpx, inspect.isclass)
        if issubclass(kind, httpx.HTTPError | httpx.InvalidURL)
        and kind is not httpx.HTTPStatusError
    ),
    aiohttp.ClientPayloadError("invented-answer"),
    aiohttp.ServerDisconnectedError("invented-answer"),
    BadStatusLine("invented-answer"),
    aiohttp.InvalidURL("invented-answer"),
    aiohttp.ServerTimeoutError("invented-answer"),
]


@pytest.mark.parametrize(
    "kind",
    [
        exceptions.HTTPClientError,
        exceptions.EndpointConnectionError,
        exceptions.ConnectionClosedError,
        exceptions.ConnectTimeoutError,
        exceptions.ReadTimeoutError,
        exceptions.SSLError,
        exceptions.ProxyConnectionError,
    ],
)
def test_a_reason_is_a_sentence_that_quotes_no_answer(kind: Any) -> None:
    url = "https://user:invented-password@example.invalid:99/analyzer?x=invented-query"
    for cause in CAUSES:
        ours = translated(kind(endpoint_url=url, proxy_url=url, error=cause), "ListAnalyzers")
        assert isinstance(ours, TransportError), cause
        assert " " in ours.reason, cause
        assert not ours.reason.startswith(type(cause).__name__)
        assert "invented" not in str(ours), cause
        copy = pickle.loads(pickle.dumps(ours))  # noqa: S301 (our own)
        assert (str(copy), vars(copy)) == (str(ours), vars(ours))


def test_an_address_that_is_none_is_not_repeated() -> None:
    for url in ("http://[::1", "http://x:99999", "nonsense"):
        error = exceptions.EndpointConnectionError(endpoint_url=url, error=TimeoutError())
        ours: Any = translated(error, "ListAnalyzers")
        assert url not in ours.reason


def test_what_was_being_handled_at_the_call_is_no_reason() -> None:
    async def main() -> None:
        async with loopback.serve(loopback.hang_up) as network:
            try:
                socket.create_connection(("127.0.0.1", 1))
            except ConnectionRefusedError:
                async with client_of(network.url, "httpx") as client:
                    assert "closed before" in (await failure(client)).reason

    anyio.run(main)


async def test_an_exception_of_botocore_raised_while_sending_does_not_escape() -> None:
    service = FakeService()
    async with service.client(config=once()) as client:
        for kind in ALL:
            service.replies = [made(kind), Reply({"analyzers": []})]
            with pytest.raises(AccessAnalyzerError) as caught:
                await client.list_analyzers()
            assert caught.value.__cause__ is not None, kind
            assert await client.list_analyzers().collect() == []


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("ConnectTimeoutError", TransportError),
        ("ConnectionClosedError", TransportError),
        ("EndpointConnectionError", TransportError),
        ("HTTPClientError", TransportError),
        ("IncompleteReadError", TransportError),
        ("ProxyConnectionError", TransportError),
        ("ReadTimeoutError", TransportError),
        ("ResponseStreamingError", TransportError),
        ("SSLError", TransportError),
        ("NoCredentialsError", CredentialsError),
        ("PartialCredentialsError", CredentialsError),
        ("CredentialRetrievalError", CredentialsError),
        ("TokenRetrievalError", CredentialsError),
        ("UnauthorizedSSOTokenError", CredentialsError),
        ("LoginRefreshRequired", CredentialsError),
        ("ProfileNotFound", CredentialsError),
        ("ConfigParseError", InvalidRequestError),
        ("NoRegionError", InvalidRequestError),
        ("InvalidRegionError", InvalidRequestError),
        ("EndpointResolutionError", InvalidRequestError),
        ("InvalidRetryModeError", InvalidRequestError),
        ("ClientError", ServiceError),
    ],
)
def test_an_exception_of_botocore_has_its_place_in_our_tree(
    name: str, ours: type[AccessAnalyzerError]
) -> None:
    assert isinstance(translated(made(getattr(exceptions, name)), "ListAnalyzers"), ours)


def test_an_answer_botocores_parser_gives_up_on_is_a_decode_error() -> None:
    from botocore.parsers import ResponseParserError  # noqa: PLC0415 (used here alone)

    assert isinstance(translated(ResponseParserError("x"), "ListAnalyzers"), ResponseDecodeError)


@pytest.mark.parametrize("error", [ValueError("x"), KeyError("x"), RuntimeError("x"), TypeError()])
def test_a_programming_error_is_not_dressed_up(error: Exception) -> None:
    assert translated(error, "ListAnalyzers") is None
