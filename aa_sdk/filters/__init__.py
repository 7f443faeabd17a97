"""Filters for findings: built with types, sent to the service, and evaluated here.

`FindingFilter` is the one to start from. `check_criteria` says what is wrong with a filter
before it is sent, and `FILTER_KEYS` has the documented keys as data.
"""

from aa_sdk._lazy import hide_imports
from aa_sdk.filters._criteria.validation import check_criteria
from aa_sdk.filters._evaluation.explanation import Explanation, FailedCriterion
from aa_sdk.filters._evaluation.matcher import FindingLike
from aa_sdk.filters._filter import Filter
from aa_sdk.filters._finding_filters import (
    ArchiveRuleFilter,
    ExternalFindingFilter,
    FindingFilter,
    InternalFindingFilter,
    UnusedFindingFilter,
)
from aa_sdk.filters._keys import FILTER_KEYS, FilterKey
from aa_sdk.filters._operators import BooleanOperators, EnumOperators, TextOperators

__all__ = (
    "FILTER_KEYS",
    "ArchiveRuleFilter",
    "BooleanOperators",
    "EnumOperators",
    "Explanation",
    "ExternalFindingFilter",
    "FailedCriterion",
    "Filter",
    "FilterKey",
    "FindingFilter",
    "FindingLike",
    "InternalFindingFilter",
    "TextOperators",
    "UnusedFindingFilter",
    "check_criteria",
)
hide_imports(__name__)
