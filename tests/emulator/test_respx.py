"""A respx router that the emulator answers gets every request, or says why it cannot."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from types import ModuleType
from typing import Any, Literal

import anyio
import httpx
import pytest
import respx
from aiobotocore import httpxsession
from aiobotocore.config import AioConfig
from aiobotocore.httpsession import AIOHTTPSession
from aiobotocore.httpxsession import HttpxSession
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    EndpointProviderError,
    ReadTimeoutError,
)

from aa_sdk import AccessAnalyzerClient, TransportError
from aa_sdk.emulator import Emulator
from aa_sdk.emulator._transports.respx_mocker import AiobotocoreMocker
from aa_sdk.emulator._transports.respx_route import HOSTS, ROUTE
from tests.conftest import Run
from tests.fake_service import new_session, once

Transport = Literal["auto", "aiohttp", "httpx"]
URL = "https://access-analyzer.us-east-1.amazonaws.com/analyzer"


@pytest.fixture(params=["aiohttp on asyncio", "httpx on asyncio", "httpx on trio"])
def library(request: pytest.FixtureRequest) -> tuple[Transport, str]:
    transport, _, backend = request.param.partition(" on ")
    return transport, backend


@pytest.fixture
def only_httpx(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever is installed, aiobotocore has found httpx and no httpx2."""
    monkeypatch.setattr(httpxsession, "httpx", httpx)


@pytest.fixture
def httpx2_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever is installed, aiobotocore has found httpx2."""
    monkeypatch.setattr(httpxsession, "httpx", ModuleType("httpx2"))


@pytest.fixture(autouse=True)
def methods_as_they_were() -> Iterator[None]:
    """No router of a test needs a patch after it."""
    kinds: tuple[Any, ...] = (AIOHTTPSession, HttpxSession)
    before = [kind.send for kind in kinds]
    yield
    AiobotocoreMocker.stop()  # as the next request would, after a router of httpx
    assert [kind.send for kind in kinds] == before


def router_of(using: str, **options: Any) -> respx.MockRouter:
    return respx.MockRouter(using=using, **options)


def client_of(transport: Transport = "auto", **options: Any) -> AccessAnalyzerClient:
    return AccessAnalyzerClient(
        "us-east-1", session=new_session(), transport=transport, config=once(), **options
    )


async def listed(transport: Transport = "auto", **options: Any) -> int:
    async with client_of(transport, **options) as client:
        return len(await client.list_analyzers().collect())


def populated() -> Emulator:
    emulator = Emulator()
    emulator.populate(findings=20)
    return emulator


def test_a_client_on_any_library_is_answered(library: tuple[Transport, str]) -> None:
    transport, backend = library
    emulator = populated()
    with router_of("aiobotocore") as router:
        emulator.route(router)
        assert anyio.run(listed, transport, backend=backend) == 4
        assert router[ROUTE].call_count == len(emulator.calls) == 1


def test_a_client_of_aiobotocore_itself_is_answered(library: tuple[Transport, str]) -> None:
    transport, backend = library
    kind = HttpxSession if transport == "httpx" else AIOHTTPSession

    async def main() -> None:
        session = new_session()
        session.set_default_client_config(AioConfig(http_session_cls=kind))
        async with session.create_client("accessanalyzer", "eu-west-1") as client:
            await client.create_analyzer(analyzerName="mine", type="ACCOUNT")
            answer = await client.list_analyzers()
        assert [one["name"] for one in answer["analyzers"]] == ["mine"]

    with router_of("aiobotocore") as router:
        Emulator().route(router)
        anyio.run(main, backend=backend)


@pytest.mark.usefixtures("only_httpx")
def test_a_router_of_httpx_answers_clients_on_httpx(run: Run) -> None:
    async def main() -> None:
        with router_of("httpx") as router:
            populated().route(router)
            assert await listed("httpx") == 4

    run(main)


@pytest.mark.usefixtures("only_httpx")
@pytest.mark.parametrize("transport", ["auto", "aiohttp"])
async def test_a_client_on_aiohttp_does_not_get_past_a_router_of_httpx(
    transport: Transport,
) -> None:
    emulator = populated()
    with router_of("httpx", assert_all_called=False) as router:
        emulator.route(router)
        with pytest.raises(RuntimeError, match="aiobotocore"):
            await listed(transport)
        with pytest.raises(RuntimeError, match="aiobotocore"):
            await listed(transport)
        with emulator.serve() as url:
            assert await listed(transport, endpoint_url=url) == 4
    with emulator.serve() as url:
        assert await listed(transport, endpoint_url=url) == 4


@pytest.mark.usefixtures("only_httpx")
async def test_a_router_may_be_routed_before_it_starts_and_starts_again() -> None:
    emulator = populated()
    for using in ("aiobotocore", "httpx"):
        router = router_of(using)
        emulator.route(router)
        for _ in range(2):
            with router:
                assert await listed("httpx") == 4
        router.routes.clear()
        with emulator.serve() as url:
            assert await listed(endpoint_url=url) == 4


@pytest.mark.usefixtures("httpx2_too")
@pytest.mark.parametrize("using", ["httpx", "httpcore", "httpx2", "misspelt"])
def test_a_router_that_would_intercept_nothing_is_an_error(using: str) -> None:
    with router_of(using) as router:
        with pytest.raises(RuntimeError, match=r'httpx2 or aiohttp.*using="aiobotocore"'):
            Emulator().route(router)
        assert len(router.routes) == 0


@pytest.mark.usefixtures("only_httpx")
def test_a_router_as_respx_makes_it_is_an_error() -> None:
    with respx.mock() as router, pytest.raises(RuntimeError, match="patches httpcore"):
        Emulator().route(router)


@pytest.mark.parametrize("router", [respx.Router(), respx.MockRouter(using=None)])
def test_a_router_that_patches_nothing_answers_whoever_asks_it(router: respx.Router) -> None:
    Emulator().route(router)
    signed = "AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/access-analyzer/aws4_request"
    headers = {"Authorization": f"{signed}, SignedHeaders=host, Signature=0"}
    with httpx.Client(transport=httpx.MockTransport(router.handler)) as client:
        assert client.get(URL, headers=headers).json() == {"analyzers": []}


LATE = """
import anyio, respx, sys
from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator

