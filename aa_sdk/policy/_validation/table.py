"""All rules, and what they say of a document."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from aa_sdk.policy._validation._rules import (
    actions,
    addresses,
    arns,
    broad_grants,
    condition_forms,
    condition_keys,
    condition_values,
    context_keys,
    control_policies,
    dynamodb,
    oidc,
    principals,
    redundancy,
    resource_policies,
    resources,
    s3,
    service_principals,
    sizes,
    structure,
    tag_conditions,
    trust_policies,
    variables,
    wildcards,
)
from aa_sdk.policy._validation.document import Document, Kind
from aa_sdk.policy._validation.rules import Issue, Rule
from aa_sdk.policy.errors import UnsupportedPolicyError

RULES: tuple[Rule, ...] = (
    *actions.RULES,
    *addresses.RULES,
    *arns.RULES,
    *broad_grants.RULES,
    *condition_forms.RULES,
    *condition_keys.RULES,
    *condition_values.RULES,
    *context_keys.RULES,
    *control_policies.RULES,
    *dynamodb.RULES,
    *oidc.RULES,
    *principals.RULES,
    *redundancy.RULES,
    *resource_policies.RULES,
    *resources.RULES,
    *s3.RULES,
    *service_principals.RULES,
    *sizes.RULES,
    *structure.RULES,
    *tag_conditions.RULES,
    *trust_policies.RULES,
    *variables.RULES,
    *wildcards.RULES,
)

PROSE: frozenset[str] = frozenset({"UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL"})
"""Codes of the service that no rule here decides: only prose describes when they are given."""
CODES: frozenset[str] = PROSE.union(rule.code for rule in RULES)
"""All codes but that of a text which is no JSON."""
_OF_CATALOGUES = frozenset(rule.code for rule in RULES if rule.needs_catalogue)

_MOST_ISSUES = 2_000
"""Of one rule. No policy that is one has so many, and each is some objects to make."""


class Told(NamedTuple):
    """An issue, and the rule that told it."""

    rule: Rule
    issue: Issue


@lru_cache(maxsize=64)
def _rules(
    kind: Kind, subject: Literal["document", "statement", "condition"], *, catalogue: bool
) -> tuple[Rule, ...]:
    return tuple(
        rule
        for rule in RULES
        if rule.subject == subject
        and kind in rule.kinds
        and (catalogue or not rule.needs_catalogue)
    )


def examine(document: Document) -> tuple[list[Told], frozenset[str]]:
    """Hold a document against all rules.

    Args:
        document: The document.

    Returns:
        What they say, and the codes that were not checked.
    """
    statements = document.statements
    conditions = [condition for one in statements for condition in one.conditions]
    has_catalogue = document.catalogue is not None
    unchecked = set(PROSE if has_catalogue else PROSE | _OF_CATALOGUES)
    told: list[Told] = []
    subjects: tuple[tuple[Literal["document", "statement", "condition"], Iterable[Any]], ...] = (
        ("document", [document]),
        ("statement", statements),
        ("condition", conditions),
    )
    for subject, parts in subjects:
        for rule in _rules(document.kind, subject, catalogue=has_catalogue):
            if not _tell(rule, parts, told):
                unchecked.add(rule.code)
    return told, frozenset(unchecked)


def _tell(rule: Rule, parts: Iterable[Any], told: list[Told]) -> bool:
    """Add what a rule says of some parts, and return whether that is all."""
    most = len(told) + _MOST_ISSUES
    try:
        for part in parts:
            for issue in rule.check(part):
                if len(told) == most:
                    return False
                told.append(Told(rule, issue))
    except UnsupportedPolicyError:  # more work than a rule may take
        return False
    return True
