"""`with_options(credentials=…)`: what some calls are signed with, over a connection of others."""

from typing import Any

import anyio
import pytest
from aiobotocore.credentials import AioCredentials, AioRefreshableCredentials
from aiobotocore.session import AioSession
from botocore.credentials import Credentials as BlockingCredentials

from aa_sdk import AccessAnalyzerClient, create_session
from aa_sdk.client import Credentials
from aa_sdk.emulator import Emulator
from aa_sdk.errors import CredentialsError, InvalidRequestError, ServiceError
from tests.client.both_ways import listen_to_our_log, sent_by_botocore
from tests.client.conftest import Library
from tests.client.test_refreshed_credentials import in_minutes
from tests.conftest import Run
from tests.fake_service import ACCESS_KEY, REGION, SECRET_KEY, FakeService, Reply, Sent, counting

GOOD = Reply({"analyzers": []})
SECRET = "invented-secret-of-an-account"


def of_account(number: int) -> Credentials:
    own: Credentials = AioCredentials(f"AKID{number}", SECRET, f"token-{number}")
    return own


def signer(sent: Sent) -> tuple[str, str | None]:
    """The access key that a request is signed with, and the session token."""
    key = sent.headers["authorization"].partition("Credential=")[2].partition("/")[0]
    return key, sent.headers.get("x-amz-security-token")


@pytest.mark.usefixtures("way")
def test_many_accounts_at_the_same_time_are_each_asked_with_their_own(run: Run) -> None:
    async def main() -> None:
        service = FakeService(GOOD)
        session, made = counting(service)
        async with service.client(session=session) as client:
            async with anyio.create_task_group() as tasks:
                for number in range(30):
                    one = client.with_options(credentials=of_account(number))
                    tasks.start_soon(one.list_analyzers().collect)
            await client.list_analyzers()
        *own, last = [signer(sent) for sent in service.requests]
        assert set(own) == {(f"AKID{number}", f"token-{number}") for number in range(30)}
        assert last[0] == ACCESS_KEY
        assert made == ["client"]

    run(main)


@pytest.mark.usefixtures("way")
async def test_credentials_are_kept_changed_or_taken_back() -> None:
    service = FakeService(GOOD)
    async with service.client() as client:
        one = client.with_options(credentials=of_account(1))
        for changed, key in (
            (one.with_options(retries=0), "AKID1"),
            (one.with_options(credentials=of_account(2)), "AKID2"),
            (one.with_options(credentials=None), ACCESS_KEY),
            (client, ACCESS_KEY),
        ):
            await changed.list_analyzers()
            assert signer(service.requests[-1])[0] == key


@pytest.mark.usefixtures("way")
async def test_a_client_needs_none_where_calls_have_their_own() -> None:
    service = FakeService(GOOD)
    async with service.client(session=service.session(credentials=False)) as client:
        await client.with_options(credentials=of_account(1)).list_analyzers()
        with pytest.raises(CredentialsError, match="no credentials were found"):
            await client.list_analyzers()
    assert len(service.requests) == 1


@pytest.mark.usefixtures("way")
async def test_credentials_that_expire_are_renewed_between_the_attempts_of_a_call() -> None:
    renewed = 0

    async def renew() -> dict[str, str]:
        nonlocal renewed
        renewed += 1
        return {
            "access_key": f"AKID{renewed}",
            "secret_key": SECRET,
            "token": "t",
            "expiry_time": in_minutes(5).isoformat(),  # so soon that each attempt asks again
        }

    own = AioRefreshableCredentials(
        "AKID0", SECRET, "t", in_minutes(1), refresh_using=renew, method="vault"
    )
    failed = Reply({"message": "no"}, 500, {"x-amzn-errortype": "InternalServerException"})
    service = FakeService(failed, GOOD)
    async with service.client() as client:
        await client.with_options(credentials=own).list_analyzers()
    assert [signer(sent)[0] for sent in service.requests] == ["AKID1", "AKID2"]


@pytest.mark.usefixtures("way")
async def test_any_object_will_do_that_has_the_method() -> None:
    class Vault:
        async def get_frozen_credentials(self) -> Any:
            return await of_account(7).get_frozen_credentials()

    service = FakeService(GOOD)
    async with service.client() as client:
        await client.with_options(credentials=Vault()).list_analyzers()
    assert signer(service.requests[0]) == ("AKID7", "token-7")


@pytest.mark.parametrize(
    "wrong",
    [
        "AKID1",
        ("AKID1", SECRET),
        {"access_key": "AKID1", "secret_key": SECRET},
        BlockingCredentials("AKID1", SECRET),
        AioCredentials,
    ],
    ids=lambda wrong: type(wrong).__name__,
)
def test_what_nothing_can_be_signed_with_is_refused_and_not_shown(wrong: Any) -> None:
    client = AccessAnalyzerClient(REGION)
    with pytest.raises(
        InvalidRequestError, match=r"^credentials: must be credentials of"
    ) as caught:
        client.with_options(credentials=wrong)
    assert SECRET not in str(caught.value) + repr(caught.value)


def test_no_secret_is_shown_of_credentials() -> None:
    client = AccessAnalyzerClient(REGION).with_options(credentials=of_account(1))
    shown = repr(client) + str(vars(client)) + repr(vars(client)["_calls"].options)
    for secret in ("AKID1", SECRET, "token-1"):
        assert secret not in shown


@pytest.mark.parametrize("is_short", [True, False], ids=["create_session", "a foreign session"])
def test_accounts_of_an_emulator_are_told_apart_and_their_signatures_hold(
    is_short: bool,  # noqa: FBT001 (pytest gives it)
    http: Library,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    emulator = Emulator(verify_signatures={ACCESS_KEY: SECRET_KEY})
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    listen_to_our_log(caplog)
    numbers = [f"{number:012}" for number in range(5)]

    async def main() -> None:
        session = create_session() if is_short else AioSession()
        transport: Any = http.transport

        async def create(client: AccessAnalyzerClient, account: str) -> None:
            session: Any = emulator.session(account)
            own: Credentials = await session.get_credentials()
            one = client.with_options(credentials=own)
            await one.create_analyzer(analyzer_name=f"of-{account}", type="ACCOUNT")
            (found,) = await one.list_analyzers().collect()
            assert found.arn == f"arn:aws:access-analyzer:{REGION}:{account}:analyzer/of-{account}"

        with emulator.serve() as url:
            async with AccessAnalyzerClient(
                REGION, session=session, endpoint_url=url, transport=transport
            ) as client:
                assert await client.list_analyzers().collect() == []
                async with anyio.create_task_group() as tasks:
                    for number in numbers:
                        tasks.start_soon(create, client, number)
                wrong: Credentials = AioCredentials(ACCESS_KEY, "another")
                with pytest.raises(ServiceError, match="signature"):
                    await client.with_options(credentials=wrong).list_analyzers()

    http.run(main)
    assert (sent_by_botocore(caplog) == 0) is is_short
    assert SECRET_KEY not in caplog.text
