"""A service that does nothing while findings are archived, and what is told of it."""

from collections.abc import Callable

import pytest

from aa_sdk.emulator import Emulator
from aa_sdk.progress import Progress
from aa_sdk.workflows import archive
from tests.conftest import Run
from tests.workflows.archiving_world import world

SILENCES: dict[str, Callable[[Emulator], object]] = {
    "throttling": lambda emulator: emulator.faults.throttle("UpdateFindings"),
    "hanging": lambda emulator: emulator.faults.delay(1000, "UpdateFindings"),
    "failing": lambda emulator: (
        emulator.faults.fail("UpdateFindings"),
        emulator.faults.delay(50, "UpdateFindings"),
    ),
}


@pytest.mark.parametrize("silence", SILENCES.values(), ids=SILENCES)
def test_a_service_that_does_nothing_for_ten_minutes_is_left_alone(
    run_in_virtual_time: Run, silence: Callable[[Emulator], object]
) -> None:
    async def main() -> None:
        async with world() as here:
            ids = here.add(5_000)
            silence(here.emulator)
            patient = here.client.with_options(timeout=700, retries=0)
            told = list[Progress]()
            report = await archive(patient, here.arn, ids, on_progress=told.append)
            assert [each.id for each in report.failures] == ids
            assert 600 <= report.elapsed < 720
            assert len(str(report).splitlines()) == 2
            assert (told[-1].failed, told[-1].remaining) == (5_000, 0)
            here.emulator.faults.clear()
            again = await archive(here.client, here.arn, ids)
            assert {*again.changed, *again.unchanged} == {*ids}  # what hung may have been heard

    run_in_virtual_time(main)


def test_a_service_that_does_something_now_and_then_is_not_left_alone(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        async with world() as here:
            ids = here.add(2_000)
            here.emulator.faults.delay(1000, "UpdateFindings", nth=[1, 2, 3, 5, 6, 7, 9, 10, 11])
            hasty = here.client.with_options(timeout=190, retries=0)
            report = await archive(hasty, here.arn, ids)
            assert report.elapsed > 1500
            assert len(report.changed) == 1_100

    run_in_virtual_time(main)


def test_failures_that_say_the_same_are_told_in_one_line(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            here.emulator.faults.fail("UpdateFindings", status=409, code="ConflictException")
            report = await archive(here.client, here.arn, here.add(250))
            assert len({str(each.error) for each in report.failures}) > 1  # by their requests
            first, *others = str(report).splitlines()[1:]
            assert first.startswith("  250 failed: UpdateFindings: ConflictException")
            assert str(report.failures[0].error) in first
            assert others == []

    run_in_virtual_time(main)
