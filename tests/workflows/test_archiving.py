"""Many findings are archived, none is lost on the way, and what came of each is told."""

import logging
import pickle
from dataclasses import replace
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from aa_sdk import (
    AccessAnalyzerClient,
    FindingFilter,
    InvalidRequestError,
    ResourceNotFoundException,
    TransportError,
)
from aa_sdk.progress import Progress
from aa_sdk.workflows import ArchivingReport, archive, unarchive
from tests.conftest import Run
from tests.workflows.archiving_world import Picky, World, world, world_of

Here = World[AccessAnalyzerClient]


def test_fifteen_hundred_take_fifteen_calls_at_the_pace_that_the_service_allows(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        async with world() as here:
            ids = here.add(1_500)
            here.emulator.faults.limit_rate(2, 2, "UpdateFindings")
            report = await archive(here.client, here.arn, FindingFilter.parse("resource~f-"))
            assert [*report.changed] == ids
            assert {*(await here.statuses()).values()} == {"ARCHIVED"}
            passed = here.emulator.calls.find("UpdateFindings", status=200)
            assert [len(call.params["ids"]) for call in passed] == [100] * 15
            refused = here.emulator.calls.find("UpdateFindings", status=429)
            assert report.throttled == len(refused)
            assert report.attempts == 2 + 15 + len(refused)
            assert 6.5 <= report.elapsed <= 20

    run_in_virtual_time(main)


def test_each_finding_is_told_once_by_what_it_was(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            active = here.add(30)
            archived = here.add(4, "ARCHIVED", "old")
            resolved = here.add(3, "RESOLVED", "over")
            asked = [*resolved, *archived, "never-there", *active]
            report = await archive(here.client, here.arn, asked)
            assert [*report.changed] == active
            assert [*report.unchanged] == archived
            assert [*report.resolved] == resolved
            assert report.gone == ("never-there",)
            assert report.failures == ()
            assert here.sent() == [active]
            assert str(report).startswith(
                "archived 30 of 38 findings; 4 archived already, 3 resolved, 1 gone (3 attempts, "
            )
            back = await unarchive(here.client, here.arn, asked)
            assert {*back.changed} == {*active, *archived}
            assert back.status == "ACTIVE"
            assert "unarchived 34 of 38 findings; 3 resolved, 1 gone" in repr(back)

    run_in_virtual_time(main)


def test_a_second_run_changes_nothing_and_says_so(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            ids = here.add(250)
            await archive(here.client, here.arn, ids)
            here.emulator.calls.clear()
            report = await archive(here.client, here.arn, ids)
            assert (report.changed, [*report.unchanged]) == ((), ids)
            assert here.sent() == []
            assert here.emulator.calls.total == report.attempts == 1

    run_in_virtual_time(main)


def test_what_is_known_of_findings_that_were_kept_for_a_while_is_asked_anew(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        async with world() as here:
            ids = here.add(3, "ARCHIVED")
            kept = await here.client.list_findings_v2(here.arn).collect()
            await unarchive(here.client, here.arn, ids)
            report = await archive(here.client, here.arn, kept)
            assert [*report.changed] == ids

    run_in_virtual_time(main)


@pytest.mark.parametrize("others", [0, 12_000])
def test_to_ask_for_many_costs_no_more_than_twice_of_naming_them(
    run_in_virtual_time: Run, others: int
) -> None:
    async def main() -> None:
        async with world() as here:
            here.emulator.populate(others, only="account-external")
            arn = here.arn
            if others:
                (arn,) = [
                    each.arn
                    async for each in here.client.list_analyzers()
                    if each.name == "account-external"
                ]
            listing = here.client.list_findings_v2(arn, max_results=1000)
            ids = [each.id for each in await listing.collect()][-200:] if others else here.add(200)
            here.emulator.calls.clear()
            report = await archive(here.client, arn, ids, dry_run=True)
            assert len(report.changed) + len(report.unchanged) + len(report.resolved) == 200
            assert here.emulator.calls.total == (20 if others else 1)

    run_in_virtual_time(main)


def test_who_has_found_all_of_them_goes_through_no_more_pages(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            ids = here.add(2_001)
            here.emulator.calls.clear()
            report = await archive(here.client, here.arn, ids[:60], dry_run=True)
            assert len(report.changed) == 60
            assert here.emulator.calls.total == 1

    run_in_virtual_time(main)


def test_a_dry_run_says_what_would_be_and_sends_nothing_but_questions(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        async with world() as here:
            ids, told = here.add(20), list[Progress]()
            before = await here.statuses()
            report = await archive(
                here.client, here.arn, ids, dry_run=True, on_progress=told.append
            )
            assert report.dry_run
            assert [*report.changed] == ids
            assert str(report).startswith("would archive 20 of 20 findings (1 attempt, ")
            assert await here.statuses() == before
            assert {call.operation for call in here.emulator.calls} == {"ListFindingsV2"}
            assert [(each.done, each.remaining) for each in told] == [(20, 0)]
            back = await unarchive(here.client, here.arn, ids, dry_run=True)
            assert str(back).startswith("would unarchive 0 of 20 findings; 20 active already")

    run_in_virtual_time(main)


def test_progress_is_told_after_each_call(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            ids, told = here.add(300), list[Progress]()
            here.add(50, "ARCHIVED", "old")
            here.emulator.faults.delay(10, "UpdateFindings")
            listing = here.client.list_findings_v2(here.arn)
            report = await archive(here.client, here.arn, listing, on_progress=told.append)
            assert [(each.done, each.remaining) for each in told] == [
                (50, 300),
                (150, 200),
                (250, 100),
                (350, 0),
            ]
            assert [each.rate for each in told] == pytest.approx([0, 10, 10, 10], rel=0.1)
            assert [*report.changed] == ids
            assert report.elapsed == pytest.approx(30, abs=2)

    run_in_virtual_time(main)


def test_what_is_raised_on_being_told_is_logged_and_loses_nothing(
    run_in_virtual_time: Run, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(progress: Progress) -> None:
        raise LookupError(progress.remaining)

    async def main() -> None:
        async with world() as here:
            ids = here.add(150)
            with caplog.at_level(logging.ERROR, "aa_sdk"):
                report = await archive(here.client, here.arn, ids, on_progress=fail)
            assert [*report.changed] == ids
            assert len(caplog.records) == 3
            assert all(record.exc_info for record in caplog.records)

    run_in_virtual_time(main)


async def told_later(_progress: Progress) -> None:
    raise AssertionError


@pytest.mark.parametrize("wrong", [7, told_later])
def test_whom_nothing_can_be_told_is_refused(run_in_virtual_time: Run, wrong: Any) -> None:
    async def main() -> None:
        async with world() as here:
            with pytest.raises(InvalidRequestError, match="on_progress: must be a"):
                await archive(here.client, here.arn, [], on_progress=wrong)

    run_in_virtual_time(main)


def test_findings_that_go_or_are_resolved_meanwhile_cost_only_themselves(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        async with world() as here:
            ids = here.add(300)

            def happen(progress: Progress) -> None:
                if progress.done == 100:
                    for finding_id in ("f-150", "f-170", "f-201"):
                        here.emulator.delete_finding(finding_id)
                    here.emulator.resolve_finding("f-199")

                last[:] = [progress]

            last = list[Progress]()
            report = await archive(here.client, here.arn, ids, on_progress=happen)
            assert report.gone == ("f-150", "f-170", "f-201")
            assert (last[0].done, last[0].gone, last[0].remaining) == (297, 3, 0)
            assert report.resolved == ("f-199",)
            assert report.failures == ()
            assert {*report.changed} == {*ids} - {*report.gone, "f-199"}
            assert [len(each) for each in here.sent()] == [100, 100, 97, 100, 99]

    run_in_virtual_time(main)


def test_all_of_a_batch_may_go_meanwhile(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            ids = here.add(110)

            def happen(progress: Progress) -> None:
                if progress.done == 100:
                    for finding_id in ids[100:]:
                        here.emulator.delete_finding(finding_id)

            report = await archive(here.client, here.arn, ids, on_progress=happen)
            assert [*report.gone] == ids[100:]
            assert len(report.changed) == 100

    run_in_virtual_time(main)


def test_an_analyzer_that_goes_meanwhile_ends_the_run(run_in_virtual_time: Run) -> None:
    class Deleting(Picky):
        """A client of a service where somebody deletes the analyzer after the first call."""

        async def update_findings(self, analyzer_arn: str, **more: Any) -> Any:
            answer = await super().update_findings(analyzer_arn, **more)
            await self.delete_analyzer("audit")
            return answer

    async def main() -> None:
        async with world_of(Deleting) as here:
            ids = here.add(250)
            with pytest.raises(ResourceNotFoundException) as caught:
                await archive(here.client, here.arn, ids)
            assert caught.value.operation == "ListFindingsV2"
            assert caught.value.__notes__ == [
                "100 of 250 findings are ARCHIVED by now: run it again to go on from there"
            ]

    run_in_virtual_time(main)


def test_it_can_be_cut_off_anywhere_and_run_again(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            ids = here.add(450)
            here.emulator.faults.delay(1, "UpdateFindings", "ListFindingsV2")
            here.emulator.faults.limit_rate(1, 1, "UpdateFindings")
            reports = list[ArchivingReport]()
            seconds = 0.5
            while not reports:
                with anyio.move_on_after(seconds):
                    reports.append(await archive(here.client, here.arn, ids))
                seconds += 0.7
            (report,) = reports
            assert seconds > 3
            assert {*report.changed, *report.unchanged} == {*ids}
            assert len(report.changed) + len(report.unchanged) == 450
            assert report.unchanged
            assert {*(await here.statuses()).values()} == {"ARCHIVED"}

    run_in_virtual_time(main)


def test_it_can_be_cut_off_after_any_number_of_steps(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            ids, reports = here.add(120), list[ArchivingReport]()
            unpaced = here.client.with_options(pace=None)  # there, time would have to pass

            async def once() -> None:
                reports.append(await archive(unpaced, here.arn, ids))

            steps = 0
            while not reports:
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(once)
                    for _ in range(steps):
                        await anyio.lowlevel.checkpoint()
                    tasks.cancel_scope.cancel()
                steps += 1
            assert steps > 3
            again = await archive(unpaced, here.arn, ids)
            assert (again.changed, [*again.unchanged]) == ((), ids)

    run_in_virtual_time(main)


def test_a_report_can_be_pickled_and_names_few_reasons(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world_of(Picky) as here:
            report = await archive(here.client, here.arn, here.add(2, prefix="bad"))
            read: ArchivingReport = pickle.loads(pickle.dumps(report))  # noqa: S301 (our own bytes)
            assert str(read) == str(report)
            finding_id, error = read.failures[0]
            assert (finding_id, str(error)) == ("bad-0", str(report.failures[0].error))
            many = [
                each._replace(error=TransportError("UpdateFindings", f"reason {index}\x1b"))
                for index, each in enumerate(report.failures * 4)
            ]
            lines = str(replace(report, failures=tuple(many))).splitlines()
            assert len(lines) == 7
            assert lines[1] == "  1 failed: no answer to UpdateFindings: reason 0\\x1b"
            assert lines[-1] == "  … 3 more reasons"

    run_in_virtual_time(main)
