"""Findings to be charted, and what stands in a chart."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from aa_sdk.models import (
    ExternalAccessDetails,
    Finding,
    FindingDetails,
    FindingSummaryV2,
    GetFindingV2Response,
    UnusedAction,
    UnusedPermissionDetails,
)

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
Facts = Mapping[str, Any]


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def facts(number: int = 0, *, days: float = 10, **changed: Any) -> dict[str, Any]:
    """What every form of a finding says."""
    moment = days_ago(days)
    return {
        "id": f"id-{number}",
        "status": "ACTIVE",
        "resource": f"arn:aws:s3:::bucket-{number}",
        "resource_type": "AWS::S3::Bucket",
        "resource_owner_account": "111122223333",
        "created_at": moment,
        "updated_at": moment,
        "analyzed_at": moment,
    } | changed


def external(number: int = 0, *, public: bool | None = False, **changed: Any) -> Finding:
    """An external access finding of the first version, which says all that there is to say."""
    action = changed.pop("action", ("s3:GetObject",))
    return Finding(**facts(number, **changed), is_public=public, action=action)


def whole(
    number: int = 0, *, details: Sequence[FindingDetails], **changed: Any
) -> GetFindingV2Response:
    return GetFindingV2Response(**facts(number, **changed), finding_details=tuple(details))


def summary(number: int = 0, **changed: Any) -> FindingSummaryV2:
    changed = {"finding_type": "ExternalAccess"} | changed
    return FindingSummaryV2(**facts(number, **changed))


def hydrated(finding: Finding) -> GetFindingV2Response:
    """The same finding in the second version, with its details."""
    same = {name: getattr(finding, name) for name in facts()}
    details = ExternalAccessDetails(is_public=finding.is_public, action=finding.action)
    return GetFindingV2Response(
        **same, error=finding.error, finding_type="ExternalAccess", finding_details=(details,)
    )


def columns_of(findings: Sequence[Finding]) -> dict[str, list[Any]]:
    """The columns that a table of findings has, as far as charts look at them."""
    rows = [
        {name: getattr(each, name) for name in facts()}
        | {
            "finding_type": "ExternalAccess",
            "is_public": each.is_public,
            "error": each.error,
            "hydrated": True,
            "action": list(each.action),
        }
        for each in findings
    ]
    return {name: [row[name] for row in rows] for name in rows[0]}


def unused(service: str, days: float | None, *actions: str) -> UnusedPermissionDetails:
    return UnusedPermissionDetails(
        service_namespace=service,
        last_accessed=None if days is None else days_ago(days),
        actions=tuple(UnusedAction(action=action) for action in actions),
    )


def spec_of(chart: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", chart.to_dict())


def values(chart: Any, layer: int = 0) -> list[dict[str, Any]]:
    """The values that a layer of a chart draws; the first is that of the bars or cells."""
    spec = spec_of(chart)
    data = spec["layer"][layer].get("data") or spec["data"]  # what all have stands once
    return cast("list[dict[str, Any]]", data.get("values") or spec["datasets"][data["name"]])


def counts(chart: Any) -> dict[tuple[str, str], int]:
    """How many findings each part of each bar says."""
    return {(each["name"], each["group"]): each["findings"] for each in values(chart)}


def title(chart: Any) -> str:
    return " ".join(spec_of(chart)["title"]["text"])


def notes(chart: Any) -> str:
    return " ".join(spec_of(chart)["title"].get("subtitle", []))


def svg(chart: Any) -> str:
    """A chart as a picture."""
    import vl_convert  # noqa: PLC0415 (it is an extra)

    return str(vl_convert.vegalite_to_svg(spec_of(chart)))
