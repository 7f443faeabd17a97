"""What type checkers make of desired state. Nothing here runs."""

from collections.abc import Mapping
from typing import Literal, assert_type

from aa_sdk import (
    AccessAnalyzerClient,
    AnalyzerConfiguration,
    AnalyzerSummary,
    FindingFilter,
    JobFailedError,
    UnusedAccessConfiguration,
)
from aa_sdk.workflows import (
    AnalyzerFailedError,
    AnalyzerNotFoundError,
    AnalyzerSpec,
    Applied,
    Blocked,
    Change,
    Plan,
    PlanBlockedError,
    Unmanaged,
    ensure_analyzer,
    find_analyzer,
    plan_analyzer,
)


def specifications() -> None:
    AnalyzerSpec("audit", "ACCOUNT")
    AnalyzerSpec(name="audit", type="ACCOUNT")
    spec = AnalyzerSpec(
        "audit",
        "ACCOUNT_UNUSED_ACCESS",
        configuration={"unused_access": {"unused_access_age": 30}},
        archive_rules={"own": FindingFilter().resource.contains("own")},
        tags={"team": "security"},
    )
    AnalyzerSpec(
        "audit",
        "ACCOUNT_UNUSED_ACCESS",
        configuration=UnusedAccessConfiguration(unused_access_age=30),
        archive_rules={"own": {"resource": {"contains": ["own"]}}, "other": FindingFilter()},
    )
    assert_type(spec.configuration, AnalyzerConfiguration | None)
    assert_type(spec.archive_rules, Mapping[str, FindingFilter])
    assert_type(spec.tags, Mapping[str, str])


async def plans(client: AccessAnalyzerClient, spec: AnalyzerSpec) -> None:
    plan = await plan_analyzer(client, spec, prune=True, adopt=False, replace=True)
    assert_type(plan, Plan)
    assert_type(plan.analyzer, AnalyzerSummary | None)
    assert_type(plan.changes, tuple[Change, ...])
    assert_type(plan.unmanaged, tuple[Unmanaged, ...])
    assert_type(plan.blocked, tuple[Blocked, ...])
    assert_type(plan.is_empty, bool)
    assert_type(plan.adopts, str | None)
    assert_type(plan.changes[0].action, Literal["+", "~", "-", "-/+"])
    assert_type(plan.unmanaged[0].value, FindingFilter | str)
    assert_type(plan.blocked[0].option, Literal["adopt", "prune", "replace"] | None)
    applied = await ensure_analyzer(client, spec, timeout=60)
    assert_type(applied, Applied)
    assert_type(applied.plan, Plan)
    assert_type(applied.analyzer, AnalyzerSummary)
    assert_type(applied.changes, tuple[Change, ...])
    assert_type(await find_analyzer(client, "ACCOUNT"), AnalyzerSummary)
    assert_type(await find_analyzer(client, type="ACCOUNT"), AnalyzerSummary)


def errors(
    blocked: PlanBlockedError, failed: AnalyzerFailedError, missing: AnalyzerNotFoundError
) -> None:
    assert_type(blocked.plan, Plan)
    job: JobFailedError = failed
    assert_type(job.reason, str)
    assert_type(failed.status, str)
    lookup: LookupError = missing
    del lookup
    assert_type(missing.analyzer_type, str)
    assert_type(missing.analyzers, tuple[AnalyzerSummary, ...])
