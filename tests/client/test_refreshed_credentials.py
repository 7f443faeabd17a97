"""Credentials that were good once, and sources of credentials that answer."""

import hashlib
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import anyio
import pytest
from aiobotocore.config import AioConfig
from aiobotocore.credentials import (
    AioContainerProvider,
    AioCredentials,
    AioRefreshableCredentials,
    AioSSOProvider,
)
from aiobotocore.httpxsession import HttpxSession
from aiobotocore.utils import AioContainerMetadataFetcher
from botocore import UNSIGNED
from botocore.exceptions import EndpointConnectionError

from aa_sdk import AccessAnalyzerClient, AccessAnalyzerError, CredentialsError
from tests.client import loopback
from tests.conftest import Run
from tests.fake_service import ACCESS_KEY, SECRET_KEY, FakeService, Reply

pytestmark = pytest.mark.usefixtures("way")

WriteConfig = Callable[[str], None]

SECRET = "invented-secret-of-the-command"
GOOD = Reply({"analyzers": []})


def session_of(service: FakeService) -> Any:
    """A session that looks for credentials on every event loop."""
    session = service.session(credentials=False)
    session.set_default_client_config(AioConfig(http_session_cls=HttpxSession))
    return session


async def refused(client: AccessAnalyzerClient) -> CredentialsError:
    with anyio.fail_after(20), pytest.raises(AccessAnalyzerError) as caught:
        await client.list_analyzers()
    error = caught.value
    assert type(error) is CredentialsError
    assert SECRET not in "".join(traceback.format_exception(error))
    assert SECRET not in repr((error.__context__, error.__cause__, vars(error)))
    return error


def in_minutes(minutes: float) -> datetime:
    return datetime.now(UTC) + timedelta(minutes=minutes)


# Each as a part of a shell script.
WORSE: dict[str, tuple[str, str]] = {
    "no JSON": (f"echo {SECRET}", "JSON"),
    "no object": ("echo '[1]'", "JSON"),
    "nothing": ("true", "JSON"),
    "null": ("echo null", "JSON"),
    "no text": (r"printf '\377'", "JSON"),
    "a key missing": ("""echo '{"Version": 1, "AccessKeyId": "A"}'""", "SecretAccessKey"),
    "another version": (f"""echo '{{"Version": "{SECRET}"}}'""", "Version 1"),
    "a garbled expiration": (
        f"""echo '{{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "B",
        "Expiration": "{SECRET}"}}'""",
        "Expiration",
    ),
    "an expiration without time zone": (
        """echo '{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "B",
        "Expiration": "2126-01-01T00:00:00"}'""",
        "time zone",
    ),
    "an expiration in the past": (
        """echo '{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "B",
        "Expiration": "2001-01-01T00:00:00Z"}'""",
        "expired",
    ),
    "a failure": (f"echo {SECRET} >&2; exit 1", "failed"),
    "a failure without text": (r"printf '\377' >&2; exit 1", "by hand"),
}


@pytest.mark.parametrize(("worse", "told"), WORSE.values(), ids=WORSE.keys())
def test_a_command_that_gets_worse_is_to_blame(
    run: Run, aws_config: WriteConfig, tmp_path: Path, worse: str, told: str
) -> None:
    script, runs = tmp_path / "command", tmp_path / "runs"
    good = (
        f'{{"Version": 1, "AccessKeyId": "{ACCESS_KEY}", "SecretAccessKey": "{SECRET_KEY}", '
        f'"SessionToken": "t", "Expiration": "{in_minutes(5).isoformat()}"}}'
    )
    # Credentials of five minutes are fetched again for each call: the third time goes wrong.
    script.write_text(
        f"#!/bin/sh\necho >> {runs}\nif [ $(wc -l < {runs}) -lt 3 ]; then echo '{good}'; else\n"
        f"{worse}\nfi\n"
    )
    script.chmod(0o700)
    aws_config(f"[default]\ncredential_process = {script}\n")

    async def main() -> None:
        runs.write_text("")
        service = FakeService(GOOD)
        async with service.client(session=session_of(service)) as client:
            await client.list_analyzers()
            for _ in range(2):
                error = await refused(client)
                assert "credential_process of profile 'default'" in str(error)
                assert told in str(error)
        assert len(service.requests) == 1

    run(main)


