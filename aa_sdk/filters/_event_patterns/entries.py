"""What a rule lists under one field, so that it passes exactly what all clauses on it pass.

EventBridge takes any entry of a field's list, and a filter wants every operator: there is no "and"
for one field. So operators are put together here, and what is left is one list of alternatives.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeAlias, cast

from aa_sdk._display.words import shorten
from aa_sdk.filters._evaluation.matcher import Clause
from aa_sdk.filters._event_patterns.families import Family, Place
from aa_sdk.filters._wire_values import BOOLEAN_TEXTS
from aa_sdk.models._finding_types import DETAILS_BY_TYPE

Entries: TypeAlias = list[Any] | None
"""What is listed under a field. Empty when no event passes, None when every event does."""

_Read: TypeAlias = Callable[[str], Any]

# As Python writes a whole number: EventBridge compares numbers by their text.
_NUMBER: Final = re.compile(r"0|-?[1-9]\d{0,17}", re.ASCII)
_SHOWN: Final = 80
_PART_AND_NEQ: Final = "cannot leave out {value!r}, which has the part asked for"
_TWO_PARTS: Final = "cannot ask for a part of one list and a part of another"
_IN_A_LIST: Final = "can ask that one value of a list fits, by one operator other than neq"
_IN_A_MAP: Final = "can ask for an entry of a map, as {root}.…, and not for any of them"
_IN_A_NUMBER: Final = "cannot ask for a part of a number"
_PERHAPS_ABSENT: Final = (
    "cannot tell whether there is {root!r}, without which matches() refuses an event: add .exists()"
)


class InexpressibleError(Exception):
    """What the clauses on a field ask is beyond a rule: which of them, and what a rule cannot."""

    def __init__(self, clause: Clause, reason: str) -> None:
        super().__init__(clause, reason)
        self.clause = clause
        self.reason = reason


def entries_of(place: Place, clauses: Sequence[Clause], family: Family) -> Entries:
    """Return what to list for a field.

    Args:
        place: Where the family's events have it.
        clauses: All that is asked of it.
        family: The family.

    Raises:
        InexpressibleError: No list says that.
    """
    if place.kind == "external":
        return None if _pass(clauses, "ExternalAccess") else []
    if place.kind == "type":
        are_listed = any(clause.operator == "eq" for clause in clauses)
        found = _present([_within(one, family, are_listed=are_listed) for one in clauses])
        return None if found == [{"exists": True}] else found  # each of these events has a type
    absent = place.is_optional and _pass(clauses, None)
    if place.kind == "nowhere":
        return None if absent else []
    if place.kind == "boolean":
        found = _booleans(clauses)
    else:
        _refuse_inexpressible(place, clauses)
        found = _present(clauses, _number if place.kind == "number" else str)
    if absent:
        return None if found == [{"exists": True}] else [*found, {"exists": False}]
    return found


def _present(clauses: Sequence[Clause], read: _Read = str) -> list[Any]:
    """Return the entries for events that have the field, where texts stand for what is read."""
    if any(clause.wanted is False for clause in clauses):
        return []
    wanted = _values(clauses, "eq")
    if wanted:
        passing = [value for value in dict.fromkeys(wanted[0]) if _pass(clauses, value)]
        return _read(passing, read)
    excluded = list(dict.fromkeys(value for values in _values(clauses, "neq") for value in values))
    parts = [values for values in _values(clauses, "contains") if "" not in values]
    if parts:
        return _wildcards(clauses, parts, excluded)
    known = _read(excluded, read)
    return [{"anything-but": known}] if known else [{"exists": True}]


def _wildcards(
    clauses: Sequence[Clause], parts: Sequence[tuple[str, ...]], excluded: Iterable[str]
) -> list[Any]:
    if len(parts) > 1:
        raise InexpressibleError(_last(clauses, "contains"), _TWO_PARTS)
    for value in excluded:
        if any(part in value for part in parts[0]):
            reason = _PART_AND_NEQ.format(value=shorten(value, _SHOWN))
            raise InexpressibleError(_last(clauses, "neq"), reason)
    distinct = dict.fromkeys(parts[0])
    needed = [one for one in distinct if not any(o in one for o in distinct if o != one)]
    return [{"wildcard": f"*{_escaped(part)}*"} for part in needed]


def _escaped(part: str) -> str:
    return part.replace("\\", "\\\\").replace("*", "\\*")


def _booleans(clauses: Sequence[Clause]) -> list[Any]:
    found: list[Any] = [value for value, text in BOOLEAN_TEXTS.items() if _pass(clauses, text)]
    return found if len(found) < len(BOOLEAN_TEXTS) else [{"exists": True}]


def _within(clause: Clause, family: Family, *, are_listed: bool) -> Clause:
    """Return a clause on finding types without what only other families have.

    A type that nobody knows yet may be of any family; `UnusedIAMRole` is not of internal access.
    """
    if isinstance(clause.wanted, bool):
        return clause
    if are_listed and clause.operator == "contains":
        return clause  # which types are left is for what is listed to say, known or not
    others = DETAILS_BY_TYPE.keys() - family.finding_types

    def may_be_here(value: str) -> bool:
        if clause.operator != "contains":
            return value not in others
        is_known = any(value in known for known in DETAILS_BY_TYPE)
        return not is_known or any(value in known for known in family.finding_types)

    return Clause(clause.key, clause.operator, tuple(filter(may_be_here, clause.wanted)))


def _refuse_inexpressible(place: Place, clauses: Sequence[Clause]) -> None:
    asking = [clause for clause in clauses if clause.operator != "exists"]
    root, *entry = place.path
    if place.kind == "map":
        raise InexpressibleError(clauses[0], _IN_A_MAP.format(root=root))
    if entry and not place.is_optional and _pass(clauses, None):
        # A rule can ask for the entry of a map, and not whether there is the map.
        raise InexpressibleError(clauses[0], _PERHAPS_ABSENT.format(root=root))
    for clause in asking:
        if place.kind == "number" and clause.operator == "contains":
            raise InexpressibleError(clause, _IN_A_NUMBER)
        if place.kind == "list" and (clause.operator == "neq" or len(asking) > 1):
            raise InexpressibleError(clause, _IN_A_LIST)


def _pass(clauses: Iterable[Clause], value: str | None) -> bool:
    return all(clause.of_one()(value) for clause in clauses)


def _values(clauses: Iterable[Clause], operator: str) -> list[tuple[str, ...]]:
    return [
        cast("tuple[str, ...]", clause.wanted) for clause in clauses if clause.operator == operator
    ]


def _last(clauses: Sequence[Clause], operator: str) -> Clause:
    return next(clause for clause in reversed(clauses) if clause.operator == operator)


def _read(texts: Iterable[str], read: _Read) -> list[Any]:
    return [value for value in map(read, texts) if value is not None]


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None