async def main():
    keys = {"aws_access_key_id": "AKIDEXAMPLE", "aws_secret_access_key": "invented"}
    async with AccessAnalyzerClient("us-east-1", **keys) as client:
        print(len(await client.list_analyzers().collect()))

emulator = Emulator()
with respx.mock(using="aiobotocore") as router:
    emulator.route(router)
    anyio.run(main)
from aiobotocore.httpsession import AIOHTTPSession
print(AIOHTTPSession.send.__module__)
"""


def test_a_router_that_was_started_before_respx_knew_the_name_is_answered_too() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LATE], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == ["0", "aiobotocore.httpsession"]


async def test_a_router_that_was_taken_over_may_be_started_and_is_asked_once() -> None:
    emulator, router = populated(), router_of("aiobotocore")
    emulator.route(router)
    AiobotocoreMocker.take_over(router)
    with router:
        assert AiobotocoreMocker.routers == [router]
        assert await listed() == 4
    assert AiobotocoreMocker.routers == []


@pytest.mark.usefixtures("only_httpx")
@pytest.mark.parametrize("order", [("httpx", "aiobotocore"), ("aiobotocore", "httpx")])
async def test_routers_may_end_in_any_order(order: tuple[str, str]) -> None:
    first, second = (router_of(using, assert_all_called=False) for using in order)
    emulator = populated()
    for router in (first, second):
        router.start()
        emulator.route(router)
    assert await listed("aiohttp") == 4
    first.stop()
    left = order[1]
    if left == "httpx":
        with pytest.raises(RuntimeError, match="aiohttp"):
            await listed("aiohttp")
    else:
        assert await listed("aiohttp") == 4
    second.stop()
    with emulator.serve() as url:
        assert await listed("aiohttp", endpoint_url=url) == 4


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (httpx.ReadTimeout, ReadTimeoutError),
        (httpx.ConnectTimeout, ConnectTimeoutError),
        (httpx.PoolTimeout, ConnectTimeoutError),
        (httpx.ConnectError, EndpointConnectionError),
        (httpx.RemoteProtocolError, ConnectionClosedError),
        (httpx.ReadError, ConnectionClosedError),
    ],
)
async def test_an_error_of_httpx_is_what_it_is_to_aiobotocore(
    error: type[httpx.TransportError], expected: type[Exception]
) -> None:
    with router_of("aiobotocore") as router:
        router.get(URL).mock(side_effect=error("invented"))
        with pytest.raises(TransportError) as caught:
            await listed()
    assert isinstance(caught.value.__cause__, expected)


async def test_a_lost_answer_is_a_transport_error() -> None:
    emulator = populated()
    emulator.faults.drop("ListAnalyzers", nth=1)
    with router_of("aiobotocore") as router:
        emulator.route(router)
        with pytest.raises(TransportError):
            await listed()
        assert await listed() == 4


def test_a_delay_is_waited_for(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        emulator = populated()
        emulator.faults.delay(30, "ListAnalyzers")
        with router_of("aiobotocore") as router:
            emulator.route(router)
            started = anyio.current_time()
            assert await listed("httpx") == 4
            assert anyio.current_time() - started >= 30

    run_in_virtual_time(main)


async def test_an_endpoint_of_ones_own_is_not_mocked_unless_it_is_passed_through() -> None:
    emulator = populated()
    with emulator.serve() as url, router_of("aiobotocore", assert_all_called=False) as router:
        emulator.route(router)
        with pytest.raises(AssertionError, match="not mocked"):
            await listed(endpoint_url=url)
        router.route(host="127.0.0.1").pass_through()
        assert await listed(endpoint_url=url) == 4


def test_every_endpoint_of_the_service_belongs_to_the_emulator() -> None:
    loader = new_session().get_component("data_loader")
    ruleset = loader.load_service_model("accessanalyzer", "endpoint-rule-set-1")
    partitions = loader.load_data("partitions")
    provider: Any = EndpointProvider(ruleset, partitions)
    regions = [region for one in partitions["partitions"] for region in one["regions"]]
    urls: set[str] = set()
    for region, fips, dual in product(regions, (False, True), (False, True)):
        with suppress(EndpointProviderError):  # a partition may lack one of the two
            endpoint = provider.resolve_endpoint(Region=region, UseFIPS=fips, UseDualStack=dual)
            urls.add(endpoint.url)
    assert len(urls) > 2 * len(regions)
    assert [url for url in urls if not HOSTS.match(url)] == []


@pytest.mark.parametrize(
    "url",
    [
        "https://vpce-0a1b-2c3d.access-analyzer.us-east-1.vpce.amazonaws.com",
        "https://vpce-0a1b-2c3d-us-east-1a.access-analyzer.us-east-1.vpce.amazonaws.com/analyzer",
    ],
)
async def test_a_vpc_endpoint_belongs_to_the_emulator(url: str) -> None:
    with router_of("aiobotocore") as router:
        populated().route(router)
        async with client_of(endpoint_url=url.removesuffix("/analyzer")) as client:
            assert len(await client.list_analyzers().collect()) == 4


@pytest.mark.parametrize(
    "url",
    [
        "https://sts.us-east-1.amazonaws.com/",
        "https://example.com/access-analyzer.us-east-1.amazonaws.com",
        "https://access-analyzers.example.com/",
    ],
)
def test_other_hosts_do_not(url: str) -> None:
    assert HOSTS.match(url) is None
