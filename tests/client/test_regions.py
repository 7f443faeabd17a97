"""Which Region a client connects to, which it refuses, and what it says of one that is none."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiobotocore.config import AioConfig
from botocore.exceptions import EndpointConnectionError

from aa_sdk import (
    AccessAnalyzerClient,
    AccessAnalyzerError,
    InvalidRequestError,
    TransportError,
    create_session,
)
from aa_sdk._transport._failures import network
from aa_sdk.emulator import Emulator
from tests import outside
from tests.client.test_credentials import ASSUMED, ASSUMING
from tests.conftest import Run
from tests.fake_service import FakeService, Reply, new_session, once

pytestmark = pytest.mark.usefixtures("way")

WriteConfig = Callable[[str], None]
PROFILE = "[default]\nregion = eu-west-3\n[profile audit]\nregion = ca-west-1\n"
BOTH = {"AWS_DEFAULT_REGION": "eu-west-2", "AWS_REGION": "eu-west-1"}
KEYS: dict[str, Any] = {"aws_access_key_id": "AKIDEXAMPLE", "aws_secret_access_key": "other"}


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch) -> Callable[[Mapping[str, str]], None]:
    def fill(variables: Mapping[str, str]) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return fill


Fill = Callable[[Mapping[str, str]], None]


async def reached(session: Any = None, **arguments: Any) -> str | None:
    """The Region that a call is signed for, which is the one that the client tells."""
    service = FakeService(Reply({"analyzers": []}))
    session = session or service.session()
    session.get_component("event_emitter").register("before-send.accessanalyzer", service)
    async with AccessAnalyzerClient(session=session, **arguments) as client:
        await client.list_analyzers()
        (sent,) = service.requests[-1:]
        assert f"/{client.region_name}/access-analyzer/" in sent.headers["authorization"]
        return client.region_name


async def raised(**arguments: Any) -> AccessAnalyzerError:
    async with AccessAnalyzerClient(**arguments) as client:
        with pytest.raises(AccessAnalyzerError) as caught:
            await client.list_analyzers()
    return caught.value


@pytest.mark.parametrize(
    ("variables", "arguments", "expected"),
    [
        ({}, {}, "eu-west-3"),
        ({"AWS_REGION": "eu-west-1"}, {}, "eu-west-1"),
        (BOTH, {}, "eu-west-2"),
        ({**BOTH, "AWS_DEFAULT_REGION": "eu-west-3"}, {}, "eu-west-3"),
        (BOTH, {"config": AioConfig(region_name="us-west-2")}, "us-west-2"),
        (
            BOTH,
            {"config": AioConfig(region_name="us-west-2"), "region_name": "us-east-1"},
            "us-east-1",
        ),
        ({"AWS_REGION": ""}, {}, "eu-west-3"),
        ({"AWS_DEFAULT_REGION": "", "AWS_REGION": "eu-west-1"}, {}, "eu-west-1"),
        ({"AWS_DEFAULT_REGION": ""}, {}, "eu-west-3"),
        ({"AWS_PROFILE": "audit"}, {}, "ca-west-1"),
        ({"AWS_PROFILE": "audit", "AWS_REGION": "eu-west-1"}, {}, "eu-west-1"),
    ],
)
async def test_what_is_nearer_to_the_call_says_the_region(
    aws_config: WriteConfig,
    environ: Fill,
    variables: Mapping[str, str],
    arguments: dict[str, Any],
    expected: str,
) -> None:
    aws_config(PROFILE)
    environ(variables)
    assert await reached(**arguments) == expected


async def test_a_session_with_a_region_of_its_own_goes_before_the_variable(
    aws_config: WriteConfig, environ: Fill
) -> None:
    aws_config(PROFILE)
    environ({"AWS_REGION": "eu-west-1"})
    for region in ("ap-south-1", "eu-west-3"):  # the second is the profile's too
        told: Any = new_session()
        told.set_config_variable("region", region)
        assert await reached(told) == region
    made: Any = new_session()
    made.session_var_map["region"] = (None, None, "ap-south-1", None)
    assert await reached(made) == "ap-south-1"

    def our_region(_: str) -> str:
        return "ap-south-1"

    provided: Any = new_session()
    provided.session_var_map["region"] = ("region", "OUR_REGION", None, our_region)
    assert await reached(provided) == "ap-south-1"
    async with AccessAnalyzerClient(session=Emulator().session()) as client:
        await client.list_analyzers()
        assert client.region_name == "us-east-1"


async def test_a_shared_session_does_not_notice(environ: Fill) -> None:
    environ({"AWS_REGION": "eu-west-1"})
    session: Any = new_session()
    assert await reached(session) == "eu-west-1"
    assert session.get_config_variable("region") is None
    assert session.instance_variables() == new_session().instance_variables()


async def test_a_session_of_ours_is_asked_in_the_same_way(environ: Fill) -> None:
    environ({"AWS_REGION": "eu-west-1"})
    error = await raised(
        session=create_session(), endpoint_url="http://127.0.0.1:1", config=once(), **KEYS
    )
    assert isinstance(error, TransportError)


def test_credentials_of_a_role_are_got_in_the_region_of_the_client(
    aws_config: WriteConfig, environ: Fill, run: Run
) -> None:
    hosts: list[str] = []

    async def main() -> None:
        tokens, service = FakeService(Reply(ASSUMED)), FakeService(Reply({"analyzers": []}))
        session: Any = service.session(credentials=False)

        def note(request: Any, **_: object) -> None:
            url: str = request.url
            hosts.append(str(urlsplit(url).hostname))

        events = session.get_component("event_emitter")
        events.register_first("before-send.sts", note)
        events.register("before-send.sts", tokens)
        async with AccessAnalyzerClient(session=session) as client:
            await client.list_analyzers()

    aws_config(ASSUMING)
    environ({"AWS_REGION": "eu-west-1"})
    run(main)
    assert hosts == ["sts.eu-west-1.amazonaws.com"]


REFUSED: list[tuple[Any, str]] = [
    ("eu west", "did you mean 'eu-west-1' or 'eu-west-2' or 'eu-west-3'?"),
    ("EU-WEST-1", "did you mean 'eu-west-1'?"),
    ("eu_west_1", "did you mean 'eu-west-1'?"),
    ("eu-west-1.", "did you mean 'eu-west-1'?"),
    (" eu-west-1\n", "did you mean 'eu-west-1'?"),
    ("-", "small letters"),
    ("17", "small letters"),
    ("x" * 64, "small letters"),
    ("arn:aws:iam::111122223333:root", "small letters"),
    ("https://example.invalid", "endpoint_url"),
    ("eu-west-1a", "the Region is 'eu-west-1'"),
    ("us-gov-west-1c", "the Region is 'us-gov-west-1'"),
    ("us-west-2-lax-1a", "the Region is 'us-west-2'"),
    ("us-east-1-wl1-bos-wlz-1", "the Region is 'us-east-1'"),
    ("access-analyzer", "is the service"),
    ("", "is empty"),
    (7, "must be text"),
]


@pytest.mark.parametrize(("region", "said"), REFUSED, ids=[repr(one) for one, _ in REFUSED])
async def test_what_cannot_be_a_region_is_refused_where_it_is_set(region: Any, said: str) -> None:
    service = FakeService()
    for place, arguments in (
        ("region_name", {"region_name": region}),
        ("config.region_name", {"config": AioConfig(region_name=region)}),
    ):
        error = await raised(session=service.session(), **arguments)
        assert isinstance(error, InvalidRequestError)
        assert [field.path for field in error.fields] == [place]
        assert said in error.fields[0].reason
    assert service.requests == []


async def test_the_place_where_a_region_is_set_is_named(
    aws_config: WriteConfig, environ: Fill
) -> None:
    aws_config("[default]\nregion = eu west\n")
    (field,) = refusal(await raised(session=new_session()))
    assert field == "region of profile 'default'"
    told: Any = new_session()
    told.set_config_variable("region", "eu west")
    (field,) = refusal(await raised(session=told))
    assert field == "region of the session"
    environ({"AWS_REGION": "eu west"})
    (field,) = refusal(await raised(session=new_session()))
    assert field == "AWS_REGION"
    environ({"AWS_DEFAULT_REGION": "us west"})
    (field,) = refusal(await raised(session=new_session()))
    assert field == "AWS_DEFAULT_REGION"


def refusal(error: AccessAnalyzerError) -> list[str]:
    assert isinstance(error, InvalidRequestError)
    return [field.path for field in error.fields]


async def test_a_variable_that_is_empty_and_alone_is_named(environ: Fill) -> None:
    environ({"AWS_DEFAULT_REGION": ""})
    assert refusal(await raised(session=new_session())) == ["AWS_DEFAULT_REGION"]


async def test_what_stands_in_place_of_a_region_is_not_repeated_where_it_is_long() -> None:
    error = await raised(
        region_name="https://user:invented@example.invalid/", session=new_session()
    )
    assert "invented" not in str(error)


@pytest.mark.parametrize(
    "region", ["eu-north-9", "mars-central-1", "eusc-de-east-1", "fips-us-east-1", "local", "x--y"]
)
async def test_a_region_that_botocore_does_not_know_may_be_a_new_one(region: str) -> None:
    service = FakeService(Reply({"analyzers": []}))
    async with AccessAnalyzerClient(region, session=service.session()) as client:
        await client.list_analyzers()
    assert len(service.requests) == 1


UNKNOWN = {
    "eu-west1": "did you mean 'eu-west-1'?",
    "eu-wset-1": "did you mean 'eu-west-1'?",
    "us-east": "did you mean 'us-east-1' or 'us-east-2'?",
    "audit": "is no Region but a profile: pass it as profile_name",
    "moon-1": "is no Region that botocore knows",
    "eu-west-1": "cannot be resolved",
}


@pytest.mark.parametrize("region", UNKNOWN)
@pytest.mark.parametrize("transport", ["aiohttp", "httpx"])
async def test_a_host_that_does_not_resolve_tells_of_a_misspelt_region(
    aws_config: WriteConfig, region: str, transport: Any
) -> None:
    aws_config(PROFILE)
    outside.expect(f"access-analyzer.{region}.amazonaws.com")
    error = await raised(region_name=region, transport=transport, config=once(), **KEYS)
    assert isinstance(error, TransportError)
    assert str(error).endswith(UNKNOWN[region])


async def test_an_endpoint_of_the_callers_own_says_nothing_of_the_region(no_such_host: str) -> None:
    error = await raised(
        region_name="eu-west1", endpoint_url=f"https://{no_such_host}", config=once(), **KEYS
    )
    assert str(error).endswith("cannot be resolved")


def test_without_a_session_nothing_is_said_of_the_region() -> None:
    config: Any = AioConfig(region_name="eu-west1")
    error = EndpointConnectionError(
        endpoint_url="https://access-analyzer.eu-west1.amazonaws.com", error=None
    )
    error.__cause__ = type("gaierror", (OSError,), {})()
    assert network.reason(error, None, config).endswith("cannot be resolved")
