"""The space of requests that some statements can tell apart, and the regions in it."""

from collections.abc import Iterable, Mapping, Sequence

from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.context_keys import ContextKeyClasses
from aa_sdk.policy._analysis.principal_classes import PrincipalClasses
from aa_sdk.policy._analysis.regions import Region
from aa_sdk.policy._analysis.setting import Setting
from aa_sdk.policy._analysis.string_classes import OneString, StringClasses
from aa_sdk.policy._language.conditions import Condition
from aa_sdk.policy._language.patterns import Pattern, literal
from aa_sdk.policy._language.statements import PrincipalSelector, Selector, Statement

ACTION = "action"
RESOURCE = "resource"
PRINCIPAL = "principal"
_CONTEXT_KEY = "context key "
SAMPLES = {
    ACTION: ("example:action", "q0:q0"),
    RESOURCE: ("arn:aws:example:us-east-1:111122223333:example", "*", "q0"),
}
"""Values that make good examples where nothing narrows them down, by dimension."""

Strings = StringClasses | OneString
Patterns = Mapping[str, Sequence[Pattern]]
"""Patterns by dimension."""
_NOTHING: Patterns = {}


def context_key_dimension(key: str) -> str:
    """Name the dimension of a context key."""
    return _CONTEXT_KEY + key


class RequestSpace:
    """The classes of every dimension of a request, over some statements.

    `setting` is what they share with others. Where one action on one resource is all that matters,
    and all statements hold it, that is `at`. Else `inside` has patterns by dimension: only actions,
    or resources, that match one of them matter; and none that matches one of `outside` does.
    """

    def __init__(
        self,
        statements: Sequence[Statement],
        setting: Setting,
        budget: Budget,
        *,
        at: tuple[str, str] | None = None,
        inside: Patterns = _NOTHING,
        outside: Patterns = _NOTHING,
    ) -> None:
        self._setting = setting
        self.principals: PrincipalClasses | None = setting.principals
        strings = [
            StringClasses(
                _patterns(statements, dimension),
                budget,
                samples=SAMPLES[dimension],
                inside=inside.get(dimension, ()),
                outside=outside.get(dimension, ()),
            )
            for dimension in (ACTION, RESOURCE)
            if at is None
        ]
        self.actions: Strings
        self.resources: Strings
        self.actions, self.resources = strings or map(OneString, at or ())
        self.context_keys: dict[str, ContextKeyClasses] = _context_keys(statements, setting, budget)
        self.full: Region = {
            ACTION: (1 << self.actions.size) - 1,
            RESOURCE: (1 << self.resources.size) - 1,
        }
        for key, classes in self.context_keys.items():
            self.full[context_key_dimension(key)] = classes.full
        if self.principals:
            self.full[PRINCIPAL] = (1 << self.principals.size) - 1

    @property
    def exact(self) -> bool:
        """Whether no class hangs on the value of a policy variable."""
        strings = self.actions, self.resources, *self.context_keys.values()
        return all(classes.exact for classes in strings)

    def region(self, statement: Statement) -> Region | None:
        """Find the region that a statement covers, None if it covers nothing."""
        parts: list[Region] = []
        if isinstance(self.actions, StringClasses):
            parts.append(self._select(ACTION, self.actions, statement.actions))
        if isinstance(self.resources, StringClasses) and statement.resources:
            parts.append(self._select(RESOURCE, self.resources, statement.resources))
        if statement.principals:
            parts.append(self._limit(PRINCIPAL, self._principal_mask(statement.principals)))
        for condition in statement.conditions:
            key = condition.context_key
            parts.append(self._limit_key(key, self.context_keys[key].mask(condition)))
        return _common(parts)

    def asked_for(self) -> Region | None:
        """Find the region of the requests that the setting leaves, None if there is none.

        These are the requests that anyone can make, where pins tell trusted callers, and those
        whose context keys are set as given.
        """
        values = self._setting.values
        parts = [self._limit_key(key, self.context_keys[key].assigned()) for key in values]
        pins = self._setting.pins
        if pins is not None:
            saml = self._setting.trusts_saml
            strangers = self.principals.untrusted(trusts_saml=saml) if self.principals else 0
            parts.append(self._limit(PRINCIPAL, strangers))
            known = [key for key in pins if key in self.context_keys]
            parts += [self._limit_key(key, self.context_keys[key].untrusted()) for key in known]
        return _common(parts)

    def _select(self, dimension: str, classes: StringClasses, selector: Selector) -> Region:
        mask = 0
        for pattern in selector.patterns:
            mask |= classes.mask(pattern)
        return self._limit(dimension, self.full[dimension] & ~mask if selector.negated else mask)

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


def selector_of(statement: Statement, dimension: str) -> Selector | None:
    """Pick what a statement says of actions or of resources.

    Args:
        statement: The statement.
        dimension: `ACTION` or `RESOURCE`.

    Returns:
        The selector, None for everything.
    """
    return statement.actions if dimension == ACTION else statement.resources


def _patterns(statements: Iterable[Statement], dimension: str) -> list[Pattern]:
    selectors = (selector_of(statement, dimension) for statement in statements)
    return [pattern for selector in selectors if selector for pattern in selector.patterns]


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


def _context_keys(
    statements: Sequence[Statement], setting: Setting, budget: Budget
) -> dict[str, ContextKeyClasses]:
    by_key: dict[str, list[Condition]] = {key: [] for key in setting.values}
    for statement in statements:
        for condition in statement.conditions:
            by_key.setdefault(condition.context_key, []).append(condition)
    pins = setting.pins or {}
    classes: dict[str, ContextKeyClasses] = {}
    for key, own in by_key.items():
        text = setting.values.get(key)
        classes[key] = ContextKeyClasses(
            setting.keys_as_written.get(key, key),
            setting.kind(key),
            own,
            budget,
            pins=pins.get(key, ()),
            value=None if text is None else literal(text),
        )
    return classes
