"""The search behind all three checks: a request that one policy allows and another does not."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.regions import Cover, Region, meet
from aa_sdk.policy._analysis.request_space import Request, RequestSpace
from aa_sdk.policy._language.documents import Policy
from aa_sdk.policy._language.predicates import Test
from aa_sdk.policy._language.statements import Selector, Statement

_STATEMENT_STEPS = 16


class Question(NamedTuple):
    """Which requests are looked for, beside being allowed by the policy."""

    policy: Policy
    """The policy that allows them."""
    existing: Policy | None = None
    """A policy that does not."""
    target: tuple[tuple[str, Selector], ...] = ()
    """Their actions and resources, by field."""
    pins: Mapping[str, Sequence[Test]] | None = None
    """For requests of untrusted callers: by key, the tests that only trusted callers pass."""
    trusts_saml: bool = False
    """Whether the SAML providers that the policy names vouch for their users."""
    skip_unchanged: bool = True
    """Whether statements that stand in both policies are passed over."""

    @property
    def policies(self) -> list[Policy]:
        """The policies that it speaks of."""
        return [self.policy, self.existing] if self.existing else [self.policy]


class Search:
    """One run over a question."""

    def __init__(
        self, question: Question, budget: Budget, values: Mapping[str, str | None] | None = None
    ) -> None:
        """Lay out the space of requests.

        Args:
            question: What is looked for.
            budget: What the work is taken from.
            values: What condition keys are set to, by key; None for a key that is absent.
        """
        self._question = question
        self.space: RequestSpace = RequestSpace(
            question.policies, budget, target=question.target, pins=question.pins, values=values
        )
        self._budget = budget
        self._allows, denies = self._boxes(question.policy)
        self._taken = denies
        self._denied: list[Region] = []
        if question.existing:
            allowed, self._denied = self._boxes(question.existing)
            self._taken = [*denies, *(box for _, box in allowed)]
        self._forbidden = denies

    def _boxes(self, policy: Policy) -> tuple[list[tuple[Statement, Region]], list[Region]]:
        allows: list[tuple[Statement, Region]] = []
        denies: list[Region] = []
        for statement in policy.statements:
            self._budget.spend(_STATEMENT_STEPS)
            box = self.space.box(statement)
            if box is None:
                continue
            if statement.effect == "Allow":
                allows.append((statement, box))
            else:
                denies.append(box)
        return allows, denies

    def contributions(self) -> Iterator[tuple[Statement, Region]]:
        """Find each Allow statement that lets such a request through, with a box of them."""
        target = self._target()
        if target is None:
            return
        full = self.space.full
        outside = Cover(self._taken, full, self._budget)
        forbidden = Cover(self._forbidden, full, self._budget)
        denied = Cover(self._denied, full, self._budget)
        unchanged = self._unchanged()
        for statement, box in self._allows:
            start = None if statement.meaning in unchanged else meet(box, target)
            if start is None:
                continue
            found = outside.remainder(start)
            if found is None:
                found = _within(start, denied, forbidden)
            if found is not None:
                yield statement, found

    def request(self, box: Region) -> Request:
        """Spell one request of a box."""
        return self.space.request(box)

    def _target(self) -> Region | None:
        parts = [self.space.select(field, selector) for field, selector in self._question.target]
        parts.append({})
        box: Region | None = {}
        for part in parts:
            box = None if box is None else meet(box, part)
        for other in (
            self._untrusted(),
            self.space.assigned(),
        ):
            box = None if box is None or other is None else meet(box, other)
        return box

    def _untrusted(self) -> Region | None:
        question = self._question
        if question.pins is None:
            return {}
        return self.space.untrusted(trusts_saml=question.trusts_saml)

    def _unchanged(self) -> set[tuple[object, ...]]:
        """The statements that cannot add access, since both policies have them.

        What such a statement allows is allowed by the other policy too, unless that one denies
        something which this one does not.
        """
        question = self._question
        if question.existing is None or not question.skip_unchanged:
            return set()
        mine = {statement.meaning for statement in question.policy.statements}
        theirs = [(entry.effect, entry.meaning) for entry in question.existing.statements]
        if any(effect == "Deny" and meaning not in mine for effect, meaning in theirs):
            return set()
        return {meaning for effect, meaning in theirs if effect == "Allow"}


def _within(box: Region, denied: Cover, forbidden: Cover) -> Region | None:
    """Find a part of a box that the other policy denies and this one does not."""
    for deny in denied.touching(box):
        both = meet(box, deny)
        found = None if both is None else forbidden.remainder(both)
        if found is not None:
            return found
    return None
