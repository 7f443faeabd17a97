"""Versions in git: what git cannot tell is an error, and never taken for a policy that is new."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.checks.shell import ERROR, FAIL, NARROW, PASS, WIDE, Ended, Shell
from tests.cli.checks.test_comparing import commit, git, stack
from tests.policy.statements import allow, policy

OLD, NOW = "policies/reports.json", "policies/reading ü.json"
COMPARED = f"It is compared with {OLD} in HEAD."


def test_a_hook_in_a_linked_working_tree_compares_with_the_file_of_the_folder(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.write("main/sub/a.json", NARROW)
    monkeypatch.chdir(shell.folder / "main")
    commit()
    git("worktree", "add", "--quiet", "../linked")
    shell.write("linked/sub/a.json", WIDE)
    monkeypatch.chdir(shell.folder / "linked")
    # As git sets it for a hook; whatever folder git is run in then counts as the top.
    monkeypatch.setenv("GIT_DIR", str(shell.folder / "main/.git/worktrees/linked"))
    assert shell.check("no-new-access", "sub/a.json", "--base", "HEAD").code == FAIL


def test_a_file_in_a_bare_repository_has_no_version_and_is_not_new(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.write("main/a.json", NARROW)
    monkeypatch.chdir(shell.folder / "main")
    commit()
    git("clone", "--quiet", "--bare", ".", "../bare")
    shell.write("bare/a.json", WIDE)
    monkeypatch.chdir(shell.folder / "bare")
    code, out, err = shell.check("no-new-access", "a.json", "--base", "HEAD")
    assert (code, out, err.count("\n")) == (ERROR, "", 1)
    assert "is not in a working tree of git" in err


def long(first: str) -> object:
    """A policy long enough for git to know it again where it goes."""
    actions = [first, *(f"s3:Get{letter}*" for letter in "ABCDEFGHIJ")]
    return policy(*(allow(Sid=f"S{n}", Action=one) for n, one in enumerate(actions)))


def compared(shell: Shell, *more: str) -> Ended:
    return shell.check("no-new-access", "policies", "--base", "HEAD", *more)


def move_with_git(_: Path) -> None:
    git("mv", OLD, NOW)


def move_alone(folder: Path) -> None:
    (folder / OLD).rename(folder / NOW)


def move_and_add(folder: Path) -> None:
    move_alone(folder)
    git("add", ".")


def move_unknown_to_the_index(folder: Path) -> None:
    move_alone(folder)
    (folder / ".git/index").unlink()


def move_and_leave_another(folder: Path) -> None:
    shutil.copy(folder / OLD, folder / NOW)
    (folder / OLD).write_text('{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}')


MOVES = [
    move_with_git,
    move_alone,
    move_and_add,
    move_unknown_to_the_index,
    move_and_leave_another,
]


@pytest.mark.parametrize("move", MOVES)
def test_a_policy_that_was_renamed_is_compared_with_what_it_was(
    shell: Shell, move: Callable[[Path], None]
) -> None:
    shell.write(OLD, long("s3:GetObject"))
    shell.write("policies/other.json", NARROW)
    commit()
    move(shell.folder)
    by_path = {one["path"]: one for one in compared(shell, "-o", "json").json}
    message = by_path[NOW]["message"]
    assert (by_path[NOW]["result"], message.endswith(COMPARED)) == ("PASS", True)
    shell.write(NOW, long("s3:*"))
    index = shell.folder / ".git/index"
    before = index.read_bytes() if index.exists() else None
    ended = compared(shell)
    assert ended.code == FAIL
    assert f"FAIL  {NOW}" in ended.out
    assert COMPARED in ended.out
    assert (index.read_bytes() if index.exists() else None) == before


def test_every_format_names_what_a_renamed_policy_is_compared_with(shell: Shell) -> None:
    shell.write(OLD, long("s3:GetObject"))
    commit()
    move_with_git(shell.folder)
    passed = shell.check("policies", "--base", "HEAD", "--no-validate")
    assert (passed.code, COMPARED in passed.out) == (PASS, True)
    shell.write(NOW, long("s3:*"))
    for name in ("text", "json", "ndjson", "sarif", "github", "junit", "markdown"):
        ended = compared(shell, "-o", name)
        assert ended.code == FAIL
        assert COMPARED in ended.out, name


def test_a_policy_is_compared_from_any_folder_of_the_working_tree(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.write(OLD, long("s3:GetObject"))
    commit()
    git("config", "diff.relative", "true")
    git("config", "diff.renames", "false")
    move_with_git(shell.folder)
    shell.write(NOW, long("s3:*"))
    shell.write("elsewhere/c.json", NARROW)
    monkeypatch.chdir(shell.folder / "elsewhere")
    ended = shell.check("no-new-access", f"../{NOW}", "c.json", "--base", "HEAD")
    assert ended.code == FAIL
    assert COMPARED in ended.out
    assert "NEW  c.json" in ended.out


def test_the_policies_of_a_template_that_was_renamed_are_compared_by_their_addresses(
    shell: Shell,
) -> None:
    shell.write("a.yaml", stack(Same="s3:GetObject", More="s3:GetObject"))
    commit()
    git("mv", "a.yaml", "b.template")
    shell.write("b.template", stack(Same="s3:GetObject", More="s3:*", New="iam:*"))
    ended = shell.check("no-new-access", "b.template", "--base", "HEAD", "-o", "json")
    told = [(one["result"], "a.yaml in HEAD" in one["message"]) for one in ended.json]
    assert told == [("PASS", True), ("FAIL", True), ("NEW", False)]


def test_what_cannot_be_compared_with_is_told_by_its_former_name(shell: Shell) -> None:
    broken = policy(*(allow(Sid=f"S{n}") for n in range(9)))
    shell.write("a.json", {**broken, "Quux": 1, "Statement": [*broken["Statement"], {}]})
    shell.write("b.json", "{" + "1,\n" * 100)
    commit()
    git("mv", "a.json", "c.json")
    git("mv", "b.json", "d.json")
    shell.write("c.json", broken)
    ended = shell.check("no-new-access", "c.json", "--base", "HEAD")
    assert ended.code == ERROR
    assert "a.json in HEAD: " in ended.out + ended.err


def test_a_file_that_is_new_or_a_copy_is_new(shell: Shell) -> None:
    shell.write(OLD, long("s3:GetObject"))
    commit()
    shell.write(NOW, long("s3:*"))
    git("add", ".")
    ended = compared(shell, "-o", "json")
    assert [(one["path"], one["result"]) for one in ended.json] == [(NOW, "NEW"), (OLD, "PASS")]


@pytest.mark.parametrize(
    "question",
    ["ls-tree", "--show-toplevel", "--show-prefix", "--git-path", "update-index", "diff"],
)
def test_no_policy_is_new_where_git_cannot_tell(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    shell.write("a.json", NARROW)
    commit()
    shell.write("b.json", WIDE)
    shell.write(
        "bin/git",
        f'#!/bin/sh\ncase " $* " in *" {question} "*) exit 1;; esac\n'
        f'exec "{shutil.which("git")}" "$@"\n',
    )
    (shell.folder / "bin/git").chmod(0o755)
    monkeypatch.setenv("PATH", str(shell.folder / "bin"), prepend=":")
    ended = shell.check("no-new-access", "b.json", "--base", "HEAD")
    assert (ended.code, ended.out) == (ERROR, "")
    assert "b.json: git cannot read its version in HEAD" in ended.err


@pytest.mark.parametrize("base", ["HEAD", "@"])
def test_before_the_first_commit_all_is_new(shell: Shell, base: str) -> None:
    git("init", "--quiet")
    shell.write("a.json", WIDE)
    git("add", ".")
    ended = shell.check("no-new-access", "a.json", "--base", base)
    assert (ended.code, ended.out) == (PASS, "NEW  It is new: nothing to compare with.\n")


def test_another_revision_than_head_has_to_be_there_before_the_first_commit_too(
    shell: Shell,
) -> None:
    git("init", "--quiet")
    shell.write("a.json", WIDE)
    ended = shell.check("no-new-access", "a.json", "--base", "main")
    assert (ended.code, ended.out) == (ERROR, "")
    assert ended.err == "error: --base: there is no commit here yet, and so no revision 'main'\n"


def test_a_branch_without_a_commit_makes_nothing_new(shell: Shell) -> None:
    shell.write("a.json", NARROW)
    commit()
    git("checkout", "--quiet", "--orphan", "other")
    ended = shell.check("no-new-access", "a.json", "--base", "HEAD")
    assert ended.code == ERROR
    assert "the branch that is checked out has no commit yet" in ended.err
