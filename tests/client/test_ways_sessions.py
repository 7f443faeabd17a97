"""Which sessions and HTTP libraries take the short way, over sockets as they are."""

import logging
from copy import copy
from typing import Any, ClassVar

import pytest
from aiobotocore.config import AioConfig
from aiobotocore.httpsession import AIOHTTPSession
from aiobotocore.httpxsession import HttpxSession
from aiobotocore.session import AioSession
from botocore.awsrequest import HeadersDict

from aa_sdk import AccessAnalyzerClient, create_session
from aa_sdk.emulator import Emulator
from tests import ways
from tests.client import loopback
from tests.client.conftest import Library
from tests.client.watching import GOOD, Listener, Service, Wire, session_of, way_of, why_long
from tests.fake_service import ACCESS_KEY, REGION, SECRET_KEY, FakeResponse, OwnSession

pytestmark = pytest.mark.usefixtures("short")

NOT_OURS = ["the session was not made by aa_sdk"]
THE_CALLERS = ["the HTTP session is the caller's"]


@pytest.fixture(autouse=True)
def _log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="aa_sdk")


def test_each_library_takes_the_short_way_and_sends_the_same(
    http: Library, caplog: pytest.LogCaptureFixture
) -> None:
    wire = Wire()

    async def main() -> None:
        async with loopback.serve(wire) as network:
            for is_short in (True, False):
                ways.choose(is_short=is_short)
                async with http.client(network.url) as client:
                    await client.list_analyzers()
                    await client.create_analyzer(analyzer_name="a", type="ACCOUNT")
                    await client.delete_analyzer(analyzer_name="a", client_token="b")
                    assert why_long(caplog) == ([] if is_short else NOT_OURS * 3)

    http.run(main)
    assert wire.sent[:3] == wire.sent[3:]


def test_a_proxy_is_given_the_same_request(http: Library, caplog: pytest.LogCaptureFixture) -> None:
    wire = Wire()

    async def main() -> None:
        async with loopback.serve(wire) as proxy:
            proxies = {"http": proxy.url.replace("//", "//user:invented@")}
            for is_short in (True, False):
                ways.choose(is_short=is_short)
                async with http.client("http://127.0.0.1:9", proxies=proxies) as client:
                    await client.list_analyzers()
                    assert why_long(caplog) == ([] if is_short else NOT_OURS)

    http.run(main)
    ours, plain = wire.sent
    assert ours == plain
    # With httpx (and not httpx2) aiobotocore writes the address twice.
    assert ours["request"].startswith("GET http://127.0.0.1:9")
    assert "/analyzer" in ours["request"]
    assert ours["proxy-authorization"].startswith("Basic ")


def client_of(session: AioSession | None, url: str, **options: Any) -> AccessAnalyzerClient:
    return AccessAnalyzerClient(
        REGION,
        session=session,
        endpoint_url=url,
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
        **options,
    )


async def test_the_session_decides(caplog: pytest.LogCaptureFixture) -> None:
    wire = Wire()
    async with loopback.serve(wire) as network:
        for session, expected in ((create_session(), []), (AioSession(), NOT_OURS)):
            for _ in range(2):
                async with client_of(session, network.url) as client:
                    await client.list_analyzers()
                    assert why_long(caplog) == expected
        async with client_of(None, network.url) as client:
            await client.list_analyzers()
            assert why_long(caplog) == []
    first, *others = wire.sent
    assert all(other == first for other in others)


async def test_handlers_of_one_session_may_be_given_to_another() -> None:
    listener = Listener()

    def copied(session: Any) -> Any:
        return AioSession(event_hooks=copy(session.get_component("event_emitter")))

    original = session_of(plain=False)
    before = copied(original)
    original.get_component("event_emitter").register("before-send", listener)
    after = copied(original)
    for session, expected in ((before, "short"), (after, "long"), (original, "long")):
        session.set_credentials(ACCESS_KEY, SECRET_KEY)
        async with Service().client(session=session) as client:
            assert await way_of(client) == expected
    assert len(listener.calls) == 2


_kinds: dict[str, Any] = {"aiohttp": AIOHTTPSession, "httpx": HttpxSession}


def looking_at(seen: list[Any], kind: Any) -> Any:
    """A subclass of one of aiobotocore's HTTP sessions that looks at requests."""

    class Looking(kind):  # type: ignore[misc]  # one of two
        async def send(self, request: Any) -> Any:
            seen.append(request)
            return await kind.send(self, request)

    return Looking


def test_an_http_session_of_the_callers_is_given_what_botocore_makes(
    http: Library, caplog: pytest.LogCaptureFixture
) -> None:
    wire, seen = Wire(), list[Any]()
    library = looking_at(seen, _kinds[http.transport])

    async def main() -> None:
        async with loopback.serve(wire) as network:
            session = session_of(plain=False)
            config = AioConfig(http_session_cls=library)
            async with client_of(session, network.url, config=config) as client:
                await client.list_analyzers()
                assert why_long(caplog) == THE_CALLERS
            async with http.client(network.url) as client:
                await client.list_analyzers()
                assert why_long(caplog) == []

    http.run(main)
    (request,) = seen
    assert type(request.headers) is HeadersDict  # ours is a plain dictionary
    given, _ = wire.heads
    assert request.headers["X-Amz-Date"] == given["x-amz-date"].encode()


class Answering(OwnSession):
    """A session of the caller's own that answers."""

    requests: ClassVar[list[Any]] = []

    async def send(self, request: Any) -> Any:
        self.requests.append(request)
        return FakeResponse(request.url, GOOD)


async def test_an_http_session_of_another_make_is_given_what_botocore_makes(
    caplog: pytest.LogCaptureFixture,
) -> None:
    config = AioConfig(http_session_cls=Answering)
    session = session_of(plain=False)
    async with AccessAnalyzerClient(REGION, session=session, config=config) as client:
        await client.list_analyzers()
    assert why_long(caplog) == THE_CALLERS
    (request,) = Answering.requests
    assert type(request.headers) is HeadersDict


def test_a_client_takes_the_short_way_on_each_of_its_event_loops(
    http: Library, caplog: pytest.LogCaptureFixture
) -> None:
    with Emulator(region_name=REGION).serve() as url:
        client = http.client(url)

        async def main() -> None:
            await client.list_analyzers()
            assert why_long(caplog) == []

        async def last() -> None:
            await main()
            await client.aclose()

        http.run(main)
        http.run(last)
