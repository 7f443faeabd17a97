"""Analyzers made what they are specified to be: what is written, waited for and refused."""

import pickle
from datetime import timedelta
from typing import Any

import anyio
import pytest

from aa_sdk import (
    FindingFilter,
    ServiceQuotaExceededException,
    UnusedAccessConfiguration,
)
from aa_sdk.emulator import Durations, Emulator, LoopClock, Quotas
from aa_sdk.workflows import (
    AnalyzerSpec,
    PlanBlockedError,
    ensure_analyzer,
    plan_analyzer,
)
from tests.conftest import Run
from tests.workflows.desired import account, aged, ensured_while, everything, told, writes

OWN = FindingFilter().resource.contains(":role/own-")
ROLES = FindingFilter().resource_type.eq("AWS::IAM::Role")
KEYS = FindingFilter().resource_type.eq("AWS::KMS::Key")
SPEC = AnalyzerSpec("audit", "ACCOUNT", archive_rules={"own": OWN}, tags={"team": "a"})
EXCLUDED: Any = {
    "unused_access": {"analysis_rule": {"exclusions": [{"resource_tags": [{"a": ""}]}]}}
}


def test_a_new_analyzer_is_made_in_one_call_and_waited_for(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        spec = AnalyzerSpec(
            "audit",
            "ORGANIZATION_UNUSED_ACCESS",
            configuration={"unused_access": {"unused_access_age": 30}},
            archive_rules={"own": OWN},
            tags={"team": "a"},
        )
        durations = Durations(organization_analyzer=timedelta(minutes=2))
        async with account(Emulator(clock=LoopClock(), durations=durations)) as (emulator, client):
            start = anyio.current_time()
            applied = await ensure_analyzer(client, spec)
            assert 120 <= anyio.current_time() - start <= 125
            assert writes(emulator) == ["CreateAnalyzer"]
            assert emulator.calls.total < 40
            assert applied.analyzer == (await client.get_analyzer("audit")).analyzer
            assert applied.analyzer.status == "ACTIVE"
            assert applied.analyzer.tags == {"team": "a"}
            assert applied.changes == applied.plan.changes
            assert told(applied.changes) == [
                ("+", "analyzer", "audit"),
                ("+", "archive_rule", "own"),
                ("+", "tag", "team"),
            ]
            assert (await plan_analyzer(client, spec)).is_empty

    run_in_virtual_time(main)


def test_a_second_run_writes_nothing(run: Run) -> None:
    async def main() -> None:
        async with account() as (emulator, client):
            for spec in (SPEC, aged(30), aged()):
                await ensure_analyzer(client, spec)
                emulator.calls.clear()
                applied = await ensure_analyzer(client, spec, prune=True, adopt=True, replace=True)
                assert writes(emulator) == []
                assert applied.changes == ()
                assert applied.plan.is_empty
                assert str(applied) == "Applied: 0 created, 0 changed, 0 destroyed."
                await client.delete_analyzer("audit")

    run(main)


def test_what_exists_is_changed_where_it_differs_and_nowhere_else(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        wanted = AnalyzerSpec(
            "audit",
            "ACCOUNT_UNUSED_ACCESS",
            configuration=EXCLUDED,
            archive_rules={"same": ROLES, "other": ROLES, "new": ROLES},
            tags={"same": "a", "other": "c", "new": "d"},
        )
        async with account() as (emulator, client):
            await ensure_analyzer(
                client,
                aged(
                    30,
                    archive_rules={"same": ROLES, "other": OWN, "by-hand": OWN},
                    tags={"same": "a", "other": "b", "owner": "e"},
                ),
            )
            emulator.calls.clear()
            applied = await ensure_analyzer(client, wanted)
            assert writes(emulator) == [
                "CreateArchiveRule",
                "UpdateArchiveRule",
                "TagResource",
                "UpdateAnalyzer",
            ]
            assert str(applied).splitlines()[-1] == "Applied: 2 created, 3 changed, 0 destroyed."
            assert repr(applied) == "<Applied to audit: 2 created, 3 changed, 0 destroyed>"
            shown: Any = applied
            assert ">+ archive rule new</span>\n" in shown._repr_html_()
            assert applied.analyzer.tags == {"same": "a", "other": "c", "new": "d", "owner": "e"}
            assert applied.analyzer.configuration == UnusedAccessConfiguration.model_validate(
                {"unusedAccessAge": 30, **EXCLUDED["unused_access"]}
            )
            rules = (await everything(client))["audit"]["rules"]
            assert set(rules) == {"same", "other", "new", "by-hand"}
            assert rules["other"] == ROLES.to_criteria()
            emulator.calls.clear()
            await ensure_analyzer(client, wanted, prune=True)
            assert writes(emulator) == ["DeleteArchiveRule", "UntagResource"]
            there = (await everything(client))["audit"]
            assert set(there["rules"]) == set(there["tags"]) == {"same", "other", "new"}

    run_in_virtual_time(main)


def test_all_exclusions_can_be_taken_back(run: Run) -> None:
    async def main() -> None:
        kind: Any = "ACCOUNT_UNUSED_ACCESS"
        none: Any = {"unused_access": {"analysis_rule": {}}}
        async with account() as (_, client):
            await ensure_analyzer(client, AnalyzerSpec("audit", kind, configuration=EXCLUDED))
            spec = AnalyzerSpec("audit", kind, configuration=none)
            applied = await ensure_analyzer(client, spec)
            assert told(applied.changes) == [("~", "configuration", "audit")]
            assert (await plan_analyzer(client, spec)).is_empty

    run(main)


def test_what_is_watched_can_be_changed(run: Run) -> None:
    async def main() -> None:
        kind: Any = "ACCOUNT_INTERNAL_ACCESS"
        async with account() as (emulator, client):
            for inclusions in ([{"resource_arns": ["arn:aws:s3:::a"]}], []):
                given: Any = {"internal_access": {"analysis_rule": {"inclusions": inclusions}}}
                spec = AnalyzerSpec("audit", kind, configuration=given)
                await ensure_analyzer(client, spec)
                assert (await plan_analyzer(client, spec)).is_empty
            assert writes(emulator) == ["CreateAnalyzer", "UpdateAnalyzer"]

    run(main)


@pytest.mark.parametrize("options", [{}, {"adopt": True}, {"prune": True}])
async def test_where_something_stands_in_the_way_nothing_is_written(
    options: dict[str, bool],
) -> None:
    async with account() as (emulator, client):
        await ensure_analyzer(client, aged(30))
        emulator.calls.clear()
        with pytest.raises(PlanBlockedError, match="replace=True deletes the analyzer") as caught:
            await ensure_analyzer(client, aged(60, tags={"a": "b"}), **options)
        assert writes(emulator) == []
        assert caught.value.plan.blocked[0].option == "replace"
        copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 (our own)
        assert (str(copy), copy.plan) == (str(caught.value), caught.value.plan)
        for other in (
            AnalyzerSpec("other", "ACCOUNT_UNUSED_ACCESS"),
            AnalyzerSpec("audit", "ACCOUNT"),
        ):
            if "adopt" not in options or other.name == "audit":
                with pytest.raises(PlanBlockedError):
                    await ensure_analyzer(client, other, **options)
        assert writes(emulator) == []


def test_an_analyzer_is_replaced_where_only_that_helps(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with account() as (emulator, client):
            await ensure_analyzer(client, aged(30, archive_rules={"own": OWN}))
            emulator.calls.clear()
            # For a while, the service counts the analyzer that is gone.
            emulator.faults.fail(
                "CreateAnalyzer", status=402, code="ServiceQuotaExceededException", times=15
            )
            start = anyio.current_time()
            spec = aged(60, archive_rules={"own": OWN})
            applied = await ensure_analyzer(client, spec, replace=True)
            assert anyio.current_time() - start == pytest.approx(30, abs=1)
            assert set(writes(emulator)) == {"DeleteAnalyzer", "CreateAnalyzer"}
            assert told(applied.changes) == [("-/+", "analyzer", "audit")]
            assert str(applied).endswith("Applied: 1 created, 0 changed, 1 destroyed.")
            assert (await everything(client))["audit"]["rules"] == {"own": OWN.to_criteria()}
            assert (await plan_analyzer(client, spec)).is_empty

    run_in_virtual_time(main)


def test_who_finds_no_room_for_the_new_one_is_told_that_the_old_one_is_gone(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        async with account() as (emulator, client):
            await ensure_analyzer(client, aged(30))
            emulator.faults.fail("CreateAnalyzer", status=402, code="ServiceQuotaExceededException")
            with pytest.raises(ServiceQuotaExceededException) as caught:
                await ensure_analyzer(client, aged(60), replace=True)
            assert caught.value.__notes__ == [
                "analyzer audit is deleted: run again, audit is created"
            ]
            emulator.faults.clear()
            applied = await ensure_analyzer(client, aged(60), replace=True)
            assert told(applied.changes) == [("+", "analyzer", "audit")]

    run_in_virtual_time(main)


def test_what_was_deleted_is_told_where_somebody_else_was_faster_to_make_the_new_one(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        async with account() as (emulator, client):
            await ensure_analyzer(client, aged(30))
            emulator.faults.fail(
                "CreateAnalyzer", status=402, code="ServiceQuotaExceededException", nth=1
            )

            async def meddle() -> None:
                await anyio.sleep(1)
                await ensure_analyzer(client, aged(60))

            applied = await ensured_while(meddle, client, aged(60), replace=True)
            assert told(applied.changes) == [("-", "analyzer", "audit")]
            assert str(applied) == (
                "- analyzer audit\n\nApplied: 0 created, 0 changed, 1 destroyed."
            )

    run_in_virtual_time(main)


async def test_an_analyzer_that_is_taken_over_is_managed_under_its_own_name() -> None:
    async with account() as (emulator, client):
        await client.create_analyzer("legacy", type="ACCOUNT", tags={"team": "b"})
        emulator.calls.clear()
        applied = await ensure_analyzer(client, SPEC, adopt=True)
        assert applied.analyzer.name == "legacy"
        assert applied.plan.adopts == "legacy"
        assert set(await everything(client)) == {"legacy"}
        assert (await everything(client))["legacy"]["tags"] == {"team": "a"}
        emulator.calls.clear()
        assert (await ensure_analyzer(client, SPEC, adopt=True)).changes == ()
        assert writes(emulator) == []


async def test_rules_that_go_make_room_for_those_that_come_only_where_there_is_none() -> None:
    async with account(Emulator(quotas=Quotas(archive_rules=3))) as (emulator, client):
        old = AnalyzerSpec("audit", "ACCOUNT", archive_rules={"a": OWN, "b": KEYS})
        await ensure_analyzer(client, old)
        emulator.calls.clear()
        spec = AnalyzerSpec("audit", "ACCOUNT", archive_rules={"c": OWN, "d": KEYS, "e": ROLES})
        with pytest.raises(ServiceQuotaExceededException):
            await ensure_analyzer(client, spec)
        await client.delete_archive_rule("audit", "c")
        emulator.calls.clear()
        applied = await ensure_analyzer(client, spec, prune=True)
        done = [
            (call.operation[:6], call.params["ruleName"])
            for call in emulator.calls.find(status=200)
            if call.operation in ("CreateArchiveRule", "DeleteArchiveRule")
        ]
        assert done == [
            ("Create", "c"),
            ("Delete", "a"),
            ("Create", "d"),
            ("Delete", "b"),
            ("Create", "e"),
        ]
        assert len(applied.changes) == 5
        assert set((await everything(client))["audit"]["rules"]) == {"c", "d", "e"}


async def test_tags_that_go_make_room_for_those_that_come() -> None:
    async with account() as (_, client):
        for sign in ("a", "b"):
            tags = {f"{sign}-{number}": "" for number in range(50)}
            spec = AnalyzerSpec("audit", "ACCOUNT", tags=tags)
            applied = await ensure_analyzer(client, spec, prune=True)
            assert applied.analyzer.tags == tags
