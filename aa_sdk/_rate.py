"""What is learnt of the rate that a service allows, from which calls pass and which come too fast.

Services limit rates by a bucket of tokens that fills steadily: bursts pass, and then so many calls
a second. Nobody tells either figure, nor whether a refused call costs a token. The rate is found in
three ways, one after the other:

- *Searching*, until something is refused: faster with every call that passes, so that the rate
  grows by a constant factor in a second.
- *Climbing*, where a refusal came so early that the limit may be a small part of what was tried:
  from a low rate up by a factor with each call that passes.
- *Returning*, from then on, as CUBIC sends over a network: quickly back to just below the rate that
  was refused, along it for long, since that is the best there is, and then beyond it, ever faster,
  for more may be allowed by now.

Between two refusals the bucket went from empty to empty, so what passed in between is what flowed
in, but for what a small bucket lost while calls were held. That says how far the rate may fall.

The constants are one set for limits from 0.5 to 200 calls a second, found by trying variations on
simulated buckets of one token to five seconds: with and without `Retry-After`, with latency, with
refused calls that cost tokens, with limits that change, and with others who share them. What comes
of a change to one is shown by `benchmarks/pacing.py`.
"""

import math

_START = 10.0
"""Calls a second before anything is known."""
_SLOWEST = 0.2
"""Calls a second at least, whatever is refused."""
_SEARCH = 1.0
"""How many calls a second more each call brings that passes."""

_FEW = 12
"""So few calls passed that a refusal says little about the limit."""
_GUESS = 0.076
_HINT = 1.587
"""After such a refusal: the part of the tried rate, or calls in the time asked to wait."""
_LONGEST_HINT = 1.344
"""Seconds; who asks for a longer wait has another reason than the rate."""

_CLIMB = 1.136
"""The factor with each call that passes."""
_SUMMIT = 0.762
"""The part of the refused rate up to which to climb."""
_CLIMB_CUT = 0.594
_CLIMB_MARGIN = 2.228
"""What to return to after one: a part of the refused rate, up to so much of what was measured."""

_NONE_PASSED = 0.764
"""The part to go on with where not one call passed, once for each such refusal in a row."""
_SOON = 4
_SOON_SECONDS = 3.068
"""Calls, or seconds, within which one refusal follows the other soon."""
_SOON_CUT = 0.794
_MARGIN = 1.172
"""What to return to then: a part of the refused rate, at least so much of what was measured."""
_CUT = 0.872
_PLATEAU = 0.873
"""The parts of that to begin with, and to stay at."""
_NEAR = 1.1
_NEAR_CUT = 0.967
_NEAR_PLATEAU = 0.985
"""The same where so much of what was measured is what was tried: it cannot be far too fast."""

_LATE_CUT = 0.826
_LATE_PLATEAU = 0.93
"""The same after a refusal that did not come soon."""
_LATE_MARGIN = 1.03
_MEMORY = 0.393
"""What to return to then, at least: so much of what was measured, and a part of the way up to what
was returned to before, for others may have used what the service allows."""

_WAY = 7.225
_WAY_CALLS = 6.969
_LONGEST_WAY = 22.427
"""Seconds, or calls, from a refusal to the plateau, the longer of the two; and seconds at most."""
_LONGER = 2.918
_LONGEST = 3.261
"""By how much the way grows with each refusal that did not come soon, and at most."""
_BEYOND = 0.027
_STEEPNESS = 2.644
"""How fast the rate goes beyond the plateau."""


