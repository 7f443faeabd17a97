"""The search for external access: Allow by Allow, principal by principal.

Each Allow is narrowed to one of the principals that it names, and asked what it grants together
with all Denies and beyond the zone of trust. So there is nothing to decide here that the comparison
of two policies does not decide: the zone is the second policy.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from aa_sdk.policy._analysis.budget import DEFAULT_STEPS, Budget
from aa_sdk.policy._analysis.comparison import AccessQuery, Comparison, Contribution
from aa_sdk.policy._analysis.policy_variables import example_of
from aa_sdk.policy._analysis.request_space import ACTION
from aa_sdk.policy._language.conditions import Condition
from aa_sdk.policy._language.layers import Layers
from aa_sdk.policy._language.patterns import Pattern
from aa_sdk.policy._language.principals import EVERYONE, Principal
from aa_sdk.policy._language.statements import (
    PrincipalSelector,
    Selector,
    Statement,
    action_pattern,
)
from aa_sdk.policy._trusted_keys import SAML_TYPES, TRUST_POLICY, is_reported, pins_of
from aa_sdk.policy._validation.catalogue import ActionCatalogue
from aa_sdk.policy._zone.granted_actions import actions_on, all_actions_on
from aa_sdk.policy._zone.lenient_reading import Reading
from aa_sdk.policy._zone.resource_types import ROLE
from aa_sdk.policy._zone.zone_policy import Members, implied_conditions, zone_policy
from aa_sdk.policy.results import AccessExample

_ALL = Selector((action_pattern("*", ""),), as_written=("*",))
_EVERYONE = PrincipalSelector((EVERYONE,))
_PUBLIC = "public"
# A check asks once, this for each principal.
_STEPS = 10 * DEFAULT_STEPS


class Grant(NamedTuple):
    """What one Allow statement grants to one principal from outside."""

    principal: tuple[str, str]
    """The key of a Principal element, and the entry."""
    actions: tuple[str, ...]
    """The actions."""
    condition: dict[str, str]
    """Trusted keys and their values."""
    is_public: bool
    """Whether it is open to everyone."""
    statement: Statement
    """The statement."""
    whose: Principal
    """The principal, whichever way it is written."""
    example: AccessExample | None
    """A request, if one was found."""
    exact: bool
    """Whether no more is told than there is."""


class ExternalSearch:
    """One policy, asked who gets in from outside.

    `reading` is the policy, `members` who belongs to the zone of trust.
    """

    def __init__(
        self,
        reading: Reading,
        resource_type: str,
        members: Members,
        catalogue: ActionCatalogue | None,
    ) -> None:
        self._reading = reading
        self._members = members
        self._catalogue = catalogue
        self._type = TRUST_POLICY if resource_type == ROLE else resource_type
        self._keys = {
            one.context_key for statement in reading.statements for one in statement.conditions
        }
        self._budget = Budget(_STEPS)
        self._policy = Layers.of(reading.statements)
        self._all_actions = all_actions_on(self._type)
        target = ((ACTION, Selector((action_pattern(self._all_actions, ""),))),)
        self._zone = zone_policy(members, self._keys)
        self._query = AccessQuery(self._policy, self._zone, target)
        self._outside = Comparison(self._query, self._budget)
        self._comparisons: dict[Condition | str, Comparison] = {}

    def grants(self) -> Iterator[Grant]:
        """Find what is granted to principals outside, in the order of the policy."""
        for statement in self._policy.allows[0]:
            for principal in _principals(statement):
                if principal.type != "Service" and principal.account not in self._members.accounts:
                    yield from self._granted_to(principal, statement)

    def _granted_to(self, principal: Principal, statement: Statement) -> Iterator[Grant]:
        whole = _only_for(statement, principal, self._keys)
        if self._outside.left(whole) is None:
            return
        for part, actions in self._by_actions(whole):
            left = self._outside.left(part)
            if left is not None and actions:
                yield Grant(
                    principal=principal.entry,
                    actions=actions,
                    condition=self._condition(statement, part),
                    is_public=_is_nobody(principal) and self._is_public(part),
                    statement=statement,
                    whose=principal._replace(partition=""),
                    example=example_of(self._query, [Contribution(part, left)], self._budget),
                    exact=left.space.exact and not self._may_be_kept_away(statement),
                )

    def _may_be_kept_away(self, statement: Statement) -> bool:
        """Whether a condition that is not decided may keep out whom a statement lets in."""
        kept = {one.index for one in self._reading.statements}
        return any(one == statement.index or one not in kept for one in self._reading.wider)

    def _by_actions(self, statement: Statement) -> Iterator[tuple[Statement, tuple[str, ...]]]:
        """The statement, in parts where Denies may tell its actions apart."""
        actions = actions_on(self._type, statement.actions, self._catalogue)
        if actions is None or not self._policy.denies:
            yield statement, (self._all_actions,) if actions is None else tuple(actions)
            return
        alike: dict[object, dict[Pattern, str]] = {}
        for action in actions:
            pattern = action_pattern(action, "")
            holders = self._outside.holders(ACTION, pattern)
            alike.setdefault(action if holders is None else holders, {})[pattern] = action
        for named in alike.values():
            selector = Selector(tuple(named), as_written=tuple(named.values()))
            yield replace(statement, actions=selector), selector.as_written

    def _condition(self, statement: Statement, part: Statement) -> dict[str, str]:
        """What trusted keys surely have, whoever gets in by a part of a statement."""
        own = [(one, _as_pin(one, denied=False)) for one in statement.conditions]
        denied = [
            (one, _as_pin(one, denied=True))
            for deny in self._policy.denies
            for one in deny.conditions
        ]
        condition: dict[str, str] = {}
        for given, pin in (*own, *denied):
            key = given.context_key_as_written
            known = pin and key not in condition and is_reported(self._type, given.context_key)
            if pin and known and (pin in statement.conditions or self._holds(pin, part)):
                condition[key] = ",".join(given.as_written)
        return condition

    def _holds(self, pin: Condition, part: Statement) -> bool:
        """Whether nobody gets in but where a condition holds: nothing is left without it."""
        comparison = self._comparisons.get(pin)
        if comparison is None:
            everything = Statement(0, None, "Allow", _ALL, None, _EVERYONE, (pin,))
            zone = self._zone.allows[0]
            query = self._query._replace(existing=Layers(((*zone, everything),), ()))
            comparison = self._comparisons[pin] = Comparison(query, self._budget)
        return comparison.left(part) is None

    def _is_public(self, part: Statement) -> bool:
        comparison = self._comparisons.get(_PUBLIC)
        if comparison is None:
            query = self._query._replace(
                pins=pins_of(self._policy.statements, self._type),
                trusts_saml=self._type in SAML_TYPES,
            )
            comparison = self._comparisons[_PUBLIC] = Comparison(query, self._budget)
        return comparison.left(part) is not None


def _is_nobody(principal: Principal) -> bool:
    """Whether nobody is named: it is everyone, or everyone of a type."""
    return not principal.name and not principal.account


def _principals(statement: Statement) -> Sequence[Principal]:
    """Whom an Allow names, one by one; everyone where it says for whom it is not."""
    element = statement.principals
    return () if element is None else (EVERYONE,) if element.negated else element.named


def _only_for(statement: Statement, principal: Principal, keys: Collection[str]) -> Statement:
    """What a statement says to one of those whom it names."""
    if statement.principals and statement.principals.negated:
        return statement
    implied = implied_conditions(principal, keys)
    return replace(
        statement,
        principals=PrincipalSelector((principal,)),
        conditions=(*statement.conditions, *implied),
    )


def _as_pin(condition: Condition, *, denied: bool) -> Condition | None:
    """What a condition requires of a key that has to be there; None if it is of no such kind.

    A Deny requires what its negated conditions name.
    """
    operator = condition.operator
    if operator.family == "null" or operator.negated is not denied:
        return None
    quantifier = "any" if operator.quantifier else ""
    plain = operator._replace(negated=False, if_exists=False, quantifier=quantifier)
    return condition._replace(operator=plain)
