"""Rules about what is said twice: actions, resources and statements."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._language.json_values import entries, is_object
from aa_sdk.policy._validation.document import Document, Entry, Statement
from aa_sdk.policy._validation.globs import covers, is_glob, literal_prefix
from aa_sdk.policy._validation.located_json import Path
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, document_rule

_STEPS = 150_000
"""Pairs of patterns that are compared, over all statements: some tenths of a second."""
_PLACE_STEPS = 20
"""What a place in a finding costs beside them."""
_BEYOND = chr(0x10FFFF)


def _redundant_actions(document: Document) -> Issues:
    budget = Budget(_STEPS)
    for statement in document.statements:
        for places in _covered(statement.actions, statement.lowered_actions, budget):
            details = (
                f"One of these {len(places)} actions allows what the others do: keep that one."
            )
            yield Issue(details, places)


def _redundant_resources(document: Document) -> Issues:
    budget = Budget(_STEPS)
    for statement in document.statements:
        for places in _covered(
            statement.resources, [one.text for one in statement.resources], budget
        ):
            details = f"One of these {len(places)} resources names the others too: keep that one."
            yield Issue(details, places)


def _covered(listed: list[Entry], texts: list[str], budget: Budget) -> Iterator[tuple[Path, ...]]:
    """Go through the patterns that others stand beside for nothing, with the places of both."""
    if len(listed) < 2:  # noqa: PLR2004 (one pattern alone)
        return
    positions: dict[str, list[int]] = {}
    for position, text in enumerate(texts):
        positions.setdefault(text, []).append(position)
    if "*" in positions:  # everything is meant, and nobody is told what it covers
        return
    narrower = _narrower(positions, budget)
    covered = {text for texts in narrower.values() for text in texts}
    for text, own in positions.items():
        if text not in covered:
            named = [*own, *(at for other in narrower.get(text, ()) for at in positions[other])]
            if len(named) > 1:
                budget.spend(len(named) * _PLACE_STEPS)
                yield tuple(listed[position].path for position in sorted(named))


def _narrower(positions: dict[str, list[int]], budget: Budget) -> dict[str, list[str]]:
    """Find which patterns each one covers; of two that cover each other, the first covers."""
    ordered = sorted(positions)
    narrower: dict[str, list[str]] = {}
    for wide in ordered:
        if not is_glob(wide):
            continue
        prefix = literal_prefix(wide)
        # What it covers begins as it does, and stands together in alphabetical order.
        low, high = bisect_left(ordered, prefix), bisect_right(ordered, prefix + _BEYOND)
        budget.spend(high - low)
        for narrow in ordered[low:high]:
            if (
                narrow is not wide
                and covers(wide, narrow)
                and (positions[wide] < positions[narrow] or not covers(narrow, wide))
            ):
                narrower.setdefault(wide, []).append(narrow)
    return narrower


def _redundant_statements(document: Document) -> Issues:
    alike: dict[tuple[str, frozenset[str]], list[Statement]] = {}
    for statement in document.statements:
        # Few statements share their actions, and only those are compared as a whole.
        actions = frozenset(statement.lowered_actions)
        alike.setdefault((statement.effect, actions), []).append(statement)
    for statements in alike.values():
        if len(statements) > 1:
            yield from _same(statements)


def _same(statements: list[Statement]) -> Issues:
    same: dict[str, list[Path]] = {}
    for statement in statements:
        same.setdefault(_meaning(statement), []).append(statement.path)
    for places in same.values():
        if len(places) > 1:
            yield Issue("These statements say the same: keep one of them.", tuple(places))


def _meaning(statement: Statement) -> str:
    """What statements share that say the same: their order, their Sid and some cases aside."""
    elements = {name: value for name, value in statement.elements.items() if name != "Sid"}
    for name in elements.keys() & {"Action", "NotAction", "Resource", "NotResource"}:
        elements[name] = _as_set(elements[name], fold=name.endswith("Action"))
    if is_object(elements.get("Condition")):
        elements["Condition"] = {
            operator.lower(): _keys_and_values(keys)
            for operator, keys in elements["Condition"].items()
        }
    return json.dumps(elements, sort_keys=True)


def _keys_and_values(keys: Any) -> Any:
    if not is_object(keys):
        return keys
    return {key.lower(): _as_set(values, fold=False) for key, values in keys.items()}


def _as_set(value: Any, *, fold: bool) -> list[str]:
    texts = {json.dumps(entry, sort_keys=True) for entry in entries(value)}
    return sorted({text.lower() for text in texts} if fold else texts)


RULES: tuple[Rule, ...] = (
    document_rule("REDUNDANT_ACTION", "SUGGESTION", _redundant_actions),
    document_rule("REDUNDANT_RESOURCE", "SUGGESTION", _redundant_resources),
    document_rule("REDUNDANT_STATEMENT", "SUGGESTION", _redundant_statements),
)
