"""Refuses filters that the service would refuse, or that cannot mean what they say."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from aa_sdk.errors import InvalidField
from aa_sdk.filters._criteria.merging import operators_of
from aa_sdk.filters._criteria.suggestions import intended_key, value_problem
from aa_sdk.filters._criteria.wire_form import wire_problems
from aa_sdk.filters._keys import (
    FILTER_KEYS,
    MAX_VALUES,
    OPERATIONS,
    OPERATORS,
    RULE_OPERATIONS,
    FilterKey,
    Operator,
)
from aa_sdk.filters._wire_values import UncheckedText
from aa_sdk.models._filter_forms import operator_problem
from aa_sdk.models.criteria import Criterion


def check_criteria(
    criteria: Mapping[str, Criterion | Mapping[str, Any]],
    operation: str | None = None,
    path: str = "filter",
) -> list[InvalidField]:
    """Find what is wrong with a filter before it is sent.

    Refused are: a documented key that the operation never takes; a key that is a documented
    one misspelt; a value that a documented key never has; `contains` on a boolean; a value
    that is no string; no value, or more than 20, under an operator. Let through are criteria
    that ask nothing, which the service model allows; keys and operator choices that nothing
    is known about; and values of lists known to grow: other error codes, and other resource
    types in the form `AWS::Service::Kind`; and the values of a filter built with
    `FindingFilter.key`.

    Args:
        criteria: The filter, for each key a `Criterion` or a mapping in wire form.
        operation: The operation it is for, such as `ListFindingsV2`. Default: only what is
            wrong everywhere.
        path: Where the filter stands in the request.

    Returns:
        Every wrong place, with paths like `filter.status.eq[0]`; empty when there is none.
    """
    return [
        problem
        for key, criterion in criteria.items()
        for problem in _criterion_problems(key, criterion, operation, f"{path}.{key}")
    ]


def _criterion_problems(
    key: str, criterion: object, operation: str | None, path: str
) -> Iterator[InvalidField]:
    known = FILTER_KEYS.get(key)
    if known is None:
        if meant := intended_key(key):
            yield InvalidField(path, f"is no filter key; did you mean {meant!r}?")
    elif operation and (reason := _not_taken(known, operation)):
        yield InvalidField(path, reason)
    operators: dict[str, Any]
    if isinstance(criterion, Criterion):
        operators = operators_of(criterion)
    elif wrong := list(wire_problems(criterion, path)):
        yield from wrong
        return
    else:
        wire = cast("Mapping[str, Any]", criterion)
        operators = {operator: value for operator, value in wire.items() if value is not None}
    for operator, value in operators.items():
        yield from _operator_problems(known, operator, value, f"{path}.{operator}")


def _not_taken(key: FilterKey, operation: str) -> str | None:
    if operation in key.operations or operation not in OPERATIONS:
        return None
    if operation in RULE_OPERATIONS:
        return "archive rules do not take this key: they decide when a finding is made"
    if operation == "ListFindings" and "external" not in key.analyzers:
        return "ListFindings does not take this key, as it lists external access only"
    return f"{operation} does not take this key: only {', '.join(sorted(key.operations))}"


def _operator_problems(
    key: FilterKey | None, operator: str, value: Any, path: str
) -> Iterator[InvalidField]:
    if operator not in OPERATORS:
        yield InvalidField(path, operator_problem(operator))
    elif key and operator not in key.operators:
        yield InvalidField(path, f"makes no sense for {key.name}, which is true or false")
    elif operator != "exists":
        yield from _values_problems(key, operator, value, path)


def _values_problems(
    key: FilterKey | None, operator: Operator, values: tuple[str, ...], path: str
) -> Iterator[InvalidField]:
    if not values:
        yield InvalidField(path, "has no values: give 1 to 20")
    if len(values) > MAX_VALUES:
        way_out = "; FindingFilter.split() makes several filters of it" if operator != "neq" else ""
        reason = f"at most {MAX_VALUES} values under one operator, not {len(values)}{way_out}"
        yield InvalidField(path, reason)
    for index, value in enumerate(values if key else ()):
        if isinstance(value, UncheckedText):
            continue
        if key and (problem := value_problem(key, operator, value)):
            yield InvalidField(f"{path}[{index}]", problem, value)
