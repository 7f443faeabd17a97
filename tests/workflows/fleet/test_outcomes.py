"""How scopes end: each in exactly one of six ways, and none of them silently."""

import pytest

from aa_sdk import AccessDeniedException, ResponseDecodeError, ServiceError, TransportError
from aa_sdk.workflows import (
    Denied,
    Fleet,
    FleetOutcome,
    NoAnalyzer,
    NotActive,
    RegionDisabled,
    ScopeFailed,
    ScopeOutcome,
    organization_accounts,
)
from tests.conftest import Run
from tests.workflows.fleet.world import (
    CALLER,
    DENIED,
    HOME,
    INTERNAL,
    ONE,
    OPTIONAL,
    TWO,
    UNUSED,
    WEST,
    World,
    ids,
    problems,
    statuses,
)


async def swept(fleet: Fleet) -> tuple[list[str], FleetOutcome]:
    """Sweep for findings: their ids, and what became of the scopes."""
    async with fleet:
        return ids(await fleet.findings()), fleet.outcome


def test_a_scope_with_findings_is_ok_and_counts_them(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World()
        world.analyzer(findings=120)
        world.analyzer(kind=UNUSED, findings=3)
        world.analyzer(kind=INTERNAL, findings=2)
        found, outcome = await swept(world.fleet(regions=[HOME]))
        assert len(found) == len(set(found)) == 125
        assert outcome.scopes == (ScopeOutcome(CALLER, HOME, None, 125, analyzers=3),)
        assert (outcome.counts, outcome.is_complete) == ({"ok": 1}, True)

    run_in_virtual_time(main)


def test_a_scope_in_which_nothing_was_found_is_ok_with_none(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World()
        world.analyzer()
        found, outcome = await swept(world.fleet(regions=[HOME]))
        assert found == []
        assert outcome.scopes == (ScopeOutcome(CALLER, HOME, None, 0, analyzers=1),)
        assert outcome.is_complete

    run_in_virtual_time(main)


def test_a_scope_without_analyzer_says_so(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        _, outcome = await swept(World().fleet(regions=[HOME]))
        assert outcome.scopes == (ScopeOutcome(CALLER, HOME, NoAnalyzer()),)
        assert (outcome.counts, outcome.is_complete) == ({"no_analyzer": 1}, True)

    run_in_virtual_time(main)


@pytest.mark.parametrize("status", ["DISABLED", "FAILED", "CREATING"])
def test_an_analyzer_that_is_not_active_is_told_and_not_read(
    run_in_virtual_time: Run, status: str
) -> None:
    async def main() -> None:
        world = World()
        world.analyzer(findings=3, status=status)
        found, outcome = await swept(world.fleet(regions=[HOME]))
        assert found == []
        assert problems(outcome) == [NotActive((f"analyzer account is {status} (SOME_REASON)",))]
        assert (outcome.counts, outcome.is_complete) == ({"not_active": 1}, False)

    run_in_virtual_time(main)


def test_active_analyzers_beside_one_that_is_not_are_read(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World()
        world.analyzer(findings=3)
        world.analyzer(kind=UNUSED, findings=4, status="FAILED")
        arn = world.analyzer(kind=INTERNAL, findings=5)
        world.emulator.set_analyzer_status(arn, "DISABLED")
        found, outcome = await swept(world.fleet(regions=[HOME]))
        assert len(found) == outcome.findings == 3
        (problem,) = problems(outcome, NotActive)
        assert sorted(problem.reasons) == [
            "analyzer account_internal_access is DISABLED",
            "analyzer account_unused_access is FAILED (SOME_REASON)",
        ]

    run_in_virtual_time(main)


def test_a_region_that_is_off_says_so(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World(ONE, TWO)
        for account in (ONE, TWO):
            for region in (HOME, OPTIONAL):
                world.analyzer(account, region, findings=1)
        world.emulator.disable_region(OPTIONAL, ONE)
        found, outcome = await swept(world.fleet(accounts=[ONE, TWO], regions=[HOME, OPTIONAL]))
        assert len(found) == 3
        (problem,) = problems(outcome, RegionDisabled)
        assert problem.error.code == "UnrecognizedClientException"
        assert statuses(outcome)[ONE, OPTIONAL] == "region_disabled"
        assert outcome.is_complete  # there is nothing that could be missing

    run_in_virtual_time(main)


def test_credentials_that_a_region_does_not_know_although_it_is_on_are_a_failure(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        home, other = "us-gov-west-1", "us-gov-east-1"  # there are no more in their partition
        world = World(region_name=home)
        world.emulator.faults.fail(
            "ListAnalyzers", code="UnrecognizedClientException", status=403, regions=[other]
        )
        _, outcome = await swept(world.fleet(regions="enabled"))
        assert statuses(outcome) == {(CALLER, home): "no_analyzer", (CALLER, other): "failed"}

    run_in_virtual_time(main)


def test_credentials_that_no_region_knows_do_not_make_a_sweep_complete(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        world = World(ONE)
        world.emulator.faults.fail("ListAnalyzers", code="UnrecognizedClientException", status=403)
        _, outcome = await swept(world.fleet(accounts=[ONE, CALLER], regions=[HOME, WEST]))
        told = statuses(outcome)
        assert (told[ONE, HOME], told[CALLER, HOME]) == ("failed", "failed")
        assert not outcome.is_complete

    run_in_virtual_time(main)


def test_what_went_wrong_keeps_no_request_and_so_no_credentials(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World(ONE)
        for region in (HOME, WEST):
            world.analyzer(ONE, region, findings=1)
        world.emulator.faults.drop("ListAnalyzers", regions=[HOME])
        world.emulator.faults.fail("ListFindings", **DENIED, regions=[WEST])
        _, outcome = await swept(world.fleet(accounts=[ONE], regions=[HOME, WEST]))
        errors = [problem.error for problem in problems(outcome)]
        assert [type(error) for error in errors] == [TransportError, AccessDeniedException]
        for error in errors:
            assert (error.__cause__, error.__context__, error.__traceback__) == (None, None, None)

    run_in_virtual_time(main)


def test_an_account_that_cannot_be_entered_is_denied_in_each_region(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        world = World(ONE)
        for account in (CALLER, ONE):
            world.analyzer(account, findings=1)
        world.emulator.faults.fail("AssumeRole", code="AccessDenied", status=403, account_ids=[ONE])
        found, outcome = await swept(world.fleet(accounts=[ONE, CALLER], regions=[HOME, WEST]))
        assert len(found) == 1
        assert outcome.counts == {"ok": 1, "no_analyzer": 1, "denied": 2}
        assert {one.error.operation for one in problems(outcome)[1:]} == {"AssumeRole"}
        assert world.emulator.calls.count_of("AssumeRole") == 1
        assert not outcome.is_complete

    run_in_virtual_time(main)


def test_a_role_that_may_not_list_analyzers_is_denied(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World(ONE)
        world.analyzer(ONE, findings=1)
        world.emulator.faults.fail("ListAnalyzers", **DENIED, account_ids=[ONE])
        found, outcome = await swept(world.fleet(accounts=[ONE], regions=[HOME]))
        assert found == []
        (problem,) = problems(outcome, Denied)
        assert problem.error.operation == "ListAnalyzers"

    run_in_virtual_time(main)


def test_findings_that_came_before_a_refusal_are_given_and_counted(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        world = World()
        world.analyzer(findings=250)
        world.analyzer(kind=INTERNAL, findings=5)
        world.emulator.faults.fail("ListFindings", **DENIED, nth=2)
        found, outcome = await swept(world.fleet(regions=[HOME]))
        # The other analyzer is read all the same.
        assert len(found) == outcome.findings == 105
        (problem,) = problems(outcome, Denied)
        assert problem.error.operation == "ListFindings"

    run_in_virtual_time(main)


def test_a_service_that_fails_for_good_is_a_failure_of_its_scope(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        world = World()
        for region in (HOME, WEST):
            world.analyzer(region=region, findings=2)
        fault = world.emulator.faults.fail("ListAnalyzers", regions=[WEST])
        found, outcome = await swept(world.fleet(regions=[HOME, WEST]))
        assert len(found) == 2
        assert statuses(outcome) == {(CALLER, HOME): "ok", (CALLER, WEST): "failed"}
        (problem,) = problems(outcome, ScopeFailed)
        assert isinstance(problem.error, ServiceError)
        assert fault.strikes > 1  # it was tried again

    run_in_virtual_time(main)


def test_lost_connections_and_answers_that_are_none_are_failures(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        world = World()
        for region in (HOME, WEST):
            world.analyzer(region=region, findings=2)
        world.emulator.faults.drop("ListAnalyzers", regions=[HOME])
        world.emulator.faults.replace_body(b"{", "ListFindings", regions=[WEST])
        found, outcome = await swept(world.fleet(regions=[HOME, WEST]))
        assert found == []
        first, second = problems(outcome, ScopeFailed)
        assert isinstance(first.error, TransportError)
        assert isinstance(second.error, ResponseDecodeError)

    run_in_virtual_time(main)


def test_a_failure_that_passes_is_none(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World(ONE)
        world.analyzer(ONE, findings=2)
        for operation in ("AssumeRole", "ListAnalyzers", "ListFindings"):
            world.emulator.faults.fail(operation, nth=1)
            world.emulator.faults.throttle(operation, nth=2)
        found, outcome = await swept(world.fleet(accounts=[ONE], regions=[HOME]))
        assert len(found) == 2
        assert outcome.counts == {"ok": 1}

    run_in_virtual_time(main)


def test_an_account_that_is_suspended_is_not_active_and_not_called(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        world = World()
        world.analyzer(ONE, findings=1)
        world.emulator.add_member(ONE, status="SUSPENDED")
        world.emulator.add_member(TWO, status="CLOSED")
        fleet = world.fleet(accounts=organization_accounts(exclude=[CALLER]), regions=[HOME, WEST])
        found, outcome = await swept(fleet)
        assert found == []
        assert outcome.counts == {"not_active": 4}
        assert {str(one) for one in problems(outcome, NotActive)} == {
            "the account is SUSPENDED",
            "the account is CLOSED",
        }
        assert world.emulator.calls.count_of("AssumeRole") == 0
        assert world.emulator.calls.count_of("ListAnalyzers") == 0

    run_in_virtual_time(main)


@pytest.mark.parametrize(
    ("denied", "failing", "status"),
    [
        (False, False, "not_active"),
        (True, False, "denied"),
        (False, True, "failed"),
        (True, True, "failed"),
    ],
)
def test_of_several_problems_the_gravest_counts(
    run_in_virtual_time: Run, status: str, *, denied: bool, failing: bool
) -> None:
    async def main() -> None:
        world = World()
        world.analyzer(findings=1)
        world.analyzer(kind=UNUSED, findings=1, status="DISABLED")
        world.analyzer(kind=INTERNAL, findings=1)
        if denied:
            world.emulator.faults.fail("ListFindings", **DENIED)
        if failing:
            world.emulator.faults.fail("ListFindingsV2")
        found, outcome = await swept(world.fleet(regions=[HOME]))
        assert statuses(outcome) == {(CALLER, HOME): status}
        assert len(found) == 2 - denied - failing

    run_in_virtual_time(main)


def test_throttling_is_no_outcome(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World(ONE, TWO)
        accounts, regions = (CALLER, ONE, TWO), (HOME, WEST)
        for account in accounts:
            for region in regions:
                world.analyzer(account, region, findings=250)
        limit = world.emulator.faults.limit_rate(1, 2)
        found, outcome = await swept(world.fleet(accounts=accounts, regions=regions))
        assert len(found) == 1500
        assert outcome.counts == {"ok": 6}
        assert limit.refused > 0

    run_in_virtual_time(main)
