"""`python -m aa_sdk.emulator` serves until it is told to stop."""

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

from aa_sdk.emulator import Emulator
from tests.emulator.direct_calls import signature

COMMAND = [sys.executable, "-m", "aa_sdk.emulator"]


def served(*arguments: str, stop: signal.Signals) -> tuple[list[str], int, str]:
    """Run the command, list the analyzers, stop it; return names, exit code and stderr."""
    with subprocess.Popen(
        [*COMMAND, "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        url = process.stdout.readline().split()[-1]
        request = Request(f"{url}/analyzer", headers={"Authorization": signature()})  # noqa: S310 (http on this machine)
        with urlopen(request, timeout=10) as response:  # noqa: S310 (the same)
            analyzers = json.load(response)["analyzers"]
        process.send_signal(stop)
        code = process.wait(timeout=20)
        return [analyzer["name"] for analyzer in analyzers], code, process.stderr.read()


def test_it_serves_a_populated_world_until_interrupted() -> None:
    names, code, errors = served("--populate", "50", stop=signal.SIGINT)
    assert "account-external" in names
    assert (code, errors) == (0, "")


def test_it_starts_from_a_snapshot(tmp_path: Path) -> None:
    emulator = Emulator()
    emulator.add_service_linked_analyzer("_AccessAnalyzerForTest-1")
    emulator.save(tmp_path / "world.json")
    names, code, errors = served("--snapshot", str(tmp_path / "world.json"), stop=signal.SIGTERM)
    assert (names, code, errors) == (["_AccessAnalyzerForTest-1"], 0, "")


def test_a_port_that_is_taken_is_one_line_on_stderr() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [*COMMAND, "--port", port], capture_output=True, text=True, timeout=30, check=False
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
