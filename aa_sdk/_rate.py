"""The rate at which calls may come: what is learnt of it, and from what. Pure: it knows no loop."""


class Rate:
    """Finds the rate that a service allows."""

    def __init__(self, now: float) -> None:
        self.per_second = 10.0
        self._next = now
        self._cut = now
        self._success = now

    def delay(self, now: float) -> float:
        return self._next - now

    def take(self, now: float) -> None:
        self._next = now + 1 / self.per_second

    def failing_since(self, since: float) -> float:
        return max(since, self._success)

    def passed(self, turn: float, now: float) -> None:
        self._success = now
        self.per_second += 0.2

    def refused(self, turn: float, now: float, wait: float | None) -> None:
        self._next = max(self._next, now + (wait or 0))
        if turn >= self._cut:
            self.per_second = max(0.1, self.per_second * 0.7)
            self._cut = now
