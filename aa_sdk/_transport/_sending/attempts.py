"""What happens around each attempt of a call, whichever way the request is sent."""

from collections.abc import Mapping
from typing import Any

from aa_sdk._transport._sending.retry_after import RetryAfter
from aa_sdk._transport.calls import CURRENT

_FAILED = 300
_TOO_MANY_REQUESTS = 429
# What gateways and AWS services say with another status.
_THROTTLED = frozenset(
    {
        "BandwidthLimitExceeded",
        "LimitExceededException",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)


class Attempts:
    """Told before an attempt is signed and sent, and after it has come to an end.

    A call has one attempt, and another one for each retry. The context is botocore's: one
    dictionary for all attempts of a call.

    Args:
        retry_after: What waits as long as the service asks.
    """

    def __init__(self, retry_after: RetryAfter) -> None:
        self._retry_after = retry_after

    async def before(self, operation: str, context: dict[str, Any]) -> None:
        """Return when the attempt may begin."""
        await self._retry_after.wait(operation, context)
        CURRENT.get().attempts += 1

    def after(
        self, context: dict[str, Any], status: int | None, headers: Mapping[str, str]
    ) -> None:
        """Take note of how the attempt ended.

        Args:
            context: The call's context.
            status: The HTTP status; None when no answer came.
            headers: The headers of the answer; empty when none came.
        """
        if status is None or status < _FAILED:
            return
        self._retry_after.note(context, headers)
        if is_throttled(status, headers):
            CURRENT.get().throttled_attempts += 1

    def veto(self, response: tuple[Any, Any] | None, attempts: int, **facts: Any) -> bool | None:
        """At `needs-retry`: refuse a retry beyond those that the call may have, or in vain."""
        most = CURRENT.get().options.retries
        if most is not None and attempts > most:
            return False
        return self._retry_after.veto(response, **facts)


def is_throttled(status: int, headers: Mapping[str, str]) -> bool:
    """Say whether an answer refuses a request for coming too fast.

    Args:
        status: The HTTP status.
        headers: The headers, by names in lower case or in a mapping that does not mind.
    """
    if status == _TOO_MANY_REQUESTS:
        return True
    return headers.get("x-amzn-errortype", "").partition(":")[0] in _THROTTLED
