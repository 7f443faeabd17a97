"""Reading findings: each once, in which order, how many at a time, and what becomes of each."""

from collections.abc import AsyncIterator
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk import AccessAnalyzerClient, FindingSummaryV2, InvalidRequestError, ServiceError
from aa_sdk.emulator import Emulator, LoopClock
from aa_sdk.models import UnusedPermissionDetails
from aa_sdk.pace import Pace
from aa_sdk.workflows import Gone, Hydrated, HydrationFailed, HydrationReport, hydrate
from tests.conftest import Run
from tests.fake_service import Reply, error_reply
from tests.workflows.hydrating import (
    ARN,
    EXPIRED,
    FAILED,
    NOT_THERE,
    Service,
    everything,
    ids,
    opened,
    summary,
)


def test_a_listing_is_read_as_whole_findings_with_their_summaries(run: Run) -> None:
    async def main() -> None:
        service = Service(10)
        async with opened(service) as client:
            listing = service.listing(client)
            async with hydrate(client, analyzer_arn=ARN, findings=listing) as results:
                found = {result.id: result async for result in results}
        assert set(found) == set(service.findings)
        assert sorted(service.read) == sorted(service.findings)
        for result in found.values():
            assert isinstance(result, Hydrated)
            assert result.summary is not None
            assert result.summary.id == result.finding.id
            assert result.finding.finding_details

    run(main)


@pytest.mark.parametrize("count", [0, 1, 2, 5])
@pytest.mark.parametrize("concurrency", [1, 2, 100])
def test_any_number_of_findings_is_read_by_any_number_of_workers(
    run: Run, count: int, concurrency: int
) -> None:
    async def main() -> None:
        service = Service(count, page=2)
        async with opened(service) as client:
            listing = service.listing(client)
            told = await everything(client, listing, concurrency=concurrency)
        assert sorted(told) == sorted(f"{one} read" for one in ids(count))

    run(main)


