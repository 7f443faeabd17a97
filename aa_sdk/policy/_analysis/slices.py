"""What one side allows and the other does not, cut along the patterns that the documents use.

A *slice* is a statement narrowed to those of its patterns that have something in them. Each is
found by asking for a request in it, pattern by pattern:

    new        Allow   s3:Get*, s3:Put*    reports/*, logs/*
    existing   Allow   s3:Get*             *

    slice      s3:Put*   reports/*, logs/*

What it has too much is taken off where the documents have a name for it. A pattern of another
statement that lies in the slice is an *exception* if there is no such request in it, and so is what
a condition of another statement lets through:

    new        Allow   s3:*       *
    existing   Allow   s3:Get*    *
               Allow   s3:*       *    if aws:SourceVpc = vpc-1

    slice      s3:* but not s3:Get*, on *, unless aws:SourceVpc = vpc-1
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.comparison import AccessQuery, Comparison, Contribution, limit
from aa_sdk.policy._analysis.parts import (
    DIMENSIONS,
    ELEMENTS,
    Element,
    apart,
    assembled,
    common,
    joined,
    names_in,
    one_by_one,
    selectors_of,
    with_condition,
    with_element,
)
from aa_sdk.policy._analysis.selector_index import PatternIndex
from aa_sdk.policy._analysis.subtraction import Left
from aa_sdk.policy._language.conditions import Condition
from aa_sdk.policy._language.layers import Layers
from aa_sdk.policy._language.patterns import Pattern
from aa_sdk.policy._language.principals import Principal
from aa_sdk.policy._language.statements import PrincipalSelector, Selector, Statement

_PATTERNS = tuple(DIMENSIONS)


class Slice(NamedTuple):
    """A part of a statement that has something in it."""

    statement: Statement
    """The statement, narrowed to the part."""
    sources: tuple[Statement, ...]
    """The statements that it comes from."""
    query: AccessQuery
    """What was looked for."""
    found: Contribution
    """A request in it."""
    but_not: tuple[Selector, Selector] = (Selector(()), Selector(()))
    """Actions and resources that are not in it."""
    but_not_for: tuple[Principal, ...] = ()
    """Principals that are not in it."""
    unless: tuple[tuple[Condition, ...], ...] = ()
    """Conditions: what all of a group let through is not in it."""


class Slicing:
    """Cuts what a query looks for.

    `others` are the statements whose patterns and conditions may be exceptions: they take from what
    is looked for. So may what is left out by `limits`, which it lies in.
    """

    def __init__(
        self,
        query: AccessQuery,
        budget: Budget,
        others: Sequence[Statement],
        limits: Sequence[Statement] = (),
    ) -> None:
        self._query = query
        self._comparison = Comparison(query, budget)
        self._budget = budget
        self._named = {
            name: {
                pattern: text
                for one in (*selectors_of(others, name), *selectors_of(limits, name, negated=True))
                for pattern, text in names_in(one)
            }
            for name in _PATTERNS
        }
        self._negated = {
            name: list(dict.fromkeys(selectors_of(others, name, negated=True)))
            for name in _PATTERNS
        }
        elements = [one.principals for one in (*others, *limits) if one.principals]
        self._principals = dict.fromkeys(who for element in elements for who in element.named)
        conditions = {
            frozenset(condition.meaning for condition in other.conditions): other.conditions
            for other in others
            if other.conditions
        }
        self._conditions = list(conditions.values())

    @cached_property
    def _own(self) -> Comparison:
        """What the statements let through by themselves."""
        query = self._query._replace(policy=Layers(self._query.policy.allows, ()), existing=None)
        return Comparison(query, self._budget)

    @cached_property
    def _index_of_named(self) -> dict[str, PatternIndex]:
        return {name: self._comparison.index(named) for name, named in self._named.items()}

    def slices(self, statements: Iterable[Statement]) -> Iterator[Slice]:
        """Cut statements.

        Args:
            statements: Allows of the first layer, or parts of them.

        Yields:
            The slices, in the order of the statements.
        """
        for statement in statements:
            if self._is_empty(statement):
                continue
            parts = assembled(statement, self._cells(statement))
            narrowed = (self._within_negations(self._without_values(part)) for part in parts)
            found = ((part, self._comparison.left(part)) for part in narrowed)
            yield from (self._slice(part, statement, left) for part, left in found if left)

    def _slice(self, part: Statement, statement: Statement, left: Left) -> Slice:
        """A part of a statement, without all in it that others have a name for."""
        # Where there are variables, values are tried for an example.
        query = self._query if left.space.exact else _near(self._query, part)
        found = Contribution(part, left)
        return self._without_rest(Slice(part, (statement,), query, found))

    def _is_empty(self, statement: Statement, *limits: Statement) -> bool:
        return self._comparison.left(statement, *limits) is None

    def _cells(self, statement: Statement, place: int = 0) -> Iterator[tuple[Element, ...]]:
        """Patterns of actions, patterns of resources and a principal, wherever there is something.

        There is something in the statement itself.
        """
        if place == len(ELEMENTS) or self._comparison.is_untouched(statement):
            yield statement.actions, statement.resources, statement.principals
            return
        options = self._options(statement, ELEMENTS[place])
        for option in options:
            narrowed = with_element(statement, ELEMENTS[place], option)
            if len(options) == 1 or not self._is_empty(narrowed):
                yield from self._cells(narrowed, place + 1)

    def _options(self, statement: Statement, name: str) -> list[Element]:
        """What an element names, one by one, but those together of which one is like another."""
        options = one_by_one(getattr(statement, name))
        if len(options) == 1:
            return options
        alike: dict[object, list[Element]] = {}
        for option in options:
            holders = None
            if isinstance(option, Selector):
                holders = self._comparison.holders(DIMENSIONS[name], option.patterns[0])
            alike.setdefault(option if holders is None else holders, []).append(option)
        return [joined(own) for own in alike.values()]

    def _without_values(self, part: Statement) -> Statement:
        """A part without the values of conditions that make no difference.

        A condition that asks for any of several values lets through what each of them does.
        """
        for place, condition in enumerate(part.conditions):
            operator = condition.operator
            if operator.negated or operator.quantifier == "all" or len(condition.predicates) == 1:
                continue
            alone = [
                with_condition(part, place, condition.only([n]))
                for n in range(len(condition.predicates))
            ]
            kept = [n for n, one in enumerate(alone) if not self._is_empty(one)]
            part = with_condition(part, place, condition.only(kept))
        return part

    def _within_negations(self, part: Statement) -> Statement:
        """A part narrowed to what others leave out, where nothing else in it makes a difference.

        What a NotAction names is all there is in `*`, if it leaves no difference in the rest.
        """
        for name in _PATTERNS:
            for negated in self._negated[name]:
                mine: Selector | None = getattr(part, name)
                if mine is None or mine.negated:
                    continue
                shared = common(mine, negated, self._comparison)
                if shared and self._is_empty(part, with_element(limit(), name, negated)):
                    part = with_element(part, name, shared)
        return part

    def _without_rest(self, one: Slice) -> Slice:
        """A slice without all in it that is not looked for and that others have a name for."""
        part = one.statement
        actions, resources = (self._exceptions(part, name) for name in _PATTERNS)
        unless = (
            conditions
            for conditions in self._conditions
            if self._is_empty(part, limit(conditions=conditions))
            and self._own.left(part, limit(conditions=conditions)) is not None
        )
        return one._replace(
            but_not=(actions, resources),
            but_not_for=tuple(self._excepted_principals(part)),
            unless=tuple(unless),
        )

    def _exceptions(self, part: Statement, name: str) -> Selector:
        mine: Selector | None = getattr(part, name)
        if mine is None or mine.negated:
            return Selector(())
        wide = self._comparison.index(mine.patterns)
        found = {
            pattern: text
            for pattern, text in self._near_names(mine, name)
            if pattern not in mine.patterns
            and wide.covering(pattern)
            and self._is_empty(part, with_element(limit(), name, Selector((pattern,))))
        }
        # What another one holds need not be named.
        among = self._comparison.index(found)
        widest = {
            pattern: text
            for place, (pattern, text) in enumerate(found.items())
            if not among.covering(pattern) & ~(1 << place)
        }
        return Selector(tuple(widest), as_written=tuple(widest.values()))

    def _near_names(self, mine: Selector, name: str) -> Iterator[tuple[Pattern, str]]:
        """The patterns of others that may lie in one of a selector's."""
        named = self._named[name]
        near = 0
        # Nothing lies in a pattern that one text alone matches.
        for pattern in mine.patterns:
            near |= (
                0 if pattern.literal is not None else self._index_of_named[name].touching(pattern)
            )
        yield from (entry for place, entry in enumerate(named.items()) if near >> place & 1)

    def _excepted_principals(self, part: Statement) -> Iterator[Principal]:
        mine = part.principals
        if mine is None or mine.negated:
            return
        found: list[Principal] = []
        for principal in self._principals:
            inside = any(principal.is_within(one) for one in mine.named)
            who = limit(principals=PrincipalSelector((principal,)))
            if inside and self._is_empty(part, who):
                found.append(principal)
        for place, one in enumerate(found):
            is_told = any(one.is_same(other) for other in found[:place])
            if not is_told and not any(one.is_within(other) for other in found):
                yield one


