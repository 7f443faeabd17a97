"""Parts of reports as what JSON can hold."""

from datetime import UTC, datetime
from typing import Any

from aa_sdk.frames._reports.chosen import Chosen


def moment(at: datetime | None) -> str | None:
    """Write a moment as ISO text in UTC, which ends in Z."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def tally_dict(chosen: Chosen) -> dict[str, Any]:
    """Return what a report leaves out."""
    return {
        "errors": [
            {
                "id": one.id,
                "resource": one.resource,
                "resource_type": one.resource_type,
                "resource_owner_account": one.resource_owner_account,
                "error": one.error,
            }
            for one in chosen.errors
        ],
        "other_statuses": dict(chosen.other_statuses),
        "other_types": dict(chosen.other_types),
        "partial": chosen.partial,
        "duplicates": chosen.duplicates,
        "unread": chosen.unread,
        "gone": chosen.gone,
    }
