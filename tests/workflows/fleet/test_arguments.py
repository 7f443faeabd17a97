"""What a fleet is made with: what is wrong is refused at once, with its place and the way out."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from aa_sdk import InvalidRequestError
from aa_sdk.workflows import FindingStore, Fleet, Scope, organization_accounts, sweep_scope
from tests.conftest import Run
from tests.workflows.fleet.world import CALLER, HOME, ONE, World

SECRET = "secret external id"
FILTER: Any = {"status": {"eq": []}}
STORE = FindingStore("never-opened.db")

WRONG: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "concurrency of none": ({"concurrency": 0}, "concurrency"),
    "concurrency that is a truth": ({"concurrency": True}, "concurrency"),
    "concurrency of half": ({"concurrency": 1.5}, "concurrency"),
    "one account as text": ({"accounts": ONE}, "accounts"),
    "accounts as a number": ({"accounts": 444455556666}, "accounts"),
    "an account too short": ({"accounts": [ONE, "1234"]}, "accounts[1]"),
    "an account as a number": ({"accounts": [444455556666]}, "accounts[0]"),
    "an account in digits of another script": ({"accounts": ["\u0661" * 12]}, "accounts[0]"),
    "accounts called organization": ({"accounts": "organization"}, "accounts"),
    "no accounts": ({"accounts": []}, "accounts"),
    "one Region as text": ({"regions": HOME}, "regions"),
    "Regions as a number": ({"regions": 3}, "regions"),
    "no Regions": ({"regions": []}, "regions"),
    "no such Region": ({"regions": [HOME, "Frankfurt"]}, "regions[1]"),
    "all Regions": ({"regions": ["*"]}, "regions[0]"),
    "a role's ARN": ({"role": f"arn:aws:iam::{ONE}:role/Audit"}, "role"),
    "a role of wrong letters": ({"role": "Audit Role"}, "role"),
    "a role that is none": ({"role": ""}, "role"),
    "a role as a number": ({"role": 3}, "role"),
    "a role too long": ({"role": "a" * 65}, "role"),
    "session name too short": ({"role": "Audit", "session_name": "a"}, "session_name"),
    "session name too long": ({"role": "Audit", "session_name": "a" * 65}, "session_name"),
    "session name that is none": ({"role": "Audit", "session_name": None}, "session_name"),
    "an external id of wrong letters": ({"role": "Audit", "external_id": SECRET}, "external_id"),
    "an external id too short": ({"role": "Audit", "external_id": "a"}, "external_id"),
    "an external id without a role": ({"external_id": "secret"}, "external_id"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_used_is_refused_before_anything_is_asked(name: str) -> None:
    options, place = WRONG[name]
    with pytest.raises(InvalidRequestError) as caught:
        Fleet(**options)
    (wrong,) = caught.value.fields
    assert wrong.path == place
    assert "secret" not in str(caught.value)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InvalidRequestError) as caught:
        Fleet(role="Audit Role", session_name="", external_id="?")
    assert [one.path for one in caught.value.fields] == ["role", "session_name", "external_id"]
    with pytest.raises(InvalidRequestError) as caught:
        Fleet(accounts=["1", ONE, "2"])
    assert [one.path for one in caught.value.fields] == ["accounts[0]", "accounts[2]"]


@pytest.mark.parametrize(
    ("make", "place"),
    [
        (lambda: organization_accounts("ou-ab12-11111111"), "parents"),
        (lambda: organization_accounts(["ou-ab12-11111111", ONE]), "parents[1]"),
        (lambda: organization_accounts(["o-abcdefghij"]), "parents[0]"),
        (lambda: organization_accounts(exclude=ONE), "exclude"),
        (lambda: organization_accounts(exclude=["none"]), "exclude[0]"),
    ],
)
def test_an_organization_is_named_by_ids(make: Callable[[], object], place: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        make()
    assert [one.path for one in caught.value.fields] == [place]


def test_what_a_sweep_takes_is_refused_before_it_begins(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World()
        wrong: list[tuple[Callable[[Any], object], str]] = [
            (lambda fleet: fleet.findings(filter=FILTER), "filter.status.eq"),
            (lambda fleet: fleet.findings(filter={"status": "ACTIVE"}), "filter.status"),
            (lambda fleet: fleet.findings(filter={"Status": {"eq": ["ACTIVE"]}}), "filter.Status"),
            (lambda fleet: fleet.findings(filter={"changeType": {"eq": ["NEW"]}}), "changeType"),
            (lambda fleet: fleet.findings(filter="status=ACTIVE"), "filter"),
            (lambda fleet: fleet.findings(filter=3), "filter"),
            (lambda fleet: fleet.findings(on_progress=3), "on_progress"),
            (lambda fleet: fleet.analyzers(on_progress=main), "on_progress"),
            (lambda fleet: fleet.sync("findings.db"), "store"),
            (lambda fleet: fleet.sync(STORE, concurrency=0), "concurrency"),
            (lambda fleet: fleet.sync(STORE, on_progress=main), "on_progress"),
        ]
        async with world.fleet(regions=[HOME]) as fleet:
            for ask, name in wrong:
                with pytest.raises(InvalidRequestError) as caught:
                    ask(fleet)
                assert name in str(caught.value)
            with pytest.raises(InvalidRequestError):
                await sweep_scope(Scope(CALLER, HOME), filter=FILTER)
        assert world.emulator.calls.total == 0

    run_in_virtual_time(main)


def test_a_role_is_asked_for_where_an_account_is_not_the_callers(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World()
        async with world.fleet(accounts=[ONE], regions=[HOME], role=None) as fleet:
            with pytest.raises(InvalidRequestError, match=ONE) as caught:
                await fleet.analyzers()
            assert [one.path for one in caught.value.fields] == ["role"]
            assert not fleet.outcome.is_complete

    run_in_virtual_time(main)


def test_what_is_a_matter_of_the_machine_is_told_on_entering(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        with pytest.raises(InvalidRequestError, match="region"):
            await Fleet(regions=[HOME]).__aenter__()

    run_in_virtual_time(main)
