"""The space of requests that a set of policies can tell apart, and the regions in it."""

from collections.abc import Iterable, Mapping, Sequence

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.context_keys import ContextKeyClasses
from aa_sdk.policy._analysis.principal_classes import PrincipalClasses
from aa_sdk.policy._analysis.regions import Region
from aa_sdk.policy._analysis.string_classes import StringClasses
from aa_sdk.policy._language.conditions import Condition
from aa_sdk.policy._language.documents import Policy
from aa_sdk.policy._language.patterns import literal
from aa_sdk.policy._language.predicates import Predicate
from aa_sdk.policy._language.statements import PrincipalSelector, Selector, Statement

ACTION = "action"
RESOURCE = "resource"
PRINCIPAL = "principal"
_CONTEXT_KEY = "context key "
_ACTIONS = ("example:Action",)
_RESOURCES = ("arn:aws:example:us-east-1:111122223333:example", "*")

ContextValues = Mapping[str, str | None]
"""What context keys are set to, by key; None for a key that is absent."""
Pins = Mapping[str, Sequence[Predicate]]
"""For each key that can tell a trusted caller, the predicates that hold for trusted ones only."""


def context_key_dimension(key: str) -> str:
    """Name the dimension of a context key."""
    return _CONTEXT_KEY + key


class RequestSpace:
    """The classes of every dimension of a request, over some policies.

    `target` has actions and resources that are looked for beside the policies, by dimension. `pins`
    is what tells a trusted caller, `values` what context keys are set to.
    """

    def __init__(
        self,
        policies: Sequence[Policy],
        budget: Budget,
        *,
        target: Sequence[tuple[str, Selector]] = (),
        pins: Pins | None = None,
        values: ContextValues | None = None,
    ) -> None:
        statements = [statement for policy in policies for statement in policy.statements]
        selectors = [(ACTION, statement.actions) for statement in statements]
        selectors += [(RESOURCE, entry.resources) for entry in statements if entry.resources]
        selectors += target
        # Compared in lower case, but shown as a document has them.
        self.actions_as_written: dict[str, str] = {
            text.lower(): text for _, selector in selectors for text in selector.as_written
        }
        self.actions: StringClasses = _strings(ACTION, selectors, budget, _ACTIONS)
        self.resources: StringClasses = _strings(RESOURCE, selectors, budget, _RESOURCES)
        elements = [statement.principals for statement in statements if statement.principals]
        named = [principal for element in elements for principal in element.named]
        self.principals: PrincipalClasses | None = PrincipalClasses(named) if elements else None
        self._values = values or {}
        self._pins = pins or {}
        conditions = [one for statement in statements for one in statement.conditions]
        self.context_keys: dict[str, ContextKeyClasses] = _context_keys(
            conditions, budget, self._pins, self._values
        )
        self.full: Region = {
            ACTION: (1 << self.actions.size) - 1,
            RESOURCE: (1 << self.resources.size) - 1,
        }
        for key, classes in self.context_keys.items():
            self.full[context_key_dimension(key)] = classes.full
        if self.principals:
            self.full[PRINCIPAL] = (1 << self.principals.size) - 1

    def region(self, statement: Statement) -> Region | None:
        """Find the region that a statement covers, None if it covers nothing."""
        parts = [self.select(ACTION, statement.actions)]
        if statement.resources:
            parts.append(self.select(RESOURCE, statement.resources))
        if statement.principals:
            parts.append(self._limit(PRINCIPAL, self._principal_mask(statement.principals)))
        for condition in statement.conditions:
            key = condition.context_key
            parts.append(self._limit_key(key, self.context_keys[key].mask(condition)))
        return _common(parts)

    def select(self, dimension: str, selector: Selector) -> Region:
        """Find the region of some actions or resources."""
        classes = self.actions if dimension == ACTION else self.resources
        mask = 0
        for pattern in selector.patterns:
            mask |= classes.mask(pattern)
        return self._limit(dimension, self.full[dimension] & ~mask if selector.negated else mask)

    def untrusted(self, *, trusts_saml: bool) -> Region | None:
        """Find the region of the requests that anyone can make, None if there is none."""
        strangers = self.principals.untrusted(trusts_saml=trusts_saml) if self.principals else 0
        parts = [self._limit(PRINCIPAL, strangers)]
        parts += [
            self._limit_key(key, self.context_keys[key].untrusted())
            for key in self._pins
            if key in self.context_keys
        ]
        return _common(parts)

    def assigned(self) -> Region | None:
        """Find the region of the requests whose keys are set as given, None if there is none."""
        keys = self._values
        return _common(self._limit_key(key, self.context_keys[key].assigned()) for key in keys)

    def _principal_mask(self, element: PrincipalSelector) -> int:
        mask = 0
        for principal in element.named:
            mask |= self.principals.mask(principal) if self.principals else 0
        return self.full[PRINCIPAL] & ~mask if element.negated else mask

    def _limit_key(self, key: str, mask: int) -> Region:
        return self._limit(context_key_dimension(key), mask)

    def _limit(self, dimension: str, mask: int) -> Region:
        # A mask that holds everything would be one more dimension to split in, for nothing.
        return {} if mask == self.full.get(dimension) else {dimension: mask}


def _common(parts: Iterable[Region]) -> Region | None:
    """What all parts share, None if that is nothing."""
    region: Region = {}
    for part in parts:
        for dimension, mask in part.items():
            shared = region.get(dimension, mask) & mask
            if not shared:
                return None
            region[dimension] = shared
    return region


def _strings(
    dimension: str,
    selectors: Sequence[tuple[str, Selector]],
    budget: Budget,
    samples: Sequence[str],
) -> StringClasses:
    patterns = [
        pattern for at, selector in selectors if at == dimension for pattern in selector.patterns
    ]
    return StringClasses(patterns, budget, samples=samples)


def _context_keys(
    conditions: Sequence[Condition], budget: Budget, pins: Pins, values: ContextValues
) -> dict[str, ContextKeyClasses]:
    by_key: dict[str, list[Condition]] = {key: [] for key in values}
    for condition in conditions:
        by_key.setdefault(condition.context_key, []).append(condition)
    classes: dict[str, ContextKeyClasses] = {}
    for key, own in by_key.items():
        text = values.get(key)
        classes[key] = ContextKeyClasses(
            own[0].context_key_as_written if own else key,
            own,
            budget,
            pins=pins.get(key, ()),
            value=None if text is None else literal(text),
        )
    return classes
