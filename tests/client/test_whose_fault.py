"""Every way in which credentials and settings go wrong: what is raised, and who is named."""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from aiobotocore.config import AioConfig
from aiobotocore.httpxsession import HttpxSession

from aa_sdk import (
    AccessAnalyzerClient,
    AccessAnalyzerError,
    CredentialsError,
    InvalidRequestError,
    TransportError,
)
from tests.client.faults import CREDENTIALS, KEYS, SECRET, SETTINGS, Fault, process
from tests.conftest import Run
from tests.fake_service import REGION, new_session

pytestmark = pytest.mark.usefixtures("way")

SetUp = Callable[[Fault], tuple[AccessAnalyzerClient, Fault]]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SetUp:
    """Sets up what is wrong, and a client that is going to find out."""

    def set_up(fault: Fault) -> tuple[AccessAnalyzerClient, Fault]:
        def here(text: str) -> str:
            return text.replace("{here}", str(tmp_path))

        config = tmp_path / "config"
        config.write_bytes(here(fault.config).encode(errors="surrogateescape"))
        environ = {"AWS_CONFIG_FILE": str(config)} if fault.config else {}
        for name, value in {**environ, **fault.environ}.items():
            monkeypatch.setenv(name, here(value))
        session = new_session(credentials=False)
        session.set_default_client_config(AioConfig(http_session_cls=HttpxSession))
        arguments: dict[str, Any] = {"region_name": REGION, "session": session, **fault.arguments}
        return AccessAnalyzerClient(**arguments), Fault(tuple(map(here, fault.culprits)))

    return set_up


async def raised(client: AccessAnalyzerClient) -> AccessAnalyzerError:
    """What each call raises, a second one as well as the first."""
    async with client:
        with anyio.fail_after(20):
            with pytest.raises(AccessAnalyzerError) as first:
                await client.list_analyzers()
            with pytest.raises(AccessAnalyzerError) as second:
                await client.list_analyzers()
    assert str(first.value) == str(second.value)
    return first.value


def judge(error: AccessAnalyzerError, fault: Fault) -> None:
    told = str(error)
    for culprit in fault.culprits:
        assert culprit in told
    assert "not sent" not in told
    assert "connect " not in told
    assert SECRET not in "".join(traceback.format_exception(error))
    assert SECRET not in repr((error.__context__, error.__cause__, vars(error)))


@pytest.mark.parametrize("fault", CREDENTIALS.values(), ids=CREDENTIALS.keys())
def test_missing_credentials_are_laid_to_whose_fault_it_is(
    machine: SetUp, fault: Fault, run: Run
) -> None:
    async def main() -> None:
        client, expected = machine(fault)
        error = await raised(client)
        assert type(error) is CredentialsError
        judge(error, expected)

    run(main)


@pytest.mark.parametrize("fault", SETTINGS.values(), ids=SETTINGS.keys())
async def test_a_setting_that_cannot_be_used_is_named(machine: SetUp, fault: Fault) -> None:
    client, expected = machine(fault)
    error = await raised(client)
    assert type(error) is InvalidRequestError
    assert error.operation is None
    assert len(error.fields) == 1
    judge(error, expected)


async def test_an_unknown_profile_given_to_the_client_is_named() -> None:
    error = await raised(AccessAnalyzerClient(REGION, profile_name="absent"))
    assert type(error) is CredentialsError
    assert "'absent'" in str(error)


@pytest.mark.parametrize("bundle", ["/no/such/bundle", "{here}/config", "{here}"])
def test_a_ca_bundle_that_cannot_be_used_is_named(machine: SetUp, bundle: str, run: Run) -> None:
    async def main() -> None:
        fault = Fault((bundle, "AWS_CA_BUNDLE"), KEYS, {"AWS_CA_BUNDLE": bundle})
        client, expected = machine(fault)
        error = await raised(client)
        assert type(error) is TransportError
        judge(error, expected)

    run(main)


async def test_what_is_ignored_is_not_blamed(machine: SetUp) -> None:
    environ = {"AWS_ENDPOINT_URL": "nonsense", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}
    # An unused number of another part of botocore is no reason either.
    client, _ = machine(Fault((), process("/no/such/program"), {**environ, "AWS_CSM_PORT": "x"}))
    assert type(await raised(client)) is CredentialsError


async def test_what_the_configuration_ignores_is_not_blamed(machine: SetUp) -> None:
    config = AioConfig(ignore_configured_endpoint_urls=True)
    environ = {"AWS_ENDPOINT_URL": "nonsense"}
    client, _ = machine(Fault((), process("/no/such/program"), environ, {"config": config}))
    assert type(await raised(client)) is CredentialsError
