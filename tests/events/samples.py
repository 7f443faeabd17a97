"""Events of each family, as the service sends them."""

from collections.abc import Mapping
from typing import Any

ANALYZER = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/watch"
QUEUE = "arn:aws:sqs:eu-west-1:111122223333:orders"
ROLE = "arn:aws:iam::111122223333:role/idle"
TABLE = "arn:aws:dynamodb:eu-west-1:111122223333:table/ledger"
BUCKET = "arn:aws:s3:::drop"

EXTERNAL: dict[str, Any] = {
    "version": "1.0",
    "id": "c0ffee00-1111-4222-8333-444455556666",
    "status": "ACTIVE",
    "resourceType": "AWS::SQS::Queue",
    "resource": QUEUE,
    "createdAt": "2026-02-03T08:15:30Z",
    "analyzedAt": "2026-02-03T08:20:00Z",
    "updatedAt": "2026-02-03T08:20:00Z",
    "accountId": "111122223333",
    "region": "eu-west-1",
    "principal": {"AWS": "444455556666"},
    "action": ["sqs:SendMessage"],
    "condition": {"aws:SourceVpc": "vpc-1"},
    "isDeleted": False,
    "isPublic": False,
}
EXTERNAL_ERROR: dict[str, Any] = {
    name: value
    for name, value in EXTERNAL.items()
    if name not in ("principal", "action", "condition", "isPublic")
} | {"error": "INTERNAL_ERROR"}
INTERNAL: dict[str, Any] = {
    "version": "1.0",
    "id": "facade00-1234-4abc-8def-0123456789ab",
    "status": "ARCHIVED",
    "findingType": "InternalAccess",
    "accessType": "INTRA_ORG",
    "resource": TABLE,
    "resourceType": "AWS::DynamoDB::Table",
    "accountId": "111122223333",
    "principal": {"AWS": "arn:aws:iam::444455556666:role/batch"},
    "principalType": "IAM_ROLE",
    "principalOwnerAccount": "444455556666",
    "action": ["dynamodb:GetItem", "dynamodb:Query"],
    "condition": {},
    "resourceControlPolicyRestrictionType": "NOT_APPLICABLE",
    "serviceControlPolicyRestrictionType": "APPLIED",
    "createdAt": "2026-02-05T10:11:12.123456789Z",
    "analyzedAt": "2026-02-05T10:12:12.123456789Z",
    "updatedAt": "2026-02-05T10:12:13.987654321Z",
    "isDeleted": False,
}
UNUSED: dict[str, Any] = {
    "findingId": "decade00-aaaa-4bbb-8ccc-ddddeeeeffff",
    "resource": ROLE,
    "resourceType": "AWS::IAM::Role",
    "accountId": "444455556666",
    "createdAt": "2026-02-04T01:02:03.456Z",
    "updatedAt": "2026-02-04T01:02:03.456Z",
    "analyzedAt": "2026-02-04T01:02:03.400Z",
    "previousStatus": "",
    "status": "ACTIVE",
    "version": "7a1f3b52-8c9d-4e0f-a1b2-c3d4e5f60718",
    "isDeleted": False,
    "findingType": "UnusedPermission",
    "numberOfUnusedServices": 3,
    "numberOfUnusedActions": 1041,
}
PREVIEW: dict[str, Any] = {
    "version": "1.0",
    "accessPreviewId": "0badcafe-0000-4000-8000-00000000beef",
    "configuredResources": [BUCKET],
    "createdAt": "2026-02-06T12:00:00.00Z",
    "region": "eu-west-1",
    "status": "FAILED",
    "previousStatus": "CREATING",
    "statusReason": {"code": "INVALID_CONFIGURATION"},
}
KINDS = {
    "external": ("Access Analyzer Finding", EXTERNAL),
    "external error": ("Access Analyzer Finding", EXTERNAL_ERROR),
    "internal": ("Internal Access Finding", INTERNAL),
    "unused": ("Unused Access Finding for IAM entities", UNUSED),
    "preview": ("Access Preview State Change", PREVIEW),
    "call": ("AWS API Call via CloudTrail", {"eventName": "CreateAnalyzer"}),
}
"""The `detail-type` of each kind of event, and a detail."""


def envelope(detail_type: str, detail: Mapping[str, Any], **others: Any) -> dict[str, Any]:
    """Return a whole event."""
    return {
        "version": "0",
        "id": "5d0f4f0e-1b7a-4a53-9d0e-6f1c2b3a4d5e",
        "detail-type": detail_type,
        "source": "aws.access-analyzer",
        "account": "111122223333",
        "time": "2026-02-03T08:21:00Z",
        "region": "eu-west-1",
        "resources": [ANALYZER],
        "detail": dict(detail),
        **others,
    }


def event(kind: str, **changes: Any) -> dict[str, Any]:
    """Return a whole event of a kind, with some members of its detail changed."""
    detail_type, detail = KINDS[kind]
    return envelope(detail_type, {**detail, **changes})
