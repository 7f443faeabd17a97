"""What several Regions tell again is given once, and counted; what differs in anything is not."""

from collections.abc import Mapping
from typing import Any

import pytest

from aa_sdk.workflows import FleetFinding
from tests.conftest import Run
from tests.workflows.fleet.world import (
    CALLER,
    DENIED,
    EXTERNAL,
    HOME,
    INTERNAL,
    ONE,
    OPTIONAL,
    UNUSED,
    WEST,
    World,
    ids,
    statuses,
)

REGIONS = (HOME, WEST, "us-west-2")


def places(found: list[FleetFinding]) -> set[tuple[str, str]]:
    return {(one.account, one.region) for one in found}


def test_a_role_that_every_region_finds_is_given_once_for_each_account(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        world = World(ONE)
        given = [
            world.role(world.analyzer(account, region))
            for account in (CALLER, ONE)
            for region in REGIONS
        ]
        async with world.fleet(accounts=[CALLER, ONE], regions=REGIONS) as fleet:
            found = await fleet.findings()
            assert sorted(one.account for one in found) == [CALLER, ONE]
            outcome = fleet.outcome
            assert (outcome.findings, outcome.repeated) == (2, 4)
            assert sorted(one.findings + one.repeated for one in outcome) == [1] * 6
            assert outcome.is_complete
            # Each sweep begins anew, and all are kept where that is asked for.
            assert len(await fleet.findings()) == 2
            assert ids(await fleet.findings(dedupe=False)) == sorted(given)
            assert (fleet.outcome.findings, fleet.outcome.repeated) == (6, 0)

    run_in_virtual_time(main)


@pytest.mark.parametrize(
    "other",
    [
        {"principal": "123412341234"},
        {"action": "sts:TagSession"},
        {"condition": {"sts:ExternalId": "a"}},
        {"name": "other"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_findings_that_differ_in_anything_are_no_repeats(
    run_in_virtual_time: Run, other: dict[str, Any]
) -> None:
    async def main() -> None:
        world = World()
        first, second = (world.analyzer(region=region) for region in (HOME, WEST))
        given = [world.role(first), world.role(second, **other)]
        async with world.fleet(regions=[HOME, WEST]) as fleet:
            assert ids(await fleet.findings()) == sorted(given)
            assert fleet.outcome.repeated == 0

    run_in_virtual_time(main)


def test_order_within_a_condition_makes_no_difference(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World()
        first, second = (world.analyzer(region=region) for region in (HOME, WEST))
        world.role(first, condition={"a": "1", "b": "2"})
        world.role(second, condition={"b": "2", "a": "1"})
        async with world.fleet(regions=[HOME, WEST]) as fleet:
            assert len(await fleet.findings()) == 1

    run_in_virtual_time(main)


def test_what_is_not_of_iam_is_never_a_repeat(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World()
        for region in (HOME, WEST):
            arn = world.analyzer(region=region)
            world.role(arn)
            world.emulator.add_finding(
                arn,
                "arn:aws:s3:::the-same",
                "AWS::S3::Bucket",
                finding_type="ExternalAccess",
                error="ACCESS_DENIED",
            )
        async with world.fleet(regions=[HOME, WEST]) as fleet:
            found = await fleet.findings()
            kinds = sorted(one.finding.resource_type for one in found)
            assert kinds == ["AWS::IAM::Role", "AWS::S3::Bucket", "AWS::S3::Bucket"]

    run_in_virtual_time(main)


def test_roles_whose_access_is_internal_are_no_repeats(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World()
        for region in (HOME, WEST):
            arn = world.analyzer(region=region, kind=INTERNAL)
            world.emulator.add_finding(
                arn,
                f"arn:aws:iam::{CALLER}:role/shared",
                "AWS::IAM::Role",
                finding_type="InternalAccess",
                error="ACCESS_DENIED",
            )
        async with world.fleet(regions=[HOME, WEST]) as fleet:
            assert places(await fleet.findings()) == {(CALLER, HOME), (CALLER, WEST)}

    run_in_virtual_time(main)


def test_unused_access_is_read_in_the_home_region_alone(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World(ONE)
        for account in (CALLER, ONE):
            for region in REGIONS:
                world.analyzer(account, region, UNUSED, 3)
                world.analyzer(account, region, EXTERNAL, 1)
        async with world.fleet(
            accounts=[CALLER, ONE], regions=REGIONS, region_name="us-west-2"
        ) as fleet:
            found = await fleet.findings()
            unused = [one for one in found if one.analyzer.type == UNUSED]
            assert (len(found), len(unused)) == (6 + 6, 6)
            assert places(unused) == {(CALLER, "us-west-2"), (ONE, "us-west-2")}
            assert [one.elsewhere for one in fleet.outcome] == [0, 1, 1] * 2
            assert fleet.outcome.is_complete
            assert len(await fleet.findings(dedupe=False)) == 6 + 18
            assert sum(one.elsewhere for one in fleet.outcome) == 0

    run_in_virtual_time(main)


@pytest.mark.parametrize("reason", ["none", "not active", "denied", "broken", "off"])
def test_unused_access_is_read_in_the_first_region_that_can_tell(
    run_in_virtual_time: Run, reason: str
) -> None:
    async def main() -> None:
        world, home = World(), OPTIONAL if reason == "off" else HOME
        if reason != "none":
            status = "FAILED" if reason == "not active" else "ACTIVE"
            world.analyzer(CALLER, home, UNUSED, 1, status=status)
        for region in (WEST, "us-west-2"):
            world.analyzer(CALLER, region, UNUSED, 2)
            world.emulator.faults.delay(5 if region == WEST else 0, regions=[region])
        if reason == "off":
            world.emulator.disable_region(OPTIONAL)
        if reason in ("denied", "broken"):
            how: Mapping[str, Any] = DENIED if reason == "denied" else {}
            world.emulator.faults.fail("ListAnalyzers", **how, regions=[home])
        regions = (home, "us-west-2", WEST)
        async with world.fleet(regions=regions) as fleet:
            found = await fleet.findings()
            assert [(one.region, one.analyzer.type) for one in found] == [("us-west-2", UNUSED)] * 2
            told = {one.region: one.elsewhere for one in fleet.outcome}
            assert told == {home: 0, "us-west-2": 0, WEST: 1}

    run_in_virtual_time(main)


def test_unused_access_that_could_not_be_read_at_home_is_told_there(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        world = World()
        for region in (HOME, WEST):
            world.analyzer(region=region, kind=UNUSED, findings=2)
        world.emulator.faults.fail("ListFindingsV2", **DENIED, regions=[HOME])
        async with world.fleet(regions=[HOME, WEST]) as fleet:
            assert await fleet.findings() == []
            assert statuses(fleet.outcome) == {(CALLER, HOME): "denied", (CALLER, WEST): "ok"}
            assert not fleet.outcome.is_complete

    run_in_virtual_time(main)


def test_unused_access_of_organization_and_account_are_two_things(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        world = World()
        world.analyzer(CALLER, HOME, "ORGANIZATION_UNUSED_ACCESS", 2)
        world.analyzer(CALLER, WEST, "ORGANIZATION_UNUSED_ACCESS", 3)
        world.analyzer(CALLER, WEST, UNUSED, 4)
        async with world.fleet(regions=[HOME, WEST]) as fleet:
            found = await fleet.findings()
            assert len([one for one in found if one.region == HOME]) == 2
            assert {one.analyzer.type for one in found if one.region == WEST} == {UNUSED}
            assert len(found) == 6

    run_in_virtual_time(main)
