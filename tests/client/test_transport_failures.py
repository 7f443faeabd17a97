"""What the network can do to a call, over real sockets, with each HTTP library."""

import inspect
import pickle
import traceback
from typing import Any, Literal

import anyio
import pytest
from aiobotocore.config import AioConfig
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
from aa_sdk._transport.failures import translated
from tests.client import loopback
from tests.fake_service import REGION, FakeService, Reply, new_session, once

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
    "script",
    [
        loopback.hang_up,
        loopback.reset,
        loopback.talk_nonsense,
        loopback.cut_short,
        loopback.stay_silent,
    ],
)
def test_a_broken_answer_is_a_transport_error_and_the_client_works_on(
    library: tuple[Library, str], script: loopback.Script
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
            assert error.reason
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
            await failure(client)
            await failure(client)

    anyio.run(main, backend=backend)


def test_a_name_that_does_not_resolve_is_a_transport_error(
    library: tuple[Library, str], no_such_host: str
) -> None:
    transport, backend = library

    async def main() -> None:
        async with client_of(f"http://{no_such_host}", transport) as client:
            await failure(client)

    anyio.run(main, backend=backend)


def test_a_server_without_tls_is_a_transport_error(library: tuple[Library, str]) -> None:
    transport, backend = library

    async def main() -> None:
        async with (
            loopback.serve(loopback.speak_no_tls) as network,
            client_of(network.url.replace("http:", "https:"), transport) as client,
        ):
            await failure(client)

    anyio.run(main, backend=backend)


def test_a_proxy_that_cannot_be_reached_is_a_transport_error(library: tuple[Library, str]) -> None:
    transport, backend = library

    async def main() -> None:
        proxy = loopback.unused_url().replace("//", "//user:invented-password@")
        options = {"proxies": {"http": proxy}}
        async with client_of("http://127.0.0.1:1", transport, **options) as client:
            error = await failure(client)
        assert "invented-password" not in "".join(traceback.format_exception(error))

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


ALL = [
    kind
    for _, kind in inspect.getmembers(exceptions, inspect.isclass)
    if issubclass(kind, exceptions.BotoCoreError | exceptions.ClientError)
]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_every_exception_of_botocore_becomes_one_of_ours(kind: type[Exception]) -> None:
    assert isinstance(translated(made(kind), "ListAnalyzers"), AccessAnalyzerError)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
async def test_an_exception_of_botocore_raised_while_sending_does_not_escape(
    kind: type[Exception],
) -> None:
    service = FakeService(made(kind), Reply({"analyzers": []}))
    async with service.client(config=once()) as client:
        with pytest.raises(AccessAnalyzerError) as caught:
            await client.list_analyzers()
        assert caught.value.__cause__ is not None
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
