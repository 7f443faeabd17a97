"""The seam around a call: observers are asked before it, and told after it.

Whatever watches calls hangs here: the log, a client's `on_call`, and the observers of the process,
which are there for tracing. A call reaches from the first wait to the answer read, or to the error
that the caller gets; what was refused before it is no call.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Protocol, TypeVar

from aa_sdk._display import escape
from aa_sdk._transport.calls import Call, CallEvent, End, Options, RawResponse
from aa_sdk.errors import InvalidField, ResponseDecodeError, ServiceError, TransportError
from aa_sdk.pace import Pace

T = TypeVar("T")

_logger = logging.getLogger("aa_sdk")
# As libraries do: where a program sets up no logging, Python would print warnings to stderr.
_logger.addHandler(logging.NullHandler())

CANCELLED = "Cancelled"
"""The error code of a call that was cancelled."""


class Observer(Protocol):
    """Watches the calls of all clients."""

    def __call__(self, operation: str, region_name: str | None, /) -> End:
        """Begin to watch a call, and return what is to be told how it ended."""
        ...


OBSERVERS: list[Observer] = []
"""Those of the process, in the order in which they are asked; told in the opposite one."""


class _Connection(Protocol):
    region_name: str | None
    checks_requests: bool
    pace: Pace | None

    async def violations(self, operation: str, params: Mapping[str, Any]) -> list[InvalidField]: ...

    async def call(self, params: Mapping[str, Any], call: Call) -> RawResponse: ...


class Calls:
    """Makes the calls of one client, over a connection that others may share.

    Args:
        connection: What sends requests.
        options: What the client wants of its calls.
    """

    def __init__(self, connection: _Connection, options: Options) -> None:
        self._connection = connection
        self.options = options
        self.checks_requests = connection.checks_requests
        self.violations = connection.violations

    @property
    def pace(self) -> Pace | None:
        """What the calls go by: the client's own pace, or the one that the connection has."""
        own = self.options.pace
        return self._connection.pace if own is ... else own

    async def call(
        self, operation: str, params: Mapping[str, Any], read: Callable[[RawResponse], T]
    ) -> T:
        """Send a request in wire form, and return what `read` makes of the answer.

        Raises:
            AccessAnalyzerError: The call failed, or the answer cannot be read.
        """
        call = Call(operation, self.options, self.pace)
        ends = _begun(operation, self._connection.region_name) if OBSERVERS else ()
        try:
            answer = read(await self._connection.call(params, call))
        except BaseException as error:
            self._ended(call, ends, error)
            raise
        # Asked here too, for most calls go well while nobody watches.
        if ends or self.options.on_call or _logger.isEnabledFor(logging.DEBUG):
            self._ended(call, ends)
        return answer

    def _ended(self, call: Call, ends: Sequence[End], error: BaseException | None = None) -> None:
        """Tell those who watch; the log first, while a trace is there."""
        event = _event(call, self._connection.region_name, error)
        _log(_level(error), event)
        for end in (*self.options.on_call, *reversed(ends)):
            _tell(end, event)


def _begun(operation: str, region_name: str | None) -> list[End]:
    ends: list[End] = []
    for observer in OBSERVERS:
        try:
            ends.append(observer(operation, region_name))
        except Exception:
            _logger.exception("%s: who observes calls failed", operation)
    return ends


def _tell(end: End, event: CallEvent) -> None:
    try:
        end(event)
    except Exception:
        _logger.exception("%s: who is told of calls failed", event.operation)


def _event(call: Call, region_name: str | None, error: BaseException | None) -> CallEvent:
    known: Any = call.metadata or error
    return CallEvent(
        call.operation,
        region_name,
        getattr(known, "request_id", None),
        getattr(known, "status_code", None) or None,
        call.attempts,
        call.throttled_attempts,
        call.clock() - call.started,
        _error_code(error),
    )


def _error_code(error: BaseException | None) -> str | None:
    if isinstance(error, ServiceError):
        return error.code
    if error is None:
        return None
    # asyncio and Trio each have a class of their own, and a coroutine that is thrown away another.
    return type(error).__name__ if isinstance(error, Exception) else CANCELLED


def _level(error: BaseException | None) -> int:
    """Say how loud: a warning where trying again did not help, or would not have."""
    if error is None:
        return logging.DEBUG
    is_final = isinstance(error, ServiceError) and not error.retryable
    in_vain = isinstance(error, ServiceError | TransportError | ResponseDecodeError)
    return logging.WARNING if in_vain and not is_final else logging.INFO


def _log(level: int, event: CallEvent) -> None:
    if not _logger.isEnabledFor(level):
        return
    facts = {one.name: getattr(event, one.name) for one in fields(CallEvent)}
    took = event.duration * 1000
    if event.error_code is None:
        _logger.log(
            level,
            "%s: request %s took %.1f ms",
            event.operation,
            event.request_id,
            took,
            extra=facts,
        )
    else:
        _logger.log(
            level,
            "%s: %s after %.1f ms, attempts: %d, request %s",
            event.operation,
            escape(event.error_code),
            took,
            event.attempts,
            event.request_id,
            extra=facts,
        )
