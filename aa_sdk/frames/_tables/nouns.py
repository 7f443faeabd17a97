"""Tables of nouns whose fields are their columns."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple, get_args

from aa_sdk.frames._tables.building import Layout, Source, layout
from aa_sdk.frames._tables.columns import Column, Kind, Values
from aa_sdk.frames._tables.extras import Held, always, extra_of, in_full, json_of, said
from aa_sdk.models import (
    AccessPreview,
    AccessPreviewSummary,
    AnalyzedResource,
    AnalyzedResourceSummary,
    AnalyzerSummary,
    ArchiveRuleSummary,
    GetAccessPreviewResponse,
    GetAnalyzedResourceResponse,
    GetAnalyzerResponse,
    GetArchiveRuleResponse,
    GetFindingRecommendationResponse,
    ListAccessPreviewsResponse,
    ListAnalyzedResourcesResponse,
    ListAnalyzersResponse,
    ListArchiveRulesResponse,
    ListPolicyGenerationsResponse,
    PolicyGeneration,
    RecommendedStep,
    UnknownUnionMember,
    UnusedAccessConfiguration,
)
from aa_sdk.workflows._fleet.results import ScopeResult


class Field(NamedTuple):
    """A column, and what it is read from."""

    column: Column
    """The column."""
    read: Callable[[Any], Any]
    """Reads its value from an item."""
    held: tuple[str, Callable[[Any], bool]] | None = None
    """The member that it says, and whether it says a value in full."""


class Noun(NamedTuple):
    """What a table is made of."""

    source: Source
    """Where its rows are found."""
    layout: Layout
    """What its columns are."""


def field(name: str, kind: Kind, member: str) -> Field:
    """Make a column of a field of the same name."""
    held = always if kind == "moment" else in_full
    return Field(Column(name, kind), partial(said, field=name), (member, held))


def json_field(name: str, member: str) -> Field:
    """Make a column of a field as JSON."""

    def read(item: Any) -> str | None:
        # Of a union, its member alone knows nothing of the tag.
        value = item.model_dump(mode="json", by_alias=True, exclude_unset=True, include={name})
        return json_of(value.get(member))

    return Field(Column(name, "text"), read, (member, always))


def derived(name: str, kind: Kind, read: Callable[[Any], Any]) -> Field:
    """Make a column of something that another column says too, or `extra` does."""
    return Field(Column(name, kind), read)


def noun(name: str, source: Source, *fields: Field) -> Noun:
    """Put a table together; its last column is `extra`."""
    columns = [*(each.column for each in fields), Column("extra", "text")]
    held: Held = dict(each.held for each in fields if each.held)

    def read(items: Sequence[Any]) -> list[Values]:
        extras = [
            extra_of(item, {} if isinstance(item, UnknownUnionMember) else held) for item in items
        ]
        return [*([each.read(item) for item in items] for each in fields), extras]

    return Noun(source, layout(name, columns, read))


def _status_reason(item: Any) -> str | None:
    return None if item.status_reason is None else item.status_reason.code


def _is_code(status_reason: Mapping[str, object]) -> bool:
    return set(status_reason) == {"code"} and in_full(status_reason["code"])


_STATUS_REASON = Field(Column("status_reason", "text"), _status_reason, ("statusReason", _is_code))


def _unused_access_age(analyzer: AnalyzerSummary) -> int | None:
    configuration = analyzer.configuration
    if not isinstance(configuration, UnusedAccessConfiguration):
        return None
    return configuration.unused_access_age


ANALYZERS: Final = noun(
    "analyzers",
    Source(
        "analyzers, or pages of them",
        (AnalyzerSummary,),
        {
            ListAnalyzersResponse: "analyzers",
            GetAnalyzerResponse: "analyzer",
            ScopeResult: "analyzers",
        },
    ),
    field("arn", "text", "arn"),
    field("name", "text", "name"),
    field("type", "text", "type"),
    field("status", "text", "status"),
    _STATUS_REASON,
    field("created_at", "moment", "createdAt"),
    field("last_resource_analyzed", "text", "lastResourceAnalyzed"),
    field("last_resource_analyzed_at", "moment", "lastResourceAnalyzedAt"),
    json_field("tags", "tags"),
    derived("unused_access_age", "number", _unused_access_age),
    json_field("configuration", "configuration"),
    field("managed_by", "text", "managedBy"),
)

ARCHIVE_RULES: Final = noun(
    "archive rules",
    Source(
        "archive rules, or pages of them",
        (ArchiveRuleSummary,),
        {ListArchiveRulesResponse: "archive_rules", GetArchiveRuleResponse: "archive_rule"},
    ),
    field("rule_name", "text", "ruleName"),
    json_field("filter", "filter"),
    derived("filter_keys", "texts", lambda rule: list(rule.filter)),
    field("created_at", "moment", "createdAt"),
    field("updated_at", "moment", "updatedAt"),
)

ANALYZED_RESOURCES: Final = noun(
    "analyzed resources",
    Source(
        "analyzed resources, or pages of them",
        (AnalyzedResourceSummary, AnalyzedResource),
        {
            ListAnalyzedResourcesResponse: "analyzed_resources",
            GetAnalyzedResourceResponse: "resource",
        },
    ),
    field("resource_arn", "text", "resourceArn"),
    field("resource_type", "text", "resourceType"),
    field("resource_owner_account", "text", "resourceOwnerAccount"),
    field("status", "text", "status"),
    field("is_public", "flag", "isPublic"),
    field("actions", "texts", "actions"),
    field("shared_via", "texts", "sharedVia"),
    field("created_at", "moment", "createdAt"),
    field("updated_at", "moment", "updatedAt"),
    field("analyzed_at", "moment", "analyzedAt"),
    field("error", "text", "error"),
)

ACCESS_PREVIEWS: Final = noun(
    "access previews",
    Source(
        "access previews, or pages of them",
        (AccessPreviewSummary, AccessPreview),
        {
            ListAccessPreviewsResponse: "access_previews",
            GetAccessPreviewResponse: "access_preview",
        },
    ),
    field("id", "text", "id"),
    field("analyzer_arn", "text", "analyzerArn"),
    field("status", "text", "status"),
    _STATUS_REASON,
    field("created_at", "moment", "createdAt"),
    derived("resources", "texts", lambda item: _names(said(item, "configurations"))),
    json_field("configurations", "configurations"),
)


def _names(configurations: Any) -> list[str] | None:
    return None if configurations is None else list(configurations)


POLICY_GENERATIONS: Final = noun(
    "policy generations",
    Source(
        "policy generations, or pages of them",
        (PolicyGeneration,),
        {ListPolicyGenerationsResponse: "policy_generations"},
    ),
    field("job_id", "text", "jobId"),
    field("principal_arn", "text", "principalArn"),
    field("status", "text", "status"),
    field("started_on", "moment", "startedOn"),
    field("completed_on", "moment", "completedOn"),
)


def _of_step(name: str, kind: Kind, member: str) -> Field:
    """Make a column of a field, null for a step that nobody knows."""
    known = field(name, kind, member)

    def read(step: RecommendedStep) -> Any:
        return None if isinstance(step, UnknownUnionMember) else known.read(step)

    return known._replace(read=read)


RECOMMENDED_STEPS: Final = noun(
    "recommended steps",
    Source(
        "recommended steps, or the recommendations that have them",
        get_args(get_args(RecommendedStep)[0]),
        {GetFindingRecommendationResponse: "recommended_steps"},
    ),
    _of_step("recommended_action", "text", "recommendedAction"),
    _of_step("existing_policy_id", "text", "existingPolicyId"),
    _of_step("policy_updated_at", "moment", "policyUpdatedAt"),
    _of_step("recommended_policy", "text", "recommendedPolicy"),
)
