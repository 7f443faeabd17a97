"""Reports of more than what shows them takes."""

from collections.abc import Iterator

import pytest

from aa_sdk.cli._checks import markdown, sarif
from aa_sdk.cli._checks.github import as_commands
from aa_sdk.cli._checks.markdown import as_markdown
from aa_sdk.cli._checks.sarif import as_sarif, warnings_of
from aa_sdk.cli._checks.verdicts import CheckName, Issue, Report, State, Verdict
from tests.cli.checks.shell import FAIL, PUBLIC, Shell

model = pytest.importorskip("pydantic_sarif.model", reason="it has the schema of SARIF")


def some(count: int, state: State, check: CheckName = "no-public-access") -> Iterator[Verdict]:
    for n in range(count):
        yield Verdict(f"{state}{n}", f"{state}{n}", None, check, state, "why")


def with_warnings(count: int) -> Verdict:
    fails = False
    warned = [
        Issue("WARNING", "MISSING_VERSION", "old", "https://a.test", fails, None, f"{n}")
        for n in range(count)
    ]
    return Verdict("a", "a", None, "validate", "pass", "warned", issues=warned)


def test_what_failed_comes_before_what_is_open_and_that_before_warnings() -> None:
    verdicts = [with_warnings(1), *some(2, "unresolved"), *some(2, "new"), *some(1, "fail")]
    *commands, summary = as_commands(Report(verdicts))
    assert [one.partition(" file=")[0] + one.partition("file=")[2][:8] for one in commands] == [
        "::errorfail0,ti",
        "::errorunresolv",
        "::errorunresolv",
        "::warninga,title=",
        "::noticenew0,tit",
        "::noticenew1,tit",
    ]
    assert summary.startswith("6 policies: ")
    rows = [*as_markdown(Report(verdicts))][4:]
    assert [row.partition(" |")[0] for row in rows[:3]] == [
        "| fail0",
        "| unresolved0",
        "| unresolved1",
    ]


def test_github_is_told_how_many_annotations_it_does_not_show() -> None:
    verdicts = [*some(12, "fail"), with_warnings(11), *some(10, "new")]
    *commands, more, _ = as_commands(Report(verdicts))
    assert len(commands) == 33
    assert more == "GitHub shows 10 annotations of a kind: 3 more are in this log"
    shown = [*as_commands(Report([*some(10, "fail"), with_warnings(10)]))]
    assert not any("more" in one for one in shown)


def test_sarif_has_the_gravest_and_says_how_many_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sarif, "_MOST_RESULTS", 3)
    verdicts = [with_warnings(2), *some(1, "new"), *some(1, "undecided"), *some(1, "fail")]
    log = as_sarif(Report(verdicts))
    model.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate(log)
    run = log["runs"][0]
    outcomes = [one["properties"]["outcome"] for one in run["results"]]
    assert outcomes == ["fail", "undecided", "pass"]
    assert [one["id"] for one in run["tool"]["driver"]["rules"]] == [
        "no-public-access",
        "MISSING_VERSION",
    ]
    (left_out,) = warnings_of(log)
    assert left_out.startswith("1 result is left out of the SARIF: ")
    monkeypatch.setattr(sarif, "_MOST_RESULTS", 4)
    log = as_sarif(Report(verdicts))
    assert len(log["runs"][0]["results"]) == 4
    assert warnings_of(log) == []
    assert warnings_of(as_sarif(Report([]))) == []


def test_whoever_asks_for_sarif_is_told_of_what_is_left_out(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sarif, "_MOST_RESULTS", 1)
    shell.write("a.json", PUBLIC)
    shell.write("b.json", PUBLIC)
    ended = shell.check("no-public-access", "a.json", "b.json", "-o", "sarif")
    assert ended.code == FAIL
    assert len(ended.json["runs"][0]["results"]) == 1
    assert "1 result is left out of the SARIF" in ended.err


def test_markdown_fits_a_comment(monkeypatch: pytest.MonkeyPatch) -> None:
    long = Verdict("a", "a", None, "read", "error", "|" * 600)
    lines = [*as_markdown(Report([long] * 50))]
    assert len("\n".join(lines)) < 65_536
    rows = [one for one in lines if one.startswith("| a ")]
    assert 10 < len(rows) < 50
    assert lines[-1].startswith(f"… {50 - len(rows)} more: ")
    monkeypatch.setattr(markdown, "_MOST_CHARACTERS", len(rows[0]) + 1)
    assert sum(one.startswith("| a ") for one in as_markdown(Report([long] * 3))) == 1
