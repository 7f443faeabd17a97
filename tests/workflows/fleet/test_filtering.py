"""Filters over analyzers of all kinds, some of whose findings never have what is asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

from aa_sdk import FindingFilter
from aa_sdk.filters import FILTER_KEYS
from aa_sdk.models import GetFindingV2Response
from tests.conftest import Run
from tests.emulator.direct_calls import Direct
from tests.workflows.fleet.world import CALLER, EXTERNAL, HOME, INTERNAL, UNUSED, WEST, World, ids

VALUES: Mapping[str, str] = {
    "resource": f"arn:aws:s3:::{CALLER}-{HOME}-0",
    "resourceType": "AWS::IAM::Role",
    "resourceOwnerAccount": CALLER,
    "findingType": "UnusedIAMRole",
    "status": "ACTIVE",
    "error": "ACCESS_DENIED",
    "id": f"{EXTERNAL}-{CALLER}-{HOME}-1",
    "principal.AWS": "*",
    "isPublic": "true",
    "condition.aws:UserId": "AIDA",
    "resourceControlPolicyRestriction": "APPLIED",
    "serviceControlPolicyRestriction": "APPLIED",
}


def mixed() -> World:
    """A scope with an analyzer of each kind."""
    world = World()
    for kind in (EXTERNAL, UNUSED, INTERNAL):
        arn = world.analyzer(kind=kind, findings=3)
        if kind == EXTERNAL:
            world.role(arn, condition={"aws:UserId": "AIDA"})
            world.emulator.add_finding(
                arn,
                "arn:aws:s3:::unread",
                "AWS::S3::Bucket",
                finding_type="ExternalAccess",
                error="ACCESS_DENIED",
                status="ARCHIVED",
            )
    return world


def criteria() -> Iterator[dict[str, Any]]:
    """A filter for each documented key and operator."""
    for name, key in FILTER_KEYS.items():
        if "ListFindingsV2" in key.operations:
            value = VALUES.get(name, "value")
            for operator in sorted(key.operators):
                yield {name: {operator: True if operator == "exists" else [value]}}
            yield {name: {"exists": False}}


def whole(world: World) -> list[GetFindingV2Response]:
    """Every finding, read one by one."""
    direct = Direct(world.emulator, CALLER, HOME)
    return [
        GetFindingV2Response.model_validate(
            direct.ok("GetFindingV2", analyzerArn=arn, id=finding["id"])
        )
        for arn, findings in world.by_hand(CALLER, HOME).items()
        for finding in findings
    ]


def test_each_key_and_operator_gives_what_matches_whatever_kind_it_is_for(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        world, given = mixed(), set[str]()
        findings = whole(world)
        async with world.fleet(regions=[HOME], pace=False) as fleet:
            for asked in criteria():
                matching = FindingFilter.from_criteria(asked)
                expected = sorted(one.id for one in findings if matching.matches(one))
                assert ids(await fleet.findings(filter=asked)) == expected, asked
                assert fleet.outcome.counts == {"ok": 1}
                given.update(expected)
        assert len(given) == len(findings) == 11

    run_in_virtual_time(main)


def test_an_analyzer_none_of_whose_findings_can_match_is_not_asked(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        world = mixed()
        world.emulator.calls.clear()
        async with world.fleet(regions=[HOME]) as fleet:
            found = await fleet.findings(filter={"isPublic": {"eq": ["true"]}})
            assert {one.analyzer.type for one in found} == {EXTERNAL}
            assert world.emulator.calls.count_of("ListFindingsV2") == 0
            assert fleet.outcome.scopes[0].analyzers == 3

    run_in_virtual_time(main)


def test_the_service_filters_and_not_the_sweep(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = mixed()
        world.emulator.calls.clear()
        active = FindingFilter().status.eq("ACTIVE")
        async with world.fleet(regions=[HOME, WEST]) as fleet:
            assert len(await fleet.findings(filter=active)) == 10
            assert fleet.outcome.counts == {"ok": 1, "no_analyzer": 1}
        calls = world.emulator.calls
        asked = [*calls.of("ListFindings"), *calls.of("ListFindingsV2")]
        assert [one.params["filter"] for one in asked] == [{"status": {"eq": ["ACTIVE"]}}] * 3

    run_in_virtual_time(main)


def test_an_analyzer_of_a_kind_that_is_not_known_yet_is_read(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World()
        arn = world.analyzer(kind=INTERNAL, findings=2)
        world.emulator.world.find_analyzer(arn).type = "ACCOUNT_QUANTUM_ACCESS"
        async with world.fleet(regions=[HOME]) as fleet:
            active = FindingFilter().status.eq("ACTIVE")
            assert len(await fleet.findings(filter=active)) == 2
            assert len(await fleet.findings()) == 2

    run_in_virtual_time(main)
