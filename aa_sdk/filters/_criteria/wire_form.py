"""Criteria in wire form: mappings whose types nobody has checked yet."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters._criteria.suggestions import same_key
from aa_sdk.filters._keys import FILTER_KEYS, OPERATORS
from aa_sdk.models._filter_forms import (
    FormProblem,
    criterion_problems,
    form_problems,
    intended_operator,
    operator_problem,
)
from aa_sdk.models.criteria import Criterion, SupportsCriteria


def criteria_of(given: SupportsCriteria | Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the criteria that something given as a filter has, in either form.

    Args:
        given: A filter or a mapping.

    Raises:
        InvalidRequestError: It is neither; the reason says what to write.
    """
    if wrong := [_field(problem) for problem in form_problems(given)]:
        raise InvalidRequestError(*wrong)
    return given if isinstance(given, Mapping) else given.to_criteria()


def read_criteria(given: Mapping[str, Criterion | Mapping[str, Any]]) -> dict[str, Criterion]:
    """Read criteria, whichever of the two forms each has.

    Args:
        given: By filter key, a `Criterion` or a mapping of operators.

    Raises:
        InvalidRequestError: A key or an operator is a known one in another spelling; each is named.
    """
    if wrong := [*_spellings(given)]:
        raise InvalidRequestError(*wrong)
    return {
        key: criterion if isinstance(criterion, Criterion) else Criterion.model_validate(criterion)
        for key, criterion in given.items()
    }


def no_filter(given: object) -> str:
    """Say why something cannot be joined with a filter, and what to write instead.

    Args:
        given: Anything but a filter.
    """
    for problem in form_problems(given):
        if not problem.place:
            return problem.reason
    return "FindingFilter.from_criteria makes one of a mapping"


def wire_problems(criterion: object, path: str) -> Iterator[InvalidField]:
    """Find what keeps a mapping from being read as a criterion: wrong types.

    Args:
        criterion: What should be a mapping of operators.
        path: Where it stands.

    Yields:
        Every wrong place.
    """
    return (_field(problem, path) for problem in criterion_problems(criterion))


def _spellings(given: Mapping[str, object]) -> Iterator[InvalidField]:
    """Find keys and operators that differ from known ones as no new ones will."""
    for key, criterion in given.items():
        if key not in FILTER_KEYS and (meant := same_key(key)):
            yield InvalidField(f"filter.{key}", f"is no filter key: write {meant!r}")
        operators = (
            cast("Mapping[str, object]", criterion) if isinstance(criterion, Mapping) else ()
        )
        for operator in operators:
            if operator not in OPERATORS and intended_operator(operator):
                yield InvalidField(f"filter.{key}.{operator}", operator_problem(operator))


def _field(problem: FormProblem, path: str = "filter") -> InvalidField:
    for part in problem.place:
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    return InvalidField(path, problem.reason, problem.value)
