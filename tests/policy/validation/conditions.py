"""What the rules about conditions, variables and the form of documents find, and no others."""

from typing import Any

from aa_sdk.models import PolicyType, ValidatePolicyResourceType
from aa_sdk.policy._validation._rules import (
    addresses,
    condition_forms,
    condition_keys,
    condition_values,
    dynamodb,
    s3,
    structure,
    variables,
    wildcards,
)
from tests.policy.validation import documents

_GROUPS = (
    addresses,
    condition_forms,
    condition_keys,
    condition_values,
    dynamodb,
    s3,
    structure,
    variables,
    wildcards,
)
_CODES = frozenset(rule.code for group in _GROUPS for rule in group.RULES)


def found(
    document: Any,
    policy_type: PolicyType = "IDENTITY_POLICY",
    *,
    resource_type: ValidatePolicyResourceType | None = None,
) -> list[tuple[str, ...]]:
    """The findings of a document as `documents.found` writes them."""
    findings = documents.found(document, policy_type, resource_type=resource_type)
    return [finding for finding in findings if finding[0] in _CODES]
