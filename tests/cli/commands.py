"""Commands, run in this process and in one of their own."""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from typer.testing import CliRunner

from aa_sdk.cli.app import app

REGION = "eu-west-1"
COMMAND = (sys.executable, "-c", "from aa_sdk.cli import main; main()")


def run(*arguments: str, stdin: str | bytes | None = None) -> Any:
    return CliRunner().invoke(app, list(arguments), input=stdin)


def listed(*arguments: str) -> list[dict[str, object]]:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    listing: list[dict[str, object]] = json.loads(result.stdout)
    return listing


def start(
    *arguments: str,
    stdin: int | None = None,
    stdout: int | None = None,
    stderr: int | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    command = [*COMMAND, *arguments]
    return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr, env=env)
