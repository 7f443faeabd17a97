"""Where reports say that a file is, wherever a command was started and however it was named."""

import json
from pathlib import Path

import pytest

from tests.cli.checks.shell import FAIL, PUBLIC, Shell
from tests.policy.statements import allow, policy


def uris(sarif: str) -> list[str]:
    results = json.loads(sarif)["runs"][0]["results"]
    places = [one["locations"][0]["physicalLocation"] for one in results]
    return [one["artifactLocation"]["uri"] for one in places]


@pytest.mark.parametrize("git", ["folder", "file", "none"])
def test_paths_start_at_the_top_of_the_repository(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, git: str
) -> None:
    if git == "file":  # as a linked working tree and a submodule have it
        shell.write(".git", "gitdir: elsewhere")
    elif git == "folder":
        Path(".git").mkdir()
    shell.write("a.json", PUBLIC)
    shell.write("infra/deep/b.json", PUBLIC)
    monkeypatch.chdir(shell.folder / "infra")
    files = ("no-public-access", "../a.json", "deep/b.json")
    here = "" if git == "none" else "infra/"
    there = shell.folder.as_uri() + "/a.json" if git == "none" else "a.json"
    assert uris(shell.check(*files, "-o", "sarif").out) == [there, f"{here}deep/b.json"]
    commands = shell.check(*files, "-o", "github").out
    assert f"::error file={here}deep/b.json," in commands
    assert f'file="{here}deep/b.json"' in shell.check(*files, "-o", "junit").out
    assert f"| {here}deep/b.json:" in shell.check(*files, "-o", "markdown").out


def test_a_file_that_is_named_in_several_ways_is_told_once(shell: Shell) -> None:
    shell.write("f/a.json", PUBLIC)
    ways = ("f/a.json", "./f/../f/a.json", str(shell.folder / "f/a.json"), "f", "f/*.json")
    ended = shell.check("no-public-access", *ways, "-o", "sarif")
    assert (ended.code, uris(ended.out)) == (FAIL, ["f/a.json"])


def test_a_name_in_a_message_is_no_link(shell: Shell) -> None:
    statement = allow(Sid="[here](https://example.com)", Principal="*", Resource="arn:aws:s3:::a/*")
    shell.write("a.json", policy(statement))
    ended = shell.check("no-public-access", "a.json", "-o", "sarif")
    (result,) = json.loads(ended.out)["runs"][0]["results"]
    assert "[here] (https://example.com)" in result["message"]["text"]
