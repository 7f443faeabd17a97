"""Typed, asynchronous SDK for AWS IAM Access Analyzer.

The names below and `aa_sdk.models` are all most programs need. Each is loaded when it is
first asked for, so that `import aa_sdk` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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
        JobError,
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
        Type,
        UnknownUnionMember,
        UnusedAccessConfiguration,
        UnusedIamRoleDetails,
        UnusedIamUserAccessKeyDetails,
        UnusedIamUserPasswordDetails,
        UnusedPermissionDetails,
    )
    from aa_sdk.pagination import Paginator

__all__ = (
    "AccessAnalyzerClient",
    "AccessAnalyzerError",
    "AccessDeniedException",
    "AccessPreviewFinding",
    "AnalyzerConfiguration",
    "AnalyzerSummary",
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
    "JobError",
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
    "Type",
    "UnknownUnionMember",
    "UnprocessableEntityException",
    "UnusedAccessConfiguration",
    "UnusedIamRoleDetails",
    "UnusedIamUserAccessKeyDetails",
    "UnusedIamUserPasswordDetails",
    "UnusedPermissionDetails",
    "ValidationException",
)

# Names that are neither a model nor, by their ending, an error.
_HOMES = {
    "AccessAnalyzerClient": "aa_sdk.client",
    "FindingFilter": "aa_sdk.filters",
    "InvalidField": "aa_sdk.errors",
    "Paginator": "aa_sdk.pagination",
}

if not TYPE_CHECKING:  # a module __getattr__ would let checkers accept any name

    def __getattr__(name: str) -> Any:
        """Load the module that `name` lives in."""
        if name not in __all__:
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        other = "aa_sdk.errors" if name.endswith(("Error", "Exception")) else "aa_sdk.models"
        module = import_module(_HOMES.get(name, other))
        return globals().setdefault(name, getattr(module, name))

    def __dir__() -> list[str]:
        """List the names that are not loaded yet too."""
        return sorted({*globals(), *__all__})
