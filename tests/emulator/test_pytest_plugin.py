"""The fixtures work in other projects, on asyncio and on Trio."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

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
LOOP_SCOPE = ("-o", "asyncio_default_fixture_loop_scope=function")
ANYIO = ("-p", "anyio")
PYTEST_ASYNCIO = ("-p", "pytest_asyncio.plugin", *LOOP_SCOPE, "-o", "asyncio_mode=auto")
BOTH = (*ANYIO, "-p", "pytest_asyncio.plugin", *LOOP_SCOPE, "-o", "asyncio_mode=strict")

MARKED_TESTS = f"{TESTS}\n\n@pytest.mark.asyncio{ASYNCIO_TESTS.replace('ready', 'ready_too')}"


def projects() -> dict[str, tuple[str, tuple[str, ...], int]]:
    """Tests, the plugins that run them, and how many they are."""
    if settings.get_current_profile_name() == "ci":
        return {"anyio": (TESTS, ANYIO, 5), "pytest-asyncio": (ASYNCIO_TESTS, PYTEST_ASYNCIO, 1)}
    # pytest takes seconds to start: a project that uses both plugins stands for one of each.
    return {"both": (MARKED_TESTS, BOTH, 6)}


@pytest.mark.parametrize("project", projects())
def test_the_fixtures_serve_a_project_of_its_own(tmp_path: Path, project: str) -> None:
    tests, plugins, passed = projects()[project]
    (tmp_path / "test_mine.py").write_text(tests)
    options = ["-p", "no:cacheprovider", *plugins, "-p", "aa_sdk.pytest_plugin"]
    warnings = ["-W", "error", "-W", "ignore:aiobotocore's httpx:DeprecationWarning"]
    # Without plugins that are merely installed: no project needs this one's, and whether the
    # package is installed or not, its plugin is loaded once.
    environment = {"PYTHONPATH": str(PROJECT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *options, *warnings, str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{passed} passed" in done.stdout
