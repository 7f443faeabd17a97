"""The page for other languages works as it stands, and so does the AWS SDK for JavaScript.

The SDK is looked for in the folder that AA_SDK_NODE_MODULES names; `nox -s javascript` installs it.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from aa_sdk.emulator import Emulator
from aa_sdk.emulator.__main__ import TOKEN_VARIABLE

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "other-languages.md").read_text(encoding="utf-8")
SCENARIO = Path(__file__).parent / "javascript" / "scenario.mjs"
ADDRESS = "http://127.0.0.1:4780"
SDK = "@aws-sdk/client-accessanalyzer"
MODULES = Path(os.environ.get("AA_SDK_NODE_MODULES", "nowhere"))

with_curl = pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl")
with_node = pytest.mark.skipif(not shutil.which("node"), reason="there is no node")
with_sdk = pytest.mark.skipif(
    not (shutil.which("node") and (MODULES / SDK).is_dir()),
    reason="there is no node, or AA_SDK_NODE_MODULES has no SDK",
)


def blocks(language: str) -> list[str]:
    """The code blocks of a language, in the order of the page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def url() -> Iterator[str]:
    """Where the command that the page starts with serves."""
    emulator = Emulator()
    emulator.populate(100)
    with emulator.serve(control=True) as served:
        yield served


def run(command: list[str], folder: Path) -> str:
    """Run a command in a folder, as a machine without an AWS account."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path, "NO_PROXY": "*", TOKEN_VARIABLE: "invented"},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@with_curl
def test_every_block_of_the_shell_works(url: str, tmp_path: Path) -> None:
    told: list[str] = []
    for block in blocks("bash"):
        script = re.sub(r"\bcurl ", "curl --silent --show-error ", block).replace(ADDRESS, url)
        told.append(run(["bash", "-euo", "pipefail", "-c", script], tmp_path))
    assert "account-external" in told[0]
    assert '"status": "ok"' in told[1]
    assert "open-queue" in told[2]
    assert len(told) == PAGE.count("\n```bash\n") == 11


def in_node(script: str, url: str, folder: Path) -> str:
    """Run a script where the packages are."""
    if MODULES.is_dir() and not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(MODULES)
    (folder / "block.mjs").write_text(script.replace(ADDRESS, url), encoding="utf-8")
    return run(["node", "block.mjs", url], folder)


@with_node
def test_every_block_of_javascript_without_packages_works(url: str, tmp_path: Path) -> None:
    scripts = [block for block in blocks("js") if SDK not in block]
    assert len(scripts) == 3
    for script in scripts:
        in_node(script, url, tmp_path)


@with_sdk
def test_every_block_of_javascript_with_the_sdk_works(url: str, tmp_path: Path) -> None:
    (script,) = [block for block in blocks("js") if SDK in block]
    assert sum(map(int, in_node(script, url, tmp_path).split())) > 10


@with_sdk
def test_a_session_with_the_sdk_and_the_control_api(tmp_path: Path) -> None:
    with Emulator().serve(control=True) as served:
        script = SCENARIO.read_text(encoding="utf-8")
        assert in_node(script, served, tmp_path) == "all good\n"


@pytest.mark.skipif(not shutil.which("terraform"), reason="there is no terraform")
def test_the_block_of_terraform_is_well_formed(tmp_path: Path) -> None:
    (block,) = blocks("hcl")
    (tmp_path / "main.tf").write_text(block, encoding="utf-8")
    run(["terraform", "fmt", "-check", "-diff"], tmp_path)


def test_every_language_of_the_page_is_tried_or_shown_on_purpose() -> None:
    tried, shown = {"bash", "js", "python", "hcl"}, {"console", "java", "go"}
    assert set(re.findall(r"^```(\w+)$", PAGE, re.MULTILINE)) == tried | shown


def instructions() -> dict[str, list[str]]:
    """What the Containerfile says, by instruction."""
    text = (ROOT / "examples" / "Containerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    found: dict[str, list[str]] = {}
    for line in filter(None, lines):
        name, _, rest = line.partition(" ")
        found.setdefault(name, []).append(rest)
    return found


def test_the_container_is_made_of_what_there_is_and_runs_as_nobody_in_particular() -> None:
    said = instructions()
    for copied in said["COPY"]:
        for source in shlex.split(copied)[:-1]:
            assert (ROOT / source).exists(), source
    assert said["USER"] == ["10001"]
    assert "--uid 10001" in said["RUN"][0]
    assert "/_health" in said["HEALTHCHECK"][0]
    assert said["VOLUME"] == ["/state"]


def test_the_command_of_the_container_is_one_that_there_is() -> None:
    said = instructions()
    told = run([sys.executable, "-m", "aa_sdk.emulator", "--help"], ROOT)
    options = re.findall(r"--[a-z-]+", " ".join(said["ENTRYPOINT"] + said["CMD"]))
    assert {"--host", "--control"} <= set(options)
    for option in options:
        assert option in told or option == "--state", option
    for variable in re.findall(r"AA_SDK_\w+", PAGE):
        assert variable in told
