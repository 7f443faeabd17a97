"""Every code block of the README and the documentation runs."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

ROOT = Path(__file__).parent.parent
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
    return "(access_analyzer_" in str(block.values[0])


@pytest.mark.parametrize(
    ("code", "name"), [block for block in blocks("python") if not is_test(block)]
)
def test_a_python_block_runs_as_it_stands(code: str, name: str) -> None:
    exec(compile(code, name, "exec"), {"__name__": "__main__"})  # noqa: S102 (our own pages)


@pytest.mark.parametrize(("code", "name"), [block for block in blocks("python") if is_test(block)])
def test_a_test_passes(code: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "test_block.py").write_text(code, encoding="utf-8")
    options = ["-q", "-p", "no:cacheprovider", "-o", "asyncio_mode=auto"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, f"{name}\n{done.stdout}"


# The README's two commands set up an environment: the continuous integration runs them.
@pytest.mark.parametrize(
    ("command", "name"),
    [block for block in blocks("sh") if not str(block.values[0]).startswith("python3 -m venv")],
)
def test_a_shell_block_works(command: str, name: str) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-c", command],  # noqa: S607 (any bash will do)
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), name


def test_the_readme_starts_with_two_commands_of_one_line_each() -> None:
    start = (ROOT / "README.md").read_text(encoding="utf-8").split("## Start")[1].split("\n## ")[0]
    commands = re.findall(r"^```sh\n(.*?)^```$", start, re.MULTILINE | re.DOTALL)
    assert [command.count("\n") for command in commands] == [1, 1]


def test_the_pages_are_found() -> None:
    assert len(blocks("python")) > 10
