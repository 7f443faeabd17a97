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


def parse_event(
    event: Mapping[str, Any] | bytes | bytearray | memoryview | str,
) -> AccessAnalyzerEvent:
    """Read an event of Access Analyzer, as EventBridge delivers it.

    ```python
    match parse_event(event):
        case ExternalAccessEvent() as finding if finding.is_known_public:
            print("public:", finding.resource)
        case UnknownEvent(problem=str(problem)):
            print("cannot be read:", problem)
    ```

    Args:
        event: The whole event: a mapping, as a Lambda function gets it, or JSON text, as it is in
            the body of an SQS message.

    Returns:
        A model of its family, which `detail-type` tells. An event of another kind, whoever sent
        it, and one of a known kind whose detail has another form or whose resources name no
        analyzer, is an `UnknownEvent` that keeps what came and says the `problem`.

    Raises:
        ValueError: It is no JSON, no object, or lacks what every event has, or that is of another
            type: the text names every such member, and what to pass instead, and repeats nothing
            of what came.
    """
    payload = event if type(event) is dict else _object_in(event)
    detail_type = payload.get("detail-type")
    family = FAMILIES.get(detail_type) if isinstance(detail_type, str) else None
    if family is None:
        return _unknown(payload)
    try:
        return family.model_validate(payload, by_alias=True, by_name=False)
    except ValidationError as error:
        unknown = _unknown(payload)
        from aa_sdk.events._problems import problem_of  # noqa: PLC0415 (rarely needed)

        vars(unknown)["problem"] = problem_of(error, family)
        return unknown


def _object_in(event: object) -> Mapping[str, Any]:
    """Return the object that something is, or is the JSON of."""
    from aa_sdk.events._refusals import no_json, no_object  # noqa: PLC0415 (rarely needed)

    if isinstance(event, Mapping):
        return dict(cast("Mapping[str, Any]", event))
    if isinstance(event, memoryview | bytearray):
        event = bytes(event)
    if not isinstance(event, str | bytes):
        raise ValueError(no_object(event))
    try:
        payload = from_json(event, allow_inf_nan=False)
    except ValueError:
        raise ValueError(no_json(event)) from None
    if not isinstance(payload, dict):
        raise ValueError(no_object(payload))
    return cast("dict[str, Any]", payload)


def _unknown(payload: Mapping[str, Any]) -> UnknownEvent:
    """Keep an event as it came, if it is one."""
    try:
        return UnknownEvent.model_validate(payload, by_alias=True, by_name=False)
    except ValidationError as error:
        from aa_sdk.events._refusals import refusal  # noqa: PLC0415 (rarely needed)

        raise ValueError(refusal(payload, error, UnknownEvent)) from None
