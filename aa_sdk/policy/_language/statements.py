"""Statements: the elements of one entry, read into patterns, principals and conditions.

Strict on purpose: what is misspelled or cannot be decided is an error, for a verdict that passes
over half a statement is no proof.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from aa_sdk.policy._language.conditions import Condition, parse_conditions
from aa_sdk.policy._language.elements import EFFECTS, NEGATIONS, STATEMENT_ELEMENTS
from aa_sdk.policy._language.json_values import entries, is_object
from aa_sdk.policy._language.patterns import Pattern, Variable, arn_pattern, parse
from aa_sdk.policy._language.principals import EVERYONE, Principal, parse_principal
from aa_sdk.policy.errors import InvalidPolicyError, PolicyError, UnsupportedPolicyError

# Policies name the same actions over and over. What is kept of them is bounded: no text is long.
_MOST_KNOWN = 16_384
_LONGEST_KNOWN = 128
_SERVICE = re.compile(r"[a-z0-9-]+", re.ASCII)


class Selector(NamedTuple):
    """What an Action or Resource element says."""

    patterns: tuple[Pattern, ...]
    """What is named."""
    negated: bool = False
    """Whether everything but that is meant."""
    as_written: tuple[str, ...] = ()
    """Each as it stands in the document."""


class PrincipalSelector(NamedTuple):
    """What a Principal element says."""

    named: tuple[Principal, ...]
    """Who is named."""
    negated: bool = False
    """Whether everyone but them is meant."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a policy."""

    index: int
    """Its place in the document, from 0."""
    sid: str | None
    """Its Sid."""
    effect: Literal["Allow", "Deny"]
    """What it does with the requests that it covers."""
    actions: Selector
    """The actions that it covers."""
    resources: Selector | None
    """The resources that it covers; None where the element is left out."""
    principals: PrincipalSelector | None
    """The principals that it covers; None where the element is left out."""
    conditions: tuple[Condition, ...]
    """What else must hold."""
    document: str = ""
    """Which document it stands in, where there are several."""

    @property
    def patterns(self) -> Iterator[Pattern]:
        """What it asks of texts other than actions: of the resource and of context keys."""
        yield from self.resources.patterns if self.resources else ()
        for condition in self.conditions:
            for predicate in condition.predicates:
                if isinstance(predicate, Pattern):
                    yield predicate

    @property
    def variables(self) -> Iterator[Variable]:
        """The policy variables in it, as often as they stand there."""
        for pattern in self.patterns:
            yield from pattern.variables

    @property
    def meaning(self) -> tuple[object, ...]:
        """What two statements share that cover the same, however they are written."""
        return (
            self.effect,
            _meaning(self.actions),
            _meaning(self.resources),
            _meaning(self.principals),
            frozenset(condition.meaning for condition in self.conditions),
        )


def _meaning(element: Selector | PrincipalSelector | None) -> object:
    if element is None:
        return None
    named = element[0]
    return named if len(named) == 1 else frozenset[object](named), element.negated


def parse_statement(entry: Any, index: int, *, variables: bool) -> Statement:
    """Read one statement.

    Args:
        entry: What the document holds.
        index: Its place in the document, from 0.
        variables: Whether the document's version knows policy variables.

    Returns:
        The statement.

    Raises:
        InvalidPolicyError: It is malformed.
        UnsupportedPolicyError: It holds something that is not decided here.
    """
    path = f"Statement[{index}]"
    elements = entry
    if not is_object(elements):
        raise InvalidPolicyError(path, "not a JSON object")
    unknown = [name for name in elements if name not in STATEMENT_ELEMENTS]
    if unknown:
        raise _malformed(path, str(unknown[0]), "no element of a statement")
    effect = elements.get("Effect")
    if effect not in EFFECTS:
        raise _malformed(path, "Effect", "neither Allow nor Deny")
    sid = elements.get("Sid")
    if sid is not None and not isinstance(sid, str):
        raise _malformed(path, "Sid", "not a string")
    actions = _choice(elements, "Action", path)
    if actions is None:
        raise _malformed(path, "Action", "left out")
    return Statement(
        index,
        sid or None,
        effect,
        _actions(*actions),
        _resources(_choice(elements, "Resource", path), variables=variables),
        _principals(_choice(elements, "Principal", path)),
        parse_conditions(elements.get("Condition", {}), f"{path}.Condition", variables=variables),
    )


