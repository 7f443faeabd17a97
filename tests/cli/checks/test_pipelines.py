"""What pipelines take: SARIF, workflow commands, JUnit, Markdown, JSON."""

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk._display import escape
from aa_sdk.cli._checks.github import as_commands
from aa_sdk.cli._checks.junit import as_junit
from aa_sdk.cli._checks.markdown import as_markdown
from aa_sdk.cli._checks.records import record_of
from aa_sdk.cli._checks.rules import QUESTIONS
from aa_sdk.cli._checks.sarif import as_sarif
from aa_sdk.cli._checks.verdicts import Issue, Reason, Report, Verdict
from aa_sdk.policy import AccessExample
from aa_sdk.policy._validation.places import Place
from tests.cli.checks.shell import (
    FAIL,
    MALFORMED,
    NARROW,
    PASS,
    PASSING_ROLES,
    PUBLIC,
    UNDECIDED,
    WIDE,
    Shell,
)
from tests.cli.checks.templates import found, report_on, unresolved
from tests.effort import examples

model = pytest.importorskip("pydantic_sarif.model", reason="it has the schema of SARIF")
GRANTED = ("access-not-granted", "--action", "s3:PutObject")


def parsed(document: str) -> ET.Element:
    return ET.fromstring(document)  # noqa: S314 (ours)


def checked(log: Any) -> Any:
    """A log that the schema takes, and whose references hold; its run."""
    model.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate_json(json.dumps(log))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    prints = [tuple(one["partialFingerprints"].items()) for one in run["results"]]
    assert len({*prints}) == len(prints)
    return run


def write_some(shell: Shell) -> None:
    shell.write("policies/narrow.json", NARROW)
    shell.write("policies/wide.json", WIDE)
    shell.write("policies/undecided.json", UNDECIDED)
    shell.write("policies/malformed.json", MALFORMED)
    shell.write("policies/ä b%.json", WIDE)


def test_sarif_fits_its_schema_and_names_what_failed(shell: Shell) -> None:
    write_some(shell)
    ended = shell.check(*GRANTED, "policies", "-o", "sarif")
    assert ended.code == FAIL
    run = checked(ended.json)
    assert run["invocations"] == [{"executionSuccessful": False, "exitCode": 3}]
    assert run["columnKind"] == "unicodeCodePoints"
    locations = {
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: one
        for one in run["results"]
    }
    assert {uri: one["properties"]["outcome"] for uri, one in locations.items()} == {
        "policies/%C3%A4%20b%25.json": "fail",
        "policies/wide.json": "fail",
        "policies/undecided.json": "undecided",
        "policies/malformed.json": "error",
    }
    wide = locations["policies/wide.json"]
    assert (wide["ruleId"], wide["level"]) == ("access-not-granted", "error")
    assert wide["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 10,
        "startColumn": 5,
        "endLine": 15,
        "endColumn": 6,
    }
    assert "sid Wide" in wide["message"]["text"]
    assert "For example: s3:PutObject on " in wide["message"]["text"]


def test_what_is_undecided_raises_an_alert(shell: Shell) -> None:
    shell.write("undecided.json", UNDECIDED)
    run = checked(shell.check(*GRANTED, "undecided.json", "-o", "sarif").json)
    (result,) = run["results"]
    assert result["level"] == "error"
    assert result.get("kind", "fail") == "fail"  # of other kinds, scanners show nothing
    assert result["message"]["text"].startswith("Undecided: ")


def test_a_rule_stands_for_each_question_and_each_code(shell: Shell) -> None:
    shell.write("roles.json", PASSING_ROLES)
    shell.write("open.json", PUBLIC)
    shell.write("old.json", {"Statement": NARROW["Statement"] * 2})
    ended = shell.check(".", "--public", "--action", "iam:PassRole", "-o", "sarif")
    rules = checked(ended.json)["tool"]["driver"]["rules"]
    levels = {rule["id"]: rule["defaultConfiguration"]["level"] for rule in rules}
    assert levels["PASS_ROLE_WITH_STAR_IN_RESOURCE"] == "error"
    assert levels["MISSING_VERSION"] == "warning"
    assert {"access-not-granted", "no-public-access"} <= levels.keys()
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024  # code scanning asks for it
        assert rule["help"]["text"]
        assert rule["helpUri"].startswith("https://")


async def test_every_question_has_a_rule() -> None:
    for check in QUESTIONS:
        verdict = Verdict("a", "a", None, check, "error", "why")  # type: ignore[arg-type] # its keys
        assert checked(as_sarif(Report([verdict])))["results"][0]["ruleId"] == check


