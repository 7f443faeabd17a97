"""Many policies in one run: what is shown of each, and how it ends."""

import pytest

from aa_sdk.policy import ActionCatalogue
from tests.cli.checks.shell import (
    ERROR,
    FAIL,
    INEXACT,
    MALFORMED,
    NARROW,
    PASS,
    PASSING_ROLES,
    PUBLIC,
    UNDECIDED,
    WIDE,
    Shell,
)

OLD = {"Statement": NARROW["Statement"]}
GRANTED = ("access-not-granted", "--action", "s3:PutObject")


def test_each_failure_has_its_place_statement_reason_and_example(shell: Shell) -> None:
    files = [shell.write("a/narrow.json", NARROW), shell.write("a/wide.json", WIDE)]
    code, out, err = shell.check(*GRANTED, *files)
    assert (code, err) == (FAIL, "")
    lines = out.splitlines()
    assert lines[:3] == [
        "PASS  a/narrow.json",
        "FAIL  a/wide.json",
        "  access-not-granted: The policy allows some of the listed access.",
    ]
    assert lines[3].startswith("    a/wide.json:10:5: Allows some of the listed access")
    assert "sid Wide" in lines[3]
    assert lines[4].startswith("    e.g. s3:PutObject on ")
    assert lines[5:] == ["2 policies: 1 pass, 1 fail"]


def test_fail_outweighs_what_is_undecided_and_that_outweighs_pass(shell: Shell) -> None:
    shell.write("narrow.json", NARROW)
    shell.write("undecided.json", UNDECIDED)
    shell.write("wide.json", WIDE)
    undecided = shell.check(*GRANTED, "narrow.json", "undecided.json")
    assert undecided.code == ERROR
    assert "UNDECIDED  undecided.json" in undecided.out
    assert "undecided.json:9:5: Statement[1].Condition" in undecided.out
    assert "--ask-service has the service asked" in undecided.out
    assert undecided.out.endswith("2 policies: 1 pass, 1 undecided\n")
    assert shell.check(*GRANTED, ".").code == FAIL
    assert shell.check(*GRANTED, "narrow.json", "narrow.json").code == PASS


def test_one_unreadable_file_among_several_costs_none_of_the_others(shell: Shell) -> None:
    shell.write("narrow.json", NARROW)
    shell.write("broken.json", "{")
    code, out, err = shell.check(*GRANTED, "broken.json", "narrow.json", "none.json")
    assert (code, err) == (ERROR, "")
    assert "PASS  narrow.json" in out
    assert "  read: broken.json:1:2: not JSON: " in out
    assert "  read: No such file or directory" in out
    assert out.endswith("3 policies: 1 pass, 2 error\n")


def test_a_malformed_policy_is_an_error_with_its_place(shell: Shell) -> None:
    files = [shell.write("narrow.json", NARROW), shell.write("malformed.json", MALFORMED)]
    code, out, _ = shell.check(*GRANTED, *files)
    assert code == ERROR
    assert "ERROR  malformed.json" in out
    assert "malformed.json:4:5: Statement[0]" in out


def test_more_than_twenty_that_passed_are_counted_unless_they_are_wanted(shell: Shell) -> None:
    for n in range(21):
        shell.write(f"{n:02}.json", OLD if n == 3 else NARROW)
    shell.write("wide.json", WIDE)
    short = shell.check("validate", ".").out
    assert "PASS" not in short.replace("PASS_", "")
    assert "22 more passed with 1 warning: --verbose shows them" in short
    whole = shell.check("validate", ".", "-v").out
    assert whole.count("PASS  ") == 22
    assert "03.json:1:1: WARNING MISSING_VERSION: " in whole
    short = shell.check(*GRANTED, ".").out
    assert "21 more passed: --verbose shows them" in short
    assert "FAIL  wide.json" in short


def test_folders_and_patterns_hold_policies_and_what_is_none_is_passed_over(shell: Shell) -> None:
    shell.write("p/a.json", NARROW)
    shell.write("p/deep/b.json", WIDE)
    shell.write("p/.hidden/c.json", WIDE)
    shell.write("p/package.json", {"name": "x"})
    shell.write("p/empty.json", {"Version": "2012-10-17"})
    named = {one["path"]: one["result"] for one in shell.check(*GRANTED, "p", "-o", "json").json}
    assert named == {"p/a.json": "PASS", "p/deep/b.json": "FAIL", "p/empty.json": "ERROR"}
    found = shell.check(*GRANTED, "p/**/b.json", "./p/deep/b.json", "-o", "json").json
    assert [one["path"] for one in found] == ["p/deep/b.json"]
    nothing = shell.check(*GRANTED, "p/*.yaml")
    assert (nothing.code, nothing.err.count("\n")) == (ERROR, 1)
    assert "p/*.yaml" in nothing.err
    shell.write("q/package.json", {"name": "x"})
    assert shell.check(*GRANTED, "q").err == "error: q: there is no policy in it\n"