class Rate:
    """The rate for one kind of calls. All times are seconds on one clock.

    Args:
        now: The time.
        known: What was learnt on another clock, if anything.
    """

    def __init__(self, now: float, known: "Rate | None" = None) -> None:
        self.per_second: float = _START
        self._last = -math.inf
        self._held_until = self._success = now
        self._passed = 0
        self._cut = -math.inf
        self._emptied: float | None = None
        self._held = 0.0
        self._top: float | None = None
        self._summit = 0.0
        self._along = 0.0
        self._way = _WAY
        self._way_factor = 1.0
        self._in_a_row = 0
        self._begin, self._plateau = _CUT, _PLATEAU
        if known is not None and known._top is not None:  # noqa: SLF001 (of this class)
            self._return_to(known._top)  # noqa: SLF001

    def delay(self, now: float) -> float:
        """Return the seconds until the next call may be sent; none, or less, when it may now."""
        return max(self._last + 1 / self.per_second, self._held_until) - now

    def take(self, now: float, *, has_waited: bool) -> None:
        """Send a call now; whether it had to wait says whether the rate is what limits."""
        if has_waited and self._top is not None and not self._summit:
            self._along += max(0.0, now - max(self._last, self._held_until))
            self.per_second = self._returning(self._top)
        self._last = now

    def failing(self, since: float, now: float) -> float:
        """Return the seconds for which no call passed, of those that came after `since`."""
        return now - max(since, self._success)

    def passed(self, now: float, *, has_waited: bool) -> None:
        """Learn that a call passed."""
        self._success = now
        self._passed += 1
        if not has_waited:
            return
        if self._top is None:
            self.per_second += _SEARCH
        elif self._summit:
            self.per_second *= _CLIMB
            if self.per_second > self._summit:
                self._top, self._along = self._summit / self._plateau, self._way
                self._summit = 0.0

    def refused(self, sent: float, now: float, wait: float | None) -> None:
        """Learn that a call came too fast.

        Args:
            sent: When it was sent.
            now: The time.
            wait: The seconds that the service asks to wait, if it does.
        """
        self._held_until = max(self._held_until, now + (wait or 0.0))
        if sent <= self._cut:
            return  # it was under way when the rate was cut, and says nothing new
        climbed, self._summit = self._summit, 0.0
        self._begin, self._plateau = _CUT, _PLATEAU
        if self._emptied is None:
            top = self._first_top(wait)
        else:
            top = self._next_top(max(sent - self._emptied, 1e-9), climbed)
        self._cut, self._emptied = now, sent
        self._passed, self._held = 0, wait or 0.0
        self._return_to(top)

    def _first_top(self, wait: float | None) -> float:
        """Return what to go on with after the first refusal."""
        if self._passed >= _FEW or self._top is not None:
            return self.per_second
        self._summit = self.per_second * _SUMMIT
        return _HINT / min(wait, _LONGEST_HINT) if wait else self.per_second * _GUESS

    def _next_top(self, elapsed: float, climbed: float) -> float:
        """Return what to go on with after a further refusal.

        Args:
            elapsed: The seconds since the refusal before.
            climbed: Up to where the rate was climbing; 0 where it was not.
        """
        tried = self.per_second
        if not self._passed:
            self._way_factor = 1.0
            self._in_a_row += 1
            if climbed or self._in_a_row > 1:
                self._summit = min(climbed or tried, tried * _SUMMIT)
            return tried * _NONE_PASSED**self._in_a_row
        self._in_a_row = 0
        # The bucket was emptied by the first and has a part of a token now.
        measured = (self._passed + 0.5) / elapsed
        if climbed:
            return max(measured * _MARGIN, min(tried * _CLIMB_CUT, measured * _CLIMB_MARGIN))
        if self._passed < _SOON or elapsed - self._held < _SOON_SECONDS:
            if self._passed >= _FEW and measured * _NEAR >= tried:
                self._begin, self._plateau = _NEAR_CUT, _NEAR_PLATEAU
            return min(tried, max(measured * _MARGIN, tried * _SOON_CUT))
        self._way_factor = min(_LONGEST, self._way_factor * _LONGER)
        self._begin, self._plateau = _LATE_CUT, _LATE_PLATEAU
        before = self._top or tried
        return max(tried, measured * _LATE_MARGIN, tried + (before - tried) * _MEMORY)

    def _return_to(self, top: float) -> None:
        self._top = max(_SLOWEST, top)
        self._along = 0.0
        self._way = min(_LONGEST_WAY, max(_WAY, _WAY_CALLS / self._top) * self._way_factor)
        self.per_second = self._top * (1.0 if self._summit else self._begin)

    def _returning(self, top: float) -> float:
        """Return the rate after so long on the way back."""
        beyond = self._along / self._way - 1
        if beyond < 0:
            part = self._plateau + (self._plateau - self._begin) * beyond**3
        else:
            part = self._plateau + _BEYOND * beyond**_STEEPNESS
        return max(_SLOWEST, top * part)
