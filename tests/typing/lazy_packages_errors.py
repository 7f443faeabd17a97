"""What type checkers refuse of the packages that load their names on demand: misspelt names.

A module with a `__getattr__` has any name as far as checkers can tell, so these packages keep it
from them. Every line with an ignore is an error, and no other: as in `filters_errors`, both
checkers complain about an ignore that nothing needs. The codes are mypy's. Nothing here is ever
run.
"""
# pyright: reportUnnecessaryTypeIgnoreComment=true
# ruff: noqa: F401 (importing is the test)

import aa_sdk
import aa_sdk.models
import aa_sdk.policy
from aa_sdk import AccessAnalyserClient  # type: ignore[attr-defined]
from aa_sdk import AccessAnalyzerClient as Client
from aa_sdk.models import FindingSumaryV2  # type: ignore[attr-defined]
from aa_sdk.models import FindingSummaryV2 as Summary
from aa_sdk.policy import PolicyCheck as Check
from aa_sdk.policy import PolicyChek  # type: ignore[attr-defined]

client: type[Client] = aa_sdk.AccessAnalyzerClient
summary: type[Summary] = aa_sdk.models.FindingSummaryV2
check: type[Check] = aa_sdk.policy.PolicyCheck

filters = aa_sdk.FindngFilter  # type: ignore[attr-defined]
model = aa_sdk.models.Modell  # type: ignore[attr-defined]
policy = aa_sdk.policy.Polcy  # type: ignore[attr-defined]
