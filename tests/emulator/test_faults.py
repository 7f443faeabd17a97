"""Faults: what goes wrong, for which calls, and how it arrives."""

from collections.abc import Callable
from typing import Any

import anyio
import pytest
from aiobotocore.config import AioConfig

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.errors import (
    AccessDeniedException,
    InternalServerException,
    ResponseDecodeError,
    ThrottlingException,
    TransportError,
)
from tests.conftest import Run
from tests.emulator.direct_calls import Direct
from tests.fake_service import new_session, once


def outcomes(direct: Direct, count: int, operation: str = "ListAnalyzers") -> list[str | None]:
    return [direct.call(operation).error for _ in range(count)]


def test_a_fault_strikes_the_calls_it_is_meant_for(emulator: Emulator, direct: Direct) -> None:
    fault = emulator.faults.throttle("ListAnalyzers", nth=(2, 4))
    throttled = "ThrottlingException"
    assert outcomes(direct, 5) == [None, throttled, None, throttled, None]
    assert (fault.calls, fault.strikes) == (5, 2)


def test_other_operations_are_neither_struck_nor_counted(
    emulator: Emulator, direct: Direct
) -> None:
    emulator.faults.throttle("ListAnalyzers", nth=1)
    assert outcomes(direct, 1, "ListPolicyGenerations") == [None]
    assert outcomes(direct, 1) == ["ThrottlingException"]


def test_a_fault_ends_after_so_many_times(emulator: Emulator, direct: Direct) -> None:
    emulator.faults.fail(times=2)
    assert outcomes(direct, 3) == ["InternalServerException"] * 2 + [None]


def test_a_rate_strikes_the_same_calls_for_the_same_seed() -> None:
    def struck(seed: int) -> list[str | None]:
        emulator = Emulator(seed=seed)
        emulator.faults.fail(rate=0.3)
        return outcomes(Direct(emulator), 200)

    assert struck(1) == struck(1)
    assert struck(1) != struck(2)
    assert 30 < sum(error is not None for error in struck(1)) < 90


def test_clearing_ends_all_faults(emulator: Emulator, direct: Direct) -> None:
    emulator.faults.fail()
    emulator.faults.limit_rate(1, 1)
    emulator.faults.clear()
    assert outcomes(direct, 3) == [None] * 3


def test_a_call_that_fails_has_no_effect(emulator: Emulator, direct: Direct) -> None:
    emulator.faults.fail("CreateAnalyzer", status=403, code="AccessDeniedException", message="no")
    reply = direct.call("CreateAnalyzer", analyzerName="a", type="ACCOUNT")
    assert (reply.status, reply.error, reply.body) == (
        403,
        "AccessDeniedException",
        {"message": "no"},
    )
    assert direct.ok("ListAnalyzers")["analyzers"] == []


def test_retry_after_is_a_header(emulator: Emulator, direct: Direct) -> None:
    emulator.faults.throttle(retry_after=9, times=1)
    assert direct.call("ListAnalyzers").headers["Retry-After"] == "9"
    emulator.faults.throttle(retry_after=None, times=1)
    assert "Retry-After" not in direct.call("ListAnalyzers").headers


def test_any_failure_may_say_when_to_come_back(emulator: Emulator, direct: Direct) -> None:
    emulator.faults.fail(retry_after=9, times=1)
    assert direct.call("ListAnalyzers").headers["Retry-After"] == "9"
    emulator.faults.fail(times=1)
    assert "Retry-After" not in direct.call("ListAnalyzers").headers


def test_a_wait_is_told_in_whole_seconds_of_at_least_one(
    emulator: Emulator, direct: Direct
) -> None:
    emulator.faults.limit_rate(per_second=10, burst=1, timer=lambda: 0.0)
    assert outcomes(direct, 1) == [None]
    assert direct.call("ListAnalyzers").headers["Retry-After"] == "1"


def test_the_rate_limit_lets_bursts_through_and_says_when_to_come_back(
    emulator: Emulator, direct: Direct
) -> None:
    time = [0.0]
    emulator.faults.limit_rate(per_second=0.5, burst=2, timer=lambda: time[0])
    throttled = "ThrottlingException"
    assert outcomes(direct, 3) == [None, None, throttled]
    assert direct.call("ListAnalyzers").headers["Retry-After"] == "2"
    time[0] = 2.0
    assert outcomes(direct, 2) == [None, throttled]
    time[0] = 1000.0
    assert outcomes(direct, 3) == [None, None, throttled]


SENSELESS: list[Callable[[Emulator], object]] = [
    lambda emulator: emulator.faults.fail("ListSomething"),
    lambda emulator: emulator.faults.fail(rate=1.5),
    lambda emulator: emulator.faults.fail(status=199),  # no client would take it for an answer
    lambda emulator: emulator.faults.fail(status=600),
    lambda emulator: emulator.faults.delay(-1),
    lambda emulator: emulator.faults.delay(float("nan")),
    lambda emulator: emulator.faults.delay(float("inf")),
    lambda emulator: emulator.faults.truncate(keep=-1),
    lambda emulator: emulator.faults.limit_rate(0, 1),
    lambda emulator: emulator.faults.limit_rate(1, 0),
]


