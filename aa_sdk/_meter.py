"""How far work has come: counted here, and told now and then."""

import inspect
import logging
from collections import deque
from collections.abc import Callable
from typing import Any, TypeAlias

import anyio

from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.progress import Progress, ProgressBar

OnProgress: TypeAlias = Callable[[Progress], object]

_INTERVAL = 0.1
"""Seconds between two tellings: more often nobody can read it."""
_SAMPLES = 50

_logger = logging.getLogger("aa_sdk")


class Meter:
    """Counts items, and tells whoever wants to know.

    Args:
        on_progress: Who wants to know; None for nobody.

    Raises:
        InvalidRequestError: It cannot be called, or would have to be awaited.
    """

    def __init__(self, on_progress: OnProgress | None) -> None:
        _check(on_progress)
        self._on_progress = on_progress
        self._is_complete = False
        self._samples = deque[tuple[float, int]](maxlen=_SAMPLES)
        self.done: int = 0
        self.failed: int = 0
        self.gone: int = 0
        self.throttled: int = 0
        self.total: int | None = None
        """How many items there are; None while nobody knows."""

    def update(self) -> None:
        """Tell how far the work has come, unless that was told a moment ago."""
        if self._on_progress is None:
            return
        last = self._samples[-1][0] if self._samples else -_INTERVAL
        if anyio.current_time() - last >= _INTERVAL or self._remaining == 0:
            self.tell()

    def tell(self) -> None:
        """Tell it in any case, but not again once there is nothing left to do."""
        if self._on_progress is None or self._is_complete:
            return
        now = anyio.current_time()
        self._samples.append((now, self._finished))
        since, before = self._samples[0]
        rate = (self._finished - before) / (now - since) if now > since else 0.0
        remaining = self._remaining
        self._is_complete = remaining == 0
        told = Progress(self.done, self.failed, self.gone, self.throttled, rate, remaining)
        try:
            self._on_progress(told)
        except Exception:
            _logger.exception("who is told of progress failed")

    def end(self) -> None:
        """Tell it for the last time, and close the bar if it is one of ours."""
        self.tell()
        self.close()

    def close(self) -> None:
        """Close the bar, if it is one of ours."""
        if isinstance(self._on_progress, ProgressBar):
            self._on_progress.close()

    @property
    def _finished(self) -> int:
        return self.done + self.failed + self.gone

    @property
    def _remaining(self) -> int | None:
        return None if self.total is None else self.total - self._finished


def _check(on_progress: Any) -> None:
    if on_progress is None:
        return
    if not callable(on_progress):
        reason = "must be a function that takes a Progress"
        raise InvalidRequestError(InvalidField("on_progress", reason, on_progress))
    if any(map(inspect.iscoroutinefunction, (on_progress, on_progress.__call__))):
        reason = "must be a plain function: it is called, and not awaited"
        raise InvalidRequestError(InvalidField("on_progress", reason))
