"""What is left of a statement when others are taken away: term by term first, then by classes.

A *cell* is some terms of actions and some of resources. It has those who *surely* hold all of it,
and a text, an action and a resource, with those who are *likely* to hold more than the text. Whom
the statements speak of, and when, is then decided by a search over these few at that one text:

- If something is left although all who hold the text are taken away, there is such a request.
- If nothing is left although only those are taken away who hold all of the cell, there is none.

Mostly they are the same statements, which decides the cell one way or the other. That is no luck:
a text with letters of its own where a pattern has its stars is matched by another pattern of stars
only if that one matches whatever the first does. What stays open, with a negation, a `?` or a
policy variable in the way, is left to the classes of actions and resources.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, product
from typing import NamedTuple

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.implication import applies_wherever
from aa_sdk.policy._analysis.regions import Cover, Region, intersection, places
from aa_sdk.policy._analysis.request_space import (
    ACTION,
    RESOURCE,
    SAMPLES,
    Patterns,
    RequestSpace,
    selector_of,
)
from aa_sdk.policy._analysis.selector_index import ANYTHING, SelectorIndex
from aa_sdk.policy._analysis.setting import Setting
from aa_sdk.policy._analysis.terms import Term, Terms
from aa_sdk.policy._language.patterns import Pattern
from aa_sdk.policy._language.statements import Selector, Statement

# Statements cost their masks, however little is left to search.
_STATEMENT_STEPS = 16
# Looking at one that may hold a cell is less.
_PER_STEP = 16
_DIMENSIONS = (ACTION, RESOURCE)

_NOTHING: Patterns = {}

Sides = tuple[Statement, ...]


class Left(NamedTuple):
    """Requests that are left of a statement."""

    space: RequestSpace
    """The space that was searched."""
    region: Region
    """A region of it that is left."""


class Cell(NamedTuple):
    """Terms of actions and terms of resources; those of a kind are held by the same statements."""

    actions: Sequence[Term]
    resources: Sequence[Term]

    @property
    def sure(self) -> int:
        """Those who surely hold all of it, a bit each."""
        return self.actions[0].sure & self.resources[0].sure


class Subtraction:
    """Statements that are taken away from others.

    Without `shortcuts` everything is left to the classes.
    """

    def __init__(
        self,
        taken: Sequence[Statement],
        setting: Setting,
        budget: Budget,
        *,
        shortcuts: bool = True,
    ) -> None:
        self._taken = taken
        self._setting = setting
        self._budget = budget
        self._shortcuts = shortcuts
        self._indexes = {
            dimension: SelectorIndex.of(
                [selector_of(one, dimension) for one in taken], setting.symbols, budget
            )
            for dimension in _DIMENSIONS
        }

    def narrowed(self, statement: Statement) -> Statement | None:
        """Take off a statement what is plain to be held by one of them, None if that is all."""
        cells = list(self._open_cells((statement,)))
        if not cells:
            return None
        actions, resources = (
            _only(
                selector_of(statement, dimension),
                (term for cell in cells for term in cell[place]),
            )
            for place, dimension in enumerate(_DIMENSIONS)
        )
        return replace(statement, actions=actions or statement.actions, resources=resources)

    def left(self, *sides: Statement) -> Left | None:
        """Find requests that are left of what statements have in common.

        Args:
            *sides: What is taken from: each has to cover the requests.

        Returns:
            Some of them, None if nothing is left.
        """
        undecided: list[Cell] = []
        # What is left depends on who is taken away, wherever in the cells the text is.
        empty: set[int] = set()
        for cell in self._open_cells(sides):
            left = self._left_at_text(sides, cell, empty) if self._shortcuts else None
            if left is not None:
                return left
            undecided.append(cell)
        if self._shortcuts:
            undecided = [cell for cell in undecided if not self._is_empty(sides, cell, empty)]
        return self._left_by_classes(sides, undecided) if undecided else None

    def holders(self, dimension: str, pattern: Pattern) -> int | None:
        """Tell who holds all that a pattern matches, None if somebody may hold a part of it."""
        index = self._indexes[dimension]
        sure = index.covering(pattern)
        return sure if sure == index.touching(pattern) else None

    def near(self, *sides: Statement) -> list[Statement]:
        """List those that may have something in common with each of some statements, in order."""
        touching = (1 << len(self._taken)) - 1
        for statement in sides:
            for dimension, index in self._indexes.items():
                selector = selector_of(statement, dimension)
                named = selector.patterns if selector and not selector.negated else (ANYTHING,)
                touching &= _union(map(index.touching, named)) if touching else 0
        return [self._taken[place] for place in places(touching)]

    def _open_cells(self, sides: Sides) -> Iterator[Cell]:
        """The cells that none of the statements is plain to hold alone."""
        self._budget.spend(_STATEMENT_STEPS)
        groups = [self._groups(sides, dimension) for dimension in _DIMENSIONS]
        applying: dict[int, bool] = {}
        for actions, resources in product(*groups):
            cell = Cell(actions, resources)
            if not (self._shortcuts and self._held_by_one(sides, cell.sure, applying)):
                yield cell

    def _groups(self, sides: Sides, dimension: str) -> list[list[Term]]:
        """The terms of a dimension, those together that the same statements hold."""
        selectors = [selector_of(side, dimension) for side in sides]
        index = self._indexes[dimension]
        terms = Terms(selectors, index, SAMPLES[dimension], self._setting.symbols, self._budget)
        groups: dict[tuple[int, ...], list[Term]] = {}
        for term in terms:
            likely = (one.likely for one in term.examples)
            groups.setdefault((term.sure, *likely), []).append(term)
        return list(groups.values())

    def _held_by_one(self, sides: Sides, sure: int, applying: dict[int, bool]) -> bool:
        self._budget.spend(1 + sure.bit_count() // _PER_STEP)
        for place in places(sure):
            if place not in applying:
                applying[place] = applies_wherever(self._taken[place], sides)
            if applying[place]:
                return True
        return False

    def _left_at_text(self, sides: Sides, cell: Cell, empty: set[int]) -> Left | None:
        for action, resource in product(cell.actions[0].examples, cell.resources[0].examples):
            likely = action.likely & resource.likely
            if likely not in empty:
                left = self._left_at(sides, likely, action.text, resource.text)
                if left is not None:
                    return left
                empty.add(likely)
        return None

    def _is_empty(self, sides: Sides, cell: Cell, empty: set[int]) -> bool:
        if cell.sure not in empty and self._left_at(sides, cell.sure, "", "") is None:
            empty.add(cell.sure)
        return cell.sure in empty

    def _left_at(self, sides: Sides, taken: int, action: str, resource: str) -> Left | None:
        """What is left of one action on one resource, which all the statements are to hold."""
        statements = [self._taken[place] for place in places(taken)]
        return self._search(sides, statements, at=(action, resource))

    def _left_by_classes(self, sides: Sides, cells: Sequence[Cell]) -> Left | None:
        """What is left of some cells, with classes of the actions and resources in them."""
        terms = [dict.fromkeys(chain.from_iterable(own)) for own in zip(*cells, strict=True)]
        # One pattern of a term: all that is inside counts, whatever cell it is in.
        first = [[term.patterns[0] for term in own] for own in terms]
        near = zip(self._indexes.values(), first, strict=True)
        touching = _shared(_union(map(index.touching, own)) for index, own in near)
        outside = [
            self._outside(sides, dimension, others)
            for dimension, others in zip(_DIMENSIONS, reversed(terms), strict=True)
        ]
        return self._search(
            sides,
            [self._taken[place] for place in places(touching)],
            inside={
                dimension: () if ANYTHING in own else own
                for dimension, own in zip(_DIMENSIONS, first, strict=True)
            },
            outside=dict(zip(_DIMENSIONS, outside, strict=True)),
        )

    def _outside(self, sides: Sides, dimension: str, others: Iterable[Term]) -> list[Pattern]:
        """What can be left out of one dimension, since some hold all there is in the other one."""
        holders = _shared(term.sure for term in others)
        selectors = [
            selector_of(one, dimension)
            for one in (self._taken[place] for place in places(holders))
            if applies_wherever(one, sides)
        ]
        return [
            pattern
            for selector in selectors
            if selector and not selector.negated
            for pattern in selector.patterns
            if not pattern.variables
        ]

    def _search(
        self,
        sides: Sides,
        taken: Sequence[Statement],
        *,
        at: tuple[str, str] | None = None,
        inside: Patterns = _NOTHING,
        outside: Patterns = _NOTHING,
    ) -> Left | None:
        statements = [*sides, *taken]
        self._budget.spend(_STATEMENT_STEPS * len(statements))
        space = RequestSpace(
            statements, self._setting, self._budget, at=at, inside=inside, outside=outside
        )
        start = space.asked_for()
        for region in map(space.region, sides):
            start = None if start is None or region is None else intersection(start, region)
        if start is None or not all(space.full.values()):
            return None
        regions = [region for region in map(space.region, taken) if region is not None]
        left = Cover(regions, space.full, self._budget).remainder(start)
        return None if left is None else Left(space, left)


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union


def _shared(masks: Iterable[int]) -> int:
    """What several masks, at least one, have in common."""
    shared = -1
    for mask in masks:
        shared &= mask
    return shared


def _only(selector: Selector | None, terms: Iterable[Term]) -> Selector | None:
    """A selector with the patterns of some of its terms only."""
    if selector is None or selector.negated:
        return selector
    return selector._replace(patterns=tuple(dict.fromkeys(term.patterns[0] for term in terms)))
