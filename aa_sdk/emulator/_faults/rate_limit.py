"""Limits on the rate of calls, as accounts have them."""

import math
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Literal

from aa_sdk.emulator._protocol.errors import ErrorResponse, throttled
from aa_sdk.emulator._protocol.token_bucket import TokenBucket

_SLOWEST = 1e-9
"""Once in thirty years. Of much less than that the wait would be no number any more."""
_LARGEST_BURST = 2**53
"""More could not be counted down."""

RetryAfter = float | Literal["needed"] | None


class RateLimit:
    """A limit that `Faults.limit_rate` has set; it may be changed while it works.

    ```python
    limit = emulator.faults.limit_rate(10, 20, "ListFindingsV2")
    limit.per_second = 1
    assert limit.refused == 0
    ```

    Attributes:
        operations: The operations it is for; empty for all.
        together: Whether they share what an account may do in a Region.
        retry_after: What `Retry-After` says; see `Faults.limit_rate`.
        refused_attempts_cost: Whether a refused call costs something too.
        passed: How many calls it let through; those that another limit refused are none.
        refused: How many calls it refused.
    """

    def __init__(
        self,
        per_second: float,
        burst: int,
        operations: frozenset[str],
        timer: Callable[[], float],
        *,
        retry_after: RetryAfter = "needed",
        refused_attempts_cost: bool = False,
        together: bool = False,
    ) -> None:
        """Start with full buckets; see `Faults.limit_rate` for the arguments."""
        self._rate, self._burst = _rate(per_second), _burst(burst)
        self.operations: frozenset[str] = operations
        self.together: bool = together
        self.retry_after: RetryAfter = _retry_after(retry_after)
        self.refused_attempts_cost: bool = refused_attempts_cost
        self.passed: int = 0
        self.refused: int = 0
        self._timer = timer
        self._buckets: dict[tuple[str, ...], TokenBucket] = {}
        # A test may change the limit while a server in another thread asks it.
        self._lock = Lock()

    def __repr__(self) -> str:
        """Show the limit and what came of it."""
        return (
            f"<RateLimit {self._rate:g} a second, bursts of {self._burst}: "
            f"{self.passed} passed, {self.refused} refused>"
        )

    @property
    def per_second(self) -> float:
        """How many calls a second pass in the long run; more than zero."""
        return self._rate

    @per_second.setter
    def per_second(self, per_second: float) -> None:
        self._change(_rate(per_second), self._burst)

    @property
    def burst(self) -> int:
        """How many calls pass at once; at least one."""
        return self._burst

    @burst.setter
    def burst(self, burst: int) -> None:
        self._change(self._rate, _burst(burst))

    def _change(self, rate: float, burst: int) -> None:
        with self._lock:
            now = self._timer()
            self._rate, self._burst = rate, burst
            for bucket in self._buckets.values():
                bucket.change(rate, burst, now)

    def bucket(self, operation: str, account_id: str, region: str) -> TokenBucket | None:
        """Return what is left for a call; None if the limit is not for its operation.

        Args:
            operation: The operation.
            account_id: The account it is called for.
            region: The Region it is called in.
        """
        if self.operations and operation not in self.operations:
            return None
        place = (account_id, region) if self.together else (account_id, region, operation)
        with self._lock:
            bucket = self._buckets.get(place)
            if bucket is None:
                bucket = TokenBucket(self._rate, self._burst, self._timer())
                self._buckets[place] = bucket
            bucket.flow(self._timer())
            return bucket

    def charge(self, bucket: TokenBucket) -> None:
        """Note that a call passes.

        Args:
            bucket: What was left for it.
        """
        with self._lock:
            bucket.take()
        self.passed += 1

    def refuse(self, bucket: TokenBucket) -> float | None:
        """Note that a call is refused, and return the seconds that `Retry-After` is to say.

        Args:
            bucket: What was left for it.
        """
        self.refused += 1
        if self.refused_attempts_cost:
            with self._lock:
                bucket.spill()
        return bucket.wait() if self.retry_after == "needed" else self.retry_after


def ask(
    limits: Iterable[RateLimit], operation: str, account_id: str, region: str
) -> ErrorResponse | None:
    """Return the error of the limits that refuse a call, or None and count the call.

    All that concern it are asked before any is charged: a call that one of them refuses takes
    nothing from what the others have left.

    Args:
        limits: The limits.
        operation: The operation.
        account_id: The account it is called for.
        region: The Region it is called in.
    """
    asked = [
        (limit, bucket)
        for limit in limits
        if (bucket := limit.bucket(operation, account_id, region)) is not None
    ]
    refusing = [(limit, bucket) for limit, bucket in asked if not bucket.has_one]
    if refusing:
        waits = [limit.refuse(bucket) for limit, bucket in refusing]
        return throttled(_longest(waits))
    for limit, bucket in asked:
        limit.charge(bucket)
    return None


def _longest(waits: list[float | None]) -> int | None:
    told = [wait for wait in waits if wait is not None]
    return math.ceil(max(told)) if told else None


def _rate(per_second: float) -> float:
    if not _SLOWEST <= per_second < math.inf:
        raise ValueError("a rate limit lets something through")
    return per_second


def _burst(burst: int) -> int:
    if not 1 <= burst <= _LARGEST_BURST:
        raise ValueError(f"a rate limit lets something through, at most {_LARGEST_BURST} at once")
    return burst


def _retry_after(seconds: RetryAfter) -> RetryAfter:
    if isinstance(seconds, str):
        if seconds != "needed":
            raise ValueError('retry_after is "needed", a number of seconds, or None')
    elif seconds is not None and not 0 <= seconds < math.inf:
        raise ValueError("nobody can come back in the past, or never")
    return seconds
