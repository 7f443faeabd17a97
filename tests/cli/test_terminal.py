"""What comes from outside reaches a terminal, a spreadsheet or a program harmless."""

import asyncio
import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
import unicodedata
from collections.abc import AsyncIterator, Sequence
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

from hypothesis import example, given
from hypothesis import strategies as st
from typer.testing import CliRunner

from aa_sdk._display import escape, escape_json
from aa_sdk.cli.app import app
from aa_sdk.cli.output import FindingRow, write_analyzers, write_findings
from aa_sdk.emulator import Emulator
from aa_sdk.models import AnalyzerSummary, FindingSummaryV2
from aa_sdk.policy.documents import MAX_BYTES

ANY_TEXT = st.text(st.characters())  # halves of surrogate pairs too
HOSTILE = [
    "\x1b]0;title\x07",  # sets a window's title
    "\x1b[2J\x1b[H",  # clears the screen
    "\x9b31m",  # the same introducer in one character
    "a\u202etxt.exe",  # turns the rest around
    "a\u2066b\u2069",
    "zero\u200bwidth\ufeff",
    "tag\U000e0041",
    "a\r\nnew line\tand\x00\x7f\x85\u2028",
    "half\ud800",
]
PROGRAM = [sys.executable, "-c", "from aa_sdk.cli import main; main()"]
OURS = re.compile(r"\x1b\[[0-9;]*m")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def is_harmless(shown: str) -> bool:
    """Whether all that is special in it are ends of lines and the colours of our own."""
    return all(escape(line) == line for line in OURS.sub("", shown).split("\n"))


@given(ANY_TEXT)
@example("".join(HOSTILE))
def test_escaped_text_is_one_harmless_line_and_clean_text_is_left_alone(text: str) -> None:
    shown = escape(text)
    unsafe = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    assert not {unicodedata.category(one) for one in shown} & unsafe
    assert escape(shown) == shown
    if not {unicodedata.category(one) for one in text} & unsafe:
        assert shown == text


@pytest.mark.parametrize("text", ["café", "日本語", "e\u0301", "👩\u200d👧"[:1], "C:\\temp", "a b"])
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert escape(text) == text


@given(st.dictionaries(ANY_TEXT, ANY_TEXT | st.lists(ANY_TEXT)), st.sampled_from([None, 2]))
def test_escaped_json_is_harmless_and_stands_for_the_same(value: Any, indent: int | None) -> None:
    for ensure_ascii in (True, False):
        shown = escape_json(json.dumps(value, ensure_ascii=ensure_ascii, indent=indent))
        assert is_harmless(shown)
        assert json.loads(shown) == value


def analyzer(text: str) -> AnalyzerSummary:
    wire = {"arn": text, "name": text, "type": text, "createdAt": NOW.isoformat(), "status": text}
    return AnalyzerSummary.model_validate(wire)


def row(text: str) -> FindingRow:
    finding = {
        **dict.fromkeys(("id", "resourceType", "resource", "resourceOwnerAccount"), text),
        **dict.fromkeys(("status", "findingType", "error"), text),
        **dict.fromkeys(("createdAt", "updatedAt", "analyzedAt"), NOW.isoformat()),
    }
    return FindingRow(analyzer(text), FindingSummaryV2.model_validate(finding), is_public=True)


async def each(rows: Sequence[FindingRow]) -> AsyncIterator[FindingRow]:
    for one in rows:
        yield one


def listing(text: str, output: str) -> str:
    """What a listing of one analyzer and one finding writes."""
    with redirect_stdout(io.StringIO()) as out:
        write_analyzers([analyzer(text)], output)
    with redirect_stdout(out):
        asyncio.run(write_findings(each([row(text)]), output, details=False))
    return out.getvalue()


@pytest.mark.parametrize("output", ["table", "csv", "json"])
@pytest.mark.parametrize("text", HOSTILE)
def test_a_listing_is_harmless(text: str, output: str) -> None:
    shown = listing(text, output)
    assert is_harmless(shown)
    if output != "json":
        assert escape(text) in shown


@pytest.mark.parametrize("text", HOSTILE)
def test_json_tells_a_program_exactly_what_there_was(text: str) -> None:
    found, _ = json.JSONDecoder().raw_decode(listing(text, "json"))
    assert found[0]["name"] == text


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "\nplain", "  =1", "\u00a0=1"),
        *("\u3000@a", "\u200b=1", "\ufeff-1", "＝1", "＋1", "－1", "＠a", "﹦1", "⁼1", " ＝1"),  # noqa: RUF001 (meant)
    ],
)
def test_no_cell_of_a_csv_file_is_a_formula(text: str) -> None:
    name = list(csv.reader(io.StringIO(listing(text, "csv"))))[1][0]
    assert name == f"'{escape(text)}"


