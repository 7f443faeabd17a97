"""How STS, Organizations and Account Management are reached: where, how often, and until when."""

import threading
from collections.abc import Callable
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

import anyio
import anyio.lowlevel
import pytest
from aiobotocore.config import AioConfig

from aa_sdk._transport.accounts import Accounts
from aa_sdk._transport.roles import RoleCredentials
from aa_sdk.errors import (
    ClientClosedError,
    CredentialsError,
    InvalidRequestError,
    ServiceError,
    TransportError,
)
from tests.client import loopback
from tests.client.accounts.fake_aws import CALLER, ROLE, FakeAws, refusal
from tests.client.conftest import Library
from tests.conftest import Run
from tests.fake_service import REGION, OwnSession, Reply, Sent, new_session

WriteConfig = Callable[[str], None]


def role_of(accounts: Accounts, number: int = 0) -> RoleCredentials:
    return accounts.role(ROLE.format(f"{number:012}"), session_name="audit")


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


TRIES = {
    "": 10,
    "max_attempts = 4": 4,
    "retry_mode = legacy": 10,
    "retry_mode = adaptive\nmax_attempts = 2": 2,
}


@pytest.mark.parametrize(("line", "times"), TRIES.items())
def test_a_request_is_sent_ten_times_unless_the_profile_says_how_often(
    line: str, times: int, run_in_virtual_time: Run, aws_config: WriteConfig
) -> None:
    aws_config(f"[default]\n{line}\n")

    async def main() -> None:
        aws = FakeAws(instead={"GetCallerIdentity": [refusal("InternalFailure", 500)] * 20})
        async with aws.open() as accounts:
            with pytest.raises(ServiceError):
                await accounts.caller()
        assert aws.count("GetCallerIdentity") == times

    run_in_virtual_time(main)


@pytest.mark.parametrize("retries", [{"total_max_attempts": 3}, {"max_attempts": 2}])
def test_a_request_is_sent_as_often_as_the_configuration_says(
    retries: Any, run_in_virtual_time: Run
) -> None:
    async def main() -> None:
        aws = FakeAws(instead={"GetCallerIdentity": [refusal("InternalFailure", 500)] * 20})
        async with aws.open(config=AioConfig(retries=retries)) as accounts:
            with pytest.raises(ServiceError):
                await accounts.caller()
        assert aws.count("GetCallerIdentity") == 3

    run_in_virtual_time(main)


class Throttled(FakeAws):
    """Allows so many calls at once, and so many a second."""

    burst = 50.0
    rate = 40.0
    headers: dict[str, str] = {}  # noqa: RUF012 (nobody changes it)

    async def __call__(self, sent: Sent) -> Reply:
        await anyio.sleep(0.1)  # all are under way when the first is refused
        now = anyio.current_time()
        self.burst = min(50.0, self.burst + (now - getattr(self, "last", now)) * self.rate)
        self.last = now
        if self.burst < 1:
            self.refused = getattr(self, "refused", 0) + 1
            return refusal("Throttling", 400, self.headers)
        self.burst -= 1
        return await super().__call__(sent)


