"""What happens around each attempt of a call, whichever way the request is sent."""

from collections.abc import Mapping
from typing import Any

from aa_sdk._transport.retry_after import RetryAfter


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

    def after(
        self, context: dict[str, Any], status: int | None, headers: Mapping[str, str]
    ) -> None:
        """Take note of how the attempt ended.

        Args:
            context: The call's context.
            status: The HTTP status; None when no answer came.
            headers: The headers of the answer; empty when none came.
        """
        if status is not None:
            self._retry_after.note(context, status, headers)
