"""Credentials that are missing, half there, expired or refused, and settings that are wrong."""

import json
import shlex
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import anyio.abc
import pytest
from aiobotocore.config import AioConfig

from aa_sdk import AccessAnalyzerClient, AccessAnalyzerError, CredentialsError, InvalidRequestError
from tests.client import loopback
from tests.conftest import Run
from tests.fake_service import (
    ACCESS_KEY,
    REGION,
    SECRET_KEY,
    FakeService,
    Reply,
    error_reply,
    new_session,
    once,
)

pytestmark = pytest.mark.usefixtures("way")

WriteConfig = Callable[[str], None]

DENIED = Reply(
    b"<ErrorResponse><Error><Code>AccessDenied</Code><Message>invented</Message></Error>"
    b"<RequestId>x</RequestId></ErrorResponse>",
    403,
)


async def raised(client: AccessAnalyzerClient) -> AccessAnalyzerError:
    """What each call raises, a second one as well as the first."""
    async with client:
        with pytest.raises(AccessAnalyzerError) as first:
            await client.list_analyzers()
        with pytest.raises(AccessAnalyzerError) as second:
            await client.list_analyzers()
    assert type(first.value) is type(second.value)
    return first.value


def process(output: object, status: int = 0) -> str:
    """A profile whose credentials come from a command."""
    program = f"import sys; print({json.dumps(output)!r}); sys.exit({status})"
    command = f"{shlex.quote(sys.executable)} -c {shlex.quote(program)}"
    return f"[default]\ncredential_process = {command}\n"


def test_no_credentials_at_all(run: Run) -> None:
    async def main() -> None:
        service = FakeService()
        session = service.session(credentials=False)
        assert isinstance(await raised(service.client(session=session)), CredentialsError)
        assert service.requests == []

    run(main)


async def test_an_access_key_without_its_secret() -> None:
    client = AccessAnalyzerClient(REGION, session=new_session(), aws_access_key_id=ACCESS_KEY)
    assert isinstance(await raised(client), CredentialsError)


async def test_half_of_the_credentials_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    client = AccessAnalyzerClient(REGION, session=new_session(credentials=False))
    assert isinstance(await raised(client), CredentialsError)


async def test_a_profile_that_does_not_exist() -> None:
    error = await raised(AccessAnalyzerClient(REGION, profile_name="absent"))
    assert isinstance(error, CredentialsError)
    assert "absent" in str(error)


async def test_a_credential_process_that_fails(aws_config: WriteConfig) -> None:
    aws_config(process({}, status=3))
    service = FakeService()
    client = service.client(session=service.session(credentials=False))
    assert isinstance(await raised(client), CredentialsError)


async def test_refreshed_credentials_that_have_expired_already(aws_config: WriteConfig) -> None:
    past = datetime.now(UTC) - timedelta(hours=1)
    aws_config(
        process(
            {
                "Version": 1,
                "AccessKeyId": ACCESS_KEY,
                "SecretAccessKey": SECRET_KEY,
                "SessionToken": "invented",
                "Expiration": past.isoformat(),
            }
        )
    )
    service = FakeService()
    error = await raised(service.client(session=service.session(credentials=False)))
    assert isinstance(error, CredentialsError)
    assert SECRET_KEY not in "".join(traceback.format_exception(error))


async def test_a_role_that_may_not_be_assumed(aws_config: WriteConfig) -> None:
    aws_config(
        "[default]\nrole_arn = arn:aws:iam::111122223333:role/sample\nsource_profile = base\n"
        f"[profile base]\naws_access_key_id = {ACCESS_KEY}\naws_secret_access_key = {SECRET_KEY}\n"
    )
    service, security_tokens = FakeService(), FakeService(DENIED)
    session: Any = service.session(credentials=False)
    session.get_component("event_emitter").register("before-send.sts", security_tokens)
    error = await raised(service.client(session=session))
    assert type(error) is CredentialsError
    assert security_tokens.requests != []
    assert service.requests == []
    assert SECRET_KEY not in "".join(traceback.format_exception(error))


