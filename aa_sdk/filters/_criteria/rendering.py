"""A filter as the code that builds it."""

from collections.abc import Iterator, Mapping
from typing import Any

from aa_sdk.filters._criteria.merging import operators_of
from aa_sdk.filters._criteria.suggestions import misspelt
from aa_sdk.filters._keys import FILTER_KEYS, FilterKey, code_of
from aa_sdk.filters._wire_values import BOOLEAN_TEXTS, UncheckedText
from aa_sdk.models.criteria import Criterion


def as_code(start: str, criteria: Mapping[str, Criterion]) -> str:
    """Return the code that builds a filter.

    Args:
        start: The code that makes the empty filter.
        criteria: Criteria by filter key.
    """
    if any(criterion.model_extra for criterion in criteria.values()):
        plain = {key: operators_of(criterion) for key, criterion in criteria.items()}
        return f"{start}.from_criteria({plain!r})"
    return start + "".join(_code(key, criterion) for key, criterion in criteria.items())


def _code(key: str, criterion: Criterion) -> str:
    operators = operators_of(criterion)
    known = FILTER_KEYS.get(key)
    boolean = known is not None and known.kind == "boolean"
    takes = _are_booleans(operators) if boolean else not _has_slips(known, operators)
    reach = code_of(key) if takes else f"key({key!r})"
    return "".join(f".{reach}.{call}" for call in _calls(operators, boolean=boolean and takes))


def _has_slips(known: FilterKey | None, operators: Mapping[str, Any]) -> bool:
    """Tell whether the key's own attribute would refuse a value, or let it be refused later."""
    return known is not None and any(
        misspelt(known, value)
        or (isinstance(value, UncheckedText) and (operator == "contains" or known.kind != "enum"))
        for operator in ("eq", "neq", "contains")
        for value in operators.get(operator, ())
    )


def _calls(operators: Mapping[str, Any], *, boolean: bool) -> Iterator[str]:
    for operator, wanted in operators.items():
        values = [wanted] if operator == "exists" else list(wanted)
        if boolean and operator != "exists":
            values = [value == BOOLEAN_TEXTS[True] for value in values]
        yield f"{operator}({', '.join(map(repr, values))})"


def _are_booleans(operators: Mapping[str, Any]) -> bool:
    values = [value for operator, value in operators.items() if operator in ("eq", "neq")]
    return "contains" not in operators and {*sum(values, ())} <= {*BOOLEAN_TEXTS.values()}
