"""The 39 operations of the service, one file for each noun."""

from aa_sdk._lazy import hide_imports
from aa_sdk.operations._base import RawResponse, Transport
from aa_sdk.operations.access_previews import AccessPreviewsOperations
from aa_sdk.operations.analyzed_resources import AnalyzedResourcesOperations
from aa_sdk.operations.analyzers import AnalyzersOperations
from aa_sdk.operations.archive_rules import ArchiveRulesOperations
from aa_sdk.operations.findings import FindingsOperations
from aa_sdk.operations.policy_checks import PolicyChecksOperations
from aa_sdk.operations.policy_generation import PolicyGenerationOperations
from aa_sdk.operations.policy_validation import PolicyValidationOperations
from aa_sdk.operations.recommendations import RecommendationsOperations
from aa_sdk.operations.statistics import StatisticsOperations
from aa_sdk.operations.tags import TagsOperations

__all__ = ("AllOperations", "RawResponse", "Transport")
hide_imports(__name__)


class AllOperations(
    AnalyzersOperations,
    ArchiveRulesOperations,
    FindingsOperations,
    StatisticsOperations,
    AnalyzedResourcesOperations,
    AccessPreviewsOperations,
    PolicyChecksOperations,
    PolicyValidationOperations,
    PolicyGenerationOperations,
    RecommendationsOperations,
    TagsOperations,
):
    """Every operation, over one transport."""
