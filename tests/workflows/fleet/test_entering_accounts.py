"""How accounts are entered: by a role each, assumed once, in the caller's partition and Region."""

import logging
import pickle
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from aa_sdk._transport.accounts import Accounts
from aa_sdk.emulator._account.access_keys import INVENTED_SECRET
from aa_sdk.workflows import Scope
from aa_sdk.workflows._fleet.ground import Ground
from aa_sdk.workflows._fleet.work import Worker
from tests.conftest import Run
from tests.workflows.fleet.world import (
    CALLER,
    DENIED,
    HOME,
    ONE,
    OPTIONAL,
    THREE,
    TWO,
    UNUSED,
    WEST,
    World,
    statuses,
)

START = 1_780_000_000.0


class Time:
    """Seconds since 1970, which pass when a test says so."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


def assumed(world: World) -> list[dict[str, Any]]:
    """What STS was asked for, each time."""
    return [dict(one.params) for one in world.emulator.calls.of("AssumeRole")]


def test_an_account_is_entered_once_for_all_regions_and_sweeps(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        accounts, regions = (ONE, TWO, CALLER, THREE), (HOME, WEST, "us-west-2")
        world = World()
        for account in accounts:
            for region in regions:
                world.analyzer(account, region, findings=1)
        async with world.fleet(accounts=accounts, regions=regions) as fleet:
            await fleet.analyzers()
            assert len(await fleet.findings()) == 12
            assert len(await fleet.scopes()) == 12
        entered = Counter(one["RoleArn"].split(":")[4] for one in assumed(world))
        assert entered == {ONE: 1, TWO: 1, THREE: 1}
        assert world.emulator.calls.count_of("GetCallerIdentity") == 1
        # Each account's calls are its own, and nobody else is asked.
        expected = [(account, region) for account in accounts for region in regions]
        assert sorted(world.calls_of("ListFindings")) == sorted(expected)

    run_in_virtual_time(main)


def test_the_callers_own_account_is_entered_without_a_role(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World()
        world.analyzer(findings=2)
        for options in ({}, {"accounts": [CALLER]}, {"accounts": [CALLER], "role": None}):
            async with world.fleet(regions=[HOME], **options) as fleet:
                assert len(await fleet.findings()) == 2
                assert [one.role_arn for one in await fleet.scopes()] == [None]
        assert assumed(world) == []

    run_in_virtual_time(main)


def test_sts_is_told_role_session_and_external_id(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        world = World()
        fleet = world.fleet(
            accounts=[ONE],
            regions=[HOME],
            role="audit/deep/Reader",
            session_name="nightly@audit",
            external_id="a-b:c/d",
        )
        async with fleet:
            await fleet.analyzers()
        async with world.fleet(accounts=[ONE], regions=[HOME]) as fleet:
            await fleet.analyzers()
        assert assumed(world) == [
            {
                "RoleArn": f"arn:aws:iam::{ONE}:role/audit/deep/Reader",
                "RoleSessionName": "nightly@audit",
                "ExternalId": "a-b:c/d",
            },
            {"RoleArn": f"arn:aws:iam::{ONE}:role/Audit", "RoleSessionName": "aa-sdk"},
        ]

    run_in_virtual_time(main)


@pytest.mark.parametrize("home", [WEST, OPTIONAL])
def test_the_sts_of_the_home_region_is_asked(run_in_virtual_time: Run, home: str) -> None:
    async def main() -> None:
        world, asked = World(), set[str]()

        def note(request: Any, **_: Any) -> None:
            asked.add(request.url)

        session = world.session()
        session.get_component("event_emitter").register_first("before-send.sts", note)
        fleet = world.fleet(
            session=session, accounts=[ONE, TWO], regions=[HOME, WEST], region_name=home
        )
        async with fleet:
            await fleet.analyzers()
        assert asked == {f"https://sts.{home}.amazonaws.com/"}
        assert {region for _, region in world.calls_of("AssumeRole")} == {home}

    run_in_virtual_time(main)


@pytest.mark.parametrize(
    ("partition", "home", "other"),
    [
        ("aws-us-gov", "us-gov-west-1", "us-gov-east-1"),
        ("aws-cn", "cn-north-1", "cn-northwest-1"),
    ],
)
def test_roles_are_of_the_callers_partition(
    run_in_virtual_time: Run, partition: str, home: str, other: str
) -> None:
    async def main() -> None:
        world = World(region_name=home)
        world.analyzer(ONE, other, findings=1)
        async with world.fleet(accounts=[ONE]) as fleet:
            assert len(await fleet.findings()) == 1
            assert statuses(fleet.outcome) == {(ONE, home): "no_analyzer", (ONE, other): "ok"}
        (one,) = assumed(world)
        assert one["RoleArn"] == f"arn:{partition}:iam::{ONE}:role/Audit"

    run_in_virtual_time(main)


def test_a_role_is_assumed_again_before_it_expires_in_the_middle_of_a_scope(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        time = Time()
        world = World(signature_timer=time)
        world.analyzer(ONE, findings=900)
        accounts = Accounts(world.emulator.session(), region_name=HOME, time=time)
        ground = Ground(accounts, {})
        await ground.open()
        scope = Scope(ONE, HOME, f"arn:aws:iam::{ONE}:role/Audit")
        found = list[Any]()

        async def give(findings: Any) -> None:
            found.extend(findings)
            time.now += 20 * 60  # whoever takes a page works on it for long

        try:
            outcome = await Worker(ground).list_findings({}, None, scope, None, give)
        finally:
            await ground.aclose()
        assert (outcome.status, len(found)) == ("ok", 900)
        # Three hours, of which a role lasts for one: a quarter of it is left when it is renewed.
        assert 3 <= len(assumed(world)) <= 5
        assert len({one["RoleArn"] for one in assumed(world)}) == 1

    run_in_virtual_time(main)


def test_roles_of_accounts_that_were_left_long_ago_are_forgotten(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        ground = Ground(Accounts(World().emulator.session(), region_name=HOME), {})
        scopes = [
            Scope(f"{10**11 + n}", HOME, f"arn:aws:iam::{10**11 + n}:role/Audit")
            for n in range(1_025)
        ]
        first, second, *_, last = [ground.credentials(scope) for scope in scopes[:-1]]
        assert ground.credentials(scopes[0]) is first  # and is kept for it
        assert ground.credentials(scopes[-1]) is not None
        assert ground.credentials(scopes[0]) is first
        assert ground.credentials(scopes[-2]) is last
        assert ground.credentials(scopes[1]) is not second
        await ground.aclose()

    run_in_virtual_time(main)


def test_no_secret_is_in_logs_texts_and_what_is_pickled(
    run_in_virtual_time: Run, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        world, tokens = World(), list[str]()

        def note(parsed: Any, **_: Any) -> None:
            said = parsed.get("Credentials", {})
            tokens.extend(filter(None, map(said.get, ("SessionToken", "AccessKeyId"))))

        session = world.session()
        session.get_component("event_emitter").register("after-call.sts.AssumeRole", note)
        for account in (ONE, TWO):
            world.analyzer(account, findings=1)
            world.analyzer(account, kind=UNUSED, findings=1, status="FAILED")
        faults = world.emulator.faults
        faults.fail("AssumeRole", code="AccessDenied", status=403, account_ids=[THREE])
        faults.fail("ListFindings", **DENIED, account_ids=[TWO])
        faults.fail("ListAnalyzers", account_ids=[ONE], regions=[WEST])
        secret = "external-id-of-mine"
        fleet = world.fleet(
            session=session,
            accounts=[ONE, TWO, THREE],
            regions=[HOME, WEST],
            external_id=secret,
        )
        async with fleet:
            scopes = await fleet.scopes()
            sweep = fleet.findings()
            found = await sweep
            outcome = fleet.outcome
            shown: list[Callable[[Any], str]] = [str, repr]
            things = [fleet, sweep, outcome, *outcome, *found, *scopes]
            things += [one.problem for one in outcome.problems]
            told = "\n".join(show(one) for one in things for show in shown)
            errors = [getattr(one.problem, "error", None) for one in outcome.problems]
            links = [repr((one, one.__cause__, one.__context__)) for one in errors if one]
            for error in errors:  # whose traces would hold all that was there when it was raised
                link: BaseException | None = error
                while link is not None:
                    assert link.__traceback__ is None
                    link = link.__cause__ or link.__context__
        assert len(tokens) == 4  # of two accounts
        pickled = pickle.dumps((outcome, found))
        for hidden in (secret, INVENTED_SECRET, *tokens):
            assert hidden not in told
            assert hidden not in "".join(links)
            assert hidden not in caplog.text
            assert hidden.encode() not in pickled
        for hidden in (INVENTED_SECRET, *tokens):
            assert hidden.encode() not in pickle.dumps(scopes)

    with caplog.at_level(logging.DEBUG, logger="aa_sdk"):
        run_in_virtual_time(main)
