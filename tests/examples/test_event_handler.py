"""The Lambda functions of the examples, called with what the emulator puts on the bus."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyItemAlreadyExistsError,
    IdempotencyItemNotFoundError,
)
from aws_lambda_powertools.utilities.idempotency.persistence.base import BasePersistenceLayer
from aws_lambda_powertools.utilities.idempotency.persistence.datarecord import DataRecord

from aa_sdk.emulator import Emulator
from aa_sdk.models import ExternalAccessDetails
from event_handler import plain, topic, with_powertools
from event_handler.alarms import Alarm
from tests.events.samples import event

# Importing Powertools puts it among the handlers of all clients of this process, which ends here:
# a client with a handler of others sends the long way.
_powertools: Any = import_module("aws_lambda_powertools.shared.user_agent")
_botocore: Any = import_module("botocore")
_botocore.unregister_initializer(_powertools._initializer_botocore_session)

BUCKET = "arn:aws:s3:::payroll"
PUBLIC = ExternalAccessDetails(is_public=True, principal={"AWS": "*"}, condition={})
SHARED = ExternalAccessDetails(is_public=False, principal={"AWS": "444455556666"}, condition={})


@dataclass
class Context:
    """What Lambda says about a call."""

    function_name: str = "alarms"
    memory_limit_in_mb: int = 128
    invoked_function_arn: str = "arn:aws:lambda:eu-west-1:111122223333:function:alarms"
    aws_request_id: str = "r-1"
    tenant_id: str | None = None

    def get_remaining_time_in_millis(self) -> int:
        return 3000


CONTEXT: Any = Context()


class InMemory(BasePersistenceLayer):
    """Keeps which alarms were raised, as the table does."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # it has no types
        self.records: dict[str, DataRecord] = {}

    def _get_record(self, idempotency_key: str) -> DataRecord:
        if idempotency_key not in self.records:
            raise IdempotencyItemNotFoundError
        return self.records[idempotency_key]

    def _put_record(self, data_record: DataRecord) -> None:
        if data_record.idempotency_key in self.records:
            raise IdempotencyItemAlreadyExistsError
        self.records[data_record.idempotency_key] = data_record

    def _update_record(self, data_record: DataRecord) -> None:
        self.records[data_record.idempotency_key] = data_record

    def _delete_record(self, data_record: DataRecord) -> None:
        del self.records[data_record.idempotency_key]


@dataclass
class Somebody:
    """Is told of alarms; not before it is there."""

    told: list[Alarm] = field(default_factory=list[Alarm])
    is_there: bool = True

    def __call__(self, alarm: Alarm) -> None:
        if not self.is_there:
            raise ConnectionError("nobody is there")
        self.told.append(alarm)


@pytest.fixture
def somebody() -> Somebody:
    return Somebody()


@pytest.fixture
def handlers(somebody: Somebody) -> with_powertools.Handlers:
    return with_powertools.create_handlers(somebody, InMemory())


def opened_and_closed() -> list[Mapping[str, Any]]:
    """What a bus delivers about one public bucket and one that is shared, previews and calls."""
    emulator = Emulator()
    analyzer = emulator.populate(findings=0).external
    emulator.add_finding(analyzer, "arn:aws:s3:::shared", "AWS::S3::Bucket", SHARED)
    finding_id = emulator.add_finding(analyzer, BUCKET, "AWS::S3::Bucket", PUBLIC)
    emulator.resolve_finding(finding_id)
    return [*emulator.events, event("preview"), event("call"), event("external", status=None)]


def batch(*bodies: str) -> dict[str, Any]:
    """What Lambda makes of messages in a queue."""
    return {
        "Records": [
            {"messageId": str(number), "eventSource": "aws:sqs", "body": body}
            for number, body in enumerate(bodies)
        ]
    }


def test_a_public_resource_is_an_alarm_and_nothing_else_is(somebody: Somebody) -> None:
    handler = plain.create_handler(somebody)
    answers = [handler(one, None) for one in opened_and_closed()]
    assert answers == ["no alarm", "raised", *["no alarm"] * 4]
    assert [alarm.resource for alarm in somebody.told] == [BUCKET]
    assert somebody.told[0].text.startswith(f"ACTIVE PUBLIC ExternalAccess {BUCKET} (")


def test_what_is_gone_is_no_alarm(somebody: Somebody) -> None:
    handler = plain.create_handler(somebody)
    assert handler(event("external", isPublic=True, isDeleted=True), None) == "no alarm"


