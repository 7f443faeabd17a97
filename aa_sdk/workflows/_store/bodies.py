"""How what findings said is kept: as it came, compressed."""

import json
import zlib
from collections.abc import Mapping
from enum import IntEnum
from typing import Any, Final, TypeAlias, cast

from aa_sdk.events import FindingEvent, parse_event
from aa_sdk.models import FindingSummaryV2, GetFindingV2Response

StoredFinding: TypeAlias = GetFindingV2Response | FindingSummaryV2
"""A finding as it was read; a summary where the last word on it came as an event."""


class Form(IntEnum):
    """What a body is; the numbers are in files."""

    WHOLE = 1
    """A `GetFindingV2Response`."""
    EVENT = 2
    """An event about a finding."""


# Bodies are short and alike, so each would be mostly its own dictionary. What is at the end costs
# the least. Files depend on it: another one needs other forms.
_ALIKE: Final = (
    b'"lastAccessed":"2025-serviceNamespace":"actions":[{"action":"unusedPermissionDetails":{"'
    b'unusedIamUserPasswordDetails":{"unusedIamUserAccessKeyDetails":{"accessKeyId":"AKIA'
    b'unusedIamRoleDetails":{"internalAccessDetails":{"principalOwnerAccount":"principalType":"'
    b'IAM_ROLE","accessType":"INTRA_ORGINTRA_ACCOUNT"serviceControlPolicyRestriction":"APPLIED'
    b'"error":"ACCESS_DENIEDINTERNAL_ERROR"sources":[{"type":"BUCKET_ACLPOLICYS3_ACCESS_POINT"'
    b'"resourceControlPolicyRestriction":"NOT_APPLICABLE"UnusedIAMUserPasswordUnusedIAMUserAccess'
    b'KeyUnusedIAMRoleUnusedPermissionInternalAccess"condition":{"aws:SourceArnaws:PrincipalOrgID'
    b'"resourceType":"AWS::DynamoDB::TableAWS::KMS::KeyAWS::Lambda::FunctionAWS::SNS::Topic'
    b'AWS::SQS::QueueAWS::SecretsManager::SecretAWS::IAM::UserAWS::IAM::RoleAWS::S3::Bucket"'
    b'"status":"RESOLVEDARCHIVEDACTIVE","resource":"arn:aws:iam::arn:aws:s3:::'
    b'"findingType":"ExternalAccess","findingDetails":[{"externalAccessDetails":{"condition":{},'
    b'"isPublic":true,"isPublic":false,"principal":{"AWS":"arn:aws:iam::"action":["s3:GetObject"'
    b'"analyzedAt":"2026-01-01T00:00:00Z","createdAt":"2026-01-01T00:00:00Z","id":"'
    b'"resourceOwnerAccount":"111122223333","updatedAt":"2026-01-01T00:00:00Z","'
)
_LEVEL: Final = 6


def whole_body(finding: GetFindingV2Response) -> bytes:
    """Return what is kept of a finding that was read."""
    return _packed(finding.model_dump_json(by_alias=True, exclude_unset=True).encode())


def event_body(event: Mapping[str, Any]) -> bytes:
    """Return what is kept of an event that came like this."""
    return _packed(json.dumps(event, separators=(",", ":")).encode())


def finding_of(form: int, body: bytes) -> StoredFinding:
    """Return the finding that was kept.

    Args:
        form: What the body is.
        body: What was kept.
    """
    if form == Form.WHOLE:
        return GetFindingV2Response.from_wire(_unpacked(body))
    event = cast("FindingEvent", parse_event(event_of(body)))
    return event.summary()


def event_of(body: bytes) -> dict[str, Any]:
    """Return the event that was kept, as it came."""
    event: dict[str, Any] = json.loads(_unpacked(body))
    return event


def _packed(text: bytes) -> bytes:
    packing = zlib.compressobj(_LEVEL, wbits=-zlib.MAX_WBITS, zdict=_ALIKE)
    return packing.compress(text) + packing.flush()


def _unpacked(body: bytes) -> bytes:
    return zlib.decompressobj(wbits=-zlib.MAX_WBITS, zdict=_ALIKE).decompress(body)
