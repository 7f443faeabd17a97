"""`Retry-After`: how long the service asks to wait, and the waiting."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

LONGEST_WAIT = 60.0
"""Seconds. A longer `Retry-After` ends the call with the service's error instead."""

_logger = logging.getLogger("aa_sdk")

_WAIT_UNTIL = "aa_sdk.wait_until"
_FAILED = 300
# Not `float` alone, which reads `nan`, `1e9` and numbers of thousands of digits.
_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
# The request will not succeed as it is, whatever the service model's retry trait says.
_NEVER_RETRIED = frozenset({402, 409, 422})


def requested_wait(headers: Mapping[str, str]) -> float | None:
    """Read `Retry-After`.

    Args:
        headers: The headers of a response, by names in lower case or in a mapping that does
            not mind.

    Returns:
        Seconds, 0 for a moment that has passed; None where the header is absent or says
        anything but a number of seconds or a date.
    """
    text = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    until = _date(text)
    if until is None:
        return None
    # Counted from the response's own date: this machine's clock may be wrong.
    sent = _date(headers.get("date", "")) or datetime.now(UTC)
    return max(0.0, (until - sent).total_seconds())


def _date(text: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


class RetryAfter:
    """Waits as long as the service asks before a request is sent again.

    botocore reads another header and ignores this one. Whether to retry at all, and how
    often, stays its decision.

    Args:
        clock: A clock in seconds.
        sleep: The sleep that goes with it.
    """

    def __init__(
        self, clock: Callable[[], float], sleep: Callable[[float], Awaitable[object]]
    ) -> None:
        self._clock = clock
        self._sleep = sleep

    def veto(self, response: tuple[Any, Any] | None, **_: Any) -> bool | None:
        """At `needs-retry`: refuse a retry that cannot help, or would have to wait too long."""
        if response is None:
            return None
        http = response[0]
        if http.status_code in _NEVER_RETRIED:
            return False
        seconds = requested_wait(http.headers) if http.status_code >= _FAILED else None
        return False if seconds is not None and seconds > LONGEST_WAIT else None

    def note(self, context: dict[str, Any], headers: Mapping[str, str]) -> None:
        """After an attempt that failed: remember until when to wait, should there be another."""
        if (seconds := requested_wait(headers)) is not None:
            context[_WAIT_UNTIL] = self._clock() + seconds

    async def wait(self, operation: str, context: dict[str, Any]) -> None:
        """Before an attempt: sleep what botocore's own backoff left of the wait."""
        until = context.pop(_WAIT_UNTIL, None)
        if until is not None and (left := until - self._clock()) > 0:
            _logger.info("%s: the service asks to wait, %.1f s left", operation, left)
            await self._sleep(left)
