"""Plans: what they hold against what, and what they say."""

from typing import Any

import pytest

from aa_sdk import FindingFilter
from aa_sdk.workflows import AnalyzerSpec, Change, Unmanaged, plan_analyzer
from tests.workflows.desired import account, told, writes
from tests.workflows.planning import (
    ACCOUNTS,
    ARNS,
    KEYS,
    OWN,
    ROLES,
    TAGGED,
    UNUSED,
    create,
    planned,
    unused,
    watched,
)


async def test_an_analyzer_that_does_not_exist_is_created_with_all_that_belongs_to_it() -> None:
    spec = AnalyzerSpec("audit", "ACCOUNT", archive_rules={"own": OWN}, tags={"team": "a"})
    async with account() as (emulator, client):
        plan = await plan_analyzer(client, spec)
        assert writes(emulator) == []
    assert plan.changes == (
        Change("+", "analyzer", "audit", None, spec),
        Change("+", "archive_rule", "own", None, OWN),
        Change("+", "tag", "team", None, "a"),
    )
    assert (plan.analyzer, plan.unmanaged, plan.blocked, plan.adopts) == (None, (), (), None)
    assert not plan.is_empty


async def test_what_differs_is_what_changes() -> None:
    present = AnalyzerSpec(
        "audit",
        "ACCOUNT",
        archive_rules={"same": OWN, "other": ROLES, "by-hand": KEYS},
        tags={"same": "a", "other": "b", "owner": "c"},
    )
    wanted = AnalyzerSpec(
        "audit",
        "ACCOUNT",
        archive_rules={"same": OWN, "other": KEYS, "new": OWN},
        tags={"same": "a", "other": "c", "new": ""},
    )
    plan = await planned(present, wanted)
    assert plan.changes == (
        Change("+", "archive_rule", "new", None, OWN),
        Change("~", "archive_rule", "other", ROLES, KEYS),
        Change("+", "tag", "new", None, ""),
        Change("~", "tag", "other", "b", "c"),
    )
    assert plan.unmanaged == (
        Unmanaged("archive_rule", "by-hand", KEYS),
        Unmanaged("tag", "owner", "c"),
    )
    pruned = await planned(present, wanted, prune=True)
    assert pruned.unmanaged == ()
    assert [change for change in pruned.changes if change.action == "-"] == [
        Change("-", "archive_rule", "by-hand", KEYS, None),
        Change("-", "tag", "owner", "c", None),
    ]


