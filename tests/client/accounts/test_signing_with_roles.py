"""Calls of Access Analyzer that are signed with a role, which is assumed in their midst."""

from typing import Any

import anyio
import pytest
from aiobotocore.config import AioConfig

from aa_sdk import AccessAnalyzerClient, CallEvent
from aa_sdk._transport.accounts import Accounts
from aa_sdk.errors import (
    AccessAnalyzerError,
    CallTimeoutError,
    ClientClosedError,
    CredentialsError,
    InvalidRequestError,
    ServiceError,
    TransportError,
)
from aa_sdk.pace import Pace
from tests.client.accounts.fake_aws import HOUR, ROLE, FakeAws, refusal
from tests.conftest import Run
from tests.fake_service import REGION, once

pytestmark = pytest.mark.usefixtures("way")


def client_of(session: Any, **options: Any) -> AccessAnalyzerClient:
    return AccessAnalyzerClient(REGION, session=session, **options)


def as_role(
    client: AccessAnalyzerClient, accounts: Accounts, number: int = 1, **options: Any
) -> AccessAnalyzerClient:
    role = accounts.role(
        ROLE.format(f"{number:012}"), session_name="audit", external_id="invented-id"
    )
    return client.with_options(credentials=role, **options)


def analyzers_asked(aws: FakeAws) -> list[str]:
    """The access keys that Access Analyzer was asked with."""
    return [asked.access_key for asked in aws.asked if asked.operation == "/analyzer"]


def test_every_account_is_asked_with_its_role_over_one_connection(run: Run) -> None:
    async def main() -> None:
        aws = FakeAws()
        session = aws.session()
        async with aws.open(session) as accounts, client_of(session) as client:
            of_accounts = [as_role(client, accounts, number) for number in range(20)]
            async with anyio.create_task_group() as tasks:
                for one in of_accounts * 3:
                    tasks.start_soon(one.list_analyzers().collect)
        assert aws.count("AssumeRole") == 20
        assert sorted(analyzers_asked(aws)) == sorted([*aws.owners] * 3)

    run(main)


def test_a_role_is_assumed_again_in_the_midst_of_a_call(run: Run) -> None:
    async def main() -> None:
        aws = FakeAws()
        session = aws.session()
        async with aws.open(session) as accounts, client_of(session) as client:
            one = as_role(client, accounts)
            await one.list_analyzers()
            aws.clock.now += HOUR - 1
            await one.list_analyzers()
        assert analyzers_asked(aws) == list(aws.owners)
        assert len(aws.owners) == 2

    run(main)


@pytest.mark.usefixtures("whichever")  # nothing of Access Analyzer's is sent
@pytest.mark.parametrize("pace", [None, Pace()], ids=["no pace", "a pace"])
@pytest.mark.parametrize(
    ("said", "kind", "code"),
    [
        (refusal("AccessDenied", 403), ServiceError, "AccessDenied"),
        (refusal("InternalFailure", 500), ServiceError, "InternalFailure"),
        (refusal("ExpiredToken", 400), CredentialsError, "ExpiredToken"),
        (ConnectionRefusedError(111, "x"), TransportError, "TransportError"),
        (TimeoutError(), CallTimeoutError, "CallTimeoutError"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_goes_wrong_with_a_role_comes_out_as_itself(
    said: Any, kind: type[AccessAnalyzerError], code: str, pace: Pace | None, run: Run
) -> None:
    async def main() -> None:
        aws = FakeAws(instead={"AssumeRole": [said]})
        session = aws.session()
        events: list[CallEvent] = []
        async with aws.open(session, config=once()) as accounts, client_of(session) as client:
            one = as_role(client, accounts, pace=pace, on_call=events.append)
            with pytest.raises(kind) as caught:
                await one.list_analyzers()
        error: Any = caught.value
        assert error.operation == "AssumeRole"
        assert error.__cause__ is not None
        assert "invented-id" not in str(error) + repr(error)
        assert [(event.operation, event.error_code) for event in events] == [
            ("ListAnalyzers", code)
        ]
        assert analyzers_asked(aws) == []

    run(main)


@pytest.mark.usefixtures("whichever")
async def test_a_refused_role_is_asked_for_once_by_all_regions() -> None:
    aws = FakeAws(instead={"AssumeRole": [refusal("AccessDenied", 403)]})
    session = aws.session()
    async with aws.open(session) as accounts:
        role = accounts.role(ROLE.format("0" * 12), session_name="audit")
        for region in ("eu-west-1", "us-east-1", "af-south-1"):
            async with AccessAnalyzerClient(region, session=session) as client:
                with pytest.raises(ServiceError) as caught:
                    await client.with_options(credentials=role).list_analyzers()
                assert caught.value.operation == "AssumeRole"
    assert aws.count("AssumeRole") == 1


@pytest.mark.usefixtures("whichever")
async def test_a_caller_without_credentials_is_told_so_in_the_midst_of_a_call() -> None:
    aws = FakeAws()
    session = aws.session(credentials=False)
    async with aws.open(session) as accounts, client_of(session) as client:
        with pytest.raises(CredentialsError, match="no credentials were found"):
            await as_role(client, accounts).list_analyzers()


@pytest.mark.usefixtures("whichever")
async def test_a_setting_that_stands_in_the_way_of_a_role_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "nonsense")
    aws = FakeAws()
    session = aws.session()
    async with aws.open(session) as accounts, client_of(session) as client:
        with pytest.raises(InvalidRequestError, match="AWS_ENDPOINT_URL_STS"):
            await as_role(client, accounts).list_analyzers()


@pytest.mark.usefixtures("whichever")
async def test_roles_end_with_what_assumes_them() -> None:
    aws = FakeAws()
    session = aws.session()
    async with client_of(session) as client:
        async with aws.open(session) as accounts:
            one = as_role(client, accounts)
        with pytest.raises(ClientClosedError):
            await one.list_analyzers()


@pytest.mark.parametrize("first", ["patient", "hurried"])
def test_the_time_for_a_call_ends_the_wait_for_its_role_and_no_other_call(
    first: str, run: Run
) -> None:
    async def main() -> None:
        aws = FakeAws()
        session = aws.session()

        async def be_late() -> None:
            with pytest.raises(CallTimeoutError, match="ListAnalyzers"):
                await patient.with_options(timeout=0.01).list_analyzers()
            assert aws.held is not None
            aws.held.set()

        async with aws.open(session) as accounts, client_of(session) as client:
            await accounts.caller()
            await client.list_analyzers()  # connected
            aws.held = anyio.Event()
            patient = as_role(client, accounts)
            calls: dict[str, Any] = {"patient": patient.list_analyzers().collect}
            calls["hurried"] = be_late
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(calls.pop(first))
                await anyio.wait_all_tasks_blocked()
                tasks.start_soon(*calls.values())
        assert analyzers_asked(aws)[1:] == list(aws.owners)
        assert len(aws.owners) == 1

    run(main)


async def test_a_role_that_is_throttled_waits_and_counts_as_no_attempt_of_the_call() -> None:
    aws = FakeAws(instead={"AssumeRole": [refusal("Throttling", 400)] * 2})
    session = aws.session()
    config = AioConfig(retries={"total_max_attempts": 1, "mode": "standard"})
    async with aws.open(session, config=config) as accounts, client_of(session) as client:
        response = await as_role(client, accounts).list_analyzers()
    assert response.response_metadata.retry_attempts == 0
    assert aws.count("AssumeRole") == 3
