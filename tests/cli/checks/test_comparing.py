"""Policies compared: with one, with those of another file, with their versions in git."""

import os
import subprocess
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from aa_sdk.cli._checks.comparisons import earlier_in_file, earlier_in_revision
from aa_sdk.cli._sources.finding import find_policies
from aa_sdk.cli._sources.found import Found, FoundPolicy, Unresolved
from aa_sdk.cli.running import CommandError
from aa_sdk.policy._validation.places import statement_place
from tests.cli.checks.shell import ERROR, FAIL, NARROW, PASS, PUBLIC, WIDE, Shell

IDENTITY = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false")


def git(*arguments: str) -> None:
    subprocess.run(
        ["git", *IDENTITY, *arguments],  # noqa: S607 (whichever git is used here)
        check=True,
        capture_output=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
    )


def commit() -> None:
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "policies")


def test_each_new_policy_is_compared_with_the_last_file(shell: Shell) -> None:
    shell.write("narrow.json", NARROW)
    shell.write("wide.json", WIDE)
    ended = shell.check("no-new-access", "narrow.json", "wide.json", "narrow.json", "-o", "json")
    assert [(one["path"], one["result"]) for one in ended.json] == [
        ("narrow.json", "PASS"),
        ("wide.json", "FAIL"),
    ]
    assert shell.check("narrow.json", "wide.json", "--against", "narrow.json").code == FAIL


def test_what_is_wrong_with_the_policy_to_compare_with_is_told_of_it(shell: Shell) -> None:
    shell.write("narrow.json", NARROW)
    shell.write("open.json", PUBLIC)
    shell.write("bad.json", {"Statement": [{"Effect": "Allow"}]})
    for existing, told in (
        ("bad.json", "error: bad.json: Statement[0]"),
        ("none.json", "error: none.json: No such file"),
        ("open.json", "error: narrow.json: open.json: it is a resource policy"),
        (".", "error: .: name one file"),
    ):
        code, out, err = shell.check("no-new-access", "narrow.json", existing)
        assert (code, out, err.count("\n")) == (ERROR, "", 1)
        assert err.startswith(told)


def test_a_policy_is_compared_with_its_version_in_a_revision(shell: Shell) -> None:
    shell.write("policies/a.json", NARROW)
    shell.write("policies/ü b.json", NARROW)
    commit()
    shell.write("policies/ü b.json", WIDE)
    shell.write("policies/c.json", WIDE)
    ended = shell.check("no-new-access", "policies", "--base", "HEAD", "-o", "json")
    assert ended.code == FAIL
    assert [(one["path"], one["result"]) for one in ended.json] == [
        ("policies/a.json", "PASS"),
        ("policies/c.json", "NEW"),
        ("policies/ü b.json", "FAIL"),
    ]
    told = shell.check("no-new-access", "policies", "--base", "HEAD").out
    assert "NEW  policies/c.json" in told
    assert "It is new: nothing to compare with." in told
    assert told.endswith("3 policies: 1 pass, 1 fail, 1 new\n")


def test_new_files_do_not_change_how_it_ends(shell: Shell) -> None:
    shell.write("a.json", NARROW)
    commit()
    shell.write("b.json", WIDE)
    assert shell.check("no-new-access", "a.json", "b.json", "--base", "HEAD").code == PASS
    assert shell.check("no-new-access", "b.json", "--base", "HEAD").code == PASS


def test_a_version_that_cannot_be_read_is_no_pass(shell: Shell) -> None:
    shell.write("a.json", "{")
    shell.write("b.json", {"Statement": [{"Effect": "Allow"}]})
    commit()
    shell.write("a.json", NARROW)
    shell.write("b.json", NARROW)
    code, out, _ = shell.check("no-new-access", "a.json", "b.json", "--base", "HEAD")
    assert code == ERROR
    assert "its version in HEAD: a.json: not JSON" in out
    assert "its version in HEAD: Statement[0]" in out
    assert str(Path(os.environ.get("TMPDIR", "/tmp"))) not in out  # noqa: S108 (not written to)


@pytest.mark.parametrize(
    ("base", "told"),
    [
        ("none", "git knows no revision 'none'"),
        ("--output=x", "is no revision"),
        ("", "is no revision"),
        ("HEAD:a.json", "git knows no revision"),
        ("a\0b", "NUL"),
    ],
)
def test_what_is_no_revision_is_an_error_of_one_line(shell: Shell, base: str, told: str) -> None:
    shell.write("a.json", NARROW)
    commit()
    code, out, err = shell.check("no-new-access", "a.json", f"--base={base}")
    assert (code, out, err.count("\n")) == (ERROR, "", 1)
    assert told in err
    assert sorted(path.name for path in shell.folder.iterdir()) == [".git", "a.json"]


def test_a_file_outside_of_git_and_stdin_have_no_version(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(shell.folder.parent))
    shell.write("a.json", NARROW)
    outside = shell.check("no-new-access", "a.json", "--base", "HEAD")
    assert (outside.code, outside.err.count("\n")) == (ERROR, 1)
    assert "is not in a working tree of git" in outside.err
    stdin = shell.check("no-new-access", "-", "--base", "HEAD", stdin=NARROW)
    assert "stdin has no version in git" in stdin.err


