"""`python -m aa_sdk.emulator --state FILE` goes on where it ended, however it ended."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from aa_sdk.emulator import Emulator
from aa_sdk.emulator.__main__ import main
from aa_sdk.emulator._snapshot.state_file import held, kept
from tests.emulator.direct_calls import signature

LIMIT = 20


class Command:
    """The command in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]", url: str) -> None:
        self.process = process
        self.url = url

    def call(self, method: str, path: str, body: Any = None) -> Any:
        request = Request(  # noqa: S310 (http on this machine)
            f"{self.url}{path}",
            json.dumps(body).encode() if body is not None else None,
            {"Authorization": signature(), "Content-Type": "application/json"},
            method=method,
        )
        with urlopen(request, timeout=LIMIT) as response:  # noqa: S310 (the same)
            return json.loads(response.read() or b"null")

    def create(self, name: str) -> None:
        body = {"analyzerName": name, "type": "ORGANIZATION"}
        self.call("PUT", "/analyzer", body)

    def names(self) -> set[str]:
        return {analyzer["name"] for analyzer in self.call("GET", "/analyzer")["analyzers"]}

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=LIMIT)


@contextmanager
def running(*options: str) -> Generator[Command]:
    with subprocess.Popen(
        [sys.executable, "-m", "aa_sdk.emulator", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield Command(process, process.stdout.readline().split()[-1])
        finally:
            process.kill()


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end


def analyzers_in(path: Path) -> set[str]:
    return set(Emulator.load(path).world.scope().analyzers)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_happened_is_there_the_next_time(number: int, tmp_path: Path) -> None:
    path = str(tmp_path / "state.gz")
    with running("--state", path, "--populate", "30") as command:
        command.create("mine")
        assert command.end(number) == 0
    assert len(list(Emulator.load(path).world.scope().analyzers["account-external"].store)) > 0
    # What says how to start fresh is nothing to one that goes on.
    again = ("--populate", "30", "--region", "eu-west-1", "--access-key", "AKIA1=444455556666")
    with running("--state", path, *again) as command:
        assert "mine" in command.names()
        assert len(command.names()) == 5
        assert command.end(number) == 0
    world = Emulator.load(path).world
    assert world.access_keys == {"AKIA1": "444455556666"}
    assert sum(len(analyzer.store) for analyzer in world.scope().analyzers.values()) == 30


def test_it_is_saved_now_and_then_and_outlives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "state.gz"
    with running("--state", str(path), "--save-every", "0.05") as command:
        command.create("mine")
        wait_for(lambda: path.exists() and analyzers_in(path) == {"mine"})
        command.end(signal.SIGKILL)
    with running("--state", str(path)) as command:
        assert command.names() == {"mine"}


def test_a_kill_in_the_middle_of_saving_leaves_what_was_saved_before(tmp_path: Path) -> None:
    path = tmp_path / "state.gz"
    Emulator(account_id="444455556666").save(path)
    before = path.read_bytes()
    program = (
        "import sys\nfrom aa_sdk.emulator import Emulator\n"
        "from aa_sdk.emulator._snapshot.state_file import held\n"
        "emulator = Emulator()\nemulator.populate(20_000)\n"
        "with held(sys.argv[1]) as path:\n    print('saving', flush=True)\n"
        "    emulator.save(path)\n    input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "saving\n"
        wait_for(lambda: any(tmp_path.glob(".state.gz.*.saving")))
        process.kill()
    (left,) = tmp_path.glob(".state.gz.*.saving")
    assert path.read_bytes() == before
    assert Emulator.load(path).world.account_id == "444455556666"
    with held(path):
        assert not left.exists()


def test_a_second_process_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    path, link = tmp_path / "state.gz", tmp_path / "link.gz"
    path.touch()
    Emulator().save(path)
    link.symlink_to(path)
    with running("--state", str(path), "--save-every", "0.05") as command:
        command.create("mine")
        wait_for(lambda: analyzers_in(path) == {"mine"})  # so that it is another file by now
        for name in (path, link):
            second = subprocess.run(
                [sys.executable, "-m", "aa_sdk.emulator", "--port", "0", "--state", str(name)],
                capture_output=True,
                text=True,
                timeout=LIMIT,
                check=False,
            )
            assert (second.returncode, second.stdout) == (1, "")
            assert second.stderr == f"error: {name} is in use by another process\n"
        command.end(signal.SIGKILL)
    with held(path):
        pass


@pytest.fixture
def handlers_as_they_were() -> Generator[None]:
    """The command takes over the signals of its process, which here is that of the tests."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("handlers_as_they_were")
def test_a_state_that_cannot_be_read_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "state.gz"
    path.write_bytes(b"nonsense")
    assert main(["--port", "0", "--state", str(path)]) == 1
    assert path.read_bytes() == b"nonsense"
    assert capsys.readouterr().err.startswith("error: ")


@pytest.mark.usefixtures("handlers_as_they_were")
def test_a_folder_that_is_not_there_is_one_line_on_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--port", "0", "--state", str(tmp_path / "missing" / "state.gz")]) == 1
    output, errors = capsys.readouterr()
    assert (output, errors.count("\n")) == ("", 1)


@pytest.mark.parametrize("name", ["loop", "folder", "pipe", "a" * 240, "/"])
@pytest.mark.usefixtures("handlers_as_they_were")
def test_what_could_not_be_saved_at_the_end_is_told_at_the_start(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    assert main(["--port", "0", "--state", str(tmp_path / name)]) == 1
    output, errors = capsys.readouterr()
    assert (output, errors.count("\n")) == ("", 1)
    assert errors.startswith("error: ")
    assert not list(tmp_path.glob(".*.saving"))


@pytest.mark.parametrize(
    "options",
    [
        ["--save-every", "1"],
        *(["--state", "a", "--save-every", text] for text in ("0", "-1", "nan", "inf", "x")),
    ],
    ids=" ".join,
)
def test_options_that_make_no_sense_are_refused(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(options)
    assert ended.value.code == 2
    assert "--save-every" in capsys.readouterr().err


def test_an_end_that_cannot_be_saved_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with running("--state", str(folder / "state.gz")) as command:
        (folder / "state.gz.lock").unlink()
        folder.rmdir()
        assert command.end() == 1
        assert command.process.stderr is not None
        assert command.process.stderr.read().startswith("error: ")


class Counted:
    """Counts how often it is saved."""

    def __init__(self, errors: int = 0) -> None:
        self.number = 0
        self.saved: list[int] = []
        self.looked = threading.Semaphore(0)
        self._errors = errors

    def revision(self) -> object:
        self.looked.release()
        return self.number

    def save(self, path: str | Path) -> None:
        if self._errors:
            self._errors -= 1
            raise OSError("the disk is full")
        self.saved.append(self.number)
        Path(path).touch()

    def wait(self, times: int) -> None:
        """Wait until it was looked at so often."""
        for _ in range(times):
            assert self.looked.acquire(timeout=LIMIT)


def refuse(error: Exception) -> None:
    raise AssertionError(error)


def test_nothing_is_saved_while_nothing_changes(tmp_path: Path) -> None:
    path, state = tmp_path / "state.gz", Counted()
    path.touch()
    with kept(path, state, 0.001, refuse):
        state.wait(4)
        assert state.saved == []
        state.number = 1
        wait_for(lambda: state.saved == [1])
        state.wait(3)
        assert state.saved == [1]
        state.number = 2
    assert state.saved[-1] == 2


def test_a_state_without_a_file_is_saved_at_once(tmp_path: Path) -> None:
    state = Counted()
    with kept(tmp_path / "state.gz", state, 0.001, refuse):
        wait_for(lambda: state.saved == [0])


def test_a_state_is_saved_at_the_end_alone_if_that_is_wanted(tmp_path: Path) -> None:
    state = Counted()
    before = threading.active_count()
    with kept(tmp_path / "state.gz", state, None, refuse):
        assert (state.saved, threading.active_count()) == ([], before)
    assert state.saved == [0]


def test_what_cannot_be_saved_is_told_and_tried_again(tmp_path: Path) -> None:
    state, told = Counted(errors=2), list[Exception]()
    with kept(tmp_path / "state.gz", state, 0.001, told.append):
        wait_for(lambda: state.saved == [0])
    assert [str(error) for error in told] == ["the disk is full"] * 2


def test_it_goes_on_where_nobody_can_be_told(tmp_path: Path) -> None:
    def broken(_: Exception) -> None:
        raise BrokenPipeError

    state = Counted(errors=2)
    with kept(tmp_path / "state.gz", state, 0.001, broken):
        wait_for(lambda: state.saved == [0])


def test_an_end_that_fails_is_raised_and_a_block_that_fails_saves_nothing(tmp_path: Path) -> None:
    full, state = Counted(errors=1), Counted()
    with (
        pytest.raises(OSError, match="the disk is full"),
        kept(tmp_path / "state.gz", full, None, refuse),
    ):
        pass
    with pytest.raises(KeyError), kept(tmp_path / "state.gz", state, None, refuse):
        raise KeyError
    assert state.saved == []


def test_a_file_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "state.gz"
    with held(path) as target:
        assert target == Path(os.path.realpath(path))
        with pytest.raises(OSError, match="in use by another process"), held(path):
            pass
    with held(path):
        pass
