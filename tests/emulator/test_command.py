"""`python -m aa_sdk.emulator` serves until it is told to stop."""

import json
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from aa_sdk.emulator import Emulator
from aa_sdk.emulator.__main__ import main
from tests.emulator.control_calls import Control
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
    assert "Errno" not in errors


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command says, in one line, that ends at once with exit code 2."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    output, errors = capsys.readouterr()
    assert (ended.value.code, output) == (2, "")
    assert errors.startswith("error: ")
    assert errors.count("\n") == 1
    return errors


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--account-id", "12345"], "12 digits"),
        (["--account-id", "111122223333,x"], "12 digits"),
        (["--account-id", "１１１１２２２２３３３３"], "12 digits"),  # noqa: RUF001 (digits of another script)
        (["--account-id", ""], "12 digits"),
        (["--region", "here"], "us-east-1"),
        (["--region", "us-east-1,,eu-west-1"], "us-east-1"),
        (["--populate", "-1"], "0 or more"),
        (["--populate", "ten"], "0 or more"),
        (["--populate", "1.5"], "0 or more"),
        (["--port", "-1"], "65535"),
        (["--port", "65536"], "65535"),
        (["--port", "http"], "65535"),
        (["--seed", "x"], "--seed"),
        (["--state", ""], "--state: it should be the name of a file"),
        (["--snapshot", ""], "--snapshot: it should be the name of a file"),
        *((["--state", "a", "--save-every", text], "a number of seconds") for text in ("0", "x")),
        (["--access-key", "AKIA1"], "KEY=ACCOUNT"),
        (["--access-key", "AKIA1=1"], "12 digits"),
        (["--access-key", "=111122223333"], "letters and digits"),
        (["--control-token", "secret"], "--control"),
        (["--control", "--control-token", ""], "visible ASCII"),
        (["--control", "--control-token", "é"], "visible ASCII"),
        (["--control", "--host", "192.0.2.1"], "AA_SDK_EMULATOR_CONTROL_TOKEN"),
        (["--control", "--host", "::"], "AA_SDK_EMULATOR_CONTROL_TOKEN"),
        (["--nonsense"], "--nonsense"),
        (["nonsense\x1b[31m"], r"\x1b"),
    ],
)
def test_what_makes_no_sense_is_one_line_and_exit_code_two(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = refused(capsys, *arguments)
    assert words in told
    assert "secret" not in told


def test_help_has_examples_and_no_token(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AA_SDK_EMULATOR_CONTROL_TOKEN", "a-secret")
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    told = capsys.readouterr().out
    assert "python -m aa_sdk.emulator --populate 1000" in told
    assert "AWS_ENDPOINT_URL_ACCESSANALYZER" in told
    assert "a-secret" not in told


def serving(arguments: list[str], look: Callable[[str], object]) -> int:
    """Run the command here, look at what it serves from another thread, and end it."""
    output = Lines()

    def look_and_terminate() -> None:
        try:
            look(output.written.get(timeout=20).rsplit(maxsplit=1)[-1])
        finally:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)

    onlooker = threading.Thread(target=look_and_terminate)
    onlooker.start()
    with redirect_stdout(output):
        code = main(["--port", "0", *arguments])
    onlooker.join()
    return code


@pytest.mark.usefixtures("handlers_as_they_were")
def test_each_account_and_region_is_populated(capsys: pytest.CaptureFixture[str]) -> None:
    accounts: list[dict[str, object]] = []
    arguments = [
        *("--account-id", "111122223333,444455556666", "--account-id", "777788889999"),
        *("--account-id", "111122223333", "--region", "eu-west-1", "--region", "us-east-1"),
        *("--populate", "5", "--control"),
        *("--access-key", "AKIA1=444455556666", "--access-key", "AKIA2=444455556666"),
    ]

    def look(url: str) -> None:
        accounts.extend(Control(url).ok("GET", "/accounts")["accounts"])

    assert serving(arguments, look) == 0
    regions = ["eu-west-1", "us-east-1"]
    assert accounts == [
        {"accountId": "111122223333", "accessKeyIds": [], "regionNames": regions},
        {"accountId": "444455556666", "accessKeyIds": ["AKIA1", "AKIA2"], "regionNames": regions},
        {"accountId": "777788889999", "accessKeyIds": [], "regionNames": regions},
    ]
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("handlers_as_they_were")
def test_a_token_comes_from_the_environment_and_other_hosts_are_warned_of(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    statuses: list[int] = []

    def look(url: str) -> None:
        for token in ("a-secret", "another"):
            sent = {"Authorization": f"Bearer {token}"}
            statuses.append(Control(url, sent).send("GET", "/_emulator/clock").status)

    monkeypatch.setenv("AA_SDK_EMULATOR_CONTROL_TOKEN", "a-secret")
    everywhere = ["--host", "0.0.0.0"]  # noqa: S104 (it is warned of)
    assert serving([*everywhere, "--control"], look) == 0
    assert serving([*everywhere, "--control", "--control-token", "another"], look) == 0
    assert serving([*everywhere], look) == 0
    assert statuses == [200, 401, 401, 200, 404, 404]
    errors = capsys.readouterr().err
    assert errors.count("warning: whoever reaches 0.0.0.0 may read and change the state\n") == 3
    assert "secret" not in errors


@pytest.mark.usefixtures("handlers_as_they_were")
def test_a_snapshot_is_populated_where_it_was_taken(tmp_path: Path) -> None:
    Emulator("4" * 12, "eu-west-1").save(tmp_path / "world.json")
    found: list[object] = []

    def look(url: str) -> None:
        found.extend(Control(url).ok("GET", "/accounts")["accounts"])

    arguments = ["--snapshot", str(tmp_path / "world.json"), "--populate", "5", "--control"]
    assert serving(arguments, look) == 0
    assert found == [{"accountId": "4" * 12, "accessKeyIds": [], "regionNames": ["eu-west-1"]}]
