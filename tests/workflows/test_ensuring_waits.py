"""What is waited for while an analyzer is made as specified, and what is not."""

import pickle
from datetime import timedelta
from typing import Any

import anyio
import pytest

from aa_sdk import (
    FindingFilter,
    JobFailedError,
    JobTimeoutError,
    ServiceQuotaExceededException,
    ValidationException,
)
from aa_sdk.emulator import Durations, Emulator, LoopClock
from aa_sdk.models import GetAnalyzerResponse
from aa_sdk.workflows import (
    AnalyzerFailedError,
    AnalyzerSpec,
    PlanBlockedError,
    ensure_analyzer,
)
from tests.conftest import Run
from tests.workflows.desired import account, aged, ensured_while, told, writes

OWN = FindingFilter().resource.contains(":role/own-")
SPEC = AnalyzerSpec("audit", "ACCOUNT", archive_rules={"own": OWN}, tags={"team": "a"})
EXCLUDED: Any = {
    "unused_access": {"analysis_rule": {"exclusions": [{"resource_tags": [{"a": ""}]}]}}
}


def test_room_in_the_quota_is_waited_for_but_not_for_ever(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with account() as (emulator, client):
            emulator.faults.fail("CreateAnalyzer", status=402, code="ServiceQuotaExceededException")
            start = anyio.current_time()
            with pytest.raises(ServiceQuotaExceededException):
                await ensure_analyzer(client, SPEC)
            assert anyio.current_time() - start == pytest.approx(30, abs=1)

    run_in_virtual_time(main)


def test_an_organization_that_is_new_is_waited_for(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with account(Emulator(clock=LoopClock(), organization=False)) as (emulator, client):

            async def found() -> None:
                await anyio.sleep(300)
                emulator.world.organization = True

            applied = await ensured_while(found, client, AnalyzerSpec("audit", "ORGANIZATION"))
            assert applied.analyzer.status == "ACTIVE"
            assert 300 <= anyio.current_time() <= 320

    run_in_virtual_time(main)


@pytest.mark.parametrize("timeout", [600, 20])
def test_an_organization_that_never_comes_is_not_waited_for_for_ever(
    run_in_virtual_time: Run, timeout: float
) -> None:
    async def main() -> None:
        async with account(Emulator(clock=LoopClock(), organization=False)) as (_, client):
            start = anyio.current_time()
            with pytest.raises(ValidationException, match="You must create an organization"):
                await ensure_analyzer(
                    client, AnalyzerSpec("audit", "ORGANIZATION"), timeout=timeout
                )
            assert timeout - 6 <= anyio.current_time() - start <= timeout

    run_in_virtual_time(main)


async def test_another_refusal_of_the_service_is_not_waited_out() -> None:
    async with account() as (emulator, client):
        emulator.faults.fail("CreateAnalyzer", status=400, code="ValidationException")
        with pytest.raises(ValidationException):
            await ensure_analyzer(client, SPEC)
        assert writes(emulator) == ["CreateAnalyzer"]


def test_an_analyzer_that_takes_too_long_goes_on_without_us(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        durations = Durations(account_analyzer=timedelta(minutes=5))
        async with account(Emulator(clock=LoopClock(), durations=durations)) as (_, client):
            start = anyio.current_time()
            with pytest.raises(JobTimeoutError, match="audit: still CREATING") as caught:
                await ensure_analyzer(client, SPEC, timeout=60)
            assert caught.value.job_id == "audit"
            assert isinstance(caught.value.last, GetAnalyzerResponse)
            assert 54 <= anyio.current_time() - start <= 60
            applied = await ensure_analyzer(client, SPEC, timeout=300)
            assert applied.changes == ()
            assert applied.analyzer.status == "ACTIVE"

    run_in_virtual_time(main)


def test_an_analyzer_that_is_being_created_is_waited_for_before_it_is_changed(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        durations = Durations(account_analyzer=timedelta(minutes=1))
        async with account(Emulator(clock=LoopClock(), durations=durations)) as (emulator, client):
            await client.create_analyzer("audit", type="ACCOUNT_UNUSED_ACCESS")
            spec = AnalyzerSpec("audit", "ACCOUNT_UNUSED_ACCESS", configuration=EXCLUDED)
            applied = await ensure_analyzer(client, spec)
            assert told(applied.changes) == [("~", "configuration", "audit")]
            assert writes(emulator) == ["CreateAnalyzer", "UpdateAnalyzer"]

    run_in_virtual_time(main)


async def test_a_status_that_is_new_to_this_release_may_pass() -> None:
    async with account() as (emulator, client):
        await client.create_analyzer("audit", type="ACCOUNT")
        emulator.faults.replace_body(
            b'{"analyzer": {"arn": "a", "name": "audit", "type": "ACCOUNT", "status": "WAKING",'
            b'"createdAt": "2026-01-01T00:00:00Z"}}',
            "GetAnalyzer",
            content_type="application/json",
            times=2,
        )
        applied = await ensure_analyzer(client, AnalyzerSpec("audit", "ACCOUNT"))
        assert applied.analyzer.status == "ACTIVE"


def test_an_analyzer_that_fails_says_why_and_can_be_replaced(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        durations = Durations(account_analyzer=timedelta(seconds=9))
        async with account(Emulator(clock=LoopClock(), durations=durations)) as (emulator, client):
            emulator.fail_analyzer_creation()
            for _ in range(2):  # while it is created, and afterwards
                with pytest.raises(JobFailedError, match="replace=True") as caught:
                    await ensure_analyzer(client, SPEC, prune=True)
                error = caught.value
                assert isinstance(error, AnalyzerFailedError)
                assert (error.job_id, error.reason, error.status) == (
                    "audit",
                    "SERVICE_LINKED_ROLE_CREATION_FAILED",
                    "FAILED",
                )
                copy = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
                assert (str(copy), copy.status) == (str(error), error.status)
                assert isinstance(copy.last, GetAnalyzerResponse)
                assert copy.last.analyzer.status == "FAILED"
            assert writes(emulator) == ["CreateAnalyzer"]
            applied = await ensure_analyzer(client, SPEC, replace=True)
            assert told(applied.changes) == [("-/+", "analyzer", "audit")]
            assert applied.analyzer.status == "ACTIVE"

    run_in_virtual_time(main)


async def test_a_disabled_analyzer_is_left_alone_whatever_is_allowed() -> None:
    async with account() as (emulator, client):
        await ensure_analyzer(client, SPEC)
        emulator.set_analyzer_status("audit", "DISABLED", "AWS_SERVICE_ACCESS_DISABLED")
        emulator.calls.clear()
        other = AnalyzerSpec("audit", "ACCOUNT", tags={"new": ""})
        with pytest.raises(AnalyzerFailedError, match=r"is DISABLED [(]AWS_SERVICE") as caught:
            await ensure_analyzer(client, other, prune=True, replace=True)
        assert caught.value.reason == "AWS_SERVICE_ACCESS_DISABLED"
        emulator.set_analyzer_status("audit", "DISABLED")
        with pytest.raises(AnalyzerFailedError, match="audit is DISABLED: it comes back"):
            await ensure_analyzer(client, other)
        assert writes(emulator) == []


async def test_a_failed_analyzer_with_more_than_was_specified_is_not_replaced_unseen() -> None:
    async with account() as (emulator, client):
        await ensure_analyzer(client, SPEC)
        emulator.set_analyzer_status("audit", "FAILED", "SERVICE_LINKED_ROLE_CREATION_FAILED")
        with pytest.raises(PlanBlockedError, match="without archive rule own, tag team"):
            await ensure_analyzer(client, AnalyzerSpec("audit", "ACCOUNT"), replace=True)


async def test_a_failed_analyzer_of_another_type_is_none_of_ours() -> None:
    async with account() as (emulator, client):
        await ensure_analyzer(client, SPEC)
        emulator.set_analyzer_status("audit", "FAILED")
        with pytest.raises(PlanBlockedError, match="is of type ACCOUNT"):
            await ensure_analyzer(client, aged())
