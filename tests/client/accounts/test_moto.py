"""The same questions to moto, which somebody else made after STS and Organizations."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import anyio
import httpx
import pytest

from aa_sdk._transport.accounts import Accounts
from aa_sdk.errors import ServiceError
from tests.client.accounts import moto_server
from tests.client.conftest import Library
from tests.fake_service import ACCESS_KEY, REGION, SECRET_KEY, new_session

MANAGEMENT = "123456789012"
PRINCIPAL = "access-analyzer.amazonaws.com"


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    with moto_server.served() as url:
        yield url


@pytest.fixture
def url(moto: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where moto is; it has forgotten what was there before."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto)
    httpx.post(f"{moto}/moto-api/reset")
    return moto


class Organization:
    """Two units, one below the other, and accounts in all places."""

    def __init__(self, url: str) -> None:
        make: Any = import_module("boto3").client
        self.client: Any = make(
            "organizations",
            region_name="us-east-1",
            endpoint_url=url,
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY,
        )
        self.client.create_organization(FeatureSet="ALL")
        self.root: str = self.client.list_roots()["Roots"][0]["Id"]
        self.upper = self._unit(self.root, "upper")
        self.lower = self._unit(self.upper, "lower")
        self.of_root = [MANAGEMENT, *self._accounts(self.root, 25)]  # more than are on a page
        self.of_upper = self._accounts(self.upper, 3)
        self.of_lower = self._accounts(self.lower, 4)

    def _unit(self, parent: str, name: str) -> str:
        made = self.client.create_organizational_unit(ParentId=parent, Name=name)
        unit: str = made["OrganizationalUnit"]["Id"]
        return unit

    def _accounts(self, parent: str, number: int) -> list[str]:
        made = list[str]()
        for index in range(number):
            name = f"{parent}-{index}"
            said = self.client.create_account(AccountName=name, Email=f"{name}@example.com")
            account: str = said["CreateAccountStatus"]["AccountId"]
            if parent != self.root:
                self.client.move_account(
                    AccountId=account, SourceParentId=self.root, DestinationParentId=parent
                )
            made.append(account)
        return made


def opened(library: Library, session: Any = None) -> Accounts:
    transport: Any = library.transport
    return Accounts(session or new_session(), region_name=REGION, transport=transport)


def test_the_accounts_of_an_organization_are_found_at_every_depth(url: str, http: Library) -> None:
    organization = Organization(url)
    below = {
        (): [*organization.of_root, *organization.of_upper, *organization.of_lower],
        (organization.root,): [
            *organization.of_root,
            *organization.of_upper,
            *organization.of_lower,
        ],
        (organization.upper,): [*organization.of_upper, *organization.of_lower],
        (organization.lower, organization.upper): [
            *organization.of_upper,
            *organization.of_lower,
        ],
        (organization.lower,): organization.of_lower,
    }

    async def main() -> None:
        async with opened(http) as accounts:
            for parents, expected in below.items():
                found = [account async for account in accounts.listed(parents)]
                assert sorted(account.id for account in found) == sorted(expected)
                assert {account.status for account in found} == {"ACTIVE"}

    http.run(main)


def test_accounts_that_access_analyzer_is_delegated_to_are_named(url: str, http: Library) -> None:
    organization = Organization(url)
    for account in organization.of_upper[:2]:
        organization.client.register_delegated_administrator(
            AccountId=account, ServicePrincipal=PRINCIPAL
        )
    organization.client.register_delegated_administrator(
        AccountId=organization.of_lower[0], ServicePrincipal="guardduty.amazonaws.com"
    )

    async def main() -> None:
        async with opened(http) as accounts:
            found = await accounts.administrators()
            assert sorted(found) == sorted(organization.of_upper[:2])

    http.run(main)


@pytest.mark.usefixtures("url")
def test_without_an_organization_there_is_an_error_that_says_so(http: Library) -> None:
    async def main() -> None:
        async with opened(http) as accounts:
            with pytest.raises(ServiceError) as caught:
                await anext(accounts.listed(["r-root"]))
            assert caught.value.operation == "ListAccountsForParent"

    http.run(main)


@pytest.mark.usefixtures("url")
def test_who_assumes_a_role_is_in_its_account(http: Library) -> None:
    async def main() -> None:
        async with opened(http) as accounts:
            caller = await accounts.caller()
            assert (caller.account_id, caller.partition) == (MANAGEMENT, "aws")
            role = accounts.role(
                "arn:aws:iam::444455556666:role/Audit", session_name="audit", external_id="invented"
            )
            found: dict[str, Any] = {}

            async def come(number: int) -> None:
                found[str(number)] = await role.get_frozen_credentials()

            async with anyio.create_task_group() as tasks:
                for number in range(20):
                    tasks.start_soon(come, number)
            (keys,) = set(found.values())
            session = new_session()
            session.set_credentials(keys.access_key, keys.secret_key, keys.token)
            async with opened(http, session) as inside:
                caller = await inside.caller()
        assert caller.account_id == "444455556666"
        assert caller.arn == "arn:aws:sts::444455556666:assumed-role/Audit/audit"

    http.run(main)
