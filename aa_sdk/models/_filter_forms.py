"""What is wrong with the form of a filter, whatever its keys, and what to write instead."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final, NamedTuple, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

_EXAMPLE: Final = "{'status': {'eq': ['ACTIVE']}}"
_SEVERAL: Final = (list, tuple, set, frozenset)
_LISTS: Final = ("eq", "neq", "contains")
_OPERATORS: Final = (*_LISTS, "exists")
_LIKENESS: Final = 0.8
# What operators are called elsewhere, in lower case and without underscores.
_OTHER_WORDS: Final = {
    "eq": "equal equals is in anyof value values",
    "neq": "ne noteq notequal notequals not isnot notin nin",
    "contains": "like has include includes",
    "exists": "present isset",
}
_SHOWN: Final = 3
_SHORT: Final = 60


class FormProblem(NamedTuple):
    """One wrong place of a filter."""

    place: tuple[str | int, ...]
    """Key, operator and index, as far as it is known; empty for the filter as a whole."""
    reason: str
    """What is wrong, and what to write instead."""
    value: object
    """What stands there."""


def in_words(given: object, error: Exception) -> Exception:
    """Return the error to raise where pydantic, or `to_criteria`, refuses a filter.

    Args:
        given: What was given as the filter.
        error: The refusal.

    Returns:
        An error with a sentence for each wrong place; the refusal itself if none is found.
    """
    problems = [
        InitErrorDetails(
            type=PydanticCustomError("wrong_filter", "{reason}", {"reason": problem.reason}),
            loc=problem.place,
            input=problem.value,
        )
        for problem in (*form_problems(given), *_unknown_operators(given))
    ]
    return ValidationError.from_exception_data("filter", problems) if problems else error


def form_problems(given: object) -> Iterator[FormProblem]:
    """Find what keeps something from being read as a filter.

    Args:
        given: A filter, a mapping of keys to criteria, or anything else.

    Yields:
        Every wrong place.
    """
    if not _is_mapping(given):
        if reason := _no_filter(given):
            yield FormProblem((), reason, given)
        return
    for key, criterion in _entries(given):
        if not isinstance(key, str):
            yield FormProblem((), f"every key must be text, as in {_EXAMPLE}", key)
        elif key in _OPERATORS and not _is_mapping(criterion):
            reason = f"is an operator, which stands below a key: write {_EXAMPLE}"
            yield FormProblem((key,), reason, criterion)
        else:
            for place, reason, value in criterion_problems(criterion):
                yield FormProblem((key, *place), reason, value)


def criterion_problems(criterion: object) -> Iterator[FormProblem]:
    """Find what keeps something from being read as the criterion of one key.

    Args:
        criterion: A `Criterion`, a mapping of operators, or anything else.

    Yields:
        Every wrong place, from the criterion on.
    """
    if isinstance(criterion, BaseModel):
        return
    if not _is_mapping(criterion):
        yield FormProblem((), _no_criterion(criterion), criterion)
        return
    for operator, value in _entries(criterion):
        if operator == "exists" and not isinstance(value, bool | None):
            yield FormProblem((operator,), "must be a bool, True or False", value)
        elif operator in _LISTS and value is not None:
            for place, reason, wrong in _list_problems(value):
                yield FormProblem((operator, *place), reason, wrong)


def operator_problem(operator: str) -> str:
    """Say that something is no operator, and which one is meant or which there are.

    Args:
        operator: What stands in the place of one.
    """
    if meant := intended_operator(operator):
        return f"is no operator: write {meant!r}"
    return f"is no operator: there are {', '.join(_OPERATORS)}"


def intended_operator(word: str) -> str | None:
    """Return the operator that another word is probably meant to be.

    Args:
        word: A word that is no operator, such as `equals`.

    Returns:
        The operator; None when the word resembles none, as one that the service may get yet.
    """
    folded = word.casefold().replace("_", "").replace("-", "")
    for operator, others in _OTHER_WORDS.items():
        if folded == operator or folded in others.split():
            return operator
    return next(iter(get_close_matches(folded, _OPERATORS, 1, _LIKENESS)), None)


def _unknown_operators(given: object) -> Iterator[FormProblem]:
    for key, criterion in _entries(given):
        for operator, value in _entries(criterion):
            if operator not in _OPERATORS:
                yield FormProblem((key, operator), operator_problem(str(operator)), value)


def _is_mapping(value: object) -> bool:
    return isinstance(value, Mapping)


def _entries(value: object) -> Iterator[tuple[Any, object]]:
    """Go through a mapping; what is none has no entries."""
    if isinstance(value, Mapping):
        yield from cast("Mapping[Any, object]", value).items()


def _no_filter(given: object) -> str:
    """Say why something is no filter at all; nothing where it is one."""
    if hasattr(given, "to_criteria") and not isinstance(given, type):
        return _refusal(given)
    match given:
        case type():
            name = given.__name__
            reason = f"is a class: write {name}(), and then what to ask, as .status.eq('ACTIVE')"
        case str():
            reason = _of_text(given)
        case list() | tuple() | set() | frozenset():
            reason = "must be one filter: put several in one with &, or write one mapping"
        case BaseModel():
            reason = _of_model(type(given))
        case _ if callable(given):
            name = getattr(given, "__name__", "")
            reason = f"unfinished: .{name} was not called: write .{name}(…)"
        case _:
            reason = f"must be a filter: write FindingFilter().status.eq('ACTIVE'), or {_EXAMPLE}"
    return reason


def _of_model(kind: type[BaseModel]) -> str:
    if {*_OPERATORS} <= kind.model_fields.keys():
        return "is what one key must be: write {'status': …} with it"
    return "is no filter: to ask for a finding, write FindingFilter().id.eq(finding.id)"


def _refusal(given: Any) -> str:
    """Return what something says itself when it is asked for its criteria."""
    try:
        given.to_criteria()
    except ValueError as error:
        fields: Sequence[Any] = getattr(error, "fields", ())
        return str(fields[0].reason) if fields else str(error)
    return ""


def _of_text(text: str) -> str:
    if text.lstrip().startswith("{"):
        return "is JSON text: pass what json.loads makes of it"
    example = repr(text) if _is_short(text) and "=" in text else "'status=ACTIVE'"
    return f"is text: FindingFilter.parse({example}) makes a filter of it"


def _no_criterion(criterion: object) -> str:
    if criterion is None:
        return "asks nothing: leave the key out, or write {'exists': False}"
    if hasattr(criterion, "to_criteria"):
        return _refusal(criterion) or "is a whole filter, with its keys: pass it as the filter"
    values = (
        list(cast("list[object]", criterion)) if isinstance(criterion, _SEVERAL) else [criterion]
    )
    return f"must be a mapping of operators: write {{'eq': {_written(values)}}}"


def _list_problems(values: object) -> Iterator[FormProblem]:
    if not isinstance(values, _SEVERAL):
        yield FormProblem((), f"must be a list: write {_written([values])}", values)
        return
    for index, value in enumerate(cast("list[object]", values)):
        if not isinstance(value, str):
            hint = f": write {_text_of(value)!r}" if isinstance(value, bool | int) else ""
            yield FormProblem((index,), f"must be a string{hint}", value)


def _written(values: list[object]) -> str:
    """Write values as the list of texts that they should be, or an example where they are long."""
    texts = [_text_of(value) for value in values if isinstance(value, str | bool | int)]
    if len(texts) < len(values) or not all(map(_is_short, texts)):
        texts = ["ACTIVE"]
    more = ", …" if len(texts) > _SHOWN else ""
    return f"[{', '.join(map(repr, texts[:_SHOWN]))}{more}]"


def _text_of(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_short(text: str) -> bool:
    return len(text) <= _SHORT and "{" not in text
