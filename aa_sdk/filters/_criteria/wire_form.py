"""Criteria in wire form: mappings whose types nobody has checked yet."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters._wire_values import wire_text
from aa_sdk.models.criteria import Criterion


def read_criteria(given: Mapping[str, Criterion | Mapping[str, Any]]) -> dict[str, Criterion]:
    """Read criteria, whichever of the two forms each has.

    Args:
        given: By filter key, a `Criterion` or a mapping of operators.

    Raises:
        InvalidRequestError: Values have the wrong type; each is named.
    """
    criteria: dict[str, Criterion] = {}
    wrong: list[InvalidField] = []
    for key, criterion in given.items():
        if isinstance(criterion, Criterion):
            criteria[key] = criterion
        elif problems := list(wire_problems(criterion, f"filter.{key}")):
            wrong += problems
        else:
            criteria[key] = Criterion.model_validate(criterion)
    if wrong:
        raise InvalidRequestError(*wrong)
    return criteria


def wire_problems(criterion: object, path: str) -> Iterator[InvalidField]:
    """Find what keeps a mapping from being read as a criterion: wrong types.

    Args:
        criterion: What should be a mapping of operators.
        path: Where it stands.

    Yields:
        Every wrong place.
    """
    if not isinstance(criterion, Mapping):
        yield InvalidField(path, "must be a Criterion or a mapping of operators", criterion)
        return
    for operator, value in cast("Mapping[str, object]", criterion).items():
        if operator == "exists" and not isinstance(value, bool | None):
            yield InvalidField(f"{path}.exists", "must be a bool", value)
        elif operator in ("eq", "neq", "contains") and value is not None:
            yield from _list_problems(value, f"{path}.{operator}")


def _list_problems(values: object, path: str) -> Iterator[InvalidField]:
    if not isinstance(values, (list, tuple)):
        yield InvalidField(path, "must be a list of strings", values)
        return
    for index, value in enumerate(cast("list[object]", values)):
        if not isinstance(value, str):
            hint = f": write {wire_text(value)!r}" if isinstance(value, (bool, int)) else ""
            yield InvalidField(f"{path}[{index}]", f"must be a string{hint}", value)
