"""The three custom policy checks of IAM Access Analyzer, decided offline.

Documents in, verdict out: no account, no network, no charge. A PASS is a proof under the model that
the documentation page `policy-checks` describes; a FAIL carries a request that shows it. What is
outside the model raises `UnsupportedPolicyError`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aa_sdk.policy.checks import (
        check_access_not_granted,
        check_no_new_access,
        check_no_public_access,
    )
    from aa_sdk.policy.documents import Policy
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
    "AccessExample": "results",
    "InvalidPolicyError": "errors",
    "Policy": "documents",
    "PolicyCheck": "results",
    "PolicyError": "errors",
    "UnsupportedPolicyError": "errors",
    "check_access_not_granted": "checks",
    "check_no_new_access": "checks",
    "check_no_public_access": "checks",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__]
