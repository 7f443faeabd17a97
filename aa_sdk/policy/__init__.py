"""What IAM Access Analyzer does with policy documents, decided offline.

Documents in, answers out: no account, no network, no charge. There are the three custom policy
checks: a PASS is a proof under the model that the guide on policy checks describes, a
FAIL carries a request that shows it, and what is outside the model raises `UnsupportedPolicyError`.
On the same engine stand `external_access`, which tells who gets in from outside, `compare`, which
tells what a change adds and removes, `redundant_statements`, and `Effective`, which puts the
policies together that all have a say. And there is validation, which finds what is wrong with a
document or could be better; the guide on policy validation is about it.
"""

from typing import TYPE_CHECKING

from aa_sdk._lazy import attach

if TYPE_CHECKING:
    from aa_sdk.policy._language.documents import Policy
    from aa_sdk.policy._validation.catalogue import ActionCatalogue
    from aa_sdk.policy.checks import (
        check_access_not_granted,
        check_no_new_access,
        check_no_public_access,
    )
    from aa_sdk.policy.differences import AccessSlice, PolicyDifference, compare
    from aa_sdk.policy.errors import InvalidPolicyError, PolicyError, UnsupportedPolicyError
    from aa_sdk.policy.layers import Effective
    from aa_sdk.policy.redundancy import RedundantStatements, redundant_statements
    from aa_sdk.policy.results import AccessExample, PolicyCheck, StatementReference
    from aa_sdk.policy.validation import PolicyValidation, validate
    from aa_sdk.policy.zone_of_trust import (
        Account,
        ExternalAccess,
        ExternalAccesses,
        Organization,
        external_access,
    )

__all__ = (
    "AccessExample",
    "AccessSlice",
    "Account",
    "ActionCatalogue",
    "Effective",
    "ExternalAccess",
    "ExternalAccesses",
    "InvalidPolicyError",
    "Organization",
    "Policy",
    "PolicyCheck",
    "PolicyDifference",
    "PolicyError",
    "PolicyValidation",
    "RedundantStatements",
    "StatementReference",
    "UnsupportedPolicyError",
    "check_access_not_granted",
    "check_no_new_access",
    "check_no_public_access",
    "compare",
    "external_access",
    "redundant_statements",
    "validate",
)

_HOMES = {
    "aa_sdk.policy._language.documents": ("Policy",),
    "aa_sdk.policy._validation.catalogue": ("ActionCatalogue",),
    "aa_sdk.policy.checks": (
        "check_access_not_granted",
        "check_no_new_access",
        "check_no_public_access",
    ),
    "aa_sdk.policy.differences": ("AccessSlice", "PolicyDifference", "compare"),
    "aa_sdk.policy.errors": ("InvalidPolicyError", "PolicyError", "UnsupportedPolicyError"),
    "aa_sdk.policy.layers": ("Effective",),
    "aa_sdk.policy.redundancy": ("RedundantStatements", "redundant_statements"),
    "aa_sdk.policy.results": ("AccessExample", "PolicyCheck", "StatementReference"),
    "aa_sdk.policy.validation": ("PolicyValidation", "validate"),
    "aa_sdk.policy.zone_of_trust": (
        "Account",
        "ExternalAccess",
        "ExternalAccesses",
        "Organization",
        "external_access",
    ),
}

if not TYPE_CHECKING:  # a module __getattr__ would let checkers accept any name
    __getattr__, __dir__ = attach(__name__, _HOMES)
