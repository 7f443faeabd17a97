"""Analyzers: what they watch, how they are set up, and what state they are in.

There are three kinds, each for one account or for a whole organization:

- external access: which resources can be reached from outside the zone of trust;
- unused access: which roles, users and permissions nobody uses;
- internal access: which principals inside reach the resources one has chosen.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, TypeAlias, TypedDict

from pydantic import Field, StrictInt

from aa_sdk._lazy import hide_imports
from aa_sdk.models._base import EmptyResponse, Model, Request, Response, Returns
from aa_sdk.models._types import (
    ListOf,
    ListOrEmpty,
    MapOrEmpty,
    OpenEnum,
    Texts,
    TextsOrEmpty,
    Timestamp,
)
from aa_sdk.models._unions import TaggedUnion, UnknownUnionMember
from aa_sdk.models.archive_rules import InlineArchiveRule
from aa_sdk.models.findings import ResourceType

__all__ = (
    "AnalysisRule",
    "AnalysisRuleCriteria",
    "AnalysisRuleCriteriaDict",
    "AnalysisRuleDict",
    "AnalyzerConfiguration",
    "AnalyzerConfigurationDict",
    "AnalyzerStatus",
    "AnalyzerSummary",
    "AnalyzerType",
    "CreateAnalyzerRequest",
    "CreateAnalyzerResponse",
    "CreateServiceLinkedAnalyzerRequest",
    "CreateServiceLinkedAnalyzerResponse",
    "DeleteAnalyzerRequest",
    "DeleteServiceLinkedAnalyzerRequest",
    "GetAnalyzerRequest",
    "GetAnalyzerResponse",
    "InternalAccessAnalysisRule",
    "InternalAccessAnalysisRuleCriteria",
    "InternalAccessAnalysisRuleCriteriaDict",
    "InternalAccessAnalysisRuleDict",
    "InternalAccessConfiguration",
    "InternalAccessConfigurationDict",
    "ListAnalyzersRequest",
    "ListAnalyzersResponse",
    "ReasonCode",
    "StatusReason",
    "Type",
    "UnusedAccessConfiguration",
    "UnusedAccessConfigurationDict",
    "UpdateAnalyzerRequest",
    "UpdateAnalyzerResponse",
)
hide_imports(__name__)


Type: TypeAlias = Annotated[
    Literal[
        "ACCOUNT",
        "ORGANIZATION",
        "ACCOUNT_UNUSED_ACCESS",
        "ORGANIZATION_UNUSED_ACCESS",
        "ACCOUNT_INTERNAL_ACCESS",
        "ORGANIZATION_INTERNAL_ACCESS",
    ],
    OpenEnum(),
]
"""Scope and kind of an analyzer. `ACCOUNT` and `ORGANIZATION` alone mean external access.

It is the service's own name, and stays here; `aa_sdk` has it as `AnalyzerType`.
"""

AnalyzerType: TypeAlias = Type
"""What the service calls `Type`, under a name that says of what."""

AnalyzerStatus: TypeAlias = Annotated[
    Literal["ACTIVE", "CREATING", "DISABLED", "FAILED"], OpenEnum()
]
"""State of an analyzer.

Only an `ACTIVE` one makes findings. One that is `DISABLED` has lost its rights in the
organization and hides its findings until it has them back.
"""

ReasonCode: TypeAlias = Annotated[
    Literal[
        "AWS_SERVICE_ACCESS_DISABLED",
        "DELEGATED_ADMINISTRATOR_DEREGISTERED",
        "ORGANIZATION_DELETED",
        "SERVICE_LINKED_ROLE_CREATION_FAILED",
    ],
    OpenEnum(),
]
"""What disabled an analyzer or kept it from being created."""


class StatusReason(Model, frozen=True):
    """Why an analyzer does not work."""

    code: ReasonCode
    """The reason."""


class AnalysisRuleCriteria(Model, frozen=True):
    """Which accounts, roles and users an unused access analyzer leaves out."""

    account_ids: TextsOrEmpty = ()
    """Accounts to leave out, at most 2,000 and never the analyzer's own. For an organization."""
    resource_tags: ListOrEmpty[Mapping[str, str]] = ()
    """Tags of the roles and users to leave out: key (1-128 characters) to value (0-256).

    An empty value stands for every value of the key.
    """


class AnalysisRuleCriteriaDict(TypedDict, total=False):
    """`AnalysisRuleCriteria` as a mapping."""

    account_ids: Texts
    resource_tags: Sequence[Mapping[str, str]]


