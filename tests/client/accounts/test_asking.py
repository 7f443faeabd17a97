"""What is asked of STS, Organizations and Account Management, and what is made of the answers."""

from typing import Any

import anyio
import pytest

from aa_sdk._transport.accounts import Account, Accounts, Caller
from aa_sdk.errors import (
    AccessDeniedException,
    CredentialsError,
    EventLoopError,
    InvalidRequestError,
    PaginationError,
    ResponseDecodeError,
    ServiceError,
    TransportError,
)
from tests.client.accounts.fake_aws import CALLER, ROLE, FakeAws, refusal, xml
from tests.conftest import Run
from tests.fake_service import ACCESS_KEY, REGION, Reply, new_session, once

UNITS = {"ou-root-11111111": "r-root", "ou-root-22222222": "ou-root-11111111"}


def organization() -> FakeAws:
    """Nine accounts: one of the root, three of a unit, five of another one below that."""
    parents = ["r-root", *["ou-root-11111111"] * 3, *["ou-root-22222222"] * 5]
    accounts: dict[str, str | None] = {f"{n:012}": parent for n, parent in enumerate(parents)}
    return FakeAws(accounts=accounts, units=dict(UNITS))


async def listed(accounts: Accounts, *parents: str) -> list[str]:
    return [account.id async for account in accounts.listed(parents)]


def test_the_caller_is_asked_for_once_and_tells_the_partition(run: Run) -> None:
    async def main() -> None:
        aws = FakeAws()
        async with aws.open() as accounts, anyio.create_task_group() as tasks:
            for _ in range(10):
                tasks.start_soon(accounts.caller)
            arn = f"arn:aws-us-gov:sts::{CALLER}:assumed-role/Audit/me"
            assert await accounts.caller() == Caller(CALLER, "aws-us-gov", arn)
        assert aws.count("GetCallerIdentity") == 1
        assert aws.asked[0].access_key == ACCESS_KEY

    run(main)


def test_all_accounts_of_an_organization_are_listed(run: Run) -> None:
    async def main() -> None:
        aws = organization()
        aws.states["000000000001"] = {"State": "PENDING_CLOSURE", "Status": "ACTIVE"}
        aws.states["000000000002"] = {"Status": "SUSPENDED"}
        aws.states["000000000003"] = {}
        async with aws.open() as accounts:
            found = [account async for account in accounts.listed()]
        assert [account.id for account in found] == list(aws.accounts)
        assert found[0] == Account("000000000000", "name-000000000000", "ACTIVE")
        assert [account.status for account in found[1:4]] == ["PENDING_CLOSURE", "SUSPENDED", ""]
        assert aws.count("ListAccounts") == 5

    run(main)


@pytest.mark.parametrize(
    ("parents", "number"),
    [
        (["r-root"], 9),
        (["ou-root-11111111"], 8),
        (["ou-root-22222222"], 5),
        (["ou-root-22222222", "ou-root-11111111"], 8),
        (["ou-root-11111111", "ou-root-11111111"], 8),
    ],
)
def test_accounts_are_listed_below_units_at_any_depth_each_once(
    parents: list[str], number: int, run: Run
) -> None:
    async def main() -> None:
        aws = organization()
        async with aws.open() as accounts:
            found = await listed(accounts, *parents)
        assert len(found) == len(set(found)) == number
        asked = [asked.params["ParentId"] for asked in aws.asked if "Units" in asked.operation]
        assert len(asked) == len(set(asked))

    run(main)


async def test_an_account_that_is_on_two_pages_is_listed_once() -> None:
    aws = organization()
    page = Reply({"Accounts": [{"Id": "000000000000"}], "NextToken": "0"})
    aws.instead["ListAccounts"] = [page]
    async with aws.open() as accounts:
        assert await listed(accounts) == list(aws.accounts)


def test_a_listing_that_is_left_early_leaves_nothing_behind(run: Run) -> None:
    async def main() -> None:
        async with organization().open() as accounts:
            for parents in ([], ["r-root"]):
                listing = accounts.listed(parents)
                await anext(listing)
                await listing.aclose()

    run(main)


async def test_a_token_that_repeats_ends_a_listing() -> None:
    aws = FakeAws()
    page = Reply({"Accounts": [], "NextToken": "again"})
    aws.instead["ListAccounts"] = [page] * 3
    async with aws.open() as accounts:
        with pytest.raises(PaginationError, match="ListAccounts"):
            await listed(accounts)
    assert aws.count("ListAccounts") == 2