def test_a_finding_that_fails_is_a_result_and_the_others_are_read(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        service = Service(6)
        service.instead = {"f-1": FAILED, "f-3": NOT_THERE, "f-4": Reply(b"{")}
        async with opened(service) as client:
            listing = service.listing(client)
            report = await hydrate(client, analyzer_arn=ARN, findings=listing).collect()
        assert sorted(finding.id for finding in report.findings) == ["f-0", "f-2", "f-5"]
        assert report.gone == (Gone("f-3", summary("f-3")),)
        failures = {failure.id: failure for failure in report.failures}
        assert {name: type(one.error).__name__ for name, one in failures.items()} == {
            "f-1": "InternalServerException",
            "f-4": "ResponseDecodeError",
        }
        assert failures["f-1"].summary == summary("f-1")
        assert report.attempts == 8  # f-1 was tried three times
        assert report.throttled == 0

    run_in_virtual_time(main)


DATA = [
    error_reply("AccessDeniedException", 403),
    error_reply("ValidationException", 400),
    error_reply("ThrottlingException", 429),
    error_reply("SomethingNew", 418),
    FAILED,
    Reply(b"nothing that can be read"),
]


@pytest.mark.parametrize("reply", DATA)
def test_what_may_concern_one_finding_alone_is_data(run_in_virtual_time: Run, reply: Reply) -> None:
    async def main() -> None:
        service = Service(3)
        service.instead = {"f-1": reply}
        async with opened(service) as client:
            told = await everything(client, service.listing(client))
        assert sorted(one for one in told if one.endswith("read")) == ["f-0 read", "f-2 read"]
        assert len(told) == 3

    run_in_virtual_time(main)


def test_an_answer_that_does_not_come_in_time_is_data(run_in_virtual_time: Run) -> None:
    async def forever() -> Reply:
        await anyio.sleep(1000)
        raise AssertionError

    async def main() -> None:
        service = Service(3)
        service.instead = {"f-0": forever}
        async with opened(service, timeout=10) as client:
            told = await everything(client, service.findings)
        assert sorted(told) == ["f-0 CallTimeoutError", "f-1 read", "f-2 read"]

    run_in_virtual_time(main)


def test_an_id_that_cannot_be_asked_for_is_data(run: Run) -> None:
    async def main() -> None:
        service = Service()
        async with opened(service) as client:
            told = await everything(client, ["", "f-1"])
        assert sorted(told) == [" InvalidRequestError", "f-1 read"]
        assert service.read == ["f-1"]

    run(main)


def test_ids_have_no_summary_and_may_be_mixed_with_summaries(run: Run) -> None:
    async def main() -> None:
        async with opened(Service()) as client:
            findings: list[FindingSummaryV2 | str] = ["f-0", summary("f-1")]
            async with hydrate(client, analyzer_arn=ARN, findings=findings) as results:
                found = [result async for result in results]
        hydrated = [result for result in found if isinstance(result, Hydrated)]
        assert {one.id: one.summary for one in hydrated} == {"f-0": None, "f-1": summary("f-1")}

    run(main)


def test_what_comes_twice_is_read_once_and_what_is_skipped_not_at_all(run: Run) -> None:
    async def main() -> None:
        service = Service(9, page=3)
        service.findings = [*ids(5), "f-1", "f-5", "f-0"]
        async with opened(service) as client:
            listing = service.listing(client)
            told = await everything(client, listing, skip={"f-2", "f-7"})
            assert sorted(told) == [f"f-{number} read" for number in (0, 1, 3, 4, 5)]
            assert len(service.read) == 5
            assert await everything(client, service.listing(client), skip=ids(9)) == []
            assert len(service.read) == 5

    run(main)


def test_in_order_each_comes_after_those_before_it(run_in_virtual_time: Run) -> None:
    async def later() -> Reply:
        await anyio.sleep(60)
        return NOT_THERE

    async def main() -> None:
        service = Service(12, seconds=1)
        service.instead = {"f-0": later, "f-5": FAILED, "f-7": later}
        async with opened(service) as client:
            listing = service.listing(client)
            told = await everything(client, listing, ordered=True, concurrency=3)
            assert [one.split()[0] for one in told] == service.findings
            assert service.most_under_way == 3
            # While the first is waited for, no more than two others are begun.
            assert set(service.read[:3]) == {"f-0", "f-1", "f-2"}
            unordered = await everything(client, service.listing(client), concurrency=3)
            assert unordered[0] != "f-0 gone"

    run_in_virtual_time(main)


def test_no_more_are_under_way_than_were_asked_for_and_no_fewer(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = Service(40, seconds=1)
        async with opened(service) as client:
            started = anyio.current_time()
            report = await hydrate(
                client, analyzer_arn=ARN, findings=service.listing(client), concurrency=8
            ).collect()
        assert service.most_under_way == 8
        assert report.elapsed == anyio.current_time() - started == pytest.approx(5, abs=0.1)

    run_in_virtual_time(main)


@given(st.data())
def test_every_wanted_finding_comes_once_whatever_the_service_and_the_caller_do(
    data: Any,
) -> None:
    listed = data.draw(st.lists(st.sampled_from(ids(12)), max_size=30))
    skip = data.draw(st.sets(st.sampled_from(ids(12))))
    bad = data.draw(
        st.dictionaries(st.sampled_from(ids(12)), st.sampled_from([NOT_THERE, *DATA[:2]]))
    )
    concurrency, page = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 5))
    ordered = data.draw(st.booleans())
    slow = data.draw(st.sets(st.integers(0, 12)))

    async def main() -> None:
        service = Service(page=page)
        service.findings, service.instead = listed, bad
        async with opened(service) as client:
            came: list[str] = []
            async with hydrate(
                client,
                analyzer_arn=ARN,
                findings=service.listing(client),
                concurrency=concurrency,
                ordered=ordered,
                skip=skip,
            ) as results:
                async for result in results:
                    came.append(result.id)
                    assert len(service.read) <= len(came) + concurrency
                    for _ in range(50 * (len(came) in slow)):
                        await anyio.lowlevel.checkpoint()
        wanted = [one for one in dict.fromkeys(listed) if one not in skip]
        assert (came if ordered else sorted(came)) == (wanted if ordered else sorted(wanted))
        assert sorted(service.read) == sorted(wanted)

    anyio.run(main)


