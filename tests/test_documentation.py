"""Every code block of the README and the documentation runs."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from typer.testing import CliRunner

import aa_sdk
from aa_sdk.cli.app import app
from tests.terminal import written_to

ROOT = Path(__file__).parent.parent
SHELL_SIGNS = set("|&;<>$*?#\\\n")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


BLOCK = r"^```{language}\n((?:(?!```).*\n)*)```$(?:\n+```text\n((?:(?!```).*\n)*)```$)?"
VARYING = re.compile(
    r"\b\d+\.\d+ m?s\b|\b\d+(?:\.\d+)?/s\b|\battempts: \d+\b|\b\d+ attempts\b"
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
)
"""What differs from run to run: how long something took, how often it was tried, request ids."""


def blocks(language: str) -> list[ParameterSet]:
    """Return each fenced block of a language, named after its page and line.

    The third value is the text block right behind it, which is what it prints, or None.
    """
    found: list[ParameterSet] = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in re.finditer(BLOCK.format(language=language), text, re.MULTILINE):
            line = text[: match.start()].count("\n") + 1
            name = f"{page.relative_to(ROOT)}:{line}"
            found.append(pytest.param(match[1], name, match[2], id=name))
    return found


def same(printed: str, shown: str) -> bool:
    """Whether a page shows what is printed, with long lines broken where a page has no room."""
    shown = shown.replace("~~~", "```")  # fences in fences
    return lasting(printed) == lasting(shown)


def lasting(text: str) -> str:
    """Return what of a text is the same in every run, however it is broken into lines."""
    return VARYING.sub("…", " ".join(text.split()))


def is_test(block: ParameterSet) -> bool:
    """Say whether a block is a test that pytest has to run."""
    return "\ndef test_" in str(block.values[0]) or "\nasync def test_" in str(block.values[0])


@pytest.mark.usefixtures("loggers_as_before")
@pytest.mark.parametrize(
    ("code", "name", "shown"), [block for block in blocks("python") if not is_test(block)]
)
def test_a_python_block_runs_as_it_stands_and_prints_what_is_shown_behind_it(
    code: str, name: str, shown: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(compile(code, name, "exec"), {"__name__": "__main__"})  # noqa: S102 (our own pages)
    printed = capsys.readouterr().out
    assert shown is None or same(printed, shown), printed


def test_every_block_that_is_a_test_passes(tmp_path: Path) -> None:
    # All in one process: starting pytest takes ten times as long as any of them.
    for number, block in enumerate(filter(is_test, blocks("python"))):
        code, name = map(str, block.values[:2])
        (tmp_path / f"test_block_{number}.py").write_text(f"# {name}\n{code}", encoding="utf-8")
    unneeded = [f"-pno:{plugin}" for plugin in ("cacheprovider", "hypothesispytest", "randomly")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *unneeded, "-o", "asyncio_mode=auto", tmp_path],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


# The README's two commands set up an environment: the continuous integration runs them.
@pytest.mark.parametrize(
    ("commands", "name"),
    [
        pytest.param(*block.values[:2], id=block.id)
        for block in blocks("sh")
        if not str(block.values[0]).startswith("python3 -m venv")
    ],
)
def test_a_shell_block_works(commands: str, name: str) -> None:
    for line in commands.splitlines():
        status, told, error = run_alone(line)
        assert status == 0, f"{name}: {line}: {error}"
        # Rows that are piped have their summary beside them, on stderr.
        assert not error or re.fullmatch(r"[\d,]+ \w+.*\n", error), f"{name}: {line}"
        assert told, f"{name}: {line}"


@pytest.mark.parametrize(
    ("commands", "name", "shown"),
    [block for block in blocks("sh") if block.values[2] is not None],
)
def test_a_terminal_shows_what_a_page_shows(commands: str, name: str, shown: str) -> None:
    command = commands.splitlines()[-1].rpartition("&&")[2].strip().removeprefix(".venv/bin/")
    assert in_a_terminal(command) == shown, name


def in_a_terminal(command: str) -> str:
    """Return what a command writes to a terminal of 80 columns without colours."""
    program, *arguments = shlex.split(command)
    told = written_to([Path(sys.executable).parent / program, *arguments], {"NO_COLOR": "1"})
    return re.sub(r"\x1b\[[0-9;]*m", "", told)


def run_alone(line: str) -> tuple[int, str, str]:
    """Run a command of a page: our own in this process, which imported it, others in a shell."""
    if line.startswith("aa-sdk ") and not SHELL_SIGNS & set(line):
        result = CliRunner().invoke(app, shlex.split(line)[1:])
        return result.exit_code, result.stdout, result.stderr
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-c", line],  # noqa: S607 (any bash will do)
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_command_is_installed_under_its_name() -> None:
    command = Path(sys.executable).parent / "aa-sdk"
    done = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"aa-sdk {aa_sdk.__version__}\n"


def test_the_readme_starts_with_two_commands_of_one_line_each() -> None:
    start = (ROOT / "README.md").read_text(encoding="utf-8").split("## Start")[1].split("\n## ")[0]
    commands = re.findall(r"^```sh\n(.*?)^```$", start, re.MULTILINE | re.DOTALL)
    assert [command.count("\n") for command in commands] == [1, 1]


def test_the_changelog_begins_with_what_is_not_released_and_with_this_release() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[(.+?)\]", text, re.MULTILINE)
    assert versions[:2] == ["Unreleased", aa_sdk.__version__]


def test_a_line_of_code_is_shown_whole_on_a_desk() -> None:
    for block in blocks("python"):
        code, name = map(str, block.values[:2])
        assert max(map(len, code.splitlines())) <= 105, name


def test_the_pages_are_found() -> None:
    assert len(blocks("python")) > 10
