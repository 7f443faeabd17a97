"""`aa-sdk check`: files and stdin in, a verdict and an exit code out."""

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

from typer.testing import CliRunner

from aa_sdk.cli.check import app
from tests.policy.statements import allow, policy

PASS, ERROR, USAGE, FAIL = 0, 1, 2, 3


class Shell:
    """A folder with policies, and commands that run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, content: Any) -> str:
        path = self.folder / name
        path.write_text(json.dumps(content), encoding="utf-8")
        return str(path)

    def run(self, *arguments: str, stdin: Any = None) -> tuple[int, str, str]:
        text = None if stdin is None else json.dumps(stdin)
        result = CliRunner().invoke(app, list(arguments), input=text)
        return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


NARROW = policy(allow(Action="s3:GetObject"))
WIDE = policy(allow(Sid="Wide", Action="s3:*"))


def test_a_pass_ends_with_0(shell: Shell) -> None:
    """The verdict is the first word."""
    narrow, wide = shell.write("narrow.json", NARROW), shell.write("wide.json", WIDE)
    code, out, err = shell.run("no-new-access", narrow, wide)
    assert (code, err, out.split()[0]) == (PASS, "", "PASS")


def test_a_fail_ends_with_3_and_shows_reasons_and_a_request(shell: Shell) -> None:
    """Everything that is needed to understand it is on stdout."""
    narrow, wide = shell.write("narrow.json", NARROW), shell.write("wide.json", WIDE)
    code, out, err = shell.run("no-new-access", wide, narrow)
    assert (code, err, out.split()[0]) == (FAIL, "", "FAIL")
    assert "sid Wide" in out
    assert "s3:example" in out
    assert "statement 0 (Wide)" in out


def test_either_policy_may_come_from_stdin(shell: Shell) -> None:
    """A dash stands for it."""
    narrow = shell.write("narrow.json", NARROW)
    assert shell.run("no-new-access", narrow, "-", stdin=WIDE)[0] == PASS
    assert shell.run("no-new-access", "-", narrow, stdin=WIDE)[0] == FAIL
    assert shell.run("no-new-access", "-", "-", stdin=WIDE)[0] == USAGE


def test_json_has_the_whole_verdict(shell: Shell) -> None:
    """For programs: names as the API spells them."""
    opened = {**allow(Sid="Open"), "Principal": "*", "Condition": {"Null": {"aws:x": "true"}}}
    path = shell.write("bucket.json", policy(opened))
    code, out, _ = shell.run("no-public-access", path, "--format", "json")
    verdict = json.loads(out)
    assert code == FAIL
    assert verdict["result"] == "FAIL"
    assert verdict["exact"] is True
    assert [
        {name: reason[name] for name in ("statementIndex", "statementId")}
        for reason in verdict["reasons"]
    ] == [{"statementIndex": 0, "statementId": "Open"}]
    example = verdict["counterexample"]
    assert example["action"] == "s3:GetObject"
    assert example["context"] == {"aws:x": None}
    assert example["allowedBy"] == {"statementIndex": 0, "statementId": "Open"}
    assert list(example["principal"]) == ["AWS"]


def test_json_of_a_pass_has_no_counterexample(shell: Shell) -> None:
    """And no reasons."""
    path = shell.write("narrow.json", NARROW)
    code, out, _ = shell.run("no-new-access", path, path, "--format", "json")
    verdict = json.loads(out)
    assert (code, verdict["counterexample"], verdict["reasons"]) == (PASS, None, [])


def test_listed_actions_and_resources_are_looked_for(shell: Shell) -> None:
    """Options may be repeated."""
    path = shell.write("narrow.json", NARROW)
    options = ["--action", "s3:PutObject", "--action", "s3:Get*", "--resource", "arn:aws:s3:::a/*"]
    assert shell.run("access-not-granted", path, *options)[0] == FAIL
    assert shell.run("access-not-granted", path, "--action", "sqs:*")[0] == PASS
    assert shell.run("access-not-granted", path)[0] == USAGE


def test_the_type_of_a_policy_and_of_a_resource_can_be_given(shell: Shell) -> None:
    """In any case; another one is wrong usage."""
    path = shell.write("queue.json", policy({**allow(), "Principal": {"AWS": "111122223333"}}))
    kind = ("--policy-type", "resource_policy")
    assert shell.run("access-not-granted", path, "--action", "s3:GetObject", *kind)[0] == FAIL
    assert shell.run("no-public-access", path, "--resource-type", "aws::sqs::queue")[0] == PASS
    assert shell.run("no-public-access", path, "--resource-type", "AWS::EC2::VPC")[0] == USAGE


def test_an_example_lists_what_the_request_carries(shell: Shell) -> None:
    """Several values, one, or none."""
    asking = {
        "ForAnyValue:StringEquals": {"aws:TagKeys": "a"},
        "StringEquals": {"aws:SourceVpc": "vpc-1"},
        "Null": {"aws:username": "true"},
    }
    path = shell.write("tags.json", policy(allow(Condition=asking)))
    out = shell.run("access-not-granted", path, "--action", "s3:*")[1]
    lines = {tuple(line.split()) for line in out.splitlines()}
    assert {("aws:TagKeys", "a"), ("aws:SourceVpc", "vpc-1"), ("aws:username", "(absent)")} <= lines


def test_a_verdict_on_variables_says_so(shell: Shell) -> None:
    """It may be stricter than the service's."""
    path = shell.write("home.json", policy(allow(Resource="arn:aws:s3:::${aws:username}")))
    assert "over-approximated" in shell.run("no-new-access", path, path)[1]


@pytest.mark.parametrize(
    "content", ["{", json.dumps({"Version": "2012-10-17", "Statement": []}), '{"Statement": 1}']
)
def test_an_error_ends_with_1_and_one_line_on_stderr(shell: Shell, content: str) -> None:
    """It names the file."""
    path = shell.folder / "broken.json"
    path.write_text(content, encoding="utf-8")
    code, out, err = shell.run("no-new-access", str(path), str(path))
    assert (code, out) == (ERROR, "")
    assert err.startswith("error: ")
    assert "broken.json" in err
    assert err.count("\n") == 1


def test_a_missing_file_and_a_folder_are_errors(shell: Shell) -> None:
    """Told like any other."""
    for source in (str(shell.folder / "none.json"), str(shell.folder)):
        code, _, err = shell.run("no-public-access", source)
        assert (code, err.count("\n")) == (ERROR, 1)


def test_a_policy_of_the_wrong_kind_is_an_error(shell: Shell) -> None:
    """Whichever command it is given to."""
    path = shell.write("narrow.json", NARROW)
    kind = ("--policy-type", "RESOURCE_POLICY")
    assert shell.run("no-public-access", path)[0] == ERROR
    assert shell.run("no-new-access", path, path, *kind)[0] == ERROR
    assert shell.run("access-not-granted", path, "--action", "s3:*", *kind)[0] == ERROR


def test_a_file_without_a_name_is_not_the_folder_that_somebody_is_in() -> None:
    result = CliRunner().invoke(app, ["validate", ""])
    assert result.exit_code == USAGE
    assert "a FILE has no name" in result.stderr
