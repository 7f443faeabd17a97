"""Criteria as a person types them, one in each text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters._criteria.merging import merged
from aa_sdk.filters._criteria.suggestions import intended_key, nearest_keys, value_problem
from aa_sdk.filters._keys import FILTER_KEYS, Operator
from aa_sdk.models.criteria import Criterion

_FORMS: Final = "key=value, key!=value, key~part, key? or key!?"
_TEXT: Final = re.compile(
    r"\s*(?P<key>[^\s=~!?]*)\s*(?P<operator>!=|!\?|=|~|\?|)\s*(?P<rest>.*?)\s*", re.DOTALL
)
_OPERATORS: Final[dict[str, Operator]] = {"=": "eq", "!=": "neq", "~": "contains"}
_EXISTS: Final = {"?": True, "!?": False}


def parse(texts: Iterable[str]) -> dict[str, Criterion]:
    """Read criteria; see `FindingFilter.parse`.

    Args:
        texts: One criterion each.

    Returns:
        Criteria by filter key.

    Raises:
        InvalidRequestError: A text cannot be read; every such text is named with the column.
    """
    criteria: dict[str, Criterion] = {}
    problems: list[InvalidField] = []
    for index, text in enumerate(texts):
        typed = _TypedCriterion(text, f"texts[{index}]")
        if wrong := list(typed.problems()):
            problems += wrong
        else:
            key, criterion = typed.key, typed.criterion()
            present = criteria.get(key)
            criteria[key] = merged(key, present, criterion) if present else criterion
    if problems:
        raise InvalidRequestError(*problems)
    return criteria


@dataclass
class _TypedCriterion:
    """One text taken apart."""

    text: str
    """What was typed."""
    path: str
    """Which of the texts it is, for errors."""

    def __post_init__(self) -> None:
        # Every part of the pattern may be empty, so that it matches any text.
        self.match = cast("re.Match[str]", _TEXT.fullmatch(self.text))
        self.key: str = self.match["key"]
        self.operator: str = self.match["operator"]
        self.value: str = self.match["rest"]

    def criterion(self) -> Criterion:
        """Return the criterion that the text stands for, if there is nothing wrong with it."""
        if self.operator in _EXISTS:
            return Criterion(exists=_EXISTS[self.operator])
        values: dict[str, Any] = {_OPERATORS[self.operator]: (self.value,)}
        return Criterion(**values)

    def problems(self) -> Iterator[InvalidField]:
        """Find what is wrong with the text."""
        key = FILTER_KEYS.get(self.key)
        if not self.key:
            yield self._problem("key", "a filter key must come first")
        elif key is None and not _is_open(self.key):
            near = nearest_keys(self.key)
            hint = f"; did you mean {near}?" if near else ""
            yield self._problem("key", f"{self.key!r} is no filter key{hint}")
        if not self.operator:
            yield self._problem("operator", f"an operator must follow the key: {_FORMS}")
        elif self.operator in _EXISTS:
            if self.value:
                yield self._problem("rest", f"nothing may follow {self.operator!r}")
        else:
            yield from self._value_problems()

    def _value_problems(self) -> Iterator[InvalidField]:
        key = FILTER_KEYS.get(self.key)
        operator = _OPERATORS[self.operator]
        if key and operator not in key.operators:
            yield self._problem("operator", f"{self.key} is true or false: use = or !=")
        elif not self.value:
            yield self._problem("rest", f"a value must follow {self.operator!r}")
        elif self.value.startswith("=") and self.operator == "=":
            yield self._problem("rest", "one = is enough")
        elif key and (reason := value_problem(key, operator, self.value)):
            yield self._problem("rest", f"{self.value!r} {reason}")

    def _problem(self, part: str, reason: str) -> InvalidField:
        return InvalidField(self.path, f"column {self.match.start(part) + 1}: {reason}", self.text)


def _is_open(key: str) -> bool:
    """Tell whether a key may be one that this release does not know."""
    return "." in key.strip(".") and intended_key(key) is None
