"""Which accounts and Regions are swept, and in which order."""

from collections.abc import Iterable
from typing import Any

import pytest

from aa_sdk.workflows import organization_accounts
from tests.conftest import Run
from tests.workflows.fleet.world import (
    CALLER,
    DENIED,
    HOME,
    ONE,
    OPTIONAL,
    THREE,
    TWO,
    WEST,
    World,
    statuses,
)

ALL_OFF = ("eu-south-1", "af-south-1", "ap-east-1")


async def accounts_of(world: World, **options: Any) -> list[str]:
    """The accounts of a fleet, in their order."""
    async with world.fleet(regions=[HOME], **options) as fleet:
        await fleet.scopes()
        return [account for account, _ in fleet.outcome.pending]


async def regions_of(world: World, account: str = CALLER, **options: Any) -> list[str]:
    """The Regions of an account, in their order."""
    async with world.fleet(accounts=[account], **options) as fleet:
        await fleet.scopes()
        return [region for _, region in fleet.outcome.pending]


async def unit_of(world: World, account: str) -> str:
    """The id of the organizational unit or root that an account is directly in."""
    async with world.session().create_client("organizations") as client:
        root: str = (await client.list_roots())["Roots"][0]["Id"]
        waiting = [root]
        while waiting:
            parent = waiting.pop()
            listed = await client.list_accounts_for_parent(ParentId=parent)
            if account in [one["Id"] for one in listed["Accounts"]]:
                return parent
            units = await client.list_organizational_units_for_parent(ParentId=parent)
            waiting += [one["Id"] for one in units["OrganizationalUnits"]]
    raise AssertionError


@pytest.mark.parametrize(
    "accounts",
    [
        [TWO, ONE, TWO, CALLER, ONE],
        (TWO, ONE, CALLER),
        dict.fromkeys([TWO, ONE, CALLER]),
    ],
    ids=["list", "tuple", "keys"],
)
def test_accounts_are_swept_once_in_their_order_after_the_callers(
    run_in_virtual_time: Run, accounts: Iterable[str]
) -> None:
    async def main() -> None:
        assert await accounts_of(World(), accounts=accounts) == [CALLER, TWO, ONE]
        assert await accounts_of(World(), accounts=iter(accounts)) == [CALLER, TWO, ONE]

    run_in_virtual_time(main)


