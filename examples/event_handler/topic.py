"""Alarms through an SNS topic, to whoever has subscribed to it."""

import os
from functools import cache
from typing import Any

import boto3

from event_handler.alarms import Alarm


def publish(alarm: Alarm, client: Any = None) -> None:
    """Publish an alarm to the topic whose ARN is in the environment, as `ALARM_TOPIC`.

    Args:
        alarm: What to tell.
        client: A client of SNS. Default: one for the Region and the role of the function.
    """
    (client or _client()).publish(
        TopicArn=os.environ["ALARM_TOPIC"], Subject="Public access", Message=alarm.text
    )


@cache
def _client() -> Any:
    # Made by the first alarm: most events are no reason for one, and an instance starts faster.
    boto: Any = boto3  # which ships no types
    return boto.client("sns")