async def test_ids_that_are_of_no_root_or_unit_are_refused_before_anything_is_asked() -> None:
    aws = FakeAws()
    async with aws.open() as accounts:
        with pytest.raises(InvalidRequestError, match=r"^parents\[1\]: must be the id of a root"):
            accounts.listed(["r-root", "Workloads"])
        with pytest.raises(InvalidRequestError, match=r"^parents: must be a list of ids"):
            accounts.listed("r-root")  # text is a sequence too
    assert aws.asked == []


async def test_accounts_that_access_analyzer_is_delegated_to_are_named() -> None:
    aws = FakeAws(administrators=["444455556666", "777788889999", "222233334444"])
    async with aws.open() as accounts:
        assert await accounts.administrators() == tuple(aws.administrators)


REGIONS = {
    "us-east-1": "ENABLED_BY_DEFAULT",
    "af-south-1": "ENABLED",
    "ap-east-1": "DISABLED",
    "me-south-1": "DISABLING",
    "eu-south-1": "ENABLING",
    "il-central-1": "OF_TOMORROW",
}


async def test_regions_that_can_be_reached_are_named_for_the_caller_or_for_a_role() -> None:
    aws = FakeAws(regions=REGIONS)
    expected = ("af-south-1", "eu-south-1", "me-south-1", "us-east-1")
    async with aws.open() as accounts:
        assert await accounts.regions() == expected
        assert {asked.access_key for asked in aws.asked} == {ACCESS_KEY}
        role = accounts.role(ROLE.format("444455556666"), session_name="audit")
        assert await accounts.regions(role) == expected
    keys = {asked.access_key for asked in aws.asked if asked.operation == "ListRegions"}
    assert keys == {ACCESS_KEY, *aws.owners}


def test_many_accounts_are_asked_at_once_each_signed_with_its_own(run: Run) -> None:
    async def main() -> None:
        aws = FakeAws(regions=REGIONS)
        async with aws.open() as accounts, anyio.create_task_group() as tasks:
            for number in range(50):
                role = accounts.role(ROLE.format(f"{number:012}"), session_name="audit")
                tasks.start_soon(accounts.regions, role)
        pages = [asked for asked in aws.asked if asked.operation == "ListRegions"]
        assert {aws.owners[asked.access_key] for asked in pages} == {
            ROLE.format(f"{number:012}") for number in range(50)
        }
        assert len(aws.owners) == aws.count("AssumeRole") == 50

    run(main)


async def test_botocore_knows_the_regions_of_a_partition() -> None:
    async with FakeAws().open() as accounts:
        assert accounts.regions_of("aws-us-gov") == ("us-gov-east-1", "us-gov-west-1")
        assert accounts.regions_of("aws-cn") == ("cn-north-1", "cn-northwest-1")
        assert set(accounts.regions_of("aws")) > {"eu-west-1", "ap-east-1"}
        assert accounts.regions_of("aws-of-tomorrow") == ()


async def test_a_role_is_assumed_under_its_name_with_its_external_id() -> None:
    aws = FakeAws()
    async with aws.open() as accounts:
        role = accounts.role(ROLE.format(CALLER), session_name="me@audit", external_id="id:1/2")
        keys = await role.get_frozen_credentials()
        await accounts.role(ROLE.format(CALLER), session_name="other").get_frozen_credentials()
    first, second = [asked.params for asked in aws.asked]
    assert aws.owners[keys.access_key] == ROLE.format(CALLER)
    assert (keys.secret_key, keys.token) == (f"s-{keys.access_key}", f"t-{keys.access_key}")
    assert (first["RoleSessionName"], first["ExternalId"]) == ("me@audit", "id:1/2")
    assert "ExternalId" not in second


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"arn": "Audit"}, "arn: must be the ARN of a role"),
        ({"arn": "arn:aws:iam::111122223333:user/Audit"}, "arn: "),
        ({"arn": 1}, "arn: "),
        ({"session_name": "a"}, "session_name: must have 2 to 64"),
        ({"session_name": "a b"}, "session_name: "),
        ({"session_name": "ä" * 3}, "session_name: "),
        ({"external_id": "top secret"}, "external_id: must have 2 to 1224"),
        ({"external_id": ""}, "external_id: "),
    ],
)
async def test_what_no_role_can_be_assumed_with_is_refused_and_no_external_id_shown(
    wrong: dict[str, Any], place: str
) -> None:
    aws = FakeAws()
    good: dict[str, Any] = {"arn": ROLE.format(CALLER), "session_name": "audit"}
    async with aws.open() as accounts:
        with pytest.raises(InvalidRequestError) as caught:
            accounts.role(**{**good, **wrong})
    assert str(caught.value).startswith(place)
    assert "top secret" not in str(caught.value) + repr(caught.value)
    assert aws.asked == []


