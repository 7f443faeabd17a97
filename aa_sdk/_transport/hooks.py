"""What runs at botocore's events: the body's way past its parser, and `Retry-After`."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

from pydantic_core import from_json, to_json

logger = logging.getLogger("aa_sdk")

BODY = "aa_sdk.body"
"""The key under which the raw body leaves botocore's parsed response."""

LONGEST_WAIT = 60.0
"""Seconds. A longer `Retry-After` ends the call with the service's error instead."""

_WAIT_UNTIL = "aa_sdk.wait_until"
_FAILED = 300
_SECONDS = re.compile("[0-9]{1,9}")
# The request will not succeed as it is, whatever the service model's retry trait says.
_NEVER_RETRIED = frozenset({402, 409, 422})


def keep_body(
    response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any
) -> None:
    """Hand the bytes of a good answer on and leave botocore's parser nothing to walk.

    That parser costs ten times what decoding costs here, and raises for a whole page when
    one union on it is empty. Errors stay botocore's, once they are in a shape it can read.
    """
    if response_dict["status_code"] < _FAILED:
        customized_response_dict[BODY] = response_dict["body"]
        response_dict["body"] = b""
    else:
        _make_readable(response_dict)


def _make_readable(response: dict[str, Any]) -> None:
    """Keep what an error says in the modelled way; a proxy's HTML page says nothing.

    botocore raises its own errors at bodies and headers of another shape, and would make
    text that is not JSON the error's message.
    """
    headers = response["headers"]
    if "retry-after" in headers and _asked_wait(headers) is None:
        lower = {name.lower(): value for name, value in headers.items()}
        response["headers"] = {k: v for k, v in lower.items() if k != "retry-after"}
    try:
        body: Any = from_json(response["body"])
    except ValueError:
        body = None
    members = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    response["body"] = to_json({k: v for k, v in members.items() if _is_readable(k, v)})


def _is_readable(name: str, value: Any) -> bool:
    if name != "fieldList":
        return isinstance(value, str)
    fields = cast("list[object]", value) if isinstance(value, list) else [None]
    return all(
        isinstance(field, dict) and _is_field(cast("dict[str, Any]", field)) for field in fields
    )


def _is_field(field: dict[str, Any]) -> bool:
    return all(isinstance(field.get(member), str | None) for member in ("name", "message"))


def _asked_wait(headers: Mapping[str, str]) -> int | None:
    """Read `Retry-After` in seconds; None where it is absent or says anything else."""
    seconds = headers.get("retry-after", "")
    # Not `int` alone, which refuses numbers of thousands of digits.
    return int(seconds) if _SECONDS.fullmatch(seconds) else None


class RetryAfter:
    """Waits as long as the service asks before a request is sent again.

    botocore reads another header and ignores this one. Whether to retry at all, and how
    often, stays its decision.
    """

    def __init__(
        self, clock: Callable[[], float], sleep: Callable[[float], Awaitable[object]]
    ) -> None:
        """Take a clock in seconds and the matching sleep."""
        self._clock = clock
        self._sleep = sleep

    def note(
        self, response: tuple[Any, Any] | None, request_dict: dict[str, Any], **_: Any
    ) -> bool | None:
        """At `needs-retry`: remember the wait; veto where a retry cannot help."""
        if response is None:
            return None
        http = response[0]
        seconds = _asked_wait(http.headers)
        if http.status_code in _NEVER_RETRIED:
            return False
        if http.status_code < _FAILED or seconds is None:
            return None
        if seconds > LONGEST_WAIT:
            return False
        request_dict["context"][_WAIT_UNTIL] = self._clock() + seconds
        return None

    async def wait(self, request: Any, operation_name: str, **_: Any) -> None:
        """At `request-created`: sleep what botocore's own backoff left of the wait."""
        until = request.context.pop(_WAIT_UNTIL, None)
        if until is not None and (left := until - self._clock()) > 0:
            logger.info("%s: the service asks to wait, %.1f s left", operation_name, left)
            await self._sleep(left)


def register(events: Any, retry_after: RetryAfter) -> None:
    """Attach everything here to the events of one client."""
    events.register("before-parse.accessanalyzer", keep_body)
    # First, so that the veto wins and the request is signed after the wait, not before.
    events.register_first("needs-retry.accessanalyzer", retry_after.note)
    events.register_first("request-created.accessanalyzer", retry_after.wait)
