"""Clients of the neighbours reach an emulator in process, on asyncio and under Trio."""

from importlib import import_module
from typing import Any

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from tests.conftest import Run
from tests.emulator.neighbour_clients import MEMBER, OTHER, OWN, ROLE, as_arguments


def client(session: Any, service: str) -> Any:
    """A client that sends by the library that runs on asyncio and under Trio."""
    sender = import_module("aiobotocore.httpxsession").HttpxSession
    config = import_module("aiobotocore.config").AioConfig(http_session_cls=sender)
    return session.create_client(service, config=config)


def test_a_sweep_needs_nothing_but_one_session(emulator: Emulator, run: Run) -> None:
    emulator.add_member(MEMBER)
    emulator.add_member(OTHER, status="SUSPENDED")
    emulator.populate(findings=50, account_id=MEMBER)
    emulator.disable_region("eu-south-1", MEMBER)

    async def main() -> None:
        session: Any = emulator.session()
        async with client(session, "organizations") as organizations:
            pages = organizations.get_paginator("list_accounts").paginate()
            accounts = [account async for page in pages for account in page["Accounts"]]
            active = [one["Id"] for one in accounts if one["Status"] == "ACTIVE"]
            assert active == [OWN, MEMBER]
        async with client(session, "account") as account:
            answer = await account.list_regions(AccountId=MEMBER)
            assert {"RegionName": "eu-south-1", "RegionOptStatus": "DISABLED"} in answer["Regions"]
        async with client(session, "sts") as sts:
            assert (await sts.get_caller_identity())["Account"] == OWN
            role = await sts.assume_role(RoleArn=ROLE, RoleSessionName="sweep")
        keys = as_arguments(role["Credentials"])
        async with AccessAnalyzerClient(session=session, **keys) as analyzers:
            assert len(await analyzers.list_analyzers().collect()) == 4

    run(main)
    assert [(call.operation, call.account_id) for call in emulator.calls] == [
        ("ListAccounts", OWN),
        ("ListRegions", OWN),
        ("GetCallerIdentity", OWN),
        ("AssumeRole", OWN),
        ("ListAnalyzers", MEMBER),
    ]


def test_a_client_of_access_analyzer_asks_no_neighbour(emulator: Emulator, run: Run) -> None:
    async def main() -> None:
        async with AccessAnalyzerClient(session=emulator.session()) as analyzers:
            await analyzers.list_analyzers().collect()

    run(main)
    assert emulator.calls.counts() == {"ListAnalyzers": 1}


def test_credentials_of_a_role_are_refreshed_by_botocore_before_they_run_out(
    emulator: Emulator, run: Run
) -> None:
    credentials: Any = import_module("aiobotocore.credentials")

    async def main() -> None:
        session: Any = emulator.session()

        async def refresh() -> dict[str, str]:
            async with client(session, "sts") as sts:
                answer = await sts.assume_role(
                    RoleArn=ROLE, RoleSessionName="sweep", DurationSeconds=900
                )
            given = answer["Credentials"]
            return {
                "access_key": given["AccessKeyId"],
                "secret_key": given["SecretAccessKey"],
                "token": given["SessionToken"],
                "expiry_time": given["Expiration"].isoformat(),
            }

        role = credentials.AioRefreshableCredentials.create_from_metadata(
            metadata=await refresh(), refresh_using=refresh, method="assume-role"
        )
        await role.get_frozen_credentials()

    run(main)
    # 900 seconds is when botocore begins to refresh: at the time of the machine, so once more.
    assert emulator.calls.count_of("AssumeRole") == 2
