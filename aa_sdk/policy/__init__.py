"""The three custom policy checks of IAM Access Analyzer, decided offline.

Documents in, verdict out: no account, no network, no charge. A PASS is a proof under the model that
the documentation page `policy-checks` describes; a FAIL carries a request that shows it. What is
outside the model raises `UnsupportedPolicyError`.
"""

from typing import TYPE_CHECKING

from aa_sdk._lazy import attach

if TYPE_CHECKING:
    from aa_sdk.policy._language.documents import Policy
    from aa_sdk.policy.checks import (
        check_access_not_granted,
        check_no_new_access,
        check_no_public_access,
    )
    from aa_sdk.policy.errors import InvalidPolicyError, PolicyError, UnsupportedPolicyError
    from aa_sdk.policy.results import AccessExample, PolicyCheck

__all__ = (
    "AccessExample",
    "InvalidPolicyError",
    "Policy",
    "PolicyCheck",
    "PolicyError",
    "UnsupportedPolicyError",
    "check_access_not_granted",
    "check_no_new_access",
    "check_no_public_access",
)

_HOMES = {
    "aa_sdk.policy._language.documents": ("Policy",),
    "aa_sdk.policy.checks": (
        "check_access_not_granted",
        "check_no_new_access",
        "check_no_public_access",
    ),
    "aa_sdk.policy.errors": ("InvalidPolicyError", "PolicyError", "UnsupportedPolicyError"),
    "aa_sdk.policy.results": ("AccessExample", "PolicyCheck"),
}

if not TYPE_CHECKING:  # a module __getattr__ would let checkers accept any name
    __getattr__, __dir__ = attach(__name__, _HOMES)
