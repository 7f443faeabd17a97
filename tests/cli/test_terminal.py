"""What comes out of the commands when names, messages and files want to command the terminal."""

import ast
import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import aa_sdk.cli
from aa_sdk import ExternalAccessDetails
from aa_sdk._display import escape
from aa_sdk.cli import main
from aa_sdk.cli._analyzers.listing import analyzers_sheet
from aa_sdk.cli._findings.rows import FINDINGS, FindingRow
from aa_sdk.cli._options import Format
from aa_sdk.cli._tables.writers import writer_of
from aa_sdk.emulator import Emulator
from aa_sdk.models import AnalyzerSummary, FindingSummaryV2
from tests.cli.commands import REGION, listed, run
from tests.effort import examples
from tests.terminal import written_to

# A title for the window, a colour by ESC and one by C1, text from right to left, a line of its
# own, letters that are not seen, and what is only text.
HOSTILE = "a\x1b]0;b\x07\x1b[31m\x9b32m\u202ec\nd\r\t\u2028\u200b\U000e0041\x7f é日本🚀"
SHOWN = r"a\x1b]0;b\x07\x1b[31m\x9b32m\u202ec\nd\r\t\u2028\u200b\U000e0041\x7f é日本🚀"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SGR = re.compile(r"\x1b\[[0-9;]*m")

ANY_TEXT = st.text(st.characters(), min_size=1)
WIRE_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


def is_clean(output: str) -> bool:
    """Whether an output holds nothing but text and line feeds."""
    return escape(output.replace("\n", "")) == output.replace("\n", "")


@pytest.fixture
def listing(emulator: Emulator, url: str) -> tuple[str, ...]:
    """The command that lists one finding, of a resource with a hostile name."""
    arn = emulator.populate(findings=0).analyzers["account-external"]
    emulator.add_finding(arn, HOSTILE, "AWS::S3::Bucket", ExternalAccessDetails())
    return ("findings", "--region", REGION, "--endpoint-url", url, "--analyzer", arn)


@pytest.mark.parametrize("how", [(), ("--details",), ("--format", "csv")])
def test_a_resource_name_is_shown_escaped(listing: tuple[str, ...], how: tuple[str, ...]) -> None:
    result = run(*listing, *how)
    assert result.exit_code == 0
    assert is_clean(result.stdout)
    assert r"a\x1b]0;b\x07\x1b[31m\x9b32m" in result.stdout


def test_json_has_escapes_for_what_is_hidden_and_reads_back(listing: tuple[str, ...]) -> None:
    result = run(*listing, "--format", "json", "--details")
    assert is_clean(result.stdout)
    assert r"\u001b]0;b\u0007\u001b[31m\u009b32m\u202ec\nd" in result.stdout
    assert r"\udb40\udc41\u007f é日本🚀" in result.stdout
    assert [finding["resource"] for finding in json.loads(result.stdout)] == [HOSTILE]
    assert [finding["resource"] for finding in listed(*listing)] == [HOSTILE]


def test_a_cell_of_details_is_json_that_reads_back() -> None:
    result = run("findings", "--demo", "--details", "--limit", "3", "--format", "csv")
    for row in csv.DictReader(io.StringIO(result.stdout)):
        assert json.loads(row["findingDetails"])


