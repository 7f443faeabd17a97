"""What type checkers refuse of fleets.

Every line has an ignore, and no other; both checkers complain about one that nothing needs. The
codes are mypy's. Nothing here is ever run.
"""
# pyright: reportUnnecessaryTypeIgnoreComment=true

from aa_sdk.workflows import Fleet, Scope, ScopeOutcome, organization_accounts, sweep_scope


async def refused(fleet: Fleet, scope: Scope, outcome: ScopeOutcome) -> None:
    Fleet(accounts=111122223333)  # type: ignore[arg-type]
    Fleet(role=organization_accounts())  # type: ignore[arg-type]
    Fleet("AuditRole")  # type: ignore[call-arg]
    fleet.findings(filter="ACTIVE")  # type: ignore[arg-type]
    list(fleet.findings())  # type: ignore[call-overload]
    await fleet  # type: ignore[misc]
    await sweep_scope(fleet)  # type: ignore[arg-type]
    scope.region = "eu-west-1"  # type: ignore[misc]
    outcome.status = "ok"  # type: ignore[misc]
