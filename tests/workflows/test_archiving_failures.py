"""What goes wrong while findings are archived costs what it must, and no more."""

import anyio
import pytest

from aa_sdk import (
    AccessAnalyzerClient,
    AccessDeniedException,
    ClientClosedError,
    CredentialsError,
    FindingFilter,
    InternalServerException,
    ResourceNotFoundException,
    TransportError,
    ValidationException,
)
from aa_sdk.progress import Progress
from aa_sdk.workflows import archive
from tests.conftest import Run
from tests.workflows.archiving_world import Confused, Picky, Unreached, World, world, world_of

Here = World[AccessAnalyzerClient]


def test_one_bad_id_costs_itself_and_fourteen_calls(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world_of(Picky) as here:
            ids = [*here.add(230), *here.add(2, prefix="bad")]
            ids[37], ids[230] = ids[230], ids[37]
            report = await archive(here.client, here.arn, ids)
            assert {each.id for each in report.failures} == {"bad-0", "bad-1"}
            assert all(isinstance(each.error, ValidationException) for each in report.failures)
            assert {*report.changed} == {*ids} - {"bad-0", "bad-1"}
            assert report.changed.index(ids[36]) < report.changed.index(ids[38])
            assert len(here.client.batches) <= 3 + 14 + 10
            assert "2 failed" in repr(report)
            assert str(report).splitlines()[1:] == [
                "  2 failed: UpdateFindings: ValidationException: invented reason (HTTP 400)"
            ]

    run_in_virtual_time(main)


def test_a_bad_id_in_every_batch_is_found(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world_of(Picky) as here:
            good, bad = here.add(12 * 99), here.add(12, prefix="bad")
            ids = [
                each
                for index, one in enumerate(bad)
                for each in (
                    *good[99 * index : 99 * index + 50 + index],
                    one,
                    *good[99 * index + 50 + index : 99 * index + 99],
                )
            ]
            told = list[Progress]()
            report = await archive(here.client, here.arn, ids, on_progress=told.append)
            assert [each.id for each in report.failures] == bad
            assert [*report.changed] == good
            assert (told[-1].done, told[-1].failed, told[-1].remaining) == (12 * 99, 12, 0)

    run_in_virtual_time(main)


def test_a_service_that_refuses_everything_is_not_asked_twice_for_each_id(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        async with world_of(Picky) as here:
            ids = here.add(1_500, prefix="bad")
            report = await archive(here.client, here.arn, ids)
            assert {each.id for each in report.failures} == {*ids}
            assert len(here.client.batches) == 15 + 2 * 64

    run_in_virtual_time(main)


def test_what_is_listed_and_said_not_to_be_there_is_a_failure_and_not_gone(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        async with world_of(Confused) as here:
            ids = [*here.add(99), *here.add(1, prefix="bad")]
            report = await archive(here.client, here.arn, ids)
            ((finding_id, error),) = report.failures
            assert finding_id == "bad-0"
            assert isinstance(error, ResourceNotFoundException)
            assert report.gone == ()
            assert [*report.changed] == ids[:99]

    run_in_virtual_time(main)


def test_what_no_answer_came_to_is_not_halved(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world_of(Unreached) as here:
            ids = [*here.add(199), *here.add(1, prefix="bad"), *here.add(50, prefix="g")]
            report = await archive(here.client, here.arn, ids)
            assert [each.id for each in report.failures] == ids[100:200]
            assert isinstance(report.failures[0].error, TransportError)
            assert len(here.client.batches) == 3

    run_in_virtual_time(main)


def test_a_batch_that_fails_in_the_service_is_tried_in_halves(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            ids = here.add(300)
            here.emulator.faults.fail("UpdateFindings", nth=2)
            quick = here.client.with_options(retries=0)
            report = await archive(quick, here.arn, ids)
            assert [*report.changed] == ids
            assert [len(each) for each in here.sent()] == [
                100,
                0,
                50,
                50,
                100,
            ]  # a refused one is not read

    run_in_virtual_time(main)


def test_a_service_that_fails_all_the_time_ends_in_failures(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            here.emulator.faults.fail("UpdateFindings")
            quick = here.client.with_options(retries=0)
            report = await archive(quick, here.arn, here.add(5))
            assert [each.id for each in report.failures] == [f"f-{index}" for index in range(5)]
            assert isinstance(report.failures[0].error, InternalServerException)
            here.emulator.faults.clear()
            again = await archive(here.client, here.arn, [each.id for each in report.failures])
            assert len(again.changed) == 5

    run_in_virtual_time(main)


def test_without_a_pace_a_throttled_batch_is_a_failure_and_the_others_go_on(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        async with world() as here:
            ids = here.add(300)
            here.emulator.faults.throttle("UpdateFindings", nth=2)
            quick = here.client.with_options(retries=0, pace=None)
            report = await archive(quick, here.arn, ids)
            assert [each.id for each in report.failures] == ids[100:200]
            assert [*report.changed] == ids[:100] + ids[200:]
            assert report.throttled == 1

    run_in_virtual_time(main)


def test_who_may_not_archive_is_told_at_once(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            here.emulator.faults.fail("UpdateFindings", status=403, code="AccessDeniedException")
            with pytest.raises(AccessDeniedException) as caught:
                await archive(here.client, here.arn, here.add(300))
            assert len(here.sent()) == 1
            assert caught.value.__notes__ == [
                "0 of 300 findings are ARCHIVED by now: run it again to go on from there"
            ]

    run_in_virtual_time(main)


def test_a_token_that_expires_meanwhile_ends_the_run(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            here.emulator.faults.fail(
                "UpdateFindings", status=400, code="ExpiredTokenException", nth=(2, 3, 4)
            )
            with pytest.raises(CredentialsError) as caught:
                await archive(here.client, here.arn, here.add(300))
            assert caught.value.__notes__[0].startswith("100 of 300 findings")

    run_in_virtual_time(main)


def test_a_client_that_is_closed_meanwhile_ends_the_run(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            ids, begun = here.add(300), anyio.Event()
            here.emulator.faults.delay(60, "UpdateFindings", nth=2)

            async def close() -> None:
                await begun.wait()
                await here.client.aclose()

            async def archive_all() -> None:
                def tell(progress: Progress) -> None:
                    if progress.done == 100:
                        begun.set()

                with pytest.raises(ClientClosedError):
                    await archive(here.client, here.arn, ids, on_progress=tell)

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(close)
                tasks.start_soon(archive_all)

    run_in_virtual_time(main)


def test_a_listing_that_fails_ends_the_run(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            ids = here.add(3)
            here.emulator.faults.fail("ListFindingsV2", status=400, code="ValidationException")
            asked = FindingFilter().error.exists()
            for given in (ids, here.client.list_findings_v2(here.arn), asked):
                with pytest.raises(ValidationException):
                    await archive(here.client, here.arn, given)
            assert here.sent() == []

    run_in_virtual_time(main)