class AnalysisRule(Model, frozen=True):
    """The exceptions of an unused access analyzer."""

    exclusions: ListOrEmpty[AnalysisRuleCriteria] = ()
    """What makes no findings. Default: nothing is left out."""


class AnalysisRuleDict(TypedDict, total=False):
    """`AnalysisRule` as a mapping."""

    exclusions: Sequence[AnalysisRuleCriteria | AnalysisRuleCriteriaDict]


class UnusedAccessConfiguration(Model, frozen=True):
    """How an unused access analyzer is set up."""

    unused_access_age: StrictInt | None = None
    """After how many days without use access counts as unused, 1 to 365. Default: 90.

    Fixed at creation: the service refuses to change it.
    """
    analysis_rule: AnalysisRule | None = None
    """What the analyzer leaves out. It can be changed; that takes up to two days to show."""


class UnusedAccessConfigurationDict(TypedDict, total=False):
    """`UnusedAccessConfiguration` as a mapping."""

    unused_access_age: int
    analysis_rule: AnalysisRule | AnalysisRuleDict


class InternalAccessAnalysisRuleCriteria(Model, frozen=True):
    """Which resources an internal access analyzer watches."""

    account_ids: TextsOrEmpty = ()
    """Accounts whose resources are watched. For an organization only."""
    resource_types: ListOrEmpty[ResourceType] = ()
    """Kinds that are watched. Only those of S3, RDS and DynamoDB can be."""
    resource_arns: TextsOrEmpty = ()
    """ARNs of the resources that are watched, without wildcards."""


class InternalAccessAnalysisRuleCriteriaDict(TypedDict, total=False):
    """`InternalAccessAnalysisRuleCriteria` as a mapping."""

    account_ids: Texts
    resource_types: Sequence[ResourceType]
    resource_arns: Texts


class InternalAccessAnalysisRule(Model, frozen=True):
    """What an internal access analyzer watches."""

    inclusions: ListOrEmpty[InternalAccessAnalysisRuleCriteria] = ()
    """What makes findings; nothing else does."""


class InternalAccessAnalysisRuleDict(TypedDict, total=False):
    """`InternalAccessAnalysisRule` as a mapping."""

    inclusions: Sequence[
        InternalAccessAnalysisRuleCriteria | InternalAccessAnalysisRuleCriteriaDict
    ]


class InternalAccessConfiguration(Model, frozen=True):
    """How an internal access analyzer is set up."""

    analysis_rule: InternalAccessAnalysisRule | None = None
    """The resources to watch."""


class InternalAccessConfigurationDict(TypedDict, total=False):
    """`InternalAccessConfiguration` as a mapping."""

    analysis_rule: InternalAccessAnalysisRule | InternalAccessAnalysisRuleDict


AnalyzerConfiguration: TypeAlias = Annotated[
    UnusedAccessConfiguration | InternalAccessConfiguration | UnknownUnionMember,
    TaggedUnion(
        unusedAccess=UnusedAccessConfiguration,
        internalAccess=InternalAccessConfiguration,
    ),
]
"""How an analyzer is set up, by its kind. External access analyzers have nothing to set."""


class AnalyzerConfigurationDict(TypedDict, total=False):
    """`AnalyzerConfiguration` as a mapping: exactly one of the keys."""

    unused_access: UnusedAccessConfiguration | UnusedAccessConfigurationDict
    internal_access: InternalAccessConfiguration | InternalAccessConfigurationDict


class AnalyzerSummary(Model, frozen=True):
    """An analyzer."""

    arn: str
    """ARN of the analyzer."""
    name: str
    """Name of the analyzer; it starts with `_` when a service manages it."""
    type: Type
    """Scope and kind."""
    created_at: Timestamp
    """When it was created."""
    status: AnalyzerStatus
    """Its state."""
    last_resource_analyzed: str | None = None
    """ARN of the resource it looked at last. Absent until it has looked at one."""
    last_resource_analyzed_at: Timestamp | None = None
    """When it looked at that resource."""
    tags: MapOrEmpty[str, str] = Field(default_factory=dict)
    """Its tags."""
    status_reason: StatusReason | None = None
    """Why it does not work. Absent unless `status` is `DISABLED` or `FAILED`."""
    configuration: AnalyzerConfiguration | None = None
    """How it is set up. `ListAnalyzers` leaves it out; `GetAnalyzer` has it if there is one."""
    managed_by: str | None = None
    """Service principal that manages it. Absent on analyzers of one's own."""


