"""Events out of what came: text, bytes, or a mapping."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, TypeAlias, cast

from pydantic import GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, SchemaValidator, core_schema

from aa_sdk.events._families import (
    FAMILIES,
    AccessPreviewStateChange,
    ExternalAccessEvent,
    InternalAccessEvent,
    UnknownEvent,
    UnusedAccessEvent,
)
from aa_sdk.events._problems import problem_of
from aa_sdk.events._refusals import no_json, no_object, refusal

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
    if event.__class__ is dict:  # as nearly always, and asked faster than for any mapping
        return _read_object(cast("dict[str, Any]", event))
    if isinstance(event, Mapping):
        return _read_object(dict(event))
    return _read_json(bytes(event) if isinstance(event, memoryview) else event)


def _read_object(payload: Mapping[str, Any]) -> AccessAnalyzerEvent:
    detail_type = payload.get("detail-type")
    family = FAMILIES.get(detail_type) if isinstance(detail_type, str) else None
    if family is None:
        return _unknown(payload)
    try:
        validator = family.__pydantic_validator__
        read: AccessAnalyzerEvent = validator.validate_python(payload, by_alias=True, by_name=False)
    except ValidationError as error:
        unknown = _unknown(payload)
        vars(unknown)["problem"] = problem_of(error, family)
        return unknown
    return read


def _read_json(event: object) -> AccessAnalyzerEvent:
    if not isinstance(event, str | bytes | bytearray):
        raise ValueError(no_object(event))  # noqa: TRY004 (one error for all that is no event)
    # Nearly every event is of a known family and as it should be: that is tried first, in one go.
    # What else it is, and what is wrong with it, is found out on Python's objects.
    try:
        read: AccessAnalyzerEvent = _validator().validate_json(event, by_alias=True, by_name=False)
    except ValueError:
        return _read_object(_object_of(event))
    return read


def _object_of(event: str | bytes | bytearray) -> dict[str, Any]:
    # A file may begin with the mark of its byte order, which json reads from bytes alone.
    text = event.removeprefix("\ufeff") if isinstance(event, str) else event
    try:
        payload: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError(no_json(event)) from None
    if not isinstance(payload, dict):
        raise ValueError(no_object(payload))  # noqa: TRY004 (see above)
    return cast("dict[str, Any]", payload)


def _unknown(payload: Mapping[str, Any]) -> UnknownEvent:
    """Keep an event as it came, if it is one."""
    try:
        return UnknownEvent.model_validate(payload, by_alias=True, by_name=False)
    except ValidationError as error:
        raise ValueError(refusal(payload, error, UnknownEvent)) from None


class _ByDetailType:
    """Validates an event of a known family."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        families = {name: handler.generate_schema(family) for name, family in FAMILIES.items()}
        return core_schema.tagged_union_schema(families, "detail-type")


@cache
def _validator() -> SchemaValidator:
    """Return what reads all families, built when the first text comes."""
    return cast("SchemaValidator", TypeAdapter(Annotated[Any, _ByDetailType()]).validator)
