"""What stands in the way of a plan, and what is left alone."""

from typing import Any

import pytest

from aa_sdk import InvalidRequestError
from aa_sdk.models import AnalyzerType, UnusedAccessConfiguration
from aa_sdk.workflows import AnalyzerSpec, plan_analyzer
from tests.conftest import Run
from tests.workflows.desired import account, told
from tests.workflows.planning import (
    OWN,
    ROLES,
    TAGGED,
    UNUSED,
    create,
    planned,
    unused,
)


async def test_an_age_that_cannot_be_changed_stands_in_the_way_until_it_may_be_replaced() -> None:
    present = AnalyzerSpec("audit", UNUSED, configuration=unused(30))
    wanted = AnalyzerSpec("audit", UNUSED, configuration=unused(60), tags={"a": "b"})
    plan = await planned(present, wanted)
    assert told(plan) == [("+", "tag", "a")]
    assert [blocked.option for blocked in plan.blocked] == ["replace"]
    assert "30 to 60: replace=True deletes the analyzer with its findings" in plan.blocked[0].reason
    assert not plan.is_empty
    replaced = await planned(present, wanted, replace=True)
    assert told(replaced) == [("-/+", "analyzer", "audit"), ("+", "tag", "a")]
    assert replaced.changes[0].before == replaced.analyzer
    assert replaced.changes[0].after == wanted
    assert replaced.blocked == ()


async def test_nothing_is_replaced_that_can_be_changed() -> None:
    present = AnalyzerSpec("audit", UNUSED, configuration=unused(30, TAGGED))
    wanted = AnalyzerSpec("audit", UNUSED, configuration=unused(30), tags={"a": "b"})
    plan = await planned(present, wanted, replace=True)
    assert told(plan) == [("+", "tag", "a"), ("~", "configuration", "audit")]
    after = plan.changes[1].after
    assert isinstance(after, UnusedAccessConfiguration)
    assert after.unused_access_age == 30  # is told too, lest the service take the default


async def test_what_would_be_lost_by_replacing_stands_in_the_way() -> None:
    present = AnalyzerSpec(
        "audit",
        UNUSED,
        configuration=unused(30, TAGGED),
        archive_rules={"by-hand": ROLES},
        tags={"owner": "a"},
    )
    wanted = AnalyzerSpec(
        "audit", UNUSED, configuration={"unused_access": {"unused_access_age": 60}}
    )
    plan = await planned(present, wanted, replace=True)
    assert [blocked.option for blocked in plan.blocked] == ["prune"]
    assert "archive rule by-hand, tag owner, its analysis rule" in plan.blocked[0].reason
    pruned = await planned(present, wanted, replace=True, prune=True)
    assert pruned.blocked == ()
    assert told(pruned) == [
        ("-/+", "analyzer", "audit"),
        ("-", "archive_rule", "by-hand"),
        ("-", "tag", "owner"),
    ]
    assert '- exclusion: resource_tags in (c="", stage=b + team=a)' in str(pruned)


async def test_an_age_that_nobody_specified_is_not_lost_unseen() -> None:
    async with account() as (emulator, client):
        spec = AnalyzerSpec("audit", "ACCOUNT_UNUSED_ACCESS")
        await create(client, AnalyzerSpec("audit", spec.type, configuration=unused(30)))
        emulator.set_analyzer_status("audit", "FAILED")
        plan = await plan_analyzer(client, spec, replace=True)
        assert "unused_access_age 30" in plan.blocked[0].reason
        plan = await plan_analyzer(client, spec, replace=True, prune=True)
        assert "~ status: FAILED → ACTIVE" in str(plan)
        assert "~ unused_access_age: 30 → 90" in str(plan)


async def test_an_analyzer_that_does_not_work_stands_in_the_way() -> None:
    spec = AnalyzerSpec("audit", "ACCOUNT")
    async with account() as (emulator, client):
        await create(client, spec)
        emulator.set_analyzer_status("audit", "FAILED", "SERVICE_LINKED_ROLE_CREATION_FAILED")
        (failed,) = (await plan_analyzer(client, spec)).blocked
        assert failed.option == "replace"
        assert failed.reason.startswith("audit is FAILED (SERVICE_LINKED_ROLE_CREATION_FAILED): ")
        assert "charges" not in failed.reason
        assert told(await plan_analyzer(client, spec, replace=True)) == [
            ("-/+", "analyzer", "audit")
        ]
        emulator.set_analyzer_status("audit", "DISABLED", "ORGANIZATION_DELETED")
        for replace in (False, True):
            (disabled,) = (await plan_analyzer(client, spec, replace=replace)).blocked
            assert disabled.option is None
            assert disabled.reason.startswith("audit is DISABLED (ORGANIZATION_DELETED) ")


