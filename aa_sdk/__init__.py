"""Typed, asynchronous SDK for AWS IAM Access Analyzer.

The names below and `aa_sdk.models` are all most programs need. Each is loaded when it is
first asked for, so that `import aa_sdk` costs next to nothing.
"""

from typing import TYPE_CHECKING

from aa_sdk._lazy import attach

__version__ = "0.1.0"

if TYPE_CHECKING:
    from aa_sdk.client import AccessAnalyzerClient
    from aa_sdk.errors import (
        AccessAnalyzerError,
        AccessDeniedException,
        ClientClosedError,
        ConflictException,
        CredentialsError,
        EventLoopError,
        ExpiredTokenException,
        InternalServerException,
        InvalidField,
        InvalidParameterException,
        InvalidRequestError,
        JobFailedError,
        JobTimeoutError,
        PaginationError,
        ResourceNotFoundException,
        ResponseDecodeError,
        ServiceError,
        ServiceQuotaExceededException,
        ThrottlingException,
        TransportError,
        UnprocessableEntityException,
        ValidationException,
    )
    from aa_sdk.filters import FindingFilter
    from aa_sdk.models import (
        AccessPreviewFinding,
        AnalyzerConfiguration,
        AnalyzerSummary,
        AnalyzerType,
        Criterion,
        EmptyResponse,
        ExternalAccessDetails,
        Finding,
        FindingDetails,
        FindingStatus,
        FindingSummary,
        FindingSummaryV2,
        FindingType,
        GetFindingV2Response,
        InlineArchiveRule,
        InternalAccessConfiguration,
        InternalAccessDetails,
        ResourceType,
        ResponseMetadata,
        SortCriteria,
        UnknownUnionMember,
        UnusedAccessConfiguration,
        UnusedIamRoleDetails,
        UnusedIamUserAccessKeyDetails,
        UnusedIamUserPasswordDetails,
        UnusedPermissionDetails,
    )
    from aa_sdk.pagination import Paginator

    # What 0.1 called otherwise; the old names go with 0.3.
    JobError = JobFailedError
    Type = AnalyzerType

__all__ = (
    "AccessAnalyzerClient",
    "AccessAnalyzerError",
    "AccessDeniedException",
    "AccessPreviewFinding",
    "AnalyzerConfiguration",
    "AnalyzerSummary",
    "AnalyzerType",
    "ClientClosedError",
    "ConflictException",
    "CredentialsError",
    "Criterion",
    "EmptyResponse",
    "EventLoopError",
    "ExpiredTokenException",
    "ExternalAccessDetails",
    "Finding",
    "FindingDetails",
    "FindingFilter",
    "FindingStatus",
    "FindingSummary",
    "FindingSummaryV2",
    "FindingType",
    "GetFindingV2Response",
    "InlineArchiveRule",
    "InternalAccessConfiguration",
    "InternalAccessDetails",
    "InternalServerException",
    "InvalidField",
    "InvalidParameterException",
    "InvalidRequestError",
    "JobFailedError",
    "JobTimeoutError",
    "PaginationError",
    "Paginator",
    "ResourceNotFoundException",
    "ResourceType",
    "ResponseDecodeError",
    "ResponseMetadata",
    "ServiceError",
    "ServiceQuotaExceededException",
    "SortCriteria",
    "ThrottlingException",
    "TransportError",
    "UnknownUnionMember",
    "UnprocessableEntityException",
    "UnusedAccessConfiguration",
    "UnusedIamRoleDetails",
    "UnusedIamUserAccessKeyDetails",
    "UnusedIamUserPasswordDetails",
    "UnusedPermissionDetails",
    "ValidationException",
)

_HOMES = {
    "aa_sdk.client": ("AccessAnalyzerClient",),
    "aa_sdk.errors": (
        "AccessAnalyzerError",
        "AccessDeniedException",
        "ClientClosedError",
        "ConflictException",
        "CredentialsError",
        "EventLoopError",
        "ExpiredTokenException",
        "InternalServerException",
        "InvalidField",
        "InvalidParameterException",
        "InvalidRequestError",
        "JobFailedError",
        "JobTimeoutError",
        "PaginationError",
        "ResourceNotFoundException",
        "ResponseDecodeError",
        "ServiceError",
        "ServiceQuotaExceededException",
        "ThrottlingException",
        "TransportError",
        "UnprocessableEntityException",
        "ValidationException",
    ),
    "aa_sdk.filters": ("FindingFilter",),
    "aa_sdk.models": (
        "AccessPreviewFinding",
        "AnalyzerConfiguration",
        "AnalyzerSummary",
        "AnalyzerType",
        "Criterion",
        "EmptyResponse",
        "ExternalAccessDetails",
        "Finding",
        "FindingDetails",
        "FindingStatus",
        "FindingSummary",
        "FindingSummaryV2",
        "FindingType",
        "GetFindingV2Response",
        "InlineArchiveRule",
        "InternalAccessConfiguration",
        "InternalAccessDetails",
        "ResourceType",
        "ResponseMetadata",
        "SortCriteria",
        "UnknownUnionMember",
        "UnusedAccessConfiguration",
        "UnusedIamRoleDetails",
        "UnusedIamUserAccessKeyDetails",
        "UnusedIamUserPasswordDetails",
        "UnusedPermissionDetails",
    ),
    "aa_sdk.pagination": ("Paginator",),
}

_RENAMED = {"JobError": "JobFailedError", "Type": "AnalyzerType"}

if not TYPE_CHECKING:  # a module __getattr__ would let checkers accept any name
    __getattr__, __dir__ = attach(__name__, _HOMES, renamed=_RENAMED)