def test_a_machine_without_git_is_told_so(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.write("a.json", NARROW)
    monkeypatch.setenv("PATH", str(shell.folder))
    assert "there is no git" in shell.check("no-new-access", "a.json", "--base", "HEAD").err


def template(path: str, texts: dict[str, str], *broken: str) -> Found:
    policies = [
        FoundPolicy(f"{path}: {name}", path, name, text, partial(statement_place, text))
        for name, text in texts.items()
    ]
    unresolved = [Unresolved(f"{path}: {one}", path, one, "why", None) for one in broken]
    return Found(tuple(policies), tuple(unresolved))


def test_policies_of_templates_are_compared_by_their_addresses() -> None:
    new = template("new.yaml", {"A": "1", "B": "2", "C": "3"})
    other = template("other.yaml", {"A": "4"})

    def find(arguments: Sequence[str]) -> Found:
        assert arguments == ["old.yaml"]
        return template("old.yaml", {"A": "old a", "D": "old d"}, "B")

    earlier = earlier_in_file("old.yaml", [*new.policies, *other.policies], find)
    assert earlier.one is None
    assert earlier.by_name == {"new.yaml: A": "old a", "other.yaml: A": "old a"}
    assert earlier.unreadable == {"new.yaml: B": "why"}


def test_a_policy_is_not_compared_with_several() -> None:
    plain = FoundPolicy("a.json", "a.json", None, "{}", partial(statement_place, "{}"))
    old = template("old.yaml", {"A": "1"}, "B")
    with pytest.raises(CommandError, match=r"old\.yaml holds 2 policies, and a\.json is one"):
        earlier_in_file("old.yaml", [plain], lambda _: old)


def test_a_template_that_cannot_be_read_in_a_revision_makes_none_of_its_policies_new(
    shell: Shell,
) -> None:
    shell.write("t.yaml", "old")
    commit()
    now = template("t.yaml", {"A": "1"})
    fault = Found((), (Unresolved("t.yaml", "t.yaml", None, "no YAML", None),))
    earlier = earlier_in_revision("HEAD", now.policies, lambda _: fault)
    assert earlier.unreadable == {"t.yaml: A": "no YAML"}


def test_a_version_that_is_too_large_is_not_read(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.write("a.json", NARROW)
    commit()
    monkeypatch.setattr("aa_sdk.cli._checks.revisions._MOST_BYTES", 1)
    with pytest.raises(CommandError, match="larger than"):
        earlier_in_revision("HEAD", find_policies(["a.json"]).policies)


def test_git_that_does_not_answer_is_not_waited_for(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.write("a.json", NARROW)
    commit()
    monkeypatch.setattr("aa_sdk.cli._checks.git._SECONDS", 0)
    with pytest.raises(CommandError, match="has not answered"):
        earlier_in_revision("HEAD", find_policies(["a.json"]).policies)


def stack(**actions: str) -> str:
    """A template with a policy for each name."""
    resources = [
        f"  {name}:\n    Type: AWS::IAM::Policy\n    Properties:\n      PolicyDocument:\n"
        "        Version: 2012-10-17\n        Statement:\n"
        f"          - {{Effect: Allow, Action: {action}, Resource: '*'}}\n"
        for name, action in actions.items()
    ]
    return "Resources:\n" + "".join(resources)


def test_policies_of_a_template_are_compared_with_its_version_in_a_revision(shell: Shell) -> None:
    shell.write("stacks/t.yaml", stack(Same="s3:GetObject", More="s3:GetObject", Odd="!Ref A"))
    shell.write("inner.yaml", stack(Deep="s3:GetObject"))
    commit()
    shell.write(
        "stacks/t.yaml",
        "# Lines move.\n"
        + stack(New="iam:*", Same="s3:GetObject", More="s3:*", Odd="s3:GetObject")
        + "  Inner:\n    Type: AWS::CloudFormation::Stack\n"
        "    Properties: {TemplateURL: ../inner.yaml}\n",
    )
    shell.write("inner.yaml", stack(Deep="s3:*"))
    ended = shell.check("no-new-access", "stacks", "--base", "HEAD", "-o", "json")
    assert ended.code == FAIL
    assert [(one["policy"].split(".P")[0], one["result"]) for one in ended.json] == [
        ("stacks/t.yaml: New", "NEW"),
        ("stacks/t.yaml: Same", "PASS"),
        ("stacks/t.yaml: More", "FAIL"),
        ("stacks/t.yaml: Odd", "ERROR"),
        ("inner.yaml: Deep", "FAIL"),
    ]
    assert ended.json[3]["message"] == 'its version in HEAD: it depends on "A"'


def test_a_template_is_compared_with_another_by_addresses(shell: Shell) -> None:
    shell.write("old.yaml", stack(A="s3:GetObject", B="s3:GetObject"))
    shell.write("new.yaml", stack(A="s3:GetObject", B="s3:*", C="s3:GetObject"))
    ended = shell.check("no-new-access", "new.yaml", "old.yaml", "-o", "json")
    assert [one["result"] for one in ended.json] == ["PASS", "FAIL", "NEW"]


def test_the_variables_of_a_hook_do_not_mean_another_folder(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.write("policies/a.json", NARROW)
    commit()
    shell.write("policies/a.json", WIDE)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert shell.check("no-new-access", "policies/a.json", "--base", "HEAD").code == FAIL


def test_a_version_that_git_cannot_read_is_an_error_and_not_new(shell: Shell) -> None:
    shell.write("a.json", NARROW)
    commit()
    (blob,) = (
        path
        for path in (shell.folder / ".git" / "objects").glob("??/*")
        if subprocess.check_output(
            ["git", "cat-file", "-t", path.parent.name + path.name]  # noqa: S607 (as above)
        )
        == b"blob\n"
    )
    blob.unlink()
    shell.write("a.json", WIDE)
    ended = shell.check("no-new-access", "a.json", "--base", "HEAD")
    assert ended.code == ERROR
    assert "git cannot read its version in HEAD" in ended.out + ended.err