@pytest.mark.parametrize("text", ["a=1", "arn:aws:s3:::x", "1-2", "", "  plain", "日本"])
def test_an_ordinary_cell_of_a_csv_file_is_left_alone(text: str) -> None:
    assert list(csv.reader(io.StringIO(listing(text, "csv"))))[1][0] == text


def policy(sid: str) -> str:
    statement = {"Sid": sid, "Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


@pytest.mark.parametrize("sid", [*HOSTILE[:4], "\x1b[31mred"])
@pytest.mark.parametrize("output", ["text", "json"])
def test_a_sid_of_a_policy_is_harmless(tmp_path: Path, sid: str, output: str) -> None:
    path = tmp_path / "policy.json"
    path.write_text(policy(sid))
    command = ["check", "access-not-granted", str(path), "--action", "s3:GetObject"]
    result = CliRunner().invoke(app, [*command, "--format", output], color=True)
    assert result.exit_code == 3
    assert is_harmless(result.stdout)
    if output == "json":
        assert json.loads(result.stdout)["reasons"][0]["statementId"] == sid
    else:
        assert escape(sid) in result.stdout


@pytest.mark.parametrize(
    "command",
    [
        ["findings", "--demo", "--where", "\x1b[2J\u202e"],
        ["findings", "--demo", "--analyzer", "\x1b[2J\u202e"],
        ["findings", "--demo", "--limit", "\x1b[2J\u202e"],
        ["findings", "--demo", "--format", "\x1b[2J\u202e"],
        ["findings", "--demo", "--where", "resource=\x1b[2J\u202e"],
        ["findings", "--\x1b[2J\u202e"],
        ["\x1b[2J\u202e"],
        ["--\x1b[2J\u202e"],
        ["check", "\x1b[2J\u202e"],
        ["check", "no-public-access", "\x1b[2J\u202e"],
        ["check", "no-public-access", "-", "--resource-type", "\x1b[2J\u202e"],
    ],
)
def test_what_was_typed_is_repeated_harmlessly(command: list[str]) -> None:
    result = CliRunner().invoke(app, command, color=True)
    assert is_harmless(result.output)
    assert result.output


def test_a_message_of_the_service_is_harmless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "invented")
    emulator = Emulator()
    message = "no \x1b[2J\u202e"
    emulator.faults.fail(status=403, code="AccessDeniedException", message=message)
    with emulator.serve() as url:
        where = ["--endpoint-url", url, "--region", "us-east-1"]
        result = CliRunner().invoke(app, ["analyzers", *where], color=True)
    assert result.exit_code == 1
    assert is_harmless(result.stderr)
    assert "no \\x1b[2J\\u202e" in result.stderr


def run_in_terminal(*command: str) -> str:
    """What a command writes to a terminal, colours and all."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    with subprocess.Popen(
        [*PROGRAM, *command],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
    ):
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:  # how Linux tells that the other side is closed
            pass
        os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def test_only_our_own_colours_reach_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text(policy("\x1b]0;title\x07\x1b[31mred"))
    shown = run_in_terminal("check", "access-not-granted", str(path), "--action", "s3:GetObject")
    assert "\x1b[" in shown
    assert is_harmless(shown)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom"])
def test_a_file_without_an_end_is_too_large(device: str) -> None:
    result = CliRunner().invoke(app, ["check", "no-public-access", device])
    assert result.exit_code == 1
    assert result.stderr == f"error: {device}: a document of more than 1 MiB\n"


def test_of_stdin_no_more_is_read_than_a_policy_may_have() -> None:
    command = [*PROGRAM, "check", "no-public-access", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        written = poured_into(process.stdin.fileno(), 100 * MAX_BYTES)
        told = process.stderr.read().decode()
    assert told == "error: stdin: a document of more than 1 MiB\n"
    assert written <= 2 * MAX_BYTES


def poured_into(pipe: int, most: int) -> int:
    """How many bytes went into a pipe until its reader left."""
    written = 0
    try:
        while written < most:
            written += os.write(pipe, b" " * 65536)
    except BrokenPipeError:
        pass
    return written


def test_stdin_that_is_no_text_is_told_of() -> None:
    result = CliRunner().invoke(app, ["check", "no-public-access", "-"], input=b"\xff\xfe{}")
    assert result.exit_code == 1
    assert result.stderr == "error: stdin: not UTF-8 text\n"


def test_a_byte_order_mark_is_no_part_of_a_policy() -> None:
    text = "\ufeff" + policy("Sample")
    command = ["check", "access-not-granted", "-", "--action", "iam:CreateUser"]
    assert CliRunner().invoke(app, command, input=text.encode()).exit_code == 0