class CreateAnalyzerResponse(Response, frozen=True):
    """Response to `CreateAnalyzer`. The analyzer may still be `CREATING`."""

    arn: str | None = None
    """ARN of the new analyzer."""


class CreateAnalyzerRequest(Request, Returns[CreateAnalyzerResponse], frozen=True):
    """Create an analyzer in this Region."""

    analyzer_name: str
    """Name: 1 to 255 letters, digits, `_`, `.` and `-`, a letter or `_` first."""
    type: Type
    """Scope and kind. A Region has room for one of each account type."""
    archive_rules: ListOf[InlineArchiveRule] | None = None
    """Archive rules to begin with. Default: none."""
    tags: Mapping[str, str] | None = None
    """Tags, at most 50: key (1-128 characters, not `aws:…`) to value (0-256). Default: none."""
    client_token: str | None = None
    """Makes repeating this request harmless. Default: a fresh token, the same on every retry."""
    configuration: AnalyzerConfiguration | None = None
    """How to set it up; must fit `type`. Default: the defaults of its kind."""


class GetAnalyzerResponse(Response, frozen=True):
    """Response to `GetAnalyzer`."""

    analyzer: AnalyzerSummary
    """The analyzer, with its configuration."""


class GetAnalyzerRequest(Request, Returns[GetAnalyzerResponse], frozen=True):
    """Read one analyzer."""

    analyzer_name: str
    """Name of the analyzer."""


class ListAnalyzersResponse(Response, frozen=True):
    """One page of analyzers."""

    analyzers: ListOf[AnalyzerSummary]
    """The analyzers of this page, without their configuration."""
    next_token: str | None = None
    """Where the next page starts. Absent on the last page."""


class ListAnalyzersRequest(Request, Returns[ListAnalyzersResponse], frozen=True):
    """List the analyzers of this account and Region."""

    next_token: str | None = None
    """`next_token` of the page before. Default: the first page."""
    max_results: StrictInt | None = None
    """The most analyzers in one page; no limits are known. Default: up to the service."""
    type: Type | None = None
    """Only analyzers of this scope and kind. Default: all."""


class UpdateAnalyzerResponse(Response, frozen=True):
    """Response to `UpdateAnalyzer`."""

    configuration: AnalyzerConfiguration | None = None
    """How the analyzer is set up now."""


class UpdateAnalyzerRequest(Request, Returns[UpdateAnalyzerResponse], frozen=True):
    """Change what an unused or internal access analyzer leaves out or watches."""

    analyzer_name: str
    """Name of the analyzer. External access analyzers are refused."""
    configuration: AnalyzerConfiguration | None = None
    """How to set it up."""


class DeleteAnalyzerRequest(Request, Returns[EmptyResponse], frozen=True):
    """Delete an analyzer with its findings and archive rules, for good."""

    analyzer_name: str
    """Name of the analyzer."""
    client_token: str | None = None
    """Makes repeating this request harmless. Default: a fresh token, the same on every retry."""


class CreateServiceLinkedAnalyzerResponse(Response, frozen=True):
    """Response to `CreateServiceLinkedAnalyzer`."""

    arn: str | None = None
    """ARN of the new analyzer. Its name is `_AccessAnalyzerFor{Service}-{Id}`."""


class CreateServiceLinkedAnalyzerRequest(
    Request, Returns[CreateServiceLinkedAnalyzerResponse], frozen=True
):
    """Create an analyzer that an AWS service manages. Other callers are denied."""

    type: Type
    """Scope and kind: unused access only."""
    archive_rules: ListOf[InlineArchiveRule] | None = None
    """Archive rules to begin with. Default: none."""
    client_token: str | None = None
    """Makes repeating this request harmless. Default: a fresh token, the same on every retry."""
    configuration: AnalyzerConfiguration | None = None
    """How to set it up. Default: the defaults of its kind."""


class DeleteServiceLinkedAnalyzerRequest(Request, Returns[EmptyResponse], frozen=True):
    """Delete an analyzer that an AWS service manages. Refused while the service uses it."""

    analyzer_name: str
    """Name of the analyzer, `_AccessAnalyzerFor{Service}-{Id}`."""
    client_token: str | None = None
    """Makes repeating this request harmless. Default: a fresh token, the same on every retry."""
