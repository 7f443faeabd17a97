"""`python -m aa_sdk.emulator` serves until it is told to stop."""

import json
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from aa_sdk.emulator import Emulator
from aa_sdk.emulator.__main__ import main
from tests.emulator.direct_calls import signature


@pytest.fixture
def handlers_as_they_were() -> Iterator[None]:
    """The command takes over the signals of its process, which here is that of the tests."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def analyzers(line: str) -> list[str]:
    """The names of the analyzers at the URL that the command printed."""
    url = f"{line.rsplit(maxsplit=1)[-1]}/analyzer"
    request = Request(url, headers={"Authorization": signature()})  # noqa: S310 (http on this machine)
    with urlopen(request, timeout=10) as response:  # noqa: S310 (the same)
        return [analyzer["name"] for analyzer in json.load(response)["analyzers"]]


def test_it_serves_a_populated_world_until_interrupted() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "aa_sdk.emulator", "--port", "0", "--populate", "50"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert "account-external" in analyzers(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        assert (process.wait(timeout=20), process.stderr.read()) == (0, "")


class Lines(StringIO):
    """Standard output that another thread may wait for."""

    def __init__(self) -> None:
        super().__init__()
        self.written: queue.SimpleQueue[str] = queue.SimpleQueue()

    def write(self, text: str) -> int:
        if text.strip():
            self.written.put(text)
        return len(text)


@pytest.mark.usefixtures("handlers_as_they_were")
def test_it_starts_from_a_snapshot_and_ends_when_terminated(tmp_path: Path) -> None:
    emulator = Emulator()
    emulator.add_service_linked_analyzer("_AccessAnalyzerForTest-1")
    emulator.save(tmp_path / "world.json")
    output, names = Lines(), list[str]()

    def look_and_terminate() -> None:
        try:
            names.extend(analyzers(output.written.get(timeout=20)))
        finally:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)

    onlooker = threading.Thread(target=look_and_terminate)
    onlooker.start()
    with redirect_stdout(output):
        code = main(["--port", "0", "--snapshot", str(tmp_path / "world.json")])
    onlooker.join()
    assert (names, code) == (["_AccessAnalyzerForTest-1"], 0)


@pytest.mark.usefixtures("handlers_as_they_were")
@pytest.mark.parametrize("problem", ["a port that is taken", "a snapshot that is none"])
def test_what_keeps_it_from_serving_is_one_line_on_stderr(
    problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "world.json").write_text("{}")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        options = {
            "a port that is taken": ["--port", port],
            "a snapshot that is none": ["--snapshot", str(tmp_path / "world.json")],
        }
        assert main(options[problem]) == 1
    output, errors = capsys.readouterr()
    assert output == ""
    assert errors.startswith("error: ")
    assert errors.count("\n") == 1