def test_fingerprints_stay_when_lines_move(shell: Shell) -> None:
    def prints(content: object) -> list[Any]:
        shell.write("a.json", content)
        run = checked(shell.check(*GRANTED, "a.json", "-o", "sarif").json)
        return [one["partialFingerprints"] for one in run["results"]]

    wide = WIDE["Statement"][1]
    nameless = {name: value for name, value in wide.items() if name != "Sid"}
    before = prints({"Statement": [wide, nameless, nameless]})
    after = prints("\n\n" + json.dumps({"Id": "x", "Statement": [wide, nameless, nameless]}))
    assert before == after
    assert len({json.dumps(one) for one in before}) == 3
    assert prints({"Statement": [{**nameless, "Action": "*"}]})[0] not in before


async def test_sarif_names_the_part_of_a_template_and_what_is_not_asked() -> None:
    scp = found("Scp", json.dumps(NARROW), "SERVICE_CONTROL_POLICY")
    report = await report_on(
        found("Wide", json.dumps(WIDE)), scp, unresolved("Team"), actions=("s3:PutObject",)
    )
    run = checked(as_sarif(report))
    wide, team = run["results"]
    assert wide["locations"][0]["logicalLocations"] == [
        {"fullyQualifiedName": "Wide", "kind": "resource"}
    ]
    assert (team["ruleId"], team["level"]) == ("read", "error")
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["level"] == "note"


def test_files_elsewhere_and_stdin_have_addresses_too(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shell.folder / shell.write("wide.json", WIDE)
    (shell.folder / "below").mkdir()
    monkeypatch.chdir(shell.folder / "below")
    run = checked(shell.check(*GRANTED, "../wide.json", "-o", "sarif").json)
    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": f"file://{path.as_posix()}"}
    run = checked(shell.check(*GRANTED, "-", "-o", "sarif", stdin=WIDE).json)
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "stdin"
    }


def test_a_pass_is_a_log_without_results(shell: Shell) -> None:
    shell.write("narrow.json", NARROW)
    ended = shell.check(*GRANTED, "narrow.json", "-o", "sarif")
    run = checked(ended.json)
    assert (ended.code, run["results"], run["tool"]["driver"]["rules"]) == (PASS, [], [])
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 0}]


def test_github_is_told_in_commands(shell: Shell) -> None:
    shell.write("a,b:c%.json", {"Statement": WIDE["Statement"]})
    ended = shell.check("a,b:c%.json", "--action", "s3:PutObject", "-o", "github")
    *commands, summary = ended.out.splitlines()
    assert ended.code == FAIL
    assert summary == "1 policy: 1 fail"
    file = "file=a%2Cb%3Ac%25.json"
    assert f"::warning {file},title=MISSING_VERSION,line=1,endLine=" in ended.out
    (failed,) = [one for one in commands if one.startswith("::error ")]
    assert failed.startswith(f"::error {file},title=access-not-granted,line=9,endLine=14::Allows")
    assert "%0AFor example: s3:PutObject on arn:aws:" in failed


async def test_github_is_told_of_columns_in_a_line_and_of_what_has_no_file() -> None:
    place = Place(3, 5, 3, 9)
    report = Report(
        [
            Verdict("a: B", "a", "B", "read", "unresolved", "why", place),
            Verdict("stdin", "stdin", None, "validate", "error", "why", place),
            Verdict("b", "b", None, "no-new-access", "new", "It is new."),
        ]
    )
    assert [*as_commands(report)][:3] == [
        "::error file=a,title=read%3A B,line=3,endLine=3,col=5,endColumn=9::Unresolved: why",
        "::error title=validate::Error: why",
        "::notice file=b,title=no-new-access::It is new.",
    ]


def test_junit_has_a_suite_for_each_question_and_a_case_for_each_policy(shell: Shell) -> None:
    write_some(shell)
    ended = shell.check("policies", "--action", "s3:PutObject", "-o", "junit")
    root = parsed(ended.out)
    assert ended.code == FAIL
    suites = {suite.get("name"): suite for suite in root}
    assert [*suites] == ["validate", "access-not-granted"]
    granted = suites["access-not-granted"]
    counts = {name: granted.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "5", "failures": "2", "errors": "2", "skipped": "0"}
    assert root.get("tests") == "10"
    cases = {case.get("name"): [*case] for case in granted}
    (failure,) = cases["policies/wide.json"]
    assert failure.tag == "failure"
    assert "policies/wide.json:10:5: access-not-granted: " in (failure.text or "")
    assert [one.tag for one in cases["policies/undecided.json"]] == ["error"]
    assert cases["policies/narrow.json"] == []


def test_junit_has_findings_of_policies_that_passed_and_skips_what_is_new(shell: Shell) -> None:
    shell.write("old.json", {"Statement": NARROW["Statement"]})
    root = parsed(shell.check("old.json", "-o", "junit").out)
    assert "MISSING_VERSION" in (root.findtext(".//system-out") or "")
    new = Verdict("b", "b", None, "no-new-access", "new", "It is new.")
    root = parsed(as_junit(Report([new])))
    assert root.find(".//skipped") is not None
    assert root[0].get("skipped") == "1"
    assert {*root.keys()} == {"name", "tests", "failures", "errors", "time"}  # all Jenkins takes


