"""One handler for each operation of the service."""

from collections.abc import Callable, Mapping

from aa_sdk.emulator._handlers import (
    access_previews,
    analyzed_resources,
    analyzers,
    archive_rules,
    findings,
    policy_checks,
    policy_generation,
    policy_validation,
    recommendations,
    statistics,
    tags,
)
from aa_sdk.emulator._handlers.call import Call, Output

Handler = Callable[[Call], Output]

HANDLERS: Mapping[str, Handler] = {
    "ApplyArchiveRule": archive_rules.apply_archive_rule,
    "CancelPolicyGeneration": policy_generation.cancel_policy_generation,
    "CheckAccessNotGranted": policy_checks.check_access_not_granted,
    "CheckNoNewAccess": policy_checks.check_no_new_access,
    "CheckNoPublicAccess": policy_checks.check_no_public_access,
    "CreateAccessPreview": access_previews.create_access_preview,
    "CreateAnalyzer": analyzers.create_analyzer,
    "CreateArchiveRule": archive_rules.create_archive_rule,
    "CreateServiceLinkedAnalyzer": analyzers.create_service_linked_analyzer,
    "DeleteAnalyzer": analyzers.delete_analyzer,
    "DeleteArchiveRule": archive_rules.delete_archive_rule,
    "DeleteServiceLinkedAnalyzer": analyzers.delete_service_linked_analyzer,
    "GenerateFindingRecommendation": recommendations.generate_finding_recommendation,
    "GetAccessPreview": access_previews.get_access_preview,
    "GetAnalyzedResource": analyzed_resources.get_analyzed_resource,
    "GetAnalyzer": analyzers.get_analyzer,
    "GetArchiveRule": archive_rules.get_archive_rule,
    "GetFinding": findings.get_finding,
    "GetFindingRecommendation": recommendations.get_finding_recommendation,
    "GetFindingV2": findings.get_finding_v2,
    "GetFindingsStatistics": statistics.get_findings_statistics,
    "GetGeneratedPolicy": policy_generation.get_generated_policy,
    "ListAccessPreviewFindings": access_previews.list_access_preview_findings,
    "ListAccessPreviews": access_previews.list_access_previews,
    "ListAnalyzedResources": analyzed_resources.list_analyzed_resources,
    "ListAnalyzers": analyzers.list_analyzers,
    "ListArchiveRules": archive_rules.list_archive_rules,
    "ListFindings": findings.list_findings,
    "ListFindingsV2": findings.list_findings_v2,
    "ListPolicyGenerations": policy_generation.list_policy_generations,
    "ListTagsForResource": tags.list_tags_for_resource,
    "StartPolicyGeneration": policy_generation.start_policy_generation,
    "StartResourceScan": analyzed_resources.start_resource_scan,
    "TagResource": tags.tag_resource,
    "UntagResource": tags.untag_resource,
    "UpdateAnalyzer": analyzers.update_analyzer,
    "UpdateArchiveRule": archive_rules.update_archive_rule,
    "UpdateFindings": findings.update_findings,
    "ValidatePolicy": policy_validation.validate_policy,
}
"""The handlers by operation name."""
