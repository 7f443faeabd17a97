"""What is left of a limit on the rate of requests."""

import math

_TOLERANCE = 1e-6
"""How much of a token may be missing: what seconds lose on their way through binary fractions."""


class TokenBucket:
    """Lets bursts through, and a steady rate after them; see `Faults.limit_rate`.

    The bucket starts full. It has no thread that fills it, and keeps no running sum, in which
    roundings would add up: what is left is always reckoned from when it was last full or changed,
    by what has flowed in and what was taken since.
    """

    __slots__ = ("_burst", "_level", "_rate", "_seen", "_since", "_start", "_taken")

    def __init__(self, per_second: float, burst: int, now: float) -> None:
        self._rate = per_second
        self._burst = burst
        self._restart(float(burst), now)

    def _restart(self, level: float, now: float) -> None:
        self._start = self._level = level
        self._since = self._seen = now
        self._taken = 0

    def flow(self, now: float) -> None:
        """Let in what has gathered since.

        Args:
            now: The time in seconds. A clock that was set back brings nothing, and takes nothing.
        """
        if now < self._seen:
            self._restart(self._level, now)
        self._seen = now
        self._level = self._start + (now - self._since) * self._rate - self._taken
        if self._level >= self._burst:
            self._restart(float(self._burst), now)

    def change(self, per_second: float, burst: int, now: float) -> None:
        """Go on at another rate, with what has flowed in by now at the old one.

        Args:
            per_second: The new rate.
            burst: The new size; what it cannot hold is gone.
            now: The time in seconds.
        """
        self.flow(now)
        self._rate, self._burst = per_second, burst
        self._restart(min(self._level, float(burst)), now)

    @property
    def has_one(self) -> bool:
        """Whether a request can pass."""
        return self._level >= 1 - _TOLERANCE

    def take(self) -> None:
        """Take what a request needs that passes."""
        self._taken += 1
        self._level -= 1

    def spill(self) -> None:
        """Take what a request needs that is refused: all there is, as that is too little."""
        self._restart(min(0.0, self._level), self._seen)

    def wait(self) -> int:
        """Return the whole seconds, at least one, after which a request can pass."""
        return max(1, math.ceil((1 - _TOLERANCE - self._level) / self._rate))
