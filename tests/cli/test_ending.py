"""How a command ends: errors, interrupts, readers that leave, and what is not installed."""

import os
import re
import select
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
import typer

import aa_sdk
from aa_sdk import AccessAnalyzerClient
from aa_sdk.cli import main
from aa_sdk.cli._options import ServiceOptions
from aa_sdk.cli.running import interruptible, run_alone
from aa_sdk.cli.running import run as run_command
from tests.cli.commands import COMMAND, REGION, run, start


def test_an_error_is_one_line_on_stderr(url: str) -> None:
    connection = ("--region", REGION, "--endpoint-url", url)
    result = run("findings", *connection, "--profile", "no-such-profile")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_an_unreachable_service_is_an_error_of_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")  # or it would be tried again, in real time
    result = run("analyzers", "--region", REGION, "--endpoint-url", "http://127.0.0.1:1")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


# A shell lets what it runs in the background ignore interrupts, and that is inherited.
INTERRUPTIBLE = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from aa_sdk.cli import main; main()"
)


def test_an_interrupt_leaves_no_traceback() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(30)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        command = ["analyzers", "--region", REGION, "--endpoint-url", url]
        with subprocess.Popen(
            [sys.executable, "-c", INTERRUPTIBLE, *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            connection, _ = silent.accept()
            with connection:
                connection.settimeout(30)
                assert connection.recv(1)  # it has connected, and knows that it has
                process.send_signal(signal.SIGINT)
                output = process.communicate(timeout=30)
    assert (process.returncode, *output) == (130, "", "")


def test_an_interrupt_ends_with_the_code_that_shells_expect() -> None:
    async def interrupted(_: AccessAnalyzerClient) -> None:
        raise KeyboardInterrupt

    with pytest.raises(typer.Exit) as ended:
        run_command(interrupted, ServiceOptions(REGION, None, None, demo=True))
    assert ended.value.exit_code == 130


@pytest.mark.parametrize(
    "command",
    [
        ("check", "-"),
        ("diff", "-", "new.json"),
        ("preview", "arn:aws:s3:::reports", "-", "--demo"),
        ("analyzers", "ensure", "-", "--demo"),
    ],
)
def test_an_interrupt_ends_the_wait_for_stdin(command: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.write(write, b"{")
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, *command], stdin=read, stderr=subprocess.PIPE
    ) as process:
        _wait_until_read(read)
        stderr = _interrupt(process)
    os.close(read)
    os.close(write)
    assert (process.returncode, stderr) == (130, b"")


def _interrupt(process: subprocess.Popen[bytes]) -> bytes:
    """Interrupt it as a person does: again, where the first met no call that it could end."""
    for _ in range(4):
        process.send_signal(signal.SIGINT)
        try:
            return process.communicate(timeout=12)[1]
        except subprocess.TimeoutExpired:
            pass  # it came just before the call to read began
    process.kill()
    return process.communicate()[1]


def _wait_until_read(pipe: int) -> None:
    while select.select([pipe], [], [], 0)[0]:
        os.sched_yield()


def test_a_reader_that_has_left_causes_no_traceback() -> None:
    read, write = os.pipe()
    os.close(read)
    program = "from aa_sdk.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "findings", "--demo", "--format", "csv"],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")


HELP, NOUN_HELP = ("--help",), ("findings", "list", "--help")


