"""What type checkers refuse in desired state: every line with an ignore, and no other.

Both checkers see this file in their ordinary run and read the ignores; see `filters_errors.py`.
The codes are mypy's. Nothing here is ever run.
"""
# pyright: reportUnnecessaryTypeIgnoreComment=true
# ruff: noqa: FBT003 (options go by name)

from aa_sdk import AccessAnalyzerClient
from aa_sdk.workflows import AnalyzerSpec, ensure_analyzer, find_analyzer, plan_analyzer

spec = AnalyzerSpec("audit", "ACCOUNT")

# Types that there are not.
AnalyzerSpec("audit", "EXTERNAL")  # type: ignore[arg-type]
AnalyzerSpec("audit", type="account")  # type: ignore[arg-type]

# What is missing, or of another kind.
AnalyzerSpec("audit")  # type: ignore[call-arg]
AnalyzerSpec("audit", "ACCOUNT", [])  # type: ignore[arg-type]
AnalyzerSpec("audit", "ACCOUNT", tags={"level": 3})  # type: ignore[dict-item]
AnalyzerSpec("audit", "ACCOUNT", archive_rules={"own": "resource~own"})  # type: ignore[dict-item]

# It never changes.
spec.name = "other"  # type: ignore[misc]
spec.tags["team"] = "security"  # type: ignore[index]


async def calls(client: AccessAnalyzerClient) -> None:
    await find_analyzer(client, "EXTERNAL")  # type: ignore[arg-type]
    await plan_analyzer(client, spec, True)  # type: ignore[call-arg]
    await ensure_analyzer(client, {"name": "audit"})  # type: ignore[arg-type]
