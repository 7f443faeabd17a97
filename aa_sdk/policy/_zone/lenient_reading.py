"""Reading a policy so that no condition keeps it from being judged.

The checks refuse what they cannot decide, for half a statement is no proof. Who gets in from
outside is asked of whatever policy a resource has. So a condition that cannot be decided is taken
as one that the caller may be able to fulfil: it is left out of an Allow, and a Deny that hangs on
it may not hold, so it is left out as a whole. More may be told than there is, never less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from aa_sdk.policy._analysis.context_keys import kind_of_key
from aa_sdk.policy._language.conditions import Condition, parse_conditions
from aa_sdk.policy._language.documents import Policy, PolicyDocument, load, parse_as
from aa_sdk.policy._language.elements import VERSIONS
from aa_sdk.policy._language.json_values import entries, is_object
from aa_sdk.policy._language.statements import Statement
from aa_sdk.policy.errors import InvalidPolicyError, UnsupportedPolicyError

_RESOURCE_POLICY = "RESOURCE_POLICY"


class Reading(NamedTuple):
    """What a policy says for sure, and where it was read as saying more."""

    statements: tuple[Statement, ...]
    """Its statements, without the conditions that are not decided."""
    wider: frozenset[int]
    """The indexes of the statements that say less than they are taken to."""


def read_leniently(document: PolicyDocument, assumed: Sequence[Condition] = ()) -> Reading:
    """Read a resource policy, whatever its conditions are.

    Args:
        document: The policy.
        assumed: Conditions that it will be compared with.

    Returns:
        What it says.

    Raises:
        InvalidPolicyError: It is malformed, or no resource policy.
        UnsupportedPolicyError: Something else than a condition is not decided.
    """
    undecided: set[int] = set()
    if isinstance(document, Policy):
        policy = document
    else:
        try:
            policy = Policy.parse(document)
        except UnsupportedPolicyError:
            policy = Policy.parse(_without_undecided(document, undecided))
    statements = parse_as(policy, _RESOURCE_POLICY).statements
    mixed = _mixed_keys(statements, assumed)
    if mixed:
        undecided |= {
            one.index for one in statements if any(c.context_key in mixed for c in one.conditions)
        }
        statements = tuple(_without_keys(one, mixed) for one in statements)
    kept = (one for one in statements if one.effect == "Allow" or one.index not in undecided)
    return Reading(tuple(kept), frozenset(undecided))


def _without_undecided(
    document: str | Mapping[str, Any] | Path, undecided: set[int]
) -> dict[str, Any]:
    """The document without the conditions that raise; the indexes of their statements are noted."""
    content = load(document)
    version = content.get("Version")
    variables = isinstance(version, str) and VERSIONS.get(version, False)
    statements = entries(content.get("Statement", []))
    decided: list[Any] = []
    for index, statement in enumerate(statements):
        block = statement.get("Condition") if is_object(statement) else None
        if not is_object(block):
            decided.append(statement)
            continue
        kept = _decided(block, f"Statement[{index}].Condition", variables=variables)
        if kept != block:
            undecided.add(index)
        decided.append({**statement, "Condition": kept})
    return {**content, "Statement": decided}


def _decided(block: Mapping[str, Any], path: str, *, variables: bool) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for operator, asked in block.items():
        if not is_object(asked):
            raise InvalidPolicyError(f"{path}.{operator}", "not a JSON object")
        # An operator that asks nothing is one of those that are kept.
        for part in [{key: values} for key, values in asked.items()] or [{}]:
            try:
                parse_conditions({operator: part}, path, variables=variables)
            except UnsupportedPolicyError:
                continue
            kept.setdefault(operator, {}).update(part)
    return kept


def _mixed_keys(statements: Sequence[Statement], assumed: Sequence[Condition]) -> set[str]:
    """The keys that are compared as texts here and as numbers or addresses there."""
    by_key: dict[str, list[Condition]] = {}
    for condition in [*(c for one in statements for c in one.conditions), *assumed]:
        by_key.setdefault(condition.context_key, []).append(condition)
    mixed: set[str] = set()
    for key, conditions in by_key.items():
        try:
            kind_of_key(conditions)
        except UnsupportedPolicyError:
            mixed.add(key)
    return mixed


def _without_keys(statement: Statement, keys: set[str]) -> Statement:
    conditions = tuple(one for one in statement.conditions if one.context_key not in keys)
    return replace(statement, conditions=conditions)