@pytest.mark.parametrize("asked", [HELP, NOUN_HELP])
def test_a_help_that_nobody_reads_ends_as_any_output_does(asked: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    _, stderr = (process := start(*asked, stdout=write, stderr=-1)).communicate()
    os.close(write)
    assert (process.returncode, stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_an_output_that_cannot_be_written_is_an_error_of_one_line() -> None:
    told = "error: cannot write the output: No space left on device\n"
    for command in (("findings", "--demo"), ("check", "--demo"), ("--version",), HELP, NOUN_HELP):
        with Path("/dev/full").open("w") as full:
            _, stderr = (process := start(*command, stdout=full.fileno(), stderr=-1)).communicate()
        assert (process.returncode, stderr.decode()) == (1, told), command
    with Path("/dev/full").open("w") as full:
        process = start("findings", "get", "zzz", "--demo", stderr=full.fileno())
        assert process.wait() == 1


def test_a_process_without_a_stdout_writes_nowhere() -> None:
    command = f"exec {shlex.join([*COMMAND, 'analyzers', '--demo'])} >&-"
    done = subprocess.run(
        ["/bin/sh", "-c", command], stderr=subprocess.PIPE, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_version_can_be_asked_for() -> None:
    assert run("--version").stdout == f"aa-sdk {aa_sdk.__version__}\n"


def test_without_the_extra_the_command_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "aa_sdk.cli.app")
    monkeypatch.setitem(sys.modules, "typer", None)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == "error: the command line is an extra: pip install 'aa-sdk[cli]'"


def test_a_missing_part_of_our_own_is_no_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "aa_sdk.cli.app")
    monkeypatch.setitem(sys.modules, "aa_sdk.cli._options", None)
    with pytest.raises(ModuleNotFoundError, match="_options"):
        main()


ASKED = """
import sys
from pathlib import Path
from contextlib import suppress
from aa_sdk.cli import main
sys.argv = ["aa-sdk", "--help"]
with suppress(SystemExit):
    main()
slow = {"aiobotocore", "anyio", "botocore", "pydantic", "pydantic_core", "rich"} & set(sys.modules)
sys.exit(" ".join(sorted(slow)) or 0)
"""


def test_help_loads_nothing_but_what_reads_the_command_line() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Commands:" in done.stdout


@pytest.mark.parametrize(
    "noun",
    [
        *((), ("findings",), ("analyzers",), ("rules",), ("sync",)),
        *(("findings", verb) for verb in ("list", "get", "archive", "unarchive", "export")),
        *(("rules", verb) for verb in ("list", "effect", "create", "apply")),
        *(("analyzers", verb) for verb in ("list", "get", "ensure")),
        *(("findings", "summary"), ("fleet",), ("fleet", "findings"), ("fleet", "analyzers")),
        *(("diff",), ("preview",)),
    ],
)
def test_every_help_has_an_example(noun: tuple[str, ...]) -> None:
    told = run(*noun, "--help").stdout
    assert "Examples:\n" in told
    assert re.search(r"^ +aa-sdk \w+", told, re.MULTILINE)


@pytest.mark.parametrize("noun", ["analyzers", "findings", "rules", "fleet", "check"])
def test_a_help_says_whole_what_each_verb_does(noun: str) -> None:
    assert "..." not in run(noun, "--help").stdout.partition("Commands:")[2]


@pytest.mark.parametrize("option", ["--region", "--profile", "--endpoint-url"])
def test_a_service_option_that_is_empty_is_wrong_usage(option: str) -> None:
    for words in (
        (option, "", "analyzers"),
        ("analyzers", option, ""),
        ("analyzers", f"{option}="),
    ):
        result = run("--demo", *words)
        assert result.exit_code == 2, words
        assert option in result.stderr
        assert "is empty" in result.stderr


def test_a_noun_that_is_none_is_told_with_the_one_that_is_meant() -> None:
    near, unlike = run("findngs"), run("xyz")
    assert (near.exit_code, unlike.exit_code) == (2, 2)
    assert "No such command 'findngs'. Did you mean 'findings'?" in near.stderr
    assert "No such command 'xyz'." in unlike.stderr
    assert run("findings", "gte", "2").exit_code == 2


def test_a_process_without_outputs_ends_as_any_other() -> None:
    program = "import sys; sys.stdout = sys.stderr = None; from aa_sdk.cli._terminal import *; "
    done = subprocess.run(
        [sys.executable, "-c", f"{program}flush(); sys.exit(is_shown())"], check=False
    )
    assert done.returncode == 0


def test_a_command_ends_with_the_code_that_it_returns() -> None:
    async def partly() -> int:
        return 4

    with pytest.raises(typer.Exit) as ended:
        run_alone(partly)
    assert ended.value.exit_code == 4


@contextmanager
def handled(handler: Any) -> Generator[None]:
    """Have interrupts handled so, whatever this process was started with."""
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def test_interrupts_that_are_ignored_stay_so_while_something_blocks() -> None:
    with handled(signal.SIG_IGN):
        assert interruptible(signal.getsignal, signal.SIGINT) is signal.SIG_IGN


def test_interrupts_are_handled_as_before_when_what_blocked_is_done() -> None:
    def ours(*_: object) -> None:
        """Do nothing."""

    with handled(ours):
        assert interruptible(signal.getsignal, signal.SIGINT) is signal.default_int_handler
        assert signal.getsignal(signal.SIGINT) is ours


def test_samples_are_as_old_all_day_and_findings_of_the_service_are_not() -> None:
    assert ServiceOptions(demo=True).now().time() == time()
    before = datetime.now(UTC)
    assert before <= ServiceOptions().now() <= datetime.now(UTC)
