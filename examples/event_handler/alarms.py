"""Which events are a reason for an alarm, and what it says. Nothing here knows Lambda or AWS."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from aa_sdk import FindingFilter, InvalidRequestError
from aa_sdk.events import AccessAnalyzerEvent

ALARMING = FindingFilter().status.eq("ACTIVE").is_public.eq(True)  # noqa: FBT003 (a filter asks so)
"""What is alarming. An archive rule or a pattern of the bus can be made of the same filter."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What somebody has to be told."""

    key: str
    """The same for the same change of a finding: events are delivered more than once."""
    text: str
    """A line for a person."""
    resource: str
    """ARN of the resource."""


Raise: TypeAlias = Callable[[Alarm], object]
"""Tells somebody. What it raises makes Lambda deliver the event again."""


def alarm_for(event: AccessAnalyzerEvent) -> Alarm | None:
    """Return the alarm that an event is a reason for, None if it is none.

    No class has to be asked for: every event has the same face. An event that this release cannot
    read is as good as any other, as far as it says what the filter asks for.

    Args:
        event: Any event.
    """
    if event.finding_id is None or event.is_deleted:  # about a preview, a call, or what is gone
        return None
    try:
        is_alarming = ALARMING.matches(event)
    except InvalidRequestError:  # it does not even have a status
        return None
    if not is_alarming:
        return None
    summary = event.summary()
    version = summary.updated_at.isoformat() if summary else event.id
    return Alarm(f"{event.finding_id} {version}", str(event), event.resource or "unknown")
