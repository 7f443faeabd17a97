"""Faults that strike some accounts and Regions alone, and those of the neighbours."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.emulator import Emulator
from tests.effort import examples
from tests.emulator.direct_calls import Direct
from tests.emulator.neighbour_clients import (
    MEMBER,
    OTHER,
    OWN,
    Clients,
    clients_of,
    refused,
)

DENIED: dict[str, Any] = {"code": "AccessDeniedException", "status": 403}
REGIONS = ("us-east-1", "eu-west-1")
ACCOUNTS = (OWN, MEMBER, OTHER)


@pytest.fixture
def clients(emulator: Emulator) -> Iterator[Clients]:
    with clients_of(emulator) as clients:
        yield clients


def struck(emulator: Emulator, operation: str = "ListAnalyzers") -> set[tuple[str, str]]:
    """Where a call is struck."""
    return {
        (account, region)
        for account in ACCOUNTS
        for region in REGIONS
        if Direct(emulator, account, region).call(operation).error
    }


def test_a_fault_strikes_the_accounts_and_regions_that_it_names(emulator: Emulator) -> None:
    everywhere = {(account, region) for account in ACCOUNTS for region in REGIONS}
    cases: list[tuple[Any, set[tuple[str, str]]]] = [
        ({"account_ids": MEMBER}, {(MEMBER, region) for region in REGIONS}),
        (
            {"account_ids": [MEMBER, OTHER], "regions": "eu-west-1"},
            {(MEMBER, "eu-west-1"), (OTHER, "eu-west-1")},
        ),
        ({"regions": {"us-east-1"}}, {(account, "us-east-1") for account in ACCOUNTS}),
        ({"account_ids": ["999988887777"]}, set()),
        ({}, everywhere),
    ]
    for when, expected in cases:
        emulator.faults.fail("ListAnalyzers", **DENIED, **when)
        assert struck(emulator) == expected, when
        emulator.faults.clear()


CALLS = st.lists(st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(REGIONS)), max_size=12)


@given(CALLS, st.integers(1, 4), st.sampled_from(ACCOUNTS), st.sampled_from(REGIONS))
@settings(max_examples=examples(100))
def test_the_nth_call_is_counted_over_those_that_the_fault_is_meant_for(
    calls: list[tuple[str, str]], nth: int, account: str, region: str
) -> None:
    emulator = Emulator()
    fault = emulator.faults.fail(nth=nth, account_ids=account, regions=[region])
    hits = [Direct(emulator, *call).call("ListAnalyzers").error is not None for call in calls]
    meant = [number for number, call in enumerate(calls) if call == (account, region)]
    assert [number for number, hit in enumerate(hits) if hit] == meant[nth - 1 : nth]
    assert fault.calls == len(meant)


def test_a_fault_names_accounts_and_regions_that_can_be(emulator: Emulator) -> None:
    wrong: list[tuple[Any, str]] = [
        ({"account_ids": "4444"}, "12 digits"),
        ({"account_ids": [OWN, ""]}, "12 digits"),
        ({"account_ids": []}, "account_ids: should name at least one"),
        ({"regions": "Ireland"}, "named as us-east-1"),
        ({"regions": ()}, "regions: should name at least one"),
    ]
    for when, match in wrong:
        with pytest.raises(ValueError, match=match):
            emulator.faults.throttle(**when)
    assert list(emulator.faults) == []


def test_a_role_that_may_not_be_assumed_is_told_by_its_account(clients: Clients) -> None:
    faults = clients.emulator.faults
    faults.fail("AssumeRole", code="AccessDenied", status=403, account_ids=[MEMBER])
    with refused("AccessDenied", 403):
        clients.assumed()
    clients.assumed(f"arn:aws:iam::{OTHER}:role/AuditRole")
    faults.clear()
    faults.fail("AssumeRole", code="AccessDenied", status=403, account_ids=[OWN])
    clients.assumed()
    with refused("AccessDenied", 403):
        clients.assumed("no role, which is told by the caller's account")


def test_faults_of_neighbours_are_told_in_their_own_form_and_as_they_were_given(
    clients: Clients,
) -> None:
    faults = clients.emulator.faults
    faults.fail("GetCallerIdentity", code="Throttling", status=400, message="Rate <exceeded> \x00")
    with refused("Throttling", 400) as caught:
        clients.make("sts").get_caller_identity()
    assert caught.value.response["Error"]["Message"] == "Rate <exceeded> �"
    assert caught.value.response["Error"]["Type"] == "Sender"
    faults.fail("ListAccounts", code="TooManyRequestsException", status=400, retry_after=3)
    with refused("TooManyRequestsException", 400) as caught:
        clients.make("organizations").list_accounts()
    assert caught.value.response["ResponseMetadata"]["HTTPHeaders"]["retry-after"] == "3"
    faults.throttle("ListRegions")
    with refused("ThrottlingException", 429):
        clients.make("account").list_regions()
    faults.fail("AssumeRole", times=1)  # whose own code for it is another one
    with refused("InternalServerException", 500) as caught:
        clients.assumed()
    assert caught.value.response["Error"]["Type"] == "Receiver"
    assert [call.error for call in clients.emulator.calls] == [
        "Throttling",
        "TooManyRequestsException",
        "ThrottlingException",
        "InternalServerException",
    ]


def test_limits_on_a_rate_hold_for_the_account_that_assumes_a_role(clients: Clients) -> None:
    clients.emulator.faults.limit_rate(1, 2, "AssumeRole", timer=lambda: 0)
    clients.assumed()
    clients.assumed(f"arn:aws:iam::{OTHER}:role/AuditRole")
    with refused("ThrottlingException", 429):
        clients.assumed(f"arn:aws:iam::{OTHER}:role/AuditRole")
    sts = clients.of("sts", MEMBER)
    sts.assume_role(RoleArn=f"arn:aws:iam::{OTHER}:role/AuditRole", RoleSessionName="sweep")


def test_operations_that_nobody_answers_have_no_faults(emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="GetSessionToken"):
        emulator.faults.fail("GetSessionToken")
