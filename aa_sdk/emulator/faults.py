"""What is to go wrong, for which calls: errors, delays, lost and damaged responses."""

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import TypedDict, Unpack

from aa_sdk._lazy import hide_imports
from aa_sdk.emulator._protocol.errors import ErrorResponse, internal_error, throttled
from aa_sdk.emulator._protocol.messages import JSON_TYPE, HttpResponse
from aa_sdk.emulator._protocol.service_model import load_service_model
from aa_sdk.emulator._protocol.token_bucket import TokenBucket

__all__ = ("Fault", "FaultPlan", "Faults", "When")
hide_imports(__name__)


class When(TypedDict, total=False):
    """Which of the calls a fault is meant for; all of them if nothing is said."""

    nth: int | Collection[int]
    """The number of the call, from 1, or several. Counted from when the fault was added, over
    the calls of the fault's operations."""
    rate: float
    """The share of the calls it strikes, from 0 to 1, the same ones for the same seed."""
    times: int
    """How often it strikes at most."""


@dataclass(slots=True)
class Fault:
    """Something that goes wrong."""

    operations: frozenset[str]
    """The operations it is meant for; empty for all."""
    random: Random
    """Decides which calls it strikes where it has a rate."""
    numbers: frozenset[int] | None = None
    """The numbers of the calls it strikes; None for any."""
    rate: float = 1.0
    """The share of those that it strikes."""
    times: int | None = None
    """How often it strikes at most."""
    error: ErrorResponse | None = None
    """The error response that is given instead of handling the call."""
    delay: float = 0.0
    """Seconds before the response is delivered."""
    drop: bool = False
    """Whether the connection is closed instead of responding."""
    handled: bool = True
    """Whether the call takes effect although its response is lost."""
    keep: float | None = None
    """The share of the body that is delivered."""
    body: bytes | None = None
    """What is delivered instead of the body."""
    content_type: str = JSON_TYPE
    """What `body` says it is."""
    calls: int = 0
    """How many calls of its operations there have been since it was added."""
    strikes: int = 0
    """How often it struck."""

    def strikes_now(self, operation: str) -> bool:
        """Tell whether it strikes this call, and count it.

        Every call of its operations is counted, whatever else strikes it and whatever comes of
        it, so that `nth` means the same beside other faults. Chance is asked last, and only of
        calls that could be struck: which of them it strikes depends on the seed and on their
        order, and not on what other calls there are.
        """
        if self.operations and operation not in self.operations:
            return False
        self.calls += 1
        if self.numbers is not None and self.calls not in self.numbers:
            return False
        if self.times is not None and self.strikes >= self.times:
            return False
        if self.rate < 1 and self.random.random() >= self.rate:
            return False
        self.strikes += 1
        return True


@dataclass(slots=True)
class FaultPlan:
    """All that goes wrong with one call."""

    faults: list[Fault] = field(default_factory=list[Fault])
    """The faults that strike."""
    limit: ErrorResponse | None = None
    """The error response of the rate limit."""

    @property
    def error(self) -> ErrorResponse | None:
        """The error response that is given instead of handling the call.

        A call that is lost on its way to the service gets one too: nobody will read it, and the
        call must not take effect.
        """
        if self.limit is not None:
            return self.limit
        lost = next((internal_error() for fault in self.faults if not fault.handled), None)
        return next((fault.error for fault in self.faults if fault.error is not None), lost)

    def strike(self, response: HttpResponse) -> HttpResponse:
        """Return what becomes of a response on its way, by each fault in turn."""
        for fault in self.faults:
            response.delay += fault.delay
            response.dropped = response.dropped or fault.drop
            if fault.body is not None:
                response.body = fault.body
                response.headers["Content-Type"] = fault.content_type
            if fault.keep is not None:
                response.body = response.body[: int(len(response.body) * fault.keep)]
        return response


