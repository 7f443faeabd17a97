"""AWS Organizations: the accounts of the emulator are in one, unless it has none."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.emulator import Emulator
from tests.effort import examples
from tests.emulator.neighbour_clients import (
    MEMBER,
    OTHER,
    OWN,
    Clients,
    asked,
    clients_of,
    refused,
)

LISTINGS = ("list_accounts", "list_roots", "list_delegated_administrators")


@pytest.fixture
def clients(emulator: Emulator) -> Iterator[Clients]:
    with clients_of(emulator) as clients:
        yield clients


@pytest.fixture
def aws(clients: Clients) -> Any:
    """A client of the management account."""
    return clients.make("organizations")


def ids(answer: Any, key: str = "Accounts") -> list[str]:
    return [item["Id"] for item in answer[key]]


def test_the_emulators_account_is_the_management_account(aws: Any) -> None:
    organization = aws.describe_organization()["Organization"]
    assert organization["MasterAccountId"] == OWN
    assert organization["FeatureSet"] == "ALL"
    assert organization["MasterAccountArn"].endswith(f"account/{organization['Id']}/{OWN}")


def test_all_accounts_that_the_emulator_has_heard_of_are_in_it(clients: Clients, aws: Any) -> None:
    assert ids(aws.list_accounts()) == [OWN]
    clients.emulator.add_account("AKIAIOSFODNN7EXAMPLE", "333322221111")
    clients.emulator.add_member(OTHER)
    clients.of("accessanalyzer", MEMBER).create_analyzer(analyzerName="audit", type="ACCOUNT")
    expected = [OWN, "333322221111", MEMBER, OTHER]
    assert ids(aws.list_accounts()) == expected
    assert [account.account_id for account in clients.emulator.accounts()] == [
        OWN,
        "333322221111",
        MEMBER,
        OTHER,
    ]


def test_a_member_has_the_name_and_the_state_it_was_given(clients: Clients, aws: Any) -> None:
    clients.emulator.add_member(MEMBER, name="Payments")
    clients.emulator.add_member(OTHER, status="CLOSED")
    clients.emulator.add_member(OTHER, status="PENDING_CLOSURE")
    own, member, other = aws.list_accounts()["Accounts"]
    assert (own["Name"], member["Name"], other["Name"]) == (
        "management",
        "Payments",
        f"account-{OTHER}",
    )
    assert (member["Status"], other["Status"], other["State"]) == (
        "ACTIVE",
        "PENDING_CLOSURE",
        "PENDING_CLOSURE",
    )
    assert (own["JoinedMethod"], member["JoinedMethod"]) == ("INVITED", "CREATED")
    clients.emulator.add_member(OTHER, status="CLOSED")
    closed = aws.list_accounts()["Accounts"][-1]
    assert (closed["Status"], closed["State"]) == ("SUSPENDED", "CLOSED")


def test_accounts_come_in_pages_of_twenty_at_most(clients: Clients, aws: Any) -> None:
    members = [f"4444555566{number:02}" for number in range(45)]
    for member in members:
        clients.emulator.add_member(member)
    first = aws.list_accounts()
    assert len(first["Accounts"]) == 20
    for size in (1, 7, 20):
        pages = aws.get_paginator("list_accounts").paginate(PaginationConfig={"PageSize": size})
        assert [each for page in pages for each in ids(page)] == sorted([OWN, *members]), size
    for size, reason in ((0, "MIN_VALUE_EXCEEDED"), (21, "MAX_VALUE_EXCEEDED")):
        unchecked = clients.make("organizations", checked=False)
        with refused("InvalidInputException", 400) as caught:
            unchecked.list_accounts(MaxResults=size)
        assert caught.value.response["Reason"] == reason


def test_a_token_is_good_for_its_own_listing_alone(clients: Clients, aws: Any) -> None:
    clients.emulator.add_member(MEMBER)
    token = aws.list_accounts(MaxResults=1)["NextToken"]
    assert ids(aws.list_accounts(NextToken=token)) == [MEMBER]
    root = ids(aws.list_roots(), "Roots")[0]
    for call, params in (
        (aws.list_accounts, {"NextToken": "made up"}),
        (aws.list_roots, {"NextToken": token}),
        (aws.list_accounts_for_parent, {"NextToken": token, "ParentId": root}),
    ):
        with refused("InvalidInputException", 400) as caught:
            call(**params)
        assert caught.value.response["Reason"] == "INVALID_NEXT_TOKEN"


def test_accounts_are_in_the_organizational_units_they_were_put_in(
    clients: Clients, aws: Any
) -> None:
    clients.emulator.add_member(MEMBER, unit="Workloads/Production")
    clients.emulator.add_member(OTHER, unit="Workloads")
    (root,) = aws.list_roots()["Roots"]
    assert ids(aws.list_accounts_for_parent(ParentId=root["Id"])) == [OWN]
    (top,) = aws.list_organizational_units_for_parent(ParentId=root["Id"])["OrganizationalUnits"]
    assert top["Name"] == "Workloads"
    assert ids(aws.list_accounts_for_parent(ParentId=top["Id"])) == [OTHER]
    (below,) = aws.list_organizational_units_for_parent(ParentId=top["Id"])["OrganizationalUnits"]
    assert below["Name"] == "Production"
    assert ids(aws.list_accounts_for_parent(ParentId=below["Id"])) == [MEMBER]
    last = aws.list_organizational_units_for_parent(ParentId=below["Id"])
    assert last["OrganizationalUnits"] == []


def test_an_organization_without_units_is_flat(clients: Clients, aws: Any) -> None:
    clients.emulator.add_member(MEMBER)
    root = ids(aws.list_roots(), "Roots")[0]
    assert ids(aws.list_accounts_for_parent(ParentId=root)) == [OWN, MEMBER]
    units = aws.list_organizational_units_for_parent(ParentId=root)
    assert units["OrganizationalUnits"] == []


UNITS = st.lists(st.sampled_from(["", "a", "b", "a/b", "a/c", "a/b/c"]), max_size=8)


@given(UNITS)
@settings(max_examples=examples(50))
def test_who_walks_down_from_the_root_meets_every_account_once(units: list[str]) -> None:
    emulator = Emulator()
    for number, unit in enumerate(units):
        emulator.add_member(f"44445555666{number}", unit=unit)

    def called(operation: str, key: str, **params: str) -> Any:
        response = asked(
            emulator,
            "organizations",
            body=json.dumps(params).encode(),
            x_amz_target=f"AWSOrganizationsV20161128.{operation}",
        )
        return ids(json.loads(response.body), key)

    open_parents, met = called("ListRoots", "Roots"), list[str]()
    while open_parents:
        parent = open_parents.pop()
        met += called("ListAccountsForParent", "Accounts", ParentId=parent)
        open_parents += called(
            "ListOrganizationalUnitsForParent", "OrganizationalUnits", ParentId=parent
        )
    assert sorted(met) == called("ListAccounts", "Accounts")


def test_a_parent_that_is_not_there_is_not_found(clients: Clients, aws: Any) -> None:
    for call in (aws.list_accounts_for_parent, aws.list_organizational_units_for_parent):
        with refused("ParentNotFoundException", 400):
            call(ParentId="ou-aaaa-bbbbbbbb")
    unchecked = clients.make("organizations", checked=False)
    with refused("InvalidInputException", 400) as caught:
        unchecked.list_accounts_for_parent(ParentId="the root")
    assert caught.value.response["Reason"] == "INVALID_PATTERN"
    with refused("InvalidInputException", 400) as caught:
        unchecked.list_accounts_for_parent()
    assert caught.value.response["Reason"] == "INPUT_REQUIRED"
    with refused("InvalidInputException", 400) as caught:
        unchecked.list_accounts(MaxResults="two")
    assert "Reason" not in caught.value.response


def test_the_management_account_administers_the_service_until_another_one_does(
    clients: Clients, aws: Any
) -> None:
    def delegated(**params: str) -> list[str]:
        return ids(aws.list_delegated_administrators(**params), "DelegatedAdministrators")

    service = {"ServicePrincipal": "access-analyzer.amazonaws.com"}
    assert delegated(**service) == delegated() == [OWN]
    clients.emulator.delegate_administration(MEMBER)
    assert delegated(**service) == delegated() == [MEMBER]
    assert delegated(ServicePrincipal="guardduty.amazonaws.com") == []
    assert MEMBER in ids(aws.list_accounts())
    clients.emulator.delegate_administration(None)
    assert delegated(**service) == []


def test_the_management_account_and_the_delegated_administrator_may_ask(
    clients: Clients,
) -> None:
    clients.emulator.add_member(MEMBER)
    clients.emulator.add_member(OTHER)
    clients.emulator.delegate_administration(MEMBER)
    assert ids(clients.of("organizations", MEMBER).list_accounts()) == [OWN, MEMBER, OTHER]
    other = clients.of("organizations", OTHER)
    assert other.describe_organization()["Organization"]["MasterAccountId"] == OWN
    for listing in LISTINGS:
        with refused("AccessDeniedException", 400):
            getattr(other, listing)()


def test_who_is_not_in_an_organization_is_told_so(clients: Clients) -> None:
    outsider = clients.of("organizations", "999988887777")
    with clients_of(Emulator(organization=False)) as alone:
        for client in (outsider, alone.make("organizations")):
            for call in ("describe_organization", *LISTINGS):
                with refused("AWSOrganizationsNotInUseException", 400):
                    getattr(client, call)()


def test_other_operations_are_refused_and_it_is_told_which_there_are(
    clients: Clients, aws: Any
) -> None:
    with refused("UnknownOperationException", 400) as caught:
        aws.list_policies(Filter="SERVICE_CONTROL_POLICY")
    assert "DescribeOrganization, ListAccounts" in str(caught.value)
    for target in ("", "ListAccounts", "AWSOrganizationsV20161128", "Other.ListAccounts"):
        response = asked(clients.emulator, "organizations", x_amz_target=target)
        assert json.loads(response.body)["__type"] == "UnknownOperationException", target


def test_a_body_that_is_no_json_object_is_refused(emulator: Emulator) -> None:
    for body in (b"{", b"[]", b"\xff"):
        target = "AWSOrganizationsV20161128.ListAccounts"
        response = asked(emulator, "organizations", body=body, x_amz_target=target)
        assert response.status == 400
        assert json.loads(response.body)["__type"] == "SerializationException"


def test_in_another_partition_the_organization_is_named_in_it() -> None:
    with clients_of(Emulator(region_name="cn-north-1")) as clients:
        aws = clients.make("organizations", "cn-north-1")
        arn = aws.describe_organization()["Organization"]["Arn"]
        assert arn.startswith(f"arn:aws-cn:organizations::{OWN}:organization/o-")


def test_an_account_is_put_in_with_what_an_account_can_have(emulator: Emulator) -> None:
    wrong: list[dict[str, Any]] = [
        {"account_id": "4444"},
        {"name": ""},
        {"name": "n" * 51},
        {"name": "\ud800"},
        {"status": "GONE"},
        {"unit": "/"},
        {"unit": "Workloads/"},
        {"unit": "a//b"},
        {"unit": " a"},
        {"unit": "u" * 129},
        {"unit": "a/b/c/d/e/f"},
        {"unit": "\ud800"},
    ]
    for params in wrong:
        given: dict[str, Any] = {"account_id": MEMBER, **params}
        with pytest.raises(ValueError):  # noqa: PT011 (each says another thing)
            emulator.add_member(**given)
        named = "12 digits" if "account_id" in params else f"{next(iter(params))}: "
        with pytest.raises(ValueError, match=named):
            emulator.add_member(**given)
    assert [account.account_id for account in emulator.accounts()] == [OWN]
    with pytest.raises(ValueError, match="12 digits"):
        emulator.delegate_administration("4444")


def test_an_emulator_without_an_organization_takes_no_members() -> None:
    emulator = Emulator(organization=False)
    with pytest.raises(ValueError, match="no organization"):
        emulator.add_member(MEMBER)
    with pytest.raises(ValueError, match="no organization"):
        emulator.delegate_administration(MEMBER)


def test_members_are_in_snapshots_and_stay_when_the_emulator_is_reset(clients: Clients) -> None:
    emulator = clients.emulator
    emulator.add_member(MEMBER, name="Payments", unit="Workloads")
    emulator.delegate_administration(MEMBER)
    before = emulator.snapshot()
    emulator.reset()
    expected = clients.make("organizations").list_accounts()["Accounts"]
    for restored in (Emulator.restore(before), Emulator.restore(emulator.snapshot())):
        with clients_of(restored) as others:
            aws = others.make("organizations")
            assert aws.list_accounts()["Accounts"] == expected
            administrators = aws.list_delegated_administrators()["DelegatedAdministrators"]
            assert [one["Id"] for one in administrators] == [MEMBER]


def test_a_snapshot_from_before_there_were_members_has_its_own_account_administer() -> None:
    saved = Emulator(MEMBER).snapshot()
    for name in ("members", "delegated_administrator", "switches"):
        del saved[name]
    emulator = Emulator.restore(saved)
    assert emulator.world.delegated_administrator == MEMBER
    assert emulator.world.members == {}


def test_a_snapshot_remembers_that_nobody_administers() -> None:
    emulator = Emulator()
    emulator.delegate_administration(None)
    emulator.reset()
    assert Emulator.restore(emulator.snapshot()).world.delegated_administrator is None
