"""What is no event is refused at once, with all that is wrong and what to write instead."""

import base64
import io
import json
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk.events import parse_event
from tests.events.samples import EXTERNAL, PREVIEW, event
from tests.events.strategies import json_values

WHOLE = event("external")
TEXT = json.dumps(WHOLE)
BEGIN = r"^this is no event of EventBridge: "
ALL = "it has no id, detail-type, source, account, time, region, resources and detail; "
PASS_WHOLE = "pass the whole event, as EventBridge delivers it"
ITS_DETAIL = f"it looks like the detail alone: {PASS_WHOLE}"

MISTAKES: dict[str, tuple[Any, str]] = {
    "empty text": (" \n", "it is empty"),
    "empty bytes": (b"", "it is empty"),
    "what Python prints": (str(WHOLE), "it is what Python prints of a value: pass the value"),
    "printed bytes": (str(TEXT.encode()), "it is what Python prints of a value"),
    "the name of a file": ("event.json", "it is no JSON: if it is the name of a file, pass Path"),
    "a path": (Path("event.json"), "it is a path: pass path.read_bytes()"),
    "an open file": (io.StringIO(TEXT), "it is StringIO: pass what its read() returns"),
    "half of it": (TEXT[:-9], f"it is no JSON: {PASS_WHOLE}"),
    "other bytes": (b"\xff\xfe", f"it is no JSON: {PASS_WHOLE}"),
    "far too deep": ('{"":' * 100_000, f"it is no JSON: {PASS_WHOLE}"),
    "half a character": ('{"\ud800', f"it is no JSON: {PASS_WHOLE}"),
    "a list": ([WHOLE], "it is a list: parse_event(event) for each event in it"),
    "the JSON of a list": (json.dumps([WHOLE]), "it is a list: parse_event(event) for each"),
    "JSON in JSON": (json.dumps(TEXT), "it is the JSON of a text: pass what json.loads makes of"),
    "nothing": (None, f"it is NoneType: {PASS_WHOLE}"),
    "a number": ("17", f"it is int: {PASS_WHOLE}"),
    "what was read": (
        parse_event(WHOLE),
        "it is a model, ExternalAccessEvent: an event that was read needs no reading",
    ),
    "what was dumped for Python": (
        parse_event(WHOLE).model_dump(),
        "it has no detail-type; it has names of Python: to_wire() gives an event as it came",
    ),
    "no object": ({}, ALL + PASS_WHOLE),
    "the detail": (EXTERNAL, f"it has no detail-type, source, account, time, resources and detail; "
                   f"{ITS_DETAIL}"),
    "the detail of a preview": (PREVIEW, ITS_DETAIL),
    "a batch of SQS": (
        {"Records": [{"messageId": "1", "body": TEXT}]},
        f"{ALL}it looks like a batch: parse_event(record['body']) for each record in "
        "event['Records']",
    ),
    "a batch of SNS": (
        {"Records": [{"Sns": {"Message": TEXT}}]},
        "parse_event(record['Sns']['Message'])",
    ),
    "a batch of Kinesis": (
        {"Records": [{"kinesis": {"data": base64.b64encode(TEXT.encode()).decode()}}]},
        "parse_event(base64.b64decode(record['kinesis']['data']))",
    ),
    "an empty batch": ({"Records": []}, "it looks like a batch: parse_event(record['body'])"),
    "something for a batch": ({"Records": 3}, "it looks like a batch: parse_event(record['body'])"),
    "a record of SQS": ({"messageId": "1", "body": TEXT}, "of SQS: parse_event(record['body'])"),
    "a record of SNS": ({"Sns": {}}, "of SNS: parse_event(record['Sns']['Message'])"),
    "a record of Kinesis": ({"kinesis": {}}, "of Kinesis: parse_event(base64.b64decode(record"),
    "what SQS answers": ({"Messages": []}, "of SQS: parse_event(message['Body']) for each of them"),
    "a message of SQS": ({"MessageId": "1", "Body": TEXT}, "of SQS: parse_event(message['Body'])"),
    "a message of SNS": (
        json.dumps({"Type": "Notification", "Message": TEXT}),
        "it looks like a message of SNS: parse_event(notification['Message'])",
    ),
    "an entry": (
        {"Source": "x", "DetailType": "x", "Detail": "{}"},
        "it looks like an entry of PutEvents: a bus delivers another form",
    ),
    "no detail": (
        {name: value for name, value in WHOLE.items() if name != "detail"},
        f"it has no detail; {PASS_WHOLE}",
    ),
    "another detail": ({**WHOLE, "detail": "{}"}, f"detail is no object; {PASS_WHOLE}"),
    "other members": (
        {**WHOLE, "detail-type": 3, "resources": "arn", "time": "now", "id": None},
        "id is no text, detail-type is no text, time is no ISO 8601 time and resources is no list",
    ),
    "in a list of resources": ({**WHOLE, "resources": [3]}, "resources[0] is no text; "),
    "half a character in a name": ({**WHOLE, "\ud800": 1}, "the name of a member is no text; "),
    "an unhashable kind": ({**WHOLE, "detail-type": []}, "detail-type is no text; "),
}  # fmt: skip


@pytest.mark.parametrize(("given_", "words"), MISTAKES.values(), ids=MISTAKES)
def test_what_is_no_event_is_told_from_what_it_looks_like(given_: Any, words: str) -> None:
    with pytest.raises(ValueError, match=BEGIN) as caught:
        parse_event(given_)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert type(caught.value) is ValueError


def test_the_way_out_of_each_batch_leads_to_the_event() -> None:
    batches: list[dict[str, Any]] = [
        value for value, _ in MISTAKES.values() if "Records" in str(value)[:12]
    ]
    for event_ in batches[:3]:
        with pytest.raises(ValueError, match="batch") as caught:
            parse_event(event_)
        expression = (
            str(caught.value).split("batch: ")[1].replace(" for each record", " for record")
        )
        names = {"parse_event": parse_event, "base64": base64, "event": event_}
        assert eval(f"[{expression}]", names) == [parse_event(WHOLE)]  # noqa: S307 (our own words)


@given(st.text() | st.binary() | json_values | st.dictionaries(st.text(), json_values))
def test_whatever_it_is_it_is_a_value_error_that_tells_nothing_of_it(value: Any) -> None:
    if isinstance(value, dict):
        value = {"s3cr3t": cast("Any", value)}
    with pytest.raises(ValueError, match=BEGIN) as caught:
        parse_event(value)
    assert "s3cr3t" not in str(caught.value)


def test_no_other_error_is_shown_before_it() -> None:
    values: tuple[Any, ...] = ("{", {}, TEXT[:-1])
    for value in values:
        with pytest.raises(ValueError, match="EventBridge") as caught:
            parse_event(value)
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__