def test_a_public_resource_is_an_alarm_even_where_its_event_cannot_be_read(
    somebody: Somebody, caplog: pytest.LogCaptureFixture
) -> None:
    handler = plain.create_handler(somebody)
    with caplog.at_level(logging.INFO, "event_handler"):
        assert handler(event("external", isPublic=True, createdAt="soon"), None) == "raised"
        assert handler({**event("external"), "detail": {}}, None) == "no alarm"
    assert "cannot be read: detail.createdAt is no ISO 8601 time" in caplog.messages[0]


def test_an_alarm_is_raised_once_and_again_when_the_finding_changes(somebody: Somebody) -> None:
    handler = plain.create_handler(somebody)
    first = event("external", isPublic=True)
    again = event("external", isPublic=True, updatedAt="2026-02-04T08:20:00Z")
    answers = [handler(one, None) for one in (first, first, again)]
    assert answers == ["raised", "raised before", "raised"]


def test_an_instance_remembers_the_last_thousand(somebody: Somebody) -> None:
    handler = plain.create_handler(somebody)
    events = [event("external", isPublic=True, id=str(number)) for number in range(1001)]
    assert {handler(one, None) for one in events} == {"raised"}
    assert [handler(one, None) for one in (events[-1], events[0])] == ["raised before", "raised"]


def test_an_alarm_that_failed_is_raised_when_its_event_comes_again(
    somebody: Somebody, handlers: with_powertools.Handlers
) -> None:
    public = event("external", isPublic=True)
    handler = plain.create_handler(somebody)
    somebody.is_there = False
    with pytest.raises(ConnectionError):
        handler(public, None)
    with pytest.raises(ConnectionError):
        handlers.from_bus(public, CONTEXT)
    somebody.is_there = True
    assert handler(public, None) == "raised"
    handlers.from_bus(public, CONTEXT)
    assert len(somebody.told) == 2


def test_a_target_that_does_not_pass_the_whole_event_is_told_so(
    somebody: Somebody, handlers: with_powertools.Handlers
) -> None:
    for handler in (plain.create_handler(somebody), handlers.from_bus):
        with pytest.raises(ValueError, match="pass the whole event"):
            handler(event("external")["detail"], CONTEXT)


def test_powertools_take_the_same_events_from_the_bus_and_raise_each_alarm_once(
    somebody: Somebody, handlers: with_powertools.Handlers, caplog: pytest.LogCaptureFixture
) -> None:
    for one in opened_and_closed() * 2:
        handlers.from_bus(dict(one), CONTEXT)
    assert [alarm.resource for alarm in somebody.told] == [BUCKET]
    logged = [vars(record) for record in caplog.records]
    assert [one["message"] for one in logged] == ["alarm", *["cannot be read"] * 2]
    assert logged[0]["finding"] == somebody.told[0].text
    assert logged[1]["problem"] == "detail.status is no text"


def test_a_batch_is_done_but_for_what_fails(
    somebody: Somebody, handlers: with_powertools.Handlers
) -> None:
    bodies = [json.dumps(one) for one in opened_and_closed()]
    answer = handlers.from_queue(batch(*bodies, "no event", *bodies), CONTEXT)
    assert answer == {"batchItemFailures": [{"itemIdentifier": str(len(bodies))}]}
    assert [alarm.resource for alarm in somebody.told] == [BUCKET]


def test_a_batch_of_which_nothing_can_be_done_fails(handlers: with_powertools.Handlers) -> None:
    with pytest.raises(BatchProcessingError):
        handlers.from_queue(batch("no event"), CONTEXT)


class Service:
    """Takes what is published, in place of SNS."""

    def __init__(self) -> None:
        self.published: list[dict[str, str]] = []

    def publish(self, **members: str) -> None:
        self.published.append(members)


def test_an_alarm_is_published_to_the_topic(monkeypatch: pytest.MonkeyPatch) -> None:
    service = Service()
    monkeypatch.setenv("ALARM_TOPIC", "arn:aws:sns:eu-west-1:111122223333:alarms")
    topic.publish(Alarm("key", "text", BUCKET), service)
    assert service.published == [
        {
            "TopicArn": "arn:aws:sns:eu-west-1:111122223333:alarms",
            "Subject": "Public access",
            "Message": "text",
        }
    ]


def test_the_functions_that_lambda_calls_need_nothing_but_their_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("ALARM_TABLE", "alarms")
    assert plain.handler(event("call"), CONTEXT) == "no alarm"
    assert with_powertools.from_bus(event("call"), CONTEXT) is None
    bodies = [json.dumps(event(kind)) for kind in ("call", "preview", "unused")]
    assert with_powertools.from_queue(batch(*bodies), CONTEXT) == {"batchItemFailures": []}