def test_a_command_that_vanishes_is_named(
    run: Run, aws_config: WriteConfig, tmp_path: Path
) -> None:
    script = tmp_path / "command"
    aws_config(f"[default]\ncredential_process = {script}\n")

    async def main() -> None:
        script.write_text(
            f'#!/bin/sh\necho \'{{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "B", '
            f'"Expiration": "{in_minutes(5).isoformat()}"}}\'\n'
        )
        script.chmod(0o700)
        service = FakeService(GOOD)
        async with service.client(session=session_of(service)) as client:
            await client.list_analyzers()
            script.unlink()
            assert str(script) in str(await refused(client))

    run(main)


class OfTheCallerError(Exception):
    """Not ours."""


def failing_after(seconds: float, error: Exception) -> Any:
    """Credentials of the caller's own making, due for a refresh that fails."""

    async def refresh() -> dict[str, str]:
        raise error

    return AioRefreshableCredentials(
        ACCESS_KEY, SECRET_KEY, "token", in_minutes(seconds), refresh_using=refresh, method="vault"
    )


@pytest.mark.parametrize(
    "error",
    [
        OfTheCallerError("x"),
        ValueError("x"),
        KeyError("x"),
        TypeError("x"),
        AttributeError("x"),
        FileNotFoundError(2, "x", "/no/such/token"),
        PermissionError(13, "x", "/no/such/token"),
        TimeoutError("x"),
        ConnectionRefusedError(111, "x"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_whatever_the_callers_own_refresh_raises_is_about_credentials(
    error: Exception,
) -> None:
    service = FakeService(GOOD)
    session: Any = service.session()
    session._credentials = failing_after(1, error)
    async with service.client(session=session) as client:
        ours = await refused(client)
    assert ours.__cause__ is error
    assert "vault" in str(ours)
    assert service.requests == []


async def test_credentials_of_a_class_of_the_callers_are_about_credentials() -> None:
    class Own(AioCredentials):  # type: ignore[misc]  # aiobotocore ships no types
        async def get_frozen_credentials(self) -> Any:
            raise OfTheCallerError

    service = FakeService(GOOD)
    session: Any = service.session()
    session._credentials = Own(ACCESS_KEY, SECRET_KEY)
    async with service.client(session=session) as client:
        assert isinstance((await refused(client)).__cause__, OfTheCallerError)


@pytest.mark.parametrize(
    "event",
    [
        "creating-client-class",
        "before-parameter-build",
        "request-created",
        "choose-signer",
        "before-sign",
        "before-send",
        "after-call",
    ],
)
async def test_an_exception_of_the_callers_own_handler_passes(event: str) -> None:
    mine: Exception

    async def handler(**_: object) -> None:
        raise mine

    service = FakeService(GOOD)
    session = service.session()
    session.get_component("event_emitter").register_first(f"{event}.accessanalyzer", handler)
    async with service.client(session=session) as client:
        for kind in (OfTheCallerError, ValueError, KeyError, AttributeError):
            mine = kind("of the caller")
            with pytest.raises(kind) as caught:
                await client.list_analyzers()
            assert caught.value is mine


async def test_an_exception_of_the_callers_own_handler_passes_in_search_of_credentials(
    aws_config: WriteConfig,
) -> None:
    aws_config(
        "[default]\nrole_arn = arn:aws:iam::111122223333:role/sample\nsource_profile = base\n"
        f"[profile base]\naws_access_key_id = {ACCESS_KEY}\naws_secret_access_key = {SECRET_KEY}\n"
    )

    async def handler(**_: object) -> None:
        raise OfTheCallerError

    service = FakeService(GOOD)
    session = service.session(credentials=False)
    session.get_component("event_emitter").register("before-send.sts", handler)
    async with service.client(session=session) as client:
        with pytest.raises(OfTheCallerError):
            await client.list_analyzers()


@pytest.mark.parametrize(
    "options",
    [
        {"config": AioConfig(signature_version=UNSIGNED)},
        {"aws_access_key_id": ACCESS_KEY, "aws_secret_access_key": SECRET_KEY},
    ],
    ids=["unsigned", "given"],
)
@pytest.mark.usefixtures("whichever")  # botocore knows what is not to be signed
def test_a_broken_source_that_nobody_asks_harms_nobody(
    run: Run, aws_config: WriteConfig, options: dict[str, Any]
) -> None:
    aws_config("[default]\ncredential_process = /no/such/program\n")

    async def main() -> None:
        service = FakeService(GOOD)
        session = session_of(service)
        async with service.client(session=session, **options) as client:
            assert await client.list_analyzers().collect() == []

    run(main)


CONTAINERS = {
    "no JSON": SECRET.encode(),
    "no text": b"\xff",
    "no object": b"[1]",
    "null": b"null",
    "keys missing": b'{"AccessKeyId": "A"}',
    "no expiration": b'{"AccessKeyId": "A", "SecretAccessKey": "B", "Token": "C"}',
    "a garbled expiration": b'{"AccessKeyId": "A", "SecretAccessKey": "B", "Token": "C", '
    b'"Expiration": "%s"}' % SECRET.encode(),
}


@pytest.mark.parametrize("status", [200, 404])
async def test_a_container_that_answers_something_else_is_named(
    monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    body = b""

    async def metadata(stream: Any) -> None:
        await loopback.read_request(stream)
        await stream.send(loopback.response(body).replace(b"200", str(status).encode(), 1))

    async def at_once(_: float) -> None:
        """Ask again without the second that botocore waits."""

    service = FakeService(GOOD)
    session: Any = service.session(credentials=False)
    provider: Any = AioContainerProvider(fetcher=AioContainerMetadataFetcher(sleep=at_once))
    session.get_component("credential_provider").insert_before("env", provider)
    async with loopback.serve(metadata) as network:
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", network.url)
        async with service.client(session=session) as client:
            for what, body in CONTAINERS.items():  # noqa: B007 (the metadata service sends it)
                error = await refused(client)
                assert "AWS_CONTAINER_CREDENTIALS_FULL_URI" in str(error), what
    assert service.requests == []


URL = "https://example.invalid/start"
TOKENS: dict[str, dict[str, str]] = {
    "without token": {"expiresAt": "2126-01-01T00:00:00Z"},
    "expired": {"accessToken": SECRET, "expiresAt": "2001-01-01T00:00:00Z"},
    "garbled": {"accessToken": SECRET, "expiresAt": "soon"},
}


async def signed_in(token: dict[str, str], service: FakeService, portal: FakeService) -> str:
    """What is said where a sign-in is cached that does not help."""
    session: Any = service.session(credentials=False)
    session.get_component("event_emitter").register("before-send.sso", portal)
    provider: Any = AioSSOProvider(
        load_config=lambda: session.full_config,
        client_creator=session.create_client,
        profile_name="default",
        cache={},
        token_cache={hashlib.sha1(URL.encode()).hexdigest(): token},  # noqa: S324 (as botocore does)
    )
    session.get_component("credential_provider").insert_before("env", provider)
    async with service.client(session=session) as client:
        return str(await refused(client))


@pytest.fixture
def sso_profile(aws_config: WriteConfig) -> None:
    aws_config(
        "[default]\nsso_account_id = 111122223333\nsso_role_name = sample\n"
        f"sso_region = eu-west-1\nsso_start_url = {URL}\n"
    )


@pytest.mark.usefixtures("sso_profile")
@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS.keys())
async def test_a_sign_in_that_does_not_help_any_more_says_what_does(token: dict[str, str]) -> None:
    told = await signed_in(token, FakeService(GOOD), FakeService(GOOD))
    assert "'default'" in told
    assert "aws sso login" in told


@pytest.mark.usefixtures("sso_profile")
@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            Reply({"message": "No access\x1b[2J"}, 403, {"x-amzn-errortype": "Forbidden"}),
            "Forbidden",
        ),
        (ConnectionRefusedError(111, "x"), "refused"),
        (EndpointConnectionError(endpoint_url="http://127.0.0.1:1"), "http://127.0.0.1:1"),
    ],
    ids=["refuses", "cannot be reached", "cannot be connected to"],
)
async def test_a_portal_that_gives_no_credentials_is_named(
    monkeypatch: pytest.MonkeyPatch, answer: Any, told: str
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")  # or the portal would be asked again, in real time
    token = {"accessToken": SECRET, "expiresAt": "2126-01-01T00:00:00Z"}
    service = FakeService(GOOD)
    text = await signed_in(token, service, FakeService(answer))
    assert told in text
    assert text.isprintable()
    assert service.requests == []
