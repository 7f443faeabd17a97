"""Plans: what they hold against what, and what they say."""

import copy
import pickle
from typing import Any

import pytest

from aa_sdk import AccessAnalyzerClient, FindingFilter, InvalidRequestError
from aa_sdk.emulator import Emulator
from aa_sdk.models import AnalyzerType, UnusedAccessConfiguration
from aa_sdk.workflows import AnalyzerSpec, Blocked, Change, Plan, Unmanaged, plan_analyzer
from tests.conftest import Run
from tests.workflows.desired import account, told, writes

OWN = (
    FindingFilter().resource.contains(":role/own-", ":role/my-").resource_type.eq("AWS::IAM::Role")
)
ROLES = FindingFilter().resource_type.eq("AWS::IAM::Role")
KEYS = FindingFilter().resource_type.eq("AWS::KMS::Key")
UNUSED: Any = "ORGANIZATION_UNUSED_ACCESS"


def unused(age: int | None = None, *exclusions: Any) -> Any:
    return {
        "unused_access": {"unused_access_age": age, "analysis_rule": {"exclusions": exclusions}}
    }


async def create(client: AccessAnalyzerClient, spec: AnalyzerSpec) -> None:
    """Create an analyzer by hand."""
    await client.create_analyzer(
        spec.name,
        type=spec.type,
        configuration=spec.configuration,
        tags=dict(spec.tags),
        archive_rules=[
            {"rule_name": name, "filter": rule} for name, rule in spec.archive_rules.items()
        ],
    )


async def planned(present: AnalyzerSpec, wanted: AnalyzerSpec, **options: bool) -> Plan:
    """What would have to change for what is present to be what is wanted."""
    async with account() as (emulator, client):
        await create(client, present)
        emulator.calls.clear()
        plan = await plan_analyzer(client, wanted, **options)
        assert writes(emulator) == []
        return plan


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


ACCOUNTS = ["222233334444", "333344445555"]
TAGGED = {"resource_tags": [{"team": "a", "stage": "b"}, {"c": ""}]}
ARNS = ["arn:aws:s3:::a", "arn:aws:s3:::b"]


def watched(*inclusions: Any) -> Any:
    return {"internal_access": {"analysis_rule": {"inclusions": inclusions}}}


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


async def test_a_plan_prints_as_terraform_does() -> None:
    present = AnalyzerSpec(
        "audit",
        UNUSED,
        configuration=unused(30, {"account_ids": ACCOUNTS}),
        archive_rules={
            "own": {"resource": {"contains": ["b", "a"]}, "findingType": {"eq": ["UnusedIAMRole"]}},
            "old": {"resource": {"exists": True}},
            "by-hand": {"resource": {"eq": ["x"]}},
        },
        tags={"team": "a", "cost centre": "1"},
    )
    wanted = AnalyzerSpec(
        "audit",
        UNUSED,
        configuration=unused(60, {"account_ids": ACCOUNTS[1:], **TAGGED}),
        archive_rules={
            "own": {"resource": {"contains": ["c", "a"], "exists": True}},
            "old": {"resource": {"exists": False}},
        },
        tags={"team": "b"},
    )
    plan = await planned(present, wanted)
    assert (
        str(plan)
        == """\
~ archive rule old
    ~ resource exists: true → false
~ archive rule own
    - findingType eq: "UnusedIAMRole"
    ~ resource contains: "a", "b" → "a", "c"
    + resource exists: true
~ tag team: "a" → "b"
~ configuration audit
    + exclusion: account_ids = 333344445555 and resource_tags in (c="", stage=b + team=a)
    - exclusion: account_ids = 222233334444
    - exclusion: account_ids = 333344445555

Left as it is, unknown to the specification:
    archive rule by-hand
    tag "cost centre"

In the way:
    ! unused_access_age cannot be changed from 30 to 60: replace=True deletes the analyzer with its\
 findings and creates it anew, which AWS charges for once more

Plan: 0 to create, 4 to change, 0 to destroy."""
    )
    assert repr(plan) == "<Plan of audit: 0 to create, 4 to change, 0 to destroy, 1 blocked>"
    replaced = await planned(present, wanted, replace=True, prune=True)
    assert str(replaced).startswith("""\
-/+ analyzer audit
    ~ unused_access_age: 30 → 60
    + exclusion: """)
    assert str(replaced).endswith("""\
- tag "cost centre": "1"

Plan: 1 to create, 3 to change, 3 to destroy.""")


