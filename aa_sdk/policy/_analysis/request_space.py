"""The space of requests that a set of policies can tell apart, and the boxes in it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.context_keys import ContextKeyClasses
from aa_sdk.policy._analysis.regions import Region
from aa_sdk.policy._analysis.string_classes import StringClasses
from aa_sdk.policy._language.conditions import Condition
from aa_sdk.policy._language.documents import Policy
from aa_sdk.policy._language.patterns import Pattern, literal
from aa_sdk.policy._language.predicates import Test
from aa_sdk.policy._language.principals import Kind, PrincipalClasses
from aa_sdk.policy._language.statements import Callers, Selector, Statement

ACTION = "action"
RESOURCE = "resource"
PRINCIPAL = "principal"
_KEY = "key "
_ACTIONS = ("example:Action",)
_RESOURCES = ("arn:aws:example:us-east-1:111122223333:example", "*")


class Request(NamedTuple):
    """One concrete request."""

    action: str
    """What it does."""
    resource: str
    """What it does it to."""
    principal: tuple[Kind, str] | None
    """Who makes it, by kind and id; None where no policy speaks of principals."""
    context: dict[str, str | tuple[str, ...] | None]
    """What it carries under each condition key, None for nothing."""


class RequestSpace:
    """The classes of every field of a request, over some policies."""

    def __init__(
        self,
        policies: Sequence[Policy],
        budget: Budget,
        *,
        target: Sequence[tuple[str, Selector]] = (),
        pins: Mapping[str, Sequence[Test]] | None = None,
        values: Mapping[str, str | None] | None = None,
    ) -> None:
        """Find the classes.

        Args:
            policies: The policies.
            budget: What the work is taken from.
            target: Actions and resources that are asked for beside the policies.
            pins: For each key that can tell a trusted caller, the tests that only one passes.
            values: What condition keys are set to, by key; None for a key that is absent.
        """
        statements = [statement for policy in policies for statement in policy.statements]
        selectors = [(ACTION, statement.actions) for statement in statements]
        selectors += [(RESOURCE, entry.resources) for entry in statements if entry.resources]
        selectors += target
        self._spelled = {
            text.lower(): text for _, selector in selectors for text in selector.spelled
        }
        self._actions = _texts(ACTION, selectors, budget, _ACTIONS)
        self._resources = _texts(RESOURCE, selectors, budget, _RESOURCES)
        callers = [statement.callers for statement in statements if statement.callers]
        named = [principal for element in callers for principal in element.principals]
        self._callers = PrincipalClasses(named) if callers else None
        self._values = values or {}
        self._pins = pins
        conditions = [one for statement in statements for one in statement.conditions]
        self._keys = _keys(conditions, budget, pins or {}, self._values)
        self.full: Region = {
            ACTION: (1 << self._actions.size) - 1,
            RESOURCE: (1 << self._resources.size) - 1,
            **{_KEY + key: field.full for key, field in self._keys.items()},
        }
        if self._callers:
            self.full[PRINCIPAL] = (1 << self._callers.size) - 1

    def box(self, statement: Statement) -> Region | None:
        """Find the box that a statement covers, None if it covers nothing."""
        parts = [self.select(ACTION, statement.actions)]
        if statement.resources:
            parts.append(self.select(RESOURCE, statement.resources))
        if statement.callers:
            parts.append(self._limit(PRINCIPAL, self._caller_mask(statement.callers)))
        for condition in statement.conditions:
            field = self._keys[condition.key]
            parts.append(self._limit(_KEY + condition.key, field.mask(condition)))
        return _common(parts)

    def select(self, field: str, selector: Selector) -> Region:
        """Find the box of some actions or resources."""
        domain = self._actions if field == ACTION else self._resources
        mask = 0
        for pattern in selector.patterns:
            mask |= domain.mask(pattern)
        return self._limit(field, self.full[field] & ~mask if selector.negated else mask)

    def untrusted(self, *, trusts_saml: bool) -> Region | None:
        """Find the box of the requests that anyone can make, None if there is none."""
        callers = self._callers.untrusted(trusts_saml=trusts_saml) if self._callers else 0
        parts = [self._limit(PRINCIPAL, callers)]
        parts += [
            self._limit(_KEY + key, self._keys[key].untrusted())
            for key in self._pins or {}
            if key in self._keys
        ]
        return _common(parts)

    def assigned(self) -> Region | None:
        """Find the box of the requests whose keys are set as given, None if there is none."""
        parts = [self._limit(_KEY + key, self._keys[key].assigned()) for key in self._values]
        return _common(parts)

    def request(self, box: Mapping[str, int]) -> Request:
        """Spell one request of a box."""
        at = {field: _lowest(box.get(field, mask)) for field, mask in self.full.items()}
        action = self._actions.example(at[ACTION])
        return Request(
            self._spelled.get(action, action),
            self._resources.example(at[RESOURCE]),
            self._callers.example(at[PRINCIPAL]) if self._callers else None,
            {field.name: field.example(at[_KEY + key]) for key, field in self._keys.items()},
        )

    def assumptions(self, box: Mapping[str, int]) -> list[tuple[Pattern, str]]:
        """List the patterns with variables that the request of a box was assumed to match."""
        at = {field: _lowest(box.get(field, mask)) for field, mask in self.full.items()}
        found = [
            (pattern, self._resources.example(at[RESOURCE]))
            for pattern in self._resources.inside(at[RESOURCE])
        ]
        for key, field in self._keys.items():
            found += field.inside(at[_KEY + key])
        return found

    def _caller_mask(self, callers: Callers) -> int:
        mask = 0
        for principal in callers.principals:
            mask |= self._callers.mask(principal) if self._callers else 0
        return self.full[PRINCIPAL] & ~mask if callers.negated else mask

    def _limit(self, field: str, mask: int) -> Region:
        return {} if mask == self.full.get(field) else {field: mask}


def _common(parts: Iterable[Region]) -> Region | None:
    """What all parts share, None if that is nothing."""
    box: Region = {}
    for part in parts:
        for field, mask in part.items():
            shared = box.get(field, mask) & mask
            if not shared:
                return None
            box[field] = shared
    return box


def _lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


def _texts(
    field: str,
    selectors: Sequence[tuple[str, Selector]],
    budget: Budget,
    samples: Sequence[str],
) -> StringClasses:
    patterns = [
        pattern for name, selector in selectors if name == field for pattern in selector.patterns
    ]
    return StringClasses(patterns, budget, samples=samples)


def _keys(
    conditions: Sequence[Condition],
    budget: Budget,
    pins: Mapping[str, Sequence[Test]],
    values: Mapping[str, str | None],
) -> dict[str, ContextKeyClasses]:
    by_key: dict[str, list[Condition]] = {key: [] for key in values}
    for condition in conditions:
        by_key.setdefault(condition.key, []).append(condition)
    fields: dict[str, ContextKeyClasses] = {}
    for key, own in by_key.items():
        text = values.get(key)
        fields[key] = ContextKeyClasses(
            own[0].name if own else key,
            own,
            budget,
            pins=pins.get(key, ()),
            value=None if text is None else literal(text),
        )
    return fields
