"""What is told of the progress of a run, when, and to whom."""

import logging
from itertools import pairwise
from typing import Any

import anyio
import pytest

from aa_sdk import AccessAnalyzerClient, CredentialsError, InvalidRequestError
from aa_sdk.emulator import Emulator, LoopClock
from aa_sdk.progress import Progress, ProgressBar
from aa_sdk.workflows import hydrate
from tests.conftest import Run
from tests.workflows.hydrating import ARN, EXPIRED, FAILED, NOT_THERE, Service, ids, opened


class Clocked:
    """Notes what it is told, and when."""

    def __init__(self) -> None:
        self.told: list[Progress] = []
        self.times: list[float] = []

    def __call__(self, progress: Progress) -> None:
        self.told.append(progress)
        self.times.append(anyio.current_time())


def test_the_end_is_told_with_all_counts_and_nothing_remaining(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = Service(10, seconds=1)
        service.instead = {"f-1": FAILED, "f-3": NOT_THERE}
        told: list[Progress] = []
        async with opened(service) as client:
            await hydrate(
                client, analyzer_arn=ARN, findings=service.listing(client), on_progress=told.append
            ).collect()
        assert told[0] == Progress(0, 0, 0, 0, 0.0, None)
        end = told[-1]
        assert (end.done, end.failed, end.gone, end.throttled, end.remaining) == (8, 1, 1, 0, 0)
        assert end.rate > 0
        assert [one.remaining for one in told].count(0) == 1

    run_in_virtual_time(main)


@pytest.mark.parametrize("count", [0, 1])
def test_it_is_told_at_the_beginning_and_at_the_end_however_short(run: Run, count: int) -> None:
    async def main() -> None:
        service = Service(count)
        told: list[Progress] = []
        async with opened(service) as client:
            for findings in (service.listing(client), ids(count)):
                told.clear()
                await hydrate(
                    client, analyzer_arn=ARN, findings=findings, on_progress=told.append
                ).collect()
                assert told[0].done == 0
                assert (told[-1].done, told[-1].remaining) == (count, 0)
                assert [one.remaining for one in told].count(0) == 1

    run(main)


def test_it_is_told_ten_times_a_second_at_most(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service, clocked = Service(500, page=50, seconds=0.03), Clocked()
        async with opened(service) as client:
            await hydrate(
                client,
                analyzer_arn=ARN,
                findings=service.listing(client),
                concurrency=3,
                on_progress=clocked,
            ).collect()
        *early, last = clocked.times
        gaps = [after - before for before, after in pairwise(early)]
        assert min(gaps) >= 0.1 - 1e-9
        assert max(gaps) < 0.2
        assert len(early) == pytest.approx((last - early[0]) / 0.12, abs=3)
        finished = [one.done for one in clocked.told]
        assert finished == sorted(finished)
        assert clocked.told[-2].rate == pytest.approx(100, rel=0.1)

    run_in_virtual_time(main)


def test_what_remains_is_known_once_the_listing_is_at_its_end(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service, clocked = Service(20, page=10, seconds=1), Clocked()
        async with opened(service) as client:
            await hydrate(
                client,
                analyzer_arn=ARN,
                findings=service.listing(client),
                concurrency=6,
                on_progress=clocked,
            ).collect()
        known = [one for one in clocked.told if one.remaining is not None]
        assert [one.done for one in clocked.told if one.remaining is None][-1] < 20
        assert all(one.done + (one.remaining or 0) == 20 for one in known)
        assert len(known) > 1

    run_in_virtual_time(main)


def test_what_remains_of_a_collection_is_known_from_the_beginning(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service, clocked = Service(seconds=1), Clocked()
        findings = [*ids(20), *ids(10)]
        async with opened(service) as client:
            await hydrate(
                client,
                analyzer_arn=ARN,
                findings=findings,
                skip={"f-3", "f-19", "f-77"},
                concurrency=4,
                on_progress=clocked,
            ).collect()
        assert {one.done + (one.remaining or 0) for one in clocked.told} == {18}

    run_in_virtual_time(main)


def test_that_all_is_read_is_told_before_it_is_taken(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        clocked = Clocked()
        async with opened(Service()) as client:
            run = hydrate(client, analyzer_arn=ARN, findings=ids(3), on_progress=clocked)
            async with run as results:
                await anyio.sleep(1)
                assert (clocked.told[-1].done, clocked.told[-1].remaining) == (3, 0)
                assert len([result async for result in results]) == 3
        assert [one.remaining for one in clocked.told].count(0) == 1

    run_in_virtual_time(main)


def test_throttled_attempts_are_told(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        emulator, clocked = Emulator(clock=LoopClock()), Clocked()
        arn = emulator.populate(findings=300).external
        emulator.faults.limit_rate(5, 5, "GetFindingV2")
        async with AccessAnalyzerClient("us-east-1", session=emulator.session()) as client:
            listing = client.list_findings_v2(arn)
            run = hydrate(client, analyzer_arn=arn, findings=listing, on_progress=clocked)
            report = await run.collect()
        assert clocked.told[-1].throttled == report.throttled > 0

    run_in_virtual_time(main)


def test_breaking_off_is_told_too_with_what_is_left(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service, clocked = Service(seconds=1), Clocked()
        async with opened(service) as client:
            run = hydrate(
                client, analyzer_arn=ARN, findings=ids(50), concurrency=5, on_progress=clocked
            )
            async with run as results:
                for _ in range(7):
                    await anext(results)
        last = clocked.told[-1]
        assert 7 <= last.done <= 12
        assert last.remaining == 50 - last.done

    run_in_virtual_time(main)


def test_after_an_error_nothing_is_said_to_be_complete(run: Run) -> None:
    async def main() -> None:
        service, told = Service(8), list[Progress]()
        service.instead = {"page 1": EXPIRED}
        async with opened(service) as client:
            with pytest.raises(CredentialsError):
                await hydrate(
                    client,
                    analyzer_arn=ARN,
                    findings=service.listing(client),
                    on_progress=told.append,
                ).collect()
        assert (told[-1].done, told[-1].remaining) == (4, None)

    run(main)


def test_what_is_raised_when_told_is_logged_and_nothing_is_lost(
    run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Progress) -> None:
        raise LookupError("mine")

    async def main() -> None:
        caplog.clear()
        async with opened(Service(5)) as client:
            report = await hydrate(
                client, analyzer_arn=ARN, findings=ids(5), on_progress=broken
            ).collect()
        assert len(report.findings) == 5
        errors = [one for one in caplog.records if one.levelno == logging.ERROR]
        assert len(errors) >= 2
        for one in errors:
            assert one.name == "aa_sdk"
            assert one.exc_info is not None
            assert one.exc_info[0] is LookupError

    run(main)


async def awaited(_: Progress) -> None: ...


class Awaited:
    async def __call__(self, _: Progress) -> None: ...


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (7, "a function that takes a Progress"),
        (awaited, "a plain function"),
        (Awaited(), "a plain function"),
    ],
)
def test_what_cannot_be_told_is_refused_at_once(wrong: Any, words: str) -> None:
    client = AccessAnalyzerClient("eu-west-1")
    with pytest.raises(InvalidRequestError, match=f"on_progress: must be {words}"):
        hydrate(client, analyzer_arn=ARN, findings=[], on_progress=wrong)


class Bar(ProgressBar):
    """Notes what is done to it."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[str] = []

    def _opened(self) -> str:
        self.noted.append("opened")
        return "bar"

    def _show(self, bar: str, progress: Progress, finished: int, total: int | None) -> None:
        left = progress.remaining
        self.noted.append(f"{bar} {finished}/{total}, {left} left")

    def _end(self, bar: str) -> None:
        self.noted.append(f"{bar} closed")


def test_a_bar_is_closed_when_the_run_ends_however_it_does(run: Run) -> None:
    async def main() -> None:
        service = Service(3)
        service.instead = {"f-2": EXPIRED}
        async with opened(service) as client:
            bar = Bar()
            await hydrate(client, analyzer_arn=ARN, findings=ids(2), on_progress=bar).collect()
            assert bar.noted[:2] == ["opened", "bar 0/2, 2 left"]
            assert bar.noted[-2:] == ["bar 2/2, 0 left", "bar closed"]
            assert bar.noted.count("opened") == bar.noted.count("bar closed") == 1

            bar = Bar()
            with pytest.raises(CredentialsError):
                await hydrate(client, analyzer_arn=ARN, findings=["f-2"], on_progress=bar).collect()
            assert bar.noted[-2:] == ["bar 0/1, 1 left", "bar closed"]

            bar = Bar()
            async with hydrate(client, analyzer_arn=ARN, findings=ids(2), on_progress=bar):
                await anyio.wait_all_tasks_blocked()
            assert bar.noted[-1] == "bar closed"

    run(main)