def _malformed(path: str, name: str, reason: str) -> InvalidPolicyError:
    return InvalidPolicyError(f"{path}.{name}", reason)


def _choice(elements: Mapping[Any, Any], name: str, path: str) -> tuple[str, Any] | None:
    """The path and value of an element or of its negation, whichever is there."""
    present = [either for either in (name, NEGATIONS[name]) if either in elements]
    if len(present) > 1:
        raise _malformed(path, NEGATIONS[name], f"stands beside {name}")
    return (f"{path}.{present[0]}", elements[present[0]]) if present else None


def _strings(value: Any, path: str) -> list[tuple[str, str]]:
    """The strings of an element and the path of each."""
    listed = entries(value)
    if not all(isinstance(entry, str) and entry for entry in listed):
        raise InvalidPolicyError(path, "neither a string nor a list of strings")
    return [(entry, f"{path}[{n}]") for n, entry in enumerate(listed)]


def _is_negated(path: str) -> bool:
    return path.rpartition(".")[2].startswith("Not")


def _actions(path: str, value: Any) -> Selector:
    named: dict[Pattern, str] = {}
    for text, place in _strings(value, path):
        named.setdefault(action_pattern(text, place), text)
    return Selector(tuple(named), _is_negated(path), tuple(named.values()))


def action_pattern(text: str, path: str) -> Pattern:
    """Read the pattern of an Action element, in lower case.

    Args:
        text: As it stands in the document.
        path: Where it stands, for errors.

    Returns:
        The pattern.

    Raises:
        InvalidPolicyError: It is not `service:Name`.
        UnsupportedPolicyError: A wildcard stands inside the service prefix.
    """
    if len(text) > _LONGEST_KNOWN:
        return _parse_action(text, path)
    try:
        return _known_action(text)
    except PolicyError:
        # Once more for the path: what is known of a text must not hang on where it stands.
        return _parse_action(text, path)


@lru_cache(maxsize=_MOST_KNOWN)
def _known_action(text: str) -> Pattern:
    return _parse_action(text, "")


def _parse_action(text: str, path: str) -> Pattern:
    lowered = text.lower()
    # All actions, however it is written. Other wildcards before a colon are not decided here.
    if not lowered.strip("*") or lowered == "*:*":
        return parse("*", path, wildcards=True)
    service, colon, name = lowered.partition(":")
    if "*" in service or "?" in service:
        raise UnsupportedPolicyError(path, "a wildcard inside a service prefix")
    if not (colon and name and _SERVICE.fullmatch(service)) or ":" in name or "$" in name:
        raise InvalidPolicyError(path, "not an action")
    return parse(lowered, path, wildcards=True)


def _resources(element: tuple[str, Any] | None, *, variables: bool) -> Selector | None:
    if element is None:
        return None
    path, value = element
    named: dict[Pattern, str] = {}
    for text, place in _strings(value, path):
        named.setdefault(arn_pattern(text, place, variables=variables), text)
    return Selector(tuple(named), _is_negated(path), tuple(named.values()))


def _principals(element: tuple[str, Any] | None) -> PrincipalSelector | None:
    if element is None:
        return None
    path, value = element
    if value == "*":
        return PrincipalSelector((EVERYONE,), _is_negated(path))
    if not is_object(value):
        raise InvalidPolicyError(path, "neither * nor a JSON object")
    named = [
        parse_principal(str(type_name), text, place)
        for type_name, listed in value.items()
        for text, place in _strings(listed, f"{path}.{type_name}")
    ]
    return PrincipalSelector(tuple(dict.fromkeys(named)), _is_negated(path))
