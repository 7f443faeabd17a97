"""A filter as code, as a line of text and as a table."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from json import dumps
from typing import Any, Final

from aa_sdk.filters._criteria.merging import operators_of
from aa_sdk.filters._criteria.suggestions import misspelt
from aa_sdk.filters._keys import FILTER_KEYS, FilterKey, code_of
from aa_sdk.filters._wire_values import BOOLEAN_TEXTS, UncheckedText
from aa_sdk.models.criteria import Criterion

_WORD: Final = re.compile(r"[\w.:/-]+", re.ASCII)
_ONE: Final = {"eq": "=", "neq": "!=", "contains": "contains"}
_SEVERAL: Final = {"eq": "in", "neq": "not in", "contains": "contains any of"}


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


def as_text(criteria: Mapping[str, Criterion]) -> str:
    """Return what a filter asks in one line.

    Args:
        criteria: Criteria by filter key.
    """
    parts = [
        criterion_text(key, operator, wanted)
        for key, criterion in criteria.items()
        for operator, wanted in operators_of(criterion).items()
    ]
    return " and ".join(parts) or "every finding"


def as_html(criteria: Mapping[str, Criterion]) -> str:
    """Return what a filter asks as an HTML table, the same for the same criteria.

    Args:
        criteria: Criteria by filter key.
    """
    rows = [
        f"<tr><td><code>{escape(_word(key))}</code></td><td>{escape(text)}</td></tr>"
        for key, criterion in criteria.items()
        for operator, wanted in operators_of(criterion).items()
        for text in [_predicate(key, operator, wanted)]
    ]
    body = "".join(rows) or "<tr><td>every finding</td></tr>"
    return f"<table><thead><tr><th>key</th><th>asked</th></tr></thead><tbody>{body}</tbody></table>"


def criterion_text(key: str, operator: str, wanted: Any) -> str:
    """Return one operator of one key as text.

    Args:
        key: The filter key.
        operator: The operator.
        wanted: Its values, or the bool of `exists`.
    """
    return f"{_word(key)} {_predicate(key, operator, wanted)}"


def _predicate(key: str, operator: str, wanted: Any) -> str:
    if operator == "exists":
        return "exists" if wanted else "does not exist"
    if operator not in _ONE:
        return f"{_word(operator)} {_quoted(repr(wanted))}"
    values = [_value(key, operator, value) for value in wanted]
    if len(values) == 1:
        return f"{_ONE[operator]} {values[0]}"
    return f"{_SEVERAL[operator]} ({', '.join(values)})"


def _value(key: str, operator: str, value: str) -> str:
    known = FILTER_KEYS.get(key)
    is_listed = known is not None and known.values and operator != "contains"
    return _word(value) if is_listed else _quoted(value)


def _word(text: str) -> str:
    return text if _WORD.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    return dumps(text, ensure_ascii=not text.isprintable())


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
