"""The fixtures work in other projects, on asyncio and on Trio."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]

TESTS = """
import anyio
import pytest

from aa_sdk.emulator import Emulator


def test_the_emulator_starts_empty(access_analyzer_emulator):
    assert len(access_analyzer_emulator.calls) == 0


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
async def test_a_client_is_ready(access_analyzer_client, access_analyzer_emulator):
    access_analyzer_emulator.populate(findings=40)
    assert len(await access_analyzer_client.list_analyzers().collect()) == 4


def test_a_client_is_used_in_a_loop_of_ones_own(access_analyzer_client):
    anyio.run(access_analyzer_client.list_analyzers().collect)


class TestOverridden:
    @pytest.fixture
    def access_analyzer_emulator(self):
        return Emulator(region_name="eu-west-1")

    def test_the_client_follows(self, access_analyzer_client, access_analyzer_emulator):
        anyio.run(access_analyzer_client.list_analyzers().collect)
        assert access_analyzer_emulator.calls[0].region == "eu-west-1"
"""


ASYNCIO_TESTS = """
async def test_a_client_is_ready(access_analyzer_client, access_analyzer_emulator):
    access_analyzer_emulator.populate(findings=40)
    assert len(await access_analyzer_client.list_analyzers().collect()) == 4
"""
ASYNCIO_MODE = ["-o", "asyncio_mode=auto", "-o", "asyncio_default_fixture_loop_scope=function"]


@pytest.mark.parametrize(
    ("tests", "options", "passed"),
    [(TESTS, ["-p", "no:asyncio"], "5 passed"), (ASYNCIO_TESTS, ASYNCIO_MODE, "1 passed")],
    ids=["anyio", "pytest-asyncio"],
)
def test_the_fixtures_serve_a_project_of_its_own(
    tmp_path: Path, tests: str, options: list[str], passed: str
) -> None:
    (tmp_path / "test_mine.py").write_text(tests)
    # Whether the package is installed or not, its plugin is loaded once, by its module's name.
    options += ["-p", "no:cacheprovider", "-p", "no:aa_sdk", "-p", "aa_sdk.pytest_plugin"]
    warnings = ["-W", "error", "-W", "ignore:aiobotocore's httpx:DeprecationWarning"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *options, *warnings, str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert passed in done.stdout