@pytest.mark.parametrize("operation", ["ListAnalyzers", "ListFindings", "GetFindingV2"])
def test_a_message_of_the_service_is_one_line_of_text(
    emulator: Emulator, listing: tuple[str, ...], operation: str
) -> None:
    emulator.faults.fail(operation, status=403, code="AccessDeniedException", message=HOSTILE)
    result = run(*listing, "--details")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("\n") == 1
    assert is_clean(result.stderr)
    assert r"a\x1b]0;b\x07\x1b[31m\x9b32m\u202ec\nd" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (HOSTILE,),
        (f"--{HOSTILE}",),
        ("check", HOSTILE),
        ("check", "no-public-access", HOSTILE),
        ("check", "no-public-access", "-", "--resource-type", HOSTILE),
        ("check", "access-not-granted", "-", "--policy-type", HOSTILE),
        ("check", "access-not-granted", "-", "--action", HOSTILE),
        ("findings", HOSTILE),
        ("findings", "--demo", f"--{HOSTILE}"),
        ("findings", "--demo", "--format", HOSTILE),
        ("findings", "--demo", "--limit", HOSTILE),
        ("findings", "--demo", "--where", HOSTILE),
        ("findings", "--demo", "--where", f"resource={HOSTILE}", "--format", "csv"),
        ("findings", "--demo", "--analyzer", HOSTILE),
        ("analyzers", "--profile", HOSTILE),
        ("analyzers", "--region", HOSTILE),
        ("analyzers", "--region", REGION, "--endpoint-url", HOSTILE),
    ],
)
def test_what_was_typed_is_repeated_escaped(arguments: tuple[str, ...]) -> None:
    policy = {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
    result = run(*arguments, stdin=json.dumps(policy))
    assert result.exit_code in {0, 1, 2}
    assert result.stderr
    assert is_clean(result.stderr)
    # A line feed of the argument would start a line with what follows it.
    assert not re.search(r"^d", result.stderr, re.MULTILINE)


def test_help_that_nobody_asked_for_keeps_its_lines() -> None:
    for arguments in ((), ("check",)):
        result = run(*arguments)
        assert result.exit_code == 2
        assert "\nOptions:\n" in result.stdout + result.stderr


@pytest.mark.parametrize("how", ["table", "csv", "json"])
def test_output_of_another_encoding_escapes_what_that_does_not_have(how: str) -> None:
    output = io.BytesIO()
    with redirect_stdout(io.TextIOWrapper(output, encoding="ascii", write_through=True)):
        writer = writer_of(analyzers_sheet(NOW), Format(how))
        writer.add([analyzer("日本")])
        assert rb"\u65e5\u672c" in output.getvalue()


def analyzer(name: str) -> AnalyzerSummary:
    return AnalyzerSummary(arn=name, name=name, type="ACCOUNT", created_at=NOW, status="ACTIVE")


def finding(text: str) -> FindingRow:
    summary = FindingSummaryV2(
        analyzed_at=NOW,
        created_at=NOW,
        updated_at=NOW,
        id=text,
        resource_type=text,  # type: ignore[arg-type] # the service may add one
        resource_owner_account=text,
        status="ACTIVE",
        error=text,
        resource=text,
    )
    return FindingRow(analyzer(text), summary, text, NOW)


def written(how: str, *texts: str) -> str:
    """What a listing of analyzers and one of findings write."""

    with redirect_stdout(io.StringIO()) as output:
        for sheet, rows in (
            (analyzers_sheet(NOW), [analyzer(text) for text in texts]),
            (FINDINGS, [finding(text) for text in texts]),
        ):
            writer = writer_of(sheet, Format(how))
            writer.add(rows)
            writer.end()
    return output.getvalue()


@settings(max_examples=examples(50))
@given(WIRE_TEXT)
def test_no_text_of_the_service_gets_out_of_its_cell(text: str) -> None:
    assert is_clean(written("table", text))
    table = written("csv", text)
    assert is_clean(table)
    assert [line.count("\n") for line in table.splitlines(keepends=True)] == [1] * 4
    assert {len(row) for row in csv.reader(io.StringIO(table))} == {5, 16}


@settings(max_examples=examples(50))
@given(WIRE_TEXT)
def test_json_of_any_text_reads_back(text: str) -> None:
    told = written("json", text)
    assert is_clean(told)
    analyzers, findings = re.split(r"(?<=^\])\n", told, maxsplit=1, flags=re.MULTILINE)
    assert json.loads(analyzers)[0]["name"] == text
    assert json.loads(findings)[0]["resource"] == text


@settings(max_examples=examples(50))
@given(ANY_TEXT)
def test_no_sid_gets_out_of_its_line(sid: str) -> None:
    statement = {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": "*",
        "Action": "*",
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:PrincipalTag/team": sid}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": statement})
    check = ("check", "no-public-access", "-")
    plain, structured = run(*check, stdin=document), run(*check, "--format", "json", stdin=document)
    assert plain.exit_code == structured.exit_code
    assert is_clean(plain.stdout + plain.stderr + structured.stdout + structured.stderr)
    if plain.exit_code == 3:
        assert plain.stdout.count("\n") == 8
        # Halves of a character that stand together are one whole as soon as JSON was read.
        (reason,) = json.loads(structured.stdout)["reasons"]
        assert reason["statementId"] == json.loads(json.dumps(sid))


