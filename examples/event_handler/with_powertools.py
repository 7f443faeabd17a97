"""The same with Powertools for AWS Lambda: one log, each alarm once, and batches of a queue."""

import os
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,  # pyright: ignore[reportUnknownVariableType] # it takes any function
)
from aws_lambda_powertools.utilities.data_classes import EventBridgeEvent, event_source
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.idempotency.persistence.base import BasePersistenceLayer
from aws_lambda_powertools.utilities.typing import LambdaContext

from aa_sdk.events import AccessAnalyzerEvent, UnknownEvent, parse_event
from event_handler.alarms import Alarm, Raise, alarm_for
from event_handler.topic import publish

Handler: TypeAlias = Callable[[dict[str, Any], LambdaContext], Any]
"""What Lambda calls, with an event and its context."""

_A_WEEK = 7 * 24 * 3600
_logger = Logger(service="exposure-alarms")


class Handlers(NamedTuple):
    """The functions, by what calls them."""

    from_bus: Handler
    """A rule of EventBridge, with an event."""
    from_queue: Handler
    """A queue of SQS that a rule fills, with up to thousands of messages."""


def create_handlers(raise_alarm: Raise, store: BasePersistenceLayer) -> Handlers:
    """Make the functions.

    Args:
        raise_alarm: Tells somebody.
        store: Where it is kept which alarms were raised.
    """
    processor = BatchProcessor(event_type=EventType.SQS)
    by_key = IdempotencyConfig(event_key_jmespath="key", expires_after_seconds=_A_WEEK)

    def tell(*, alarm: Alarm) -> None:
        raise_alarm(alarm)
        _logger.warning("alarm", finding=alarm.text)

    # Two deliveries at the same time are seen too: the later one fails, and comes again.
    tell_once: Callable[..., None] = idempotent_function(
        tell, data_keyword_argument="alarm", persistence_store=store, config=by_key
    )

    def react(parsed: AccessAnalyzerEvent) -> None:
        if isinstance(parsed, UnknownEvent) and parsed.problem:
            _logger.warning("cannot be read", problem=parsed.problem, event_id=parsed.id)
        if alarm := alarm_for(parsed):
            tell_once(alarm=alarm)

    @_logger.inject_lambda_context
    @event_source(data_class=EventBridgeEvent)
    def from_bus(event: EventBridgeEvent, context: LambdaContext) -> None:
        by_key.register_lambda_context(context)  # for how long a delivery may be under way
        react(parse_event(event))

    def from_record(record: SQSRecord) -> None:
        react(parse_event(record.body))

    @_logger.inject_lambda_context
    def from_queue(event: dict[str, Any], context: LambdaContext) -> Any:
        by_key.register_lambda_context(context)
        # What fails comes again by itself, and in the end to the queue for dead letters; the rest
        # of its batch is done.
        return process_partial_response(event, from_record, processor, context)

    return Handlers(from_bus, from_queue)


@cache
def _handlers() -> Handlers:
    store = DynamoDBPersistenceLayer(table_name=os.environ["ALARM_TABLE"])
    return create_handlers(publish, store)


def from_bus(event: dict[str, Any], context: LambdaContext) -> Any:
    """Take an event: `event_handler.with_powertools.from_bus` is what Lambda is told to call."""
    return _handlers().from_bus(event, context)


def from_queue(event: dict[str, Any], context: LambdaContext) -> Any:
    """Take a batch of messages, and say which of them have to come again."""
    return _handlers().from_queue(event, context)
