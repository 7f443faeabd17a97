"""A limit on the rate of requests, as an account has it."""

import math
import time
from collections.abc import Callable


class TokenBucket:
    """Lets bursts through, and a steady rate after them; see `Faults.limit_rate`.

    The bucket starts full. It has no thread that fills it: what has flowed in since it was last
    looked at is worked out when the next request comes.
    """

    def __init__(
        self, per_second: float, burst: int, *, timer: Callable[[], float] = time.monotonic
    ) -> None:
        if per_second <= 0 or burst < 1:
            raise ValueError("a rate limit lets something through")
        self._per_second = per_second
        self._burst = burst
        self._timer = timer
        self._left = float(burst)
        self._seen = timer()

    def take(self) -> int | None:
        """Let one request through, or return the whole seconds after which one will pass."""
        now = self._timer()
        gained = (now - self._seen) * self._per_second
        self._left = min(float(self._burst), self._left + gained)
        self._seen = now
        if self._left >= 1:
            self._left -= 1
            return None
        return max(1, math.ceil((1 - self._left) / self._per_second))
