"""Every structure of the service as a Pydantic model, one module for each noun.

All names can be imported from here; a module is loaded when one of its names is first asked for.
"""

from typing import TYPE_CHECKING

from aa_sdk._lazy import attach

if TYPE_CHECKING:
    from aa_sdk.models._base import EmptyResponse as EmptyResponse
    from aa_sdk.models._base import Model as Model
    from aa_sdk.models._base import Request as Request
    from aa_sdk.models._base import Response as Response
    from aa_sdk.models._base import ResponseMetadata as ResponseMetadata
    from aa_sdk.models._base import Returns as Returns
    from aa_sdk.models._types import PolicyDocument as PolicyDocument
    from aa_sdk.models._types import Timestamp as Timestamp
    from aa_sdk.models._types import is_known as is_known
    from aa_sdk.models._unions import UnknownUnionMember as UnknownUnionMember
    from aa_sdk.models.access_previews import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.analyzed_resources import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.analyzers import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.archive_rules import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.criteria import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.errors import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.finding_details import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.findings import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.policy_checks import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.policy_generation import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.policy_validation import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.recommendations import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.resource_configurations import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.statistics import *  # noqa: F403 (the module says what is public)
    from aa_sdk.models.tags import *  # noqa: F403 (the module says what is public)

# What the modules say in `__all__`, once more, so that a name loads its own module alone: asking
# one after the other loads most of them, tens of milliseconds. A test holds the two together.
_HOMES = {
    "aa_sdk.models._base": (
        "EmptyResponse",
        "Model",
        "Request",
        "Response",
        "ResponseMetadata",
        "Returns",
    ),
    "aa_sdk.models._types": (
        "PolicyDocument",
        "Timestamp",
        "is_known",
    ),
    "aa_sdk.models._unions": ("UnknownUnionMember",),
    "aa_sdk.models.access_previews": (
        "AccessPreview",
        "AccessPreviewFinding",
        "AccessPreviewStatus",
        "AccessPreviewStatusReason",
        "AccessPreviewStatusReasonCode",
        "AccessPreviewSummary",
        "CreateAccessPreviewRequest",
        "CreateAccessPreviewResponse",
        "FindingChangeType",
        "GetAccessPreviewRequest",
        "GetAccessPreviewResponse",
        "ListAccessPreviewFindingsRequest",
        "ListAccessPreviewFindingsResponse",
        "ListAccessPreviewsRequest",
        "ListAccessPreviewsResponse",
    ),
    "aa_sdk.models.analyzed_resources": (
        "AnalyzedResource",
        "AnalyzedResourceSummary",
        "GetAnalyzedResourceRequest",
        "GetAnalyzedResourceResponse",
        "ListAnalyzedResourcesRequest",
        "ListAnalyzedResourcesResponse",
        "StartResourceScanRequest",
    ),
    "aa_sdk.models.analyzers": (
        "AnalysisRule",
        "AnalysisRuleCriteria",
        "AnalyzerConfiguration",
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
        "InternalAccessConfiguration",
        "ListAnalyzersRequest",
        "ListAnalyzersResponse",
        "ReasonCode",
        "StatusReason",
        "Type",
        "UnusedAccessConfiguration",
        "UpdateAnalyzerRequest",
        "UpdateAnalyzerResponse",
    ),
    "aa_sdk.models.archive_rules": (
        "ApplyArchiveRuleRequest",
        "ArchiveRuleSummary",
        "CreateArchiveRuleRequest",
        "DeleteArchiveRuleRequest",
        "GetArchiveRuleRequest",
        "GetArchiveRuleResponse",
        "InlineArchiveRule",
        "ListArchiveRulesRequest",
        "ListArchiveRulesResponse",
        "UpdateArchiveRuleRequest",
    ),
    "aa_sdk.models.criteria": (
        "Criterion",
        "FilterCriteria",
        "OrderBy",
        "SortCriteria",
        "SupportsCriteria",
    ),
    "aa_sdk.models.errors": (
        "ValidationExceptionField",
        "ValidationExceptionReason",
    ),
    "aa_sdk.models.finding_details": (
        "ExternalAccessDetails",
        "FindingDetails",
        "FindingSource",
        "FindingSourceDetail",
        "FindingSourceType",
        "InternalAccessDetails",
        "InternalAccessType",
        "PrincipalType",
        "ResourceControlPolicyRestriction",
        "ServiceControlPolicyRestriction",
        "UnusedAction",
        "UnusedIamRoleDetails",
        "UnusedIamUserAccessKeyDetails",
        "UnusedIamUserPasswordDetails",
        "UnusedPermissionDetails",
    ),
    "aa_sdk.models.findings": (
        "Finding",
        "FindingStatus",
        "FindingStatusUpdate",
        "FindingSummary",
        "FindingSummaryV2",
        "FindingType",
        "GetFindingRequest",
        "GetFindingResponse",
        "GetFindingV2Request",
        "GetFindingV2Response",
        "ListFindingsRequest",
        "ListFindingsResponse",
        "ListFindingsV2Request",
        "ListFindingsV2Response",
        "ResourceType",
        "UpdateFindingsRequest",
    ),
    "aa_sdk.models.policy_checks": (
        "Access",
        "AccessCheckPolicyType",
        "AccessCheckResourceType",
        "CheckAccessNotGrantedRequest",
        "CheckAccessNotGrantedResponse",
        "CheckAccessNotGrantedResult",
        "CheckNoNewAccessRequest",
        "CheckNoNewAccessResponse",
        "CheckNoNewAccessResult",
        "CheckNoPublicAccessRequest",
        "CheckNoPublicAccessResponse",
        "CheckNoPublicAccessResult",
        "ReasonSummary",
    ),
    "aa_sdk.models.policy_generation": (
        "CancelPolicyGenerationRequest",
        "CancelPolicyGenerationResponse",
        "CloudTrailDetails",
        "CloudTrailProperties",
        "GeneratedPolicy",
        "GeneratedPolicyProperties",
        "GeneratedPolicyResult",
        "GetGeneratedPolicyRequest",
        "GetGeneratedPolicyResponse",
        "JobDetails",
        "JobError",
        "JobErrorCode",
        "JobStatus",
        "ListPolicyGenerationsRequest",
        "ListPolicyGenerationsResponse",
        "PolicyGeneration",
        "PolicyGenerationDetails",
        "StartPolicyGenerationRequest",
        "StartPolicyGenerationResponse",
        "Trail",
        "TrailProperties",
    ),
    "aa_sdk.models.policy_validation": (
        "Locale",
        "Location",
        "PathElement",
        "PathIndex",
        "PathKey",
        "PathValue",
        "PolicyType",
        "Position",
        "Span",
        "Substring",
        "ValidatePolicyFinding",
        "ValidatePolicyFindingType",
        "ValidatePolicyRequest",
        "ValidatePolicyResourceType",
        "ValidatePolicyResponse",
    ),
    "aa_sdk.models.recommendations": (
        "GenerateFindingRecommendationRequest",
        "GetFindingRecommendationRequest",
        "GetFindingRecommendationResponse",
        "RecommendationError",
        "RecommendationType",
        "RecommendedRemediationAction",
        "RecommendedStep",
        "Status",
        "UnusedPermissionsRecommendedStep",
    ),
    "aa_sdk.models.resource_configurations": (
        "AclGrantee",
        "AclGranteeId",
        "AclGranteeUri",
        "AclPermission",
        "Configuration",
        "DynamodbStreamConfiguration",
        "DynamodbTableConfiguration",
        "EbsSnapshotConfiguration",
        "EcrRepositoryConfiguration",
        "EfsFileSystemConfiguration",
        "IamRoleConfiguration",
        "InternetConfiguration",
        "KmsGrantConfiguration",
        "KmsGrantConstraints",
        "KmsGrantOperation",
        "KmsKeyConfiguration",
        "NetworkOriginConfiguration",
        "RdsDbClusterSnapshotAccountIds",
        "RdsDbClusterSnapshotAttributeValue",
        "RdsDbClusterSnapshotConfiguration",
        "RdsDbSnapshotAccountIds",
        "RdsDbSnapshotAttributeValue",
        "RdsDbSnapshotConfiguration",
        "S3AccessPointConfiguration",
        "S3BucketAclGrantConfiguration",
        "S3BucketConfiguration",
        "S3ExpressDirectoryAccessPointConfiguration",
        "S3ExpressDirectoryBucketConfiguration",
        "S3PublicAccessBlockConfiguration",
        "SecretsManagerSecretConfiguration",
        "SnsTopicConfiguration",
        "SqsQueueConfiguration",
        "VpcConfiguration",
    ),
    "aa_sdk.models.statistics": (
        "ExternalAccessFindingsStatistics",
        "FindingAggregationAccountDetails",
        "FindingsStatistics",
        "GetFindingsStatisticsRequest",
        "GetFindingsStatisticsResponse",
        "InternalAccessFindingsStatistics",
        "InternalAccessResourceTypeDetails",
        "ResourceTypeDetails",
        "UnusedAccessFindingsStatistics",
        "UnusedAccessTypeStatistics",
    ),
    "aa_sdk.models.tags": (
        "ListTagsForResourceRequest",
        "ListTagsForResourceResponse",
        "TagResourceRequest",
        "TagResourceResponse",
        "UntagResourceRequest",
        "UntagResourceResponse",
    ),
}

if not TYPE_CHECKING:  # a module __getattr__ would let checkers accept any name
    __getattr__, __dir__ = attach(__name__, _HOMES)
    __all__ = tuple(sorted(name for names in _HOMES.values() for name in names))
