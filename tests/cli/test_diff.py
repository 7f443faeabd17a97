"""`aa-sdk diff`."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import run
from tests.policy.statements import BUCKET, allow, policy, when

READS = policy(allow(Sid="Read", Resource=f"{BUCKET}/*"))
WRITES = policy(
    allow(Sid="Read", Resource=f"{BUCKET}/*"),
    allow(Sid="Write", Action="s3:PutObject", Resource=f"{BUCKET}/*"),
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("reads.json", READS)
    write("writes.json", WRITES)


def write(name: str, content: Any) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    Path(name).write_text(text, encoding="utf-8")


def test_what_the_new_policy_adds_is_shown_with_an_example() -> None:
    result = run("diff", "reads.json", "writes.json")
    assert result.exit_code == 0
    assert result.stdout == (
        f'+ s3:PutObject on {BUCKET}/* (statement 1, "Write")\n'
        f"    e.g. s3:PutObject on {BUCKET}/example\n"
    )
    assert result.stderr == "1 added, 0 removed\n"


def test_what_it_takes_away_is_removed() -> None:
    result = run("diff", "writes.json", "reads.json")
    assert result.stdout.startswith("- s3:PutObject")
    assert result.stderr == "0 added, 1 removed\n"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("reads.json", "writes.json", 3),
        ("writes.json", "reads.json", 3),
        ("reads.json", "reads.json", 0),
    ],
)
def test_a_difference_is_the_exit_code_where_that_is_asked_for(
    old: str, new: str, code: int
) -> None:
    assert run("diff", old, new, "--exit-code").exit_code == code
    assert run("diff", old, new).exit_code == 0


def test_policies_that_allow_the_same_are_said_to() -> None:
    result = run("diff", "reads.json", "reads.json")
    assert (result.stdout, result.stderr) == ("The policies allow the same.\n", "")


def test_json_has_all_that_is_known_of_a_difference() -> None:
    told = json.loads(run("diff", "reads.json", "writes.json", "-o", "json").stdout)
    assert told["equivalent"] is False
    assert told["removed"] == []
    (added,) = told["added"]
    assert added["action"] == ["s3:PutObject"]
    assert added["statements"] == [{"statementIndex": 1, "statementId": "Write"}]
    assert added["example"]["resource"] == f"{BUCKET}/example"
    assert added["example"]["allowedBy"] == {"statementIndex": 1, "statementId": "Write"}
    same = json.loads(run("diff", "reads.json", "reads.json", "-o", "json").stdout)
    assert same == {"equivalent": True, "added": [], "removed": []}


def test_markdown_is_a_comment_on_a_pull_request() -> None:
    result = run("diff", "reads.json", "writes.json", "-o", "markdown")
    assert result.stdout.startswith("**1 added, 0 removed**\n\n```diff\n+ s3:PutObject")
    assert result.stderr == ""


@pytest.mark.parametrize("side", ["OLD", "NEW"])
def test_a_policy_may_come_from_stdin(side: str) -> None:
    files = ["reads.json", "writes.json"]
    content = [READS, WRITES][place := ["OLD", "NEW"].index(side)]
    files[place] = "-"
    assert "+ s3:PutObject" in run("diff", *files, stdin=json.dumps(content)).stdout


def test_a_policy_that_names_a_principal_is_taken_for_a_resources() -> None:
    write("open.json", policy(allow(Principal="*", Resource=f"{BUCKET}/*")))
    write("shut.json", policy(allow(Principal={"AWS": "111122223333"}, Resource=f"{BUCKET}/*")))
    result = run("diff", "shut.json", "open.json")
    assert "for everyone" in result.stdout
    assert result.exit_code == 0
    refused = run("diff", "shut.json", "open.json", "--policy-type", "identity_policy")
    assert refused.exit_code == 1
    assert refused.stderr == "error: shut.json: Statement[0]: an identity policy with Principal\n"


def test_policies_of_two_kinds_are_no_versions_of_one() -> None:
    write("open.json", policy(allow(Principal="*", Resource=f"{BUCKET}/*")))
    for files in (("open.json", "reads.json"), ("reads.json", "open.json")):
        result = run("diff", *files)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr == (
            "error: open.json is the policy of a resource, for it names a principal, and "
            "reads.json is none: they are no versions of one policy\n"
        )


def test_the_policy_of_another_type_than_was_said_is_named() -> None:
    write("open.json", policy(allow(Principal="*", Resource=f"{BUCKET}/*")))
    for files in (("open.json", "reads.json"), ("reads.json", "open.json")):
        for kind, told in (
            ("resource_policy", "reads.json: Statement[0]: a resource policy without Principal"),
            ("identity_policy", "open.json: Statement[0]: an identity policy with Principal"),
        ):
            result = run("diff", *files, "--policy-type", kind)
            assert (result.exit_code, result.stderr) == (1, f"error: {told}\n")


def test_what_cannot_be_compared_names_both_policies() -> None:
    for name, operator in (("number.json", "NumericLessThan"), ("text.json", "StringEquals")):
        write(name, policy(when(operator, "aws:MultiFactorAuthAge", "300")))
    result = run("diff", "number.json", "text.json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("error: number.json and text.json: ")


def test_a_policy_from_stdin_is_called_so() -> None:
    result = run("diff", "-", "reads.json", stdin=json.dumps({"Statement": {"Effect": "Allow"}}))
    assert result.stderr.startswith("error: stdin: Statement[0]")
    result = run("diff", "reads.json", "-", stdin=" \n")
    assert result.stderr == "error: stdin: it is empty\n"


def test_samples_are_compared_where_no_policy_is_named() -> None:
    result = run("diff", "--demo")
    assert result.exit_code == 0
    assert result.stdout.startswith("+ iam:PassRole on *")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "name two FILES, OLD and NEW"),
        (["reads.json"], "name two FILES, OLD and NEW"),
        (["reads.json", "--demo"], "name two FILES, OLD and NEW"),
        (["-", "-"], "only one of the policies can come from stdin"),
    ],
)
def test_two_policies_have_to_be_named(arguments: list[str], words: str) -> None:
    result = run("diff", *arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "it.json: not JSON"),
        (policy({"Effect": "Allow"}), "it.json: Statement[0]"),
        (
            policy(allow(Condition={"FooEquals": {"aws:username": "a"}})),
            "it.json: Statement[0].Condition.FooEquals",
        ),
    ],
)
def test_what_is_not_decided_is_told_with_the_file_and_the_place(content: Any, words: str) -> None:
    write("it.json", content)
    for files in (("it.json", "reads.json"), ("reads.json", "it.json")):
        result = run("diff", *files)
        assert result.exit_code == 1
        assert result.stderr.startswith(f"error: {words}")


@pytest.mark.parametrize(("names", "words"), [([], "no *.json"), (["a", "b"], "2 policies in it")])
def test_a_folder_is_compared_only_where_it_holds_one_policy(names: list[str], words: str) -> None:
    Path("folder").mkdir()
    for name in names:
        write(f"folder/{name}.json", READS)
    result = run("diff", "folder", "reads.json")
    assert result.exit_code == 1
    assert words in result.stderr


def test_what_cannot_be_read_in_a_folder_is_told() -> None:
    write("broken.json", '{"Statement": [')
    result = run("diff", "reads.json", "*.json")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: broken.json: not JSON: ")
