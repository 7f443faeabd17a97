"""What a plan says, and that saying it changes nothing."""

import copy
import pickle
from typing import Any

from aa_sdk import FindingFilter
from aa_sdk.emulator import Emulator
from aa_sdk.workflows import AnalyzerSpec, Blocked, plan_analyzer
from tests.conftest import Run
from tests.workflows.desired import account, told
from tests.workflows.planning import (
    ACCOUNTS,
    KEYS,
    OWN,
    TAGGED,
    UNUSED,
    create,
    planned,
    unused,
    watched,
)


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