def test_of_faults_that_strike_together_each_counts_its_own_calls(
    emulator: Emulator, direct: Direct
) -> None:
    first = emulator.faults.throttle(times=1)
    second = emulator.faults.fail(nth=2)
    assert outcomes(direct, 3) == ["ThrottlingException", "InternalServerException", None]
    assert (first.calls, second.calls) == (3, 3)


def test_calls_over_the_rate_limit_are_counted_too(emulator: Emulator, direct: Direct) -> None:
    emulator.faults.limit_rate(per_second=1, burst=1, timer=lambda: 0.0)
    fault = emulator.faults.delay(1)
    outcomes(direct, 2)
    assert (fault.calls, fault.strikes) == (2, 2)


@pytest.mark.parametrize("add", SENSELESS)
def test_faults_that_make_no_sense_are_value_errors(
    emulator: Emulator, add: Callable[[Emulator], object]
) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        add(emulator)


Break = Callable[[Emulator], object]
FAULTS: list[tuple[Break, type[Exception]]] = [
    (lambda emulator: emulator.faults.throttle(), ThrottlingException),
    (lambda emulator: emulator.faults.fail(), InternalServerException),
    (
        lambda emulator: emulator.faults.fail(status=403, code="AccessDeniedException"),
        AccessDeniedException,
    ),
    (lambda emulator: emulator.faults.drop(), TransportError),
    (lambda emulator: emulator.faults.truncate(), ResponseDecodeError),
    (lambda emulator: emulator.faults.replace_body(), ResponseDecodeError),
]


async def list_once(session: Any, url: str | None) -> None:
    async with AccessAnalyzerClient(
        "us-east-1", session=session, config=once(), endpoint_url=url
    ) as aws:
        await aws.list_analyzers()


@pytest.mark.parametrize(("break_", "error"), FAULTS)
def test_faults_arrive_in_process(
    emulator: Emulator, break_: Break, error: type[Exception]
) -> None:
    emulator.populate(findings=20)
    break_(emulator)
    with pytest.raises(error):
        anyio.run(list_once, emulator.session(), None)


def test_faults_arrive_over_http(emulator: Emulator) -> None:
    emulator.populate(findings=20)
    with emulator.serve() as url:
        for break_, error in FAULTS:
            emulator.faults.clear()
            break_(emulator)
            with pytest.raises(error):
                anyio.run(list_once, new_session(), url)
        emulator.faults.clear()
        anyio.run(list_once, new_session(), url)


@pytest.mark.parametrize("handled", [True, False])
def test_a_dropped_call_took_effect_or_did_not(emulator: Emulator, handled: bool) -> None:  # noqa: FBT001 (a parameter of the test)
    emulator.faults.drop("CreateAnalyzer", times=1, handled=handled)

    async def main() -> None:
        async with AccessAnalyzerClient(session=emulator.session(), config=once()) as aws:
            with pytest.raises(TransportError):
                await aws.create_analyzer(analyzer_name="a", type="ACCOUNT")
            assert bool(await aws.list_analyzers().collect()) is handled

    anyio.run(main)


def test_a_retry_of_a_call_whose_answer_was_lost_finds_its_first_answer(
    emulator: Emulator, run_in_virtual_time: Run
) -> None:
    emulator.faults.drop("CreateAnalyzer", times=1, handled=True)

    async def main() -> None:
        config = AioConfig(retries={"total_max_attempts": 2, "mode": "standard"})
        async with AccessAnalyzerClient(session=emulator.session(), config=config) as aws:
            created = await aws.create_analyzer(analyzer_name="a", type="ACCOUNT")
            assert created.arn is not None

    run_in_virtual_time(main)
    first, second = emulator.calls.of("CreateAnalyzer")
    assert first.params["clientToken"] == second.params["clientToken"]


def test_a_delayed_answer_can_be_given_up(emulator: Emulator, run: Run) -> None:
    fault = emulator.faults.delay(3600, "ListAnalyzers")

    async def main() -> None:
        async with AccessAnalyzerClient(session=emulator.session()) as aws:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(aws.list_analyzers().collect)
                while not fault.strikes:
                    await anyio.lowlevel.checkpoint()
                await anyio.wait_all_tasks_blocked()
                tasks.cancel_scope.cancel()
            emulator.faults.clear()
            assert await aws.list_analyzers().collect() == []

    run(main)


def test_a_short_delay_only_delays(emulator: Emulator) -> None:
    emulator.faults.delay(0.01)
    with emulator.serve() as url:
        anyio.run(list_once, new_session(), url)
    anyio.run(list_once, emulator.session(), None)
    assert [call.status for call in emulator.calls] == [200, 200]