def test_markdown_is_a_table_that_is_capped() -> None:
    verdicts = [
        Verdict(f"{n}", f"{n}", "a|`b`" if n else None, "read", "error", "why @me <b>")
        for n in range(101)
    ]
    lines = [*as_markdown(Report(verdicts))]
    assert lines[0] == "**NOT DECIDED**: 101 policies: 101 error"
    assert lines[2] == "| where | what | verdict | why |"
    assert lines[5] == (
        "| 1<br>a&#124;&#96;b&#96; | read | **error** | Error: why &#64;me &#60;b&#62; |"
    )
    assert lines[-1].startswith("… 1 more")
    assert len(lines) == 106


def test_markdown_of_a_pass_is_a_line(shell: Shell) -> None:
    shell.write("narrow.json", NARROW)
    shell.write("wide.json", WIDE)
    assert shell.check(*GRANTED, "narrow.json", "-o", "markdown").out == (
        "**PASS**: 1 policy: 1 pass\n"
    )
    failed = shell.check(*GRANTED, "wide.json", "-o", "markdown").out
    assert failed.startswith("**FAIL**: 1 policy: 1 fail\n")
    assert "| wide.json:10 | access-not-granted | **fail** | " in failed
    assert shell.check(*GRANTED, "-", "-o", "markdown", stdin=WIDE).out.count("| stdin:1 |") == 1


def test_json_of_several_is_an_array_and_ndjson_an_object_a_line(shell: Shell) -> None:
    write_some(shell)
    listed = shell.check(*GRANTED, "policies", "-o", "json").json
    lines = shell.check(*GRANTED, "policies", "-o", "ndjson").out.splitlines()
    assert [json.loads(line) for line in lines] == listed
    wide = next(one for one in listed if one["path"] == "policies/wide.json")
    assert wide["result"] == "FAIL"
    assert wide["reasons"][0]["line"] == 10
    alone = shell.check(*GRANTED, "policies/wide.json", "-o", "ndjson").out
    assert json.loads(alone) == wide
    undecided = next(one for one in listed if one["path"] == "policies/undecided.json")
    assert "--ask-service" in undecided["wayOut"]


ANY = st.text(st.characters(), max_size=20)
PLACES = st.none() | st.just(Place(1, 2, 1, 4)) | st.just(Place(1, 2, 3, 4))


@st.composite
def verdicts(draw: st.DrawFn) -> Verdict:
    """A verdict all of whose texts are hostile."""
    state = draw(st.sampled_from(["fail", "error", "unresolved", "undecided", "pass", "new"]))
    example = AccessExample(
        draw(ANY), draw(ANY), draw(ANY), "AWS", {draw(ANY): draw(ANY)}, (0, None)
    )
    reason = Reason(draw(ANY), 0, draw(ANY), draw(PLACES), draw(ANY))
    issue = Issue("WARNING", draw(ANY), draw(ANY), "https://x", draw(st.booleans()), None, "")
    return Verdict(
        draw(ANY),
        draw(ANY),
        draw(st.none() | ANY),
        "validate",
        state,  # type: ignore[arg-type] # one of them
        draw(ANY),
        draw(PLACES),
        reasons=draw(st.just([]) | st.just([reason])),
        example=draw(st.none() | st.just(example)),
        exact=draw(st.booleans()),
        issues=draw(st.just([]) | st.just([issue])),
        way_out=draw(ANY),
    )


@settings(max_examples=examples(500))
@given(st.lists(verdicts(), max_size=3))
def test_no_text_gets_out_of_its_place(listed: list[Verdict]) -> None:
    report = Report(listed)
    *commands, _ = as_commands(report)
    for command in commands:
        assert escape(command) == command
        assert re.match(r"::(error|warning|notice) [^:]*::", command)
    parsed(as_junit(report))
    for line in as_markdown(report):
        assert escape(line) == line
        assert not line.startswith("| ") or line.count("|") == 5
    log = as_sarif(report)
    (run,) = log["runs"]
    model.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate_json(
        json.dumps(log).replace("\\ud", "\\u0")  # halves of characters, which JSON may have
    )
    for result in run["results"]:
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].isascii()
    for one in listed:
        assert json.loads(json.dumps(record_of(one)))["policy"] == one.name


def test_no_noncharacter_gets_into_xml_and_no_half_of_one_into_an_address() -> None:
    verdict = Verdict("\ufffe", "a\ud800\udcff", None, "read", "error", "]]>\uffff\x00")
    report = Report([verdict])
    error = parsed(as_junit(report)).find(".//error")
    assert error is not None
    assert error.get("message") == r"]]>\uffff\x00"
    (result,) = as_sarif(report)["runs"][0]["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == "a%ED%A0%80%ED%B3%BF"
