"""Criteria as rule patterns, one for each family of events that can match."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters._criteria.splitting import is_long
from aa_sdk.filters._criteria.suggestions import intended_key
from aa_sdk.filters._evaluation.matcher import Clause
from aa_sdk.filters._event_patterns.entries import InexpressibleError, entries_of
from aa_sdk.filters._event_patterns.families import FAMILIES, Family, Place, is_known, place_of
from aa_sdk.filters._keys import FILTER_KEYS, OPERATORS
from aa_sdk.models.criteria import Criterion

DEFAULT_CHARACTERS: Final = 2_048
"""The size of a pattern that EventBridge takes without asking for more."""

MOST_CHARACTERS: Final = 4_096
"""The size that it can be asked to take."""

_Path: TypeAlias = tuple[str, ...]
_Asked: TypeAlias = tuple[Place, list[Clause]]

_SOURCE: Final = "aws.access-analyzer"
_BEYOND: Final = (
    "a rule {reason}; leave this out of the rule, and decide with matches() where its events arrive"
)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a filter comes to for one family."""

    family: Family
    fields: dict[_Path, list[Any]] = field(default_factory=dict[_Path, list[Any]])
    """What the rule lists under each field."""
    impossible: dict[str, str] = field(default_factory=dict[str, str])
    """The keys that no event of the family passes, and why."""
    problems: list[InvalidField] = field(default_factory=list[InvalidField])
    """What cannot be said."""


def event_patterns(
    criteria: Mapping[str, Criterion], max_characters: int
) -> tuple[dict[str, Any], ...]:
    """Return the patterns for criteria; see `FindingFilter.to_event_patterns`.

    Args:
        criteria: Criteria by filter key.
        max_characters: The most that a pattern may have as JSON.

    Raises:
        InvalidRequestError: See there.
    """
    if not 1 <= max_characters <= MOST_CHARACTERS:
        reason = f"must be 1 to {MOST_CHARACTERS:,}, the most that EventBridge can be asked to take"
        raise InvalidRequestError(InvalidField("max_characters", reason, max_characters))
    clauses = _clauses(criteria)
    answers = [_answer(family, clauses) for family in FAMILIES]
    possible = [answer for answer in answers if not answer.impossible]
    if not possible:
        raise InvalidRequestError(*_why_none(answers))
    if wrong := dict.fromkeys(problem for answer in possible for problem in answer.problems):
        raise InvalidRequestError(*wrong)
    patterns = tuple(map(_pattern, possible))
    sizes = [len(json.dumps(pattern)) for pattern in patterns]
    if max(sizes) > max_characters:
        raise InvalidRequestError(_too_large(max(sizes), max_characters, criteria))
    return patterns


def _clauses(criteria: Mapping[str, Criterion]) -> list[Clause]:
    if wrong := [*_unreadable(criteria)]:
        raise InvalidRequestError(*wrong)
    return [
        Clause(key, operator, getattr(criterion, operator))
        for key, criterion in criteria.items()
        for operator in OPERATORS
        if getattr(criterion, operator) is not None
    ]


def _unreadable(criteria: Mapping[str, Criterion]) -> Iterator[InvalidField]:
    for key, criterion in criteria.items():
        # Condition keys are found in any case.
        is_new = not (key in FILTER_KEYS or is_known(key) or key.startswith("condition."))
        if is_new and (meant := intended_key(key)):
            yield InvalidField(f"filter.{key}", f"is no filter key; did you mean {meant!r}?")
        for operator in criterion.model_extra or ():
            reason = "is an operator this release cannot ask of events"
            yield InvalidField(f"filter.{key}.{operator}", reason)


def _answer(family: Family, clauses: Sequence[Clause]) -> _Answer:
    answer = _Answer(family)
    asked = _by_path(family, clauses)
    for path, (place, of_place) in asked.items():
        if path[:-1] in asked and asked[path[:-1]][0].kind != "map":
            answer.impossible[of_place[0].key] = f"{path[0]!r} cannot be text and have entries too"
            continue
        try:
            entries = entries_of(place, of_place, family)
        except InexpressibleError as error:
            where = f"filter.{error.clause.key}.{error.clause.operator}"
            answer.problems.append(InvalidField(where, _BEYOND.format(reason=error.reason)))
            continue
        if entries:
            answer.fields[path] = entries
        elif entries is not None:
            answer.impossible[of_place[0].key] = _why_not(place, of_place, family)
    return answer


def _by_path(family: Family, clauses: Sequence[Clause]) -> dict[_Path, _Asked]:
    """Return the clauses by what they ask for in an event: two keys may ask for the same."""
    found: dict[_Path, _Asked] = {}
    for clause in clauses:
        place = place_of(clause.key, family)
        first, asked = found.get(place.path, (place, []))
        both = replace(first, is_optional=first.is_optional and place.is_optional)
        found[place.path] = both, [*asked, clause]
    return found


def _pattern(answer: _Answer) -> dict[str, Any]:
    detail: dict[str, Any] = {}
    for (*outer, name), entries in answer.fields.items():
        holder = detail
        for step in outer:
            holder = holder.setdefault(step, {})
        holder[name] = entries
    pattern: dict[str, Any] = {"source": [_SOURCE], "detail-type": [answer.family.detail_type]}
    return {**pattern, "detail": detail} if detail else pattern  # which takes no empty object


def _why_not(place: Place, clauses: Sequence[Clause], family: Family) -> str:
    if place.kind == "nowhere":
        return "they do not have it; leave it out of the rule"
    if place.kind in ("external", "type"):
        return f"their type is {' or '.join(sorted(family.finding_types))}"
    if not place.is_optional and any(clause.wanted is False for clause in clauses):
        return "those without it are refused by matches()"
    return "what is asked leaves no value"


def _why_none(answers: Sequence[_Answer]) -> Iterator[InvalidField]:
    reasons: dict[tuple[str, str], list[str]] = {}
    for answer in answers:
        reasons.setdefault(next(iter(answer.impossible.items())), []).append(answer.family.access)
    for (key, why), accesses in reasons.items():
        *first, last = accesses
        which = f"{', '.join(first)} or {last}" if first else last
        reason = f"no event about {which} access can match: {why}"
        yield InvalidField(f"filter.{key}", reason)


def _too_large(size: int, most: int, criteria: Mapping[str, Criterion]) -> InvalidField:
    can_be_cut = any(
        is_long(criterion.eq) or is_long(criterion.contains) for criterion in criteria.values()
    )
    fewer = "cut the filter with split(), a rule for each part" if can_be_cut else "ask for less"
    reason = (
        f"makes a pattern of {size:,} characters, and EventBridge takes {most:,}: {fewer}, or have "
        f"the quota raised and pass max_characters=, up to {MOST_CHARACTERS:,}"
    )
    return InvalidField("filter", reason)
