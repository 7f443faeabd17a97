"""What a client is given and what becomes of it: options, HTTP libraries, the User-Agent."""

from collections.abc import Callable
from importlib.metadata import version
from typing import Any, Literal

import aiobotocore
import botocore
import pytest
from aiobotocore import httpxsession
from aiobotocore.config import AioConfig

from aa_sdk import AccessAnalyzerClient, InvalidRequestError
from aa_sdk._transport._sending.http_session import AiohttpSession, HttpxSession
from tests.conftest import Run
from tests.fake_service import REGION, FakeService, OwnSession, Reply, botocore_client_of

GOOD = Reply({"analyzers": []})


async def sent_user_agent(config: AioConfig | None = None, **session: str) -> str:
    """The User-Agent of a call."""
    service = FakeService(GOOD)
    shared: Any = service.session()
    for name, value in session.items():
        setattr(shared, name, value)
    async with service.client(config=config, session=shared) as client:
        await client.list_analyzers()
        await client.list_analyzers()
    first, second = (sent.headers["user-agent"] for sent in service.requests)
    assert first == second
    return first


async def test_the_user_agent_names_us_and_what_we_stand_on() -> None:
    agent = await sent_user_agent()
    assert agent.startswith(f"aa-sdk/{version('aa-sdk')} ")
    assert f"aiobotocore/{aiobotocore.__version__}" in agent
    assert f"lang/python#{'.'.join(version_parts())}" in agent
    assert botocore.__version__ in agent


def version_parts() -> list[str]:
    from platform import python_version_tuple  # noqa: PLC0415 (used here alone)

    return list(python_version_tuple())


async def test_the_user_agent_of_the_configuration_wins() -> None:
    agent = await sent_user_agent(AioConfig(user_agent="mine/1"))
    assert agent.startswith("mine/1")
    assert "aa-sdk" not in agent


async def test_what_the_configuration_adds_to_the_user_agent_is_added_once() -> None:
    agent = await sent_user_agent(AioConfig(user_agent_extra="extra/1"))
    assert agent.startswith("aa-sdk/")
    assert agent.count("extra/1") == 1


async def test_what_the_session_adds_to_the_user_agent_is_added_once() -> None:
    agent = await sent_user_agent(user_agent_extra="of-session/1")
    assert agent.startswith("aa-sdk/")
    assert agent.count("of-session/1") == 1


async def test_the_id_of_the_application_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "app/mine" in await sent_user_agent(AioConfig(user_agent_appid="mine"))
    monkeypatch.setenv("AWS_SDK_UA_APP_ID", "environment")
    assert "app/environment" in await sent_user_agent()


async def inner_config(client: AccessAnalyzerClient) -> Any:
    """The configuration that botocore's client was made with."""
    async with client:
        await client.list_analyzers()
        return botocore_client_of(client).meta.config


async def test_every_option_of_the_configuration_arrives() -> None:
    given = AioConfig(
        connect_timeout=3,
        read_timeout=4,
        max_pool_connections=5,
        proxies={"https": "http://proxy.invalid"},
        retries={"mode": "adaptive", "total_max_attempts": 7},
        connector_args={"keepalive_timeout": 8},
    )
    config = await inner_config(FakeService(GOOD).client(config=given))
    assert (config.connect_timeout, config.read_timeout, config.max_pool_connections) == (3, 4, 5)
    assert config.proxies == {"https": "http://proxy.invalid"}
    assert config.retries == {"mode": "adaptive", "total_max_attempts": 7}
    assert config.connector_args["keepalive_timeout"] == 8


async def test_the_configuration_given_is_not_changed() -> None:
    given: Any = AioConfig(retries={"total_max_attempts": 2})
    before = dict(given._user_provided_options)
    await inner_config(FakeService(GOOD).client(config=given))
    assert given._user_provided_options == before
    assert given.retries == {"total_max_attempts": 2}


async def test_the_sessions_own_configuration_lies_under_the_clients() -> None:
    service = FakeService(GOOD)
    session: Any = service.session()
    session.set_default_client_config(AioConfig(read_timeout=11, connect_timeout=12))
    config = await inner_config(
        service.client(session=session, config=AioConfig(connect_timeout=3))
    )
    assert (config.read_timeout, config.connect_timeout) == (11, 3)


async def pool_size(of_the_session: AioConfig | None, given: AioConfig | None) -> int:
    """How many connections a client opens at most."""
    service = FakeService(GOOD)
    session = service.session()
    if of_the_session:
        session.set_default_client_config(of_the_session)
    async with service.client(session=session, config=given) as client:
        await client.list_analyzers()
        size: int = botocore_client_of(client).meta.config.max_pool_connections
    return size


async def test_there_are_fifty_connections_unless_someone_says_otherwise() -> None:
    assert await pool_size(None, None) == 50
    assert await pool_size(None, AioConfig(read_timeout=1)) == 50
    assert await pool_size(None, AioConfig(max_pool_connections=10)) == 10
    assert await pool_size(AioConfig(max_pool_connections=20), None) == 20
    assert await pool_size(AioConfig(max_pool_connections=20), AioConfig(read_timeout=1)) == 20
    fewer, more = AioConfig(max_pool_connections=20), AioConfig(max_pool_connections=99)
    assert await pool_size(fewer, more) == 99


