"""What is known of one call: what the caller wants of it, what is counted, how it ended."""

import inspect
import math
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import EllipsisType
from typing import Any, NamedTuple, Protocol

from aa_sdk._display import escape
from aa_sdk._display.words import count_text
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.models import ResponseMetadata
from aa_sdk.pace import Pace, Turn


@dataclass(frozen=True, slots=True)
class CallEvent:
    """A call that has ended, well or not; what `on_call` is given.

    ```python
    def count(event: CallEvent) -> None:
        ended[event.operation, event.error_code] += 1


    client = AccessAnalyzerClient("eu-west-1", on_call=count)
    ```
    """

    operation: str
    """The API's name of the operation, such as `GetAnalyzer`."""
    region_name: str | None
    """The Region; None where none was found."""
    request_id: str | None
    """The service's id of the request; None without an answer."""
    status_code: int | None
    """The HTTP status; None without an answer."""
    attempts: int
    """How many attempts were begun; 0 where something failed before the first."""
    throttled_attempts: int
    """How many of them were refused for coming too fast."""
    duration: float
    """Seconds from the call to its end, with all waiting and repeating."""
    error_code: str | None
    """None when it went well. The service's code, such as `ThrottlingException`; without one, the
    name of the exception, such as `TransportError`; `Cancelled` for a call that was cancelled."""

    def __str__(self) -> str:
        where = f" in {self.region_name}" if self.region_name else ""
        ended = escape(self.error_code or "") or "went well"
        throttled = f", {self.throttled_attempts} throttled" if self.throttled_attempts else ""
        tries = count_text(self.attempts, "attempt")
        return f"{self.operation}{where}: {ended} after {self.duration:.3f} s ({tries}{throttled})"


class Credentials(Protocol):
    """What requests are signed with, and what renews it: a credentials object of aiobotocore's.

    Any object will do that has this method.
    """

    async def get_frozen_credentials(self) -> Any:
        """Return the `access_key`, `secret_key` and `token` of this moment, renewed if need be."""
        ...


End = Callable[[CallEvent], object]
"""Is told how a call has ended."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a client wants of its calls."""

    timeout: float | None = None
    """Seconds for a call as a whole; None for no limit."""
    retries: int | None = None
    """Repeats after the first attempt, at most; None for as many as the configuration says."""
    pace: Pace | EllipsisType | None = ...
    """What calls wait for their turn at; None for nothing, `...` for what the connection has."""
    on_call: tuple[End, ...] = ()
    """Are told of each call that has ended."""
    credentials: Credentials | None = field(default=None, repr=False)
    """What requests are signed with; None for what the connection has."""

    def __post_init__(self) -> None:
        wrong = [
            *_wrong_timeout(self.timeout),
            *_wrong_retries(self.retries),
            *_wrong_pace(self.pace),
            *(fault for function in self.on_call for fault in _wrong_function(function)),
            *_wrong_credentials(self.credentials),
        ]
        if wrong:
            raise InvalidRequestError(*wrong)


def _wrong_timeout(timeout: Any) -> list[InvalidField]:
    if timeout is None:
        return []
    is_number = isinstance(timeout, int | float) and not isinstance(timeout, bool)
    if is_number and timeout > 0 and math.isfinite(timeout):
        return []
    reason = "must be a number of seconds above 0, or None for no limit"
    return [InvalidField("timeout", reason, timeout)]


def _wrong_retries(retries: Any) -> list[InvalidField]:
    is_number = isinstance(retries, int) and not isinstance(retries, bool)
    if retries is None or (is_number and retries >= 0):
        return []
    reason = "must be a whole number of at least 0, or None for the configuration's"
    return [InvalidField("retries", reason, retries)]


def _wrong_pace(pace: Any) -> list[InvalidField]:
    if pace is None or pace is ... or isinstance(pace, Pace):
        return []
    reason = "must be a Pace, such as Pace(), or None for no pace"
    return [InvalidField("pace", reason, pace)]


def _wrong_function(on_call: Any) -> list[InvalidField]:
    if not callable(on_call):
        return [InvalidField("on_call", "must be a function that takes a CallEvent", on_call)]
    if any(map(inspect.iscoroutinefunction, (on_call, on_call.__call__))):
        reason = "must be a plain function: it is called, and not awaited"
        return [InvalidField("on_call", reason)]
    return []


def _wrong_credentials(credentials: Any) -> list[InvalidField]:
    method = getattr(credentials, "get_frozen_credentials", None)
    is_usable = inspect.iscoroutinefunction(method) and not isinstance(credentials, type)
    if credentials is None or is_usable:
        return []
    reason = "must be credentials of aiobotocore's, such as await session.get_credentials()"
    return [InvalidField("credentials", reason)]


def _at_once() -> float:
    return 0.0


@dataclass(slots=True)
class Call:
    """A call under way, and what is counted on it."""

    operation: str
    options: Options = field(default_factory=Options)
    pace: Pace | None = None
    """What its attempts wait for their turn at."""
    attempts: int = 0
    throttled_attempts: int = 0
    is_throttled: bool = False
    """Whether its last attempt was refused for coming too fast."""
    refusal: Exception | None = None
    """The error that it was refused with last, and will end with unless a repeat goes well."""
    turn: Turn | None = None
    """That of its last attempt, where there is a pace."""
    invocation_id: str | None = None
    """The id that all its attempts have in their headers."""
    quota: int | None = None
    """What its last repeat took from botocore's quota of them."""
    metadata: ResponseMetadata | None = None
    clock: Callable[[], float] = _at_once
    """Seconds, on the event loop's own clock."""
    started: float = 0.0


CURRENT: ContextVar[Call] = ContextVar("aa_sdk.call")
"""The call that a handler of botocore's events runs for."""


class RawResponse(NamedTuple):
    """What the service sent back."""

    body: bytes
    """The body as it came."""
    metadata: ResponseMetadata
    """Request id, status, retries and headers."""
