"""The documented filter keys."""

from collections import Counter
from typing import Any, get_args

import pytest

from aa_sdk.filters import FILTER_KEYS
from aa_sdk.filters._keys import OPERATORS
from aa_sdk.models import (
    Criterion,
    FindingChangeType,
    FindingStatus,
    FindingType,
    ResourceControlPolicyRestriction,
    ResourceType,
    ServiceControlPolicyRestriction,
)


def test_each_kind_of_analyzer_has_as_many_keys_as_are_documented() -> None:
    kinds = Counter(kind for key in FILTER_KEYS.values() for kind in key.analyzers)
    assert kinds == {"external": 29, "internal": 12, "unused": 6}


def test_each_operation_takes_as_many_keys_as_are_documented() -> None:
    operations = Counter(name for key in FILTER_KEYS.values() for name in key.operations)
    assert operations == {
        "ListAccessPreviewFindings": 30,
        "ListFindingsV2": 27,
        "ListFindings": 26,
        "CreateArchiveRule": 25,
        "UpdateArchiveRule": 25,
        "CreateAnalyzer": 25,
        "CreateServiceLinkedAnalyzer": 25,
    }


@pytest.mark.parametrize(
    ("name", "enum"),
    [
        ("status", FindingStatus),
        ("existingFindingStatus", FindingStatus),
        ("resourceType", ResourceType),
        ("findingType", FindingType),
        ("changeType", FindingChangeType),
        ("resourceControlPolicyRestriction", ResourceControlPolicyRestriction),
        ("serviceControlPolicyRestriction", ServiceControlPolicyRestriction),
    ],
)
def test_the_values_of_a_key_are_those_of_the_models(name: str, enum: Any) -> None:
    assert FILTER_KEYS[name].values == get_args(get_args(enum)[0])


def test_operators_in_use_make_sense() -> None:
    confirmed = {name: key.confirmed for name, key in FILTER_KEYS.items() if key.confirmed}
    assert confirmed == {
        "resource": {"contains"},
        "resourceType": {"eq"},
        "isPublic": {"eq"},
        "findingType": {"eq"},
        "status": {"eq"},
        "error": {"exists"},
        "principal.AWS": {"eq"},
        "condition.aws:UserId": {"eq"},
    }
    for key in FILTER_KEYS.values():
        assert key.confirmed <= key.operators <= set(OPERATORS)


def test_the_operators_are_those_of_a_criterion() -> None:
    assert tuple(Criterion.model_fields) == OPERATORS
