"""What is signed for one host never travels to another."""

import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import anyio.abc
import pytest
import trustme
from aiobotocore.httpsession import AIOHTTPSession
from anyio.streams.tls import TLSListener

from aa_sdk import AccessAnalyzerClient, ServiceError
from tests.client import loopback
from tests.client.conftest import Library

pytestmark = pytest.mark.usefixtures("way")

REDIRECTS = [301, 302, 303, 307, 308]


def redirect(status: int, location: str) -> bytes:
    """An answer that sends the caller elsewhere."""
    head = f"HTTP/1.1 {status} Elsewhere\r\nlocation: {location}/analyzer\r\n"
    return f"{head}content-length: 2\r\nconnection: close\r\n\r\n{{}}".encode()


class Other:
    """A second server, which would answer as the service does, and counts who comes."""

    def __init__(self) -> None:
        self.connections = 0

    async def __call__(self, stream: anyio.abc.SocketStream) -> None:
        self.connections += 1
        await loopback.answer(stream)


async def refused(client: AccessAnalyzerClient) -> list[int]:
    """The statuses of a GET, a PUT and a POST."""
    statuses: list[int] = []
    for call in (
        client.list_analyzers().collect,
        lambda: client.create_analyzer(analyzer_name="sample", type="ACCOUNT"),
        lambda: client.start_resource_scan(
            analyzer_arn="arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/sample",
            resource_arn="arn:aws:s3:::sample",
        ),
    ):
        with anyio.fail_after(20), pytest.raises(ServiceError) as caught:
            await call()
        statuses.append(caught.value.status_code)
    return statuses


@pytest.mark.parametrize("status", REDIRECTS)
def test_a_redirect_is_an_error_and_no_other_server_is_asked(http: Library, status: int) -> None:
    other = Other()

    async def main() -> None:
        async with loopback.serve(other) as elsewhere:

            async def send_away(stream: anyio.abc.SocketStream) -> None:
                await loopback.read_request(stream)
                await stream.send(redirect(status, elsewhere.url))

            async with loopback.serve(send_away) as first, http.client(first.url) as client:
                assert await refused(client) == [status] * 3

    http.run(main)
    assert other.connections == 0


def test_a_redirect_after_good_answers_is_an_error_too(http: Library) -> None:
    other = Other()

    async def main() -> None:
        async with loopback.serve(other) as elsewhere, loopback.serve(loopback.answer) as first:

            async def send_away(stream: anyio.abc.SocketStream) -> None:
                await loopback.read_request(stream)
                await stream.send(redirect(307, elsewhere.url))

            async with http.client(first.url) as client:
                assert await client.list_analyzers().collect() == []
                first.script = send_away
                assert await refused(client) == [307] * 3
                first.script = loopback.answer
                assert await client.list_analyzers().collect() == []

    http.run(main)
    assert other.connections == 0


async def test_a_session_class_of_the_callers_own_follows_none_either() -> None:
    sent, other = list[str](), Other()

    class Watched(AIOHTTPSession):  # type: ignore[misc]  # aiobotocore ships no types
        async def send(self, request: Any) -> Any:
            sent.append(request.method)
            parent: Any = super()
            return await parent.send(request)

    async with loopback.serve(other) as elsewhere:

        async def send_away(stream: anyio.abc.SocketStream) -> None:
            await loopback.read_request(stream)
            await stream.send(redirect(307, elsewhere.url))

        library = Library("auto", "asyncio")
        async with (
            loopback.serve(send_away) as first,
            library.client(first.url, http_session_cls=Watched) as client,
        ):
            assert await refused(client) == [307] * 3
    assert sent == ["GET", "PUT", "POST"]
    assert other.connections == 0


def test_a_redirect_by_a_proxy_is_an_error(http: Library) -> None:
    other, requests = Other(), list[bytes]()

    async def main() -> None:
        async with loopback.serve(other) as elsewhere:

            async def proxy(stream: anyio.abc.SocketStream) -> None:
                requests.append(await stream.receive())
                await stream.send(redirect(307, elsewhere.url))

            async with (
                loopback.serve(proxy) as first,
                http.client("http://127.0.0.1:9", proxies={"http": first.url}) as client,
            ):
                assert await refused(client) == [307] * 3

    http.run(main)
    assert requests[0].startswith(b"GET http://127.0.0.1:9")  # a proxy is told the host too
    assert other.connections == 0


@asynccontextmanager
async def serve_tls(script: Any, authority: trustme.CA) -> AsyncGenerator[str]:
    """Serve a script over TLS and give its URL."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate: Any = authority.issue_cert("localhost", "127.0.0.1")
    certificate.configure_cert(context)
    inner: Any = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port: int = inner.extra(anyio.abc.SocketAttribute.local_port)  # noqa: S610 (no database)

    async def play(stream: Any) -> None:
        async with stream:
            await script(stream)

    listener = TLSListener(inner, context, standard_compatible=False)
    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, play)
        yield f"https://127.0.0.1:{port}"
        tasks.cancel_scope.cancel()


def test_a_redirect_from_https_to_http_is_an_error(
    http: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    other, authority = Other(), trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "ca.pem"))

    async def main() -> None:
        async with loopback.serve(other) as elsewhere:

            async def send_away(stream: anyio.abc.SocketStream) -> None:
                await loopback.read_request(stream)
                await stream.send(redirect(302, elsewhere.url))

            async with serve_tls(send_away, authority) as url, http.client(url) as client:
                assert await refused(client) == [302] * 3

    http.run(main)
    assert other.connections == 0
