"""Condition elements: which predicates the value of a context key has to satisfy, and how."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, Self

from aa_sdk._arns import FIELDS
from aa_sdk.policy._language.condition_operators import Operator, operator
from aa_sdk.policy._language.json_values import entries, is_object
from aa_sdk.policy._language.literals import (
    canonical_bytes,
    parse_block,
    parse_instant,
    parse_number,
    parse_truth,
)
from aa_sdk.policy._language.patterns import Pattern, literal, parse
from aa_sdk.policy._language.predicates import Predicate, Threshold
from aa_sdk.policy.errors import InvalidPolicyError, UnsupportedPolicyError


class Condition(NamedTuple):
    """One operator on one context key."""

    operator: Operator
    """How the predicates are applied to what the request carries."""
    context_key: str
    """The key in lower case."""
    context_key_as_written: str
    """The key as it stands in the document."""
    predicates: tuple[Predicate, ...]
    """One for each value; one that holds is enough, for a negated operator one too many."""
    operator_as_written: str = ""
    """The operator as it stands in the document."""
    as_written: tuple[str, ...] = ()
    """The value of each predicate as it stands in the document."""

    def only(self, places: Sequence[int]) -> Self:
        """Make the same condition with some of its values only."""
        return self._replace(
            predicates=tuple(self.predicates[place] for place in places),
            as_written=tuple(self.as_written[place] for place in places),
        )

    @property
    def meaning(self) -> tuple[object, ...]:
        """What two conditions share that ask the same, however they are written."""
        return self.operator, self.context_key, frozenset(self.predicates)


def parse_conditions(element: Any, path: str, *, variables: bool) -> tuple[Condition, ...]:
    """Read a Condition element.

    Args:
        element: What the document holds.
        path: Where it stands, for errors.
        variables: Whether the document's version knows policy variables.

    Returns:
        The conditions, all of which must hold.

    Raises:
        InvalidPolicyError: It is malformed.
        UnsupportedPolicyError: An operator is not known.
    """
    conditions: list[Condition] = []
    for name, keys in _members(element, path):
        place = f"{path}.{name}"
        try:
            applied = operator(name)
        except UnsupportedPolicyError as error:
            raise UnsupportedPolicyError(place, error.feature) from None
        for key, values in _members(keys, place):
            texts = _texts(values, f"{place}.{key}")
            asked: dict[Predicate, str] = {}
            for text, where in texts:
                asked.setdefault(_predicate(applied, text, where, variables=variables), text)
            written = (name, tuple(asked.values()))
            conditions.append(Condition(applied, key.lower(), key, tuple(asked), *written))
    return tuple(conditions)


def _members(value: Any, path: str) -> list[tuple[str, Any]]:
    if not is_object(value):
        raise InvalidPolicyError(path, "not a JSON object")
    members: list[tuple[Any, Any]] = list(value.items())
    if not all(isinstance(name, str) and name for name, _ in members):
        raise InvalidPolicyError(path, "has a key that is not a string")
    return members


def _texts(values: Any, path: str) -> list[tuple[str, str]]:
    """The values of a key as text, and the path of each."""
    places = [(value, f"{path}[{n}]") for n, value in enumerate(entries(values))]
    return [(_text(value, place), place) for value, place in places]


def _text(value: Any, path: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, int | float | Decimal):
        return str(value)
    raise InvalidPolicyError(path, "neither text nor a number nor a truth value")


def _predicate(applied: Operator, text: str, path: str, *, variables: bool) -> Predicate:
    if applied.family == "string":
        return parse(
            text,
            path,
            wildcards=applied.comparison == "like",
            variables=variables,
            folded=applied.comparison == "fold",
        )
    if applied.family == "arn":
        return _arn(text, path, variables=variables)
    if applied.family == "numeric":
        return Threshold(applied.comparison, parse_number(text, path))
    if applied.family == "date":
        return Threshold(applied.comparison, parse_instant(text, path))
    return _SIMPLE[applied.family](text, path)


def _arn(text: str, path: str, *, variables: bool) -> Pattern:
    pattern = parse(text, path, wildcards=True, variables=variables, fields=True)
    colons = sum(token.count(":") for token in pattern.tokens if isinstance(token, str))
    if text.startswith("arn:") and colons < FIELDS - 1 and not pattern.variables:
        raise UnsupportedPolicyError(path, "an ARN of fewer than six parts in a condition")
    return pattern


def _truth(text: str, path: str) -> Predicate:
    return literal("true" if parse_truth(text, path) else "false")


_SIMPLE: dict[str, Callable[[str, str], Predicate]] = {
    "bool": _truth,
    "null": _truth,
    "ip": parse_block,
    "binary": lambda text, path: literal(canonical_bytes(text, path)),
}