def test_accounts_in_a_set_are_swept_in_the_order_of_their_ids(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        assert await accounts_of(World(), accounts={THREE, ONE, TWO}) == [ONE, TWO, THREE]
        assert await accounts_of(World(), accounts=frozenset({TWO, ONE})) == [ONE, TWO]

    run_in_virtual_time(main)


def test_an_organization_of_no_accounts_is_nothing_that_was_swept(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        nobody = organization_accounts(exclude=[CALLER])
        async with World().fleet(accounts=nobody) as fleet:
            assert await fleet.findings() == []
            assert (len(fleet.outcome), fleet.outcome.is_over) == (0, True)
            assert not fleet.outcome.is_complete

    run_in_virtual_time(main)


def test_the_home_region_is_first_and_each_is_swept_once(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        regions = [WEST, "us-west-2", WEST, HOME]
        world = World()
        assert await regions_of(world, regions=regions) == [HOME, WEST, "us-west-2"]
        assert await regions_of(world, regions=regions, region_name=WEST) == [
            WEST,
            "us-west-2",
            HOME,
        ]
        # One that is not to be swept is none of the scopes.
        assert await regions_of(world, regions=[WEST]) == [WEST]
        assert await regions_of(world, regions={WEST, "us-west-2", "ca-central-1"}) == [
            "ca-central-1",
            WEST,
            "us-west-2",
        ]

    run_in_virtual_time(main)


def test_enabled_regions_are_those_of_each_account(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World()
        for region in ALL_OFF:
            world.emulator.disable_region(region)
        world.emulator.enable_region(OPTIONAL, ONE)
        mine, ones = await regions_of(world), await regions_of(world, ONE)
        assert set(ones) - set(mine) == {OPTIONAL}
        assert set(mine) & set(ALL_OFF) == set()
        assert (mine[0], mine[1:]) == (HOME, sorted(mine[1:]))
        async with world.fleet(accounts=[CALLER, ONE]) as fleet:
            assert {one.is_enabled for one in await fleet.scopes()} == {True}

    run_in_virtual_time(main)


def test_where_nobody_may_say_which_regions_are_enabled_all_are_tried(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        world = World()
        world.analyzer(ONE, OPTIONAL, findings=1)
        world.analyzer(TWO, OPTIONAL, findings=1)
        world.emulator.disable_region("af-south-1")
        world.emulator.disable_region(OPTIONAL, TWO)
        world.emulator.faults.fail("ListRegions", **DENIED, account_ids=[ONE])
        async with world.fleet(accounts=[ONE, TWO]) as fleet:
            assert len(await fleet.findings()) == 1
            told = statuses(fleet.outcome)
        assert told[ONE, "af-south-1"] == "region_disabled"
        assert told[ONE, OPTIONAL] == "ok"
        assert {region for account, region in told if account == ONE} == {
            *{region for account, region in told if account == TWO},
            *("af-south-1", OPTIONAL),
        }

    run_in_virtual_time(main)


def test_an_account_that_cannot_be_asked_has_the_callers_regions(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World()
        for region in ALL_OFF:
            world.emulator.disable_region(region, CALLER)
        world.emulator.add_member(TWO, status="SUSPENDED")
        faults = world.emulator.faults
        faults.fail("AssumeRole", code="AccessDenied", status=403, account_ids=[ONE])
        mine = await regions_of(world)
        world.emulator.calls.clear()
        async with world.fleet(accounts=organization_accounts()) as fleet:
            world.emulator.add_member(ONE)
            await fleet.analyzers()
            told = statuses(fleet.outcome)
        for account, status in ((CALLER, "no_analyzer"), (ONE, "denied"), (TWO, "not_active")):
            assert [region for one, region in told if one == account] == mine
            assert {told[account, region] for region in mine} == {status}
        # The caller's are asked for once more, for all accounts that cannot be.
        assert world.emulator.calls.count_of("ListRegions") == 2

    run_in_virtual_time(main)


def test_where_the_caller_too_may_not_say_all_regions_are_tried_everywhere(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        world = World()
        world.emulator.faults.fail("ListRegions", **DENIED)
        world.emulator.disable_region(OPTIONAL, ONE)
        world.emulator.add_member(ONE)
        world.emulator.add_member(TWO, status="SUSPENDED")
        async with world.fleet(accounts=organization_accounts()) as fleet:
            await fleet.analyzers()
            outcome = fleet.outcome
        regions = len(outcome) // 3
        assert outcome.counts == {
            "no_analyzer": 2 * regions - 1,
            "region_disabled": 1,
            "not_active": regions,
        }

    run_in_virtual_time(main)


def test_an_account_of_which_no_region_is_told_has_a_scope_all_the_same(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        world = World()
        world.emulator.faults.replace_body(b'{"Regions": []}', "ListRegions")
        async with world.fleet() as fleet:
            await fleet.analyzers()
            assert statuses(fleet.outcome) == {(CALLER, HOME): "no_analyzer"}

    run_in_virtual_time(main)


def test_an_organizations_accounts_are_swept_administrators_first(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World(THREE, ONE, TWO)
        mine = {"accounts": organization_accounts()}
        assert await accounts_of(world, **mine) == [CALLER, ONE, TWO, THREE]
        world.emulator.delegate_administration(TWO)
        assert await accounts_of(world, **mine) == [TWO, CALLER, ONE, THREE]
        without = organization_accounts(exclude=[CALLER, ONE, "999999999999"])
        assert await accounts_of(world, accounts=without) == [TWO, THREE]
        # Whoever is not told goes on without.
        world.emulator.faults.fail("ListDelegatedAdministrators", **DENIED)
        assert await accounts_of(world, **mine) == [CALLER, ONE, TWO, THREE]

    run_in_virtual_time(main)


def test_accounts_below_units_are_swept_once(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World(ONE)
        world.emulator.add_member(TWO, unit="Work/Deep")
        world.emulator.add_member(THREE, unit="Work")
        work, deep = await unit_of(world, THREE), await unit_of(world, TWO)
        for parents, expected in (
            ([work], {TWO, THREE}),
            ([deep], {TWO}),
            ([deep, work, deep], {TWO, THREE}),
            ([await unit_of(world, ONE)], {CALLER, ONE, TWO, THREE}),
        ):
            got = await accounts_of(world, accounts=organization_accounts(parents))
            assert (len(got), set(got)) == (len(expected), expected)
        got = await accounts_of(world, accounts=organization_accounts([work], exclude=[TWO]))
        assert got == [THREE]

    run_in_virtual_time(main)


def test_a_delegated_administrator_may_sweep_the_organization(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World(ONE, TWO)
        world.emulator.delegate_administration(ONE)
        got = await accounts_of(
            world, session=world.emulator.session(ONE), accounts=organization_accounts()
        )
        assert got == [ONE, CALLER, TWO]

    run_in_virtual_time(main)


def test_an_account_whose_status_is_not_told_is_swept(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World(ONE)
        session = world.session()

        def hide(parsed: Any, **_: Any) -> None:
            parsed["Accounts"] = [{"Id": one["Id"]} for one in parsed["Accounts"]]

        events = session.get_component("event_emitter")
        events.register("after-call.organizations.ListAccounts", hide)
        fleet = world.fleet(session=session, accounts=organization_accounts(), regions=[HOME])
        async with fleet:
            await fleet.analyzers()
            assert statuses(fleet.outcome) == {
                (CALLER, HOME): "no_analyzer",
                (ONE, HOME): "no_analyzer",
            }

    run_in_virtual_time(main)
