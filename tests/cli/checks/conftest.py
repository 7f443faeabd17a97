"""A shell in a folder of its own."""

from pathlib import Path

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

from tests.cli.checks.shell import Shell


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path)
