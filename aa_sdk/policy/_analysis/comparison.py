"""The search behind all checks: a request that one side allows and another does not."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.request_space import ACTION, RESOURCE
from aa_sdk.policy._analysis.selector_index import ANYTHING, PatternIndex
from aa_sdk.policy._analysis.setting import ContextValues, Pins, Setting
from aa_sdk.policy._analysis.subtraction import Left, Sides, Subtraction
from aa_sdk.policy._language.conditions import Condition
from aa_sdk.policy._language.layers import Layers
from aa_sdk.policy._language.patterns import Pattern
from aa_sdk.policy._language.statements import PrincipalSelector, Selector, Statement

# Statements cost their terms, however little is left to search.
_STATEMENT_STEPS = 16
_ANYTHING = Selector((ANYTHING,))


class AccessQuery(NamedTuple):
    """Which requests are looked for, beside being allowed by the policy."""

    policy: Layers
    """What allows them: a policy, or several in layers."""
    existing: Layers | None = None
    """What does not."""
    target: tuple[tuple[str, Selector], ...] = ()
    """Their actions and resources, by dimension; where there is no existing policy."""
    pins: Pins | None = None
    """For requests of untrusted callers: what tells a trusted one."""
    trusts_saml: bool = False
    """Whether the SAML providers that the policy names vouch for their users."""
    shortcuts: bool = True
    """Whether what can be told without classes is told so; if not, the verdict is the same."""

    beside: Layers | None = None
    """Documents of which only a part is compared: what keys and principals there are hangs on all
    of them, as it does on both sides."""

    @property
    def layers(self) -> list[Layers]:
        """All that it speaks of."""
        return [one for one in (self.policy, self.existing, self.beside) if one is not None]

    @property
    def statements(self) -> list[Statement]:
        """All statements that it speaks of, each once."""
        found = {id(one): one for layers in self.layers for one in layers.statements}
        return list(found.values())


class Contribution(NamedTuple):
    """An Allow statement that lets such requests through."""

    statement: Statement
    """The statement."""
    left: Left
    """Some of the requests."""


def contributions(
    query: AccessQuery, budget: Budget, values: ContextValues | None = None
) -> Iterator[Contribution]:
    """Find each Allow statement that lets such a request through, in the order of the policy.

    Args:
        query: What is looked for.
        budget: What the work is taken from.
        values: What context keys are set to, if they are.

    Yields:
        The statements of the first layer, each with some of its requests.
    """
    comparison = Comparison(query, budget, values)
    for statement in query.policy.allows[0]:
        left = comparison.left(statement)
        if left is not None:
            yield Contribution(statement, left)


class Comparison:
    """Two sides, of which one allows what the other does not: asked statement by statement.

    A request that the policy allows is one that an Allow of each of its layers covers and no Deny.
    That the existing policy does not allow it has one of two reasons: in some layer there no Allow
    covers it, or a Deny there does. So it is looked for again and again: in all of an Allow, when
    the Denies here and the Allows of a layer there are taken away; and within each Deny there, when
    the Denies here are taken away.

    `values` is what context keys are set to, if they are.
    """

    def __init__(
        self,
        query: AccessQuery,
        budget: Budget,
        values: ContextValues | None = None,
    ) -> None:
        statements = query.statements
        budget.spend(_STATEMENT_STEPS * len(statements))
        setting = Setting(
            statements, budget, pins=query.pins, trusts_saml=query.trusts_saml, values=values
        )
        taking = partial(Subtraction, setting=setting, budget=budget, shortcuts=query.shortcuts)
        denies = query.policy.denies
        there = query.existing or Layers(((),), ())
        self._budget = budget
        self._symbols = setting.symbols
        self._target: Sides = (_limit_of(query.target),) if query.target else ()
        self._other_layers = [taking(layer) for layer in query.policy.allows[1:]]
        # What stands on both sides needs no look at its terms, nor does a layer that holds another.
        unchanged = [{one.meaning for one in layer} for layer in there.allows]
        mine = [{one.meaning for one in layer} for layer in query.policy.allows]
        nothing = set[tuple[object, ...]]()
        self._outside = [
            (allowed if query.shortcuts else nothing, taking([*denies, *layer]))
            for layer, allowed in zip(there.allows, unchanged, strict=True)
            if not (query.shortcuts and any(own <= allowed for own in mine))
        ]
        self._denied_here = taking(denies)
        self._denied_only_there = taking(
            _denied_only_there(there, self._denied_here, denies)
            if query.shortcuts
            else there.denies
        )

    def left(self, *sides: Statement) -> Left | None:
        """Find some of the requests that a statement lets through.

        Args:
            *sides: An Allow statement of the first layer, or a part of one; and what else has to
                cover the requests, if anything.

        Returns:
            The requests, None if there are none.
        """
        sides = (*sides, *self._target)
        find: Callable[..., Left | None]
        for unchanged, outside in self._outside:
            find = partial(_left_unless, unchanged, outside)
            left = self._left_in_all_layers(sides, self._other_layers, find)
            if left is not None:
                return left
        # One region is enough for a FAIL: the second search is for what the first misses.
        for deny in self._denied_only_there.near(*sides):
            find = self._denied_here.left
            left = self._left_in_all_layers((*sides, deny), self._other_layers, find)
            if left is not None:
                return left
        return None

    def is_untouched(self, statement: Statement) -> bool:
        """Tell whether nobody else speaks of what a statement does, so that it lets through all."""
        alone = any(not outside.near(statement) for _, outside in self._outside)
        return alone and not self._other_layers and not self._target

    def holders(self, dimension: str, pattern: Pattern) -> tuple[int, ...] | None:
        """Tell by whom a pattern is held: two of which that is the same let through the same.

        Args:
            dimension: `ACTION` or `RESOURCE`.
            pattern: The pattern.

        Returns:
            What each part of the comparison says, None if somebody may hold a part of it.
        """
        parts = (
            *self._other_layers,
            *(outside for _, outside in self._outside),
            self._denied_here,
            self._denied_only_there,
        )
        held: list[int] = []
        for part in parts:
            mask = part.holders(dimension, pattern)
            if mask is None:
                return None
            held.append(mask)
        return tuple(held)

    def index(self, patterns: Iterable[Pattern]) -> PatternIndex:
        """Index patterns, each with a bit for its place."""
        holders = {pattern: 1 << place for place, pattern in enumerate(patterns)}
        return PatternIndex(holders, self._symbols, self._budget)

    def _left_in_all_layers(
        self, sides: Sides, layers: Sequence[Subtraction], find: Callable[..., Left | None]
    ) -> Left | None:
        """What is left of statements together with one of each layer.

        Nothing is, with whichever, if nothing is left without. A layer that holds all that the
        statements have in common has no say.
        """
        left = find(*sides)
        if left is None:
            return None
        for place, layer in enumerate(layers):
            if layer.left(*sides) is not None:
                rest = layers[place + 1 :]
                near = layer.near(*sides)
                found = (self._left_in_all_layers((*sides, one), rest, find) for one in near)
                return next((one for one in found if one is not None), None)
        return left


def _left_unless(
    unchanged: Container[object], outside: Subtraction, *sides: Statement
) -> Left | None:
    """What is left of statements, nothing if one of them stands on the other side as well."""
    return None if any(one.meaning in unchanged for one in sides) else outside.left(*sides)


def _denied_only_there(
    there: Layers, denied_here: Subtraction, denies: Sequence[Statement]
) -> list[Statement]:
    """What the existing policy denies and the policy itself, as far as is plain, does not."""
    here = {statement.meaning for statement in denies}
    narrowed = (denied_here.narrowed(one) for one in there.denies if one.meaning not in here)
    return [one for one in narrowed if one is not None]


def limit(
    *,
    actions: Selector = _ANYTHING,
    resources: Selector | None = None,
    principals: PrincipalSelector | None = None,
    conditions: tuple[Condition, ...] = (),
) -> Statement:
    """Make a statement that covers what is looked for."""
    return Statement(-1, None, "Allow", actions, resources, principals, conditions)


def _limit_of(target: tuple[tuple[str, Selector], ...]) -> Statement:
    selectors = dict(target)
    return limit(actions=selectors.get(ACTION, _ANYTHING), resources=selectors.get(RESOURCE))
