"""Archive rules: findings that match one are archived as they come in.

A rule belongs to one analyzer and acts on findings made after it. `ApplyArchiveRule` runs it
over those there are.
"""

from collections.abc import Mapping
from typing import TypedDict

from pydantic import StrictInt

from aa_sdk._lazy import hide_imports
from aa_sdk.models._base import EmptyResponse, Model, Request, Response, Returns
from aa_sdk.models._types import ListOf, Timestamp
from aa_sdk.models.criteria import Criterion, FilterCriteria

__all__ = (
    "ApplyArchiveRuleRequest",
    "ArchiveRuleSummary",
    "CreateArchiveRuleRequest",
    "DeleteArchiveRuleRequest",
    "GetArchiveRuleRequest",
    "GetArchiveRuleResponse",
    "InlineArchiveRule",
    "InlineArchiveRuleDict",
    "ListArchiveRulesRequest",
    "ListArchiveRulesResponse",
    "UpdateArchiveRuleRequest",
)
hide_imports(__name__)


class InlineArchiveRule(Model, frozen=True):
    """An archive rule that is created together with its analyzer."""

    rule_name: str
    """Name: 1 to 255 letters, digits, `_`, `.` and `-`, a letter first."""
    filter: FilterCriteria
    """Which findings to archive."""


class InlineArchiveRuleDict(TypedDict):
    """`InlineArchiveRule` as a mapping."""

    rule_name: str
    filter: FilterCriteria


class ArchiveRuleSummary(Model, frozen=True):
    """An archive rule."""

    rule_name: str
    """Name of the rule."""
    filter: Mapping[str, Criterion]
    """Which findings it archives: filter key to criterion, all of which must match."""
    created_at: Timestamp
    """When it was created."""
    updated_at: Timestamp
    """When it last changed."""


class CreateArchiveRuleRequest(Request, Returns[EmptyResponse], frozen=True):
    """Add an archive rule to an analyzer."""

    analyzer_name: str
    """Name of the analyzer."""
    rule_name: str
    """Name: 1 to 255 letters, digits, `_`, `.` and `-`, a letter first."""
    filter: FilterCriteria
    """Which findings to archive. Keys `status` and `id` and those of previews cannot be used."""
    client_token: str | None = None
    """Makes repeating this request harmless. Default: a fresh token, the same on every retry."""


class GetArchiveRuleResponse(Response, frozen=True):
    """Response to `GetArchiveRule`."""

    archive_rule: ArchiveRuleSummary
    """The rule."""


class GetArchiveRuleRequest(Request, Returns[GetArchiveRuleResponse], frozen=True):
    """Read one archive rule."""

    analyzer_name: str
    """Name of the analyzer."""
    rule_name: str
    """Name of the rule."""


class ListArchiveRulesResponse(Response, frozen=True):
    """One page of archive rules."""

    archive_rules: ListOf[ArchiveRuleSummary]
    """The rules of this page; it may be empty with more to come."""
    next_token: str | None = None
    """Where the next page starts. Absent on the last page."""


class ListArchiveRulesRequest(Request, Returns[ListArchiveRulesResponse], frozen=True):
    """List the archive rules of an analyzer."""

    analyzer_name: str
    """Name of the analyzer."""
    next_token: str | None = None
    """`next_token` of the page before. Default: the first page."""
    max_results: StrictInt | None = None
    """The most rules in one page; no limits are known. Default: up to the service."""


class UpdateArchiveRuleRequest(Request, Returns[EmptyResponse], frozen=True):
    """Give an archive rule another filter. Findings already archived stay archived."""

    analyzer_name: str
    """Name of the analyzer."""
    rule_name: str
    """Name of the rule."""
    filter: FilterCriteria
    """Which findings to archive from now on; it replaces the filter there was."""
    client_token: str | None = None
    """Makes repeating this request harmless. Default: a fresh token, the same on every retry."""


class DeleteArchiveRuleRequest(Request, Returns[EmptyResponse], frozen=True):
    """Delete an archive rule. Findings it archived stay archived."""

    analyzer_name: str
    """Name of the analyzer."""
    rule_name: str
    """Name of the rule."""
    client_token: str | None = None
    """Makes repeating this request harmless. Default: a fresh token, the same on every retry."""


class ApplyArchiveRuleRequest(Request, Returns[EmptyResponse], frozen=True):
    """Archive the findings there are that match a rule."""

    analyzer_arn: str
    """ARN of the analyzer: not its name, as everywhere else with rules."""
    rule_name: str
    """Name of the rule."""
    client_token: str | None = None
    """Makes repeating this request harmless. Default: a fresh token, the same on every retry."""
