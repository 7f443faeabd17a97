"""What tables are made of, for checkers: items, and the responses that have some."""

from typing import TypeAlias

from aa_sdk.models import (
    AccessPreview,
    AccessPreviewFinding,
    AccessPreviewSummary,
    AnalyzedResource,
    AnalyzedResourceSummary,
    AnalyzerSummary,
    ArchiveRuleSummary,
    CheckAccessNotGrantedResponse,
    CheckNoNewAccessResponse,
    CheckNoPublicAccessResponse,
    FindingSummary,
    FindingSummaryV2,
    GetAccessPreviewResponse,
    GetAnalyzedResourceResponse,
    GetAnalyzerResponse,
    GetArchiveRuleResponse,
    GetFindingRecommendationResponse,
    ListAccessPreviewFindingsResponse,
    ListAccessPreviewsResponse,
    ListAnalyzedResourcesResponse,
    ListAnalyzersResponse,
    ListArchiveRulesResponse,
    ListFindingsResponse,
    ListFindingsV2Response,
    ListPolicyGenerationsResponse,
    PolicyGeneration,
    RecommendedStep,
    ValidatePolicyFinding,
    ValidatePolicyResponse,
)
from aa_sdk.pagination import Paginator
from aa_sdk.policy import PolicyCheck, PolicyValidation
from aa_sdk.workflows._fleet.results import ScopeResult

FindingsListing: TypeAlias = (
    Paginator[FindingSummaryV2, ListFindingsV2Response]
    | Paginator[FindingSummary, ListFindingsResponse]
    | Paginator[AccessPreviewFinding, ListAccessPreviewFindingsResponse]
)
"""A listing of findings."""

Analyzers: TypeAlias = AnalyzerSummary | ListAnalyzersResponse | GetAnalyzerResponse | ScopeResult
"""An analyzer, a response with some, or a fleet's scope with its own."""

ArchiveRules: TypeAlias = ArchiveRuleSummary | ListArchiveRulesResponse | GetArchiveRuleResponse
"""An archive rule, or a response with some."""

AnalyzedResources: TypeAlias = (
    AnalyzedResourceSummary
    | AnalyzedResource
    | ListAnalyzedResourcesResponse
    | GetAnalyzedResourceResponse
)
"""An analyzed resource, or a response with some."""

AccessPreviews: TypeAlias = (
    AccessPreviewSummary | AccessPreview | ListAccessPreviewsResponse | GetAccessPreviewResponse
)
"""An access preview, or a response with some."""

PolicyGenerations: TypeAlias = PolicyGeneration | ListPolicyGenerationsResponse
"""A job, or a response with some."""

RecommendedSteps: TypeAlias = RecommendedStep | GetFindingRecommendationResponse
"""A step, or a recommendation with some."""

ValidationFindings: TypeAlias = ValidatePolicyFinding | ValidatePolicyResponse | PolicyValidation
"""A finding about a policy, or what has some."""

Checks: TypeAlias = (
    CheckAccessNotGrantedResponse
    | CheckNoNewAccessResponse
    | CheckNoPublicAccessResponse
    | PolicyCheck
)
"""What a check of a policy returned."""
