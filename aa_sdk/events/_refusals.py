"""What is said of something that is no event: what it looks like, and what to write instead."""

from collections.abc import Mapping
from os import PathLike
from typing import Any, Final, cast

from pydantic import BaseModel, ValidationError

from aa_sdk.events._problems import faults_of, listed

_WHOLE: Final = "pass the whole event, as EventBridge delivers it"

_OF_RECORDS: Final[Mapping[str, str]] = {
    "body": "parse_event(record['body'])",
    "Sns": "parse_event(record['Sns']['Message'])",
    "kinesis": "parse_event(base64.b64decode(record['kinesis']['data']))",
}
"""How one record of a batch is read, by the member that has the event."""

_LOOKS: Final[tuple[tuple[frozenset[str], str], ...]] = tuple(
    (frozenset(members.split()), told)
    for members, told in (
        (
            "Messages",
            "it looks like an answer of SQS: parse_event(message['Body']) for each of them",
        ),
        ("Body MessageId", "it looks like a message of SQS: parse_event(message['Body'])"),
        ("body messageId", f"it looks like a record of SQS: {_OF_RECORDS['body']}"),
        ("Sns", f"it looks like a record of SNS: {_OF_RECORDS['Sns']}"),
        ("kinesis", f"it looks like a record of Kinesis: {_OF_RECORDS['kinesis']}"),
        ("Type Message", "it looks like a message of SNS: parse_event(notification['Message'])"),
        (
            "Detail DetailType",
            "it looks like an entry of PutEvents: a bus delivers another form",
        ),
        ("detail detail_type", "it has names of Python: to_wire() gives an event as it came"),
        ("status resourceType", f"it looks like the detail alone: {_WHOLE}"),
        ("accessPreviewId", f"it looks like the detail alone: {_WHOLE}"),
    )
)
"""What something looks like that has certain members, and the way out."""


def refusal(payload: Mapping[str, Any], error: ValidationError, model: type[BaseModel]) -> str:
    """Say in one sentence why an object is no event.

    Args:
        payload: The object, of which nothing but names that are known here is told.
        error: What validating it said.
        model: The class that was validated.
    """
    missing, wrong = faults_of(error, model)
    faults = [f"it has no {listed(missing)}", *wrong] if missing else wrong
    return f"this is no event of EventBridge: {listed(faults)}; {_way_out(payload, missing)}"


def _way_out(payload: Mapping[str, Any], missing: list[str]) -> str:
    if "detail" in payload and "detail" not in missing and "detail-type" in payload:
        return _WHOLE
    if "Records" in payload:
        return _of_batch(payload["Records"])
    names = payload.keys()
    return next((told for members, told in _LOOKS if members <= names), _WHOLE)


def _of_batch(records: Any) -> str:
    first = cast("list[object]", records)[:1] if isinstance(records, list) else []
    names = (
        {*cast("Mapping[str, Any]", first[0])} if first and isinstance(first[0], Mapping) else ()
    )
    way = next((way for member, way in _OF_RECORDS.items() if member in names), _OF_RECORDS["body"])
    return f"it looks like a batch: {way} for each record in event['Records']"


def no_object(value: object) -> str:
    """Say in one sentence why what is no JSON object is no event.

    Args:
        value: What was passed, or what its JSON is.
    """
    return f"this is no event of EventBridge: {_what_it_is(value)}"


def no_json(text: str | bytes | bytearray) -> str:
    """Say in one sentence why a text that is no JSON is no event.

    Args:
        text: The text, of which nothing is told.
    """
    start = text[:2] if isinstance(text, str) else text[:2].decode("ascii", "replace")
    if not text.strip():
        told = "it is empty"
    elif start in ("{'", "b'"):
        told = "it is what Python prints of a value: pass the value itself, or json.dumps(value)"
    elif isinstance(text, str) and "{" not in text and "\n" not in text:
        told = "it is no JSON: if it is the name of a file, pass Path(name).read_bytes()"
    else:
        told = f"it is no JSON: {_WHOLE}"
    return f"this is no event of EventBridge: {told}"


def _what_it_is(value: object) -> str:
    match value:
        case list() | tuple():
            return "it is a list: parse_event(event) for each event in it"
        case str():
            return "it is the JSON of a text: pass what json.loads makes of it"
        case PathLike():
            return "it is a path: pass path.read_bytes()"
        case _ if hasattr(value, "read"):  # an open file, or a body that boto3 streams
            return f"it is {type(value).__name__}: pass what its read() returns"
        case BaseModel():
            return f"it is a model, {type(value).__name__}: an event that was read needs no reading"
        case _:
            return f"it is {type(value).__name__}: {_WHOLE}"
