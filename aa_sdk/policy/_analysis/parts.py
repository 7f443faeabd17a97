"""Parts of statements: what an element names, one by one and put together again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from aa_sdk.policy._analysis.comparison import Comparison
from aa_sdk.policy._analysis.request_space import ACTION, RESOURCE
from aa_sdk.policy._language.conditions import Condition
from aa_sdk.policy._language.patterns import Pattern
from aa_sdk.policy._language.statements import PrincipalSelector, Selector, Statement

DIMENSIONS = {"actions": ACTION, "resources": RESOURCE}
"""The elements that have patterns, and the dimension of each."""
ELEMENTS = (*DIMENSIONS, "principals")
"""The elements that say of whom and what a statement speaks."""

Element = Selector | PrincipalSelector | None
"""What one of them says, None for everything."""
_First = TypeVar("_First")
_Rest = TypeVar("_Rest")


def apart(one: Statement, other: Statement) -> bool:
    """Tell whether two statements surely speak of actions of different services."""
    if one.actions.negated or other.actions.negated:
        return False
    services, theirs = _services(one.actions), _services(other.actions)
    return not (services & theirs or "" in services or "" in theirs)


def _services(selector: Selector) -> set[str]:
    """The services of actions, empty for that of all actions."""
    return {text.partition(":")[0].lower().strip("*") for text in selector.as_written}


def common(mine: Selector, other: Selector, comparison: Comparison) -> Selector | None:
    """Find the narrower ones of the patterns that two selectors name.

    Args:
        mine: A selector.
        other: Another.
        comparison: What tells patterns apart.

    Returns:
        What both name, None if some patterns only overlap.
    """
    held = comparison.index(other.patterns)
    holding = comparison.index(mine.patterns)
    shared = {pattern: text for pattern, text in names_in(mine) if held.covering(pattern)}
    shared |= {pattern: text for pattern, text in names_in(other) if holding.covering(pattern)}
    rest = comparison.index(one for one in other.patterns if one not in shared)
    if any(rest.touching(one) for one in mine.patterns if one not in shared):
        return None
    return Selector(tuple(shared), as_written=tuple(shared.values()))


def names_in(selector: Selector) -> Iterator[tuple[Pattern, str]]:
    return zip(selector.patterns, selector.as_written, strict=True)


def selectors_of(
    statements: Iterable[Statement], name: str, *, negated: bool = False
) -> Iterator[Selector]:
    """What statements say of actions or of resources, where it is negated or where it is not."""
    for statement in statements:
        selector: Selector | None = getattr(statement, name)
        if selector and selector.negated is negated:
            yield selector


def one_by_one(element: Element) -> list[Element]:
    """What an element names, each by itself; one that is negated or left out is one."""
    if element is None or element.negated:
        return [element]
    if isinstance(element, PrincipalSelector):
        return [PrincipalSelector((one,)) for one in element.named]
    return [Selector((pattern,), as_written=(text,)) for pattern, text in names_in(element)]


def joined(elements: Sequence[Element]) -> Element:
    """One element that names what several do."""
    first = elements[0]
    if all(one == first for one in elements):
        return first
    if isinstance(first, PrincipalSelector):
        several = [one for one in elements if isinstance(one, PrincipalSelector)]
        return PrincipalSelector(tuple(dict.fromkeys(p for one in several for p in one.named)))
    named = {
        pattern: text
        for one in elements
        if isinstance(one, Selector)
        for pattern, text in names_in(one)
    }
    return Selector(tuple(named), as_written=tuple(named.values()))


def with_element(statement: Statement, name: str, element: Element) -> Statement:
    """Put another element into a statement."""
    changes: dict[str, Any] = {name: element}
    return replace(statement, **changes)


def with_condition(statement: Statement, place: int, condition: Condition) -> Statement:
    """Put another condition into a place of a statement."""
    conditions = statement.conditions
    return replace(statement, conditions=(*conditions[:place], condition, *conditions[place + 1 :]))


def assembled(statement: Statement, cells: Iterable[tuple[Element, ...]]) -> Iterator[Statement]:
    """Few parts of a statement that are made of cells."""
    for actions, others in _grouped((action, (resource, who)) for action, resource, who in cells):
        for resources, principals in _grouped(others):
            part = with_element(statement, "actions", joined(actions))
            part = with_element(part, "resources", joined(resources))
            yield with_element(part, "principals", joined(principals))


def _grouped(
    pairs: Iterable[tuple[_First, _Rest]],
) -> list[tuple[list[_First], tuple[_Rest, ...]]]:
    """Those together that stand beside the same."""
    beside: dict[_First, list[_Rest]] = {}
    for first, rest in pairs:
        beside.setdefault(first, []).append(rest)
    groups: dict[tuple[_Rest, ...], list[_First]] = {}
    for first, own in beside.items():
        groups.setdefault(tuple(own), []).append(first)
    return [(own, rest) for rest, own in groups.items()]
