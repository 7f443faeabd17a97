"""Mistakes with events."""

import json
from typing import Any

from aa_sdk.events import parse_event
from tests.events.samples import event
from tests.mistakes.mistake import Mistake

EVENT = event("external")
PARSED: Any = parse_event(EVENT)
NO_EVENT = "this is no event of EventBridge"


def refused(title: str, given: Any, *words: str) -> Mistake:
    """Return a mistake that `parse_event` refuses; of its words the last one is the way out."""
    *names, way_out = words
    return Mistake(title, lambda _: parse_event(given), ValueError, (NO_EVENT, *names), (way_out,))


MISTAKES: tuple[Mistake, ...] = (
    refused(
        'the detail in place of the event: `parse_event(event["detail"])`',
        EVENT["detail"],
        "it has no detail-type, source, account, time, resources and detail",
        "the detail alone",
        "pass the whole event",
    ),
    refused(
        "a batch of a queue in place of an event",
        {"Records": [{"messageId": "1", "body": json.dumps(EVENT)}]},
        "a batch",
        "parse_event(record['body']) for each record in event['Records']",
    ),
    refused(
        "what SNS wraps around an event",
        {"Type": "Notification", "Message": json.dumps(EVENT)},
        "a message of SNS",
        "parse_event(notification['Message'])",
    ),
    refused(
        "several events at once: `parse_event(events)`",
        [EVENT],
        "it is a list",
        "parse_event(event) for each event in it",
    ),
    refused(
        'the name of a file: `parse_event("event.json")`',
        "event.json",
        "it is no JSON",
        "pass Path(name).read_bytes()",
    ),
    refused(
        "what Python prints of an event: `parse_event(str(event))`",
        str(EVENT),
        "what Python prints",
        "json.dumps(value)",
    ),
    Mistake(
        "an event that was read asked for a name of the wire: `parsed.findingId`",
        lambda _: PARSED.findingId,
        AttributeError,
        ("ExternalAccessEvent", "'findingId'"),
        ("did you mean 'finding_id'?",),
    ),
)
