"""What is counted while findings are archived, and who is told."""

import inspect
import logging
from collections import deque
from collections.abc import Callable
from typing import Any

import anyio

from aa_sdk.client import CallEvent
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.progress import Progress
from aa_sdk.workflows._archiving.changes import Changes

_logger = logging.getLogger("aa_sdk")

# The rate is that of so many steps.
_OF_LATE = 10


class Watch:
    """Counts attempts, takes the time, and tells progress."""

    def __init__(self, on_progress: Callable[[Progress], object] | None) -> None:
        """Start now.

        Args:
            on_progress: Who is told.

        Raises:
            InvalidRequestError: It cannot be called, or would have to be awaited.
        """
        if on_progress is not None and (wrong := _not_to_be_told(on_progress)):
            raise InvalidRequestError(InvalidField("on_progress", wrong))
        self._on_progress = on_progress
        self._started = anyio.current_time()
        self._steps = deque[tuple[float, int]](maxlen=_OF_LATE)
        self.attempts = 0
        self.throttled = 0

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return anyio.current_time() - self._started

    def count(self, event: CallEvent) -> None:
        """Count the attempts of a call that has ended."""
        self.attempts += event.attempts
        self.throttled += event.throttled_attempts

    def tell(self, changes: Changes, total: int) -> None:
        """Tell how far it has come. What is raised there is logged, and stops nothing."""
        settled, now = changes.settled, anyio.current_time()
        self._steps.append((now, settled))
        before, settled_before = self._steps[0]
        if self._on_progress is None:
            return
        failed, gone = len(changes.failures), len(changes.gone)
        progress = Progress(
            done=settled - failed - gone,
            failed=failed,
            gone=gone,
            throttled=self.throttled,
            rate=(settled - settled_before) / (now - before) if now > before else 0.0,
            remaining=total - settled,
        )
        try:
            self._on_progress(progress)
        except Exception:
            _logger.exception("archiving: who is told of progress failed")


def _not_to_be_told(on_progress: Any) -> str:
    if not callable(on_progress):
        return "must be a function that takes a Progress"
    if any(map(inspect.iscoroutinefunction, (on_progress, on_progress.__call__))):
        return "must be a plain function: it is called, and not awaited"
    return ""
