"""Criteria put together, and reduced to what they mean."""

from collections.abc import Hashable, Mapping
from typing import Any, TypeAlias, cast

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters._keys import OPERATORS
from aa_sdk.models.criteria import Criterion

Values: TypeAlias = tuple[str, ...]


def operators_of(criterion: Criterion) -> dict[str, Any]:
    """Return what a criterion says under each of its operators, unknown operators last.

    Args:
        criterion: The criterion of one key.

    Returns:
        Values, or a bool for `exists`; operators that are not set are left out.
    """
    every: dict[str, Any] = {operator: getattr(criterion, operator) for operator in OPERATORS}
    every.update(criterion.model_extra or {})
    return {operator: value for operator, value in every.items() if value is not None}


def merged(key: str, first: Criterion, second: Criterion) -> Criterion:
    """Return one criterion for both: values of the same operator are put in one list.

    Args:
        key: The key both belong to.
        first: One criterion; its values come first.
        second: The other.

    Raises:
        InvalidRequestError: One asks for the key to be there and the other for it not to be.
    """
    both = operators_of(first)
    for operator, value in operators_of(second).items():
        present = both.get(operator, value)
        if isinstance(present, tuple) and isinstance(value, tuple):
            both[operator] = tuple(dict.fromkeys(cast("Values", present + value)))
        elif present == value:
            both[operator] = value
        else:
            reason = f"cannot be both {present!r} and {value!r}"
            raise InvalidRequestError(InvalidField(f"filter.{key}.{operator}", reason))
    return first.model_copy(update=both)


def meaning(criteria: Mapping[str, Criterion]) -> frozenset[Hashable]:
    """Return a form that criteria share exactly when they ask the same.

    The order of keys and values and repeated values make no difference, nor does a key
    that nothing is asked of.
    """
    return frozenset(
        (key, operator, _hashable(value))
        for key, criterion in criteria.items()
        for operator, value in operators_of(criterion).items()
    )


def _hashable(value: Any) -> Hashable:
    if isinstance(value, tuple):
        return frozenset(cast("Values", value))
    return value if isinstance(value, bool) else repr(value)
