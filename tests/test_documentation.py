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

ROOT = Path(__file__).parent.parent
SHELL_SIGNS = set("|&;<>$*?#\\\n")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(language: str) -> list[ParameterSet]:
    """Return each fenced block of a language, named after its page and line."""
    found: list[ParameterSet] = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in re.finditer(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            line = text[: match.start()].count("\n") + 1
            name = f"{page.relative_to(ROOT)}:{line}"
            found.append(pytest.param(match[1], name, id=name))
    return found


def is_test(block: ParameterSet) -> bool:
    """Say whether a block is a test that pytest has to run."""
    return "\ndef test_" in str(block.values[0]) or "\nasync def test_" in str(block.values[0])


@pytest.mark.parametrize(
    ("code", "name"), [block for block in blocks("python") if not is_test(block)]
)
def test_a_python_block_runs_as_it_stands(code: str, name: str) -> None:
    exec(compile(code, name, "exec"), {"__name__": "__main__"})  # noqa: S102 (our own pages)


def test_every_block_that_is_a_test_passes(tmp_path: Path) -> None:
    # All in one process: starting pytest takes ten times as long as any of them.
    for number, block in enumerate(filter(is_test, blocks("python"))):
        code, name = map(str, block.values)
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
    [block for block in blocks("sh") if not str(block.values[0]).startswith("python3 -m venv")],
)
def test_a_shell_block_works(commands: str, name: str) -> None:
    for line in commands.splitlines():
        status, told, error = run_alone(line)
        assert status == 0, f"{name}: {line}: {error}"
        # Rows that are piped have their summary beside them, on stderr.
        assert not error or re.fullmatch(r"[\d,]+ findings? in .*\n", error), f"{name}: {line}"
        assert told, f"{name}: {line}"


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


def test_the_pages_are_found() -> None:
    assert len(blocks("python")) > 10
