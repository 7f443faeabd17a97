"""What filters ask, in words."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from json import dumps
from typing import Any, Final, cast

from aa_sdk._display.layout import Block, Face, Grid, Note, Span
from aa_sdk._display.limits import MOST_ROWS, rest_note
from aa_sdk._display.words import shorten
from aa_sdk.filters._criteria.merging import operators_of
from aa_sdk.filters._keys import FILTER_KEYS, MAX_VALUES
from aa_sdk.models.criteria import Criterion, SupportsCriteria

NOTHING_ASKED: Final = "every finding"
_WORD: Final = re.compile(r"[\w.:/-]+", re.ASCII)
_ONE: Final = {"eq": "=", "neq": "!=", "contains": "contains"}
_SEVERAL: Final = {"eq": "in", "neq": "not in", "contains": "contains any of"}
_MOST_VALUE: Final = 200
_MOST_LINE: Final = 4_000


def criteria_text(
    criteria: SupportsCriteria | Mapping[str, Criterion | Mapping[str, Any]],
) -> str:
    """Return what a filter asks in one line: `status = ACTIVE and resource contains "prod"`.

    Args:
        criteria: Criteria by filter key, as models or as mappings, or a filter.
    """
    asked = _asked(criteria)
    parts = [criterion_text(*one) for one in asked[:MOST_ROWS]]
    if len(asked) > MOST_ROWS:
        parts.append(f"{len(asked) - MOST_ROWS:,} more")
    return shorten(" and ".join(parts) or NOTHING_ASKED, _MOST_LINE)


def criteria_face(criteria: Mapping[str, Criterion]) -> Face:
    """Lay out what a filter asks as a table, a row for each operator of a key.

    Args:
        criteria: Criteria by filter key.
    """
    asked = _asked(criteria)
    if not asked:
        return [Note(NOTHING_ASKED)]
    rows = [
        (Span(_word(key), "strong"), *map(Span, _asks(key, operator, wanted)))
        for key, operator, wanted in asked[:MOST_ROWS]
    ]
    blocks: list[Block] = [Grid(("key", "asked", "values"), rows)]
    return [*blocks, *rest_note(len(asked))]


def criterion_text(key: str, operator: str, wanted: Any) -> str:
    """Return one operator of one key as text.

    Args:
        key: The filter key.
        operator: The operator.
        wanted: Its values, or the bool of `exists`.
    """
    asks, values = _asks(key, operator, wanted)
    if asks in _SEVERAL.values():
        values = f"({values})"
    return f"{_word(key)} {asks} {values}".rstrip()


def _asked(criteria: Any) -> list[tuple[str, str, Any]]:
    given: Mapping[str, Criterion | Mapping[str, Any]] = (
        criteria.to_criteria() if hasattr(criteria, "to_criteria") else criteria
    )
    return [
        (key, operator, wanted)
        for key, criterion in given.items()
        for operator, wanted in _operators(criterion)
    ]


def _operators(criterion: Criterion | Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    if isinstance(criterion, Criterion):
        return operators_of(criterion).items()
    return ((operator, wanted) for operator, wanted in criterion.items() if wanted is not None)


def _asks(key: str, operator: str, wanted: Any) -> tuple[str, str]:
    """Return the words for an operator, and its values; none where it has none."""
    if operator == "exists":
        return ("exists" if wanted else "does not exist"), ""
    if operator not in _ONE or isinstance(wanted, str) or not isinstance(wanted, Iterable):
        return _word(operator), _quoted(shorten(repr(wanted), _MOST_VALUE))
    values = [*_values(key, operator, [*cast("Iterable[object]", wanted)])]
    return (_ONE if len(values) == 1 else _SEVERAL)[operator], ", ".join(values)


def _values(key: str, operator: str, wanted: Sequence[object]) -> Iterator[str]:
    for value in wanted[:MAX_VALUES]:
        yield _value(key, operator, str(value))
    if len(wanted) > MAX_VALUES:
        yield f"… {len(wanted) - MAX_VALUES:,} more"


def _value(key: str, operator: str, value: str) -> str:
    known = FILTER_KEYS.get(key)
    is_listed = known is not None and known.values and operator != "contains"
    return _word(value) if is_listed else _quoted(value)


def _word(text: str) -> str:
    return text if len(text) <= _MOST_VALUE and _WORD.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    short = shorten(text, _MOST_VALUE)
    return dumps(short, ensure_ascii=not short.isprintable())
