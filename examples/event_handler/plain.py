"""A Lambda function that a rule of EventBridge calls with each event. Needs the SDK alone."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from aa_sdk.events import UnknownEvent, parse_event
from event_handler.alarms import Raise, alarm_for
from event_handler.topic import publish

Handler: TypeAlias = Callable[[Mapping[str, Any], object], str]
"""What Lambda calls, with an event and its context."""

_KEPT = 1000
_logger = logging.getLogger("event_handler")
_logger.setLevel(logging.INFO)


def create_handler(raise_alarm: Raise) -> Handler:
    """Make the function.

    Args:
        raise_alarm: Tells somebody.
    """
    # An instance of the function lives for many events, so that repeats that follow each other are
    # seen. Across instances they are not: with_powertools.py is certain.
    raised: OrderedDict[str, None] = OrderedDict()

    def handler(event: Mapping[str, Any], _context: object) -> str:
        # What is no event raises a ValueError, which says what to change at the rule's target.
        parsed = parse_event(event)
        if isinstance(parsed, UnknownEvent) and parsed.problem:
            _logger.warning("%s", parsed)  # raised again and again, it would get no better
        alarm = alarm_for(parsed)
        if alarm is None:
            _logger.info("no alarm: %s", parsed)  # in a line, escaped, and no document in it
            return "no alarm"
        if alarm.key in raised:
            return "raised before"
        raise_alarm(alarm)
        raised[alarm.key] = None  # and not earlier: what failed comes again
        if len(raised) > _KEPT:
            raised.popitem(last=False)
        _logger.warning("alarm: %s", alarm.text)
        return "raised"

    return handler


handler = create_handler(publish)
"""`event_handler.plain.handler` is what Lambda is told to call."""
