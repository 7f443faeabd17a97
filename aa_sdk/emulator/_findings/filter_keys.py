"""Which filter keys may be used where, and for which kind of analyzer."""

from collections.abc import Iterable, Mapping
from typing import Any

from aa_sdk.emulator._protocol.errors import Problem, invalid_field, invalid_fields
from aa_sdk.filters._keys import FILTER_KEYS, OPERATORS

# Of these, the service knows more than it documents.
_EXTERNAL_FAMILIES = ("principal.", "condition.")


def check_list_keys(criteria: Mapping[str, Any], kind: str) -> None:
    """Raise the error response for keys that a list of findings does not take.

    Args:
        criteria: Criteria by filter key, in wire form.
        kind: `external`, `unused` or `internal`.

    Raises:
        ErrorResponse: A key is unknown, or not one for this kind of analyzer.
    """
    _raise_for(criteria, (key for key in criteria if not _taken(key, kind, "ListFindingsV2")))


def check_rule_filter(criteria: Mapping[str, Any], kind: str) -> None:
    """Raise the error response for a filter that an archive rule may not have.

    Args:
        criteria: Criteria by filter key, in wire form.
        kind: `external`, `unused` or `internal`.

    Raises:
        ErrorResponse: It is empty, or has a key that rules or this kind of analyzer do not know.
    """
    if not criteria:
        raise invalid_field("filter", "must have at least 1 entries")
    _raise_for(criteria, (key for key in criteria if not _taken(key, kind, "CreateArchiveRule")))


def check_preview_keys(criteria: Mapping[str, Any]) -> None:
    """Raise the error response for keys that a list of preview findings does not take."""
    _raise_for(criteria, (key for key in criteria if not _in_previews(key)))


def _taken(key: str, kind: str, operation: str) -> bool:
    if kind == "external" and key.startswith(_EXTERNAL_FAMILIES):
        return True
    known = FILTER_KEYS.get(key)
    return known is not None and kind in known.analyzers and operation in known.operations


def _in_previews(key: str) -> bool:
    known = FILTER_KEYS.get(key)
    if known is None:
        return key.startswith(_EXTERNAL_FAMILIES)
    return "ListAccessPreviewFindings" in known.operations


def _raise_for(criteria: Mapping[str, Any], keys: Iterable[str]) -> None:
    problems = [Problem(f"filter.{key}", "is not a filter key here") for key in keys]
    problems += [
        Problem(f"filter.{key}.{operator}", "is not an operator")
        for key, criterion in criteria.items()
        for operator in criterion
        if operator not in OPERATORS
    ]
    if problems:
        raise invalid_fields(problems)
