"""What type checkers know of fleets, and of many policies: read by them, never run."""

from typing import Literal, assert_never, assert_type

from aa_sdk import FindingFilter
from aa_sdk.listing import Listing
from aa_sdk.models import AnalyzerSummary, FindingSummary, FindingSummaryV2
from aa_sdk.workflows import (
    Changes,
    Denied,
    FindingStore,
    Fleet,
    FleetFinding,
    NoAnalyzer,
    NotActive,
    PolicyCheckFailed,
    PolicyReport,
    PolicyUndecided,
    PolicyVerdict,
    RegionDisabled,
    Scope,
    ScopeFailed,
    ScopeProblem,
    ScopeResult,
    ScopeStatus,
    Sweep,
    SweptScope,
    check_policies,
    organization_accounts,
    sweep_scope,
)


async def findings(fleet: Fleet) -> None:
    """Findings are of two classes, and stand beside where they were found."""
    sweep = fleet.findings(filter=FindingFilter().status.eq("ACTIVE"), dedupe=False)
    assert_type(sweep, Sweep[FleetFinding])
    async for found in sweep:
        assert_type(found.account, str)
        assert_type(found.analyzer, AnalyzerSummary)
        assert_type(found.finding, FindingSummary | FindingSummaryV2)
        account, region, analyzer, finding = found
        assert_type((account, region, analyzer), tuple[str, str, AnalyzerSummary])
        assert_type(finding, FindingSummary | FindingSummaryV2)
    assert_type(await fleet.findings(), Listing[FleetFinding])
    assert_type(await fleet.findings().collect(), Listing[FleetFinding])
    assert_type(await fleet.analyzers(), Listing[ScopeResult])


async def scopes(fleet: Fleet, store: FindingStore) -> None:
    """Each kind of sweep gives results of its own."""
    async for scope in fleet.scopes():
        assert_type(scope, Scope)
        assert_type(await sweep_scope(scope), SweptScope)
    async for synced in fleet.sync(store):
        assert_type(synced.changes, Changes)
    for ended in fleet.outcome:
        assert_type(ended.status, ScopeStatus)


def problems(problem: ScopeProblem | None) -> str:
    """The problems are known, all of them."""
    match problem:
        case None | NoAnalyzer() | NotActive() | RegionDisabled():
            return ""
        case Denied(error):
            return error.code
        case ScopeFailed(error):
            return str(error)
        case _:
            assert_never(problem)


async def policies() -> None:
    """An answer is one of three, or none where nothing was asked."""
    report = await check_policies(["{}"], access_not_granted=["iam:*"])
    assert_type(report, PolicyReport)
    for result in report.results:
        match result.access_not_granted:
            case PolicyVerdict(result=verdict):
                assert_type(verdict, Literal["PASS", "FAIL"])
            case PolicyUndecided() | PolicyCheckFailed() | None:
                pass
            case _ as other:
                assert_never(other)


FLEETS = [Fleet(), Fleet(accounts=organization_accounts(), regions="enabled", role="Audit")]