def test_not_one_role_of_a_thousand_is_lost_to_throttling(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        aws = Throttled()
        async with aws.open() as accounts:
            started = anyio.current_time()
            async with anyio.create_task_group() as tasks:
                for number in range(1000):
                    tasks.start_soon(role_of(accounts, number).get_frozen_credentials)
            took = anyio.current_time() - started
        assert len(set(aws.owners.values())) == 1000
        assert aws.refused >= 950
        assert took < 2 * 950 / aws.rate  # with what it takes to find out how fast one may go

    run_in_virtual_time(main)


def test_what_was_throttled_takes_no_repeat_from_what_fails(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        held = anyio.Event()
        throttled = [refusal("Throttling", 400)] * 150  # what botocore repeats before it gives up
        failures = [refusal("InternalFailure", 500)] * 3
        aws = FakeAws(held=held, instead={"AssumeRole": [*throttled, *failures]})
        async with aws.open() as accounts, anyio.create_task_group() as tasks:
            await accounts.caller()  # connected, while virtual time passes
            for number in range(150):
                tasks.start_soon(role_of(accounts, number).get_frozen_credentials)
            await anyio.sleep(60)  # all are under way
            assert aws.count("AssumeRole") == 150
            held.set()
        assert len(aws.owners) == 150

    run_in_virtual_time(main)


def test_after_a_long_silence_a_throttled_call_is_made_again_too(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        aws = FakeAws()
        async with aws.open() as accounts:
            for _ in range(2):
                await accounts.administrators()
                await anyio.sleep(3600)
                aws.instead["ListDelegatedAdministrators"] = [too_many(400)]
            await accounts.administrators()

    run_in_virtual_time(main)


def test_calls_come_as_fast_as_they_are_made_while_none_is_refused(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        aws = FakeAws()
        async with aws.open() as accounts:
            await accounts.caller()  # connected, while virtual time passes
            started = anyio.current_time()
            async with anyio.create_task_group() as tasks:
                for number in range(200):
                    tasks.start_soon(role_of(accounts, number).get_frozen_credentials)
            assert anyio.current_time() == started

    run_in_virtual_time(main)


def too_many(status: int) -> Reply:
    """A refusal of Organizations or Account Management, which asks to wait."""
    code = "TooManyRequestsException"
    return Reply({"__type": code}, status, {"Retry-After": "30", "x-amzn-errortype": code})


def test_what_the_service_asks_to_wait_is_waited_for(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        busy = too_many(400)
        aws = FakeAws(instead={"ListDelegatedAdministrators": [busy], "ListRegions": [busy]})
        async with aws.open() as accounts:
            for ask in (accounts.administrators, accounts.regions):
                started = anyio.current_time()
                await ask()
                assert anyio.current_time() - started >= 30

    run_in_virtual_time(main)


def test_an_account_that_is_throttled_does_not_hold_up_the_others(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        busy = too_many(429)
        aws = FakeAws(instead={"ListRegions": [busy]})
        async with aws.open() as accounts:
            roles = [role_of(accounts, number) for number in range(2)]
            for role in roles:
                await role.get_frozen_credentials()
            await accounts.regions()  # connected, and the caller's own calls are at a pace now
            aws.instead["ListRegions"] = [busy]
            started = anyio.current_time()
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(accounts.regions, roles[0])
                await anyio.wait_all_tasks_blocked()
                await accounts.regions(roles[1])
                assert anyio.current_time() == started

    run_in_virtual_time(main)


def test_a_signature_is_as_fresh_after_a_wait_as_the_credentials(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        aws = FakeAws()
        async with aws.open() as accounts:
            role = role_of(accounts)
            await accounts.regions(role)  # connected, while virtual time passes
            aws.instead["ListRegions"] = [too_many(400)]

            async def pass_time() -> None:
                await anyio.sleep(20)
                aws.clock.now += 3500

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(pass_time)
                await accounts.regions(role)
        keys = [asked.access_key for asked in aws.asked if asked.operation == "ListRegions"]
        assert keys[0] == keys[1] != keys[2]

    run_in_virtual_time(main)


def test_who_is_closed_answers_nothing_any_more(run: Run) -> None:
    async def main() -> None:
        aws = FakeAws()
        async with aws.open() as accounts:
            await accounts.caller()
            role = role_of(accounts)
        await accounts.aclose()
        for ask in (accounts.administrators, accounts.regions, role.get_frozen_credentials):
            with pytest.raises(ClientClosedError):
                await ask()

    run(main)


def test_a_call_that_meets_a_closing_ends_with_it(run: Run) -> None:
    async def main() -> None:
        aws = FakeAws(held=anyio.Event())
        aws.instead["AssumeRole"] = [ConnectionResetError()] * 20

        async def wait() -> None:
            with pytest.raises(ClientClosedError):
                await role_of(accounts).get_frozen_credentials()

        assert aws.held is not None
        async with aws.open() as accounts, anyio.create_task_group() as tasks:
            await accounts.caller()  # connected
            tasks.start_soon(wait)
            await anyio.wait_all_tasks_blocked()
            assert aws.count("AssumeRole") == 1
            await accounts.aclose()
            aws.held.set()

    run(main)


class Counted(OwnSession):
    """Counts the sessions that are open."""

    opened: ClassVar[list[object]] = []

    async def __aenter__(self) -> Self:
        self.opened.append(self)
        return self

    async def __aexit__(self, *_: object) -> None:
        await anyio.lowlevel.checkpoint()
        self.opened.remove(self)


def test_one_client_of_a_service_is_made_and_closed_at_the_end(run: Run) -> None:
    async def main() -> None:
        config = AioConfig(http_session_cls=Counted)
        async with FakeAws().open(config=config) as accounts:
            assert Counted.opened == []
            async with anyio.create_task_group() as tasks:
                for number in range(10):
                    tasks.start_soon(role_of(accounts, number).get_frozen_credentials)
                    tasks.start_soon(accounts.administrators)
                    tasks.start_soon(accounts.regions, role_of(accounts, number))
            assert len(Counted.opened) == 3
        assert Counted.opened == []

    run(main)


def test_a_client_that_is_made_while_all_is_closed_is_closed_too(run: Run) -> None:
    async def main() -> None:
        aws = FakeAws()
        session = aws.session()
        accounts = aws.open(session, config=AioConfig(http_session_cls=Counted))
        made: list[str] = []

        async def close(**_: object) -> None:
            made.append("sts")
            await accounts.aclose()

        session.get_component("event_emitter").register("creating-client-class.sts", close)
        async with accounts:
            with pytest.raises(ClientClosedError):
                await accounts.caller()
            assert (made, Counted.opened, aws.asked) == (["sts"], [], [])

    run(main)


def test_closing_is_not_cut_off(run: Run) -> None:
    async def main() -> None:
        with anyio.CancelScope() as scope:
            async with FakeAws().open(config=AioConfig(http_session_cls=Counted)) as accounts:
                await accounts.caller()
                scope.cancel()
                await anyio.sleep(1)
        assert Counted.opened == []

    run(main)


def test_connections_are_real_and_closed_at_the_end(
    http: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> None:
        aws = FakeAws()

        async def answer(stream: Any) -> None:
            head, body = await loopback.read_request(stream)
            method, path, _ = head.decode().split(" ", 2)
            sent = Sent(method, urlsplit(path).path, [], loopback.headers_of(head), body)
            await stream.send(loopback.response((await aws(sent)).encoded()))

        async with loopback.serve(answer) as network:
            monkeypatch.setenv("AWS_ENDPOINT_URL", network.url)
            session = new_session()
            transport: Any = http.transport
            async with Accounts(
                session, region_name=REGION, transport=transport, time=aws.clock
            ) as accounts:
                assert (await accounts.caller()).account_id == CALLER
                assert await accounts.administrators() == ()
                role = accounts.role(ROLE.format(CALLER), session_name="audit")
                assert await accounts.regions(role) == ()
        assert aws.asked[-1].access_key in aws.owners

    http.run(main)


def test_nobody_listens_there(http: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        monkeypatch.setenv("AWS_ENDPOINT_URL", loopback.unused_url())
        transport: Any = http.transport
        retries = AioConfig(retries={"total_max_attempts": 1})
        async with Accounts(
            new_session(), region_name=REGION, transport=transport, config=retries
        ) as accounts:
            role = role_of(accounts)
            with pytest.raises(TransportError, match="nothing accepts connections"):
                await role.get_frozen_credentials()

    http.run(main)
