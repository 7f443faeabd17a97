"""The main job on each event loop, against the emulator."""

import gc

import anyio
import pytest

from aa_sdk import (
    AccessAnalyzerClient,
    FindingFilter,
    GetFindingV2Response,
    InvalidRequestError,
    ResourceNotFoundException,
    ThrottlingException,
)
from aa_sdk.emulator import Emulator
from tests.conftest import Run
from tests.fake_service import once

pytestmark = pytest.mark.usefixtures("way")

FINDINGS = 200


def populated() -> Emulator:
    emulator = Emulator()
    emulator.populate(findings=FINDINGS)
    return emulator


def client_of(emulator: Emulator) -> AccessAnalyzerClient:
    return AccessAnalyzerClient("us-east-1", session=emulator.session())


def test_every_finding_of_every_analyzer_is_listed(run: Run) -> None:
    async def main() -> None:
        seen: set[str] = set()
        async with client_of(populated()) as client:
            async for analyzer in client.list_analyzers():
                async for finding in client.list_findings_v2(
                    analyzer_arn=analyzer.arn, max_results=10
                ):
                    seen.add(finding.id)
        assert len(seen) == FINDINGS

    run(main)


def test_a_finding_is_read_with_its_details(run: Run) -> None:
    async def main() -> None:
        async with client_of(populated()) as client:
            analyzers = await client.list_analyzers().collect()
            findings = client.list_findings_v2(analyzer_arn=analyzers[0].arn)
            finding = await findings.first()
            assert finding is not None
            whole = await client.get_finding_v2(analyzer_arn=analyzers[0].arn, id=finding.id)
            assert isinstance(whole, GetFindingV2Response)
            assert (whole.id, whole.status) == (finding.id, finding.status)

    run(main)


def test_a_filter_selects_findings(run: Run) -> None:
    async def main() -> None:
        emulator = populated()
        async with client_of(emulator) as client:
            (analyzer, *_) = await client.list_analyzers().collect()
            filter_ = FindingFilter().status.eq("ARCHIVED")
            archived = await client.list_findings_v2(analyzer_arn=analyzer.arn, filter=filter_)
            everything = await client.list_findings_v2(analyzer_arn=analyzer.arn)
        assert {finding.status for finding in archived.findings} <= {"ARCHIVED"}
        expected = [one for one in everything.findings if one.status == "ARCHIVED"]
        assert sorted(one.id for one in archived.findings) == sorted(one.id for one in expected)

    run(main)


def test_findings_are_read_side_by_side(run: Run) -> None:
    async def main() -> None:
        emulator = populated()
        ids: list[str] = []
        async with client_of(emulator) as client:
            (analyzer, *_) = await client.list_analyzers().collect()

            async def read(id_: str) -> None:
                ids.append((await client.get_finding_v2(analyzer_arn=analyzer.arn, id=id_)).id)

            listed = await client.list_findings_v2(analyzer_arn=analyzer.arn).collect(limit=30)
            async with anyio.create_task_group() as tasks:
                for finding in listed:
                    tasks.start_soon(read, finding.id)
        assert sorted(ids) == sorted(finding.id for finding in listed)

    run(main)


def test_a_stream_resumes_where_it_stopped(run: Run) -> None:
    async def main() -> None:
        async with client_of(populated()) as client:
            (analyzer, *_) = await client.list_analyzers().collect()
            arn = analyzer.arn
            everything = await client.list_findings_v2(analyzer_arn=arn).collect()
            first = await client.list_findings_v2(analyzer_arn=arn, max_results=5).page()
            rest = client.list_findings_v2(analyzer_arn=arn, next_token=first.next_token)
            assert [*first.findings, *await rest.collect()] == everything

    run(main)


def test_breaking_off_leaves_nothing_behind(run: Run) -> None:
    async def main() -> None:
        async with client_of(populated()) as client:
            (analyzer, *_) = await client.list_analyzers().collect()
            listing = client.list_findings_v2(analyzer_arn=analyzer.arn, max_results=1)
            async for _ in listing:
                break
            async with anyio.create_task_group() as tasks:
                async for _ in listing:
                    tasks.cancel_scope.cancel()
                    break
            with anyio.CancelScope() as scope:
                async for _ in listing.pages():
                    scope.cancel()
            assert await listing.first() is not None
        # A listing that was left to the garbage collector would warn here.
        del listing
        gc.collect()

    run(main)


def test_the_services_errors_arrive(run: Run) -> None:
    async def main() -> None:
        async with client_of(Emulator()) as client:
            with pytest.raises(ResourceNotFoundException):
                await client.get_analyzer(analyzer_name="absent")
            with pytest.raises(InvalidRequestError):
                await client.get_analyzer(analyzer_name="")
            assert await client.list_analyzers().collect() == []

    run(main)


def test_throttling_is_waited_out(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        emulator = populated()
        emulator.faults.throttle("ListAnalyzers", retry_after=30, times=1)
        async with client_of(emulator) as client:
            started = anyio.current_time()
            response = await client.list_analyzers()
            assert anyio.current_time() - started >= 30
        assert response.response_metadata.retry_attempts == 1

    run_in_virtual_time(main)


def test_throttling_that_does_not_end_is_an_error(run: Run) -> None:
    async def main() -> None:
        emulator = Emulator()
        emulator.faults.throttle(retry_after=9)
        session = emulator.session()
        async with AccessAnalyzerClient("us-east-1", session=session, config=once()) as client:
            with pytest.raises(ThrottlingException) as caught:
                await client.list_analyzers()
        assert caught.value.retry_after_seconds == 9

    run(main)


def test_writing_and_reading_go_together(run: Run) -> None:
    async def main() -> None:
        async with client_of(Emulator()) as client:
            created = await client.create_analyzer(analyzer_name="sample", type="ACCOUNT")
            analyzer = await client.get_analyzer(analyzer_name="sample")
            assert analyzer.analyzer.arn == created.arn
            await client.tag_resource(resource_arn=analyzer.analyzer.arn, tags={"team": "blue"})
            tags = await client.list_tags_for_resource(resource_arn=analyzer.analyzer.arn)
            assert tags.tags == {"team": "blue"}
            await client.delete_analyzer(analyzer_name="sample")
            with pytest.raises(ResourceNotFoundException):
                await client.get_analyzer(analyzer_name="sample")

    run(main)
