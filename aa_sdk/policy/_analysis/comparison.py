"""The search behind all three checks: a request that one policy allows and another does not."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.request_space import ACTION, RESOURCE
from aa_sdk.policy._analysis.selector_index import ANYTHING
from aa_sdk.policy._analysis.setting import ContextValues, Pins, Setting
from aa_sdk.policy._analysis.subtraction import Left, Subtraction
from aa_sdk.policy._language.documents import Policy
from aa_sdk.policy._language.statements import Selector, Statement

# Statements cost their terms, however little is left to search.
_STATEMENT_STEPS = 16


class AccessQuery(NamedTuple):
    """Which requests are looked for, beside being allowed by the policy."""

    policy: Policy
    """The policy that allows them."""
    existing: Policy | None = None
    """A policy that does not."""
    target: tuple[tuple[str, Selector], ...] = ()
    """Their actions and resources, by dimension; where there is no existing policy."""
    pins: Pins | None = None
    """For requests of untrusted callers: what tells a trusted one."""
    trusts_saml: bool = False
    """Whether the SAML providers that the policy names vouch for their users."""
    shortcuts: bool = True
    """Whether what can be told without classes is told so; if not, the verdict is the same."""

    @property
    def policies(self) -> list[Policy]:
        """The policies that it speaks of."""
        return [self.policy, self.existing] if self.existing else [self.policy]


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

    A request that the policy allows is one that an Allow of it covers and no Deny of it. That the
    existing policy does not allow it has one of two reasons: no Allow there covers it, or a Deny
    there does. So it is looked for twice: in all of an Allow, when the Denies here and the Allows
    there are taken away; and within each Deny there, when the Denies here are taken away.

    Args:
        query: What is looked for.
        budget: What the work is taken from.
        values: What context keys are set to, if they are.

    Yields:
        The statements, each with some of its requests.
    """
    statements = [statement for policy in query.policies for statement in policy.statements]
    budget.spend(_STATEMENT_STEPS * len(statements))
    setting = Setting(
        statements, budget, pins=query.pins, trusts_saml=query.trusts_saml, values=values
    )
    taking = partial(Subtraction, setting=setting, budget=budget, shortcuts=query.shortcuts)
    allows, denies = _by_effect(query.policy)
    allowed_there, denied_there = _by_effect(query.existing) if query.existing else ([], [])
    outside, denied_here = taking([*denies, *allowed_there]), taking(denies)
    denied_only_there = taking(_denied_only_there(query, denied_here, denies, denied_there))
    # What stands in both policies needs no look at its terms.
    unchanged = {one.meaning for one in allowed_there if query.shortcuts}
    target = _as_statement(query.target)
    for statement in allows:
        left = None if statement.meaning in unchanged else outside.left(statement, target)
        # One region is enough for a FAIL: the second search is for what the first misses.
        if left is None:
            parts = (denied_here.left(statement, one) for one in denied_only_there.near(statement))
            left = next((part for part in parts if part is not None), None)
        if left is not None:
            yield Contribution(statement, left)


def _denied_only_there(
    query: AccessQuery,
    denied_here: Subtraction,
    denies: Sequence[Statement],
    denied_there: Sequence[Statement],
) -> list[Statement]:
    """What the existing policy denies and the policy itself, as far as is plain, does not."""
    if not query.shortcuts:
        return [*denied_there]
    here = {statement.meaning for statement in denies}
    narrowed = (denied_here.narrowed(one) for one in denied_there if one.meaning not in here)
    return [one for one in narrowed if one is not None]


def _by_effect(policy: Policy) -> tuple[list[Statement], list[Statement]]:
    allows = [statement for statement in policy.statements if statement.effect == "Allow"]
    denies = [statement for statement in policy.statements if statement.effect == "Deny"]
    return allows, denies


def _as_statement(target: tuple[tuple[str, Selector], ...]) -> Statement | None:
    """A statement of what is looked for, None for everything."""
    if not target:
        return None
    selectors = dict(target)
    anything = Selector((ANYTHING,))
    return Statement(
        index=-1,
        sid=None,
        effect="Allow",
        actions=selectors.get(ACTION, anything),
        resources=selectors.get(RESOURCE),
        principals=None,
        conditions=(),
    )
