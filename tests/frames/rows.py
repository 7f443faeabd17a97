"""Findings for tables, and what a row of a table says a finding is."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from aa_sdk.models import (
    AccessPreviewFinding,
    ExternalAccessDetails,
    Finding,
    FindingSummary,
    FindingSummaryV2,
    GetFindingV2Response,
    Model,
)
from aa_sdk.models._finding_types import DETAILS_BY_TYPE
from tests.service_model_strategies import responses

FORMS: dict[str, type[Model]] = {
    "ListFindingsV2": FindingSummaryV2,
    "GetFindingV2": GetFindingV2Response,
    "ListFindings": FindingSummary,
    "GetFinding": Finding,
    "ListAccessPreviewFindings": AccessPreviewFinding,
}

_FACTS = {
    "id": "id",
    "status": "status",
    "finding_type": "findingType",
    "resource": "resource",
    "resource_type": "resourceType",
    "resource_owner_account": "resourceOwnerAccount",
    "created_at": "createdAt",
    "updated_at": "updatedAt",
    "analyzed_at": "analyzedAt",
    "error": "error",
    "change_type": "changeType",
    "existing_finding_id": "existingFindingId",
    "existing_finding_status": "existingFindingStatus",
}
_ACCESS = {
    "is_public": "isPublic",
    "principal_type": "principalType",
    "principal_owner_account": "principalOwnerAccount",
    "access_type": "accessType",
    "action": "action",
    "resource_control_policy_restriction": "resourceControlPolicyRestriction",
    "service_control_policy_restriction": "serviceControlPolicyRestriction",
    "last_accessed": "lastAccessed",
    "access_key_id": "accessKeyId",
}


def rebuilt(row: Mapping[str, Any], form: type[Model]) -> dict[str, Any]:
    """What the service sent, from a row of `findings_table` and what `extra` says."""
    extra: dict[str, Any] = json.loads(row["extra"] or "{}")
    if "id" in extra:
        return extra
    facts = _said(row, _FACTS)
    access = _said(row, _ACCESS)
    if row["principal_kind"] is not None:
        access["principal"] = {row["principal_kind"]: row["principal"]}
    access |= {name: json.loads(row[name]) for name in ("condition", "sources") if row[name]}
    if form is GetFindingV2Response:
        if "findingDetails" not in extra:
            facts["findingDetails"] = [{DETAILS_BY_TYPE[row["finding_type"]].tag: access}]
    elif form is not FindingSummaryV2:
        del facts["findingType"]
        facts |= access
    return facts | extra


def _said(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {wire: _sent(row[name]) for name, wire in names.items() if row[name] is not None}


def _sent(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value


@st.composite
def wire_findings(draw: st.DrawFn, operation: str) -> dict[str, Any]:
    """A finding as the service may send it."""
    body = draw(responses(operation))
    if operation.startswith("List"):
        found = body["findings"]
        return found[0] if found else draw(wire_findings(operation))
    if operation == "GetFinding":
        found = body.get("finding")
        return found or draw(wire_findings(operation))
    return dict(body)


MOMENT = datetime(2026, 3, 4, 5, 6, 7, 123000, tzinfo=UTC)
_COMMON: dict[str, Any] = {
    "id": "222891f6-be16-41cf-bc57-21c2cd2a67a8",
    "status": "ACTIVE",
    "resource": "arn:aws:s3:::orders",
    "resource_type": "AWS::S3::Bucket",
    "resource_owner_account": "111122223333",
    "created_at": MOMENT,
    "updated_at": MOMENT,
    "analyzed_at": MOMENT,
}


def summary(**members: Any) -> FindingSummaryV2:
    """A finding as the second version lists it."""
    given: dict[str, Any] = {**_COMMON, "finding_type": "ExternalAccess", **members}
    return FindingSummaryV2(**given)


def v1(**members: Any) -> FindingSummary:
    """A finding as the first version lists it."""
    return FindingSummary(**{**_COMMON, **members})


def external(**members: Any) -> ExternalAccessDetails:
    """Details of external access."""
    given: dict[str, Any] = {
        "principal": {"AWS": "*"},
        "action": ["s3:GetObject", "s3:PutObject"],
        "condition": {"aws:SourceVpc": "vpc-1"},
    }
    return ExternalAccessDetails(**{**given, **members})


def whole(*details: Any, **members: Any) -> GetFindingV2Response:
    """A finding with its details."""
    given: dict[str, Any] = {**_COMMON, "finding_type": "ExternalAccess", **members}
    return GetFindingV2Response(finding_details=details, **given)