def _near(query: AccessQuery, part: Statement) -> AccessQuery:
    """The query without the statements that have no say in a part: an example takes less then.

    Not where there are principals: who an account id is, all of them tell together.
    """
    if part.principals:
        return query

    def only(layers: Layers) -> Layers:
        denies, *allows = (
            tuple(one for one in layer if not apart(part, one))
            for layer in (layers.denies, *layers.allows)
        )
        return Layers(tuple(allows), denies)

    existing = query.existing and only(query.existing)
    return query._replace(policy=only(query.policy), existing=existing)


def merged(slices: Sequence[Slice]) -> list[Slice]:
    """Put slices into one that differ in one element only, until there are no such left."""
    slices = [*slices]
    while True:
        before = len(slices)
        for name in ELEMENTS:
            slices = _merged_along(slices, name)
        if len(slices) == before:
            return slices


def _merged_along(slices: Iterable[Slice], name: str) -> list[Slice]:
    alike: dict[object, list[Slice]] = {}
    for one in slices:
        element: Element = getattr(one.statement, name)
        is_list = element is not None and not element.negated
        rest = with_element(one.statement, name, None) if is_list else one.statement
        key = (is_list, rest.meaning, one.but_not, one.but_not_for, one.unless)
        alike.setdefault(key, []).append(one)
    return [_in_one(together, name) for together in alike.values()]


def _in_one(slices: Sequence[Slice], name: str) -> Slice:
    first = slices[0]
    if len(slices) == 1:
        return first
    elements = [getattr(each.statement, name) for each in slices]
    return first._replace(
        statement=with_element(first.statement, name, joined(elements)),
        sources=tuple(source for each in slices for source in each.sources),
    )
