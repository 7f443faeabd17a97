"""Parts of reports as what JSON can hold."""

from datetime import UTC, datetime
from typing import Any

from aa_sdk.frames._reports.chosen import LeftOut


def moment(at: datetime | None) -> str | None:
    """Write a moment as ISO text in UTC, which ends in Z."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def tally_dict(left_out: LeftOut) -> dict[str, Any]:
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
            for one in left_out.errors
        ],
        "other_statuses": dict(left_out.other_statuses),
        "other_types": dict(left_out.other_types),
        "partial": left_out.partial,
        "duplicates": left_out.duplicates,
        "unread": left_out.unread,
        "gone": left_out.gone,
    }