def test_throttling_loses_nothing(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        emulator = Emulator(clock=LoopClock())
        arn = emulator.populate(findings=4300, seed=7).external
        emulator.faults.limit_rate(20, 20, "GetFindingV2")
        async with AccessAnalyzerClient("us-east-1", session=emulator.session()) as client:
            listing = client.list_findings_v2(arn)
            listed = [finding.id for finding in await listing.collect()]
            report = await hydrate(client, analyzer_arn=arn, findings=listing).collect()
        assert len(listed) > 1500
        assert sorted(finding.id for finding in report.findings) == sorted(listed)
        assert (report.failures, report.gone) == ((), ())
        assert report.throttled == emulator.calls.counts()["GetFindingV2"] - len(listed) > 0
        assert report.attempts == len(listed) + report.throttled

    run_in_virtual_time(main)


def test_findings_with_several_pages_of_details_are_whole(run: Run) -> None:
    async def main() -> None:
        emulator = Emulator()
        arn = emulator.populate(findings=10).unused
        many = [UnusedPermissionDetails(service_namespace=f"service{n}") for n in range(250)]
        one = emulator.add_finding(arn, "arn:aws:iam::111122223333:role/a", "AWS::IAM::Role", many)
        async with AccessAnalyzerClient("us-east-1", session=emulator.session()) as client:
            report = await hydrate(client, analyzer_arn=arn, findings=[one]).collect()
        assert len(report.findings[0].finding_details) == 250
        assert report.attempts == 3

    run(main)


def test_findings_that_are_deleted_after_they_were_listed_are_gone(run: Run) -> None:
    async def main() -> None:
        emulator = Emulator()
        arn = emulator.populate(findings=100).external
        async with AccessAnalyzerClient("us-east-1", session=emulator.session()) as client:
            listed = await client.list_findings_v2(arn).collect()
            emulator.delete_finding(listed[3].id)
            report = await hydrate(client, analyzer_arn=arn, findings=listed).collect()
        assert report.gone == (Gone(listed[3].id, listed[3]),)
        assert len(report.findings) == len(listed) - 1

    run(main)


def test_a_report_is_printed_as_a_line_of_counts() -> None:
    def failed(code: str) -> HydrationFailed:
        return HydrationFailed("f", ServiceError({"Error": {"Code": code}}, "GetFindingV2"))

    empty = HydrationReport((), (), (), 0, 0, 0.04)
    assert str(empty) == "0 findings in 0.0 s, 0 failed, 0 gone; 0 attempts, 0 throttled"
    bad = InvalidRequestError()
    failures = (failed("New"), failed("New"), failed("\x1b[31m"), HydrationFailed("", bad))
    report = HydrationReport((), failures, (Gone("f"),) * 1200, 1204, 7, 61.25)
    assert repr(report) == (
        "<HydrationReport: 0 findings in 61.2 s, "
        "4 failed (New: 2, ServiceError: 1, InvalidRequestError: 1), 1,200 gone; "
        "1,204 attempts, 7 throttled>"
    )


def test_two_runs_on_one_client_count_by_themselves(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        service = Service(seconds=1)
        events: list[Any] = []
        reports: list[HydrationReport] = []
        async with opened(service, on_call=events.append) as client:

            async def collect(findings: list[str]) -> None:
                run = hydrate(client, analyzer_arn=ARN, findings=findings)
                reports.append(await run.collect())

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(collect, ids(3))
                tasks.start_soon(collect, ids(5))
        assert sorted(report.attempts for report in reports) == [3, 5]
        reads = [event for event in events if event.operation == "GetFindingV2"]
        assert len(reads) == 8  # who was told before is told still

    run_in_virtual_time(main)


def test_a_run_may_be_the_source_of_another(run: Run) -> None:
    async def main() -> None:
        service = Service(9)
        async with opened(service) as client:

            async def read_ids() -> AsyncIterator[str]:
                listing = service.listing(client)
                async with hydrate(client, analyzer_arn=ARN, findings=listing) as results:
                    async for result in results:
                        yield result.id

            told = await everything(client, read_ids())
            assert sorted(told) == [f"{one} read" for one in ids(9)]
            assert len(service.read) == 18
            async with hydrate(client, analyzer_arn=ARN, findings=read_ids()) as results:
                async for _ in results:
                    break

    run(main)


def test_a_client_gets_a_pace_unless_it_is_turned_off(run: Run) -> None:
    async def main() -> None:
        service = Service(1)
        async with service.client() as client, service.client(pace=None) as unpaced:
            paces: list[Pace | None] = []
            for one in (client, unpaced):
                run_ = hydrate(one, analyzer_arn=ARN, findings=[])
                paces.append(one.pace)
                await run_.collect()
                paces.append(one.pace)
        assert [type(pace) for pace in paces] == [type(None), Pace, type(None), type(None)]

    run(main)


def test_credentials_that_expired_before_the_first_finding_are_one_error(run: Run) -> None:
    async def main() -> None:
        service = Service(50)
        service.instead = dict.fromkeys(ids(50), EXPIRED)
        async with opened(service) as client:
            with pytest.raises(ServiceError, match="ExpiredToken"):
                await everything(client, service.findings, concurrency=5)
        assert len(service.read) <= 5

    run(main)
