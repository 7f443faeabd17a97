"""Credentials let many accounts call on one session."""

from importlib import import_module
from typing import Any

import anyio
import pytest

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.emulator._account.access_keys import INVENTED_SECRET
from tests.conftest import Run

ACCOUNTS = ("111122223333", "444455556666", "777788889999")


def analyzer_arn(account: str) -> str:
    return f"arn:aws:access-analyzer:us-east-1:{account}:analyzer/audit"


def test_clients_of_this_sdk_call_from_many_accounts_on_one_session(
    emulator: Emulator, run: Run
) -> None:
    async def main() -> None:
        session = emulator.session()
        for account in ACCOUNTS:
            keys = emulator.credentials(account)
            async with AccessAnalyzerClient(session=session, **keys) as client:
                created = await client.create_analyzer(analyzer_name="audit", type="ACCOUNT")
                assert created.arn == analyzer_arn(account)
        async with AccessAnalyzerClient(session=session) as client:
            assert len(await client.list_analyzers().collect()) == 1

    run(main)
    assert [call.account_id for call in emulator.calls] == [*ACCOUNTS, ACCOUNTS[0]]


def test_clients_of_aiobotocore_do_too(emulator: Emulator) -> None:
    async def main() -> None:
        session: Any = emulator.session()
        for account in ACCOUNTS:
            keys = emulator.credentials(account)
            async with session.create_client("accessanalyzer", **keys) as client:
                created = await client.create_analyzer(analyzerName="audit", type="ACCOUNT")
                assert created["arn"] == analyzer_arn(account)

    anyio.run(main)


def test_clients_of_boto3_do_too(emulator: Emulator) -> None:
    boto3: Any = import_module("boto3.session")
    session = boto3.Session(region_name="us-east-1")
    with emulator.serve() as url:
        for account in ACCOUNTS:
            keys = emulator.credentials(account)
            client = session.client("accessanalyzer", endpoint_url=url, **keys)
            created = client.create_analyzer(analyzerName="audit", type="ACCOUNT")
            client.close()
            assert created["arn"] == analyzer_arn(account)


def test_credentials_are_the_same_every_time_with_one_secret(emulator: Emulator) -> None:
    keys = emulator.credentials("444455556666")
    assert keys == Emulator(seed=9).credentials("444455556666")
    assert keys == {
        "aws_access_key_id": "AKIAEMUL444455556666",
        "aws_secret_access_key": INVENTED_SECRET,
    }


def test_the_session_has_the_same_secret(emulator: Emulator) -> None:
    async def main() -> None:
        session: Any = emulator.session("444455556666")
        found = await (await session.get_credentials()).get_frozen_credentials()
        assert (found.access_key, found.secret_key) == tuple(
            emulator.credentials("444455556666").values()
        )

    anyio.run(main)


@pytest.mark.parametrize(
    "account", ["", "11112222333", "1111222233334", "11112222333a", "\uff11" * 12]
)
def test_an_account_has_twelve_digits(emulator: Emulator, account: str) -> None:
    with pytest.raises(ValueError, match="12 digits"):
        emulator.credentials(account)
