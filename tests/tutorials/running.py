"""Somebody who does what a tutorial says, in a folder of their own and at a terminal."""

import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

from tests.cells import Cells
from tests.tutorials.reading import Change, Command, File

# The environment of the tests stands in for the one that a reader installs into.
_SET_UP = (
    "git clone ",
    "mkdir ",
    "cd ",
    "python3 -m venv ",
    ". .venv/bin/activate",
    "pip install ",
    "jupyter lab",
)
_SERVERS = ("python -m aa_sdk.emulator", "uvicorn")
# What is another at each run.
_OTHERWISE = (
    r"\d{4}-\d\d-\d\dT[\d:]+Z",  # times
    r"(?<=process \[)\d+",
    r'(?<="request_id":")[\w-]+',
    r"(?<= in )[\d.]+ ?s\b",
)


def alike(text: str) -> str:
    """Return what of a text is the same at each run; a page may break its lines otherwise."""
    for pattern in _OTHERWISE:
        text = re.sub(pattern, "~", text)
    return " ".join(text.split())


class Reader:
    """Does the steps of one tutorial."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._servers: dict[str, subprocess.Popen[str]] = {}
        self._status = 0
        self._environment: dict[str, str] = {
            **os.environ,
            "HOME": str(folder.parent),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "COLUMNS": "80",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"),
            # No plugin but ours, as in the reader's environment, and no warning of the test client
            # where there is another HTTP library than the reader installs.
            "PYTEST_ADDOPTS": "-p no:cacheprovider -p no:warnings",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTEST_PLUGINS": "aa_sdk.pytest_plugin",
        }

    def write(self, file: File) -> None:
        """Write a file."""
        path = self._folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")

    def change(self, change: Change) -> None:
        """Change a file where it reads as the page says."""
        path = self._folder / change.name
        text = path.read_text(encoding="utf-8")
        for before, after in change.parts:
            assert text.count(before) == 1, f"{change.name} has not, or not only once:\n{before}"
            text = text.replace(before, after)
        path.write_text(text, encoding="utf-8")

    def type(self, command: Command) -> str | None:
        """Type a command, and return what comes; None if it is none that runs here."""
        if command.text.startswith(_SET_UP):
            return None
        if command.text.startswith("export "):
            for word in command.text.split()[1:]:
                name, _, value = word.partition("=")
                self._environment[name] = value
            return ""
        server = next((one for one in _SERVERS if one in command.text), None)
        return self._serve(server, command) if server else self._run(command.text)

    def stop(self) -> None:
        """Stop all servers."""
        while self._servers:
            self._stop(next(iter(self._servers)))

    def _run(self, command: str) -> str:
        done = subprocess.run(
            ["bash", "-c", f"(exit {self._status})\n{command}"],  # noqa: S607 (any bash will do)
            cwd=self._folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=50,
            check=False,
        )
        self._status = done.returncode
        return done.stdout

    def _serve(self, server: str, command: Command) -> str:
        """Start a server, in place of the same one; return as much as the page tells of it."""
        self._stop(server)
        process = subprocess.Popen(
            ["bash", "-c", f"exec env {command.text}"],  # noqa: S607 (any bash will do)
            cwd=self._folder,
            env=self._environment | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._servers[server] = process
        assert process.stdout is not None
        told = ""
        for line in process.stdout:
            told += line
            if " on http://" in line:
                return told if command.output else ""
        raise AssertionError(f"{command.text} did not start:\n{told}")

    def _stop(self, server: str) -> None:
        if process := self._servers.pop(server, None):
            process.kill()
            with process:
                process.communicate()


class Notebook:
    """Writes cells, and sees what they show."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self.shown = ""
        """What the last cell printed, or else the words of what is shown below it."""

    def write(self, cell: str) -> None:
        """Write a cell, and run it."""
        printed, value = self._cells.run(cell)
        self.shown = printed or ("" if value is None else _words(value))


def _words(value: Any) -> str:
    """The words of what a notebook makes of a value."""
    if title := getattr(value, "title", None):  # of a chart
        return " ".join(title.text)
    html = re.sub(r"<style>.*?</style>", "", value._repr_html_(), flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", html))
