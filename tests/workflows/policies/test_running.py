"""How a batch is worked through: lazily, in threads, and so that it can be cut off."""

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import anyio
import pytest

from aa_sdk.progress import Progress
from aa_sdk.workflows._meter import Meter
from aa_sdk.workflows._policies.answers import Answers
from aa_sdk.workflows._policies.deciding import Decided
from aa_sdk.workflows._policies.inquiry import Inquiry, named
from aa_sdk.workflows._policies.run import Run as Batch
from tests.conftest import Run
from tests.fake_service import Reply, Sent
from tests.workflows.policies.world import (
    NOTHING,
    Service,
    allow,
    check,
    check_with,
    undecidable,
    verdict,
)


def documents(number: int | None = None) -> Iterator[dict[str, Any]]:
    """Different documents, for ever if need be."""
    return (allow(f"s3:Get{n}") for n in islice(count(), number))


def test_an_iterator_is_walked_on_the_event_loop_and_ahead_of_the_work_by_a_batch(
    run: Run,
) -> None:
    async def main() -> None:
        taken, ahead, told = list[int](), list[int](), list[Progress]()
        threads = set[int]()

        def walked() -> Iterator[Any]:
            for number, document in enumerate(documents(1_200)):
                threads.add(threading.get_ident())
                taken.append(number)
                yield document

        def note(progress: Progress) -> None:
            told.append(progress)
            ahead.append(len(taken) - progress.done)

        report = await check(
            walked(), access_not_granted=["s3:PutObject"], validate=False, on_progress=note
        )
        assert threads == {threading.get_ident()}
        assert max(ahead) <= 500
        assert len(report.results) == 1_200
        assert told[0] == Progress(0, 0, 0, 0, 0.0, None)
        assert (told[-1].done, told[-1].remaining) == (1_200, 0)

    run(main)


async def test_progress_counts_policies_and_those_with_a_question_that_failed() -> None:
    told: list[Progress] = []
    await check(
        ["{", undecidable(), allow("s3:*")],
        access_not_granted=["s3:PutObject"],
        on_progress=told.append,
    )
    assert told[0].remaining == 3
    assert (told[-1].done, told[-1].failed, told[-1].remaining) == (2, 1, 0)


async def test_batches_end_with_the_time_and_not_with_a_count() -> None:
    """A clock that makes each document last a second in its thread: a batch has one."""
    seconds, here = count(), threading.get_ident()
    batches: list[int] = []

    class Noted(Batch):
        def _decide_batch(self) -> list[Decided]:
            batches.append(len(found := super()._decide_batch()))
            return found

    batch = Noted(
        Inquiry(catalogue=NOTHING),
        None,
        Meter(None),
        concurrency=1,
        clock=lambda: 0.0 if threading.get_ident() == here else float(next(seconds)),
    )
    results = await batch(named(documents(4)))
    assert len(results) == 4
    assert batches == [1, 1, 1, 1]


def test_an_error_of_the_iterator_comes_out_as_it_is(run: Run) -> None:
    async def main() -> None:
        def broken() -> Iterator[Any]:
            yield undecidable()
            raise LookupError("mine")

        with pytest.raises(LookupError, match="mine"):
            await check(broken())
        service = Service(verdict("PASS"))
        with pytest.raises(LookupError, match="mine"):
            await check_with(service, broken(), access_not_granted=["s3:PutObject"])

    run(main)


def test_a_batch_that_never_ends_can_be_cut_off(run: Run) -> None:
    async def main() -> None:
        with anyio.move_on_after(0.2) as scope:
            await check(documents(), access_not_granted=["s3:PutObject"])
        assert scope.cancelled_caught

    run(main)


async def test_a_task_of_asyncio_that_is_cancelled_leaves_nothing_behind() -> None:
    begun = asyncio.Event()

    def walked() -> Iterator[Any]:
        yield from documents(2)
        begun.set()
        yield from documents()

    before = asyncio.all_tasks()
    task = asyncio.create_task(check(walked(), access_not_granted=["s3:PutObject"]))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert asyncio.all_tasks() == before


def test_a_pipe_that_nobody_feeds_can_be_left(run: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    async def main() -> None:
        fed = threading.Event()

        def feed() -> None:
            fed.set()
            pipe.write_text("{}")

        feeder = threading.Timer(5, feed)
        feeder.start()
        with anyio.move_on_after(0.1) as scope:
            await check([pipe])
        assert scope.cancelled_caught
        assert not fed.is_set()
        feeder.cancel()
        pipe.write_text("{}")  # or its thread would wait for ever

    run(main)


def test_calls_under_way_end_with_the_run(run: Run) -> None:
    async def answer(_: Sent) -> Reply:
        await anyio.sleep_forever()
        raise AssertionError

    async def main() -> None:
        service = Service(answer)
        with anyio.move_on_after(0.2) as scope:
            await check_with(service, [undecidable()], access_not_granted=["s3:PutObject"])
        assert scope.cancelled_caught
        assert (service.most_under_way, service.under_way) == (1, 0)

    run(main)


def test_what_the_service_is_asked_does_not_pile_up(run: Run) -> None:
    async def answer(_: Sent) -> Reply:
        await anyio.sleep_forever()
        raise AssertionError

    async def main() -> None:
        service, taken = Service(answer), list[int]()

        def walked() -> Iterator[Any]:
            for number in count():
                taken.append(number)
                yield undecidable(f"s3:Get{number}")

        with anyio.move_on_after(0.4):
            await check_with(service, walked(), access_not_granted=["s3:PutObject"])
        assert len(taken) <= 500 + 256 + 8

    run(main)


async def test_other_tasks_go_on_while_policies_are_checked() -> None:
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    task = asyncio.create_task(turn())
    started = time.process_time()
    await check([*documents(100)], access_not_granted=["s3:PutObject"])
    task.cancel()
    # Had each batch held the event loop, there would be a few turns for each of them.
    assert turns > 100, time.process_time() - started


def test_answers_are_forgotten_that_were_not_used_for_longest() -> None:
    answers = Answers[int](2)
    answers.put(b"a", 1)
    answers.put(b"b", 2)
    assert answers.get(b"a") == 1
    answers.put(b"c", 3)
    assert (answers.get(b"a"), answers.get(b"b"), answers.get(b"c")) == (1, None, 3)