def test_without_a_verb_all_questions_are_asked(shell: Shell) -> None:
    shell.write("open.json", PUBLIC)
    asked = ("--public", "--action", "s3:GetObject", "-o", "json")
    ended = shell.check("open.json", *asked)
    assert ended.code == FAIL
    assert [(one["check"], one["result"]) for one in ended.json] == [
        ("validate", "PASS"),
        ("access-not-granted", "FAIL"),
        ("no-public-access", "FAIL"),
    ]
    assert shell.check("files", "open.json", *asked) == ended


def test_only_policies_of_resources_are_checked_for_public_access(shell: Shell) -> None:
    shell.write("open.json", PUBLIC)
    shell.write("role.json", NARROW)
    shell.write("none.json", {"Statement": "x"})
    ended = shell.check(".", "--no-validate", "--public", "-o", "json")
    assert {one["path"]: one["result"] for one in ended.json} == {
        "none.json": "SKIPPED",
        "open.json": "FAIL",
        "role.json": "SKIPPED",
    }
    queue = shell.check("open.json", "--no-validate", "--resource-type", "AWS::SQS::Queue")
    assert queue.code == PASS


def test_a_policy_that_is_asked_nothing_is_counted_all_the_same(shell: Shell) -> None:
    shell.write("role.json", NARROW)
    code, out, _ = shell.check("role.json", "--no-validate", "--public")
    assert code == PASS
    assert out.endswith("read: Nothing was asked of it.\n1 policy: 1 skipped\n")


def test_a_warning_fails_where_one_is_strict(shell: Shell) -> None:
    shell.write("old.json", OLD)
    mild = shell.check("validate", "old.json")
    assert mild.code == PASS
    assert "old.json:1:1: WARNING MISSING_VERSION: " in mild.out
    strict = shell.check("validate", "old.json", "--strict")
    assert (strict.code, strict.out.split()[0]) == (FAIL, "FAIL")


def test_findings_are_told_with_file_line_column_type_and_code(shell: Shell) -> None:
    shell.write("roles.json", PASSING_ROLES)
    code, out, _ = shell.check("validate", "roles.json")
    assert code == FAIL
    assert "roles.json:6:17: SECURITY_WARNING PASS_ROLE_WITH_STAR_IN_RESOURCE: " in out
    found = shell.check("validate", "roles.json", "-o", "json").json
    assert found["result"] == "FAIL"
    assert found["findings"][0]["line"] == 6


@pytest.mark.parametrize("output", ["text", "json"])
def test_one_policy_without_a_verdict_is_an_error_of_one_line(shell: Shell, output: str) -> None:
    shell.write("undecided.json", UNDECIDED)
    code, out, err = shell.check(*GRANTED, "undecided.json", "-o", output)
    assert (code, out, err.count("\n")) == (ERROR, "", 1)
    assert err.startswith("error: undecided.json: Statement[1].Condition")
    assert "--ask-service" in err


def test_an_inexact_verdict_says_so_wherever_it_stands(shell: Shell) -> None:
    shell.write("inexact.json", INEXACT)
    asked = ("access-not-granted", "--action", "s3:GetObject", "inexact.json")
    assert "over-approximated" in shell.check(*asked).out
    shell.write("narrow.json", NARROW)
    for output in ("text", "sarif", "github", "junit", "markdown"):
        out = shell.check(*asked, "narrow.json", "-o", output).out
        assert "over-approximated" in out or "taken for any value" in out


def test_the_type_of_a_policy_may_be_told(shell: Shell) -> None:
    shell.write("scp.json", NARROW)
    ended = shell.check("validate", "scp.json", "--policy-type", "SERVICE_CONTROL_POLICY")
    assert ended.code == PASS
    bucket = shell.check("validate", "scp.json", "--resource-type", "aws::s3::bucket")
    assert "MISSING_PRINCIPAL" in bucket.out


def test_policies_that_are_no_json_objects_are_errors(shell: Shell) -> None:
    shell.write("list.json", [1])
    shell.write("deep.json", "[" * 100_000)
    ended = shell.check("list.json", "deep.json", "--public", "--action", "s3:*")
    assert ended.code in {ERROR, FAIL}
    assert ended.err == ""


@pytest.mark.parametrize("content", ["[]", '{"Version": "2012-10-17", "Version": "2012-10-17"}'])
def test_what_is_no_policy_is_not_said_to_be_looked_for_anything(
    shell: Shell, content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.write("a.json", content)
    for verb in ("validate", "files"):
        assert "not looked for" not in shell.check(verb, "a.json").out
    monkeypatch.setattr(ActionCatalogue, "installed", staticmethod(lambda: None))
    assert "not looked for" not in shell.check("validate", "a.json").out
    ended = shell.check("validate", "a.json", "-o", "json")
    assert ended.json["notChecked"] == []


def test_what_validation_did_not_look_for_is_told(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.write("narrow.json", NARROW)
    told = shell.check("narrow.json").out
    assert "since only prose describes it: UNSUPPORTED_CONDITION_KEY_FOR_SERVICE" in told
    monkeypatch.setattr(ActionCatalogue, "installed", staticmethod(lambda: None))
    assert "pip install 'aa-sdk[validate]'" in shell.check("narrow.json").out
