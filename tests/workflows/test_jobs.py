"""Jobs of every kind: awaited, taken up, failed, timed out, shared and cut off."""

import anyio
import pytest

from aa_sdk import (
    AccessAnalyzerClient,
    InvalidRequestError,
    JobFailedError,
    JobTimeoutError,
    ResponseMetadata,
)
from aa_sdk.emulator import Emulator
from aa_sdk.models import Response
from tests.workflows.conftest import RunJob
from tests.workflows.job_kinds import Kind, steady


def test_what_was_started_is_awaited_to_its_end(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, _: Emulator) -> None:
        job = await kind.start(client)
        began = anyio.current_time()
        assert await job.status() == kind.underway
        result = await job
        assert type(result) is kind.result
        assert 30 <= anyio.current_time() - began < 45
        assert await job.status() == kind.done
        assert client.pace is not None

    run_job(program, kind, 30)


def test_it_is_awaited_again_without_a_call(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client)
        first = await job
        calls = emulator.calls.total
        assert await job is first
        assert await job.wait(timeout=0) is first
        assert emulator.calls.total == calls
        assert await job.status() == kind.done
        assert await job is first

    run_job(program, kind)


def test_what_failed_says_why_each_time_it_is_awaited(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        kind.fail(emulator)
        job = await kind.start(client)
        raised, polls = list[JobFailedError](), list[int]()
        for _ in range(2):
            with pytest.raises(JobFailedError) as caught:
                await job
            raised.append(caught.value)
            polls.append(emulator.calls.count_of(kind.polls))
        first, second = raised
        assert (first.job_id, first.reason) == (job.id, kind.reason)
        assert first.code == kind.reason.partition(":")[0]
        assert isinstance(first.last, Response)
        assert first.last.response_metadata != ResponseMetadata()
        assert first is not second
        assert second.last is first.last
        assert polls[0] == polls[1]
        assert await job.status() == kind.failed

    run_job(program, kind)


def test_it_is_taken_up_by_what_it_goes_by(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client)
        calls = emulator.calls.total
        other = kind.take_up(client, job)
        assert emulator.calls.total == calls
        assert (other.id, repr(other)) == (job.id, repr(job))
        assert type(await other) is kind.result
        assert emulator.calls.count_of(kind.polls) >= 2

    run_job(program, kind)


def test_what_is_over_when_it_is_taken_up_takes_no_time(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client)
        await job
        calls, began = emulator.calls.total, anyio.current_time()
        assert await kind.take_up(client, job) == await job
        assert anyio.current_time() - began < 1  # for its turn
        assert emulator.calls.total == calls + 1

    run_job(program, kind)


def test_a_timeout_is_an_error_at_its_time_and_the_job_goes_on(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client)
        began = anyio.current_time()
        with pytest.raises(JobTimeoutError, match=r"not done within 7\.5 s") as caught:
            await job.wait(timeout=7.5)
        assert anyio.current_time() - began == pytest.approx(7.5, abs=0.5)
        assert emulator.calls[-1].operation == kind.polls
        assert (emulator.calls[-1].time - emulator.calls[0].time).total_seconds() >= 7.5
        assert caught.value.job_id == job.id
        assert isinstance(caught.value.last, Response)
        assert f"await {job!r}" in str(caught.value)
        assert type(await job) is kind.result

    run_job(program, kind, 60)


def test_the_last_poll_is_at_the_deadline(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, _: Emulator) -> None:
        began = anyio.current_time()
        job = await kind.start(client, polling=steady(50))
        assert type(await job.wait(timeout=71)) is kind.result
        assert anyio.current_time() - began == pytest.approx(71, abs=0.5)

    run_job(program, kind, 70)


def test_a_timeout_of_nothing_polls_once(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client)
        before = emulator.calls.count_of(kind.polls)
        with pytest.raises(JobTimeoutError):
            await job.wait(timeout=0)
        assert emulator.calls.count_of(kind.polls) == before + 1

    run_job(program, kind)


@pytest.mark.parametrize("timeout", [-1, float("nan"), float("inf"), "5", True])
def test_a_timeout_that_is_none_is_refused(run_job: RunJob, kind: Kind, timeout: object) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client)
        calls = emulator.calls.total
        with pytest.raises(InvalidRequestError, match="timeout: must be a number of seconds"):
            await job.wait(timeout=timeout)  # type: ignore[arg-type]  # the point  # pyright: ignore[reportArgumentType] # the point
        assert emulator.calls.total == calls

    run_job(program, kind)


def test_many_tasks_share_the_polls_of_one_job(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client, polling=steady(2))
        before = emulator.calls.count_of(kind.polls)
        results = list[object]()

        async def waiting(seconds: float) -> None:
            await anyio.sleep(seconds)
            results.append(await job)

        async with anyio.create_task_group() as tasks:
            for number in range(20):
                tasks.start_soon(waiting, number / 2)
        assert len(results) == 20
        assert len(set(map(id, results))) == 1
        assert emulator.calls.count_of(kind.polls) == before + 6

    run_job(program, kind, 11)


def test_all_tasks_learn_of_a_failure(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        kind.fail(emulator)
        job = await kind.start(client)
        reasons = list[str]()

        async def waiting() -> None:
            with pytest.raises(JobFailedError) as caught:
                await job
            reasons.append(caught.value.reason)

        async with anyio.create_task_group() as tasks:
            for _ in range(5):
                tasks.start_soon(waiting)
        assert reasons == [kind.reason] * 5

    run_job(program, kind)


def test_tasks_with_different_timeouts_wait_for_one_job(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, _: Emulator) -> None:
        job = await kind.start(client)
        ended = dict[float | None, float]()
        began = anyio.current_time()

        async def waiting(seconds: float | None) -> None:
            try:
                await job.wait(seconds)
            except JobTimeoutError:
                ended[seconds] = anyio.current_time() - began
            else:
                ended[seconds] = 0

        async with anyio.create_task_group() as tasks:
            for seconds in (None, 1, 2.5, 11, 300):
                tasks.start_soon(waiting, seconds)
        # Calls wait for their turns.
        assert ended == pytest.approx({1: 1, 2.5: 2.5, 11: 11, None: 0, 300: 0}, abs=0.5)

    run_job(program, kind, 20)


def test_a_wait_that_is_cut_off_leaves_the_job_as_it_was(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client)
        emulator.faults.delay(1, kind.polls)
        for seconds in (0, 0.3, 1.7, 2.9, 5.5):
            with anyio.move_on_after(seconds) as scope:
                await job
            assert scope.cancelled_caught
        assert type(await job) is kind.result

    run_job(program, kind, 20)


def test_when_the_task_that_polls_is_cut_off_another_one_does(run_job: RunJob, kind: Kind) -> None:
    async def program(client: AccessAnalyzerClient, emulator: Emulator) -> None:
        job = await kind.start(client, polling=steady(3))
        emulator.faults.delay(1000, kind.polls, nth=1)
        results = list[object]()

        async def waiting(seconds: float) -> None:
            with anyio.move_on_after(seconds):
                results.append(await job)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(waiting, 4)
            await anyio.sleep(3.5)  # it polls
            tasks.start_soon(waiting, 100)
        assert len(results) == 1

    run_job(program, kind, 8)
