"""The bars that show how far work has come."""

import io
import subprocess
import sys
from typing import Any

import pytest
from rich.console import Console

from aa_sdk.progress import Progress, ProgressBar, rich_progress, tqdm_progress

START = Progress(0, 0, 0, 0, 0.0, None)
MIDDLE = Progress(1_200, 2, 1, 17, 19.84, 297)
END = Progress(1_497, 2, 1, 20, 20.0, 0)


class Terminal(io.StringIO):
    """A terminal, as far as the libraries can tell."""

    def isatty(self) -> bool:
        return True


def rich_on(terminal: io.StringIO, **options: Any) -> ProgressBar:
    console = Console(file=terminal, width=100, force_terminal=terminal.isatty())
    return rich_progress(console=console, **options)


def tqdm_on(terminal: io.StringIO, **options: Any) -> ProgressBar:
    return tqdm_progress(file=terminal, ncols=120, desc="findings", **options)


BARS = pytest.mark.parametrize("made", [rich_on, tqdm_on])


def test_rich_tells_counts_rate_and_what_is_left() -> None:
    terminal = Terminal()
    bar = rich_on(terminal)
    bar(START)
    assert "0 done, 0 failed, 0 throttled, 0.0/s" in terminal.getvalue()
    assert "left" not in terminal.getvalue()
    bar(MIDDLE)
    told = "1,200 done, 2 failed, 1 gone, 17 throttled, 19.8/s, 297 left"
    assert told in terminal.getvalue()
    bar.close()


def test_tqdm_tells_counts_and_grows_a_total_when_it_is_known() -> None:
    terminal = Terminal()
    bar = tqdm_on(terminal)
    bar(START)
    assert "findings: 0it" in terminal.getvalue()
    bar(MIDDLE)
    last = terminal.getvalue().rsplit("\r", 1)[-1]
    assert "1203/1500" in last
    assert "failed=2, gone=1, throttled=17" in last
    bar.close()


@BARS
def test_a_bar_closes_itself_when_nothing_remains_and_leaves_the_line(made: Any) -> None:
    terminal = Terminal()
    bar = made(terminal)
    bar(START)
    bar(MIDDLE)
    bar(END)
    whole = terminal.getvalue()
    assert whole.rstrip(" \x1b[?25h").endswith("\n")
    assert "1500/1500" in whole or "1,497 done" in whole
    bar.close()
    assert terminal.getvalue() == whole


@BARS
def test_a_bar_that_is_broken_off_leaves_the_line_and_the_cursor(made: Any) -> None:
    terminal = Terminal()
    with made(terminal) as bar:
        bar(START)
        bar(MIDDLE)
    told = terminal.getvalue()
    assert told.count("\x1b[?25l") == told.count("\x1b[?25h")
    assert told.rstrip(" \x1b[?25h").endswith("\n")


@BARS
def test_a_bar_may_be_used_for_one_piece_of_work_after_another(made: Any) -> None:
    terminal = Terminal()
    bar = made(terminal)
    bar(END)
    before = terminal.getvalue()
    bar(START)
    bar(END)
    assert terminal.getvalue().startswith(before)
    assert terminal.getvalue().count("\n") >= 2 * before.count("\n")


def test_rich_shows_nothing_where_there_is_no_terminal() -> None:
    nowhere = io.StringIO()
    bar = rich_on(nowhere)
    for progress in (START, MIDDLE, END):
        bar(progress)
    assert nowhere.getvalue() == ""


@BARS
def test_a_bar_takes_options_of_its_library(made: Any) -> None:
    terminal = Terminal()
    bar = made(terminal, disable=True)
    for progress in (START, MIDDLE, END):
        bar(progress)
    assert terminal.getvalue() == ""


def test_tqdm_keeps_the_time_when_it_learns_of_the_total() -> None:
    terminal = Terminal()
    bar: Any = tqdm_on(terminal)
    bar(START)
    bar._bar.start_t -= 60
    bar(MIDDLE)
    assert "[01:00<" in terminal.getvalue().rsplit("\r", 1)[-1]
    bar.close()


def test_rich_writes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    bar = rich_progress(disable=False)
    bar(START)
    bar(END)
    out, error = capsys.readouterr()
    assert out == ""
    assert "1,497 done" in error


MISSING = """
import sys
sys.modules["{library}"] = None
from aa_sdk.progress import {bar}
try:
    {bar}()
except ModuleNotFoundError as error:
    print(error, error.name)
"""


@pytest.mark.parametrize(
    ("bar", "library", "module"),
    [("tqdm_progress", "tqdm", "tqdm.auto"), ("rich_progress", "rich", "rich.progress")],
)
def test_a_library_that_is_missing_is_named_with_the_way_to_get_it(
    bar: str, library: str, module: str
) -> None:
    program = MISSING.format(bar=bar, library=library)
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    told = f"{bar} needs the extra progress: pip install 'aa-sdk[progress]'"
    assert done.stdout.startswith(told)
    assert done.stdout.split()[-1] in {library, module}


def test_importing_the_module_loads_no_library() -> None:
    program = "import sys, aa_sdk.progress; print({'rich', 'tqdm'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "set()\n"
