"""Scopes that travel, and are swept by themselves wherever they arrive."""

import gc
import multiprocessing
import os
import pickle
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import anyio
import pytest
from aiobotocore.config import AioConfig

from aa_sdk import FindingFilter
from aa_sdk.errors import AccessAnalyzerError, TransportError, service_error
from aa_sdk.workflows import (
    Denied,
    FleetOutcome,
    NoAnalyzer,
    NotActive,
    RegionDisabled,
    Scope,
    ScopeFailed,
    ScopeOutcome,
    SweptScope,
    sweep_scope,
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
    statuses,
)

ERROR = service_error(
    {
        "Error": {"Code": "AccessDeniedException", "Message": "no"},
        "ResponseMetadata": {"HTTPStatusCode": 403, "RequestId": "r-1"},
    },
    "ListAnalyzers",
)


def varied() -> World:
    """Three accounts, each of whose scopes ends in a way of its own."""
    world = World(ONE, TWO)
    for account in (CALLER, ONE, TWO):
        for region in (HOME, WEST, OPTIONAL):
            arn = world.analyzer(account, region, findings=3)
            world.role(arn)
            world.analyzer(account, region, UNUSED, findings=2)
    world.emulator.set_analyzer_status(f"{arn[:-8]}/account_unused_access", "FAILED")
    world.emulator.disable_region(OPTIONAL, ONE)
    faults = world.emulator.faults
    faults.fail("ListFindings", **DENIED, account_ids=[ONE], regions=[WEST])
    faults.fail("AssumeRole", code="AccessDenied", status=403, account_ids=[TWO])
    return world


ALL: dict[str, Any] = {"accounts": [CALLER, ONE, TWO], "regions": [HOME, WEST, OPTIONAL]}


