"""Bars on stderr for what takes long; nobody waits for them, and no file gets one."""

from time import monotonic
from typing import Any

from aa_sdk.cli._terminal import is_shown
from aa_sdk.progress import Progress, ProgressBar, rich_progress

PATIENCE = 2
"""Seconds that something may take before there is a bar."""


class LateBar(ProgressBar):
    """A bar of what has taken longer than `PATIENCE`, where there is a terminal."""

    def __init__(self) -> None:
        """Begin to wait."""
        super().__init__()
        self._since = monotonic()

    def __call__(self, progress: Progress) -> None:
        """Tell how far it has come."""
        if is_shown() and monotonic() - self._since >= PATIENCE:
            super().__call__(progress)

    def _opened(self) -> Any:
        return rich_progress(transient=True)

    def _show(self, bar: Any, progress: Progress, finished: int, total: int | None) -> None:  # noqa: ARG002 (the bar finds out itself)
        bar(progress)

    def _end(self, bar: Any) -> None:
        bar.close()