async def test_a_source_of_a_role_that_has_expired_is_told_how_to_be_renewed(
    aws_config: WriteConfig,
) -> None:
    aws_config(ASSUMING)
    service = FakeService()
    session: Any = service.session(credentials=False)
    expired = Reply(DENIED.encoded().replace(b"AccessDenied", b"ExpiredToken"), 403)
    session.get_component("event_emitter").register("before-send.sts", FakeService(expired))
    error = await raised(service.client(session=session))
    assert type(error) is CredentialsError
    assert "sign in again ('aws sso login')" in str(error)


async def test_a_session_token_that_has_expired_is_told_how_to_be_renewed() -> None:
    service = FakeService(error_reply("ExpiredTokenException", 403))
    error = await raised(service.client(config=once()))
    assert isinstance(error, CredentialsError)
    assert str(error).endswith(
        "; sign in again ('aws sso login'), or renew the session token with its access key"
    )


async def test_a_sign_in_that_has_never_taken_place(aws_config: WriteConfig) -> None:
    aws_config(
        "[default]\nsso_account_id = 111122223333\nsso_role_name = sample\n"
        "sso_region = eu-west-1\nsso_start_url = https://example.invalid/start\n"
    )
    service = FakeService()
    error = await raised(service.client(session=service.session(credentials=False)))
    assert isinstance(error, CredentialsError)


async def test_no_region() -> None:
    error = await raised(AccessAnalyzerClient(session=new_session()))
    assert isinstance(error, InvalidRequestError)
    assert [field.path for field in error.fields] == ["region_name"]


async def test_a_region_that_cannot_be_one() -> None:
    error = await raised(AccessAnalyzerClient("not a region", session=new_session()))
    assert isinstance(error, InvalidRequestError)
    assert [field.path for field in error.fields] == ["region_name"]


@pytest.mark.parametrize(
    "url", ["nonsense", "http://", "http://with a space", "http://x:port", "http://x:99999"]
)
async def test_an_endpoint_that_is_no_url(url: str) -> None:
    error = await raised(AccessAnalyzerClient(REGION, session=new_session(), endpoint_url=url))
    assert isinstance(error, InvalidRequestError)
    assert [field.path for field in error.fields] == ["endpoint_url"]


async def test_a_configuration_file_that_cannot_be_read(aws_config: WriteConfig) -> None:
    aws_config("nonsense")
    client = AccessAnalyzerClient(REGION, session=new_session(credentials=False))
    assert isinstance(await raised(client), InvalidRequestError)


async def test_a_retry_mode_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_RETRY_MODE", "invented")
    assert isinstance(await raised(FakeService().client()), InvalidRequestError)


async def test_a_profile_and_a_session_exclude_each_other() -> None:
    with pytest.raises(InvalidRequestError) as caught:
        AccessAnalyzerClient(REGION, session=new_session(), profile_name="sample")
    assert [field.path for field in caught.value.fields] == ["profile_name"]


async def test_credentials_given_to_the_client_are_used() -> None:
    service = FakeService(Reply({"analyzers": []}))
    client = AccessAnalyzerClient(
        REGION,
        session=service.session(credentials=False),
        aws_access_key_id="AKIDOTHER",
        aws_secret_access_key="other-secret",
        aws_session_token="other-token",
        config=once(),
    )
    async with client:
        await client.list_analyzers()
    (sent,) = service.requests
    assert "Credential=AKIDOTHER/" in sent.headers["authorization"]
    assert sent.headers["x-amz-security-token"] == "other-token"


