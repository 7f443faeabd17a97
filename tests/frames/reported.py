"""Findings to report on, made by hand."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from aa_sdk.models import (
    AccessPreviewFinding,
    Finding,
    FindingSummary,
    FindingSummaryV2,
    GetFindingV2Response,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
OWNER, OTHER = "111122223333", "444455556666"
NASTY = (
    '<script>alert(1)</script>"><img src=x onerror=y>`|*_[a](http://b)@all\u202e\x1b[31m\n\ud800'
)


def in_notebook(made: Any) -> str:
    """What a notebook shows of something."""
    return str(made._repr_html_())


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def facts(finding_id: str, days: float, **more: Any) -> dict[str, Any]:
    return {
        "id": finding_id,
        "analyzed_at": NOW,
        "created_at": ago(days),
        "updated_at": ago(days),
        "resource_type": "AWS::S3::Bucket",
        "resource_owner_account": OWNER,
        "status": "ACTIVE",
        "resource": f"arn:aws:s3:::bucket-{finding_id}",
        **more,
    }


def whole(finding_id: str, *details: Any, days: float = 10, **more: Any) -> GetFindingV2Response:
    """A finding of the second version; details have their tags, as on the wire."""
    return GetFindingV2Response(**facts(finding_id, days, **more), finding_details=details)


def external(
    finding_id: str = "f-1",
    *,
    actions: Sequence[str] = ("s3:GetObject",),
    principal: Mapping[str, str] | None = None,
    condition: Mapping[str, str] | None = None,
    public: bool | None = False,
    days: float = 10,
    **more: Any,
) -> GetFindingV2Response:
    details: dict[str, Any] = {
        "action": list(actions),
        "principal": {"AWS": OTHER} if principal is None else dict(principal),
        "condition": dict(condition or {}),
    }
    if public is not None:
        details["is_public"] = public
    made = {"finding_type": "ExternalAccess", **more}
    return whole(finding_id, {"external_access_details": details}, days=days, **made)


def public(finding_id: str = "f-1", **more: Any) -> GetFindingV2Response:
    return external(finding_id, public=True, principal={"AWS": "*"}, **more)


def internal(finding_id: str = "f-1", days: float = 10, **details: Any) -> GetFindingV2Response:
    said = {
        "action": ["s3:GetObject"],
        "principal": {"AWS": f"arn:aws:iam::{OWNER}:role/app"},
        "condition": {},
        **details,
    }
    return whole(
        finding_id, {"internal_access_details": said}, days=days, finding_type="InternalAccess"
    )


def summary(finding_id: str = "s-1", **more: Any) -> FindingSummaryV2:
    return FindingSummaryV2(**facts(finding_id, 10, **{"finding_type": "ExternalAccess", **more}))


def first_version(finding_id: str = "v-1", **more: Any) -> Finding:
    said = {"action": ["s3:GetObject"], "principal": {"AWS": OTHER}, "condition": {}, **more}
    return Finding(**facts(finding_id, 10, **said))


def listed_first_version(finding_id: str = "v-1", **more: Any) -> FindingSummary:
    said = {"action": ["s3:GetObject"], "principal": {"AWS": OTHER}, "condition": {}, **more}
    return FindingSummary(**facts(finding_id, 10, **said))


def preview(finding_id: str = "p-1", **more: Any) -> AccessPreviewFinding:
    said = {"change_type": "NEW", "action": ["s3:GetObject"], "principal": {"AWS": "*"}, **more}
    made = facts(finding_id, 0, **{"is_public": True, **said})
    del made["analyzed_at"], made["updated_at"]
    return AccessPreviewFinding(**made)


def _unused(
    finding_id: str, kind: str, who: str, *details: Mapping[str, Any], **more: Any
) -> GetFindingV2Response:
    kind_of_who = "AWS::IAM::Role" if who.startswith("role/") else "AWS::IAM::User"
    said: dict[str, Any] = {
        "resource": f"arn:aws:iam::{OWNER}:{who}",
        "resource_type": kind_of_who,
        "finding_type": kind,
        **more,
    }
    return whole(finding_id, *details, **said)


def _last(days: float | None) -> dict[str, Any]:
    return {} if days is None else {"last_accessed": ago(days)}


def unused_role(finding_id: str, who: str, used: float | None = None) -> GetFindingV2Response:
    return _unused(finding_id, "UnusedIAMRole", who, {"unused_iam_role_details": _last(used)})


def unused_password(finding_id: str, who: str, used: float | None = None) -> GetFindingV2Response:
    details = {"unused_iam_user_password_details": _last(used)}
    return _unused(finding_id, "UnusedIAMUserPassword", who, details)


def unused_key(
    finding_id: str, who: str, key: str, used: float | None = None, **more: Any
) -> GetFindingV2Response:
    details = {"unused_iam_user_access_key_details": {"access_key_id": key, **_last(used)}}
    return _unused(finding_id, "UnusedIAMUserAccessKey", who, details, **more)


def unused_permissions(
    finding_id: str, who: str, services: Mapping[str, Sequence[str]], used: float | None = None
) -> GetFindingV2Response:
    details = [
        {
            "unused_permission_details": {
                "service_namespace": service,
                "actions": [{"action": action, **_last(used)} for action in actions],
                **_last(used),
            }
        }
        for service, actions in services.items()
    ]
    return _unused(finding_id, "UnusedPermission", who, *details)
