"""A fleet that has its accounts and roles from moto, which others have made."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import httpx
import pytest

from aa_sdk import AccessAnalyzerClient
from aa_sdk.workflows import Fleet, organization_accounts
from tests.client.accounts import moto_server
from tests.client.conftest import LIBRARIES, Library
from tests.fake_service import ACCESS_KEY, SECRET_KEY, new_session
from tests.workflows.fleet.world import HOME, UNUSED, WEST, World, statuses

MANAGEMENT = "123456789012"
PRINCIPAL = "access-analyzer.amazonaws.com"


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    with moto_server.served() as url:
        yield url


@pytest.fixture(params=LIBRARIES, ids=" on ".join)
def http(request: pytest.FixtureRequest) -> Library:
    found: Library = request.param
    return found


@pytest.fixture
def organizations(moto: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client of a new organization's management account."""
    httpx.post(f"{moto}/moto-api/reset")
    for name in ("STS", "ORGANIZATIONS", "ACCOUNT"):
        monkeypatch.setenv(f"AWS_ENDPOINT_URL_{name}", moto)
    make: Any = import_module("boto3").client
    client = make(
        "organizations",
        region_name=HOME,
        endpoint_url=moto,
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
    )
    client.create_organization(FeatureSet="ALL")
    return client


def account_of(client: Any, name: str, unit: str | None = None) -> str:
    """Create an account, and return its id."""
    made = client.create_account(AccountName=name, Email=f"{name}@example.com")
    account: str = made["CreateAccountStatus"]["AccountId"]
    if unit is not None:
        root = client.list_roots()["Roots"][0]["Id"]
        client.move_account(AccountId=account, SourceParentId=root, DestinationParentId=unit)
    return account


def introduced(world: World) -> Any:
    """A session that makes the keys which STS gives known to an emulator."""
    world.emulator.add_account(ACCESS_KEY, MANAGEMENT)

    def introduce(parsed: Any, **_: Any) -> None:
        account = parsed["AssumedRoleUser"]["Arn"].split(":")[4]
        world.emulator.add_account(parsed["Credentials"]["AccessKeyId"], account)

    session: Any = new_session()
    session.get_component("event_emitter").register("after-call.sts.AssumeRole", introduce)
    return session


def test_an_organization_is_swept_that_others_have_made(http: Library, organizations: Any) -> None:
    root = organizations.list_roots()["Roots"][0]["Id"]
    unit = organizations.create_organizational_unit(ParentId=root, Name="work")
    parent = unit["OrganizationalUnit"]["Id"]
    plain = [account_of(organizations, f"plain-{number}") for number in range(3)]
    work = [account_of(organizations, f"work-{number}", parent) for number in range(2)]
    organizations.register_delegated_administrator(AccountId=work[1], ServicePrincipal=PRINCIPAL)
    world = World(account_id=MANAGEMENT)
    accounts = [work[1], MANAGEMENT, *plain, work[0]]
    for number, account in enumerate(accounts):
        for region in (HOME, WEST):
            if number != 3:
                world.role(world.analyzer(account, region, findings=number))
                world.analyzer(account, region, UNUSED, 2)

    async def main() -> None:
        with world.emulator.serve() as url:
            options: dict[str, Any] = {
                "session": introduced(world),
                "regions": [HOME, WEST],
                "role": "audit/Audit",
                "external_id": "invented",
                "region_name": HOME,
                "endpoint_url": url,
                "transport": http.transport,
            }
            async with Fleet(accounts=organization_accounts(), **options) as fleet:
                found = await fleet.findings()
                outcome = fleet.outcome
            async with Fleet(accounts=organization_accounts([parent]), **options) as fleet:
                below = {one.account for one in await fleet.analyzers()}
            counts = dict[str, int]()
            for account in accounts:
                credentials: Any = world.emulator.credentials(account)
                for region in (HOME, WEST):
                    async with AccessAnalyzerClient(
                        region, session=new_session(), endpoint_url=url, pace=None, **credentials
                    ) as client:
                        for analyzer in await client.list_analyzers().collect():
                            if analyzer.type != UNUSED or region == HOME:
                                listed = await client.list_findings_v2(analyzer.arn).collect()
                                counts[account] = counts.get(account, 0) + len(listed)
        assert [one.account for one in outcome][:4] == [work[1]] * 2 + [MANAGEMENT] * 2
        assert {one.account for one in outcome} == {*accounts}
        told = statuses(outcome)
        assert {account for (account, _), how in told.items() if how == "no_analyzer"} == {
            accounts[3]
        }
        assert {*told.values()} == {"ok", "no_analyzer"}
        for account in accounts:
            here = [one for one in outcome if one.account == account]
            assert sum(one.findings + one.repeated for one in here) == counts.get(account, 0)
        assert outcome.repeated == 5
        assert len(found) == outcome.findings == sum(counts.values()) - 5
        assert below == {*work}

    http.run(main)
