"""Bars for what takes long, and none where nobody sees them."""

import io
import os
import sys
from pathlib import Path

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

from aa_sdk.cli._bars import LateBar
from aa_sdk.cli._terminal import may_be_seen
from aa_sdk.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(stderr: io.StringIO, monkeypatch: pytest.MonkeyPatch, *seconds: float) -> str:
    """What a bar writes that is told of progress at some moments after its beginning."""
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setenv("TERM", "xterm")
    moments = iter([0.0, *seconds])
    with LateBar(clock=lambda: next(moments)) as bar:
        for done, _ in enumerate(seconds):
            bar(Progress(done, 0, 0, 0, 1.0, 100))
    return stderr.getvalue()


def test_there_is_a_bar_once_it_has_taken_two_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(Terminal(), monkeypatch, 0.5, 1.9) == ""
    assert "1 done, 0 failed" in told(Terminal(), monkeypatch, 1.9, 2.1)


def test_there_is_none_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(io.StringIO(), monkeypatch, 2.5, 9) == ""


def test_what_is_written_to_stdout_meanwhile_stays_there(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr, stdout = Terminal(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setattr(sys, "stdout", stdout)
    monkeypatch.setenv("TERM", "xterm")
    moments = iter([0.0, 9.0])
    with LateBar(clock=lambda: next(moments)) as bar:
        bar(Progress(1, 0, 0, 0, 1.0, 100))
        print("a row")  # noqa: T201 (what this is about)
        assert stdout.getvalue() == "a row\n"
        assert "a row" not in stderr.getvalue()


@pytest.mark.parametrize(("remaining", "bars"), [(9, 2), (0, 1)])
def test_a_bar_makes_room_for_rows_and_comes_again_below_them(
    remaining: int, bars: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with LateBar(clock=iter([0.0, 9.0, 9.0]).__next__) as bar:
        with bar.away():
            pass  # nothing has been told yet
        bar(Progress(1, 0, 0, 0, 1.0, remaining))
        with bar.away():
            terminal.write("a row\n")
        before, after = terminal.getvalue().split("a row\n")
        assert [part.count("1 done") > 0 for part in (before, after)] == [True, bars == 2]


def test_a_bar_stays_where_rows_go_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr, stdout = Terminal(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setattr(sys, "stdout", stdout)
    with LateBar(clock=iter([0.0, 9.0]).__next__) as bar:
        bar(Progress(1, 0, 0, 0, 1.0, 9))
        before = stderr.getvalue()
        with bar.away():
            assert stderr.getvalue() == before
        assert stderr.getvalue() == before


def test_what_goes_into_a_pipe_may_be_seen_and_what_goes_into_a_file_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, writer = os.pipe()
    with open(reader, "rb"), open(writer, "w", encoding="utf-8") as pipe:  # noqa: PTH123 (no path)
        monkeypatch.setattr(sys, "stdout", pipe)
        assert may_be_seen()
    with (tmp_path / "file").open("w") as file:
        monkeypatch.setattr(sys, "stdout", file)
        assert not may_be_seen()
    for stand_in in (io.StringIO(), None):
        monkeypatch.setattr(sys, "stdout", stand_in)
        assert not may_be_seen()
