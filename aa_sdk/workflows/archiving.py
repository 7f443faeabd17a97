"""Findings archived in bulk, and what an archive rule would hide before there is one."""

from collections.abc import Callable

import anyio

from aa_sdk._lazy import hide_imports
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import AccessAnalyzerError
from aa_sdk.models import FindingStatusUpdate
from aa_sdk.progress import Progress
from aa_sdk.workflows._archiving.changes import Changes
from aa_sdk.workflows._archiving.choices import ChosenFindings, ids_of, is_filter
from aa_sdk.workflows._archiving.criteria import read_list_filter
from aa_sdk.workflows._archiving.reports import ArchivingFailure, ArchivingReport
from aa_sdk.workflows._archiving.rule_effects import RuleEffect, rule_effect
from aa_sdk.workflows._archiving.statuses import PAGE_SIZE, statuses_of
from aa_sdk.workflows._meter import Meter

__all__ = (
    "ArchivingFailure",
    "ArchivingReport",
    "ChosenFindings",
    "RuleEffect",
    "archive",
    "rule_effect",
    "unarchive",
)
hide_imports(__name__)


async def archive(
    client: AccessAnalyzerClient,
    analyzer_arn: str,
    findings: ChosenFindings,
    *,
    dry_run: bool = False,
    on_progress: Callable[[Progress], object] | None = None,
) -> ArchivingReport:
    """Archive findings, however many.

    ```python
    accepted = FindingFilter().principal.aws.eq("444455556666").is_public.eq(False)
    print(await archive(client, analyzer_arn, accepted, dry_run=True))
    report = await archive(client, analyzer_arn, accepted)
    ```

    All ids are collected before the first finding is changed, so that none is skipped. Then those
    that are ACTIVE are archived, a hundred in a call; the others are named in the report. It can be
    cut off at any moment and run again: what was archived is unchanged then.

    Args:
        client: The client. It needs the permissions `access-analyzer:ListFindings` and
            `access-analyzer:UpdateFindings`.
        analyzer_arn: ARN of the analyzer, whose findings they are.
        findings: Which: a listing of findings, an iterable of findings or ids, or a filter: then
            those that match it and are ACTIVE. Of each the id is kept, and nothing else.
        dry_run: Whether only to look, and to report what would be archived. Default: no.
        on_progress: Is called with a `Progress` as it goes on, on the event loop: it must return at
            once. What it raises is logged.

    Returns:
        What came of each finding. Those that could not be archived are among its `failures`.

    Raises:
        InvalidRequestError: `findings` names none, as a single id or findings of an access preview
            do; or it is a filter that asks nothing, one that lists do not take, or one for
            findings that are not active; or `on_progress` is no plain function.
        ResourceNotFoundException: There is no such analyzer.
        CredentialsError: There are no usable credentials, or no longer.
        ClientClosedError: The client is closed, or was closed meanwhile.
        AccessAnalyzerError: A listing failed, or the caller may not archive findings.
    """
    return await _set_status(
        client, analyzer_arn, findings, "ARCHIVED", dry_run=dry_run, on_progress=on_progress
    )


async def unarchive(
    client: AccessAnalyzerClient,
    analyzer_arn: str,
    findings: ChosenFindings,
    *,
    dry_run: bool = False,
    on_progress: Callable[[Progress], object] | None = None,
) -> ArchivingReport:
    """Make archived findings active again, however many.

    ```python
    await unarchive(client, analyzer_arn, FindingFilter().is_public.eq(True))
    ```

    An archive rule that matches them leaves them active until it is applied once more.

    Args:
        client: The client; see `archive`.
        analyzer_arn: ARN of the analyzer, whose findings they are.
        findings: Which: a listing of findings, an iterable of findings or ids, or a filter: then
            those that match it and are ARCHIVED. A filter that asks nothing means all.
        dry_run: Whether only to look, and to report what would be made active. Default: no.
        on_progress: Is called with a `Progress` as it goes on; see `archive`.

    Returns:
        What came of each finding.

    Raises:
        InvalidRequestError: `findings` names none, or is a filter that lists do not take or that is
            for findings that are not archived; or `on_progress` is no plain function.
        AccessAnalyzerError: As for `archive`.
    """
    return await _set_status(
        client, analyzer_arn, findings, "ACTIVE", dry_run=dry_run, on_progress=on_progress
    )


async def _set_status(
    client: AccessAnalyzerClient,
    analyzer_arn: str,
    findings: ChosenFindings,
    status: FindingStatusUpdate,
    *,
    dry_run: bool,
    on_progress: Callable[[Progress], object] | None,
) -> ArchivingReport:
    started, meter = anyio.current_time(), Meter(on_progress)
    client = client.paced().with_options(on_call=meter.count_call)
    if is_filter(findings):
        before = "ACTIVE" if status == "ARCHIVED" else "ARCHIVED"
        narrowed = read_list_filter(findings, before)
        findings = client.list_findings_v2(analyzer_arn, filter=narrowed, max_results=PAGE_SIZE)
    named = await ids_of(findings)
    ids = [*named]
    is_fresh = all(named.values())
    statuses = named if is_fresh else await statuses_of(client, analyzer_arn, ids)
    changes = Changes(client, analyzer_arn, status)
    left = changes.sort(ids, statuses)
    if dry_run:
        changes.changed += left

    def tell() -> None:
        meter.failed, meter.gone = len(changes.failures), len(changes.gone)
        meter.done = changes.settled - meter.failed - meter.gone
        meter.tell()

    meter.total = len(ids)
    try:
        tell()
        await changes.make([] if dry_run else left, tell)
    except AccessAnalyzerError as error:
        done = f"{len(changes.changed):,} of {len(ids):,} findings are {status} by now"
        error.add_note(f"{done}: run it again to go on from there")
        raise
    finally:
        meter.end()
    return ArchivingReport(
        status=status,
        dry_run=dry_run,
        changed=tuple(changes.changed),
        unchanged=tuple(changes.unchanged),
        resolved=tuple(changes.resolved),
        gone=tuple(changes.gone),
        failures=tuple(changes.failures),
        attempts=meter.attempts,
        throttled=meter.throttled,
        elapsed=anyio.current_time() - started,
    )
