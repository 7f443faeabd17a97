"""Where STS, Organizations and Account Management are reached, as what was configured."""

import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiobotocore.config import AioConfig

from aa_sdk._transport.accounts import Accounts
from aa_sdk.errors import (
    CredentialsError,
    InvalidRequestError,
)
from tests.client.accounts.fake_aws import FakeAws, role_of
from tests.conftest import Run
from tests.fake_service import REGION, new_session

WriteConfig = Callable[[str], None]


class Hosts(FakeAws):
    """Remembers which hosts were asked."""

    def session(self, **options: Any) -> Any:
        session = super().session(**options)
        self.hosts: list[str] = []

        def note(request: Any, **_: object) -> None:
            url: str = request.url
            self.hosts.append(urlsplit(url).netloc)

        session.get_component("event_emitter").register_first("before-send", note)
        return session


@pytest.mark.parametrize("how", ["regional", "legacy"])
@pytest.mark.parametrize("region", ["us-west-2", "eu-west-1", "af-south-1", "us-east-1"])
async def test_sts_is_asked_in_the_region_whatever_is_configured(
    how: str, region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_STS_REGIONAL_ENDPOINTS", how)
    aws = Hosts()
    async with aws.open(region_name=region) as accounts:
        await role_of(accounts).get_frozen_credentials()
    assert aws.hosts == [f"sts.{region}.amazonaws.com"]
    assert aws.asked[0].region == region


@pytest.mark.parametrize(
    ("region", "hosts"),
    [
        ("eu-west-1", ("us-east-1.amazonaws.com", "us-east-1")),
        ("us-gov-east-1", ("us-gov-west-1.amazonaws.com", "us-gov-west-1")),
        ("cn-north-1", ("cn-northwest-1.amazonaws.com.cn", "cn-northwest-1")),
    ],
)
async def test_what_a_partition_has_once_is_asked_where_it_is(
    region: str, hosts: tuple[str, str]
) -> None:
    aws = Hosts()
    async with aws.open(region_name=region) as accounts:
        await accounts.administrators()
        await accounts.regions()
    assert aws.hosts == [f"organizations.{hosts[0]}", f"account.{hosts[0]}"]
    assert {asked.region for asked in aws.asked} == {hosts[1]}


async def test_other_endpoints_are_taken_as_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_STS_REGIONAL_ENDPOINTS", "legacy")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:2")
    aws = Hosts()
    async with aws.open(region_name="us-west-2") as accounts:
        await role_of(accounts).get_frozen_credentials()
        await accounts.administrators()
    assert aws.hosts == ["127.0.0.1:2", "127.0.0.1:1"]
    assert aws.asked[0].region == "us-west-2"


async def test_an_endpoint_that_is_no_url_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "127.0.0.1")
    async with FakeAws().open() as accounts:
        with pytest.raises(InvalidRequestError, match="AWS_ENDPOINT_URL_STS: must be a URL"):
            await accounts.caller()


def test_the_region_is_found_as_a_client_finds_it(
    run: Run, aws_config: WriteConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws_config("[default]\nregion = eu-north-1\n[profile audit]\nregion = eu-west-3\n")

    async def region(session: Any = None, **options: Any) -> str:
        async with Accounts(session, **options) as accounts:
            assert accounts.session is session or session is None
            return accounts.region_name

    async def main() -> None:
        assert await region() == "eu-north-1"
        assert await region(profile_name="audit") == "eu-west-3"
        assert await region(new_session()) == "eu-north-1"
        assert await region(config=AioConfig(region_name="eu-west-2")) == "eu-west-2"
        assert await region(region_name="cn-north-1") == "cn-north-1"
        with monkeypatch.context() as patch:
            patch.setenv("AWS_REGION", "us-gov-west-1")
            assert await region() == "us-gov-west-1"

    run(main)


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ({}, "region_name: is not given, and none is configured"),
        ({"region_name": "eu-west-1a"}, "region_name: is an availability zone"),
    ],
)
async def test_without_a_region_nothing_is_entered(options: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidRequestError, match=f"^{place}"):
        await Accounts(None, **options).__aenter__()


async def test_a_profile_that_is_not_there_is_named(aws_config: WriteConfig) -> None:
    aws_config("[profile audit]\nregion = eu-west-3\n")
    with pytest.raises(CredentialsError, match="did you mean 'audit'"):
        await Accounts(None, profile_name="adit").__aenter__()


async def test_a_file_that_cannot_be_read_is_named() -> None:
    class Unreadable:
        def load_data(self, _: str) -> None:
            raise PermissionError(13, "no", "/data/endpoints.json")

    session = new_session()
    session.register_component("data_loader", Unreadable())
    with pytest.raises(InvalidRequestError, match=r"/data/endpoints.json: cannot be read"):
        await Accounts(session, region_name=REGION).__aenter__()


class Recording:
    """A loader that remembers in which thread a file was asked for first."""

    def __init__(self) -> None:
        self._loader = new_session().get_component("data_loader")
        self.threads: dict[str, int] = {}

    def load_data(self, name: str) -> Any:
        self.threads.setdefault(name, threading.get_ident())
        return self._loader.load_data(name)

    def load_service_model(self, service: str, kind: str, api_version: str | None = None) -> Any:
        self.threads.setdefault(f"{service}/{kind}", threading.get_ident())
        return self._loader.load_service_model(service, kind, api_version)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)


def test_service_files_are_not_read_on_the_event_loop(run: Run) -> None:
    async def main() -> None:
        aws, loader = FakeAws(), Recording()
        session = aws.session()
        session.register_component("data_loader", loader)
        async with aws.open(session) as accounts:
            for ask in (accounts.caller, accounts.administrators, accounts.regions):
                await ask()
        services = ("sts", "organizations", "account")
        assert set(loader.threads) > {f"{service}/service-2" for service in services}
        assert threading.get_ident() not in loader.threads.values()

    run(main)
