"""The way out: everything a command writes passes here, and nothing passes unescaped.

Resource names, messages of the service, policy files and arguments are text of others. A command
hands them over as they are; what controls a terminal is escaped here.
"""

import os
import shutil
import stat
import sys
from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, redirect_stdout
from pathlib import Path
from typing import Any, Never, TextIO

import typer

from aa_sdk._display import escape, fit_json, json_text
from aa_sdk._display.layout import Face, Span, Style

EXIT_ERROR = 1
"""An error, told in one line on stderr: no analyzer in the Region, one that is not ACTIVE, an
output that cannot be written, an error of the service …; or a policy that there is no verdict on.
"""
EXIT_USAGE = 2
"""Wrong usage, such as a filter that cannot be read."""
EXIT_FAIL = 3
"""A policy check says FAIL; with `--exit-code`, there is a difference, something would change, or a
finding would become active."""
EXIT_PARTLY = 4
"""Only a part could be done: some findings could not be changed, or some accounts, Regions or
analyzers not be read."""
EXIT_INTERRUPTED = 130
"""Interrupted, as by Ctrl-C."""
EXIT_PIPE = 141
"""The reader of the output has left, as `head` does."""

_COLOURS: dict[Style, dict[str, Any]] = {
    "muted": {"dim": True},
    "strong": {"bold": True},
    "badge": {"bold": True},
    "public": {"fg": "red", "bold": True},
    "good": {"fg": "green", "bold": True},
    "added": {"fg": "green"},
    "changed": {"fg": "yellow"},
    "removed": {"fg": "red"},
    "passed": {"fg": "green", "bold": True},
    "failed": {"fg": "red", "bold": True},
}


def say(text: str, *, err: bool = False) -> None:
    """Write a line to stdout, or to stderr."""
    say_spans([Span(text)], err=err)


def say_spans(spans: Sequence[Span], *, err: bool = False) -> None:
    """Write pieces of text as one line, coloured where that is wanted."""
    stream = sys.stderr if err else sys.stdout
    is_coloured = _is_coloured(stream)
    pieces = (_coloured(span, stream) if is_coloured else _fit(span.text, stream) for span in spans)
    _write("".join(pieces).rstrip() + "\n", stream)


def note(text: str) -> None:
    """Write a line about the output: below it in a terminal, else to stderr."""
    say_spans([Span(text, "muted")], err=not sys.stdout.isatty())


def show(face: Face, *, err: bool = False) -> None:
    """Write what is shown of something to stdout or stderr, as wide as the terminal is."""
    from aa_sdk._display.terminal import as_lines

    for line in as_lines(face, _width(sys.stderr) if err else width()):
        say_spans(line, err=err)


def fail(message: str, code: int = EXIT_ERROR) -> Never:
    """Tell the user what went wrong, in one line on stderr, and end with a code."""
    say(f"error: {message}", err=True)
    raise typer.Exit(code)


def width() -> int | None:
    """Return how many columns stdout has; None where it is no terminal, and nothing is cut."""
    return _width(sys.stdout)


def _width(stream: TextIO) -> int | None:
    return shutil.get_terminal_size().columns if stream.isatty() else None


def write_json(value: Any) -> None:
    """Write a value to stdout as JSON over several lines."""
    write(f"{as_json(value, indent=2)}\n")


def as_json(value: Any, *, indent: int | None = None) -> str:
    """Write JSON that stdout has characters for."""
    return json_text(value, indent=indent, ascii_only=_is_ascii_only())


def as_fit_json(text: str) -> str:
    """Make JSON fit to be shown, in characters that stdout has."""
    return fit_json(text, ascii_only=_is_ascii_only())


def _is_ascii_only() -> bool:
    return not (sys.stdout.encoding or "utf-8").lower().startswith("utf")


def fitting(text: str) -> str:
    """Escape a text, and what stdout has no character for."""
    return _fit(text, sys.stdout)


def write(text: str) -> None:
    """Write text to stdout that was made fit for it, such as JSON, or CSV of fitting texts."""
    _write(text, sys.stdout)


def write_file(path: Path) -> None:
    """Write a file to stdout as it is."""
    flush()
    with path.open("rb") as file, _left_alone(sys.stdout):
        shutil.copyfileobj(file, sys.stdout.buffer)


def is_terminal() -> bool:
    """Tell whether stdout is a terminal."""
    return sys.stdout.isatty()


def may_be_seen() -> bool:
    """Tell whether what is written to stdout may be seen: in a terminal, or behind a pipe."""
    try:
        mode = os.fstat(sys.stdout.fileno()).st_mode
    except (AttributeError, OSError, ValueError):  # a stand-in for stdout, or none
        return False
    return is_terminal() or stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


@contextmanager
def into(path: Path) -> Generator[None]:
    """Have what is written to stdout written to a file."""
    with path.open("w", encoding="utf-8", newline="") as file, redirect_stdout(file):
        yield


@contextmanager
def both_streams() -> Generator[None]:
    """Have a stdout and a stderr, also where the process was started without one."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 (as quick as can be)
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
        yield


def flush() -> None:
    """Write out what is still held back."""
    # None where the process was started without one.
    streams: tuple[TextIO | None, ...] = (sys.stdout, sys.stderr)
    for stream in filter(None, streams):
        _write("", stream, flush=True)


def is_shown() -> bool:
    """Tell whether somebody sees what is written to stderr, and it can be taken back."""
    stream: TextIO | None = sys.stderr
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def busy(text: str) -> AbstractContextManager[object]:
    """Show on stderr that something goes on, as long as it does; in a terminal only."""
    if not is_shown():
        return nullcontext()
    from rich.console import Console
    from rich.text import Text

    return Console(stderr=True).status(Text(escape(text)))


def _write(text: str, stream: TextIO, *, flush: bool = False) -> None:
    with _left_alone(stream):
        stream.write(text)
        if flush:
            stream.flush()


@contextmanager
def _left_alone(stream: TextIO) -> Generator[None]:
    """End with the code for it where the reader of a pipe has left, or nothing can be written."""
    try:
        yield
    except OSError as error:
        # Python would write the rest at its end, and complain once more.
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 (it has a number, not a path)
            os.dup2(nowhere.fileno(), stream.fileno())
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(EXIT_PIPE) from None
        if stream is sys.stderr:  # which is where it would be told
            raise typer.Exit(EXIT_ERROR) from None
        fail(f"cannot write the output: {error.strerror}")


@contextmanager
def written_or_told() -> Generator[None]:
    """End as commands do where a help cannot be written, which typer writes by itself."""
    try:
        yield
    except OSError as error:
        if error.filename is not None:  # it is not about a stream
            raise
        with _left_alone(sys.stdout):
            raise


def _is_coloured(stream: TextIO) -> bool:
    known = os.environ
    return stream.isatty() and not known.get("NO_COLOR") and known.get("TERM") != "dumb"


def _coloured(span: Span, stream: TextIO) -> str:
    text = _fit(span.text, stream)
    how = _COLOURS.get(span.style)
    return typer.style(text, **how) if how and text.strip() else text


def _fit(text: str, stream: TextIO) -> str:
    """Escape a text, and what the stream's encoding has no character for."""
    shown = escape(text)
    if shown.isascii():
        return shown
    encoding = stream.encoding or "utf-8"
    return shown.encode(encoding, "backslashreplace").decode(encoding)