def test_scopes_are_given_without_credentials_and_wait_for_others(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        world = World(ONE)
        world.emulator.add_member(TWO, status="SUSPENDED")
        options = {"regions": [HOME], "external_id": "mine", "session_name": "worker"}
        async with world.fleet(accounts=[CALLER, ONE], **options) as fleet:
            scopes = {one.account: one for one in await fleet.scopes()}
            assert scopes[CALLER] == Scope(
                CALLER, HOME, session_name=scopes[CALLER].session_name, home_region=HOME
            )
            assert scopes[ONE] == Scope(
                ONE, HOME, f"arn:aws:iam::{ONE}:role/Audit", "worker", "mine", home_region=HOME
            )
            assert str(scopes[ONE]) == f"{ONE} {HOME}"
            outcome = fleet.outcome
            assert outcome.pending == ((CALLER, HOME), (ONE, HOME))
            assert (outcome.is_over, outcome.is_complete) == (True, False)
        assert world.emulator.calls.counts() == {"GetCallerIdentity": 1}

    run_in_virtual_time(main)


def test_each_alone_gives_what_the_fleet_gives_of_all(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = varied()
        session = world.emulator.session()
        chosen = FindingFilter().status.eq("ACTIVE")
        async with world.fleet(**ALL) as fleet:
            scopes = pickle.loads(pickle.dumps(await fleet.scopes()))  # noqa: S301 (our own)
            found = await fleet.findings(filter=chosen, dedupe=False)
            outcome = fleet.outcome
        alone = [await sweep_scope(one, filter=chosen, session=session) for one in scopes]
        assert sorted(each for one in alone for each in ids(one.findings)) == ids(found)
        assert {(one.outcome.account, one.outcome.region): one.outcome.status for one in alone} == {
            **statuses(outcome)
        }
        assert {one.outcome.findings for one in alone} == {one.findings for one in outcome}
        assert outcome.counts.keys() == {"ok", "region_disabled", "denied"}
        # An account is entered once by the fleet, and once by all those together.
        assert world.emulator.calls.count_of("AssumeRole") == 4

    run_in_virtual_time(main)


def test_what_all_would_meet_is_raised_alone_too(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World(ONE)
        world.emulator.faults.fail("AssumeRole", code="ExpiredToken", status=403)
        scope = Scope(ONE, HOME, f"arn:aws:iam::{ONE}:role/Audit", home_region=HOME)
        with pytest.raises(AccessAnalyzerError, match="ExpiredToken"):
            await sweep_scope(scope, session=world.emulator.session())

    run_in_virtual_time(main)


def test_calls_on_a_loop_share_connections_which_are_closed_with_it(run: Run) -> None:
    world, connected = World(), list[str]()
    for region in (HOME, WEST):
        world.analyzer(region=region, findings=2)
    session = world.session()
    emitter = session.get_component("event_emitter")

    def note(**_: Any) -> None:
        connected.append("a client")

    emitter.register("creating-client-class.accessanalyzer", note)

    async def main() -> None:
        for _ in range(3):
            for region in (HOME, WEST):
                scope = Scope(CALLER, region, home_region=HOME)
                # As it arrives with each scope that is sent to another machine.
                config = pickle.loads(pickle.dumps(AioConfig(read_timeout=7)))  # noqa: S301
                swept = await sweep_scope(scope, session=session, pace=False, config=config)
                assert swept.outcome == ScopeOutcome(CALLER, region, None, 2, analyzers=1)

    for loops in (1, 2):
        run(main)
        assert len(connected) == 2 * loops
        gc.collect()  # what is open still warns


def test_calls_at_the_same_time_share_them_too(run: Run) -> None:
    world = World(ONE)
    world.analyzer(ONE, findings=2)
    session = world.emulator.session()
    scope = Scope(ONE, HOME, f"arn:aws:iam::{ONE}:role/Audit", home_region=HOME)

    async def main() -> None:
        async def sweep() -> None:
            assert len((await sweep_scope(scope, session=session, pace=False)).findings) == 2

        async with anyio.create_task_group() as tasks:
            for _ in range(20):
                tasks.start_soon(sweep)
        assert world.emulator.calls.count_of("AssumeRole") == 1

    run(main)
    gc.collect()


def test_another_process_sweeps_a_scope_with_credentials_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World(ONE)
    world.analyzer(ONE, WEST, findings=3)
    with world.emulator.serve() as url:
        for name in ("STS", "ACCESSANALYZER"):
            monkeypatch.setenv(f"AWS_ENDPOINT_URL_{name}", url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", f"AKIAEMUL{CALLER}")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "invented-secret")
        scope = Scope(ONE, WEST, f"arn:aws:iam::{ONE}:role/Audit", home_region=HOME)
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context) as workers:
            process, swept = workers.submit(swept_here, scope).result()
    assert process != os.getpid()
    assert swept.outcome == ScopeOutcome(ONE, WEST, None, 3, analyzers=1)
    assert len(ids(swept.findings)) == 3


def swept_here(scope: Scope) -> tuple[int, SweptScope]:
    """In another process: which it is, and what it found."""

    async def main() -> SweptScope:
        return await sweep_scope(scope, pace=False)

    return os.getpid(), anyio.run(main)


@pytest.mark.parametrize(
    "problem",
    [
        NoAnalyzer(),
        NotActive(("analyzer a is FAILED",)),
        RegionDisabled(ERROR),
        Denied(ERROR),
        ScopeFailed(TransportError("ListAnalyzers", "lost")),
    ],
    ids=lambda problem: type(problem).__name__,
)
def test_outcomes_travel_with_their_problems(problem: Any) -> None:
    outcome = FleetOutcome((ScopeOutcome(ONE, HOME, problem, 3),), ((TWO, HOME),))
    copied: FleetOutcome = pickle.loads(pickle.dumps(outcome))  # noqa: S301 (our own)
    assert str(copied) == str(outcome)
    assert copied.counts == outcome.counts
    (one,) = copied.problems
    assert type(one.problem) is type(problem)
    assert str(one) == str(outcome.scopes[0])


def test_what_a_sweep_gives_travels(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = varied()
        world.analyzer(CALLER, HOME, INTERNAL, findings=1)
        async with world.fleet(**ALL) as fleet:
            for things in (await fleet.scopes(), await fleet.analyzers(), await fleet.findings()):
                copied = pickle.loads(pickle.dumps(things))  # noqa: S301 (our own)
                assert list(map(str, copied)) == list(map(str, things))
            outcome = fleet.outcome
        copied = pickle.loads(pickle.dumps(outcome))  # noqa: S301 (our own)
        assert [str(one) for one in copied] == [str(one) for one in outcome]
        error = next(one.problem.error for one in copied.problems if one.status == "denied")
        assert error.code.startswith("AccessDenied")

    run_in_virtual_time(main)
