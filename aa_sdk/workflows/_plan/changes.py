"""The parts of a plan."""

from dataclasses import dataclass
from typing import Literal

from aa_sdk.filters import FindingFilter
from aa_sdk.models import AnalyzerConfiguration, AnalyzerSummary
from aa_sdk.workflows._plan.specification import AnalyzerSpec


@dataclass(frozen=True)
class Change:
    """One thing that is to change, or has changed."""

    action: Literal["+", "~", "-", "-/+"]
    """Created, changed, deleted, or deleted and created anew."""
    subject: Literal["analyzer", "archive_rule", "tag", "configuration"]
    """What kind of thing it is."""
    name: str
    """The name of the analyzer or rule, or the key of the tag; of a configuration, whose it is."""
    before: AnalyzerSummary | AnalyzerConfiguration | FindingFilter | str | None = None
    """What there is: an analyzer, a configuration, a filter or a value. None where nothing is."""
    after: AnalyzerSpec | AnalyzerConfiguration | FindingFilter | str | None = None
    """What is to be: a specification, a configuration, a filter or a value. None for nothing."""


@dataclass(frozen=True)
class Unmanaged:
    """Something that the analyzer has and the specification does not know. It stays."""

    subject: Literal["archive_rule", "tag"]
    """What kind of thing it is."""
    name: str
    """The name of the rule, or the key of the tag."""
    value: FindingFilter | str
    """The filter of the rule, or the value of the tag."""


@dataclass(frozen=True)
class Blocked:
    """Something that stands between an analyzer and its specification."""

    reason: str
    """What it is, and the way out where there is one."""
    option: Literal["adopt", "prune", "replace"] | None = None
    """The option that clears the way; None where none does."""
