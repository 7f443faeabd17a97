"""Reports that `aa-sdk check` writes to files."""

import json

import pytest

from tests.cli.checks.shell import ERROR, FAIL, PUBLIC, USAGE, WIDE, Shell


def test_reports_are_written_to_files_beside_what_is_shown(shell: Shell) -> None:
    shell.write("policies/wide.json", WIDE)
    shell.write("policies/open.json", PUBLIC)
    ended = shell.check(
        *("policies", "--public", "-o", "github"),
        *("--report", "sarif=a.sarif", "--report", "markdown=b.md", "--report", "text=c.txt"),
    )
    assert ended.code == FAIL
    assert "::error file=policies/open.json" in ended.out
    sarif = json.loads((shell.folder / "a.sarif").read_text())
    assert sarif["version"] == "2.1.0"
    for name in ("b.md", "c.txt"):
        assert "policies/open.json" in (shell.folder / name).read_text()


def test_a_report_is_the_same_as_what_stdout_gets(shell: Shell) -> None:
    shell.write("open.json", PUBLIC)
    asked = ("no-public-access", "open.json", "-o", "json")
    ended = shell.check(*asked, "--report", "json=report.json")
    assert (shell.folder / "report.json").read_text() == ended.out == shell.check(*asked).out


@pytest.mark.parametrize(
    ("report", "words"),
    [
        ("sarif", "FORMAT=FILE, FORMAT being one of text, json"),
        ("sarif=", "FORMAT=FILE"),
        ("srif=a", "FORMAT=FILE"),
        ("sarif=nowhere/a.sarif", "nowhere/a.sarif: there is no such folder"),
    ],
)
def test_a_report_that_cannot_be_is_refused_before_anything_is_done(
    shell: Shell, report: str, words: str
) -> None:
    ended = shell.check("missing.json", "--report", report)
    assert ended.code == USAGE
    assert words in " ".join(ended.err.split())
    assert "missing" not in ended.err


def test_a_report_that_cannot_be_written_is_an_error(shell: Shell) -> None:
    shell.write("open.json", PUBLIC)
    (shell.folder / "folder").mkdir()
    ended = shell.check("open.json", "--report", "sarif=folder")
    assert (ended.code, ended.err) == (ERROR, "error: --report: folder: Is a directory\n")
