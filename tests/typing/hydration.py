"""What type checkers make of reading many findings. Read by them, never run."""

from collections.abc import AsyncIterator, Iterator
from typing import assert_never, assert_type

from aa_sdk import (
    AccessAnalyzerClient,
    AccessAnalyzerError,
    FindingSummaryV2,
    GetFindingV2Response,
)
from aa_sdk.progress import Progress, ProgressBar, rich_progress, tqdm_progress
from aa_sdk.workflows import (
    Gone,
    Hydrated,
    Hydration,
    HydrationFailed,
    HydrationReport,
    HydrationResult,
    HydrationStream,
    hydrate,
)


def what_became_of_a_finding_can_be_told_apart(result: HydrationResult) -> str:
    match result:
        case Hydrated(summary, finding):
            assert_type(summary, FindingSummaryV2 | None)
            assert_type(finding, GetFindingV2Response)
        case HydrationFailed(finding_id, error, summary):
            assert_type(finding_id, str)
            assert_type(error, AccessAnalyzerError)
            assert_type(summary, FindingSummaryV2 | None)
        case Gone(finding_id):
            assert_type(finding_id, str)
        case _:
            assert_never(result)
    return result.id


async def a_run_is_entered_or_collected(client: AccessAnalyzerClient, arn: str) -> None:
    run = hydrate(client, analyzer_arn=arn, findings=client.list_findings_v2(arn))
    assert_type(run, Hydration)
    async with run as results:
        assert_type(results, HydrationStream)
        async for result in results:
            assert_type(result, Hydrated | HydrationFailed | Gone)
    report = await run.collect()
    assert_type(report, HydrationReport)
    assert_type(report.findings, tuple[GetFindingV2Response, ...])
    assert_type(report.failures, tuple[HydrationFailed, ...])
    assert_type(report.gone, tuple[Gone, ...])
    assert_type(report.attempts, int)
    assert_type(report.throttled, int)
    assert_type(report.elapsed, float)


def findings_come_in_many_forms(
    client: AccessAnalyzerClient,
    listed: list[FindingSummaryV2],
    mixed: list[FindingSummaryV2 | str],
    generated: Iterator[str],
    streamed: AsyncIterator[FindingSummaryV2],
) -> None:
    arn = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/audit"
    hydrate(client, analyzer_arn=arn, findings=listed, skip=["f-1"])
    hydrate(client, analyzer_arn=arn, findings=mixed, skip=frozenset({"f-1"}))
    hydrate(client, analyzer_arn=arn, findings=generated, skip={"f-1": 1})
    hydrate(client, analyzer_arn=arn, findings=streamed, concurrency=4, ordered=True)
    hydrate(client, analyzer_arn=arn, findings={"f-1", "f-2"}, on_progress=print)


def who_is_told_is_a_bar_or_any_function(client: AccessAnalyzerClient, arn: str) -> None:
    def told(progress: Progress) -> int:
        return progress.done

    assert_type(tqdm_progress(desc="findings"), ProgressBar)
    assert_type(rich_progress(), ProgressBar)
    for on_progress in (tqdm_progress(), rich_progress(transient=True)):
        hydrate(client, analyzer_arn=arn, findings=[], on_progress=on_progress)
    hydrate(client, analyzer_arn=arn, findings=[], on_progress=told)
