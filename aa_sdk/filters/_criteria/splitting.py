"""Cuts a filter with too many values into filters that the service takes.

Values of `eq` and of `contains` are alternatives: what passes one of 45 passes one of the first
20, of the next 20 or of the last 5, so the parts together list what the whole would. Values of
`neq` exclude: each part would let through what the others keep out, so these are not cut. Two
long lists would have to be cut against each other, which multiplies the queries: whoever wants
that is to say so. A value counts once however often it stands there; a list that is short enough
is left as it was given.
"""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters._criteria.merging import operators_of
from aa_sdk.filters._keys import MAX_VALUES, OPERATORS
from aa_sdk.models.criteria import Criterion


def split_criteria(criteria: Mapping[str, Criterion]) -> Iterator[dict[str, Criterion]]:
    """Cut criteria into parts; see `FindingFilter.split`.

    Args:
        criteria: Criteria by filter key.

    Returns:
        The parts, each with the same keys in the same order.

    Raises:
        InvalidRequestError: What is too long is no list of alternatives, or there are several.
    """
    distinct = {key: _without_repetitions(criterion) for key, criterion in criteria.items()}
    long = [
        (key, operator)
        for key, criterion in distinct.items()
        for operator, values in operators_of(criterion).items()
        if is_long(values)
    ]
    if not long:
        return iter([distinct])
    if refused := [InvalidField(f"filter.{key}.{op}", _NEQ) for key, op in long if op == "neq"]:
        raise InvalidRequestError(*refused)
    if len(long) > 1:
        raise InvalidRequestError(*(InvalidField(f"filter.{key}.{op}", _TWO) for key, op in long))
    return _parts(distinct, *long[0])


_NEQ = (
    f"more than {MAX_VALUES} values of neq cannot be split: each part would let through what "
    "the others exclude; list with fewer values and drop the rest with matches()"
)
_TWO = (
    f"only one operator of one key may have more than {MAX_VALUES} values to be split; "
    "split one here and the other in a second pass"
)


def _parts(
    criteria: Mapping[str, Criterion], key: str, operator: str
) -> Iterator[dict[str, Criterion]]:
    values: tuple[str, ...] = getattr(criteria[key], operator)
    for start in range(0, len(values), MAX_VALUES):
        part = {operator: values[start : start + MAX_VALUES]}
        yield {**criteria, key: criteria[key].model_copy(update=part)}


def _without_repetitions(criterion: Criterion) -> Criterion:
    long: dict[str, Any] = {
        operator: tuple(dict.fromkeys(values))
        for operator, values in operators_of(criterion).items()
        if operator in OPERATORS and is_long(values)
    }
    return criterion.model_copy(update=long) if long else criterion


def is_long(values: object) -> bool:
    """Tell whether values are more than one operator takes.

    Args:
        values: What stands under an operator.
    """
    return isinstance(values, tuple) and len(cast("tuple[str, ...]", values)) > MAX_VALUES
