"""Findings to filter: the same facts in every form that findings come in."""

from typing import Any

from aa_sdk.filters import FindingLike
from aa_sdk.models import (
    AccessPreviewFinding,
    Finding,
    FindingSummary,
    FindingSummaryV2,
    GetFindingV2Response,
    Model,
)

TIMES = {
    "createdAt": "2026-02-03T08:15:30Z",
    "analyzedAt": "2026-02-03T08:20:00Z",
    "updatedAt": "2026-02-03T08:20:00Z",
}
COMMON: dict[str, Any] = {
    "id": "f-1",
    "status": "ACTIVE",
    "resourceType": "AWS::S3::Bucket",
    "resourceOwnerAccount": "111122223333",
    **TIMES,
}
RESOURCE = {"resource": "arn:aws:s3:::prod-data"}
DETAILS: dict[str, Any] = {
    "isPublic": False,
    "principal": {"AWS": "444455556666", "Federated": "idp.example.com"},
    "action": ["s3:GetObject", "s3:ListBucket"],
    "condition": {"aws:SourceVpc": "vpc-0a1b", "aws:PrincipalOrgID": "o-abc123"},
    "resourceControlPolicyRestriction": "NOT_APPLICABLE",
}
INTERNAL_DETAILS: dict[str, Any] = {
    "principal": {"AWS": "arn:aws:iam::444455556666:role/batch"},
    "condition": {"aws:VpceOrgID": "o-abc123"},
    "accessType": "INTRA_ORG",
    "resourceControlPolicyRestriction": "APPLICABLE",
    "serviceControlPolicyRestriction": "APPLIED",
}
CHANGE = {"changeType": "CHANGED", "existingFindingId": "e-1", "existingFindingStatus": "ARCHIVED"}
ERROR = {"error": "ACCESS_DENIED"}

SUMMARY = {**COMMON, **RESOURCE, "findingType": "ExternalAccess"}
V1 = {**COMMON, **RESOURCE, **DETAILS}
V1_BARE: dict[str, Any] = {**COMMON, "condition": {}}
V2 = {**SUMMARY, "findingDetails": [{"externalAccessDetails": DETAILS}]}
V2_BARE: dict[str, Any] = {
    **COMMON,
    "findingDetails": [{"externalAccessDetails": {"condition": {}}}],
}
INTERNAL = {
    **SUMMARY,
    "findingType": "InternalAccess",
    "findingDetails": [{"internalAccessDetails": INTERNAL_DETAILS}],
}
PREVIEW = {
    **{name: value for name, value in V1.items() if name not in ("analyzedAt", "updatedAt")},
    **CHANGE,
}
PREVIEW_BARE = {
    **{name: value for name, value in COMMON.items() if name not in ("analyzedAt", "updatedAt")},
    "changeType": "NEW",
}


def model(kind: type[Model], wire: dict[str, Any]) -> Any:
    """Return a finding as the model that the service's JSON becomes."""
    return kind.model_validate(wire, by_alias=True, by_name=False)


def external_forms() -> dict[str, FindingLike]:
    """Return the same external access finding in every form that has its details."""
    return {
        "v1 summary": model(FindingSummary, V1),
        "v1 finding": model(Finding, V1),
        "v1 mapping": V1,
        "v2 finding": model(GetFindingV2Response, V2),
        "v2 mapping": V2,
        "preview": model(AccessPreviewFinding, PREVIEW),
        "preview mapping": PREVIEW,
    }


def bare_forms() -> dict[str, FindingLike]:
    """Return findings that have nothing but what the service must send."""
    return {
        "v1 summary": model(FindingSummary, V1_BARE),
        "v1 finding": model(Finding, V1_BARE),
        "v1 mapping": V1_BARE,
        "v2 finding": model(GetFindingV2Response, V2_BARE),
        "v2 mapping": V2_BARE,
        "preview": model(AccessPreviewFinding, PREVIEW_BARE),
        "preview mapping": PREVIEW_BARE,
    }


def summaries() -> dict[str, FindingLike]:
    """Return V2 summaries, which have no details."""
    return {"model": model(FindingSummaryV2, SUMMARY), "mapping": SUMMARY}


def internal_forms() -> dict[str, FindingLike]:
    """Return the same internal access finding in every form."""
    return {"model": model(GetFindingV2Response, INTERNAL), "mapping": INTERNAL}
