"""What happens around each attempt of a call of another service."""

from typing import Any

import anyio

from aa_sdk._transport._sending.attempts import Attempts
from aa_sdk._transport._sending.retry_after import RetryAfter
from aa_sdk._transport._sending.sending import sign_with_own
from aa_sdk.pace import Pace, Turn

_GLOBAL = "AWS::STS::UseGlobalEndpoint"
_REGION = "AWS::Region"
_BROKEN = 500


class LatePace(Pace):
    """A pace that calls go by once one of them was refused for coming too fast, and not before.

    A pace of a caller's begins slowly, as is right for Access Analyzer. STS allows far more, and
    thousands of calls may wait for what it is asked.
    """

    def __init__(self) -> None:
        super().__init__()
        self._is_needed = False

    async def turn(self, operation: str, since: float | None = None) -> Turn | None:
        """Wait for the turn of an attempt, if there is anything to wait for."""
        if not self._is_needed and since is None:
            return _FreeTurn(self._lane(operation), 0.0, self._patience, has_waited=False)
        self._is_needed = True
        return await super().turn(operation, since)


class _FreeTurn(Turn):
    """The turn of an attempt that nobody kept back, whose refusal says nothing about a rate."""

    def refused(self, wait: float | None = None) -> None:
        """Take note of what the service asks to wait, and of nothing else."""
        if wait is not None:
            super().refused(wait)


def register(events: Any, service: str) -> None:
    """Attach what is ours to the events of one client; why in this order, `connection` says.

    Args:
        events: The client's events.
        service: The service's name in them.
    """
    attempts = Attempts(RetryAfter(anyio.current_time, anyio.sleep))

    async def begin(request: Any, operation_name: str, **_: Any) -> None:
        await attempts.before(operation_name, request.context)

    def end(context: Any, response_dict: Any, **_: Any) -> None:
        if response_dict is not None:
            attempts.after(context, response_dict["status_code"], response_dict["headers"])

    events.register("before-endpoint-resolution.sts", _stay_regional)
    events.register("before-parse.sts", _drop_page)
    events.register_last("before-call", _sign)
    events.register_first(f"request-created.{service}", begin)
    events.register(f"response-received.{service}", end)
    events.register_first(f"needs-retry.{service}", attempts.veto)
    events.register_last("needs-retry", attempts.reveal)


def _sign(context: Any, **_: Any) -> None:
    sign_with_own(context)


def _stay_regional(builtins: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
    """At `before-endpoint-resolution`: call STS in the Region, whatever is configured.

    The endpoint for all Regions, which `sts_regional_endpoints = legacy` asks for, gives tokens
    that Regions refuse which are not enabled by default. It is signed for in another Region too.
    """
    if builtins.get(_GLOBAL):
        builtins[_GLOBAL] = False
        context["signing"] = {**context.get("signing", {}), "region": builtins[_REGION]}


def _drop_page(response_dict: dict[str, Any], **_: Any) -> None:
    """At `before-parse`: leave of a failure only its status, unless it is in STS's own form.

    What stands in front of a service fails in words of its own. botocore gives up at what is no
    XML, and asks again where there is nothing.
    """
    if response_dict["status_code"] >= _BROKEN and b"</Error" not in response_dict["body"]:
        response_dict["body"] = b""