class Faults:
    """The faults of an emulator. Each method adds one and returns it; `clear` ends them all.

    ```python
    emulator.faults.throttle("ListFindingsV2", nth=2)
    emulator.faults.fail(rate=0.05)
    emulator.faults.delay(1.5, "GetAnalyzer", times=1)
    ```
    """

    def __init__(self, seed: int = 0) -> None:
        """Start without any.

        Args:
            seed: Decides which calls are struck by faults that have a rate.
        """
        self._seed = seed
        self._added = 0
        self._faults: list[Fault] = []
        self._bucket: TokenBucket | None = None

    def throttle(
        self, *operations: str, retry_after: int | None = 1, **when: Unpack[When]
    ) -> Fault:
        """Answer calls with `ThrottlingException`.

        Args:
            *operations: Names of operations; none for all.
            retry_after: The `Retry-After` header in seconds; None for no header.
            **when: Which calls; see `When`.

        Raises:
            ValueError: There is no such operation, or `when` is out of range.
        """
        fault = self._new(operations, when)
        fault.error = throttled(retry_after)
        return self._add(fault)

    def fail(
        self,
        *operations: str,
        status: int = 500,
        code: str = "InternalServerException",
        message: str = "The service failed to process the request",
        retry_after: int | None = None,
        **when: Unpack[When],
    ) -> Fault:
        """Answer calls with an error.

        Args:
            *operations: Names of operations; none for all.
            status: The HTTP status.
            code: The error code.
            message: The message.
            retry_after: The `Retry-After` header in seconds; None for no header.
            **when: Which calls; see `When`.

        Raises:
            ValueError: There is no such operation, or `when` is out of range.
        """
        fault = self._new(operations, when)
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        fault.error = ErrorResponse(code, status, message, {}, headers)
        return self._add(fault)

    def delay(self, seconds: float, *operations: str, **when: Unpack[When]) -> Fault:
        """Let time pass before responses are delivered; the call takes effect at once.

        Args:
            seconds: How long, in real seconds.
            *operations: Names of operations; none for all.
            **when: Which calls; see `When`.

        Raises:
            ValueError: There is no such operation, or `when` is out of range.
        """
        fault = self._new(operations, when)
        fault.delay = seconds
        return self._add(fault)

    def drop(self, *operations: str, handled: bool = False, **when: Unpack[When]) -> Fault:
        """Close the connection instead of responding.

        Args:
            *operations: Names of operations; none for all.
            handled: Whether the call takes effect although its response is lost.
            **when: Which calls; see `When`.

        Raises:
            ValueError: There is no such operation, or `when` is out of range.
        """
        fault = self._new(operations, when)
        fault.drop, fault.handled = True, handled
        return self._add(fault)

    def truncate(self, *operations: str, keep: float = 0.5, **when: Unpack[When]) -> Fault:
        """Deliver only the beginning of the body.

        Args:
            *operations: Names of operations; none for all.
            keep: The share of the body that is delivered, from 0 to 1.
            **when: Which calls; see `When`.

        Raises:
            ValueError: There is no such operation, or a number is out of range.
        """
        fault = self._new(operations, when)
        fault.keep = _share(keep)
        return self._add(fault)

    def replace_body(
        self,
        body: bytes = b"<html><body>Bad gateway</body></html>",
        *operations: str,
        content_type: str = "text/html",
        **when: Unpack[When],
    ) -> Fault:
        """Deliver something else than the response's body, under its status.

        Args:
            body: What is delivered.
            *operations: Names of operations; none for all.
            content_type: What it says it is.
            **when: Which calls; see `When`.

        Raises:
            ValueError: There is no such operation, or `when` is out of range.
        """
        fault = self._new(operations, when)
        fault.body, fault.content_type = body, content_type
        return self._add(fault)

    def limit_rate(
        self, per_second: float, burst: int, *, timer: Callable[[], float] = time.monotonic
    ) -> TokenBucket:
        """Throttle what is over a rate, all operations together, as an account is throttled.

        Args:
            per_second: How many calls a second pass in the long run; more than zero.
            burst: How many pass at once; at least one.
            timer: Tells the time in seconds; the machine's by default, so that clients that
                wait for `Retry-After` find that it was enough.

        Raises:
            ValueError: A number is out of range.
        """
        self._bucket = TokenBucket(per_second, burst, timer=timer)
        return self._bucket

    def __iter__(self) -> Iterator[Fault]:
        """Go through the faults in the order they were added."""
        return iter(tuple(self._faults))

    def clear(self) -> None:
        """End all faults and the rate limit."""
        self._faults.clear()
        self._bucket = None

    def draw(self, operation: str) -> FaultPlan:
        """Return what goes wrong with this call of an operation, and count it.

        Every fault is asked, also where an earlier one or the rate limit strikes already: each
        counts its calls by itself; see `Fault.strikes_now`.
        """
        plan = FaultPlan()
        wait = self._bucket.take() if self._bucket is not None else None
        if wait is not None:
            plan.limit = throttled(wait)
        plan.faults = [fault for fault in self._faults if fault.strikes_now(operation)]
        return plan

    def _add(self, fault: Fault) -> Fault:
        self._faults.append(fault)
        return fault

    def _new(self, operations: tuple[str, ...], when: When) -> Fault:
        unknown = frozenset(operations) - load_service_model().operations.keys()
        if unknown:
            raise ValueError(f"no such operation: {', '.join(sorted(unknown))}")
        self._added += 1
        nth = when.get("nth")
        return Fault(
            operations=frozenset(operations),
            random=Random(f"fault {self._added} {self._seed}"),  # noqa: S311 (to be repeatable)
            numbers=None if nth is None else frozenset([nth] if isinstance(nth, int) else nth),
            rate=_share(when.get("rate", 1.0)),
            times=when.get("times"),
        )


def _share(number: float) -> float:
    if not 0 <= number <= 1:
        raise ValueError("a share is from 0 to 1")
    return number
