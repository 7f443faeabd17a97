"""The example's command: it serves sample data, and ends in order at a signal."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def running() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "findings_service", "--demo", "--port", "0"]
    with subprocess.Popen(command, cwd=EXAMPLES, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def address_in(message: str) -> str | None:
    found = re.search(r"running on (http://\S+)", message)
    return found and found[1]


def test_it_serves_and_stops(running: subprocess.Popen[str]) -> None:
    assert running.stderr is not None
    messages = (json.loads(line)["message"] for line in running.stderr)
    address = next(filter(None, map(address_in, messages)))
    assert httpx.get(f"{address}/health").json() == {"status": "ok"}
    findings = httpx.get(f"{address}/analyzers/account-external/findings").text
    assert findings.count("\n") == 350
    running.send_signal(signal.SIGTERM)
    assert "Application shutdown complete." in list(messages)
    assert running.wait() in {0, -signal.SIGTERM}


def test_uvicorn_s_own_command_serves_it_too() -> None:
    options = ["--app-dir", str(EXAMPLES), "--timeout-graceful-shutdown", "10", "--port", "0"]
    command = ["uvicorn", "--factory", "findings_service.app:create_app", *options]
    with subprocess.Popen(
        [sys.executable, "-m", *command], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        address = next(filter(None, map(address_in, process.stderr)))
        assert httpx.get(f"{address}/health").json() == {"status": "ok"}
        process.kill()
