"""Analyzers made as specified while others do things to them too."""

from typing import Any

import anyio
import pytest

from aa_sdk import (
    AccessAnalyzerClient,
    ConflictException,
    FindingFilter,
    InvalidRequestError,
)
from aa_sdk.emulator import Emulator
from aa_sdk.pace import Pace
from aa_sdk.workflows import (
    AnalyzerSpec,
    ensure_analyzer,
    plan_analyzer,
)
from tests.conftest import Run
from tests.workflows.desired import account, ensured_while, told, writes

OWN = FindingFilter().resource.contains(":role/own-")
ROLES = FindingFilter().resource_type.eq("AWS::IAM::Role")
KEYS = FindingFilter().resource_type.eq("AWS::KMS::Key")
SPEC = AnalyzerSpec("audit", "ACCOUNT", archive_rules={"own": OWN}, tags={"team": "a"})


def test_what_others_did_in_the_meantime_is_read_again(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        spec = AnalyzerSpec("audit", "ACCOUNT", archive_rules={"own": OWN, "roles": ROLES})
        async with account() as (emulator, client):
            await client.create_analyzer(
                "audit", type="ACCOUNT", archive_rules=[{"rule_name": "own", "filter": KEYS}]
            )
            rules = emulator.world.scope(None, None).analyzers["audit"].rules
            emulator.faults.delay(1, "ListArchiveRules", nth=1)

            async def meddle() -> None:
                await anyio.sleep(0.5)
                rules["roles"] = rules.pop("own")
                rules["roles"].name = "roles"

            applied = await ensured_while(meddle, client, spec)
            assert told(applied.changes) == [
                ("+", "archive_rule", "own"),
                ("~", "archive_rule", "roles"),
            ]
            assert told(applied.plan) == [
                ("~", "archive_rule", "own"),
                ("+", "archive_rule", "roles"),
            ]
            assert (await plan_analyzer(client, spec)).is_empty

    run_in_virtual_time(main)


def test_an_analyzer_that_somebody_deletes_meanwhile_is_made_anew(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        async with account() as (emulator, client):
            await client.create_analyzer("audit", type="ACCOUNT")
            emulator.faults.delay(1, "ListArchiveRules", nth=1)

            async def meddle() -> None:
                await anyio.sleep(0.5)
                await client.delete_analyzer("audit")

            applied = await ensured_while(meddle, client, SPEC)
            assert ("+", "analyzer", "audit") in told(applied.changes)
            assert (await plan_analyzer(client, SPEC)).is_empty

    run_in_virtual_time(main)


def test_two_that_see_to_the_same_analyzer_at_once_both_succeed(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with account() as (emulator, client):
            emulator.faults.delay(1, "ListAnalyzers")
            async with anyio.create_task_group() as tasks:
                for _ in range(3):
                    tasks.start_soon(ensure_analyzer, client, SPEC)
            assert emulator.calls.count_of("CreateAnalyzer") > 1
            assert (await plan_analyzer(client, SPEC)).is_empty

    run_in_virtual_time(main)


def test_room_that_somebody_else_took_for_the_same_analyzer_is_as_good(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        async with account() as (emulator, client):
            assert await client.list_analyzers().collect() == []  # connecting may take its time
            emulator.faults.fail(
                "CreateAnalyzer", status=402, code="ServiceQuotaExceededException", nth=[1, 2, 4]
            )

            async def meddle() -> None:
                await anyio.sleep(3)
                await client.create_analyzer("audit", type="ACCOUNT")

            applied = await ensured_while(meddle, client, SPEC)
            assert told(applied.changes) == [("+", "archive_rule", "own"), ("+", "tag", "team")]
            assert emulator.calls.count_of("CreateAnalyzer") == 4

    run_in_virtual_time(main)


def test_who_is_disturbed_again_and_again_gives_up(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with account() as (emulator, client):
            emulator.faults.fail("CreateAnalyzer", status=409, code="ConflictException")
            with pytest.raises(ConflictException):
                await ensure_analyzer(client, SPEC)
            assert writes(emulator) == ["CreateAnalyzer"] * 5

    run_in_virtual_time(main)


async def test_a_client_without_a_pace_is_given_one() -> None:
    emulator = Emulator()
    async with AccessAnalyzerClient(session=emulator.session()) as client:
        assert client.pace is None
        await plan_analyzer(client, SPEC)
        assert client.pace is not None


def test_what_comes_too_fast_is_sent_again(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with account(pace=Pace()) as (emulator, client):
            emulator.faults.throttle(rate=0.7, retry_after=None)
            rules = {f"rule-{number}": OWN for number in range(5)}
            spec = AnalyzerSpec("audit", "ACCOUNT", archive_rules=rules)
            await ensure_analyzer(client, AnalyzerSpec("audit", "ACCOUNT"))
            await ensure_analyzer(client, spec)
            emulator.faults.clear()
            assert (await plan_analyzer(client, spec)).is_empty

    run_in_virtual_time(main)


async def test_a_timeout_that_is_none_is_refused() -> None:
    async with account() as (emulator, client):
        timeouts: tuple[Any, ...] = (0, -1, float("nan"), float("inf"), True, "5", None)
        for timeout in timeouts:
            with pytest.raises(InvalidRequestError, match="timeout"):
                await ensure_analyzer(client, SPEC, timeout=timeout)
        assert emulator.calls.total == 0