async def test_the_region_is_found_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-south-1")
    service = FakeService(GOOD)
    async with AccessAnalyzerClient(session=service.session()) as client:
        before = client.region_name
        await client.list_analyzers()
        assert (before, client.region_name) == (None, "ap-south-1")
    assert service.requests[0].headers["authorization"].count("/ap-south-1/access-analyzer/") == 1


async def test_a_region_given_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-south-1")
    async with FakeService(GOOD).client() as client:
        assert client.region_name == REGION
        await client.list_analyzers()
        assert client.region_name == REGION


async def endpoint(**settings: Any) -> str:
    """Where a request goes."""
    service = FakeService(GOOD)
    urls: list[str] = []
    session = service.session()

    def note(request: Any, **_: object) -> None:
        urls.append(request.url)

    session.get_component("event_emitter").register_first("before-send.accessanalyzer", note)
    async with AccessAnalyzerClient(REGION, session=session, **settings) as client:
        await client.list_analyzers()
    return urls[0].removesuffix("/analyzer")


async def test_requests_go_to_the_regions_public_endpoint() -> None:
    assert await endpoint() == f"https://access-analyzer.{REGION}.amazonaws.com"


async def test_requests_go_to_the_endpoint_given() -> None:
    assert await endpoint(endpoint_url="http://127.0.0.1:4566") == "http://127.0.0.1:4566"


async def test_requests_go_to_the_configured_endpoint(
    monkeypatch: pytest.MonkeyPatch, aws_config: Callable[[str], None]
) -> None:
    aws_config("[default]\nendpoint_url = http://127.0.0.1:1111\n")
    assert await endpoint() == "http://127.0.0.1:1111"
    monkeypatch.setenv("AWS_ENDPOINT_URL_ACCESSANALYZER", "http://127.0.0.1:2222")
    assert await endpoint() == "http://127.0.0.1:2222"


async def test_requests_go_where_the_options_say() -> None:
    assert "fips" in await endpoint(config=AioConfig(use_fips_endpoint=True))
    assert (await endpoint(config=AioConfig(use_dualstack_endpoint=True))).endswith(".api.aws")


Transport = Literal["auto", "aiohttp", "httpx"]


def library_of(
    run: Callable[[Any], None], transport: Transport, config: AioConfig | None = None
) -> type:
    """The HTTP library that a client uses."""
    types: list[type] = []

    async def main() -> None:
        service = FakeService(GOOD)
        client = AccessAnalyzerClient(
            REGION, session=service.session(), transport=transport, config=config
        )
        async with client:
            await client.list_analyzers()
            library: object = botocore_client_of(client)._endpoint.http_session
            # Where it is ours, a class of its own for the client stands before it.
            mine, *bases = type(library).__mro__
            types.append(bases[0] if bases[0] in (AiohttpSession, HttpxSession) else mine)

    run(main)
    return types[0]


def on_trio(request: pytest.FixtureRequest) -> bool:
    """Whether `run` runs a test on Trio."""
    callspec: Any = request.node.callspec
    return bool(callspec.params["run"] == "trio")


def test_httpx_serves_every_event_loop(run: Run) -> None:
    assert library_of(run, "httpx") is HttpxSession


def test_the_library_is_chosen_by_the_event_loop(run: Run, request: pytest.FixtureRequest) -> None:
    expected = HttpxSession if on_trio(request) else AiohttpSession
    assert library_of(run, "auto") is expected


def test_a_library_named_in_the_configuration_is_kept(run: Run) -> None:
    config = AioConfig(http_session_cls=httpxsession.HttpxSession)
    assert library_of(run, "auto", config) is HttpxSession


def test_a_library_of_the_callers_own_is_left_as_it_is(run: Run) -> None:
    assert library_of(run, "auto", AioConfig(http_session_cls=OwnSession)) is OwnSession


def test_httpx_is_asked_for_in_vain_where_it_is_not_installed(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(httpxsession, "httpx", None)
    with pytest.raises(InvalidRequestError, match=r"aa-sdk\[trio\]") as caught:
        library_of(run, "httpx")
    assert [field.path for field in caught.value.fields] == ["transport"]


def test_aiohttp_is_refused_under_trio(run: Run, request: pytest.FixtureRequest) -> None:
    if not on_trio(request):
        assert library_of(run, "aiohttp") is AiohttpSession
        return

    async def main() -> None:
        service = FakeService(GOOD)
        client = AccessAnalyzerClient(REGION, session=service.session(), transport="aiohttp")
        async with client:
            for _ in range(2):
                with pytest.raises(InvalidRequestError) as caught:
                    await client.list_analyzers()
                assert [field.path for field in caught.value.fields] == ["transport"]
        assert service.requests == []

    run(main)


def test_a_transport_that_does_not_exist_is_refused_at_once() -> None:
    wrong: Any = "carrier-pigeon"
    with pytest.raises(InvalidRequestError) as caught:
        AccessAnalyzerClient(REGION, transport=wrong)
    assert [field.path for field in caught.value.fields] == ["transport"]
