"""Completion as a shell has it: in a process of its own, and in a real bash."""

import os
import pty
import shutil
import socket
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from select import select

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

from tests.cli.commands import COMMAND, run

PROGRAM = "import sys; sys.argv[0] = 'aa-sdk'\n" + COMMAND[2]
IMPATIENT = "from aa_sdk.cli import _completion; _completion.PATIENCE_S = 0.1\n"
STUCK = """
import asyncio, sys
from threading import Event

async def look_up(service):
    print("noise", file=sys.stderr)
    await asyncio.get_running_loop().run_in_executor(None, Event().wait)

_completion._names = look_up
"""


def answered(
    line: str, *, by: str = "bash", before: str = "", env: Mapping[str, str] | None = None
) -> tuple[int, str, str]:
    """What a process answers: its code, stdout and stderr."""
    words = ["aa-sdk", *line.split(" ")]
    asked = {
        "_AA_SDK_COMPLETE": f"complete_{by}",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": " ".join(words),
    }
    done = subprocess.run(
        [sys.executable, "-c", before + PROGRAM],
        env={**os.environ, **asked, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


def test_words_are_answered_on_stdout_and_that_is_all() -> None:
    assert answered("findings --where status = AC") == (0, "ACTIVE\n", "")
    assert answered("findings get ") == (0, "", "")


def test_a_line_that_makes_no_sense_is_answered_with_nothing() -> None:
    for line in ("no-such --wh", "findings --no-such --no-such = a"):
        assert answered(line)[1:] == ("", ""), line
    assert answered("findings", env={"COMP_CWORD": "one"}) == (1, "", "")


def test_fish_is_told_by_a_code_whether_there_are_words() -> None:
    env = {"_TYPER_COMPLETE_FISH_ACTION": "is-args"}
    assert answered("findings --where st", by="fish", env=env) == (0, "", "")
    assert answered("check validate a", by="fish", env=env) == (1, "", "")


def test_other_shells_are_answered_by_typer() -> None:
    code, stdout, _ = answered(
        "fin", by="powershell", env={"_TYPER_COMPLETE_WORD_TO_COMPLETE": "fin"}
    )
    assert (code, stdout.partition(":")[0]) == (0, "findings")


@pytest.mark.parametrize("stuck", ["", STUCK])
def test_a_shell_does_not_wait_for_a_service_that_is_silent(stuck: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        line = f"findings --endpoint-url http://127.0.0.1:{silent.getsockname()[1]} --analyzer "
        assert answered(line, before=IMPATIENT + stuck) == (0, "", "")


def test_without_credentials_or_a_region_nothing_is_said(tmp_path: Path) -> None:
    bare = {
        **dict.fromkeys(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"], ""),
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    for line in ("findings --analyzer ", "findings --region eu-west-1 --analyzer "):
        assert answered(line, env=bare, before=IMPATIENT) == (0, "", "")
    assert answered("--profile none findings --analyzer ", before=IMPATIENT) == (0, "", "")
    config = tmp_path / "config"
    config.write_text("[default]\ncredential_process = sh -c 'echo noise >&2; exit 1'\n")
    env = {**bare, "AWS_CONFIG_FILE": str(config)}
    assert answered("findings --region eu-west-1 --analyzer ", env=env) == (0, "", "")


@contextmanager
def bash(path: Path) -> Generator[int]:
    """A real bash in a terminal, which has completion installed."""
    program = path / "aa-sdk"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} {path / "run.py"} "$@"\n')
    program.chmod(0o755)
    (path / "run.py").write_text(PROGRAM)
    script = run("--show-completion", "bash")
    (path / "rc").write_text(f"PS1='> '\nPATH={path}:$PATH\n{script.stdout}\n")
    ours, theirs = pty.openpty()
    command = ["bash", "--noprofile", "--rcfile", str(path / "rc"), "-i"]
    env = {**os.environ, "TERM": "dumb", "PYTHONPATH": str(Path.cwd())}
    shell = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True
    )
    os.close(theirs)
    try:
        yield ours
    finally:
        shell.kill()
        shell.wait(timeout=30)
        os.close(ours)


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_completes_what_it_takes_apart(tmp_path: Path) -> None:
    with bash(tmp_path) as terminal:
        for typed, completed in [
            ("aa-sdk findings --where status=AC", "status=ACTIVE "),
            (" --where resourceType=AWS::S3::B", "resourceType=AWS::S3::Bucket "),
            (" --where=isPublic!=t", "--where=isPublic!=true "),
        ]:
            os.write(terminal, f"{typed}\t".encode())
            shown = ""
            while completed not in shown:
                assert select([terminal], [], [], 30)[0], shown
                shown += os.read(terminal, 4096).decode()
