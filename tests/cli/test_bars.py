"""Bars for what takes long, and none where nobody sees them."""

import io
import sys

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

from aa_sdk.cli._bars import LateBar
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
