"""What is to go wrong, for which calls: errors, delays, limits, lost and lying responses."""

import time
from collections.abc import Callable, Iterator
from math import inf
from typing import Unpack

from aa_sdk._lazy import hide_imports
from aa_sdk.emulator._faults.adding import header_value, known, share
from aa_sdk.emulator._faults.fault import Fault, FaultPlan, When
from aa_sdk.emulator._faults.lies import Lies
from aa_sdk.emulator._faults.rate_limit import RateLimit, RetryAfter, ask
from aa_sdk.emulator._protocol.errors import ErrorResponse, throttled

__all__ = ("Fault", "FaultPlan", "Faults", "RateLimit", "When")
hide_imports(__name__)

_FINAL = range(200, 600)


class Faults(Lies):
    """The faults of an emulator. Each method adds one and returns it; `clear` ends them all.

    ```python
    emulator.faults.throttle("ListFindingsV2", nth=2)
    emulator.faults.fail(rate=0.05)
    emulator.faults.delay(1.5, "GetAnalyzer", times=1)
    ```
    """

    def __init__(self, seed: int = 0, timer: Callable[[], float] = time.monotonic) -> None:
        """Start without any.

        Args:
            seed: Decides which calls are struck by faults that have a rate.
            timer: Tells rate limits the time in seconds; the machine's by default.
        """
        super().__init__(seed)
        self._timer = timer
        self._limits: list[RateLimit] = []

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
            status: The HTTP status, from 200 to 599.
            code: The error code.
            message: The message.
            retry_after: The `Retry-After` header in seconds; None for no header.
            **when: Which calls; see `When`.

        Raises:
            ValueError: There is no such operation, `when` or the status is out of range, or no
                header can hold the code.
        """
        if status not in _FINAL:
            raise ValueError(f"status: should be from 200 to 599, not {status}")
        fault = self._new(operations, when)
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        fault.error = ErrorResponse(header_value(code), status, message, {}, headers)
        return self._add(fault)

    def delay(self, seconds: float, *operations: str, **when: Unpack[When]) -> Fault:
        """Let time pass before responses are delivered; the call takes effect at once.

        Args:
            seconds: How long, in real seconds; not negative.
            *operations: Names of operations; none for all.
            **when: Which calls; see `When`.

        Raises:
            ValueError: There is no such operation, or a number is out of range.
        """
        if not 0 <= seconds < inf:
            raise ValueError("a delay takes its time, from 0 seconds on")
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
        fault.keep = share(keep)
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
            ValueError: There is no such operation, `when` is out of range, or no header can hold
                the content type.
        """
        fault = self._new(operations, when)
        fault.body, fault.content_type = body, header_value(content_type)
        return self._add(fault)

    def limit_rate(
        self,
        per_second: float,
        burst: int,
        *operations: str,
        retry_after: RetryAfter = "needed",
        refused_attempts_cost: bool = False,
        together: bool = False,
        timer: Callable[[], float] | None = None,
    ) -> RateLimit:
        """Throttle what is over a rate: for each account, Region and operation by itself.

        Limits add up: a call passes if every one that concerns it lets it through, and takes
        nothing of any if one does not.

        ```python
        emulator.faults.limit_rate(10, 20)
        emulator.faults.limit_rate(1, 5, "UpdateFindings", refused_attempts_cost=True)
        ```

        Args:
            per_second: How many calls a second pass in the long run; more than zero, and at least
                a billionth.
            burst: How many pass at once; at least one, at most 2**53.
            *operations: Names of operations; none for all.
            retry_after: What the header `Retry-After` says: "needed" for the whole seconds, at
                least one, after which a call passes; a number of seconds, rounded up; None for no
                header. Where several limits refuse a call, the longest time is told.
            refused_attempts_cost: Whether a refused call takes what has gathered since the last
                one, so that a client that keeps hammering never gets through.
            together: Whether the operations share one limit for each account and Region.
            timer: Tells the time in seconds; the emulator's own timer by default, which is the
                machine's time, or the event loop's with a `LoopClock`, so that clients that wait
                for `Retry-After` find that it was enough.

        Returns:
            The limit, which counts what it does and may be changed while it works.

        Raises:
            ValueError: There is no such operation, or a number is out of range.
        """
        limit = RateLimit(
            per_second,
            burst,
            known(operations),
            timer or self._timer,
            retry_after=retry_after,
            refused_attempts_cost=refused_attempts_cost,
            together=together,
        )
        self._limits.append(limit)
        return limit

    def __iter__(self) -> Iterator[Fault]:
        """Go through the faults in the order they were added."""
        return iter(tuple(self._faults))

    def clear(self) -> None:
        """End all faults and rate limits."""
        self._faults.clear()
        self._limits.clear()

    def draw(
        self, operation: str, account_id: str, region: str, *, about: str | None = None
    ) -> FaultPlan:
        """Return what goes wrong with a call, and count it.

        Every fault is asked, also where an earlier one or a rate limit strikes already: each
        counts its calls by itself; see `Fault.strikes_now`.

        Args:
            operation: The operation.
            account_id: The account it is called for, whose rate limits it is held to.
            region: The Region it is called in.
            about: The account that faults go by, where that is another one: for `AssumeRole` the
                role's.
        """
        limit = ask(self._limits, operation, account_id, region) if self._limits else None
        place = operation, about or account_id, region
        return FaultPlan([fault for fault in self._faults if fault.strikes_now(*place)], limit)
