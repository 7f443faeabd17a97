"""What happens around each attempt of a call, whichever way the request is sent."""

from collections.abc import Mapping
from typing import Any

from aa_sdk._transport._sending.retry_after import RetryAfter, requested_wait
from aa_sdk._transport.calls import CURRENT, Call

_DISGUISED = "aa_sdk.disguised"
_QUOTA = "retry_quota_capacity"
"""Where botocore keeps what a repeat took from its quota, to be given back when it goes well."""
_GOOD = 200
_FAILED = 300
_SERVICE_FAILED = 500
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
        """Return when the attempt may begin.

        Raises:
            Exception: What the call was refused with, where the pace has no patience left.
        """
        call = CURRENT.get()
        await self._retry_after.wait(operation, context)
        if call.pace is not None:
            since = None if call.refusal is None else call.started
            call.turn = await call.pace.turn(operation, since)
            if call.turn is None and call.refusal is not None:
                raise call.refusal
        _go_on(call, context)
        call.attempts += 1

    def after(
        self, context: dict[str, Any], status: int | None, headers: Mapping[str, str]
    ) -> None:
        """Take note of how the attempt ended.

        Args:
            context: The call's context.
            status: The HTTP status; None when no answer came.
            headers: The headers of the answer; empty when none came.
        """
        call = CURRENT.get()
        call.is_throttled = False
        if status is None:
            return
        if status >= _FAILED:  # whose body, which may say more, is read before `veto`
            self._retry_after.note(context, headers)
            if is_throttled(status, headers):
                _refuse(call, requested_wait(headers))
        elif call.turn is not None:
            call.turn.passed()

    def veto(
        self, response: tuple[Any, Any] | None, attempts: int, request_dict: Any, **facts: Any
    ) -> bool | None:
        """At `needs-retry`, first: refuse a retry beyond those that the call may have, or in vain.

        One that is the pace's to decide on is refused too, and kept from the other handlers.
        """
        call = CURRENT.get()
        context = request_dict["context"]
        _keep(call, context)
        if response is not None and not call.is_throttled:
            _weigh(call, *response)
        if call.is_throttled and call.pace is not None and response is not None:
            http, parsed = response
            context[_DISGUISED] = http.status_code, parsed.pop("Error", {})
            http.status_code = _GOOD
            return False
        most = call.options.retries
        if most is not None and attempts > most:
            return False
        return self._retry_after.veto(response, **facts)

    def reveal(self, response: tuple[Any, Any] | None, request_dict: Any, **_: Any) -> None:
        """At `needs-retry`, last: take the disguise off again."""
        disguised = request_dict["context"].pop(_DISGUISED, None)
        if disguised is not None and response is not None:
            response[0].status_code, response[1]["Error"] = disguised


def _refuse(call: Call, wait: float | None) -> None:
    """Take note that the call's attempt came too fast."""
    call.is_throttled = True
    call.throttled_attempts += 1
    if call.turn is not None:
        call.turn.refused(wait)


def _weigh(call: Call, http: Any, parsed: Mapping[str, Any]) -> None:
    """Take note of what an answer says that was not told from its headers."""
    if parsed.get("Error", {}).get("Code") in _THROTTLED:
        _refuse(call, requested_wait(http.headers))
    elif call.turn is not None and _FAILED <= http.status_code < _SERVICE_FAILED:
        call.turn.passed()


def _keep(call: Call, context: Mapping[str, Any]) -> None:
    """Keep what a call has to have again if it is begun again."""
    call.invocation_id = context["retries"]["invocation-id"]
    call.quota = context.get(_QUOTA)


def _go_on(call: Call, context: dict[str, Any]) -> None:
    """Give a call that was begun again what it had before."""
    if call.invocation_id is not None:
        context.setdefault("retries", {})["invocation-id"] = call.invocation_id
    if call.quota is not None:
        context.setdefault(_QUOTA, call.quota)


def is_throttled(status: int, headers: Mapping[str, str]) -> bool:
    """Say whether an answer refuses a request for coming too fast.

    Args:
        status: The HTTP status.
        headers: The headers, by names in lower case or in a mapping that does not mind.
    """
    if status == _TOO_MANY_REQUESTS:
        return True
    return headers.get("x-amzn-errortype", "").partition(":")[0] in _THROTTLED
