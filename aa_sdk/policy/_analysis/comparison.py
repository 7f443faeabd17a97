"""The search behind all three checks: a request that one policy allows and another does not."""

from collections.abc import Iterator
from typing import NamedTuple

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.regions import Cover, Region, intersection
from aa_sdk.policy._analysis.request_space import ContextValues, Pins, RequestSpace
from aa_sdk.policy._language.documents import Policy
from aa_sdk.policy._language.statements import Selector, Statement

# Statements cost their masks, however little is left to search.
_STATEMENT_STEPS = 16


class AccessQuery(NamedTuple):
    """Which requests are looked for, beside being allowed by the policy."""

    policy: Policy
    """The policy that allows them."""
    existing: Policy | None = None
    """A policy that does not."""
    target: tuple[tuple[str, Selector], ...] = ()
    """Their actions and resources, by dimension."""
    pins: Pins | None = None
    """For requests of untrusted callers: what tells a trusted one."""
    trusts_saml: bool = False
    """Whether the SAML providers that the policy names vouch for their users."""
    skip_unchanged: bool = True
    """Whether statements that stand in both policies are passed over."""

    @property
    def policies(self) -> list[Policy]:
        """The policies that it speaks of."""
        return [self.policy, self.existing] if self.existing else [self.policy]


class AccessSearch:
    """One run over a query, with context keys set to `values` if there are any."""

    def __init__(
        self, query: AccessQuery, budget: Budget, values: ContextValues | None = None
    ) -> None:
        self._query = query
        self.space: RequestSpace = RequestSpace(
            query.policies, budget, target=query.target, pins=query.pins, values=values
        )
        self._budget = budget
        self._allows, self._denies = self._regions(query.policy)
        self._existing_allows: list[Region] = []
        self._existing_denies: list[Region] = []
        if query.existing:
            allows, self._existing_denies = self._regions(query.existing)
            self._existing_allows = [region for _, region in allows]

    def _regions(self, policy: Policy) -> tuple[list[tuple[Statement, Region]], list[Region]]:
        allows: list[tuple[Statement, Region]] = []
        denies: list[Region] = []
        for statement in policy.statements:
            self._budget.spend(_STATEMENT_STEPS)
            region = self.space.region(statement)
            if region is None:
                continue
            if statement.effect == "Allow":
                allows.append((statement, region))
            else:
                denies.append(region)
        return allows, denies

    def contributions(self) -> Iterator[tuple[Statement, Region]]:
        """Find each Allow statement that lets such a request through, with a region of them.

        A request that the policy allows is one that an Allow of it covers and no Deny of it. That
        the existing policy does not allow it has one of two reasons: no Allow there covers it, or a
        Deny there does. So what is left of a region is looked for twice: of all of it, when the
        Denies here and the Allows there are taken away; and of its intersection with each Deny
        there, when the Denies here are taken away.
        """
        target = self._target()
        if target is None:
            return
        full = self.space.full
        outside = Cover([*self._denies, *self._existing_allows], full, self._budget)
        denied_here = Cover(self._denies, full, self._budget)
        denied_there = Cover(self._existing_denies, full, self._budget)
        unchanged = self._unchanged()
        for statement, region in self._allows:
            start = None if statement.meaning in unchanged else intersection(region, target)
            if start is None:
                continue
            # One region is enough for a FAIL: the second search is for what the first misses.
            left = outside.remainder(start)
            if left is None:
                left = _denied_only_there(start, denied_there, denied_here)
            if left is not None:
                yield statement, left

    def _target(self) -> Region | None:
        """The region of what is looked for, whoever allows it."""
        query = self._query
        parts: list[Region | None] = [
            self.space.select(dimension, selector) for dimension, selector in query.target
        ]
        if query.pins is not None:
            parts.append(self.space.untrusted(trusts_saml=query.trusts_saml))
        parts.append(self.space.assigned())
        # May be empty: a value that is guessed may be one that only trusted callers have.
        target: Region | None = {}
        for part in parts:
            target = None if target is None or part is None else intersection(target, part)
        return target

    def _unchanged(self) -> set[tuple[object, ...]]:
        """The statements that cannot add access, since both policies have them.

        What such a statement allows is allowed by the other policy too, unless that one denies
        something which this one does not.
        """
        query = self._query
        if query.existing is None or not query.skip_unchanged:
            return set()
        mine = {statement.meaning for statement in query.policy.statements}
        theirs = [(entry.effect, entry.meaning) for entry in query.existing.statements]
        if any(effect == "Deny" and meaning not in mine for effect, meaning in theirs):
            return set()
        return {meaning for effect, meaning in theirs if effect == "Allow"}


def _denied_only_there(region: Region, denied_there: Cover, denied_here: Cover) -> Region | None:
    """Find a part of a region that the existing policy denies and the policy itself does not."""
    for deny in denied_there.touching(region):
        both = intersection(region, deny)
        left = None if both is None else denied_here.remainder(both)
        if left is not None:
            return left
    return None
