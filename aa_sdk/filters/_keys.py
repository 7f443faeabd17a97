"""The filter keys that the service documents, as data: kinds, values and where each is taken.

Which operators a key takes is documented nowhere. `FilterKey.confirmed` has the ones that
somebody is known to use; the others are inferred, and allowed unless the kind of value makes
nonsense of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, get_args

from aa_sdk.filters._wire_values import BOOLEAN_TEXTS
from aa_sdk.models.finding_details import (
    ResourceControlPolicyRestriction,
    ServiceControlPolicyRestriction,
)
from aa_sdk.models.findings import FindingStatus, FindingType, ResourceType

AnalyzerKind: TypeAlias = Literal["external", "internal", "unused"]
"""What an analyzer looks for; it decides which keys its findings can be filtered by."""

Operator: TypeAlias = Literal["eq", "neq", "contains", "exists"]
"""What a criterion can ask of a key."""

ValueKind: TypeAlias = Literal["text", "account", "boolean", "enum", "open_enum", "resource_type"]
"""What values a key has.

`enum` is a closed list. `open_enum` has values beyond the known ones. `resource_type` has them
too, but all look like `AWS::Service::Kind`. `account` is an account id of 12 digits.
"""

OPERATORS: Final[tuple[Operator, ...]] = get_args(Operator)
"""The operators in the order in which they are shown."""

MAX_VALUES: Final = 20
"""The most values that one operator of one key takes."""

RULE_OPERATIONS: Final = frozenset(
    {"CreateArchiveRule", "UpdateArchiveRule", "CreateAnalyzer", "CreateServiceLinkedAnalyzer"}
)
"""The operations that take archive rules."""

_PREVIEWS: Final = frozenset({"ListAccessPreviewFindings"})
_LISTS: Final = frozenset({"ListFindings", "ListFindingsV2"}) | _PREVIEWS

OPERATIONS: Final = _LISTS | RULE_OPERATIONS
"""The operations that take a filter."""

_EXTERNAL: Final = frozenset[AnalyzerKind]({"external"})
_INTERNAL: Final = frozenset[AnalyzerKind]({"internal"})
_RESOURCES: Final = _EXTERNAL | _INTERNAL
_EVERY: Final = frozenset[AnalyzerKind](get_args(AnalyzerKind))


@dataclass(frozen=True, slots=True)
class FilterKey:
    """A documented filter key."""

    name: str
    """The key as it is sent, such as `resourceType`."""
    attribute: str
    """The code that reaches it from a filter, such as `resource_type`."""
    analyzers: frozenset[AnalyzerKind]
    """The kinds of analyzers whose findings have it."""
    kind: ValueKind = "text"
    """What values it has."""
    values: tuple[str, ...] = ()
    """The known values, for kinds that are lists of them."""
    operations: frozenset[str] = OPERATIONS
    """The operations that take it in a filter."""
    confirmed: frozenset[Operator] = frozenset()
    """The operators known to be in use; the others are inferred from the kind of value."""

    @property
    def operators(self) -> frozenset[Operator]:
        """The operators that make sense: all, but `contains` for booleans."""
        every = frozenset[Operator](OPERATORS)
        return every - {"contains"} if self.kind == "boolean" else every


def _literals(alias: Any) -> tuple[str, ...]:
    """Return the values of an open enum of the models."""
    values: tuple[str, ...] = get_args(get_args(alias)[0])
    return values


def _confirmed(*operators: Operator) -> frozenset[Operator]:
    return frozenset(operators)


def _key(name: str, attribute: str, analyzers: frozenset[AnalyzerKind], **rest: Any) -> FilterKey:
    return FilterKey(name, attribute, analyzers, **rest)


def _condition(name: str, analyzers: frozenset[AnalyzerKind] = _EXTERNAL, **rest: Any) -> FilterKey:
    return FilterKey(f"condition.{name}", f'condition("{name}")', analyzers, **rest)


_EQ: Final = _confirmed("eq")
_STATUSES: Final = _literals(FindingStatus)

_KEYS: Final = (
    _key("resource", "resource", _EVERY, confirmed=_confirmed("contains")),
    _key(
        "resourceType",
        "resource_type",
        _EVERY,
        kind="resource_type",
        values=_literals(ResourceType),
        confirmed=_EQ,
    ),
    _key("resourceOwnerAccount", "resource_owner_account", _EVERY, kind="account"),
    _key(
        "isPublic",
        "is_public",
        _EXTERNAL,
        kind="boolean",
        values=tuple(BOOLEAN_TEXTS.values()),
        confirmed=_EQ,
    ),
    _key(
        "findingType",
        "finding_type",
        _EVERY,
        kind="enum",
        values=_literals(FindingType),
        confirmed=_EQ,
    ),
    _key(
        "resourceControlPolicyRestriction",
        "resource_control_policy_restriction",
        _RESOURCES,
        kind="enum",
        values=_literals(ResourceControlPolicyRestriction),
    ),
    _key(
        "serviceControlPolicyRestriction",
        "service_control_policy_restriction",
        _INTERNAL,
        kind="enum",
        values=_literals(ServiceControlPolicyRestriction),
        # The first version of the API serves external analyzers alone, which do not have it.
        operations=OPERATIONS - {"ListFindings"},
    ),
    _key(
        "status",
        "status",
        _EVERY,
        kind="enum",
        values=_STATUSES,
        operations=_LISTS,
        confirmed=_EQ,
    ),
    _key(
        "error",
        "error",
        _RESOURCES,
        kind="open_enum",
        values=(
            "ACCESS_DENIED",
            "INTERNAL_ERROR",
            "PRINCIPAL_LIMIT_EXCEEDED",
            "PRINCIPAL_ERRORS_LIMIT_EXCEEDED",
        ),
        confirmed=_confirmed("exists"),
    ),
    _key("principal.AWS", "principal.aws", _EXTERNAL, confirmed=_EQ),
    _key("principal.Federated", "principal.federated", _EXTERNAL),
    _condition("aws:PrincipalArn"),
    _condition("aws:PrincipalOrgID"),
    _condition("aws:PrincipalOrgPaths"),
    _condition("aws:SourceIp"),
    _condition("aws:SourceVpc"),
    _condition("aws:UserId", confirmed=_EQ),
    _condition("aws:VpceAccount", _RESOURCES),
    _condition("aws:SourceVpcArn"),
    _condition("aws:VpceOrgID", _RESOURCES),
    _condition("aws:VpceOrgPaths", _RESOURCES),
    _condition("cognito-identity.amazonaws.com:aud"),
    _condition("graph.facebook.com:app_id"),
    _condition("accounts.google.com:aud"),
    _condition("kms:CallerAccount"),
    _condition("www.amazon.com:app_id"),
    _key("id", "id", _EVERY, operations=_LISTS),
    _key(
        "changeType",
        "change_type",
        _EXTERNAL,
        kind="enum",
        # Written out: the module of the enum has all resource configurations with it.
        values=("CHANGED", "NEW", "UNCHANGED"),
        operations=_PREVIEWS,
    ),
    _key("existingFindingId", "existing_finding_id", _EXTERNAL, operations=_PREVIEWS),
    _key(
        "existingFindingStatus",
        "existing_finding_status",
        _EXTERNAL,
        kind="enum",
        values=_STATUSES,
        operations=_PREVIEWS,
    ),
)

FILTER_KEYS: Final[Mapping[str, FilterKey]] = {key.name: key for key in _KEYS}
"""The documented keys by name."""


def code_of(name: str) -> str:
    """Return the code that reaches a key from a filter, such as `resource_type`.

    Args:
        name: The key as it is sent, whether it is documented or not.
    """
    if name.startswith("condition."):
        return f"condition({name.removeprefix('condition.')!r})"
    known = FILTER_KEYS.get(name)
    return known.attribute if known else f"key({name!r})"
