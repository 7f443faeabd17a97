"""Polls of jobs: how soon after its end one is known, and what becomes of polls that fail."""

import random
from collections.abc import Callable

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk import (
    AccessAnalyzerClient,
    AccessAnalyzerError,
    AccessDeniedException,
    ClientClosedError,
    InternalServerException,
    InvalidRequestError,
    JobTimeoutError,
    ResponseDecodeError,
    ThrottlingException,
    TransportError,
)
from aa_sdk.emulator import Emulator
from aa_sdk.workflows import Polling
from tests.virtual_time import run_on_asyncio, run_on_trio
from tests.workflows.conftest import RunJob
from tests.workflows.job_kinds import KINDS, Kind, emulator_of, prepared, steady

LOOPS = [run_on_asyncio, run_on_trio]
FASTEST = 0.5
"""Seconds in which a poll gets its turn, with room to spare."""


@given(
    kind=st.sampled_from(list(KINDS.values())),
    duration=st.floats(0.01, 500),
    chance=st.floats(0, 1),
    first=st.floats(0.5, 20),
    growth=st.floats(1, 3),
    times=st.floats(1, 10),
    run=st.sampled_from(LOOPS),
)
def test_the_end_is_known_at_most_one_interval_after_it(
    *,
    kind: Kind,
    duration: float,
    chance: float,
    first: float,
    growth: float,
    times: float,
    run: Callable[..., None],
) -> None:
    polling = Polling(first, growth, first * times, random=lambda: chance)
    took = list[float]()

    async def main() -> None:
        emulator = emulator_of(kind, duration)
        async with AccessAnalyzerClient("us-east-1", session=emulator.session()) as client:
            await prepared(client, emulator)
            job = await kind.start(client, polling=polling)
            began = anyio.current_time()
            await job
            took.append(anyio.current_time() - began)

    run(main)
    intervals, at = Polling(first, growth, first * times, random=lambda: 0).delays(), 0.0
    interval = first
    for delay in polling.delays():
        interval = next(intervals)
        at += delay
        if at >= duration:
            break
    assert took[0] >= min(duration, at) - 0.001
    # Polls wait for their turn too, each for less than the fastest pace would have it.
    assert took[0] <= duration + interval + FASTEST


@given(st.integers(), st.floats(0.1, 100), st.floats(1, 5), st.floats(1, 50))
def test_intervals_grow_to_the_longest_and_chance_only_shortens_them(
    seed: int, first: float, growth: float, times: float
) -> None:
    polling = Polling(first, growth, first * times, random=random.Random(seed).random)  # noqa: S311
    delays = polling.delays()
    interval = first
    for _ in range(300):
        assert 0.75 * interval <= next(delays) <= interval
        interval = min(interval * growth, first * times)


@pytest.mark.parametrize(
    ("place", "numbers"),
    [
        ("first", (0, 2, 10)),
        ("first", (-1, 2, 10)),
        ("first", (float("inf"), 2, 10)),
        ("first", (True, 2, 10)),
        ("growth", (1, 0.9, 10)),
        ("growth", (1, float("nan"), 10)),
        ("growth", (1, "2", 10)),
        ("longest", (1, 2, 0.5)),
        ("longest", (1, 2, float("inf"))),
    ],
)
def test_polling_that_makes_no_sense_is_refused(
    place: str, numbers: tuple[float, float, float]
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        Polling(*numbers)
    assert [field.path for field in caught.value.fields] == [place]


def test_chance_is_no_part_of_what_is_shown() -> None:
    assert repr(Polling(1, 2, 3)) == "Polling(first=1, growth=2, longest=3)"


FAULTS: dict[str, Callable[[Emulator, str], object]] = {
    "failed": lambda emulator, polls: emulator.faults.fail(polls, nth=range(2, 9)),
    "throttled": lambda emulator, polls: emulator.faults.throttle(polls, nth=range(2, 9)),
    "dropped": lambda emulator, polls: emulator.faults.drop(polls, nth=range(2, 9)),
    "unreadable": lambda emulator, polls: emulator.faults.replace_body(
        b"<html>", polls, nth=range(2, 9)
    ),
    "cut short": lambda emulator, polls: emulator.faults.truncate(polls, nth=range(2, 9)),
    "unavailable": lambda emulator, polls: emulator.faults.fail(
        polls, status=503, code="ServiceUnavailable", nth=range(2, 9)
    ),
    "too slow": lambda emulator, polls: emulator.faults.delay(100, polls, nth=range(2, 5)),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_poll_that_fails_is_missed_and_no_more(
    run_job: RunJob, kind: Kind, fault: Callable[[Emulator, str], object]
) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client.with_options(timeout=5))
        fault(emulator, kind.polls)
        assert type(await job) is kind.result
        assert emulator.calls.count_of(kind.polls) > 3

    run_job(program, kind, 30)


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (500, "InternalServerException", InternalServerException),
        (429, "ThrottlingException", ThrottlingException),
    ],
)
def test_polls_that_all_fail_end_with_the_last_error_after_ten_minutes(
    run_job: RunJob, kind: Kind, status: int, code: str, error: type[Exception]
) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client)
        emulator.faults.fail(kind.polls, status=status, code=code)
        for _ in range(2):  # the second wait is as patient as the first
            began = anyio.current_time()
            with pytest.raises(error):
                await job
            assert 600 <= anyio.current_time() - began < 720
        emulator.faults.clear()
        assert type(await job) is kind.result

    run_job(program, kind)


