"""Events out of what came: text, bytes, or a mapping."""

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

from pydantic import ValidationError
from pydantic_core import from_json

from aa_sdk.events._families import (
    FAMILIES,
    AccessPreviewStateChange,
    ExternalAccessEvent,
    InternalAccessEvent,
    UnknownEvent,
    UnusedAccessEvent,
)

FindingEvent: TypeAlias = ExternalAccessEvent | InternalAccessEvent | UnusedAccessEvent
"""An event about a finding."""

AccessAnalyzerEvent: TypeAlias = FindingEvent | AccessPreviewStateChange | UnknownEvent
"""What `parse_event` returns."""


def parse_event(event: Mapping[str, Any] | bytes | str) -> AccessAnalyzerEvent:
    """Read an event of Access Analyzer, as EventBridge delivers it.

    Args:
        event: The whole event: a mapping, as a Lambda function gets it, or JSON.

    Returns:
        A model of its family. An event of another kind, or of a known kind in another form, is an
        `UnknownEvent` that keeps what came.

    Raises:
        ValueError: It is no JSON, or lacks what every event has.
    """
    payload = event if isinstance(event, Mapping) else from_json(event)
    family = FAMILIES.get(payload["detail-type"], UnknownEvent)
    try:
        read = family.model_validate(payload, by_alias=True, by_name=False)
    except ValidationError as error:
        read = UnknownEvent.model_validate(payload, by_alias=True, by_name=False)
        vars(read)["problem"] = str(error)
    return cast("AccessAnalyzerEvent", read)
