"""Bars on stderr for what takes long; nobody waits for them, and no file gets one."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from aa_sdk.cli._terminal import is_shown, is_terminal
from aa_sdk.progress import Progress, ProgressBar, rich_progress

PATIENCE = 2
"""Seconds that something may take before there is a bar."""


class LateBar(ProgressBar):
    """A bar of what has taken longer than `PATIENCE`, where there is a terminal."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """Begin to wait.

        Args:
            clock: Tells the time in seconds.
        """
        super().__init__()
        self._clock = clock
        self._since = clock()
        self._last: Progress | None = None

    def __call__(self, progress: Progress) -> None:
        """Tell how far it has come."""
        self._last = progress
        if self._clock() - self._since >= PATIENCE and is_shown():
            super().__call__(progress)

    @contextmanager
    def away(self) -> Generator[None]:
        """Take the bar away while something is written to stdout, where that is seen as well."""
        if not is_terminal():
            yield
            return
        self.close()
        yield
        if self._last is not None and self._last.remaining != 0:
            self(self._last)

    def _opened(self) -> Any:
        # What goes to stdout meanwhile is not the bar's to write, which would put it on stderr.
        return rich_progress(transient=True, redirect_stdout=False, redirect_stderr=False)

    def _show(self, bar: Any, progress: Progress, finished: int, total: int | None) -> None:  # noqa: ARG002 (the bar finds out itself)
        bar(progress)

    def _end(self, bar: Any) -> None:
        bar.close()