async def test_a_refusal_of_a_role_is_an_error_of_the_service() -> None:
    aws = FakeAws(instead={"AssumeRole": [refusal("AccessDenied", 403)]})
    async with aws.open() as accounts:
        role = accounts.role(ROLE.format(CALLER), session_name="audit", external_id="invented-id")
        with pytest.raises(ServiceError) as caught:
            await role.get_frozen_credentials()
        told = caught.value
        assert (told.code, told.operation, told.status_code) == ("AccessDenied", "AssumeRole", 403)
        assert "invented-id" not in str(told) + repr(told) + repr(role)
        with pytest.raises(ServiceError):
            await role.get_frozen_credentials()
    assert aws.count("AssumeRole") == 1


async def test_a_refusal_of_organizations_is_one_too() -> None:
    denied = Reply({"__type": "AccessDeniedException", "Message": "no"}, 400)
    not_in_use = Reply({"__type": "AWSOrganizationsNotInUseException", "Message": "no"}, 400)
    aws = FakeAws(instead={"ListAccounts": [denied, not_in_use]})
    async with aws.open() as accounts:
        with pytest.raises(AccessDeniedException):
            await listed(accounts)
        with pytest.raises(ServiceError) as caught:
            await listed(accounts)
    assert caught.value.code == "AWSOrganizationsNotInUseException"


async def test_no_answer_is_no_answer() -> None:
    aws = FakeAws(instead={"AssumeRole": [ConnectionRefusedError(111, "x")]})
    async with aws.open(config=once()) as accounts:
        role = accounts.role(ROLE.format(CALLER), session_name="audit")
        with pytest.raises(TransportError, match="AssumeRole"):
            await role.get_frozen_credentials()
        await role.get_frozen_credentials()


async def test_a_caller_without_credentials_is_told_so() -> None:
    aws = FakeAws()
    async with aws.open(aws.session(credentials=False)) as accounts:
        role = accounts.role(ROLE.format(CALLER), session_name="audit")
        for ask in (accounts.caller, accounts.regions, role.get_frozen_credentials):
            with pytest.raises(CredentialsError, match="no credentials were found"):
                await ask()


UNTIMELY = (
    "<Credentials><AccessKeyId>k</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
    "<SessionToken>t</SessionToken><Expiration>never</Expiration></Credentials>"
)


@pytest.mark.parametrize(
    ("operation", "answer", "missing"),
    [
        ("GetCallerIdentity", xml("GetCallerIdentity", "<Arn>arn:aws:x</Arn>"), "Account"),
        (
            "GetCallerIdentity",
            xml("GetCallerIdentity", "<Account>1</Account><Arn>me</Arn>"),
            "Arn is no ARN",
        ),
        ("AssumeRole", xml("AssumeRole", ""), "Credentials"),
        ("AssumeRole", xml("AssumeRole", "<Credentials></Credentials>"), "AccessKeyId"),
        ("AssumeRole", Reply(b"<html"), "parse"),
        ("AssumeRole", Reply(b"<html><body>Sign in</body></html>"), "parse"),
        ("AssumeRole", xml("AssumeRole", UNTIMELY), "parse"),
        ("GetCallerIdentity", Reply(b"<html><body>Sign in</body></html>"), "parse"),
        ("ListAccounts", Reply({}), "Accounts"),
        ("ListDelegatedAdministrators", Reply({"DelegatedAdministrators": [{}]}), "Id"),
        ("ListRegions", Reply({"Regions": [{"RegionName": "x"}]}), "RegionOptStatus"),
    ],
)
async def test_an_answer_that_lacks_something_says_what(
    operation: str, answer: Reply, missing: str
) -> None:
    aws = FakeAws(instead={operation: [answer]})
    async with aws.open(config=once()) as accounts:
        role = accounts.role(ROLE.format(CALLER), session_name="audit")
        asks = {
            "GetCallerIdentity": accounts.caller,
            "AssumeRole": role.get_frozen_credentials,
            "ListAccounts": lambda: listed(accounts),
            "ListDelegatedAdministrators": accounts.administrators,
            "ListRegions": accounts.regions,
        }
        with pytest.raises(ResponseDecodeError) as caught:
            await asks[operation]()
    assert operation in str(caught.value)
    assert missing in str(caught.value)


def test_it_belongs_to_the_event_loop_on_which_it_was_entered() -> None:
    opened = FakeAws().open()

    async def enter() -> None:
        await opened.__aenter__()

    async def ask() -> None:
        with pytest.raises(EventLoopError):
            await opened.caller()

    anyio.run(enter)
    anyio.run(ask)


def test_a_session_has_its_own_profile() -> None:
    with pytest.raises(InvalidRequestError, match="profile_name: is for a new session"):
        Accounts(new_session(), profile_name="audit", region_name=REGION)