async def test_credentials_come_from_the_profile_that_is_named(
    aws_config: WriteConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws_config(
        "[profile sample]\nregion = ap-south-1\n"
        "aws_access_key_id = AKIDPROFILE\naws_secret_access_key = profile-secret\n"
    )
    monkeypatch.setenv("AWS_PROFILE", "sample")
    service = FakeService(Reply({"analyzers": []}))
    async with AccessAnalyzerClient(session=service.session(credentials=False)) as client:
        before = client.region_name
        await client.list_analyzers()
        assert (before, client.region_name) == (None, "ap-south-1")
    assert "Credential=AKIDPROFILE/" in service.requests[0].headers["authorization"]


async def test_a_profile_named_to_the_client_gives_region_and_credentials(
    aws_config: WriteConfig,
) -> None:
    aws_config(
        "[profile sample]\nregion = ap-south-1\n"
        "aws_access_key_id = AKIDPROFILE\naws_secret_access_key = profile-secret\n"
    )
    seen: list[bytes] = []

    async def remember(stream: anyio.abc.SocketStream) -> None:
        seen.append(await stream.receive())
        await stream.send(loopback.response(loopback.GOOD_BODY))

    async with (
        loopback.serve(remember) as network,
        AccessAnalyzerClient(profile_name="sample", endpoint_url=network.url) as client,
    ):
        await client.list_analyzers()
        assert client.region_name == "ap-south-1"
    assert b"Credential=AKIDPROFILE/" in seen[0]


def key_process() -> str:
    return process({"Version": 1, "AccessKeyId": "AKIDFOUND", "SecretAccessKey": "other"})


ASSUMING = (
    "[default]\nrole_arn = arn:aws:iam::111122223333:role/sample\nsource_profile = base\n"
    f"[profile base]\naws_access_key_id = {ACCESS_KEY}\naws_secret_access_key = {SECRET_KEY}\n"
)

ASSUMED = b"""<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<AssumeRoleResult><Credentials><AccessKeyId>AKIDFOUND</AccessKeyId>
<SecretAccessKey>other</SecretAccessKey><SessionToken>token</SessionToken>
<Expiration>2126-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>
</AssumeRoleResponse>"""


@pytest.mark.parametrize("profile", [key_process(), ASSUMING], ids=["process", "role"])
def test_credentials_are_found_on_each_event_loop(
    run: Run, aws_config: WriteConfig, monkeypatch: pytest.MonkeyPatch, profile: str
) -> None:
    seen: list[bytes] = []

    async def security_tokens(stream: anyio.abc.SocketStream) -> None:
        await loopback.read_request(stream)
        await stream.send(loopback.response(ASSUMED))

    async def remember(stream: anyio.abc.SocketStream) -> None:
        seen.append(await stream.receive())
        await stream.send(loopback.response(loopback.GOOD_BODY))

    async def main() -> None:
        async with loopback.serve(security_tokens) as tokens, loopback.serve(remember) as network:
            monkeypatch.setenv("AWS_ENDPOINT_URL_STS", tokens.url)
            async with AccessAnalyzerClient(REGION, endpoint_url=network.url) as client:
                await client.list_analyzers()

    aws_config(profile)
    run(main)
    assert b"Credential=AKIDFOUND/" in seen[0]


def test_a_session_that_cannot_find_credentials_under_trio_is_told_of(
    aws_config: WriteConfig,
) -> None:
    async def main() -> None:
        client = AccessAnalyzerClient(REGION, session=new_session(credentials=False))
        error = await raised(client)
        assert isinstance(error, InvalidRequestError)
        assert [field.path for field in error.fields] == ["session"]

    aws_config(key_process())
    anyio.run(main, backend="trio")


def test_a_session_that_cannot_assume_its_role_under_trio_is_told_of_too(
    aws_config: WriteConfig,
) -> None:
    async def main() -> None:
        client = AccessAnalyzerClient(REGION, session=new_session(credentials=False))
        error = await raised(client)
        assert isinstance(error, InvalidRequestError)
        assert [field.path for field in error.fields] == ["session"]

    keys = f"aws_access_key_id={ACCESS_KEY}\naws_secret_access_key={SECRET_KEY}\n"
    role = "role_arn=arn:aws:iam::111122223333:role/R\nsource_profile=s\n"
    aws_config(f"[default]\n{role}[profile s]\n{keys}")
    anyio.run(main, backend="trio")


@pytest.mark.usefixtures("whichever")  # what is not signed is botocore's
async def test_signing_may_be_turned_off() -> None:
    from botocore import UNSIGNED  # noqa: PLC0415 (used here alone)

    service = FakeService(Reply({"analyzers": []}))
    session = service.session(credentials=False)
    config = AioConfig(signature_version=UNSIGNED)
    async with service.client(session=session, config=config) as client:
        await client.list_analyzers()
    assert "authorization" not in service.requests[0].headers