def test_polls_that_fail_do_not_add_up_while_some_go_well(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client, polling=steady(100))
        # Three attempts make a call, and every sixth call goes well.
        failing = [n for n in range(1, 200) if n % 16]
        emulator.faults.fail(kind.polls, nth=failing)
        began = anyio.current_time()
        assert type(await job) is kind.result
        assert anyio.current_time() - began > 1000

    run_job(program, kind, 1000)


CAUSES: dict[str, tuple[Callable[[Emulator, str], object], type[Exception] | None]] = {
    "failed": (lambda emulator, polls: emulator.faults.fail(polls), InternalServerException),
    "dropped": (lambda emulator, polls: emulator.faults.drop(polls), TransportError),
    "unreadable": (
        lambda emulator, polls: emulator.faults.replace_body(b"[", polls),
        ResponseDecodeError,
    ),
    "throttled": (lambda emulator, polls: emulator.faults.throttle(polls), None),
    "hanging": (lambda emulator, polls: emulator.faults.delay(1e6, polls), None),
}


@pytest.mark.parametrize(("fault", "cause"), CAUSES.values(), ids=CAUSES)
def test_a_timeout_holds_where_polls_fail_or_hang(
    run_job: RunJob,
    kind: Kind,
    fault: Callable[[Emulator, str], object],
    cause: type[Exception] | None,
) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client)
        fault(emulator, kind.polls)
        began = anyio.current_time()
        with pytest.raises(JobTimeoutError) as caught:
            await job.wait(timeout=40)
        assert 40 <= anyio.current_time() - began <= 45.1
        assert caught.value.last is None
        if cause is not None:
            assert type(caught.value.__cause__) is cause
        emulator.faults.clear()
        assert type(await job) is kind.result

    run_job(program, kind)


def test_what_is_refused_for_good_is_raised_at_once(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client)
        emulator.faults.fail(kind.polls, status=403, code="AccessDeniedException", times=3)
        for _ in range(2):
            with pytest.raises(AccessDeniedException):
                await job
        with pytest.raises(AccessDeniedException):
            await job.status()
        assert type(await job) is kind.result

    run_job(program, kind)


def test_a_refusal_for_good_is_shared_as_polls_are(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client)
        before = emulator.calls.count_of(kind.polls)
        emulator.faults.fail(kind.polls, status=403, code="AccessDeniedException", times=1)
        refused = list[Exception]()

        async def waiting() -> None:
            try:
                await job
            except AccessDeniedException as error:
                refused.append(error)

        async with anyio.create_task_group() as tasks:
            for _ in range(20):
                tasks.start_soon(waiting)
        assert len(refused) == 20
        assert emulator.calls.count_of(kind.polls) == before + 1
        assert type(await job) is kind.result

    run_job(program, kind)


def test_one_missed_poll_is_no_end_where_polls_are_far_apart(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client, polling=steady(900))
        emulator.faults.fail(kind.polls, nth=range(1, 4))  # three attempts make a call
        assert type(await job) is kind.result

    run_job(program, kind, 1000)


def test_polling_that_is_none_is_refused_before_anything_is_started(
    run_job: RunJob, kind: Kind
) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        with pytest.raises(InvalidRequestError, match=r"polling: must be a Polling, .* got 30"):
            await kind.start(client, polling=30)
        assert emulator.calls.total == 0

    run_job(program, kind)


def test_closing_the_client_ends_the_wait(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, _: Emulator) -> None:
        job = await kind.start(client)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_closing, client)
            with pytest.raises(ClientClosedError):
                await job

    run_job(program, kind, 1000)


async def _closing(client: AccessAnalyzerClient) -> None:
    await anyio.sleep(10)
    await client.aclose()


def test_one_poll_by_hand_hides_no_failure(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client)
        emulator.faults.fail(kind.polls)
        with pytest.raises(InternalServerException):
            await job.status()

    run_job(program, kind)


def test_a_poll_by_hand_that_finds_the_end_spares_the_next_one(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client)
        await anyio.sleep(3)
        assert await job.status() == kind.done
        calls = emulator.calls.total
        assert type(await job) is kind.result
        assert emulator.calls.total == calls

    run_job(program, kind)


def test_the_service_is_not_asked_before_it_wants_to_be(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client, polling=steady(1))
        emulator.faults.fail(
            kind.polls, status=503, code="ServiceUnavailable", retry_after=100, nth=1
        )
        asked = emulator.calls.total
        await job
        first, second = emulator.calls[asked:]
        assert (second.time - first.time).total_seconds() >= 100

    run_job(program, kind)


def test_a_wait_without_end_is_not_waited_for(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client)
        emulator.faults.fail(kind.polls, status=503, code="ServiceUnavailable", retry_after=86_400)
        began = anyio.current_time()
        with pytest.raises(AccessAnalyzerError):
            await job
        assert anyio.current_time() - began < 700

    run_job(program, kind)