async def test_a_new_analyzer_prints_with_all_that_it_will_have() -> None:
    spec = AnalyzerSpec(
        "audit",
        "ACCOUNT_INTERNAL_ACCESS",
        configuration=watched({"resource_arns": [f"arn:aws:s3:::{n:02}" for n in range(22)]}),
    )
    async with account() as (_, client):
        lines = str(await plan_analyzer(client, spec)).splitlines()
    assert lines[:3] == [
        "+ analyzer audit",
        "    + type: ACCOUNT_INTERNAL_ACCESS",
        "    + inclusion: resource_arns = arn:aws:s3:::00",
    ]
    assert lines[21:] == [
        "    + inclusion: resource_arns = arn:aws:s3:::19",
        "    + inclusion: … 2 more",
        "",
        "Plan: 1 to create, 0 to change, 0 to destroy.",
    ]


async def test_a_new_analyzer_prints_with_its_age_where_one_is_specified() -> None:
    async with account() as (_, client):
        plan = await plan_analyzer(client, AnalyzerSpec("audit", UNUSED, configuration=unused(30)))
    assert "    + unused_access_age: 30\n" in str(plan)


async def test_a_plan_without_changes_says_so() -> None:
    spec = AnalyzerSpec("audit", "ACCOUNT")
    plan = await planned(spec, spec)
    assert (
        str(plan)
        == """\
No changes: audit is as specified.

Plan: 0 to create, 0 to change, 0 to destroy."""
    )


async def test_a_plan_is_harmless_to_a_terminal_and_to_a_page() -> None:
    evil = "\x1b[2J\u202e</pre><script>\n"
    spec = AnalyzerSpec(
        "audit",
        UNUSED,
        configuration=unused(None, {"resource_tags": [{evil: evil}]}),
        archive_rules={"own": FindingFilter().key(evil).eq(evil)},
        tags={evil: evil},
    )
    async with account() as (_, client):
        plan = await plan_analyzer(client, spec)
    assert all(line.isprintable() for line in str(plan).splitlines())
    assert len(str(plan).splitlines()) == 8
    shown: Any = plan
    assert "<script>" not in shown._repr_html_()
    assert "&lt;script&gt;" in shown._repr_html_()


async def test_an_exclusion_by_no_tag_at_all_is_shown() -> None:
    spec = AnalyzerSpec("audit", UNUSED, unused(None, {"resource_tags": [{}]}))
    async with account() as (_, client):
        plan = await plan_analyzer(client, spec)
    assert "+ exclusion: resource_tags = {}" in str(plan)


async def test_a_plan_is_the_same_whatever_the_order_it_was_specified_in() -> None:
    rules = {"b": OWN, "a": KEYS}
    tags = {"b": "1", "a": "2"}
    turned = [{key: given[key] for key in sorted(given)} for given in (rules, tags)]
    one = AnalyzerSpec("audit", "ACCOUNT", archive_rules=rules, tags=tags)
    other = AnalyzerSpec("audit", "ACCOUNT", archive_rules=turned[0], tags=turned[1])  # type: ignore[arg-type]  # of one list
    async with account() as (_, client):
        plans = [await plan_analyzer(client, spec) for spec in (one, other)]
    assert str(plans[0]) == str(plans[1])
    assert plans[0] == plans[1]


async def test_a_plan_can_be_copied_and_pickled() -> None:
    present = AnalyzerSpec("audit", "ACCOUNT", archive_rules={"own": OWN}, tags={"a": "b"})
    plan = await planned(present, AnalyzerSpec("audit", "ACCOUNT", archive_rules={"own": KEYS}))
    for other in (copy.deepcopy(plan), pickle.loads(pickle.dumps(plan))):  # noqa: S301 (our own)
        assert other == plan
        assert str(other) == str(plan)
    assert Blocked("a") == Blocked("a", None)


def test_an_analyzer_that_goes_while_it_is_looked_at_is_as_good_as_gone(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        async with account() as (emulator, client):
            await create(client, AnalyzerSpec("legacy", "ACCOUNT"))
            # Of two calls, for the name and for the one that was listed, neither finds one.
            emulator.faults.fail(
                "GetAnalyzer", status=404, code="ResourceNotFoundException", times=2
            )
            plan = await plan_analyzer(client, AnalyzerSpec("audit", "ACCOUNT"), adopt=True)
            assert told(plan) == [("+", "analyzer", "audit")]

    run_in_virtual_time(main)


async def test_only_reads_are_made_and_few_of_them() -> None:
    async with account(Emulator()) as (emulator, client):
        spec = AnalyzerSpec("audit", "ACCOUNT")
        await plan_analyzer(client, spec)
        assert emulator.calls.counts() == {"GetAnalyzer": 1, "ListAnalyzers": 1}
        await create(client, spec)
        emulator.calls.clear()
        await plan_analyzer(client, spec)
        assert emulator.calls.counts() == {"GetAnalyzer": 1, "ListArchiveRules": 1}
