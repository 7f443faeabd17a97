"""Which filter keys may be used where, and for which kind of analyzer."""

from collections.abc import Iterable, Mapping
from typing import Any

from aa_sdk.emulator.refusals import Problem, invalid_fields

__all__ = ("check_list_keys", "check_preview_keys", "check_rule_keys")

_ALL_KINDS = frozenset(
    {"resource", "resourceType", "resourceOwnerAccount", "findingType", "status", "id"}
)
_INTERNAL = frozenset(
    {
        "serviceControlPolicyRestriction",
        "resourceControlPolicyRestriction",
        "error",
        "condition.aws:VpceAccount",
        "condition.aws:VpceOrgID",
        "condition.aws:VpceOrgPaths",
    }
)
_EXTERNAL = frozenset({"isPublic", "resourceControlPolicyRestriction", "error"})
_EXTERNAL_FAMILIES = ("principal.", "condition.")
_OPERATORS = frozenset({"eq", "neq", "contains", "exists"})
_NOT_IN_RULES = frozenset({"status", "id"})
_PREVIEW_ONLY = frozenset({"changeType", "existingFindingId", "existingFindingStatus"})


def check_list_keys(criteria: Mapping[str, Any], kind: str) -> None:
    """Refuse keys that a list of findings does not take.

    Args:
        criteria: Criteria by filter key, in wire form.
        kind: `external`, `unused` or `internal`.

    Raises:
        Refusal: A key is unknown, or not one for this kind of analyzer.
    """
    _refuse(criteria, (key for key in criteria if not _known(key, kind)))


def check_rule_keys(criteria: Mapping[str, Any], kind: str) -> None:
    """Refuse keys that an archive rule does not take; see `check_list_keys`."""
    unusable = (key for key in criteria if key in _NOT_IN_RULES or not _known(key, kind))
    _refuse(criteria, unusable)


def check_preview_keys(criteria: Mapping[str, Any]) -> None:
    """Refuse keys that a list of preview findings does not take; see `check_list_keys`."""
    allowed = _PREVIEW_ONLY | {"serviceControlPolicyRestriction"}
    unknown = (key for key in criteria if key not in allowed and not _known(key, "external"))
    _refuse(criteria, unknown)


def _known(key: str, kind: str) -> bool:
    if key in _ALL_KINDS:
        return True
    if kind == "internal":
        return key in _INTERNAL
    return kind == "external" and (key in _EXTERNAL or key.startswith(_EXTERNAL_FAMILIES))


def _refuse(criteria: Mapping[str, Any], keys: Iterable[str]) -> None:
    problems = [Problem(f"filter.{key}", "is not a filter key here") for key in keys]
    problems += [
        Problem(f"filter.{key}.{operator}", "is not an operator")
        for key, criterion in criteria.items()
        for operator in criterion
        if operator not in _OPERATORS
    ]
    if problems:
        raise invalid_fields(problems)
