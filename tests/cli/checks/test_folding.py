"""Verdicts in a terminal that is narrow."""

import io
import re
from contextlib import redirect_stdout

import pytest

from aa_sdk._display.layout import Span
from aa_sdk.cli._checks.folding import folded
from aa_sdk.cli._checks.text import show_all, show_one
from aa_sdk.cli._checks.verdicts import Issue, Reason, Report, Verdict
from aa_sdk.policy import AccessExample
from aa_sdk.policy._validation.places import Place

SGR = re.compile(r"\x1b\[[0-9;]*m")
NAME = "policies/department/orders-inbox-4433/" + "x" * 60 + ".json"
PLACE = Place(7, 5, 9, 6)


class Terminal(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    for name, value in {"COLUMNS": "80", "LINES": "24", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Terminal()


def verdict(state: str = "fail") -> Verdict:
    text = "Allows some of the listed access: the statement with sid EverybodyMayReadIt."
    example = AccessExample(
        "s3:GetObject", "arn:aws:s3:::amber/" + "y" * 80, None, None, {}, (0, "A")
    )
    issue = Issue(
        "ERROR",
        "A_CODE",
        "It is wrong, and this is said in many words.",
        "",
        fails=True,
        place=PLACE,
        identity="",
    )
    return Verdict(
        NAME,
        "a.json",
        None,
        "validate",
        state,  # type: ignore[arg-type] # one of them
        "A sentence.",
        reasons=[Reason(text, 0, "A", PLACE, "A")],
        example=example,
        issues=[issue],
    )


def test_lines_fold_between_words_and_names_stay_whole(terminal: Terminal) -> None:
    with redirect_stdout(terminal):
        show_all(Report([verdict(), verdict("undecided")]), verbose=False)
        show_one(verdict())
    lines = SGR.sub("", terminal.getvalue()).splitlines()
    assert f"FAIL  {NAME}" in lines
    assert "    a.json:7:5: Allows some of the listed access: the statement with sid" in lines
    assert "      EverybodyMayReadIt." in lines
    for line in lines:
        assert len(line) <= 80 or NAME in line or "y" * 80 in line
    assert "\x1b[31m\x1b[1mERROR\x1b[0m A_CODE: It is wrong" in terminal.getvalue()


def test_a_colour_ends_with_what_it_is_about() -> None:
    line = [Span("    " + "a" * 30 + " "), Span("ERROR", "public"), Span(" b c d e f", "muted")]
    told = [*folded(line, 40, "      ")]
    assert told == [[*line[:2], Span("", "muted")], [Span("      b c d e f", "muted")]]
    narrow = [*folded([Span("x y " * 20), Span("ERROR", "public")], 3, " ")]
    assert {one.style for part in narrow for one in part} == {"public"}
    assert max(len(part[0].text) for part in narrow) <= 40
