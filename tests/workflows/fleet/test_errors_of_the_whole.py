"""What would meet every scope ends the sweep: it is raised, and not taken for the end."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import pytest
from aiobotocore.session import AioSession

from aa_sdk import (
    AccessAnalyzerError,
    CredentialsError,
    ExpiredTokenException,
    InvalidRequestError,
    ServiceError,
    TransportError,
)
from aa_sdk.workflows import Fleet, ScopeFailed, organization_accounts
from aa_sdk.workflows.fleet import Sweep
from tests.conftest import Run
from tests.workflows.fleet.world import CALLER, DENIED, HOME, ONE, TWO, WEST, World

T = TypeVar("T")
Faults = Callable[[World], object]

ORGANIZATION: Mapping[str, Any] = {"accounts": organization_accounts(), "regions": [HOME]}
BOTH: Mapping[str, Any] = {"accounts": [CALLER, ONE], "regions": [HOME, WEST]}


def failing(operation: str, code: str, **when: Any) -> Faults:
    return lambda world: world.emulator.faults.fail(operation, code=code, status=403, **when)


CASES: Mapping[str, tuple[Mapping[str, Any], Faults, type[AccessAnalyzerError]]] = {
    "the caller's token has expired": (
        BOTH,
        failing("GetCallerIdentity", "ExpiredToken"),
        ServiceError,
    ),
    "it expires later": (BOTH, failing("AssumeRole", "ExpiredToken"), ServiceError),
    "the caller's key is not known": (
        BOTH,
        failing("AssumeRole", "InvalidClientTokenId"),
        ServiceError,
    ),
    "the caller's secret is wrong": (
        {"regions": [HOME]},
        failing("GetCallerIdentity", "SignatureDoesNotMatch"),
        ServiceError,
    ),
    "STS cannot be reached": (
        BOTH,
        lambda world: world.emulator.faults.drop("GetCallerIdentity"),
        TransportError,
    ),
    "the accounts may not be listed": (
        ORGANIZATION,
        lambda world: world.emulator.faults.fail("ListAccounts", **DENIED),
        ServiceError,
    ),
    "there is no such unit": (
        {"accounts": organization_accounts(["ou-ab12-11111111"]), "regions": [HOME]},
        lambda _: None,
        ServiceError,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_would_meet_every_scope_is_raised(run_in_virtual_time: Run, name: str) -> None:
    options, spoil, kind = CASES[name]

    async def main() -> None:
        world = World(ONE)
        for region in (HOME, WEST):
            world.analyzer(ONE, region, findings=2)
        spoil(world)
        async with world.fleet(**options) as fleet:
            for sweep in (fleet.findings, fleet.analyzers):
                with pytest.raises(kind):
                    await sweep()
                outcome = fleet.outcome
                assert not outcome.is_complete
                assert not outcome.is_over
                assert outcome.pending or "not ended" in str(outcome)

    run_in_virtual_time(main)


async def take(sweep: Sweep[T], found: list[T]) -> None:
    """Note what comes, also before an error."""
    async for one in sweep:
        found.append(one)  # noqa: PERF401 (a list that is made keeps none of them)


def test_it_is_raised_once_what_came_before_was_taken(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World(ONE)
        world.analyzer(findings=250)
        world.emulator.faults.fail("AssumeRole", code="ExpiredToken", status=403)
        found = list[Any]()
        async with world.fleet(**BOTH, concurrency=1) as fleet:
            with pytest.raises(ServiceError, match="ExpiredToken"):
                await take(fleet.findings(), found)
            outcome = fleet.outcome
        assert len(found) == 250
        ended = {(one.account, one.region) for one in outcome}
        assert ended == {(CALLER, HOME), (CALLER, WEST)}
        assert set(outcome.pending) == {(ONE, HOME), (ONE, WEST)}

    run_in_virtual_time(main)


def test_a_caller_without_credentials_is_told_so(
    run_in_virtual_time: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", HOME)

    async def main() -> None:
        for options in (BOTH, {"regions": [HOME]}, {**ORGANIZATION, "session": AioSession()}):
            async with Fleet(role="Audit", **options) as fleet:
                with pytest.raises(CredentialsError):
                    await fleet.findings()
                assert not fleet.outcome.is_complete

    run_in_virtual_time(main)


def test_credentials_that_have_expired_when_they_come_are_told(
    run_in_virtual_time: Run,
) -> None:
    """As where the clock of the machine is wrong: no role is of use then."""

    async def main() -> None:
        world = World(ONE, signature_timer=lambda: 0.0)
        async with world.fleet(**BOTH) as fleet:
            with pytest.raises(CredentialsError, match="clock"):
                await fleet.findings()
            assert not fleet.outcome.is_complete

    run_in_virtual_time(main)


def test_an_expired_role_of_one_account_is_a_matter_of_its_scope(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World(ONE)
        world.emulator.faults.fail(
            "ListAnalyzers", code="ExpiredTokenException", status=403, account_ids=[ONE]
        )
        async with world.fleet(**BOTH) as fleet:
            await fleet.analyzers()
            assert fleet.outcome.counts == {"no_analyzer": 2, "failed": 2}
            for one in fleet.outcome.problems[2:]:
                assert isinstance(one.problem, ScopeFailed)
                assert isinstance(one.problem.error, ExpiredTokenException)

    run_in_virtual_time(main)


def test_a_role_that_is_missing_is_told_before_anything_is_swept(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World(ONE, TWO)
        async with world.fleet(**{**ORGANIZATION, "role": None}) as fleet:
            with pytest.raises(InvalidRequestError, match="role"):
                await fleet.findings()
            assert fleet.outcome.pending or "not ended" in str(fleet.outcome)
            assert not fleet.outcome.is_complete

    run_in_virtual_time(main)
