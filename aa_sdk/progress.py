"""How far long work has come: one value, told again and again to a function of the caller's.

Two such functions are here, each a bar: `tqdm_progress` and `rich_progress`, with the extra
`progress`.
"""

from abc import ABC, abstractmethod
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import TracebackType
from typing import Any, Self

from aa_sdk._lazy import hide_imports

__all__ = ("Progress", "ProgressBar", "rich_progress", "tqdm_progress")
hide_imports(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of work has come; what `on_progress` is called with. It prints as a line.

    ```python
    await hydrate(client, analyzer_arn=arn, findings=ids, on_progress=print).collect()
    ```
    """

    done: int
    """Items that went well."""
    failed: int
    """Items that did not, and were given up."""
    gone: int
    """Items that were not there any more."""
    throttled: int
    """Attempts that the service refused for coming too fast; each was made again."""
    rate: float
    """Items a second, of late."""
    remaining: int | None
    """Items still to come; None while nobody knows."""

    def __str__(self) -> str:
        return _told(self)


class ProgressBar(ABC):
    """A bar that shows how far work has come; what `on_progress` takes as it takes any function.

    It appears when the work begins and is closed when that ends, however it does, so that what is
    printed next begins on a line of its own. Used for another piece of work, it begins anew.
    `async with hydrate(…)` closes it by itself; elsewhere, `with` or `close` does.
    """

    def __init__(self) -> None:
        self._bar: Any = None

    def __call__(self, progress: Progress) -> None:
        """Show how far the work has come; close the bar when nothing remains."""
        if self._bar is None:
            self._bar = self._opened()
        finished = progress.done + progress.failed + progress.gone
        total = None if progress.remaining is None else finished + progress.remaining
        self._show(self._bar, progress, finished, total)
        if progress.remaining == 0:
            self.close()

    def close(self) -> None:
        """Leave the bar as it is, and the line. Closing twice is fine."""
        bar, self._bar = self._bar, None
        if bar is not None:
            self._end(bar)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @abstractmethod
    def _opened(self) -> Any:
        """Open a bar of the library's."""

    @abstractmethod
    def _show(self, bar: Any, progress: Progress, finished: int, total: int | None) -> None:
        """Bring the bar up to date."""

    @abstractmethod
    def _end(self, bar: Any) -> None:
        """Close the library's bar."""


def tqdm_progress(**options: Any) -> ProgressBar:
    """Show progress as a bar of tqdm's, in a terminal or a notebook.

    ```python
    bar = tqdm_progress(desc="findings")
    report = await hydrate(client, analyzer_arn=arn, findings=listing, on_progress=bar).collect()
    ```

    Args:
        **options: What `tqdm` takes, such as `desc`, `file`, or `disable=None` for no bar where
            there is no terminal.

    Returns:
        The bar, to be passed as `on_progress`.

    Raises:
        ModuleNotFoundError: tqdm is not installed.
    """
    with _extra("tqdm_progress"):
        library = import_module("tqdm.auto")
    return _Tqdm(library.tqdm, options)


def rich_progress(**options: Any) -> ProgressBar:
    """Show progress as a bar of rich's on stderr, and nothing where that is no terminal.

    ```python
    bar = rich_progress()
    report = await hydrate(client, analyzer_arn=arn, findings=listing, on_progress=bar).collect()
    ```

    Args:
        **options: What `rich.progress.Progress` takes, such as `transient=True` for a bar that
            vanishes, or `console`.

    Returns:
        The bar, to be passed as `on_progress`.

    Raises:
        ModuleNotFoundError: rich is not installed.
    """
    with _extra("rich_progress"):
        library, consoles = import_module("rich.progress"), import_module("rich.console")
    console = options.get("console") or consoles.Console(stderr=True)
    settings = {"disable": not console.is_terminal, **options, "console": console}
    return _Rich(library, settings)


class _Tqdm(ProgressBar):
    def __init__(self, kind: Any, options: dict[str, Any]) -> None:
        super().__init__()
        self._kind = kind
        self._options = options

    def _opened(self) -> Any:
        return self._kind(**self._options)

    def _show(self, bar: Any, progress: Progress, finished: int, total: int | None) -> None:
        if bar.disable:
            return
        if total not in {None, bar.total}:
            started = bar.start_t
            bar.reset(total)  # nothing else makes the bar of a notebook longer
            bar.start_t = bar.last_print_t = started
        bar.update(finished - bar.n)
        counts = {"failed": progress.failed, "gone": progress.gone, "throttled": progress.throttled}
        bar.set_postfix(counts)

    def _end(self, bar: Any) -> None:
        bar.close()


class _Rich(ProgressBar):
    def __init__(self, library: Any, settings: dict[str, Any]) -> None:
        super().__init__()
        self._library = library
        self._settings = settings

    def _opened(self) -> Any:
        columns = (
            self._library.BarColumn(bar_width=None),
            self._library.TextColumn("{task.fields[told]}", markup=False),
        )
        # A thread that draws would be there for as long as nobody closes the bar.
        bar = self._library.Progress(
            *columns, **{"auto_refresh": False, "expand": True} | self._settings
        )
        bar.start()
        bar.add_task("", total=None, told="")
        return bar

    def _show(self, bar: Any, progress: Progress, finished: int, total: int | None) -> None:
        (task,) = bar.task_ids
        bar.update(task, completed=finished, total=total, told=_told(progress), refresh=True)

    def _end(self, bar: Any) -> None:
        bar.stop()


def _told(progress: Progress) -> str:
    """Tell it in a line."""
    left = "" if progress.remaining is None else f", {progress.remaining:,} left"
    gone = f", {progress.gone:,} gone" if progress.gone else ""
    return (
        f"{progress.done:,} done, {progress.failed:,} failed{gone}, "
        f"{progress.throttled:,} throttled, {progress.rate:,.1f}/s{left}"
    )


@contextmanager
def _extra(user: str) -> Generator[None]:
    """Say how to get what is missing among that which comes with an extra."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"{user} needs the extra progress: pip install 'aa-sdk[progress]'", name=error.name
        ) from error
