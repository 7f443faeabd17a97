"""Exposures and their groups as what JSON can hold."""

from typing import Any

from aa_sdk.frames._reports.exposure_groups import ExposureGroup
from aa_sdk.frames._reports.exposures import REACHES, Exposure
from aa_sdk.frames._reports.plain import moment


def row_dict(rank: int, exposure: Exposure) -> dict[str, Any]:
    """Return an exposure as a row."""
    finding = exposure.finding
    return {
        "rank": rank,
        "id": finding.id,
        "status": finding.status,
        "resource": finding.resource,
        "resource_type": finding.resource_type,
        "resource_owner_account": finding.resource_owner_account,
        "reach": exposure.reach,
        "principals": list(exposure.principals),
        "parties": [{"kind": one.kind, "name": one.name} for one in exposure.parties],
        "actions": list(exposure.actions),
        "level": exposure.level,
        "conditions": [dict(one) for one in exposure.conditions],
        "hold": exposure.hold,
        "created_at": moment(finding.created_at),
        "days": exposure.days,
        "reasons": list(exposure.reasons),
    }


def group_dict(group: ExposureGroup) -> dict[str, Any]:
    """Return a group as its name and counts."""
    counts: dict[str, int] = {reach: group.count(reach) for reach in REACHES}
    return {"kind": group.kind, "name": group.name, "findings": len(group), **counts}