@pytest.mark.parametrize("kind", ["ACCOUNT", "ACCOUNT_UNUSED_ACCESS", "ACCOUNT_INTERNAL_ACCESS"])
async def test_a_new_price_is_told_of_unused_access_alone(kind: AnalyzerType) -> None:
    spec = AnalyzerSpec("audit", kind)
    async with account() as (emulator, client):
        await create(client, spec)
        emulator.set_analyzer_status("audit", "FAILED")
        (failed,) = (await plan_analyzer(client, spec)).blocked
        assert ("charges" in failed.reason) == (kind == "ACCOUNT_UNUSED_ACCESS")


async def test_another_type_under_the_name_stands_in_the_way_whatever_is_allowed() -> None:
    plan = await planned(
        AnalyzerSpec("audit", "ACCOUNT"),
        AnalyzerSpec("audit", "ACCOUNT_UNUSED_ACCESS"),
        prune=True,
        adopt=True,
        replace=True,
    )
    assert plan.changes == ()
    (blocked,) = plan.blocked
    assert blocked.option is None
    assert "is of type ACCOUNT, not ACCOUNT_UNUSED_ACCESS" in blocked.reason


async def test_the_analyzer_of_a_service_is_left_alone() -> None:
    async with account() as (emulator, client):
        arn = emulator.add_service_linked_analyzer(analyzer_type="ACCOUNT_UNUSED_ACCESS")
        name = arn.rpartition("/")[2]
        spec = AnalyzerSpec(name, "ACCOUNT_UNUSED_ACCESS")
        (blocked,) = (await plan_analyzer(client, spec, replace=True, prune=True)).blocked
        assert blocked.reason.startswith(f"{name} is managed by securityhubv2.amazonaws.com")
        own = AnalyzerSpec("audit", "ACCOUNT_UNUSED_ACCESS")
        (blocked,) = (await plan_analyzer(client, own, adopt=True)).blocked
        assert "cannot be taken over" in blocked.reason
        assert told(await plan_analyzer(client, own)) == [("+", "analyzer", "audit")]


async def test_another_analyzer_of_a_type_that_is_single_stands_in_the_way() -> None:
    present = AnalyzerSpec("legacy", "ACCOUNT", archive_rules={"own": OWN})
    wanted = AnalyzerSpec("audit", "ACCOUNT", archive_rules={"own": ROLES})
    plan = await planned(present, wanted)
    (blocked,) = plan.blocked
    assert (blocked.option, plan.changes, plan.analyzer) == ("adopt", (), None)
    assert "legacy" in blocked.reason
    assert "adopt=True" in blocked.reason
    adopted = await planned(present, wanted, adopt=True)
    assert told(adopted) == [("~", "archive_rule", "own")]
    assert adopted.adopts == "legacy"
    assert str(adopted).startswith("Takes over legacy in the place of audit.\n")


async def test_one_of_its_own_name_goes_before_one_to_be_taken_over() -> None:
    async with account() as (_, client):
        for name in ("audit", "legacy"):
            await create(client, AnalyzerSpec(name, UNUSED))
        plan = await plan_analyzer(client, AnalyzerSpec("audit", UNUSED), adopt=True)
    assert plan.is_empty
    assert plan.adopts is None


async def test_of_a_type_that_there_can_be_several_of_one_is_created_beside_others() -> None:
    async with account() as (_, client):
        spec = AnalyzerSpec("audit", UNUSED)
        await create(client, AnalyzerSpec("legacy", UNUSED))
        assert told(await plan_analyzer(client, spec)) == [("+", "analyzer", "audit")]
        assert (await plan_analyzer(client, spec, adopt=True)).adopts == "legacy"
        await create(client, AnalyzerSpec("older", UNUSED))
        (blocked,) = (await plan_analyzer(client, spec, adopt=True)).blocked
        assert "legacy, older" in blocked.reason


async def test_an_analyzer_that_is_taken_over_and_replaced_gets_the_name_that_is_specified() -> (
    None
):
    present = AnalyzerSpec("legacy", "ACCOUNT_UNUSED_ACCESS", configuration=unused(30))
    wanted = AnalyzerSpec("audit", "ACCOUNT_UNUSED_ACCESS", configuration=unused(60))
    plan = await planned(present, wanted, adopt=True, replace=True)
    assert told(plan) == [("-/+", "analyzer", "audit")]
    assert "    ~ name: legacy → audit\n" in str(plan)


async def test_more_tags_than_there_can_be_stand_in_the_way() -> None:
    present = AnalyzerSpec("audit", "ACCOUNT", tags={f"old-{number}": "" for number in range(30)})
    wanted = AnalyzerSpec("audit", "ACCOUNT", tags={f"new-{number}": "" for number in range(21)})
    (blocked,) = (await planned(present, wanted)).blocked
    assert blocked.option == "prune"
    assert (await planned(present, wanted, prune=True)).blocked == ()


def test_only_a_specification_can_be_planned(run: Run) -> None:
    async def main() -> None:
        async with account() as (emulator, client):
            spec: Any = {"name": "audit", "type": "ACCOUNT"}
            with pytest.raises(InvalidRequestError, match="spec: must be an AnalyzerSpec"):
                await plan_analyzer(client, spec)
            assert emulator.calls.total == 0

    run(main)