async def test_tags_of_aws_stay_whatever_goes() -> None:
    async with account() as (emulator, client):
        spec = AnalyzerSpec("audit", "ACCOUNT")
        await create(client, spec)
        scope = emulator.world.scope(None, None)
        scope.analyzers["audit"].tags = {"aws:cloudformation:stack-name": "a", "b": "c"}
        plan = await plan_analyzer(client, spec, prune=True)
    assert told(plan) == [("-", "tag", "b")]
    assert plan.unmanaged == (Unmanaged("tag", "aws:cloudformation:stack-name", "a"),)
    assert "tag aws:cloudformation:stack-name, which is of AWS" in str(plan)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (UNUSED, None, unused(90)),
        (UNUSED, unused(), unused(90)),
        (UNUSED, {"unused_access": {}}, unused(90)),
        (UNUSED, unused(None, {}), unused(90)),
        (
            UNUSED,
            unused(90, {"account_ids": ACCOUNTS}),
            unused(90, {"account_ids": ACCOUNTS[::-1]}),
        ),
        (
            UNUSED,
            unused(90, *({"account_ids": [one]} for one in ACCOUNTS)),
            unused(90, {"account_ids": [*ACCOUNTS, ACCOUNTS[0]]}),
        ),
        (
            UNUSED,
            unused(90, TAGGED, {"account_ids": ACCOUNTS}),
            unused(
                90,
                {"account_ids": ACCOUNTS},
                {"resource_tags": [{"c": ""}, {"stage": "b", "team": "a"}]},
            ),
        ),
        ("ACCOUNT_INTERNAL_ACCESS", {"internal_access": {}}, watched()),
        (
            "ACCOUNT_INTERNAL_ACCESS",
            watched({"resource_arns": ARNS, "resource_types": ["AWS::S3::Bucket"]}),
            watched({"resource_types": ["AWS::S3::Bucket"], "resource_arns": ARNS[::-1]}),
        ),
        (
            "ACCOUNT_INTERNAL_ACCESS",
            watched({"resource_arns": ARNS}),
            watched(*({"resource_arns": [arn]} for arn in ARNS)),
        ),
    ],
)
async def test_configurations_that_mean_the_same_are_no_difference(
    kind: Any, one: Any, other: Any
) -> None:
    first, second = (AnalyzerSpec("audit", kind, configuration=each) for each in (one, other))
    assert (await planned(first, second)).is_empty
    assert (await planned(second, first)).is_empty


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (UNUSED, unused(), unused(None, TAGGED)),
        (
            UNUSED,
            unused(None, {"account_ids": ACCOUNTS}),
            unused(None, {"account_ids": ACCOUNTS[:1]}),
        ),
        (
            UNUSED,
            unused(None, {"resource_tags": [{"a": "b"}]}),
            unused(None, {"resource_tags": [{"a": "c"}]}),
        ),
        (
            UNUSED,
            unused(None, {"account_ids": ACCOUNTS, **TAGGED}),
            unused(None, {"account_ids": ACCOUNTS}, TAGGED),
        ),
        ("ACCOUNT_INTERNAL_ACCESS", watched(), watched({"resource_arns": ARNS})),
        (
            "ACCOUNT_INTERNAL_ACCESS",
            watched({"resource_types": ["AWS::S3::Bucket"], "resource_arns": ARNS}),
            watched({"resource_types": ["AWS::S3::Bucket"]}, {"resource_arns": ARNS}),
        ),
    ],
)
async def test_configurations_that_mean_something_else_are_a_difference(
    kind: Any, one: Any, other: Any
) -> None:
    first, second = (AnalyzerSpec("audit", kind, configuration=each) for each in (one, other))
    for plan in (await planned(first, second), await planned(second, first)):
        assert told(plan) == [("~", "configuration", "audit")]
        assert plan.blocked == ()


@pytest.mark.parametrize("wanted", [None, {"unused_access": {}}])
async def test_what_a_configuration_does_not_say_is_left_as_it_is(wanted: Any) -> None:
    present = AnalyzerSpec("audit", UNUSED, configuration=unused(30, TAGGED))
    plan = await planned(present, AnalyzerSpec("audit", UNUSED, configuration=wanted))
    assert plan.is_empty


async def test_rules_that_ask_the_same_are_no_difference() -> None:
    forms: list[Any] = [
        OWN,
        {
            "resource": {"contains": [":role/my-", ":role/own-"]},
            "resourceType": {"eq": ["AWS::IAM::Role"]},
        },
        {
            "resourceType": {"eq": ["AWS::IAM::Role"]},
            "resource": {"contains": [":role/own-", ":role/my-"]},
        },
        FindingFilter()
        .resource_type.eq("AWS::IAM::Role")
        .resource.contains(":role/my-", ":role/own-"),
    ]
    specs = [AnalyzerSpec("audit", "ACCOUNT", archive_rules={"own": form}) for form in forms]
    async with account() as (_, client):
        await create(client, specs[0])
        for spec in specs:
            plan = await plan_analyzer(client, spec)
            assert plan.is_empty
            assert plan.changes == ()


async def test_a_rule_in_a_form_that_nobody_may_write_is_a_difference_like_others() -> None:
    async with account() as (emulator, client):
        spec = AnalyzerSpec("audit", "ACCOUNT", archive_rules={"own": OWN})
        await create(client, spec)
        rules = emulator.world.scope(None, None).analyzers["audit"].rules
        rules["own"].filter = {"resource_type": {"eq": ["a"], "like": ["b\x1b"]}}
        plan = await plan_analyzer(client, spec)
    assert told(plan) == [("~", "archive_rule", "own")]
    assert "- resource_type like: " in str(plan)
    assert "\x1b" not in str(plan)
