"""What is opened to STS, Organizations and Account Management, and until when."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

import anyio
import anyio.lowlevel
import pytest
from aiobotocore.config import AioConfig

from aa_sdk import AccessAnalyzerClient
from aa_sdk._transport.accounts import Accounts
from aa_sdk.errors import (
    ClientClosedError,
    TransportError,
)
from tests.client import loopback
from tests.client.accounts.fake_aws import CALLER, ROLE, FakeAws, role_of
from tests.client.conftest import Library
from tests.conftest import Run
from tests.fake_service import REGION, OwnSession, Sent, new_session

WriteConfig = Callable[[str], None]


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


def over_http(aws: FakeAws) -> loopback.Script:
    async def answer(stream: Any) -> None:
        head, body = await loopback.read_request(stream)
        method, path, _ = head.decode().split(" ", 2)
        sent = Sent(method, urlsplit(path).path, [], loopback.headers_of(head), body)
        await stream.send(loopback.response((await aws(sent)).encoded()))

    return answer


def test_connections_are_real_and_closed_at_the_end(
    http: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> None:
        aws = FakeAws()
        async with loopback.serve(over_http(aws)) as network:
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


def test_a_session_of_its_own_finds_credentials_on_every_event_loop(
    http: Library, monkeypatch: pytest.MonkeyPatch, aws_config: WriteConfig, tmp_path: Path
) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text('{"Version": 1, "AccessKeyId": "AKIDOFTHECOMMAND", "SecretAccessKey": "s"}')
    aws_config(f"[default]\ncredential_process = /bin/cat {keys}\n")

    async def main() -> None:
        aws = FakeAws()
        async with loopback.serve(over_http(aws)) as network:
            monkeypatch.setenv("AWS_ENDPOINT_URL", network.url)
            transport: Any = http.transport
            async with Accounts(None, region_name=REGION, transport=transport) as accounts:
                await accounts.caller()
                async with AccessAnalyzerClient(REGION, session=accounts.session) as client:
                    assert await client.list_analyzers().collect() == []
        assert [asked.access_key for asked in aws.asked] == ["AKIDOFTHECOMMAND"] * 2

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