FORMULA = "cmd|'/c calc'!A1"
STARTS = ["=", "+", "-", "@", "\N{MINUS SIGN}"]
WIDE_STARTS = ["\uff1d", "\uff0b", "\uff0d", "\uff20"]
SMALL_STARTS = ["\ufe66", "\ufe62", "\ufe63", "\ufe6b"]
LEADS = [
    "",
    " ",
    "\t",
    "\r",
    "\n",
    "\r\n",
    "\xa0",
    "\u3000",
    "\u2003",
    "\u200b",
    "\ufeff",
    '"',
    "'",
]


@pytest.mark.parametrize("lead", LEADS, ids=ascii)
def test_a_cell_that_looks_like_a_formula_is_made_harmless(lead: str) -> None:
    for sign in (*STARTS, *WIDE_STARTS, *SMALL_STARTS):
        text = f"{lead}{sign}{FORMULA}"
        assert first_cell(text) == f"'{escape(text)}"


@pytest.mark.parametrize("text", ["\t5", "\r5", "\n5"])
def test_a_cell_that_starts_with_a_tab_or_a_new_line_is_made_harmless(text: str) -> None:
    assert first_cell(text) == f"'{escape(text)}"


@pytest.mark.parametrize("text", ["arn:aws:s3:::a=b", "a-b", " x", "日本", '"a"', "1+1"])
def test_any_other_cell_stays_as_it_is(text: str) -> None:
    assert first_cell(text) == text


def first_cell(text: str) -> str:
    """The id in the one row of a listing of findings."""
    return next(csv.reader([written("csv", text).splitlines()[-1]]))[0]


# One process for all, since starting it takes longer than what it does.
ONE_AFTER_THE_OTHER = """
import json, sys
from contextlib import suppress
from aa_sdk.cli import main
for sys.argv in json.loads(sys.argv[1]):
    with suppress(SystemExit):
        main()
    sys.stdout.write("\\0")
    sys.stdout.flush()
"""


def in_a_terminal(*commands: Sequence[str]) -> list[str]:
    """What each of some commands writes to a terminal of 80 columns."""
    lines = json.dumps([["aa-sdk", *command] for command in commands])
    return written_to([sys.executable, "-c", ONE_AFTER_THE_OTHER, lines]).split("\0")[:-1]


def test_a_terminal_gets_no_control_but_our_own_colours(
    listing: tuple[str, ...], tmp_path: Path
) -> None:
    statement = {"Sid": HOSTILE, "Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    path = tmp_path / f"policy {HOSTILE.replace('/', '')}.json"
    path.write_text(json.dumps({"Statement": statement}))
    verdict, table, error = in_a_terminal(
        ("check", "access-not-granted", str(path), "--action", "s3:GetObject"),
        listing,
        ("check", "no-public-access", f"{path}x"),
    )
    assert verdict.startswith("\x1b[31m\x1b[1mFAIL\x1b[0m  ")
    assert f"({SHOWN})" in verdict
    assert "RESOURCE" in table
    assert max(map(len, SGR.sub("", table).split("\n"))) <= 80
    assert error.startswith("error: ")
    for output in (verdict, table, error):
        assert is_clean(SGR.sub("", output))


def test_the_traceback_of_a_defect_is_escaped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> None:
        raise RuntimeError(HOSTILE)

    monkeypatch.setattr("aa_sdk.cli.app.app", broken)
    with pytest.raises(SystemExit) as told:
        main()
    assert r"RuntimeError: a\x1b]0;b" in str(told.value.code)
    assert is_clean(str(told.value.code))


def test_nothing_is_written_past_the_one_way_out() -> None:
    folder = Path(str(aa_sdk.cli.__file__)).parent
    found = {
        (path.name, name)
        for path in folder.rglob("*.py")
        for name in names(ast.parse(path.read_text()))
        if name in {"print", "echo", "secho", "stdout", "stderr", "Console", "rich", "getLogger"}
    }
    assert {path for path, _ in found} == {"_terminal.py"}


def names(tree: ast.AST) -> Iterator[Any]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                yield name
            case _:
                pass
